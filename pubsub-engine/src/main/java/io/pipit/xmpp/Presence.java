package io.pipit.xmpp;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A presence stanza (RFC 6121 4.7).
 *
 * @param sender null when the element has no {@code from}
 * @param recipient null when the element has no {@code to}
 */
public record Presence(Element element, Type type, @Nullable Jid sender, @Nullable Jid recipient)
    implements Stanza {

  /** The values of {@code type}; available is the absent one. */
  public enum Type {
    AVAILABLE,
    ERROR,
    PROBE,
    SUBSCRIBE,
    SUBSCRIBED,
    UNAVAILABLE,
    UNSUBSCRIBE,
    UNSUBSCRIBED;

    private final String wire = name().toLowerCase(Locale.ROOT);

    public String wire() {
      return wire;
    }

    /** Whether it manages a presence subscription (RFC 6121 3). */
    public boolean managesSubscription() {
      return this == SUBSCRIBE || this == SUBSCRIBED || this == UNSUBSCRIBE || this == UNSUBSCRIBED;
    }
  }

  /** A presence of ours without children. */
  public static Presence of(Type type, Jid from, Jid to) {
    Element.Builder element = Element.builder("presence", Ns.CLIENT);
    if (type != Type.AVAILABLE) {
      element.attribute("type", type.wire());
    }
    return new Presence(
        element.attribute("from", from.toString()).attribute("to", to.toString()).build(),
        type,
        from,
        to);
  }

  @Override
  public Optional<Jid> from() {
    return Optional.ofNullable(sender);
  }

  @Override
  public Optional<Jid> to() {
    return Optional.ofNullable(recipient);
  }

  @Override
  public boolean isError() {
    return type == Type.ERROR;
  }

  @Override
  public Presence errorReply(StanzaError error) {
    Element.Builder reply =
        Element.builder("presence", Ns.CLIENT)
            .attribute("type", Type.ERROR.wire())
            .attribute("id", element.attribute("id"));
    if (recipient != null) {
      reply.attribute("from", recipient.toString());
    }
    if (sender != null) {
      reply.attribute("to", sender.toString());
    }
    return new Presence(
        reply.child(error.toElement()).build(),
        Type.ERROR,
        /* sender= */ recipient,
        /* recipient= */ sender);
  }

  @Override
  public Presence withFrom(Jid newSender) {
    return new Presence(element.with("from", newSender.toString()), type, newSender, recipient);
  }

  @Override
  public Presence withTo(Jid newRecipient) {
    return new Presence(element.with("to", newRecipient.toString()), type, sender, newRecipient);
  }
}
