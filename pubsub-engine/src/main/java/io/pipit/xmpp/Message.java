package io.pipit.xmpp;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A message (RFC 6121 5).
 *
 * @param sender null when the element has no {@code from}
 * @param recipient null when the element has no {@code to}
 */
public record Message(Element element, Type type, @Nullable Jid sender, @Nullable Jid recipient)
    implements Stanza {

  /** The values of {@code type}; an absent or unknown one means normal (RFC 6121 5.2.2). */
  public enum Type {
    CHAT,
    ERROR,
    GROUPCHAT,
    HEADLINE,
    NORMAL;

    private final String wire = name().toLowerCase(Locale.ROOT);

    public String wire() {
      return wire;
    }
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
  public Message errorReply(StanzaError error) {
    Element.Builder reply =
        Element.builder("message", Ns.CLIENT)
            .attribute("type", Type.ERROR.wire())
            .attribute("id", element.attribute("id"));
    if (recipient != null) {
      reply.attribute("from", recipient.toString());
    }
    if (sender != null) {
      reply.attribute("to", sender.toString());
    }
    return new Message(
        reply.child(error.toElement()).build(),
        Type.ERROR,
        /* sender= */ recipient,
        /* recipient= */ sender);
  }

  @Override
  public Message withFrom(Jid newSender) {
    return new Message(element.with("from", newSender.toString()), type, newSender, recipient);
  }

  @Override
  public Message withTo(Jid newRecipient) {
    return new Message(element.with("to", newRecipient.toString()), type, sender, newRecipient);
  }
}
