package io.pipit.broker.mqtt;

import io.pipit.broker.mqtt.MqttSessions.Opening;
import io.pipit.broker.mqtt.codec.Packet;
import io.pipit.broker.mqtt.codec.Packet.Connect;
import io.pipit.broker.mqtt.codec.Property;
import io.pipit.broker.mqtt.codec.ReasonCode;
import io.pipit.broker.port.QueueOpening;
import io.pipit.broker.port.Wish;
import io.pipit.broker.queue.QueueId;
import io.pipit.broker.queue.QueueSettings;
import io.pipit.broker.queue.QueueSettings.Ends;
import io.pipit.pubsub.port.PortResult;
import io.pipit.pubsub.port.QueueFilter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The place of one connection as the one that has the session of its client: from its CONNECT,
 * until it ends or another connection takes the place. Confined to the connection's loop.
 *
 * <p>Who takes a place waits until the one before has its session or none: so what is asked of the
 * queue of a session is asked in the order of its connections.
 */
final class SessionSeat {

  private final MqttClient client;
  private final boolean isAnew;
  private final long askedSeconds;
  private final ClientSessions sessions;
  private final Consumer<Opening> then;
  private final MqttStream stream;
  private final Optional<LastWill> will;
  private boolean isBound;
  private boolean isOpening;

  /** Who waits for the place while the session is being opened. */
  private @Nullable Runnable next;

  SessionSeat(MqttClient client, Connect connect, ClientSessions sessions, Consumer<Opening> then) {
    this.client = client;
    this.isAnew = connect.cleanStart();
    this.askedSeconds = asked(connect);
    this.sessions = sessions;
    this.then = then;
    this.will = LastWill.of(connect);
    this.stream =
        new MqttStream(client, sessions.parts().router(), sessions.parts().clock().instant());
  }

  MqttClient client() {
    return client;
  }

  Optional<LastWill> will() {
    return will;
  }

  // ---- the beginning

  /** The place is free. */
  void begin() {
    // One that has lost its place already must not take the address from who has it.
    if (!sessions.isHeld(this)) {
      then.accept(new Opening.Refused(ReasonCode.SERVER_UNAVAILABLE));
      return;
    }
    isBound = !client.isGuest() && stream.bind();
    if (!isBound && !client.isGuest()) {
      refuse(ReasonCode.QUOTA_EXCEEDED);
      return;
    }
    QueueId id = Wills.queue(client.jid());
    long expirySeconds = client.isGuest() ? 0 : sessions.granted(askedSeconds);
    if (client.isGuest() || (expirySeconds == 0 && !sessions.parts().queues().mayBe(id))) {
      live();
    } else {
      isOpening = true;
      open(id, expirySeconds);
    }
  }

  /** How long the client would like to have its session kept, in seconds. */
  private static long asked(Connect connect) {
    if (connect.version() == Packet.V5) {
      return connect.properties().number(Property.SESSION_EXPIRY, 0);
    }
    return connect.cleanStart() ? 0 : ClientSessions.FOR_EVER; // 3.1.2.4 of MQTT 3.1.1
  }

  private void live() {
    LiveSession session = new LiveSession(this, sessions);
    then.accept(new Opening.Opened(session, false, 0));
    available();
  }

  private void open(QueueId id, long expirySeconds) {
    Optional<Wills.Waiting> waiting = sessions.wills().returned(client.jid());
    Window window = sessions.window(client);
    StoredDeliveries deliveries =
        new StoredDeliveries(
            client,
            sessions.options(),
            window,
            sessions.parts().clock(),
            sessions.parts().metrics(),
            () -> client.close(ReasonCode.ADMINISTRATIVE_ACTION, "its session has ended"));
    sessions
        .parts()
        .queues()
        .open(
            id,
            wish(expirySeconds),
            deliveries,
            client.loop()::execute,
            opening -> {
              if (opening instanceof QueueOpening.Refused refused) {
                waiting.ifPresent(Wills.Waiting::putBack);
                refuse(
                    refused.reason() == PortResult.Reason.QUOTA
                        ? ReasonCode.QUOTA_EXCEEDED
                        : ReasonCode.SERVER_BUSY);
              } else if (opening instanceof QueueOpening.Opened opened) {
                if (!opened.present()) {
                  waiting.ifPresent(Wills.Waiting::publish); // its session has ended
                }
                DurableSession session =
                    new DurableSession(this, sessions, opened, deliveries, window, expirySeconds);
                then.accept(new Opening.Opened(session, opened.present(), expirySeconds));
                session.begin();
                available();
              } else {
                waiting.ifPresent(Wills.Waiting::publish);
                live();
              }
              isOpening = false;
              settle();
            });
  }

  /** Clean Start ends what is there (3.1.2.4); else a session is as long as it was asked for. */
  private Wish wish(long expirySeconds) {
    Duration expiry = Duration.ofSeconds(expirySeconds);
    byte[] attachment = will.map(LastWill::encode).orElse(LastWill.NONE);
    return new Wish() {
      @Override
      public @Nullable QueueSettings of(@Nullable QueueSettings there) {
        boolean goesOn = there != null && !isAnew;
        if (!goesOn && expirySeconds == 0) {
          return null;
        }
        List<QueueFilter> filters = goesOn && there != null ? there.filters() : List.of();
        return new QueueSettings(filters, sessions.bounds(), expiry, Ends.AS_TOLD, attachment);
      }

      @Override
      public boolean isAnew() {
        return isAnew;
      }
    };
  }

  private void refuse(int reason) {
    leave();
    then.accept(new Opening.Refused(reason));
  }

  /** The client has its session: contacts of its account may see it. */
  private void available() {
    if (isBound && sessions.options().presence()) {
      stream.available();
    }
  }

  // ---- the end

  /** Any thread: another connection takes the place, and is told when it is free. */
  void takenOver(Runnable free) {
    client
        .loop()
        .execute(
            () -> {
              client.close(ReasonCode.SESSION_TAKEN_OVER, "another connection has the session");
              next = free;
              settle();
            });
  }

  private void settle() {
    Runnable waiting = next;
    if (waiting != null && !isOpening) {
      next = null;
      waiting.run();
    }
  }

  /** The session has ended for this connection. */
  void leave() {
    sessions.left(this);
    if (isBound) {
      isBound = false;
      stream.closed();
    }
  }

  /** Publishes the will, if there is one. */
  void publishWill() {
    will.ifPresent(each -> sessions.wills().publish(client.jid(), each.message()));
  }
}
