package io.pipit.xmpp;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Types the elements of a client stream as stanzas, once, at the door (RFC 6120 8). Any thread.
 *
 * <p>A stream reads like this: first it checks and stamps {@code from} on the element, then
 *
 * <pre>{@code
 * Stanzas.Reading reading = Stanzas.read(element);
 * if (reading instanceof Stanzas.Valid valid) {
 *   route(valid.stanza());
 * } else if (reading instanceof Stanzas.Invalid invalid) {
 *   invalid.reply().ifPresent(this::send);
 * } else {
 *   close(StreamError.of(StreamError.Condition.UNSUPPORTED_STANZA_TYPE));
 * }
 * }</pre>
 */
public final class Stanzas {

  private Stanzas() {}

  /** What an element is. */
  public sealed interface Reading {}

  /** A stanza that can be routed. */
  public record Valid(Stanza stanza) implements Reading {}

  /**
   * A stanza that its sender gets back with an error.
   *
   * @param stanza what could be read of it; without recipient when that is malformed
   */
  public record Invalid(Stanza stanza, StanzaError error) implements Reading {

    /** The answer; empty when there must be none, as to a result or an error (RFC 6120 8.3.1). */
    public Optional<Stanza> reply() {
      boolean answered = stanza instanceof Iq iq && iq.type() == Iq.Type.RESULT;
      return answered || stanza.isError()
          ? Optional.empty()
          : Optional.of(stanza.errorReply(error));
    }
  }

  /** Not an iq, message or presence of {@code jabber:client}. */
  public record NotAStanza(Element element) implements Reading {}

  /**
   * Reads a stanza.
   *
   * <ul>
   *   <li>{@code jid-malformed}: {@code to} or {@code from} is not a JID. Without a {@code from}
   *       that can be answered, the reply has no {@code to} and goes to the stream it came from.
   *   <li>{@code bad-request}: an iq without {@code id}, with an unknown {@code type}, or a request
   *       that has not exactly one child element (8.2.3); a presence of an unknown type.
   * </ul>
   *
   * A message of an absent or unknown type is a normal one (RFC 6121 5.2.2).
   */
  public static Reading read(Element element) {
    if (!element.namespace().equals(Ns.CLIENT)) {
      return new NotAStanza(element);
    }
    return switch (element.name()) {
      case "iq" -> readIq(element);
      case "message" -> readMessage(element);
      case "presence" -> readPresence(element);
      default -> new NotAStanza(element);
    };
  }

  private static Reading readIq(Element element) {
    Addresses addresses = Addresses.of(element);
    Optional<Iq.Type> type =
        switch (element.attribute("type", "")) {
          case "get" -> Optional.of(Iq.Type.GET);
          case "set" -> Optional.of(Iq.Type.SET);
          case "result" -> Optional.of(Iq.Type.RESULT);
          case "error" -> Optional.of(Iq.Type.ERROR);
          default -> Optional.empty();
        };
    // What is neither result nor error is answered, so it counts as a request.
    Iq iq =
        new Iq(addresses.element, type.orElse(Iq.Type.GET), addresses.sender, addresses.recipient);
    if (type.isEmpty()) {
      return badRequest(iq, "iq of unknown type");
    }
    if (element.attribute("id").isEmpty()) {
      return badRequest(iq, "iq without id");
    }
    if (iq.isRequest() && element.elements().size() != 1) {
      return badRequest(iq, "a request has one child element");
    }
    return addresses.check(iq);
  }

  private static Reading readMessage(Element element) {
    Addresses addresses = Addresses.of(element);
    Message.Type type =
        switch (element.attribute("type", "")) {
          case "chat" -> Message.Type.CHAT;
          case "error" -> Message.Type.ERROR;
          case "groupchat" -> Message.Type.GROUPCHAT;
          case "headline" -> Message.Type.HEADLINE;
          default -> Message.Type.NORMAL;
        };
    return addresses.check(
        new Message(addresses.element, type, addresses.sender, addresses.recipient));
  }

  private static Reading readPresence(Element element) {
    Addresses addresses = Addresses.of(element);
    String wire = element.attribute("type", "");
    Presence.Type type = wire.isEmpty() ? Presence.Type.AVAILABLE : null;
    for (Presence.Type known : Presence.Type.values()) {
      if (known != Presence.Type.AVAILABLE && known.wire().equals(wire)) {
        type = known;
      }
    }
    if (type == null) {
      return badRequest(
          new Presence(
              addresses.element, Presence.Type.AVAILABLE, addresses.sender, addresses.recipient),
          "presence of unknown type");
    }
    return addresses.check(
        new Presence(addresses.element, type, addresses.sender, addresses.recipient));
  }

  private static Reading badRequest(Stanza stanza, String text) {
    return new Invalid(stanza, StanzaError.of(StanzaError.Condition.BAD_REQUEST, text));
  }

  /** The addresses of an element, which has lost those that are malformed. */
  private static final class Addresses {
    final Element element;
    final @Nullable Jid sender;
    final @Nullable Jid recipient;
    final boolean malformed;

    private Addresses(
        Element element, @Nullable Jid sender, @Nullable Jid recipient, boolean malformed) {
      this.element = element;
      this.sender = sender;
      this.recipient = recipient;
      this.malformed = malformed;
    }

    static Addresses of(Element element) {
      Optional<String> from = element.attribute("from");
      Optional<String> to = element.attribute("to");
      Jid sender = from.flatMap(Jid::parse).orElse(null);
      Jid recipient = to.flatMap(Jid::parse).orElse(null);
      Element kept = element;
      boolean malformed = false;
      if (sender == null && from.isPresent()) {
        kept = kept.without("from");
        malformed = true;
      }
      if (recipient == null && to.isPresent()) {
        kept = kept.without("to");
        malformed = true;
      }
      return new Addresses(kept, sender, recipient, malformed);
    }

    Reading check(Stanza stanza) {
      return malformed
          ? new Invalid(stanza, StanzaError.of(StanzaError.Condition.JID_MALFORMED))
          : new Valid(stanza);
    }
  }
}
