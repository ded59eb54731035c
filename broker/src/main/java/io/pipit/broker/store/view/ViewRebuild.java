package io.pipit.broker.store.view;

import io.pipit.pubsub.store.ChangeLog;
import io.pipit.pubsub.store.ItemIndex;
import io.pipit.pubsub.store.LogRecord;
import io.pipit.pubsub.store.Payloads;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the file again that belongs to the newest snapshot and is missing, while the node serves:
 * the snapshot says which indexes rested in it, and the log has what they were. The log is read as
 * often as the indexes need that are on the heap at a time. Confined to one thread, but for {@link
 * #progress}; blocks.
 *
 * <p>Nobody has to be told when it is whole: the indexes rest where they rested before. What of it
 * was written is lost when the process ends before, and the next start begins again.
 */
public final class ViewRebuild {

  private static final Logger LOG = LoggerFactory.getLogger(ViewRebuild.class);

  private final ViewFiles files;
  private final ChangeLog log;
  private final int maxEntries;
  private volatile int nodes;
  private volatile int done;

  /**
   * @param maxEntries of the indexes that are on the heap at a time
   */
  public ViewRebuild(ViewFiles files, ChangeLog log, int maxEntries) {
    this.files = files;
    this.log = log;
    this.maxEntries = maxEntries;
  }

  /** Any thread: how far it is, for a person; empty when there is nothing to do. */
  public Optional<String> progress() {
    return files.isWhole()
        ? Optional.empty()
        : Optional.of("rebuilding: the view has " + done + " of " + nodes + " nodes");
  }

  /** Any thread: whether there is something to do. */
  public boolean isNeeded() {
    return !files.isWhole();
  }

  /**
   * Writes the file.
   *
   * @param isGivenUp whether nobody wants it any more; any thread
   * @return whether it is there now
   * @throws IOException when it cannot be written
   * @throws java.io.UncheckedIOException when the log cannot be read
   */
  public boolean run(BooleanSupplier isGivenUp) throws IOException {
    long started = System.nanoTime();
    SnapshotKey snapshot = SnapshotKey.newest(log);
    done = 0;
    try (ChunkFile.Writer writer = files.beginMissing(snapshot)) {
      int last = -1;
      int written = 0;
      do {
        Pass pass = new Pass(last, isGivenUp);
        log.replaySnapshot(pass);
        if (done == 0) {
          nodes = pass.rests;
          tell("the view is missing; it is made again from the log meanwhile", started);
        }
        if (pass.batch.isEmpty() && done < nodes) {
          throw new IllegalStateException("the snapshot does not number its nodes in their order");
        }
        if (!pass.write(writer)) {
          return false;
        }
        last = pass.last;
        written += pass.batch.size();
        done = written;
        tell("a part of the view is made again", started);
      } while (done < nodes);
      writer.finish(snapshot);
    }
    files.takeMissing(snapshot);
    tell("the view is whole again", started);
    return true;
  }

  private void tell(String what, long started) {
    LOG.atInfo()
        .addKeyValue("event", "store.rebuild")
        .addKeyValue("nodes", done)
        .addKeyValue("of", nodes)
        .addKeyValue("ms", TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started))
        .log(what);
  }

  /** One reading of the snapshot, and of the log for the next nodes in the order of the file. */
  private final class Pass implements ChangeLog.Reader {

    private final int after;
    private final IndexesFromLog indexes;
    private final List<IndexFromLog> batch = new ArrayList<>();
    private long entries;
    private int rests;
    private int last;

    /**
     * @param after the number of the last node that is in the file
     */
    Pass(int after, BooleanSupplier isGivenUp) {
      this.after = after;
      this.last = after;
      this.indexes = new IndexesFromLog(log, isGivenUp);
    }

    @Override
    public void record(long position, LogRecord record) {
      throw new IllegalStateException("a snapshot alone was to be read, not " + position);
    }

    @Override
    public void snapshot(long at, LogRecord record) {
      if (record.type() == Rest.RECORD_TYPE) {
        rests++;
        if (entries < maxEntries) {
          Rest.Named named = Rest.decode(record.payload());
          if (named.rest().number() > after) {
            add(named, at);
          }
        }
      }
    }

    private void add(Rest.Named named, long at) {
      Rest rest = named.rest();
      entries += rest.weight();
      last = rest.number();
      batch.add(
          indexes.add(
              named.service(),
              named.node(),
              rest,
              at,
              () -> new ItemIndex(Payloads.ON_HEAP, Long.MAX_VALUE)));
    }

    /** Reads the log; false when that was given up. */
    boolean write(ChunkFile.Writer writer) throws IOException {
      if (!indexes.read()) {
        return false;
      }
      for (IndexFromLog made : batch) {
        ItemIndex index = made.end();
        if (made.rest().counts(index)) {
          writer.add(made.rest().number(), IndexCodec.encode(index));
        } // else the log has lost something: what is left is read from it, and rests in no file
      }
      return true;
    }
  }
}
