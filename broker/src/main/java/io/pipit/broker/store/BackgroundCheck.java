package io.pipit.broker.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks, on a thread of its own and no faster than it may, the segments that opening did not read.
 * Damage is logged, counted and kept for who asks; the log goes on, since what is damaged may never
 * be needed.
 */
final class BackgroundCheck implements Runnable {

  private static final Logger LOG = LoggerFactory.getLogger(BackgroundCheck.class);
  private static final long SLICE_BYTES = 1024 * 1024;

  private final LogFiles files;
  private final Segments segments;
  private final List<Long> unchecked;
  private final long bytesPerSecond;
  private final StoreMetrics metrics;
  private final Thread thread = new Thread(this, "pipit-log-check");
  private volatile boolean ended;

  /** What was found last in each file, by its path. */
  private final NavigableMap<String, String> damage = new ConcurrentSkipListMap<>();

  /** What the disk did not give last of each file, by its path. */
  private final NavigableMap<String, String> unreadable = new ConcurrentSkipListMap<>();

  private long read;

  BackgroundCheck(LogFiles files, Segments segments, List<Long> unchecked, LogOptions options) {
    this.files = files;
    this.segments = segments;
    this.unchecked = unchecked;
    this.bytesPerSecond = options.checkBytesPerSecond();
    this.metrics = options.metrics();
    thread.setDaemon(true);
  }

  void start() {
    if (!unchecked.isEmpty()) {
      thread.start();
    }
  }

  /** Any thread: says that something was read that is not what was written. */
  void found(DamagedLogException found) {
    damage.put(found.file(), String.valueOf(found.getMessage()));
    removedBefore(segments.first()); // it may have gone while it was read
    metrics.damageFound();
    LOG.atError()
        .addKeyValue("event", "store.damage")
        .addKeyValue("file", found.file())
        .addKeyValue("offset", found.offset())
        .log("the log is damaged; what stands there cannot be read");
  }

  /** Any thread: says that the disk did not give what was to be read. */
  void unreadable(UnreadableLogException failed) {
    boolean isNew = unreadable.put(failed.file(), String.valueOf(failed.getMessage())) == null;
    removedBefore(segments.first()); // it may have gone while it was read
    metrics.readFailed();
    if (isNew) { // else each request that needs it says the same
      LOG.atError()
          .addKeyValue("event", "store.read")
          .addKeyValue("file", failed.file())
          .addKeyValue("offset", failed.offset())
          .setCause(failed)
          .log("the disk does not give a part of the log; what needs it is refused");
    }
  }

  boolean hasUnreadable() {
    return !unreadable.isEmpty();
  }

  /** Any thread: something of a file was read. */
  void readAgain(String file) {
    unreadable.remove(file);
  }

  /** A snapshot was not taken for the opening, since it is damaged. */
  void passedOver(long begin) {
    String file = files.pathOf(Snapshot.nameOf(begin));
    metrics.damageFound();
    damage.put(
        file,
        file
            + " is damaged; an older snapshot or the whole log was read instead, and the next"
            + " checkpoint replaces it");
  }

  /** What was found and is still there, of the file that is first by name. Any thread. */
  Optional<String> damage() {
    Map.Entry<String, String> first = damage.firstEntry();
    first = first == null ? unreadable.firstEntry() : first;
    return first == null ? Optional.empty() : Optional.of(first.getValue());
  }

  /** Any thread: the log begins with this position now. */
  void removedBefore(long first) {
    Predicate<String> isGone =
        file -> positionOf(FileKind.SEGMENT, file).filter(at -> at < first).isPresent();
    damage.keySet().removeIf(isGone);
    unreadable.keySet().removeIf(isGone);
  }

  /** Any thread: a new snapshot stands for those that were passed over, which are gone. */
  void snapshotPublished() {
    damage.keySet().removeIf(file -> positionOf(FileKind.SNAPSHOT, file).isPresent());
  }

  private static Optional<Long> positionOf(FileKind kind, String path) {
    return kind.positionOf(String.valueOf(Path.of(path).getFileName()));
  }

  @Override
  public void run() {
    SegmentCheck check = new SegmentCheck(files, segments.salt(), this::waitFor);
    for (long first : unchecked) {
      Long next = segments.after(first);
      if (ended || next == null) {
        continue; // closed, or removed meanwhile
      }
      try {
        check.check(first, next);
      } catch (DamagedLogException e) {
        found(e);
      } catch (IOException e) {
        if (segments.after(first) != null) {
          metrics.readFailed();
          LOG.atWarn()
              .addKeyValue("event", "store.check")
              .addKeyValue("file", files.pathOf(FileKind.SEGMENT.nameOf(first)))
              .setCause(e)
              .log("a segment could not be checked");
        }
      }
    }
  }

  private boolean waitFor(long bytes) {
    read += bytes;
    if (read >= SLICE_BYTES) {
      LockSupport.parkNanos(this, read * TimeUnit.SECONDS.toNanos(1) / bytesPerSecond);
      read = 0;
    }
    return !ended;
  }

  /** Ends the check and waits for it. */
  void close() {
    ended = true;
    LockSupport.unpark(thread);
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
