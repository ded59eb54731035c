package io.pipit.broker.stream;

import io.pipit.broker.stream.sasl.Mechanism;
import io.pipit.broker.stream.sasl.SaslError;
import io.pipit.broker.stream.sasl.SaslExchange;
import io.pipit.broker.stream.sasl.SaslStep;
import io.pipit.broker.stream.sasl.StrictBase64;
import io.pipit.xmpp.Element;
import io.pipit.xmpp.Iq;
import io.pipit.xmpp.Ns;
import io.pipit.xmpp.Stanza;
import io.pipit.xmpp.Stanzas;
import io.pipit.xmpp.StreamError;
import io.pipit.xmpp.StreamError.Condition;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Negotiates SASL (RFC 6120 6). While a message is being judged nothing more is read from the
 * client.
 */
final class Authentication implements StreamPhase {

  private final C2sStream stream;

  /** The exchange that goes on; null between two attempts. */
  private @Nullable SaslExchange exchange;

  Authentication(C2sStream stream) {
    this.stream = stream;
  }

  @Override
  public StreamPhase on(StreamEvent event) {
    if (event instanceof StreamEvent.Received received) {
      Element element = received.element();
      if (element.namespace().equals(Ns.SASL)) {
        return sasl(element);
      }
      if (element.is("starttls", Ns.TLS)) {
        return startTls();
      }
      return registration(element).orElseGet(() -> refuse(element));
    }
    if (event instanceof StreamEvent.Judged judged) {
      return judged(judged.step());
    }
    if (event instanceof StreamEvent.ClosedByPeer) {
      return stream.end();
    }
    throw new AssertionError(event);
  }

  private StreamPhase sasl(Element element) {
    return switch (element.name()) {
      case "auth" -> exchange == null ? begin(element) : failed(SaslError.MALFORMED_REQUEST);
      case "response" -> respond(element);
      case "abort" -> failed(SaslError.ABORTED);
      default -> refuse(element);
    };
  }

  private StreamPhase begin(Element auth) {
    Optional<Mechanism> mechanism = auth.attribute("mechanism").flatMap(Mechanism::of);
    if (mechanism.isEmpty()) {
      return failed(SaslError.INVALID_MECHANISM);
    }
    if (!stream.security().offers(mechanism.get())) {
      return failed(
          mechanism.get() == Mechanism.PLAIN && !stream.security().isSecure()
              ? SaslError.ENCRYPTION_REQUIRED
              : SaslError.INVALID_MECHANISM);
    }
    exchange = stream.authenticator().start(mechanism.get(), stream.security().peer());
    if (auth.children().isEmpty()) {
      // Without an initial response the client waits for an empty challenge (RFC 4422 5.1).
      stream.send(Element.of("challenge", Ns.SASL));
      return this;
    }
    return respond(auth);
  }

  /** An empty message is written as {@code =} (RFC 6120 6.4.2). */
  private StreamPhase respond(Element element) {
    SaslExchange current = exchange;
    if (current == null) {
      return failed(SaslError.MALFORMED_REQUEST);
    }
    String text = element.text();
    Optional<byte[]> message =
        text.equals("=") ? Optional.of(new byte[0]) : StrictBase64.decode(text);
    if (message.isEmpty() || element.firstElement().isPresent()) {
      return failed(SaslError.INCORRECT_ENCODING);
    }
    stream.judge(current, message.get());
    return this;
  }

  private StreamPhase judged(SaslStep step) {
    if (step instanceof SaslStep.Challenge challenge) {
      stream.send(withData("challenge", challenge.data()));
      return this;
    }
    if (step instanceof SaslStep.Failure failure) {
      return failed(failure.error());
    }
    if (step instanceof SaslStep.Success success) {
      exchange = null;
      if (!stream.authenticatedAs(success.account())) {
        return stream.end(
            StreamError.of(Condition.RESOURCE_CONSTRAINT, "too many streams from this address"));
      }
      stream.send(withData("success", success.data()));
      return new Opening(stream);
    }
    throw new AssertionError(step);
  }

  private StreamPhase failed(SaslError error) {
    exchange = null;
    return stream.saslFailed(error, this);
  }

  /** RFC 6120 5.4.2.2: the failure closes the stream; inside TLS there is no second time. */
  private StreamPhase startTls() {
    if (stream.security().mayStartTls() && exchange == null) {
      stream.startTls();
      return new Securing(stream);
    }
    stream.send(Element.of("failure", Ns.TLS));
    return stream.end();
  }

  private Optional<StreamPhase> registration(Element element) {
    return stream
        .registration()
        .filter(
            registration ->
                element.is("iq", Ns.CLIENT)
                    && element
                        .firstElement()
                        .filter(child -> child.namespace().equals(Registration.NAMESPACE))
                        .isPresent())
        .map(
            registration -> {
              Stanzas.Reading reading = Stanzas.read(element);
              if (reading instanceof Stanzas.Valid valid
                  && valid.stanza() instanceof Iq iq
                  && iq.isRequest()) {
                stream.register(registration, iq);
              } else if (reading instanceof Stanzas.Invalid invalid) {
                invalid.reply().map(Stanza::element).ifPresent(stream::send);
              }
              return this;
            });
  }

  private StreamPhase refuse(Element element) {
    return stream.end(
        StreamPhase.isStanza(element)
            ? StreamError.of(Condition.NOT_AUTHORIZED)
            : StreamPhase.noStanza(element));
  }

  private static Element withData(String name, byte[] data) {
    return Element.builder(name, Ns.SASL).text(Base64.getEncoder().encodeToString(data)).build();
  }
}
