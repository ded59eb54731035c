package io.pipit.broker.stream;

import io.pipit.broker.stream.sasl.SaslError;
import io.pipit.xmpp.Element;
import io.pipit.xmpp.Ns;
import io.pipit.xmpp.StreamError;
import io.pipit.xmpp.StreamError.Condition;

/** Waits for STARTTLS and then for the handshake (RFC 6120 5.4). Nothing else is possible yet. */
final class Securing implements StreamPhase {

  private final C2sStream stream;

  Securing(C2sStream stream) {
    this.stream = stream;
  }

  @Override
  public StreamPhase on(StreamEvent event) {
    if (event instanceof StreamEvent.Secured) {
      return new Opening(stream);
    }
    if (event instanceof StreamEvent.ClosedByPeer) {
      return stream.end();
    }
    if (event instanceof StreamEvent.Received received) {
      return received(received.element());
    }
    throw new AssertionError(event);
  }

  private StreamPhase received(Element element) {
    if (element.is("starttls", Ns.TLS)) {
      stream.startTls();
      return this;
    }
    if (element.is("auth", Ns.SASL)) {
      return stream.saslFailed(SaslError.ENCRYPTION_REQUIRED, this);
    }
    return stream.end(
        StreamPhase.isStanza(element)
            ? StreamError.of(Condition.NOT_AUTHORIZED)
            : StreamPhase.noStanza(element));
  }
}
