package io.pipit.xmpp;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A request or its answer (RFC 6120 8.2.3).
 *
 * @param sender null when the element has no {@code from}
 * @param recipient null when the element has no {@code to}
 */
public record Iq(Element element, Type type, @Nullable Jid sender, @Nullable Jid recipient)
    implements Stanza {

  /** The four values of {@code type}. */
  public enum Type {
    GET,
    SET,
    RESULT,
    ERROR;

    private final String wire = name().toLowerCase(Locale.ROOT);

    public String wire() {
      return wire;
    }
  }

  /** A request of ours. */
  public static Iq request(Type type, String id, @Nullable Jid from, Jid to, Element payload) {
    Element.Builder element =
        Element.builder("iq", Ns.CLIENT).attribute("type", type.wire()).attribute("id", id);
    if (from != null) {
      element.attribute("from", from.toString());
    }
    return new Iq(element.attribute("to", to.toString()).child(payload).build(), type, from, to);
  }

  @Override
  public Optional<Jid> from() {
    return Optional.ofNullable(sender);
  }

  @Override
  public Optional<Jid> to() {
    return Optional.ofNullable(recipient);
  }

  public boolean isRequest() {
    return type == Type.GET || type == Type.SET;
  }

  @Override
  public boolean isError() {
    return type == Type.ERROR;
  }

  /** The one child element of a request; the first one of an answer, if any. */
  public Optional<Element> payload() {
    return element.firstElement();
  }

  /** The result of this request, without a payload. */
  public Iq result() {
    return answer(Type.RESULT, null);
  }

  public Iq result(Element payload) {
    return answer(Type.RESULT, payload);
  }

  @Override
  public Iq errorReply(StanzaError error) {
    return answer(Type.ERROR, error.toElement());
  }

  private Iq answer(Type answerType, @Nullable Element payload) {
    Element.Builder answer =
        Element.builder("iq", Ns.CLIENT)
            .attribute("type", answerType.wire())
            .attribute("id", element.attribute("id"));
    if (recipient != null) {
      answer.attribute("from", recipient.toString());
    }
    if (sender != null) {
      answer.attribute("to", sender.toString());
    }
    if (payload != null) {
      answer.child(payload);
    }
    return new Iq(answer.build(), answerType, /* sender= */ recipient, /* recipient= */ sender);
  }

  @Override
  public Iq withFrom(Jid newSender) {
    return new Iq(element.with("from", newSender.toString()), type, newSender, recipient);
  }

  @Override
  public Iq withTo(Jid newRecipient) {
    return new Iq(element.with("to", newRecipient.toString()), type, sender, newRecipient);
  }
}
