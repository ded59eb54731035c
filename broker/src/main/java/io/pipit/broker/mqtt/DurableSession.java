package io.pipit.broker.mqtt;

import io.pipit.broker.mqtt.codec.Packet;
import io.pipit.broker.mqtt.codec.PacketType;
import io.pipit.broker.port.OncePort;
import io.pipit.broker.port.PortSubscriptions.Subscribed;
import io.pipit.broker.port.QueueOpening;
import io.pipit.broker.port.SessionQueue;
import io.pipit.broker.queue.QueueId;
import io.pipit.broker.stream.LoopInbox;
import io.pipit.pubsub.port.QueueFilter;
import io.pipit.xmpp.Jid;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * A session that outlives its connection, while a connection has it: a queue of the account with
 * the subscriptions, what is not acknowledged, and the identifiers of messages of QoS 2 (4.1).
 * Confined to the connection's loop.
 */
final class DurableSession implements MqttSession {

  private final SessionSeat seat;
  private final ClientSessions sessions;
  private final SessionQueue queue;
  private final long expirySeconds;
  private final Window window;
  private final Publishes publishes;
  private final StoredDeliveries deliveries;
  private final Retained retained;
  private final SharedInbox shared;
  private final List<QueueFilter> sharedBefore;
  private final Subscriptions subscriptions;
  private boolean ended;

  /**
   * @param deliveries its consumer
   * @param expirySeconds how long it is kept without a connection
   */
  DurableSession(
      SessionSeat seat,
      ClientSessions sessions,
      QueueOpening.Opened opened,
      StoredDeliveries deliveries,
      Window window,
      long expirySeconds) {
    MqttClient client = seat.client();
    SessionOptions options = sessions.options();
    this.seat = seat;
    this.sessions = sessions;
    this.queue = opened.queue();
    this.expirySeconds = expirySeconds;
    this.window = window;
    this.deliveries = deliveries;
    this.publishes =
        new Publishes(
            client,
            options,
            sessions.publisher(),
            new OverConnections(
                sessions.publisher(),
                sessions.parts().once(),
                Wills.queue(client.jid()),
                client.loop()::execute),
            opened.open());
    this.retained =
        new Retained(
            client,
            options.retained(),
            sessions.parts().port(),
            deliveries,
            sessions.parts().clock(),
            this::behind);
    this.shared = sessions.inbox(client, deliveries.writer(), window);
    this.sharedBefore =
        opened.settings().filters().stream()
            .filter(each -> SharedInbox.isShared(each.filter()))
            .toList();
    this.subscriptions =
        new Subscriptions(
            client,
            options,
            new WithShared(new InQueue(queue), shared),
            retained,
            opened.settings().filters().stream().map(QueueFilter::filter).toList());
  }

  /** What is published for it comes by the loop of its queue. */
  private void behind(Runnable task) {
    ClientSessions.Parts parts = sessions.parts();
    MqttClient client = seat.client();
    LoopInbox loop = parts.queues().loopOf(Wills.queue(client.jid()));
    parts.behind().accept(loop, () -> client.loop().execute(task));
  }

  /** Its subscriptions are the queue's. */
  private record InQueue(SessionQueue queue) implements Subscriptions.Held {

    @Override
    public void subscribe(List<QueueFilter> filters, Consumer<List<Subscribed>> told) {
      queue.subscribe(filters, told);
    }

    @Override
    public void unsubscribe(List<String> filters, Consumer<List<Boolean>> told) {
      queue.unsubscribe(filters, told);
    }
  }

  /**
   * What it publishes with QoS 2 is published once, also when another connection sends it again.
   */
  private record OverConnections(
      MqttPublisher publisher, OncePort port, QueueId session, Executor on)
      implements Publishes.Once {

    @Override
    public void publish(
        int id,
        Jid requester,
        String topic,
        Packet.Publish publish,
        Executor executor,
        MqttPublisher.Told told) {
      publisher.publish(
          requester,
          topic,
          publish,
          (item, where, result) -> port.publishOnce(item, session, id, where, result),
          executor,
          told);
    }

    @Override
    public void completed(int id, Runnable free) {
      port.completed(session, id, on, free);
    }
  }

  /** The client has been told that it has its session. */
  void begin() {
    deliveries.follow(retained);
    deliveries.begin(queue);
    sharedBefore.forEach(each -> shared.join(each, unused -> {}));
  }

  // ---- from the client

  @Override
  public void published(Packet.Publish publish) {
    publishes.received(publish);
  }

  @Override
  public void answered(PacketType type, int id, int reason) {
    if (type == PacketType.PUBREL) {
      publishes.released(id);
    } else if (type == PacketType.PUBACK && shared.has(id)) {
      shared.acknowledged(id);
      deliveries.resume();
    } else {
      deliveries.answered(type, id, reason);
      retained.resume();
      shared.resume();
    }
  }

  @Override
  public void subscribe(Packet.Subscribe subscribe) {
    subscriptions.subscribe(subscribe);
  }

  @Override
  public void unsubscribe(Packet.Unsubscribe unsubscribe) {
    subscriptions.unsubscribe(unsubscribe);
  }

  @Override
  public void drained() {
    deliveries.resume();
    retained.resume();
    shared.resume();
  }

  // ---- the end

  @Override
  public void ended(Ending how) {
    if (ended) {
      return;
    }
    ended = true;
    seat.leave();
    retained.end();
    deliveries.end();
    window.close();
    long kept = how.expirySeconds() < 0 ? expirySeconds : sessions.granted(how.expirySeconds());
    shared.end(Duration.ofSeconds(kept));
    Optional<LastWill> will = how.publishesWill() ? seat.will() : Optional.empty();
    long delay = Math.min(kept, will.map(LastWill::delaySeconds).orElse(0L));
    if (delay == 0) {
      queue.leave(Duration.ofSeconds(kept), LastWill.NONE);
      if (how.publishesWill()) {
        seat.publishWill();
      }
    } else {
      queue.leave(Duration.ofSeconds(kept), will.map(LastWill::encode).orElse(LastWill.NONE));
      will.ifPresent(
          each -> sessions.wills().lost(seat.client().jid(), each, Duration.ofSeconds(delay)));
    }
  }
}
