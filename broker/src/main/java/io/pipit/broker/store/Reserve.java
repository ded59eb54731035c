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
 * <p><b>Two shares.</b> The owners' is for changes that make room. The cleaner's is for the copy of
 * one segment and the next snapshot; owners never draw on it, since without it nothing leaves the
 * disk. While the reserve is gone, what is really free on the disk is the cleaner's first, and what
 * is free beyond that the owners'.
 *
 * <p>Any thread. The log's writer lets it go; who makes checkpoints takes it, when it makes none.
 */
final class Reserve {

  static final String NAME = "reserve";

  private static final Logger LOG = LoggerFactory.getLogger(Reserve.class);

  /** What has to be left beside it before it is taken again, so that the log can go on. */
  static final long LEAST_BESIDE = SegmentTail.STEP_BYTES;

  /** What owners get when there is less than the cleaner's share: one part of so many. */
  private static final int LEAST_PART = 4;

  /**
   * What the room is for, in bytes.
   *
   * @param owners their changes that make room
   * @param copies the cleaner's share, together with the next
   * @param snapshot and small files
   */
  record Shares(long owners, long copies, long snapshot) {

    long sum() {
      return owners + copies + snapshot;
    }
  }

  private final LogFiles files;
  private long held;
  private boolean hasLooked;
  private volatile String shortage = "too little to keep some for later";
  private volatile boolean released;

  /** Up to how many bytes of all records ever appended owners have room while it is gone. */
  private volatile long spentAt;

  /** The room that has to be free before it is there again; 0 while it is there. */
  private volatile long wanted;

  /** The room that was free when it was looked for last. */
  private volatile long free;

  /** How much of it is for changes of owners. */
  private long owners;

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

  /** The room that has to be free before it is there again; 0 while it is there. */
  long wanted() {
    return released ? wanted : 0;
  }

  /** The room that was free when it was looked for last. */
  long free() {
    return free;
  }

  /**
   * How much of their share of it is left to owners.
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
    spentAt = writtenBytes + owners;
    return shrink(0);
  }

  /** So many bytes of records, at most, were the cleaner's and come off its share. */
  synchronized void copied(long bytes) {
    spentAt += bytes;
  }

  /**
   * While it is gone: owners get what is free beyond the cleaner's share, up to theirs. When that
   * is more than there is, as when the log grew faster than it was looked after, they get a part of
   * what is left, since nobody else can free any.
   */
  synchronized void share(Shares shares, long appendedBytes) {
    if (released) {
      spentAt = appendedBytes + ownersOf(shares);
    }
  }

  private long ownersOf(Shares shares) {
    free = usableBytes();
    long left = Math.max(0, free - shares.snapshot);
    long beyond = left >= shares.copies ? left - shares.copies : left / LEAST_PART;
    return Math.min(shares.owners, beyond);
  }

  /**
   * Takes so much room, or what is missing of it, if the disk has it and some more. One that cannot
   * grow is let go: what is kept has to be enough, or the disk is full already.
   *
   * @param appendedBytes of all records
   * @return whether it is there
   */
  synchronized boolean take(Shares shares, long appendedBytes) {
    look();
    long bytes = shares.sum();
    if (held > 2 * bytes) {
      shrink(bytes);
    }
    boolean whole = held >= bytes || grow(bytes);
    owners = shares.owners;
    if (!whole) {
      if (held > 0) {
        shrink(0);
      }
      spentAt = appendedBytes + ownersOf(shares);
    }
    released = !whole;
    return whole;
  }

  /** What is free on the disk beside what is kept. */
  long usableBytes() {
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
      wanted = bytes - held + LEAST_BESIDE;
      free = files.usableBytes();
      if (free < wanted) {
        shortage = wanted + " bytes are wanted, to keep some for later, and " + free + " are free";
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
