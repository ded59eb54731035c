package io.pipit.broker.module;

import io.pipit.broker.shard.EntityShard;
import io.pipit.pubsub.command.Command;
import io.pipit.pubsub.command.NodeCommand;
import io.pipit.xmpp.BareJid;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Changes of nodes from which so much follows that it is to follow once from many: those of an
 * account that the shard has at hand are decided one behind the other, and then what follows from
 * all of them. Whatever else is asked of the account is decided behind those that came before it.
 *
 * <p>Confined to its shard. Bounded by the requests of streams that may be without answer.
 */
final class GatheredChanges {

  /** Decides what waits for an account, together. */
  @FunctionalInterface
  interface Deciding {
    void decide(BareJid account, List<Waiting> waiting);
  }

  record Waiting(NodeCommand command, Requester requester) {}

  private final EntityShard shard;
  private final Deciding deciding;
  private final Map<BareJid, List<Waiting>> waiting = new HashMap<>();

  GatheredChanges(EntityShard shard, Deciding deciding) {
    this.shard = shard;
    this.deciding = deciding;
  }

  /** Whether a command may wait for others at a node of which much follows. */
  static boolean mayWait(Command command) {
    return command instanceof NodeCommand.Publish || command instanceof NodeCommand.Retract;
  }

  void add(BareJid account, NodeCommand command, Requester requester) {
    List<Waiting> others = waiting.computeIfAbsent(account, jid -> new ArrayList<>());
    others.add(new Waiting(command, requester));
    if (others.size() == 1) {
      shard.execute(() -> decide(account)); // behind what is at hand
    }
  }

  /** Has everything decided that waits. */
  void decide(BareJid account) {
    List<Waiting> all = waiting.remove(account);
    if (all != null) {
      deciding.decide(account, all);
    }
  }
}
