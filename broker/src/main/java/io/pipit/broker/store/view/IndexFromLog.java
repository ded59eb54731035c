package io.pipit.broker.store.view;

import io.pipit.pubsub.Item;
import io.pipit.pubsub.change.Change;
import io.pipit.pubsub.store.ChangeCodec;
import io.pipit.pubsub.store.ChangeLog;
import io.pipit.pubsub.store.ItemIndex;
import io.pipit.pubsub.store.LogRecord;
import io.pipit.pubsub.store.Partitions;
import io.pipit.pubsub.store.RecordGoneException;
import io.pipit.xmpp.BareJid;
import java.time.Instant;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the index of one node again by reading all of the log: for one that rests in a file which
 * cannot be read. Blocks.
 */
final class IndexFromLog implements ChangeLog.Reader {

  private static final Logger LOG = LoggerFactory.getLogger(IndexFromLog.class);

  private final ChangeLog log;
  private final BareJid service;
  private final String node;
  private final int partition;
  private final Rest rest;
  private final long through;
  private final Supplier<ItemIndex> empty;
  private ItemIndex index;

  /**
   * @param view whose index it is
   * @param rest what is known of it
   * @param empty makes an index that is empty
   */
  IndexFromLog(ChangeLog log, StoredView view, Rest rest, Supplier<ItemIndex> empty) {
    this.log = log;
    this.service = view.service();
    this.node = view.node();
    this.partition = Partitions.of(service, node);
    this.rest = rest;
    this.through = view.restsThrough();
    this.empty = empty;
    this.index = empty.get();
  }

  ItemIndex read() {
    scan();
    // What went because newer items came is in no record: what rests says where it begins.
    index.dropThrough(rest.oldestItem() - 1);
    index.history().trim(rest.oldestRemembered() - 1, Instant.EPOCH);
    if (index.size() != rest.items() || index.history().size() != rest.remembered()) {
      LOG.atError()
          .addKeyValue("event", "view.damaged")
          .addKeyValue("node", service + " " + node)
          .addKeyValue("items", index.size() + " of " + rest.items())
          .addKeyValue("remembered", index.history().size() + " of " + rest.remembered())
          .log("the log has not all that rested in the view");
    }
    return index;
  }

  private void scan() {
    while (true) {
      try {
        log.scan(log.first(), this);
        return;
      } catch (RecordGoneException cleaned) {
        index = empty.get(); // the oldest segment went meanwhile: nothing in it was needed
      }
    }
  }

  @Override
  public void record(long position, LogRecord record) {
    // What is behind is on its way, or is being replayed, and comes to what is made here.
    if (position <= through && record.partition() == partition && ChangeCodec.isChange(record)) {
      Change change = ChangeCodec.decode(record);
      if (change.service().equals(service) && change.node().equals(node)) {
        apply(change, position);
      }
    }
  }

  private void apply(Change change, long position) {
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
      index = empty.get();
    }
  }

  private void restore(Item item, boolean isItem, boolean isInHistory, long position) {
    if (isItem) {
      index.restore(item, position);
    }
    if (isInHistory) {
      index.history().restore(item, position);
    }
  }
}
