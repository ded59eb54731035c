package io.pipit.broker.mqtt;

import io.netty.handler.ssl.SslHandler;
import io.pipit.broker.metrics.MqttMetrics;
import io.pipit.broker.mqtt.MqttConnection.Pause;
import io.pipit.broker.mqtt.MqttSession.Ending;
import io.pipit.broker.mqtt.MqttSessions.Opening;
import io.pipit.broker.mqtt.codec.Packet;
import io.pipit.broker.mqtt.codec.Packet.Connect;
import io.pipit.broker.mqtt.codec.Packet.Malformed;
import io.pipit.broker.mqtt.codec.PacketType;
import io.pipit.broker.mqtt.codec.PacketWriter;
import io.pipit.broker.mqtt.codec.Properties;
import io.pipit.broker.mqtt.codec.Property;
import io.pipit.broker.mqtt.codec.ReasonCode;
import io.pipit.broker.stream.ClientCertificate;
import io.pipit.broker.stream.LoopInbox;
import io.pipit.broker.stream.Outbound;
import io.pipit.xmpp.FullJid;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a client stands: it has to CONNECT first, is judged, has a session, and ends. Says what of
 * a packet is a matter of the connection, and hands the rest to the session. Confined to the loop
 * of its connection.
 */
final class ClientState implements MqttClient {

  /** The order of a connection; from each the next, or the end. */
  private enum Phase {
    /** Nothing but a CONNECT may come [MQTT-3.1.0-1]. */
    NEW,
    /** The CONNECT is being judged; nothing is read. */
    JUDGED,
    OPEN,
    ENDED
  }

  private static final Logger log = LoggerFactory.getLogger(ClientState.class);

  private final MqttService service;
  private final MqttConnection connection;
  private final long acceptedAt;

  private Phase phase = Phase.NEW;
  private boolean authenticated;

  /** Until it has its session: nothing keeps its password for longer. */
  private @Nullable Connect connect;

  /** The properties of its CONNECT. */
  private Properties asked = Properties.NONE;

  private @Nullable MqttSession session;
  private long keepAliveNanos;
  private long expirySeconds;
  private int publishes;

  // Any thread reads these.
  private volatile int version;
  private volatile boolean guest;
  private volatile @Nullable FullJid jid;

  ClientState(MqttService service, MqttConnection connection, long now) {
    this.service = service;
    this.connection = connection;
    this.acceptedAt = now;
  }

  boolean isAuthenticated() {
    return authenticated;
  }

  boolean hasConnect() {
    return phase != Phase.NEW;
  }

  // ---- packets

  void received(Packet packet) {
    if (packet instanceof Malformed malformed) {
      if (phase == Phase.NEW) {
        refuseUnread(malformed);
      } else {
        close(malformed.reason(), malformed.what());
      }
    } else if (phase == Phase.NEW) {
      if (!(packet instanceof Connect first)) {
        throw new AssertionError(packet); // the connection has looked at its first byte
      }
      connect(first);
    } else {
      receivedInSession(packet);
    }
  }

  /** No packet could be made of the bytes, and none will be. */
  void failed(int reason, String what) {
    received(new Malformed(reason, what, version));
  }

