package io.pipit.broker.port;

import io.pipit.broker.queue.QueueId;
import io.pipit.pubsub.port.PortPublish;
import io.pipit.pubsub.port.PortResult;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** Publishing once, whatever happens to who asks for it. Any thread. */
public interface OncePort {

  /**
   * Publishes, but once for an id of the consumer of a queue until that is completed, also over a
   * crash: who sends it again is told that it was done, and nothing is published.
   *
   * @param session the queue; without it the publish is refused as missing
   * @param id from 1 to 65,535
   * @param on where it is told
   */
  void publishOnce(
      PortPublish publish, QueueId session, int id, Executor on, Consumer<PortResult> told);

  /**
   * The id may be used for something else.
   *
   * @param on where it is told
   * @param durable run when that is durable; never when it cannot be stored, then it is asked again
   */
  void completed(QueueId session, int id, Executor on, Runnable durable);
}
