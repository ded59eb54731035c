package io.pipit.broker.port;

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
import io.pipit.xmpp.Show;
import io.pipit.xmpp.Stanza;
import io.pipit.xmpp.StanzaError;
import io.pipit.xmpp.StanzaError.Condition;
import io.pipit.xmpp.Text;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Somebody at a door as a resource of its account: it counts as one of its sessions, contacts see
 * it come and go, and it ends with the account. It reads no stanzas: requests and messages to it
 * are answered for it with {@code service-unavailable}, anything else is dropped. Its priority is
 * negative, so that nothing to the account comes here (RFC 6121 8.5.2.1). Confined to its loop.
 */
public abstract class DoorStream implements ClientStream {

  private static final String PRIORITY = "-1";

  private final FullJid jid;
  private final LoopInbox loop;
  private final StreamListener router;
  private final Instant acceptedAt;
  private @Nullable Object attachment;

  protected DoorStream(FullJid jid, LoopInbox loop, StreamListener router, Instant acceptedAt) {
    this.jid = jid;
    this.loop = loop;
    this.router = router;
    this.acceptedAt = acceptedAt;
  }

  /** Whether its account may have one more session. */
  public final boolean bind() {
    return router.bind(this, account(), Optional.of(jid.resource())) instanceof BindResult.Bound;
  }

  /** Whoever is behind it knows that it is bound. */
  public final void bound() {
    router.bound(this);
  }

  /** Says that it is there, once it is bound, or how available it is from now on. */
  public final void available(Show show) {
    Element.Builder presence =
        Element.builder("presence", Ns.CLIENT).attribute("from", jid.toString());
    if (show != Show.ONLINE) {
      presence.child(Element.of("show", Ns.CLIENT, new Text(show.wire())));
    }
    presence.child(Element.of("priority", Ns.CLIENT, new Text(PRIORITY)));
    router.received(this, new Presence(presence.build(), Presence.Type.AVAILABLE, jid, null));
  }

  /** A bound one has gone; it is unavailable from now on. */
  public final void closed() {
    router.closed(this);
  }

  // ---- from others

  @Override
  public final void send(Stanza stanza) {
    boolean isAnswered =
        (stanza instanceof Iq iq && iq.isRequest())
            || (stanza instanceof Message message
                && (message.type() == Message.Type.NORMAL || message.type() == Message.Type.CHAT));
    if (isAnswered && stanza.from().isPresent() && stanza.to().isPresent()) {
      router.received(this, stanza.errorReply(StanzaError.of(Condition.SERVICE_UNAVAILABLE)));
    }
  }

  @Override
  public final void write(Outbound stanza) {
    // An event to the address: what is published comes by subscriptions of MQTT.
  }

  @Override
  public final void beginRequest() {
    // It asks nobody anything.
  }

  @Override
  public final void answer(Iq answer) {
    // It has asked nobody anything.
  }

  // ---- what it is

  @Override
  public final FullJid jid() {
    return jid;
  }

  @Override
  public final BareJid account() {
    return jid.bare();
  }

  @Override
  public final LoopInbox loop() {
    return loop;
  }

  @Override
  public final void attach(Object state) {
    attachment = state;
  }

  @Override
  public final <T> Optional<T> attachment(Class<T> type) {
    return Optional.ofNullable(attachment).filter(type::isInstance).map(type::cast);
  }

  @Override
  public final Instant acceptedAt() {
    return acceptedAt;
  }

  @Override
  public final int queuedBytes() {
    return 0;
  }
}
