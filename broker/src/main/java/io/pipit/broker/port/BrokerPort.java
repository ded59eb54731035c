package io.pipit.broker.port;

import io.pipit.broker.queue.QueueId;
import io.pipit.broker.queue.QueueSettings;
import io.pipit.broker.queue.QueueSettings.Ends;
import io.pipit.pubsub.NodeFilter;
import io.pipit.pubsub.port.PortItem;
import io.pipit.pubsub.port.PortOpening;
import io.pipit.pubsub.port.PortPresence;
import io.pipit.pubsub.port.PortPublish;
import io.pipit.pubsub.port.PortResult;
import io.pipit.pubsub.port.PortResult.Reason;
import io.pipit.pubsub.port.PubsubPort;
import io.pipit.pubsub.port.QueueConsumer;
import io.pipit.pubsub.port.QueueSpec;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.Jid;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The service of this node for one bridge: what doors have, told on the bridge's executor. Any
 * thread.
 */
public final class BrokerPort implements PubsubPort {

  private static final byte[] NOTHING_KEPT = {};

  private final PortService service;
  private final PortQueues queues;
  private final PortPresences presences;
  private final Executor on;

  /**
   * @param on where everything is told, one after the other and without blocking: an event loop
   */
  public BrokerPort(PortService service, PortQueues queues, PortPresences presences, Executor on) {
    this.service = service;
    this.queues = queues;
    this.presences = presences;
    this.on = on;
  }

  @Override
  public void publish(PortPublish publish, Consumer<PortResult> told) {
    service.publish(publish, on, told);
  }

  @Override
  public void endStanding(Jid requester, String node, Consumer<PortResult> told) {
    service.endStanding(requester, node, PortPublish.MOST_ASSURANCE, on, told);
  }

  @Override
  public void endStanding(Jid requester, String node, long seq, Consumer<PortResult> told) {
    service.endStanding(requester, node, seq, on, told);
  }

  @Override
  public void standing(
      Jid requester, String filter, int most, Consumer<PortItem> each, Consumer<PortResult> done) {
    if (NodeFilter.read(filter).isEmpty()) {
      on.execute(() -> done.accept(new PortResult.Refused(Reason.BAD_NAME, "that is no filter")));
      return;
    }
    AllPages reader = new AllPages(each, done);
    on.execute(() -> reader.read(service.standing(requester, filter, most, on, reader)));
  }

  @Override
  public void open(QueueSpec spec, QueueConsumer consumer, Consumer<PortOpening> told) {
    Wish wish =
        there ->
            new QueueSettings(
                spec.filters(),
                spec.bounds(),
                spec.expiry(),
                spec.tellsOfEnds() ? Ends.ALWAYS : Ends.NOTHING,
                there == null ? NOTHING_KEPT : there.attachment());
    PortConsumer attached = new PortConsumer(spec, consumer);
    queues.open(
        new QueueId(spec.owner(), spec.name()),
        wish,
        attached,
        on,
        opening -> attached.told(opening, told));
  }

  @Override
  public void publishOnce(
      PortPublish publish, BareJid owner, String queue, int id, Consumer<PortResult> told) {
    service.publishOnce(publish, new QueueId(owner, queue), id, on, told);
  }

  @Override
  public void completed(BareJid owner, String queue, int id, Runnable durable) {
    service.completed(new QueueId(owner, queue), id, on, durable);
  }

  @Override
  public void forget(BareJid owner, String queue) {
    service.forget(new QueueId(owner, queue));
  }

  @Override
  public void title(Jid requester, String node, String title, Consumer<PortResult> told) {
    service.title(requester, node, title, on, told);
  }

  @Override
  public void keep(BareJid owner, String queue, byte[] what, Consumer<Boolean> told) {
    queues.keep(new QueueId(owner, queue), what, isKept -> on.execute(() -> told.accept(isKept)));
  }

  @Override
  public void presence(BareJid account, String resource, PortPresence presence) {
    presences.show(account, resource, presence);
  }

  /** Asks for one page after the other. Confined to the executor. */
  private static final class AllPages implements StandingPages.Reader {

    private final Consumer<PortItem> each;
    private final Consumer<PortResult> done;
    private @Nullable StandingPages pages;

    AllPages(Consumer<PortItem> each, Consumer<PortResult> done) {
      this.each = each;
      this.done = done;
    }

    void read(StandingPages from) {
      pages = from;
      from.next();
    }

    @Override
    public void items(List<PortItem> items) {
      items.forEach(each);
      Objects.requireNonNull(pages).next();
    }

    @Override
    public void done(boolean isWhole) {
      done.accept(
          isWhole
              ? new PortResult.Done("", false, false)
              : new PortResult.Refused(
                  Reason.QUOTA, "there are more than so many, or some could not be read"));
    }
  }
}
