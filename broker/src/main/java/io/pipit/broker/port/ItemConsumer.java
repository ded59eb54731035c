package io.pipit.broker.port;

import io.pipit.pubsub.port.QueueConsumer;

/** Who has the items of a queue, and with them what does not wait for anybody. */
public interface ItemConsumer extends QueueConsumer {

  /**
   * An item that only has to arrive at most once: it has no number, and nobody hears whether it
   * did. Called on the executor of the consumer, in its order with what waits.
   */
  void passing(LiveItem item, LiveMatch match);
}