  private void receivedInSession(Packet packet) {
    MqttSession open = session;
    if (open == null) {
      throw new AssertionError("a packet is read while its CONNECT is judged");
    }
    if (packet instanceof Packet.Publish publish) {
      if (publish.qos() > service.options().maxQos()) {
        close(ReasonCode.QOS_NOT_SUPPORTED, "QoS " + publish.qos()); // [MQTT-3.2.2-11]
      } else {
        open.published(publish);
      }
    } else if (packet instanceof Packet.Puback answer) {
      open.answered(PacketType.PUBACK, answer.id(), answer.reason());
    } else if (packet instanceof Packet.Pubrec answer) {
      open.answered(PacketType.PUBREC, answer.id(), answer.reason());
    } else if (packet instanceof Packet.Pubrel answer) {
      open.answered(PacketType.PUBREL, answer.id(), answer.reason());
    } else if (packet instanceof Packet.Pubcomp answer) {
      open.answered(PacketType.PUBCOMP, answer.id(), answer.reason());
    } else if (packet instanceof Packet.Subscribe subscribe) {
      open.subscribe(subscribe);
    } else if (packet instanceof Packet.Unsubscribe unsubscribe) {
      open.unsubscribe(unsubscribe);
    } else if (packet instanceof Packet.Pingreq) {
      write(PacketType.PINGRESP, PacketWriter::pingresp);
    } else if (packet instanceof Packet.Disconnect disconnect) {
      disconnected(disconnect);
    } else if (packet instanceof Connect) {
      close(ReasonCode.PROTOCOL_ERROR, "a second CONNECT"); // [MQTT-3.1.0-2]
    } else if (packet instanceof Packet.Auth) {
      close(ReasonCode.PROTOCOL_ERROR, "AUTH without a method"); // [MQTT-4.12.0-7]
    } else {
      throw new AssertionError(packet);
    }
  }

  /**
   * 3.14: a will is published unless the reason is 0; the expiry may be changed, if there is one.
   */
  private void disconnected(Packet.Disconnect disconnect) {
    long expiry = disconnect.properties().number(Property.SESSION_EXPIRY, -1);
    if (expiry > 0 && asked(Property.SESSION_EXPIRY, 0) == 0) {
      close(ReasonCode.PROTOCOL_ERROR, "an expiry for a session that has none");
      return;
    }
    note("the client disconnects", disconnect.reason());
    end(new Ending(disconnect.reason() != ReasonCode.SUCCESS, expiry, disconnect.reason()));
    if (publishes > 0) {
      connection.leaving(); // their answers are the last that it gets
    } else {
      connection.endedByClient();
    }
  }

  // ---- the handshake

  private void connect(Connect first) {
    phase = Phase.JUDGED;
    connect = first;
    asked = first.properties();
    version = first.version();
    connection.pause(Pause.CONNECT);
    new Handshake(
            service,
            connection.remote(),
            connection.inbox(),
            connection.tls().flatMap(ClientCertificate::of))
        .judge(first, this::judged);
  }

  private void judged(Handshake.Verdict verdict) {
    if (phase != Phase.JUDGED) {
      return; // gone meanwhile
    }
    if (verdict instanceof Handshake.Verdict.Refused refused) {
      refuse(refused.reason());
    } else if (verdict instanceof Handshake.Verdict.Known known) {
      if (!service.parts().connections().authenticated(connection.remote().getAddress())) {
        refuse(ReasonCode.QUOTA_EXCEEDED);
        return;
      }
      authenticated = true;
      jid = known.jid();
      guest = known.isGuest();
      connection.authenticated(service.options().limits().afterAuthentication());
      service.parts().sessions().open(this, Objects.requireNonNull(connect), this::opened);
    }
  }

  private void opened(Opening opening) {
    if (opening instanceof Opening.Refused refused) {
      refuse(refused.reason());
    } else if (opening instanceof Opening.Opened opened) {
      if (phase != Phase.JUDGED) { // gone while the session was being opened
        opened.session().ended(new Ending(true, -1, Ending.LOST));
        return;
      }
      phase = Phase.OPEN;
      Connect first = Objects.requireNonNull(connect);
      connect = null;
      session = opened.session();
      expirySeconds = opened.expirySeconds();
      Duration keepAlive = keepAlive(first);
      keepAliveNanos = keepAlive.toNanos() * 3 / 2; // [MQTT-3.1.2-22]
      if (keepAliveNanos == 0) {
        connection.probe();
      }
      Properties properties = acknowledged(first, keepAlive);
      write(
          PacketType.CONNACK,
          out ->
              PacketWriter.connack(out, version, opened.present(), ReasonCode.SUCCESS, properties));
      log.atDebug()
          .addKeyValue("event", "mqtt.connect")
          .addKeyValue("conn", this::remoteAddress)
          .addKeyValue("jid", jid)
          .addKeyValue("version", version)
          .log("a client has its session");
      connection.resume(Pause.CONNECT);
    }
  }

