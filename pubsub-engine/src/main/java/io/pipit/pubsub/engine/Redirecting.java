package io.pipit.pubsub.engine;

import io.pipit.pubsub.NodeConfig;
import io.pipit.pubsub.NodeConfigFields;
import io.pipit.pubsub.PubsubError;
import io.pipit.pubsub.Response;
import io.pipit.pubsub.command.NodeCommand;
import io.pipit.xmpp.Jid;
import java.util.Optional;

/**
 * Sends whoever subscribes to a node or retrieves its items to the node that is used instead for
 * now (XEP-0060 6.1.3.11). Everything else about the node goes on, for its owners and for those who
 * are subscribed.
 */
final class Redirecting {

  private Redirecting() {}

  /** The answer to a command that is for the other node; empty for every other command. */
  static Optional<Response> refusal(NodeCommand command, NodeScope scope) {
    return isMoved(scope.config()) && isFor(command, scope)
        ? Optional.of(to(scope.config()))
        : Optional.empty();
  }

  /** The refusal of a node that has moved for now; only for who may read it. */
  static Response to(NodeConfig config) {
    return new Response.Refusal(PubsubError.REDIRECT, null, address(config));
  }

  static boolean isMoved(NodeConfig config) {
    return !address(config).isEmpty();
  }

  private static String address(NodeConfig config) {
    return config.get(NodeConfigFields.REDIRECT);
  }

  /** Whether the command is one of those, and its requester may know where the node is. */
  private static boolean isFor(NodeCommand command, NodeScope scope) {
    if (command instanceof NodeCommand.Subscribe subscribe) {
      return subscribe.jid().bare().equals(subscribe.requester().bare())
          && scope.refusal(subscribe.jid(), Action.SUBSCRIBE).isEmpty();
    }
    boolean retrieves =
        command instanceof NodeCommand.RetrieveItems || command instanceof NodeCommand.QueryArchive;
    Jid requester = command.requester();
    return retrieves
        && !scope.policy().isOperator(requester)
        && scope.refusal(requester, Action.RETRIEVE).isEmpty();
  }
}
