package io.pipit.broker.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.pipit.broker.mqtt.codec.Packet;
import io.pipit.broker.mqtt.codec.Packet.Connect;
import io.pipit.broker.mqtt.codec.Property;
import io.pipit.broker.mqtt.codec.ReasonCode;
import io.pipit.broker.stream.ChannelListener;
import io.pipit.broker.stream.ClientCertificate;
import io.pipit.broker.stream.LoopInbox;
import io.pipit.broker.stream.StreamMetrics.Authentication;
import io.pipit.broker.stream.sasl.ChannelBindings;
import io.pipit.broker.stream.sasl.Mechanism;
import io.pipit.broker.stream.sasl.SaslError;
import io.pipit.broker.stream.sasl.SaslPeer;
import io.pipit.broker.stream.sasl.SaslStep;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.FullJid;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Judges one CONNECT: who it is, and under which client identifier. Confined to the loop of its
 * connection.
 *
 * <p>A user name is the localpart of an account or its bare JID; the password is judged as SASL
 * PLAIN, with its delays, its made-up keys and its memory of right passwords. Everything that is
 * wrong with either gets the same answer. A client that shows a certificate and no password is the
 * account that the certificate names, and nobody else: never a guest.
 */
final class Handshake {

  /** What comes of a CONNECT. */
  sealed interface Verdict {

    /** It is this account, with the client identifier as its resource. */
    record Known(FullJid jid, boolean isGuest) implements Verdict {}

    /** It gets a CONNACK with this reason. */
    record Refused(int reason) implements Verdict {}
  }

  private static final int ID_BYTES = 12;
  private static final SecureRandom random = new SecureRandom();

  private final MqttService service;
  private final InetSocketAddress remote;
  private final LoopInbox inbox;
  private final Optional<ClientCertificate> certificate;

  /**
   * @param certificate that the client has shown, verified
   */
  Handshake(
      MqttService service,
      InetSocketAddress remote,
      LoopInbox inbox,
      Optional<ClientCertificate> certificate) {
    this.service = service;
    this.remote = remote;
    this.inbox = inbox;
    this.certificate = certificate;
  }

  /**
   * Judges.
   *
   * @param then called once, on the loop, before this returns or later
   */
  void judge(Connect connect, Consumer<Verdict> then) {
    if (service.options().limits().heap().pressure().refusesStreams()) {
      then.accept(new Verdict.Refused(ReasonCode.SERVER_UNAVAILABLE));
    } else if (connect.will() != null && connect.will().qos() > service.options().maxQos()) {
      then.accept(new Verdict.Refused(ReasonCode.QOS_NOT_SUPPORTED)); // [MQTT-3.2.2-12]
    } else if (connect.properties().has(Property.AUTHENTICATION_METHOD)) {
      service.metrics().authenticated(Authentication.UNSUPPORTED);
      then.accept(new Verdict.Refused(ReasonCode.BAD_AUTHENTICATION_METHOD));
    } else if (connect.password() == null && certificate.isPresent()) {
      then.accept(certified(connect, certificate.get()));
    } else if (connect.userName() == null && connect.password() == null) {
      then.accept(guest(connect));
    } else {
      checkPassword(connect, then);
    }
  }

  /** Only from this machine, and only where the node serves nobody else. */
  private Verdict guest(Connect connect) {
    Optional<BareJid> guest =
        service
            .options()
            .guest()
            .filter(account -> remote.getAddress().isLoopbackAddress())
            // A name that somebody has registered is somebody.
            .filter(account -> !service.parts().isAccount().test(account));
    if (guest.isEmpty()) {
      service.metrics().authenticated(Authentication.REFUSED);
      return new Verdict.Refused(ReasonCode.BAD_USER_NAME_OR_PASSWORD);
    }
    return identified(connect, guest.get(), true);
  }

  /** Who has several names says which one is meant (XEP-0178). */
  private Verdict certified(Connect connect, ClientCertificate shown) {
    List<BareJid> names = shown.accounts(service.options().domain());
    String userName = connect.userName();
    if (userName != null) {
      Optional<BareJid> meant = ClientCertificate.account(userName, service.options().domain());
      names = names.stream().filter(name -> meant.filter(name::equals).isPresent()).toList();
    }
    Optional<BareJid> account = names.size() == 1 ? Optional.of(names.get(0)) : Optional.empty();
    return judged(
        connect, service.parts().authenticator().certified(account, shown.subject(), peer()));
  }

  private SaslPeer peer() {
    return new SaslPeer(remote.getAddress(), ChannelListener.text(remote), ChannelBindings.NONE);
  }

  private void checkPassword(Connect connect, Consumer<Verdict> then) {
    service
        .parts()
        .authenticator()
        .start(Mechanism.PLAIN, peer())
        .respond(
            credentials(connect),
            step -> {
              if (inbox.onLoop()) {
                then.accept(judged(connect, step));
              } else {
                inbox.execute(() -> then.accept(judged(connect, step)));
              }
            });
  }

  /** {@code NUL authcid NUL passwd}; neither of both is there without the other. */
  private byte[] credentials(Connect connect) {
    byte[] name = localpart(connect.userName() == null ? "" : connect.userName()).getBytes(UTF_8);
    byte[] password = connect.password() == null ? new byte[0] : connect.password();
    byte[] message = new byte[name.length + password.length + 2];
    System.arraycopy(name, 0, message, 1, name.length);
    System.arraycopy(password, 0, message, name.length + 2, password.length);
    return message;
  }

  /** That of a bare JID of our domain, which is the same in capitals; others stay as they are. */
  private String localpart(String userName) {
    String domain = "@" + service.options().domain();
    int length = userName.length() - domain.length();
    return length >= 0 && userName.regionMatches(true, length, domain, 0, domain.length())
        ? userName.substring(0, length)
        : userName;
  }

  private Verdict judged(Connect connect, SaslStep step) {
    if (step instanceof SaslStep.Success success) {
      service.metrics().authenticated(Authentication.SUCCESS);
      return identified(connect, success.account(), false);
    }
    boolean later =
        step instanceof SaslStep.Failure failure
            && failure.error() == SaslError.TEMPORARY_AUTH_FAILURE;
    service
        .metrics()
        .authenticated(later ? Authentication.TEMPORARY_FAILURE : Authentication.REFUSED);
    return new Verdict.Refused(
        later ? ReasonCode.SERVER_UNAVAILABLE : ReasonCode.BAD_USER_NAME_OR_PASSWORD);
  }

  /**
   * The client identifier is a resource as it stands, so that a client has one name in both worlds;
   * one without gets one, but not for a session that it could never find again (3.1.3.1).
   */
  private static Verdict identified(Connect connect, BareJid account, boolean guest) {
    String id = connect.clientId();
    if (id.isEmpty()) {
      if (connect.version() != Packet.V5 && !connect.cleanStart()) {
        return new Verdict.Refused(ReasonCode.CLIENT_IDENTIFIER_NOT_VALID);
      }
      id = madeUp();
    }
    String wanted = id;
    return account
        .withResource(wanted)
        .filter(jid -> jid.resource().equals(wanted))
        .<Verdict>map(jid -> new Verdict.Known(jid, guest))
        .orElseGet(() -> new Verdict.Refused(ReasonCode.CLIENT_IDENTIFIER_NOT_VALID));
  }

  private static String madeUp() {
    byte[] drawn = new byte[ID_BYTES];
    random.nextBytes(drawn);
    return "mqtt-" + HexFormat.of().formatHex(drawn);
  }
}
