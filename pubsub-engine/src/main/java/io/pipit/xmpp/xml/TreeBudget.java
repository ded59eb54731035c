package io.pipit.xmpp.xml;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The heap that all half-read stanzas together may take, over all streams. Any thread.
 *
 * <p>A stanza takes its share in steps of {@value #STEP_BYTES} bytes when its tree grows beyond the
 * first of them, which is free: the usual stanza never asks, and what is not counted is less than
 * an idle stream costs anyway.
 */
public final class TreeBudget {

  /** Without a bound. */
  public static final TreeBudget UNBOUNDED = new TreeBudget(Long.MAX_VALUE);

  static final int STEP_BYTES = 16_384;

  private final long bytes;
  private final AtomicLong taken = new AtomicLong();

  /**
   * @param bytes estimated heap bytes of the trees
   */
  public TreeBudget(long bytes) {
    this.bytes = bytes;
  }

  /** What is taken at present, in bytes. */
  public long taken() {
    return taken.get();
  }

  /** Takes a share; false when there is not so much left. */
  boolean take(long share) {
    if (taken.addAndGet(share) > bytes) {
      taken.addAndGet(-share);
      return false;
    }
    return true;
  }

  void giveBack(long share) {
    taken.addAndGet(-share);
  }
}
