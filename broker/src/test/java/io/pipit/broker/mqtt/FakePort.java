package io.pipit.broker.mqtt;

import io.pipit.broker.port.ItemPort;
import io.pipit.broker.port.OncePort;
import io.pipit.broker.port.StandingPages;
import io.pipit.broker.queue.QueueId;
import io.pipit.pubsub.port.PortItem;
import io.pipit.pubsub.port.PortPublish;
import io.pipit.pubsub.port.PortResult;
import io.pipit.xmpp.Jid;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** A service that decides when the test says so. Any thread. */
final class FakePort implements ItemPort, OncePort {

  static final PortResult DONE = new PortResult.Done("id", false, true);
  private static final int PAGE = 10;

  /** What was asked for; no publish when it was to end what stands. */
  record Asked(
      Jid requester,
      String node,
      List<PortPublish> publish,
      Executor on,
      Consumer<PortResult> told) {

    void tell(PortResult result) {
      on.execute(() -> told.accept(result));
    }

    PortPublish item() {
      return publish.get(0);
    }
  }

  final BlockingQueue<Asked> asked = new LinkedBlockingQueue<>();

  /** What stands, for every filter. */
  final List<PortItem> standing = new CopyOnWriteArrayList<>();

  /** Pages that were given out. */
  final AtomicInteger pages = new AtomicInteger();

  @Override
  public void publish(PortPublish publish, Executor on, Consumer<PortResult> told) {
    asked.add(new Asked(publish.requester(), publish.node(), List.of(publish), on, told));
  }

  @Override
  public void publishOnce(
      PortPublish publish, QueueId session, int id, Executor on, Consumer<PortResult> told) {
    publish(publish, on, told);
  }

  @Override
  public void completed(QueueId session, int id, Executor on, Runnable durable) {
    on.execute(durable);
  }

  @Override
  public void endStanding(
      Jid requester, String node, int assurance, Executor on, Consumer<PortResult> told) {
    asked.add(new Asked(requester, node, List.of(), on, told));
  }

  @Override
  public StandingPages standing(
      Jid requester, String filter, int most, Executor on, StandingPages.Reader reader) {
    List<PortItem> left = new ArrayList<>(standing);
    return new StandingPages() {
      @Override
      public void next() {
        on.execute(
            () -> {
              if (left.isEmpty()) {
                reader.done(true);
                return;
              }
              List<PortItem> page = left.subList(0, Math.min(PAGE, left.size()));
              List<PortItem> copy = List.copyOf(page);
              page.clear();
              pages.incrementAndGet();
              reader.items(copy);
            });
      }

      @Override
      public void told(String node) {
        left.removeIf(item -> item.node().equals(node));
      }

      @Override
      public void end() {
        left.clear();
      }
    };
  }

  Asked next() throws InterruptedException {
    return EchoSessions.next(asked);
  }
}
