package io.pipit.broker.queue;

import java.util.List;

/**
 * An item in one queue.
 *
 * @param number in the queue, from 1, never used again
 * @param position of the record that holds the item
 * @param logBytes its part of that record, which it shares with other queues
 * @param assurance the most that is done for it to arrive: 1 at least once, 2 once
 * @param asPublished whether its receiver is told that it was published to stand
 * @param identifiers of the filters that it came by
 * @param isReleased whether its receiver has promised to take it once
 */
public record QueueEntry(
    long number,
    WaitingItem item,
    long position,
    int logBytes,
    int assurance,
    boolean asPublished,
    List<Integer> identifiers,
    boolean isReleased) {

  public QueueEntry {
    identifiers = List.copyOf(identifiers);
  }

  QueueEntry released() {
    return new QueueEntry(
        number, item, position, logBytes, assurance, asPublished, identifiers, true);
  }

  QueueEntry at(long other, int otherLogBytes) {
    return new QueueEntry(
        number, item, other, otherLogBytes, assurance, asPublished, identifiers, isReleased);
  }
}
