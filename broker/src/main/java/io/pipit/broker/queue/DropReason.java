package io.pipit.broker.queue;

import java.util.Locale;

/** Why something that waited was not delivered. The order is that of the records. */
public enum DropReason {
  /** There was no room for it. */
  OVERFLOW,
  /** It waited for longer than the queue keeps anything. */
  AGE,
  /** Its publisher said until when it is of use. */
  EXPIRED,
  /** It is larger than what its receiver takes. */
  OVERSIZE,
  /** Somebody took it back. */
  WITHDRAWN,
  /** The queue keeps one item of each node, and a newer one came. */
  REPLACED,
  /** An operator dropped all. */
  BY_HAND,
  /** Its record was given up by a repair, or cannot be read. */
  LOST,
  /** Who is to get it may not read its node any more. */
  FORBIDDEN;

  /** As it is shown. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
