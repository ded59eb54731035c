package io.pipit.pubsub.port;

import java.util.List;

/**
 * An item out of a queue.
 *
 * @param number in the queue, never used again; gaps are normal
 * @param assurance the least of its publish and of the filters that it came by
 * @param identifiers of the filters that it came by
 * @param again whether it may have been delivered before
 * @param released whether it was {@link DurableQueue#released}, and only waits for its end
 * @param stands whether it was published to stand for its node, be that shown or not
 * @param isCopy whether it waits because its consumer wants what stands, and not as it was
 *     published; false where that is not known any more
 */
public record QueuedItem(
    long number,
    PortItem item,
    int assurance,
    List<Integer> identifiers,
    boolean again,
    boolean released,
    boolean stands,
    boolean isCopy) {
  public QueuedItem {
    identifiers = List.copyOf(identifiers);
  }
}
