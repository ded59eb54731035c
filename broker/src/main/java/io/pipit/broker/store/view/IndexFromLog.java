package io.pipit.broker.store.view;

import io.pipit.pubsub.Item;
import io.pipit.pubsub.change.Change;
import io.pipit.pubsub.store.ChangeCodec;
import io.pipit.pubsub.store.ChangeLog;
import io.pipit.pubsub.store.ItemIndex;
import io.pipit.pubsub.store.LogRecord;
import io.pipit.pubsub.store.Partitions;
import io.pipit.xmpp.BareJid;
import java.util.function.Supplier;

/**
 * Makes the index of one node again by reading all of the log: for one that rests in a file which
 * cannot be read. Blocks.
 */
final class IndexFromLog implements ChangeLog.Reader {

  private final ChangeLog log;
  private final BareJid service;
  private final String node;
  private final int partition;
  private final boolean remembers;
  private final Supplier<ItemIndex> empty;
  private ItemIndex index;

  /**
   * @param remembers whether the node has a history
   * @param empty makes an index that is empty
   */
  IndexFromLog(
      ChangeLog log, BareJid service, String node, boolean remembers, Supplier<ItemIndex> empty) {
    this.log = log;
    this.service = service;
    this.node = node;
    this.partition = Partitions.of(service, node);
    this.remembers = remembers;
    this.empty = empty;
    this.index = empty.get();
  }

  ItemIndex read() {
    log.scan(log.first(), this);
    return index;
  }

  @Override
  public void record(long position, LogRecord record) {
    if (record.partition() == partition && ChangeCodec.isChange(record)) {
      Change change = ChangeCodec.decode(record);
      if (change.service().equals(service) && change.node().equals(node)) {
        apply(change, position);
      }
    }
  }

  private void apply(Change change, long position) {
    if (change instanceof Change.ItemsPublished published) {
      published.items().forEach(item -> restore(item, true, remembers, position));
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
