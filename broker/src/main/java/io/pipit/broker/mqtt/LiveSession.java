package io.pipit.broker.mqtt;

import io.pipit.broker.mqtt.codec.Packet;
import io.pipit.broker.mqtt.codec.PacketType;
import io.pipit.broker.port.LiveItem;
import io.pipit.broker.port.LiveMatch;
import io.pipit.broker.port.LiveSubscriber;
import io.pipit.broker.port.PortSubscriptions;
import io.pipit.broker.stream.LoopInbox;
import io.pipit.xmpp.FullJid;
import java.time.Duration;
import java.util.List;

/** A session that ends with its connection. Confined to the connection's loop. */
final class LiveSession implements MqttSession, LiveSubscriber {

  private final MqttClient client;
  private final SessionSeat seat;
  private final PortSubscriptions all;
  private final Window window;
  private final Publishes publishes;
  private final Deliveries deliveries;
  private final Retained retained;
  private final SharedInbox shared;
  private final Subscriptions subscriptions;
  private boolean ended;

  LiveSession(SessionSeat seat, ClientSessions sessions) {
    this.client = seat.client();
    this.seat = seat;
    ClientSessions.Parts parts = sessions.parts();
    SessionOptions options = sessions.options();
    this.all = parts.subscriptions();
    this.window = sessions.window(client);
    PublishWriter writer = new PublishWriter(client, options.topicAliases());
    this.publishes = new Publishes(client, options, sessions.publisher());
    this.deliveries =
        new Deliveries(
            client,
            writer,
            options,
            new InFlight(window, 1, SharedInbox.FIRST_ID - 1),
            parts.clock(),
            parts.metrics());
    this.retained =
        new Retained(
            client,
            options.retained(),
            parts.port(),
            deliveries,
            parts.clock(),
            task -> parts.behind().accept(client.loop(), task));
    this.shared = sessions.inbox(client, writer, window);
    this.subscriptions =
        new Subscriptions(
            client,
            options,
            new WithShared(Subscriptions.Held.live(all, this), shared),
            retained,
            List.of());
  }

  @Override
  public FullJid address() {
    return client.jid();
  }

  @Override
  public LoopInbox loop() {
    return client.loop();
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

  // ---- to the client

  @Override
  public void published(LiveItem item, LiveMatch match) {
    if (ended) {
      return; // a delivery that was under way
    }
    MqttDelivery message = item.in(MqttDelivery.FORM);
    if (item.stands()) {
      retained.told(message.topic());
    }
    deliveries.send(
        message,
        Math.min(item.assurance(), match.assurance()),
        match.asPublished() && message.standing(), // [MQTT-3.3.1-12], [MQTT-3.3.1-13]
        match.identifiers());
  }

  // ---- the end

  @Override
  public void ended(Ending how) {
    if (ended) {
      return;
    }
    ended = true;
    seat.leave();
    all.leave(this);
    shared.end(Duration.ZERO);
    retained.end();
    window.close();
    if (how.publishesWill()) {
      seat.publishWill(); // its delay is over with the session (3.1.3.2.2)
    }
  }
}
