package io.pipit.broker.routing;

import io.pipit.broker.stream.LoopInbox;
import java.util.ArrayDeque;

/**
 * What services send to the streams of one event loop: one queue, so that everything keeps its
 * order, worked off in slices, so that a message to 100,000 recipients does not keep the loop from
 * its sockets.
 *
 * <p>Confined to its loop, but for {@link #submit}. Bounded by {@link Fanout}, which refuses new
 * work before it.
 */
final class LoopDeliveries {

  private static final int SLICE = 256;

  private final LoopInbox loop;
  private final ArrayDeque<Delivery> queue = new ArrayDeque<>();
  private boolean resuming;

  LoopDeliveries(LoopInbox loop) {
    this.loop = loop;
  }

  LoopInbox loop() {
    return loop;
  }

  /** Any thread. */
  void submit(Delivery delivery) {
    if (loop.onLoop()) {
      take(delivery);
    } else {
      loop.execute(() -> take(delivery));
    }
  }

  private void take(Delivery delivery) {
    queue.add(delivery);
    if (!resuming) {
      work();
    }
  }

  private void work() {
    int left = SLICE;
    Delivery head = queue.peek();
    while (head != null && left > 0) {
      left -= head.deliver(left);
      if (head.isDone()) {
        queue.remove();
      }
      head = queue.peek();
    }
    if (head != null) {
      resuming = true;
      loop.execute(
          () -> {
            resuming = false;
            work();
          });
    }
  }

  /** Something to send, in steps. */
  interface Delivery {

    /**
     * Sends up to so many stanzas, at least one unless it is done.
     *
     * @return how many it sent or dropped
     */
    int deliver(int most);

    boolean isDone();
  }
}