  /** A client of MQTT 3.1.1 cannot be told of another one. */
  private Duration keepAlive(Connect first) {
    Duration wanted = Duration.ofSeconds(first.keepAliveSeconds());
    Duration most = service.options().maxKeepAlive();
    boolean tooLong = wanted.isZero() || wanted.compareTo(most) > 0;
    return version == Packet.V5 && tooLong ? most : wanted;
  }

  /** What differs from what the client has asked for or would take for granted (3.2.2.3). */
  private Properties acknowledged(Connect first, Duration keepAlive) {
    MqttOptions options = service.options();
    Properties.Builder properties =
        Properties.builder()
            .with(Property.RECEIVE_MAXIMUM, options.receiveMaximum())
            .with(Property.MAXIMUM_PACKET_SIZE, options.maxPacketBytes())
            .with(Property.TOPIC_ALIAS_MAXIMUM, options.topicAliases());
    if (options.maxQos() < 2) {
      properties.with(Property.MAXIMUM_QOS, options.maxQos());
    }
    if (expirySeconds != first.properties().number(Property.SESSION_EXPIRY, 0)) {
      properties.with(Property.SESSION_EXPIRY, expirySeconds);
    }
    if (keepAlive.toSeconds() != first.keepAliveSeconds()) {
      properties.with(Property.SERVER_KEEP_ALIVE, keepAlive.toSeconds());
    }
    if (first.clientId().isEmpty()) {
      properties.with(Property.ASSIGNED_CLIENT_IDENTIFIER, jid().resource());
    }
    return properties.build();
  }

  /** A CONNECT that is no packet is answered as far as it says who is speaking. */
  private void refuseUnread(Malformed malformed) {
    boolean isAnswered =
        malformed.version() == Packet.V5
            || malformed.reason() == ReasonCode.UNSUPPORTED_PROTOCOL_VERSION;
    version = malformed.version();
    note(malformed.what(), malformed.reason());
    if (isAnswered) {
      refuse(malformed.reason());
    } else {
      end(new Ending(false, -1, malformed.reason()));
      connection.closeNow(MqttMetrics.End.of(malformed.reason()));
    }
  }

  /** CONNACK with a reason, and the end [MQTT-3.1.4-2]. */
  private void refuse(int reason) {
    if (phase == Phase.ENDED) {
      return;
    }
    int answered = version;
    note("a CONNECT was refused", reason);
    end(new Ending(false, -1, reason));
    service.metrics().sent(PacketType.CONNACK);
    connection.finish(
        MqttMetrics.End.of(reason),
        out -> PacketWriter.connack(out, answered, false, reason, Properties.NONE));
  }

  // ---- time

  /**
   * Called each second.
   *
   * @param activity when the client last did something
   */
  void tick(long now, long activity) {
    switch (phase) {
      case NEW, JUDGED -> {
        if (now - acceptedAt > service.options().limits().times().bind().toNanos()) {
          note("no session in time", ReasonCode.KEEP_ALIVE_TIMEOUT);
          end(new Ending(false, -1, Ending.LOST));
          connection.closeNow(MqttMetrics.End.TIMEOUT);
        }
      }
      case OPEN -> {
        if (keepAliveNanos > 0 && now - activity > keepAliveNanos) {
          close(ReasonCode.KEEP_ALIVE_TIMEOUT, "silence"); // [MQTT-3.1.2-24]
        }
      }
      case ENDED -> {}
    }
  }

  void drained() {
    if (session != null) {
      session.drained();
    }
  }

  // ---- the end

