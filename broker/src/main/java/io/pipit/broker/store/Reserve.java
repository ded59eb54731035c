package io.pipit.broker.store;

import io.pipit.broker.store.LogFiles.LogFile;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file of zeros, which is room that the log keeps for the day when the disk is full: then it is
 * let go, so that there is room for what had been decided already, for changes that make room, and
 * for the checkpoint that removes what nothing needs any more. Until all of it is there again the
 * log takes no other changes: so a full disk never becomes one that nobody can empty.
 *
 * <p>Any thread. The log's writer lets it go; who makes checkpoints takes it, when it makes none.
 */
final class Reserve {

  static final String NAME = "reserve";

  private static final Logger LOG = LoggerFactory.getLogger(Reserve.class);

  /** What has to be left beside it before it is taken again, so that the log can go on. */
  private static final long LEAST_BESIDE = SegmentTail.STEP_BYTES;

  private final LogFiles files;
  private long held;
  private boolean hasLooked;
  private volatile String shortage = "too little to keep some for later";
  private volatile boolean released;

  /** Up to how many bytes of all records ever appended there is room for them while it is gone. */
  private volatile long spentAt;

  /** How much of it is for records. */
  private long share;

  Reserve(LogFiles files) {
    this.files = files;
  }

  /** Whether it was let go, and is not there again. */
  boolean isReleased() {
    return released;
  }

  /** Why it could not be taken. */
  String shortage() {
    return shortage;
  }

  /**
   * Whether records have used up their share of it.
   *
   * @param appendedBytes of all records
   */
  boolean isSpent(long appendedBytes) {
    return left(appendedBytes) == 0;
  }

  /**
   * How much of their share of it is left to records.
   *
   * @param appendedBytes of all records
   */
  long left(long appendedBytes) {
    return Math.max(0, spentAt - appendedBytes);
  }

  /**
   * Lets it go.
   *
   * @param writtenBytes of all records
   * @return whether there is more room now
   */
  synchronized boolean release(long writtenBytes) {
    if (released || held == 0) {
      return false;
    }
    released = true;
    spentAt = writtenBytes + share;
    return shrink(0);
  }

  /** So many bytes of records went from the disk. */
  synchronized void freed(long bytes, long appendedBytes) {
    spentAt = Math.min(appendedBytes + share, spentAt + bytes);
  }

  /**
   * Takes so much room, or what is missing of it, if the disk has it and some more. One that is
   * there stays as it is when it cannot grow. While there is none, records may use what is free as
   * they may use it.
   *
   * @param forRecords how much of it records may use; the rest is for a snapshot
   * @param appendedBytes of all records
   * @return whether it is there
   */
  synchronized boolean take(long bytes, long forRecords, long appendedBytes) {
    look();
    if (held > 2 * bytes) {
      shrink(bytes);
    }
    boolean whole = held >= bytes || grow(bytes) || held > 0;
    long room = whole ? held : usableBytes();
    share = Math.max(0, Math.min(forRecords, room - (bytes - forRecords)));
    if (!whole) {
      spentAt = appendedBytes + share;
    }
    released = !whole;
    return whole;
  }

  private long usableBytes() {
    try {
      return files.usableBytes();
    } catch (IOException e) {
      failed(e);
      return 0;
    }
  }

  /** Once: what a process before this one kept. */
  private void look() {
    if (!hasLooked) {
      hasLooked = true;
      try {
        if (files.list().contains(NAME)) {
          try (LogFile file = files.open(NAME)) {
            held = file.size();
          }
        }
      } catch (IOException e) {
        failed(e);
      }
    }
  }

  private boolean grow(long bytes) {
    try {
      long wanted = bytes - held + LEAST_BESIDE;
      long usable = files.usableBytes();
      if (usable < wanted) {
        shortage =
            wanted + " bytes are wanted, to keep some for later, and " + usable + " are free";
        return false;
      }
      try (LogFile file = held == 0 ? files.create(NAME) : files.open(NAME)) {
        SegmentTail.writeZeros(file, held, bytes);
      }
      held = bytes;
      return true;
    } catch (IOException e) {
      failed(e);
      shrink(held);
      return false;
    }
  }

  private boolean shrink(long bytes) {
    try (LogFile file = files.open(NAME)) {
      file.truncate(bytes);
      held = bytes;
      return true;
    } catch (IOException e) {
      failed(e);
      return false;
    }
  }

  private void failed(IOException reason) {
    LOG.atWarn()
        .addKeyValue("event", "store.reserve")
        .addKeyValue("file", files.pathOf(NAME))
        .addKeyValue("reason", reason.getMessage())
        .log("the room that is kept for a full disk cannot be changed now");
  }
}
