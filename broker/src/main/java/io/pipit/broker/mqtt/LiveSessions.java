package io.pipit.broker.mqtt;

import io.pipit.broker.metrics.MqttMetrics;
import io.pipit.broker.mqtt.codec.Packet.Connect;
import io.pipit.broker.mqtt.codec.ReasonCode;
import io.pipit.broker.port.ItemPort;
import io.pipit.broker.port.PortSubscriptions;
import io.pipit.broker.stream.StreamListener;
import io.pipit.xmpp.FullJid;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * The sessions of all clients: one for each account and client identifier, which ends with its
 * connection. A client that asks for one that lives on is told that it has none before, and that it
 * will have none afterwards. Any thread.
 */
public final class LiveSessions implements MqttSessions {

  /**
   * What sessions use.
   *
   * @param port the pubsub service
   * @param subscriptions who listens to which nodes
   * @param router what knows the resources of accounts
   */
  public record Parts(
      ItemPort port,
      PortSubscriptions subscriptions,
      StreamListener router,
      Clock clock,
      MqttMetrics metrics) {}

  private final SessionOptions options;
  private final Parts parts;
  private final MqttPublisher publisher;
  private final Map<FullJid, LiveSession> sessions = new ConcurrentHashMap<>();

  public LiveSessions(SessionOptions options, Parts parts) {
    this.options = options;
    this.parts = parts;
    this.publisher = new MqttPublisher(parts.port(), parts.clock());
  }

  /**
   * The connection that has the session loses it, and its will is published, before the new one is
   * told that it has it [MQTT-3.1.4-3].
   */
  @Override
  public void open(MqttClient client, Connect connect, Consumer<Opening> then) {
    LiveSession session = new LiveSession(client, connect, this);
    LiveSession older = sessions.put(client.jid(), session);
    if (older == null) {
      begin(session, then);
    } else {
      older.takenOver(() -> client.loop().execute(() -> begin(session, then)));
    }
  }

  private void begin(LiveSession session, Consumer<Opening> then) {
    // One that has lost its place already must not take the address from who has it.
    if (sessions.get(session.address()) != session) {
      then.accept(new Opening.Refused(ReasonCode.SERVER_UNAVAILABLE));
    } else if (!session.bind()) {
      ended(session);
      then.accept(new Opening.Refused(ReasonCode.QUOTA_EXCEEDED));
    } else {
      then.accept(new Opening.Opened(session, false, 0));
      session.available();
    }
  }

  /** A session has ended, perhaps for one that is in its place already. */
  void ended(LiveSession session) {
    sessions.remove(session.address(), session);
  }

  SessionOptions options() {
    return options;
  }

  Parts parts() {
    return parts;
  }

  MqttPublisher publisher() {
    return publisher;
  }

  /** How many there are. */
  public int size() {
    return sessions.size();
  }
}
