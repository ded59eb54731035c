package io.pipit.broker.metrics;

import io.pipit.broker.queue.DropReason;
import io.pipit.broker.queue.QueueKind;

/** What becomes of what waits in queues. Any thread. */
public interface QueueMetrics {

  /** Nobody counts. */
  QueueMetrics NONE =
      new QueueMetrics() {
        @Override
        public void delivered(QueueKind kind, long items) {}

        @Override
        public void dropped(QueueKind kind, DropReason reason, long items) {}
      };

  /** Items have arrived for good. */
  void delivered(QueueKind kind, long items);

  /** Items will never be delivered. */
  void dropped(QueueKind kind, DropReason reason, long items);
}
