package io.pipit.bridges.mqtt;

import io.pipit.pubsub.port.DurableQueue;
import io.pipit.pubsub.port.PortItem;
import io.pipit.pubsub.port.PortOpening;
import io.pipit.pubsub.port.QueueConsumer;
import io.pipit.pubsub.port.QueueDrop;
import io.pipit.pubsub.port.QueueSpec;
import io.pipit.pubsub.port.QueueStatus;
import io.pipit.pubsub.port.QueuedItem;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The queue of a bridge. It is opened to begin to collect, and again at the end of each connection,
 * by which it delivers what is not acknowledged in its order; what an older opening delivers is not
 * heard. Confined to the context of its bridge.
 */
final class BridgeQueue {

  private static final long AGAIN_MILLIS = 5_000;

  /** Who has the items. */
  interface Receiver {

    void item(QueuedItem item);

    /** One that waits nowhere. */
    void passing(PortItem item);

    /** What is kept with the queue, before anything is delivered. */
    void kept(byte[] what);

    /** Some of those that wait never come. */
    void dropped(QueueDrop drop);
  }

  private final BridgeEnvironment environment;
  private final BridgeLog log;
  private final Receiver receiver;
  private QueueSpec spec;
  private @Nullable DurableQueue queue;
  private @Nullable QueueStatus lastStatus;
  private int opening;
  private boolean isEnded;

  BridgeQueue(BridgeEnvironment environment, BridgeLog log, QueueSpec spec, Receiver receiver) {
    this.environment = environment;
    this.log = log;
    this.spec = spec;
    this.receiver = receiver;
  }

  /** Is to be like that at its next opening. */
  void change(QueueSpec changed) {
    spec = changed;
  }

  QueueSpec spec() {
    return spec;
  }

  boolean isOpen() {
    return queue != null;
  }

  /** A number of its own for each opening: what belongs to another one is over. */
  int opening() {
    return opening;
  }

  /** Opens it, as often as it takes. */
  void open(Runnable ready) {
    int now = ++opening;
    environment.port().open(spec, new Consuming(now), told -> opened(now, told, ready));
  }

  private void opened(int from, PortOpening told, Runnable ready) {
    if (from != opening || isEnded) {
      if (told instanceof PortOpening.Opened late) {
        late.queue().close();
      }
      return;
    }
    if (told instanceof PortOpening.Opened opened) {
      queue = opened.queue();
      receiver.kept(opened.kept());
      opened
          .refused()
          .forEach(
              (filter, why) ->
                  log.warnOften(
                      "bridge.filter",
                      "nothing of these nodes goes to the broker until the account may read them",
                      "filter",
                      filter,
                      "jid",
                      spec.owner().toString(),
                      "reason",
                      why.reason().toString(),
                      "err",
                      why.text()));
      ready.run();
      return;
    }
    PortOpening.Refused refused = (PortOpening.Refused) told;
    log.warnOften(
        "bridge.queue",
        "the bridge cannot have its queue; it is asked for again",
        "queue",
        spec.name(),
        "jid",
        spec.owner().toString(),
        "reason",
        refused.reason().toString(),
        "err",
        refused.text());
    long unused =
        environment
            .vertx()
            .setTimer(
                AGAIN_MILLIS,
                id -> {
                  if (from == opening && !isEnded) {
                    open(ready);
                  }
                });
  }

  void demand(int more) {
    DurableQueue current = queue;
    if (current != null) {
      current.demand(more);
    }
  }

  void acknowledge(long number) {
    DurableQueue current = queue;
    if (current != null) {
      current.ack(number);
    }
  }

  void released(long number, Runnable durable) {
    DurableQueue current = queue;
    if (current != null) {
      current.released(number, durable);
    }
  }

  /** Drops what waits. */
  void drop(Consumer<Integer> dropped) {
    DurableQueue current = queue;
    if (current != null) {
      current.drop(dropped);
      return;
    }
    // Nobody has it at the moment, so it is opened for this.
    open(() -> drop(dropped));
  }

  /** How it is, or was when it was open last; null before that. */
  @Nullable QueueStatus status() {
    DurableQueue current = queue;
    if (current != null) {
      lastStatus = current.status();
    }
    return lastStatus;
  }

  /** Nothing is delivered until it is opened again; items wait. */
  void close() {
    DurableQueue current = queue;
    if (current != null) {
      lastStatus = current.status();
      current.close();
    }
    queue = null;
    opening++;
  }

  /** As {@link #close}, for ever. */
  void end() {
    isEnded = true;
    close();
  }

  private final class Consuming implements QueueConsumer {
    private final int from;

    Consuming(int from) {
      this.from = from;
    }

    @Override
    public void deliver(List<QueuedItem> items) {
      for (QueuedItem item : items) {
        if (from == opening) {
          receiver.item(item);
        }
      }
    }

    @Override
    public void passing(PortItem item, List<Integer> identifiers) {
      if (from == opening) {
        receiver.passing(item);
      }
    }

    @Override
    public void dropped(QueueDrop drop) {
      receiver.dropped(drop);
    }

    @Override
    public void lost() {
      if (from == opening) {
        queue = null;
        log.warn("bridge.queue")
            .addKeyValue("queue", spec.name())
            .log("another consumer has the queue of the bridge");
      }
    }
  }
}
