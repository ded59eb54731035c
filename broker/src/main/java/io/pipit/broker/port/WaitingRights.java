package io.pipit.broker.port;

import io.pipit.broker.account.BlockLists;
import io.pipit.broker.module.PubsubService;
import io.pipit.broker.queue.WaitingItem;
import io.pipit.broker.shard.EntityShard;
import io.pipit.broker.shard.Shards;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.Jid;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Whether somebody may still have what has waited: rights that were lost meanwhile count, as for
 * everything that is delivered later than it was published. Any thread.
 */
public final class WaitingRights implements PortQueues.Rights {

  /** A node, as whoever it belongs to knows it. */
  private record Node(BareJid service, String name) {}

  /**
   * What came of it.
   *
   * @param gone nodes that are there no longer, of which nobody has to say who may read them
   */
  private record Judged(Set<Node> readable, Set<Node> gone) {

    /** That a node has nothing any more may be known of one that has gone. */
    boolean mayHave(WaitingItem item) {
      Node node = new Node(item.service(), item.node());
      return readable.contains(node) || (item.isEnd() && gone.contains(node));
    }
  }

  private final PubsubService pubsub;
  private final Shards shards;
  private final AccessRules rules;
  private final BlockLists blocks;
  private final PortNames names;

  /**
   * @param rules what doors let through
   * @param blocks who is not told by whom
   */
  public WaitingRights(PubsubService pubsub, Shards shards, AccessRules rules, BlockLists blocks) {
    this.pubsub = pubsub;
    this.shards = shards;
    this.rules = rules;
    this.blocks = blocks;
    this.names = new PortNames(pubsub.address(), rules.domain());
  }

  @Override
  public void judge(
      Jid reader, Collection<WaitingItem> items, Consumer<Predicate<WaitingItem>> told) {
    Map<EntityShard, Set<Node>> byShard = new HashMap<>();
    for (WaitingItem item : items) {
      byShard
          .computeIfAbsent(shards.ofNode(item.service(), item.node()), shard -> new HashSet<>())
          .add(new Node(item.service(), item.node()));
    }
    Judged judged = new Judged(new HashSet<>(), new HashSet<>());
    next(reader, List.copyOf(byShard.entrySet()), 0, judged, told);
  }

  /** One shard after the other, so that nothing is written to by two of them. */
  private void next(
      Jid reader,
      List<Map.Entry<EntityShard, Set<Node>>> all,
      int at,
      Judged judged,
      Consumer<Predicate<WaitingItem>> told) {
    if (at == all.size()) {
      told.accept(judged::mayHave);
      return;
    }
    EntityShard shard = all.get(at).getKey();
    shard.execute(
        () -> {
          for (Node node : all.get(at).getValue()) {
            judge(reader, node, shard, judged);
          }
          next(reader, all, at + 1, judged, told);
        });
  }

  private void judge(Jid reader, Node node, EntityShard shard, Judged judged) {
    if (rules.mayRead(reader, names.of(node.service(), node.name()))
        && !blocks.reachable(node.service(), List.of(reader)).isEmpty()) {
      if (pubsub.mayReceive(node.service(), node.name(), reader, shard)) {
        judged.readable.add(node);
      } else if (shard.nodes(node.service()).node(node.name()).isEmpty()) {
        judged.gone.add(node);
      }
    }
  }
}
