package io.pipit.broker.mqtt;

import io.pipit.broker.mqtt.codec.Packet;
import io.pipit.broker.mqtt.codec.Packet.Connect;
import io.pipit.broker.mqtt.codec.PacketType;
import io.pipit.broker.mqtt.codec.ReasonCode;
import io.pipit.broker.port.LiveItem;
import io.pipit.broker.port.LiveMatch;
import io.pipit.broker.port.LiveSubscriber;
import io.pipit.broker.stream.LoopInbox;
import io.pipit.xmpp.FullJid;
import org.jspecify.annotations.Nullable;

/** A session that ends with its connection. Confined to the connection's loop. */
final class LiveSession implements MqttSession, LiveSubscriber {

  private final MqttClient client;
  private final LiveSessions sessions;
  private final Packet.@Nullable Will will;
  private final Publishes publishes;
  private final Deliveries deliveries;
  private final Retained retained;
  private final Subscriptions subscriptions;
  private final MqttStream stream;
  private boolean isBound;
  private boolean ended;

  LiveSession(MqttClient client, Connect connect, LiveSessions sessions) {
    this.client = client;
    this.sessions = sessions;
    this.will = connect.will();
    LiveSessions.Parts parts = sessions.parts();
    SessionOptions options = sessions.options();
    this.publishes = new Publishes(client, options, sessions.publisher());
    this.deliveries = new Deliveries(client, options, parts.clock(), parts.metrics());
    this.retained = new Retained(client, options.retained(), parts.port(), deliveries);
    this.subscriptions = new Subscriptions(client, options, parts.subscriptions(), this, retained);
    this.stream = new MqttStream(client, parts.router(), parts.clock().instant());
  }

  /**
   * Becomes a resource of its account, and says whether it may; guests have no account. Once,
   * before anything else.
   */
  boolean bind() {
    isBound = !client.isGuest() && stream.bind();
    return isBound || client.isGuest();
  }

  /** The client has its session: contacts of its account may see it. */
  void available() {
    if (isBound && !ended && sessions.options().presence()) {
      stream.available();
    }
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
    } else {
      deliveries.answered(type, id, reason);
      retained.resume();
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
  }

  // ---- to the client

  @Override
  public void published(LiveItem item, LiveMatch match) {
    if (ended) {
      return; // a delivery that was under way
    }
    MqttDelivery message = item.in(MqttDelivery.FORM);
    if (message.standing()) {
      retained.told(message.topic());
    }
    deliveries.send(
        message,
        Math.min(item.assurance(), match.assurance()),
        match.asPublished() && message.standing(), // [MQTT-3.3.1-12], [MQTT-3.3.1-13]
        match.identifiers());
  }

  // ---- the end

  /**
   * Any thread: another connection has the session.
   *
   * @param then run on the loop when this one has ended
   */
  void takenOver(Runnable then) {
    client
        .loop()
        .execute(
            () -> {
              client.close(ReasonCode.SESSION_TAKEN_OVER, "another connection has the session");
              then.run();
            });
  }

  @Override
  public void ended(Ending how) {
    if (ended) {
      return;
    }
    ended = true;
    sessions.ended(this);
    subscriptions.leave();
    retained.end();
    if (isBound) {
      stream.closed();
    }
    if (will != null && how.publishesWill()) {
      publishes.will(will); // its delay is over with the session (3.1.3.2.2)
    }
  }
}
