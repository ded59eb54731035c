package io.pipit.broker.module;

import io.pipit.broker.store.view.SnapshotKey;
import io.pipit.broker.store.view.TakenIndex;
import io.pipit.broker.store.view.ViewFiles;
import io.pipit.broker.store.view.ViewWriter;
import java.io.Closeable;
import java.io.IOException;
import java.util.OptionalInt;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file of the view that goes with a snapshot, as long as it can be written: one that cannot
 * costs the next start time, but the snapshot is worth having without. Confined to one thread.
 */
final class NextView implements Closeable {

  private static final Logger LOG = LoggerFactory.getLogger(NextView.class);

  private final @Nullable ViewFiles files;
  private final BooleanSupplier isFull;
  private @Nullable ViewWriter writer;
  private boolean failed;
  private boolean finished;
  private boolean published;

  /**
   * @param files where indexes rest, null when they do not
   * @param isFull whether the disk is full by now: what room there is then is not for the view
   */
  NextView(@Nullable ViewFiles files, SnapshotKey snapshot, BooleanSupplier isFull) {
    this.files = files;
    this.isFull = isFull;
    if (files != null) {
      try {
        writer = files.begin(snapshot);
      } catch (IOException e) {
        giveUp(e);
      }
    }
  }

  /** Whether there should be one and there is none. */
  boolean hasFailed() {
    return failed;
  }

  /** Whether an index has to be read from the log before it can be added. */
  boolean isMissing(TakenIndex index) {
    ViewWriter open = writer;
    return open != null && !open.isThere(index);
  }

  /**
   * Adds an index, unless there is no file.
   *
   * @return false, and nothing is added, when what it rests in cannot be read
   */
  boolean add(TakenIndex index) {
    ViewWriter open = writer;
    if (open != null && isFull.getAsBoolean()) {
      giveUp(new IOException("the disk is full"));
    } else if (open != null) {
      try {
        return open.add(index);
      } catch (IOException e) {
        giveUp(e);
      }
    }
    return true;
  }

  /** Makes the file whole; gives its generation unless there is none. */
  OptionalInt finish() {
    ViewWriter open = writer;
    if (open != null && isFull.getAsBoolean()) {
      giveUp(new IOException("the disk is full"));
    } else if (open != null) {
      try {
        int generation = open.finish();
        finished = true;
        return OptionalInt.of(generation);
      } catch (IOException e) {
        giveUp(e);
      }
    }
    return OptionalInt.empty();
  }

  /** The snapshot counts, and so does the file. */
  void published() {
    published = true;
  }

  /** Nothing rests in the files before any more. */
  void removeOlder() {
    if (files != null) {
      files.removeOlder();
    }
  }

  private void giveUp(IOException reason) {
    failed = true;
    LOG.atWarn()
        .addKeyValue("event", "view.fail")
        .setCause(reason)
        .log("the view cannot be written; the next start reads items from all of the log");
    ViewWriter open = writer;
    writer = null;
    if (open != null) {
      try {
        open.close();
      } catch (IOException e) {
        reason.addSuppressed(e);
      }
    }
  }

  @Override
  public void close() throws IOException {
    ViewWriter open = writer;
    if (open != null) {
      open.close();
    }
    if (finished && !published && files != null) {
      files.removeNewest();
    }
  }
}
