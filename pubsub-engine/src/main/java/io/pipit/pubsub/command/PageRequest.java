package io.pipit.pubsub.command;

import org.jspecify.annotations.Nullable;

/**
 * Which part of a long answer is wanted (XEP-0059 2). All null: the newest part that fits.
 *
 * @param max how many entries at most; 0 asks for the count alone; null leaves it to the service
 * @param after the UID that the page follows
 * @param before the UID that the page ends before; empty for the last page
 * @param index the place of the first entry in the whole list, from 0
 */
public record PageRequest(
    @Nullable Integer max,
    @Nullable String after,
    @Nullable String before,
    @Nullable Integer index) {

  /** No wish at all. */
  public static final PageRequest ANY = new PageRequest(null, null, null, null);

  /** Whether the requester speaks of pages, and so expects the answer to do so. */
  public boolean isAsked() {
    return max != null || after != null || before != null || index != null;
  }
}
