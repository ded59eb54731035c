package io.pipit.broker.port;

import io.pipit.broker.queue.DropReason;
import io.pipit.broker.queue.QueueState;
import io.pipit.pubsub.port.QueueStatus;
import java.util.HashMap;
import java.util.Map;

/** How queues fare, as doors see it. Stateless. */
final class QueueStatuses {

  private QueueStatuses() {}

  static QueueStatus of(QueueState queue, boolean isAttached) {
    Map<String, Long> dropped = new HashMap<>();
    for (Map.Entry<DropReason, Long> each : queue.dropped().entrySet()) {
      dropped.put(each.getKey().word(), each.getValue());
    }
    return new QueueStatus(
        queue.entries().size(),
        queue.bytes(),
        queue.entries().isEmpty() ? null : queue.entries().firstEntry().getValue().item().arrival(),
        dropped,
        queue.delivered(),
        isAttached);
  }
}
