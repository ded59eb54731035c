package io.pipit.pubsub.xml;

import io.pipit.pubsub.PubsubNs;
import io.pipit.pubsub.command.NodeCommand;
import io.pipit.xmpp.Element;
import io.pipit.xmpp.Message;
import io.pipit.xmpp.Ns;
import io.pipit.xmpp.StanzaError;
import java.util.Optional;

/** Reads an event that came back from a subscriber as an error (XEP-0060 12.4). Stateless. */
public final class BounceDecoder {

  private BounceDecoder() {}

  /**
   * What it means to the node. Empty when it does not say which node that is, which only the event
   * in it can (RFC 6120 8.3.1), and for errors of which nothing follows.
   */
  public static Optional<NodeCommand> decode(Message message) {
    Optional<String> node =
        message
            .element()
            .child("event", PubsubNs.EVENT)
            .flatMap(Element::firstElement)
            .flatMap(child -> child.attribute("node"))
            .filter(name -> !name.isEmpty());
    Optional<StanzaError> error =
        message.element().child("error", Ns.CLIENT).map(StanzaError::read);
    if (node.isEmpty() || error.isEmpty() || message.from().isEmpty()) {
      return Optional.empty();
    }
    boolean ends =
        error.get().type() == StanzaError.Type.CANCEL
            || error.get().condition() == StanzaError.Condition.GONE;
    return ends || counts(error.get())
        ? Optional.of(new NodeCommand.Bounce(message.from().get(), node.get(), ends))
        : Optional.empty();
  }

  private static boolean counts(StanzaError error) {
    return switch (error.type()) {
      case AUTH, WAIT -> true;
      case CANCEL, CONTINUE, MODIFY ->
          switch (error.condition()) {
            case BAD_REQUEST, REDIRECT, NOT_ACCEPTABLE -> true;
            default -> false;
          };
    };
  }
}
