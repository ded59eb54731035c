package io.pipit.broker.mqtt;

import io.pipit.broker.mqtt.codec.ReasonCode;
import io.pipit.broker.stream.BindResult;
import io.pipit.broker.stream.ClientStream;
import io.pipit.broker.stream.LoopInbox;
import io.pipit.broker.stream.Outbound;
import io.pipit.broker.stream.StreamListener;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.Element;
import io.pipit.xmpp.FullJid;
import io.pipit.xmpp.Iq;
import io.pipit.xmpp.Message;
import io.pipit.xmpp.Ns;
import io.pipit.xmpp.Presence;
import io.pipit.xmpp.Stanza;
import io.pipit.xmpp.StanzaError;
import io.pipit.xmpp.StanzaError.Condition;
import io.pipit.xmpp.StreamError;
import io.pipit.xmpp.Text;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A client of MQTT as a resource of its account: it counts as one of its sessions, contacts see it
 * come and go, and it ends with the account. It reads no stanzas: requests and messages to it are
 * answered for it with {@code service-unavailable}, anything else is dropped. Its priority is
 * negative, so that nothing to the account comes here (RFC 6121 8.5.2.1).
 */
final class MqttStream implements ClientStream {

  private static final String PRIORITY = "-1";

  private final MqttClient client;
  private final StreamListener router;
  private final Instant acceptedAt;
  private @Nullable Object attachment;

  MqttStream(MqttClient client, StreamListener router, Instant acceptedAt) {
    this.client = client;
    this.router = router;
    this.acceptedAt = acceptedAt;
  }

  /** Whether its account may have one more session. */
  boolean bind() {
    return router.bind(this, account(), Optional.of(jid().resource())) instanceof BindResult.Bound;
  }

  /** Says that it is there, once it is bound. */
  void available() {
    router.bound(this);
    router.received(
        this,
        new Presence(
            Element.builder("presence", Ns.CLIENT)
                .attribute("from", jid().toString())
                .child(Element.of("priority", Ns.CLIENT, new Text(PRIORITY)))
                .build(),
            Presence.Type.AVAILABLE,
            jid(),
            null));
  }

  /** The connection of a bound one has ended; it is unavailable from now on. */
  void closed() {
    router.closed(this);
  }

  // ---- from others

  @Override
  public void send(Stanza stanza) {
    boolean isAnswered =
        (stanza instanceof Iq iq && iq.isRequest())
            || (stanza instanceof Message message
                && (message.type() == Message.Type.NORMAL || message.type() == Message.Type.CHAT));
    if (isAnswered && stanza.from().isPresent() && stanza.to().isPresent()) {
      router.received(this, stanza.errorReply(StanzaError.of(Condition.SERVICE_UNAVAILABLE)));
    }
  }

  @Override
  public void write(Outbound stanza) {
    // An event to the address: what is published comes by subscriptions of MQTT.
  }

  @Override
  public void beginRequest() {
    // It asks nobody anything.
  }

  @Override
  public void answer(Iq answer) {
    // It has asked nobody anything.
  }

  @Override
  public void close(StreamError error) {
    int reason =
        switch (error.condition()) {
          case CONFLICT -> ReasonCode.SESSION_TAKEN_OVER;
          case SYSTEM_SHUTDOWN -> ReasonCode.SERVER_SHUTTING_DOWN;
          case NOT_AUTHORIZED -> ReasonCode.NOT_AUTHORIZED;
          default -> ReasonCode.ADMINISTRATIVE_ACTION;
        };
    client.close(reason, "the session of the account was ended");
  }

  // ---- what it is

  @Override
  public FullJid jid() {
    return client.jid();
  }

  @Override
  public BareJid account() {
    return client.jid().bare();
  }

  @Override
  public LoopInbox loop() {
    return client.loop();
  }

  @Override
  public void attach(Object state) {
    attachment = state;
  }

  @Override
  public <T> Optional<T> attachment(Class<T> type) {
    return Optional.ofNullable(attachment).filter(type::isInstance).map(type::cast);
  }

  @Override
  public Instant acceptedAt() {
    return acceptedAt;
  }

  @Override
  public String remoteAddress() {
    return client.remoteAddress();
  }

  @Override
  public Optional<String> tlsVersion() {
    return client.tlsVersion();
  }

  @Override
  public int queuedBytes() {
    return 0;
  }
}
