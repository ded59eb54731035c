package io.pipit.devices.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.pipit.devices.client.XmppException.NotAuthenticated;
import io.pipit.devices.client.XmppException.Reason;
import io.pipit.devices.client.XmppException.Refused;
import io.pipit.devices.client.XmppException.TlsFailed;
import io.pipit.devices.client.XmppException.Violation;
import io.pipit.xmpp.Element;
import io.pipit.xmpp.FullJid;
import io.pipit.xmpp.Iq;
import io.pipit.xmpp.Jid;
import io.pipit.xmpp.Ns;
import io.pipit.xmpp.StanzaError;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * From an open connection to a bound resource: STARTTLS, SASL, bind (RFC 6120 5 to 7), one step
 * after the other. Confined to the context of its stream; PBKDF2 runs on a worker.
 */
final class Negotiation {

  private static final String PLAIN = "PLAIN";

  private final Vertx vertx;
  private final XmppStream stream;
  private final XmppServer server;
  private final Credentials credentials;
  private final @Nullable String resource;

  Negotiation(
      Vertx vertx,
      XmppStream stream,
      XmppServer server,
      Credentials credentials,
      @Nullable String resource) {
    this.vertx = vertx;
    this.stream = stream;
    this.server = server;
    this.credentials = credentials;
    this.resource = resource;
  }

  Future<FullJid> run() {
    return stream
        .open()
        .compose(this::secure)
        .compose(this::authenticate)
        .compose(authenticated -> stream.open())
        .compose(this::bind);
  }

  private Future<Element> secure(Element features) {
    Optional<Element> offer = features.child("starttls", Ns.TLS);
    if (server.security() == XmppServer.Security.STARTTLS) {
      return offer.isEmpty()
          ? failed(new TlsFailed("the server does not offer STARTTLS"))
          : stream.startTls(server.trust().sslOptions()).compose(secured -> stream.open());
    }
    if (!stream.isEncrypted() && offer.flatMap(tls -> tls.child("required", Ns.TLS)).isPresent()) {
      return failed(new TlsFailed("the server requires STARTTLS"));
    }
    return Future.succeededFuture(features);
  }

  private Future<Void> authenticate(Element features) {
    List<String> offered =
        features.child("mechanisms", Ns.SASL).map(Element::elements).orElse(List.of()).stream()
            .filter(element -> element.is("mechanism", Ns.SASL))
            .map(Element::text)
            .toList();
    for (ScramMechanism mechanism : ScramMechanism.values()) {
      if (offered.contains(mechanism.wire())) {
        return scram(mechanism);
      }
    }
    if (offered.contains(PLAIN) && stream.isEncrypted()) {
      return plain();
    }
    return failed(
        new NotAuthenticated(
            "invalid-mechanism", "no usable mechanism among those offered: " + offered));
  }

  private Future<Void> plain() {
    String message = "\0" + credentials.account().local() + "\0" + credentials.password();
    return stream.exchange(auth(PLAIN, message)).compose(this::success).mapEmpty();
  }

  private Future<Void> scram(ScramMechanism mechanism) {
    ScramExchange exchange = new ScramExchange(mechanism, credentials.account().local());
    return stream
        .exchange(auth(mechanism.wire(), exchange.clientFirst()))
        .compose(answer -> keys(mechanism, exchange, answer))
        .compose(keys -> stream.exchange(sasl("response", exchange.clientFinal(keys)).build()))
        .compose(this::success)
        .compose(
            proof ->
                exchange.proves(proof)
                    ? Future.succeededFuture()
                    : failed(
                        new NotAuthenticated(
                            "not-authorized",
                            "the server did not prove that it knows the account")));
  }

