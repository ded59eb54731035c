package io.pipit.broker.store.view;

import io.pipit.pubsub.store.ChangeLog;
import io.pipit.pubsub.store.ItemIndex;
import io.pipit.pubsub.store.Payloads;
import java.io.Closeable;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads indexes that are asked for from the log while the file in which they rest is missing. All
 * that wait share one reading of the log, elsewhere: who asks waits for two at most. Any thread.
 *
 * <p>Bounded by who asks: a shard holds a number of requests, and one index for each of them.
 */
final class IndexLoads implements Closeable {

  private static final Logger LOG = LoggerFactory.getLogger(IndexLoads.class);

  private final ChangeLog log;
  private final int maxEntries;
  private final Queue<Wanted> waiting = new ConcurrentLinkedQueue<>();
  private final Executor reader;
  private volatile boolean closed;

  /**
   * @param maxEntries of the indexes that are made at a time
   * @param reader reads the log, one thing after the other
   */
  IndexLoads(ChangeLog log, int maxEntries, Executor reader) {
    this.log = log;
    this.maxEntries = maxEntries;
    this.reader = reader;
  }

  /**
   * An index that is asked for.
   *
   * @param through the place in the log up to which what rests has everything
   * @param shard runs what it is given in the shard of the view
   * @param told in the shard: whether the index was read
   */
  record Wanted(StoredView view, Rest rest, long through, Executor shard, Consumer<Boolean> told) {

    void tell(boolean wasRead) {
      shard.execute(() -> told.accept(wasRead));
    }
  }

  /** Has an index read. Nobody is told any more when this is closed before. */
  void add(Wanted wanted) {
    if (!closed) {
      waiting.add(wanted);
      reader.execute(this::read);
    }
  }

  private void read() {
    IndexesFromLog indexes = new IndexesFromLog(log, () -> closed);
    List<Wanted> batch = new ArrayList<>();
    List<IndexFromLog> made = new ArrayList<>();
    int entries = 0;
    for (Wanted next = poll(entries); next != null; next = poll(entries)) {
      batch.add(next);
      made.add(
          indexes.add(
              next.view.service(), next.view.node(), next.rest, next.through, IndexLoads::empty));
      entries += next.rest.weight();
    }
    if (batch.isEmpty()) {
      return; // who was asked for before has read it
    }
    boolean isRead;
    try {
      isRead = indexes.read();
    } catch (RuntimeException e) {
      LOG.atError()
          .addKeyValue("event", "view.damaged")
          .setCause(e)
          .log("indexes cannot be read from the log either; what needs them is refused");
      batch.forEach(wanted -> wanted.tell(false));
      return;
    }
    for (int i = 0; isRead && i < batch.size(); i++) {
      arrived(batch.get(i), IndexCodec.encode(made.get(i).end()));
    }
  }

  private @Nullable Wanted poll(int entries) {
    return entries < maxEntries ? waiting.poll() : null;
  }

  private static ItemIndex empty() {
    return new ItemIndex(Payloads.ON_HEAP, Long.MAX_VALUE);
  }

  private static void arrived(Wanted wanted, List<byte[]> chunks) {
    wanted.shard.execute(
        () -> {
          wanted.view.arrived(wanted.rest, chunks);
          wanted.told.accept(true);
        });
  }

  @Override
  public void close() {
    closed = true;
  }
}
