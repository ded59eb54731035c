package io.pipit.broker.stream;

import io.pipit.xmpp.Element;
import io.pipit.xmpp.FullJid;
import io.pipit.xmpp.Iq;
import io.pipit.xmpp.Ns;
import io.pipit.xmpp.Stanza;
import io.pipit.xmpp.StanzaError;
import io.pipit.xmpp.Stanzas;
import io.pipit.xmpp.StreamError;
import io.pipit.xmpp.StreamError.Condition;
import java.util.Optional;

/** Waits for the authenticated client to ask for a resource (RFC 6120 7). */
final class Binding implements StreamPhase {

  private final C2sStream stream;

  Binding(C2sStream stream) {
    this.stream = stream;
  }

  @Override
  public StreamPhase on(StreamEvent event) {
    if (event instanceof StreamEvent.Received received) {
      return received(received.element());
    }
    if (event instanceof StreamEvent.ClosedByPeer) {
      return stream.end();
    }
    throw new AssertionError(event);
  }

  private StreamPhase received(Element element) {
    if (!StreamPhase.isStanza(element)) {
      return stream.end(StreamPhase.noStanza(element));
    }
    if (!element.name().equals("iq") || element.child("bind", Ns.BIND).isEmpty()) {
      return stream.end(StreamError.of(Condition.NOT_AUTHORIZED, "no resource is bound"));
    }
    Stanzas.Reading reading = Stanzas.read(element);
    if (reading instanceof Stanzas.Valid valid
        && valid.stanza() instanceof Iq iq
        && iq.type() == Iq.Type.SET) {
      return bind(iq);
    }
    answerBadRequest(reading);
    return this;
  }

  private void answerBadRequest(Stanzas.Reading reading) {
    Optional<Stanza> reply =
        reading instanceof Stanzas.Invalid invalid
            ? invalid.reply()
            : reading instanceof Stanzas.Valid valid
                    && valid.stanza() instanceof Iq iq
                    && iq.isRequest()
                ? Optional.of(iq.errorReply(StanzaError.of(StanzaError.Condition.BAD_REQUEST)))
                : Optional.empty();
    reply.map(Stanza::element).ifPresent(stream::send);
  }

  private StreamPhase bind(Iq request) {
    Optional<String> resource =
        request
            .payload()
            .flatMap(bind -> bind.child("resource", Ns.BIND))
            .map(Element::text)
            .filter(text -> !text.isEmpty());
    BindResult result = stream.bind(resource);
    if (result instanceof BindResult.Refused refused) {
      stream.send(request.errorReply(refused.error()).element());
      return this;
    }
    if (result instanceof BindResult.Bound bound) {
      FullJid jid = bound.jid();
      Element payload =
          Element.builder("bind", Ns.BIND).textElement("jid", Ns.BIND, jid.toString()).build();
      stream.send(request.result(payload).element());
      stream.bound();
      return new Bound(stream);
    }
    throw new AssertionError(result);
  }
}
