package io.pipit.broker.stream;

import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.Element;
import io.pipit.xmpp.FullJid;
import io.pipit.xmpp.Iq;
import io.pipit.xmpp.Jid;
import io.pipit.xmpp.Message;
import io.pipit.xmpp.Ns;
import io.pipit.xmpp.Presence;
import io.pipit.xmpp.Stanza;
import io.pipit.xmpp.StanzaError;
import io.pipit.xmpp.Stanzas;
import io.pipit.xmpp.StreamError;
import io.pipit.xmpp.StreamError.Condition;
import java.util.Optional;

/** The stream is used: every stanza is checked, stamped and given to the listener. */
final class Bound implements StreamPhase {

  private final C2sStream stream;
  private final FullJid full;
  private final BareJid bare;

  Bound(C2sStream stream) {
    this.stream = stream;
    this.full = stream.jid();
    this.bare = stream.account();
  }

  @Override
  public StreamPhase on(StreamEvent event) {
    if (event instanceof StreamEvent.Received received) {
      return received(received.element());
    }
    if (event instanceof StreamEvent.ClosedByPeer) {
      return stream.endWhenAnswered(this);
    }
    throw new AssertionError(event);
  }

  private StreamPhase received(Element element) {
    if (!isOwn(element.attribute("from"))) {
      return stream.end(StreamError.of(Condition.INVALID_FROM));
    }
    Stanzas.Reading reading = Stanzas.read(element);
    if (reading instanceof Stanzas.Valid valid) {
      if (!(valid.stanza() instanceof Iq iq && isStreamMatter(iq))) {
        stream.received(stamp(valid.stanza()));
      }
      return this;
    }
    if (reading instanceof Stanzas.Invalid invalid) {
      invalid.reply().map(Stanza::element).ifPresent(stream::send);
      return this;
    }
    return stream.end(StreamPhase.noStanza(element));
  }

  /** RFC 6120 8.1.2.1: absent, or the client's bare or full address. */
  private boolean isOwn(Optional<String> from) {
    if (from.isEmpty() || from.get().equals(full.toString())) {
      return true;
    }
    return Jid.parse(from.get()).filter(jid -> jid.equals(full) || jid.equals(bare)).isPresent();
  }

  /** Binding and session establishment concern the stream itself, and are answered here. */
  private boolean isStreamMatter(Iq iq) {
    if (iq.type() != Iq.Type.SET) {
      return false;
    }
    String namespace = iq.payload().map(Element::namespace).orElse("");
    if (namespace.equals(Ns.SESSION)) {
      stream.send(iq.result());
      return true;
    }
    if (namespace.equals(Ns.BIND)) {
      stream.send(iq.errorReply(StanzaError.of(StanzaError.Condition.NOT_ALLOWED)));
      return true;
    }
    return false;
  }

  /** Who it is from, and in which language it is when it does not say (RFC 6120 4.7.4). */
  private Stanza stamp(Stanza stanza) {
    Jid from =
        stanza instanceof Presence presence && presence.type().managesSubscription() ? bare : full;
    Element.Builder stamped = stanza.element().toBuilder().attribute("from", from.toString());
    Optional<String> language = stream.language();
    if (language.isPresent() && stanza.element().attribute(Element.XML_LANG).isEmpty()) {
      stamped.attribute(Element.XML_LANG, language.get());
    }
    Element element = stamped.build();
    Jid to = stanza.to().orElse(null);
    if (stanza instanceof Message message) {
      return new Message(element, message.type(), from, to);
    }
    if (stanza instanceof Iq iq) {
      return new Iq(element, iq.type(), from, to);
    }
    if (stanza instanceof Presence presence) {
      return new Presence(element, presence.type(), from, to);
    }
    throw new AssertionError(stanza);
  }
}
