package io.pipit.broker.module;

import io.pipit.broker.shard.EntityShard;
import io.pipit.broker.store.view.ShardViews;
import io.pipit.pubsub.store.NodeView;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.StanzaError;
import io.pipit.xmpp.StanzaError.Condition;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Items that the view cannot tell at once, because it is missing or damaged: they are read from the
 * log. Confined to its shard.
 */
final class AbsentItems {

  static final StanzaError UNREADABLE =
      StanzaError.of(
          Condition.RESOURCE_CONSTRAINT,
          "the server cannot read the items of this node; ask its operator");

  private static final Logger LOG = LoggerFactory.getLogger(ShardPubsub.class);

  private final EntityShard shard;

  AbsentItems(EntityShard shard) {
    this.shard = shard;
  }

  /** What has to be read before a node can be asked; empty when nothing has. */
  List<NodeView> of(BareJid service, String node) {
    return shard.views().isWhole() || !shard.hasNodes(service)
        ? List.of()
        : shard.nodes(service).absent(node);
  }

  /**
   * Has items read from the log.
   *
   * @param whenAllAreHere run in the shard
   * @param otherwise run when they cannot be read
   */
  void read(List<NodeView> absent, Runnable whenAllAreHere, Runnable otherwise) {
    int[] left = {absent.size()};
    boolean[] failed = {false};
    for (NodeView view : absent) {
      ShardViews.read(
          view,
          shard::execute,
          wasRead -> {
            failed[0] |= !wasRead;
            if (--left[0] == 0) {
              (failed[0] ? otherwise : whenAllAreHere).run();
            }
          });
    }
  }

  /**
   * Asks for something once the items of a node are here.
   *
   * @param asking changes nothing
   * @param told what was asked for
   * @param otherwise why they cannot be read
   */
  <T> void whenHere(
      BareJid service,
      String node,
      Supplier<T> asking,
      Consumer<T> told,
      Consumer<StanzaError> otherwise) {
    List<NodeView> absent = of(service, node);
    T answer = null;
    try {
      if (absent.isEmpty()) {
        answer = shard.views().ifHere(asking);
        absent = of(service, node); // the view may have turned out to be damaged
      }
      if (answer == null && absent.isEmpty()) {
        answer = asking.get();
      }
    } catch (UncheckedIOException e) {
      otherwise.accept(unreadable(service, node, e));
      return;
    }
    if (answer != null) {
      told.accept(answer);
    } else {
      read(
          absent,
          () -> whenHere(service, node, asking, told, otherwise),
          () -> otherwise.accept(UNREADABLE));
    }
  }

  /** What is answered when a payload cannot be read; the log says why. */
  static StanzaError unreadable(BareJid service, String node, UncheckedIOException e) {
    LOG.atError()
        .addKeyValue("event", "item.unreadable")
        .addKeyValue("service", service)
        .addKeyValue("node", node)
        .addKeyValue("reason", e.getCause())
        .log("an item cannot be read from the log; what needs it is refused");
    return UNREADABLE;
  }
}
