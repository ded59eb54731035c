package io.pipit.broker.store.view;

import io.pipit.pubsub.Item;
import io.pipit.pubsub.ItemEntry;
import io.pipit.pubsub.change.Change;
import io.pipit.pubsub.store.ItemIndex;
import java.time.Instant;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the index of one node again from the changes of the node in the order of the log. Confined
 * to one thread.
 */
final class IndexFromLog {

  private static final Logger LOG = LoggerFactory.getLogger(IndexFromLog.class);

  private final String node;
  private final Rest rest;
  private final long through;
  private final Supplier<ItemIndex> empty;
  private ItemIndex index;

  /**
   * @param node whose index it is, for an operator
   * @param rest what is known of it
   * @param through the place in the log up to which what rests has everything
   * @param empty makes an index that is empty
   */
  IndexFromLog(String node, Rest rest, long through, Supplier<ItemIndex> empty) {
    this.node = node;
    this.rest = rest;
    this.through = through;
    this.empty = empty;
    this.index = empty.get();
  }

  Rest rest() {
    return rest;
  }

  long through() {
    return through;
  }

  /** Begins anew. */
  void clear() {
    index = empty.get();
  }

  /** The log was read: the index as it rested. */
  ItemIndex end() {
    // What went because newer items came is in no record: what rests says where it begins.
    index.dropThrough(rest.oldestItem() - 1);
    index.history().trim(rest.oldestRemembered() - 1, Instant.EPOCH);
    if (!rest.counts(index)) {
      LOG.atError()
          .addKeyValue("event", "view.damaged")
          .addKeyValue("node", node)
          .addKeyValue("items", index.size() + " of " + rest.items())
          .addKeyValue("remembered", index.history().size() + " of " + rest.remembered())
          .log("the log has not all that rested in the view");
    }
    return index;
  }

  /** Takes a change of the node, the next in the log. */
  void apply(Change change, long position) {
    if (position > through) {
      return; // on its way, or being replayed, and comes to what is made here
    }
    if (change instanceof Change.ItemsPublished published) {
      published.items().forEach(item -> restore(item, true, rest.remembered() > 0, position));
      index.dropThrough(published.dropThrough());
    } else if (change instanceof Change.ItemsKept kept) {
      kept.items()
          .forEach(each -> restore(each.item(), each.isItem(), each.isInHistory(), position));
    } else if (change instanceof Change.ItemsRetracted retracted) {
      retracted.ids().forEach(index::remove);
      retracted.ids().forEach(index.history()::remove);
    } else if (change instanceof Change.NodeConfigured configured) {
      index.dropThrough(configured.dropThrough());
    } else if (change instanceof Change.ItemsExpired expired) {
      index.dropThrough(expired.through());
    } else if (change instanceof Change.HistoryTrimmed trimmed) {
      index.history().trim(0, trimmed.from());
    } else if (change instanceof Change.NodePurged
        || change instanceof Change.NodeDeleted
        || change instanceof Change.NodeCreated) {
      clear();
    }
  }

  /** What is too old to be left at the end takes no memory meanwhile. */
  private void restore(Item item, boolean isItem, boolean isInHistory, long position) {
    ItemEntry entry = ItemEntry.of(item, position);
    if (isItem && entry.seq() >= rest.oldestItem()) {
      index.restore(entry);
    }
    if (isInHistory && entry.seq() >= rest.oldestRemembered()) {
      index.restoreRemembered(entry);
    }
  }
}
