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
  private final ArrayDeque<LoopDelivery> queue = new ArrayDeque<>();

  /** Being worked off, or about to go on. */
  private boolean busy;

  LoopDeliveries(LoopInbox loop) {
    this.loop = loop;
  }

  LoopInbox loop() {
    return loop;
  }

  /** Any thread. */
  void submit(LoopDelivery delivery) {
    if (loop.onLoop()) {
      take(delivery);
    } else {
      loop.execute(() -> take(delivery));
    }
  }

  private void take(LoopDelivery delivery) {
    queue.add(delivery);
    if (!busy) {
      work();
    }
  }

  private void work() {
    busy = true; // what a delivery causes here queues behind it
    try {
      int left = SLICE;
      LoopDelivery head = queue.peek();
      while (head != null && left > 0) {
        left -= deliver(head, left);
        head = queue.peek();
      }
    } finally {
      busy = !queue.isEmpty();
      if (busy) {
        loop.execute(this::work);
      }
    }
  }

  /** A delivery that throws is a defect, which must not stop or repeat those around it. */
  private int deliver(LoopDelivery delivery, int most) {
    int before = delivery.left();
    try {
      delivery.deliver(most);
      return before - delivery.left();
    } finally {
      if (delivery.left() == 0) {
        queue.remove();
      }
    }
  }
}