  private Future<ScramKeys> keys(ScramMechanism mechanism, ScramExchange exchange, Element answer) {
    if (!answer.is("challenge", Ns.SASL)) {
      return refused(answer);
    }
    Optional<ScramExchange.Challenge> challenge = decode(answer).flatMap(exchange::challenge);
    if (challenge.isEmpty()) {
      return failed(new Violation("a malformed or unreasonable SCRAM challenge"));
    }
    ScramKeys known = credentials.keys(mechanism, challenge.get());
    return known != null
        ? Future.succeededFuture(known)
        : vertx.executeBlocking(() -> credentials.derive(mechanism, challenge.get()), false);
  }

  /** The text inside {@code <success/>}, empty for none. */
  private Future<String> success(Element answer) {
    return answer.is("success", Ns.SASL)
        ? Future.succeededFuture(decode(answer).orElse(""))
        : refused(answer);
  }

  private static <T> Future<T> refused(Element answer) {
    if (!answer.is("failure", Ns.SASL)) {
      return failed(new Violation("<" + answer.name() + "/> during SASL"));
    }
    String condition =
        answer.elements().stream()
            .filter(child -> child.namespace().equals(Ns.SASL) && !child.name().equals("text"))
            .map(Element::name)
            .findFirst()
            .orElse("not-authorized");
    return failed(
        new NotAuthenticated(
            condition, answer.child("text", Ns.SASL).map(Element::text).orElse(null)));
  }

  private Future<FullJid> bind(Element features) {
    if (features.child("bind", Ns.BIND).isEmpty()) {
      return failed(new Violation("resource binding is not offered"));
    }
    Element.Builder bind = Element.builder("bind", Ns.BIND);
    if (resource != null) {
      bind.textElement("resource", Ns.BIND, resource);
    }
    return request("bind", bind.build())
        .compose(
            result ->
                result
                    .child("bind", Ns.BIND)
                    .flatMap(bound -> bound.child("jid", Ns.BIND))
                    .flatMap(jid -> Jid.parse(jid.text()))
                    .filter(FullJid.class::isInstance)
                    .map(FullJid.class::cast)
                    .map(Future::succeededFuture)
                    .orElseGet(() -> failed(new Violation("bound without a full JID"))))
        .compose(jid -> session(features).map(jid));
  }

  /** Servers of RFC 3921 want a session too (RFC 6121 1.4); newer ones call it optional. */
  private Future<Void> session(Element features) {
    boolean needed =
        features
            .child("session", Ns.SESSION)
            .filter(session -> session.child("optional", Ns.SESSION).isEmpty())
            .isPresent();
    return needed
        ? request("session", Element.of("session", Ns.SESSION)).mapEmpty()
        : Future.succeededFuture();
  }

  private Future<Element> request(String id, Element payload) {
    Element iq =
        Element.builder("iq", Ns.CLIENT)
            .attribute("type", Iq.Type.SET.wire())
            .attribute("id", id)
            .child(payload)
            .build();
    return stream
        .exchange(iq)
        .compose(
            answer -> {
              if (!answer.is("iq", Ns.CLIENT) || !answer.attribute("id", "").equals(id)) {
                return failed(
                    new Violation("<" + answer.name() + "/> instead of the answer to " + id));
              }
              return answer
                  .child("error", Ns.CLIENT)
                  .map(error -> Negotiation.<Element>failed(new Refused(StanzaError.read(error))))
                  .orElseGet(() -> Future.succeededFuture(answer));
            });
  }

  private static Element auth(String mechanism, String message) {
    return sasl("auth", message).attribute("mechanism", mechanism).build();
  }

  private static Element.Builder sasl(String name, String message) {
    return Element.builder(name, Ns.SASL)
        .text(Base64.getEncoder().encodeToString(message.getBytes(UTF_8)));
  }

  private static Optional<String> decode(Element element) {
    try {
      return Optional.of(new String(Base64.getDecoder().decode(element.text()), UTF_8));
    } catch (IllegalArgumentException notBase64) {
      return Optional.empty();
    }
  }

  private static <T> Future<T> failed(Reason reason) {
    return Future.failedFuture(new XmppException(reason));
  }
}
