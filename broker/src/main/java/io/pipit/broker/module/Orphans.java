package io.pipit.broker.module;

import io.pipit.pubsub.change.Change;
import io.pipit.xmpp.BareJid;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What was read of nodes and subscriptions that are not there, because a repair gave up the records
 * that made them: it goes with those, and the operator is told. Confined to one thread.
 */
final class Orphans {

  private static final Logger LOG = LoggerFactory.getLogger(Orphans.class);
  private static final int MOST_TOLD = 1_000;

  private final Map<NodeName, Count> counts = new LinkedHashMap<>();

  private static final class Count {
    private long changes;
    private long items;
  }

  /** A change rests on something that is not there. */
  void add(Change change) {
    Count count = count(new NodeName(change.service(), change.node()));
    if (change instanceof Change.ItemsPublished published) {
      count.items += published.items().size();
    }
  }

  /** A node could not be made. */
  void add(BareJid service, String node) {
    count(new NodeName(service, node));
  }

  private Count count(NodeName node) {
    Count count = counts.computeIfAbsent(node, same -> new Count());
    count.changes++;
    return count;
  }

  /** The node had gone anyway. */
  void deleted(Change.NodeDeleted change) {
    counts.remove(new NodeName(change.service(), change.node()));
  }

  /** Everything was read: what is left is lost. */
  void tell() {
    int told = 0;
    for (Map.Entry<NodeName, Count> each : counts.entrySet()) {
      if (++told > MOST_TOLD) {
        LOG.atWarn()
            .addKeyValue("event", "store.repair")
            .addKeyValue("nodes", counts.size() - MOST_TOLD)
            .log("more nodes lost something with the records that were given up");
        return;
      }
      LOG.atWarn()
          .addKeyValue("event", "store.repair")
          .addKeyValue("service", each.getKey().service())
          .addKeyValue("node", each.getKey().node())
          .addKeyValue("changes", each.getValue().changes)
          .addKeyValue("items", each.getValue().items)
          .log("changes of a node went with records that were given up: what they rest on is lost");
    }
  }
}
