package io.pipit.pubsub.xml;

import static io.pipit.pubsub.xml.CommandDecoder.accepted;
import static io.pipit.pubsub.xml.CommandDecoder.refused;

import io.pipit.pubsub.PubsubError;
import io.pipit.pubsub.PubsubNs;
import io.pipit.pubsub.command.Command;
import io.pipit.pubsub.command.NodeCommand;
import io.pipit.pubsub.command.ServiceCommand;
import io.pipit.pubsub.xml.CommandDecoder.Decoded;
import io.pipit.xmpp.DataForm;
import io.pipit.xmpp.Element;
import io.pipit.xmpp.Jid;
import io.pipit.xmpp.Ns;
import java.util.Optional;

/**
 * Reads the one ad-hoc command of the service (XEP-0050, XEP-0060 8.7) and what service discovery
 * asks about it. A session is no more than an id that is handed back: everything is in the form, so
 * nothing is kept and nothing expires. Stateless; any thread.
 */
final class AdHocReader {

  private static final String NODE = "pubsub#node";

  private AdHocReader() {}

  /** Whether this is no pubsub node but the list of commands or the command. */
  static boolean isOwn(String node) {
    return node.equals(Ns.COMMANDS) || node.equals(PubsubNs.GET_PENDING);
  }

  static Command discovery(Jid requester, Element query) {
    String node = query.attribute("node", "");
    return query.namespace().equals(Ns.DISCO_ITEMS)
        ? new ServiceCommand.DiscoverCommands(requester, node)
        : new ServiceCommand.DiscoverCommand(requester, node);
  }

  /** The pubsub node that a submitted form chooses. */
  static Optional<String> chosenNode(Element command) {
    return DataForm.find(command)
        .filter(form -> form.type() == DataForm.Type.SUBMIT && isExecution(command))
        .flatMap(form -> form.value(NODE))
        .filter(node -> !node.isEmpty());
  }

  private static boolean isExecution(Element command) {
    return switch (command.attribute("action", "execute")) {
      case "execute", "next", "complete" ->
          command.attribute("node", "").equals(PubsubNs.GET_PENDING);
      default -> false;
    };
  }

  static Decoded read(Jid requester, Element command) {
    if (!command.attribute("node", "").equals(PubsubNs.GET_PENDING)) {
      return refused(PubsubError.ITEM_NOT_FOUND);
    }
    String session = command.attribute("sessionid").filter(id -> !id.isEmpty()).orElse(null);
    String action = command.attribute("action", "execute");
    return switch (action) {
      case "execute", "next", "complete" -> {
        boolean empty = command.child("x", Ns.DATA_FORMS).isEmpty();
        if (empty && action.equals("execute")) {
          yield accepted(new ServiceCommand.ListPending(requester, session));
        }
        yield chosenNode(command)
            .map(node -> accepted(new NodeCommand.GetPending(requester, node, session)))
            .orElseGet(() -> refused(PubsubError.BAD_PAYLOAD));
      }
      case "cancel" ->
          session == null
              ? refused(PubsubError.BAD_SESSIONID)
              : accepted(new ServiceCommand.CancelCommand(requester, session));
      case "prev" -> refused(PubsubError.BAD_ACTION);
      default -> refused(PubsubError.MALFORMED_ACTION);
    };
  }
}