  @Override
  public void close(int reason, String what) {
    switch (phase) {
      case ENDED -> {}
      case NEW -> {
        end(new Ending(false, -1, reason));
        connection.closeNow(MqttMetrics.End.of(reason));
      }
      // A CONNACK can neither say that the node stops nor that there is a newer connection.
      case JUDGED ->
          refuse(reason == ReasonCode.UNSPECIFIED_ERROR ? reason : ReasonCode.SERVER_UNAVAILABLE);
      case OPEN -> {
        note(what, reason);
        end(new Ending(true, -1, reason));
        Outbound last = version == Packet.V5 ? MqttConnection.disconnect(reason) : null;
        if (last != null) {
          service.metrics().sent(PacketType.DISCONNECT);
        }
        connection.finish(MqttMetrics.End.of(reason), last);
      }
    }
  }

  /** The connection is gone, if it has not ended in a better way. */
  void ended(Ending how) {
    if (phase != Phase.ENDED) {
      end(how);
    }
  }

  private void end(Ending how) {
    phase = Phase.ENDED;
    MqttSession open = session;
    session = null;
    if (open != null) {
      open.ended(how);
    }
  }

  private void note(String what, int reason) {
    log.atDebug()
        .addKeyValue("event", "mqtt.close")
        .addKeyValue("conn", this::remoteAddress)
        .addKeyValue("jid", jid)
        .addKeyValue("code", reason)
        .log(what);
  }

  // ---- what the session uses

  @Override
  public FullJid jid() {
    FullJid known = jid;
    if (known == null) {
      throw new IllegalStateException("the client is not authenticated");
    }
    return known;
  }

  @Override
  public boolean isGuest() {
    return guest;
  }

  @Override
  public int version() {
    return version;
  }

  @Override
  public LoopInbox loop() {
    return connection.inbox();
  }

  @Override
  public String remoteAddress() {
    return connection.remoteAddress();
  }

  @Override
  public Optional<String> tlsVersion() {
    return connection.tls().map(SslHandler::engine).map(e -> e.getSession().getProtocol());
  }

  @Override
  public int receiveMaximum() {
    return (int) asked(Property.RECEIVE_MAXIMUM, 65_535);
  }

  @Override
  public long maximumPacketSize() {
    return asked(Property.MAXIMUM_PACKET_SIZE, Long.MAX_VALUE);
  }

  @Override
  public int topicAliasMaximum() {
    return (int) asked(Property.TOPIC_ALIAS_MAXIMUM, 0);
  }

  private long asked(Property property, long otherwise) {
    return asked.number(property, otherwise);
  }

  @Override
  public void write(PacketType type, Outbound packet) {
    connection.write(type, packet);
  }

  @Override
  public void answer(PacketType type, int id, int reason) {
    write(type, out -> PacketWriter.answer(out, type, version, id, reason));
  }

  @Override
  public void suback(int id, int[] reasons) {
    write(PacketType.SUBACK, out -> PacketWriter.suback(out, version, id, reasons));
  }

  @Override
  public void unsuback(int id, int[] reasons) {
    write(PacketType.UNSUBACK, out -> PacketWriter.unsuback(out, version, id, reasons));
  }

  @Override
  public boolean isSlow() {
    return connection.isSlow();
  }

  @Override
  public void beginSubscriptions() {
    connection.pause(Pause.SUBSCRIPTIONS);
  }

  @Override
  public void endSubscriptions() {
    connection.resume(Pause.SUBSCRIPTIONS);
  }

  @Override
  public void beginPublish() {
    publishes++;
    if (publishes >= connection.share().inFlight()) {
      connection.pause(Pause.IN_FLIGHT);
    }
  }

  @Override
  public void endPublish() {
    publishes--;
    if (publishes == 0 && phase == Phase.ENDED) {
      connection.endedByClient();
    } else if (publishes < connection.share().inFlight()) {
      connection.resume(Pause.IN_FLIGHT);
    }
  }
}
