package io.pipit.broker.metrics;

import io.pipit.broker.mqtt.codec.PacketType;
import io.pipit.broker.stream.StreamMetrics;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.Counter;
import io.prometheus.client.Gauge;

/** What the MQTT door reports, in the counters of the broker. Any thread. */
final class MqttSeries implements MqttMetrics {

  private final Gauge.Child connections;
  private final PerLabel<StreamMetrics.Refusal, Counter.Child> refusals;
  private final PerLabel<StreamMetrics.Authentication, Counter.Child> authentications;
  private final PerLabel<PacketType, Counter.Child> packetsIn;
  private final PerLabel<PacketType, Counter.Child> packetsOut;
  private final Counter.Child bytesIn;
  private final Counter.Child bytesOut;
  private final PerLabel<End, Counter.Child> disconnects;
  private final PerLabel<Drop, Counter.Child> dropped;
  private final Gauge.Child inFlight;
  private final Gauge sessions;

  /**
   * Declares its own; those it shares with the other doors are given.
   *
   * @param connections open now
   */
  MqttSeries(
      CollectorRegistry registry,
      Gauge.Child connections,
      PerLabel<StreamMetrics.Refusal, Counter.Child> refusals,
      PerLabel<StreamMetrics.Authentication, Counter.Child> authentications) {
    this.connections = connections;
    this.refusals = refusals;
    this.authentications = authentications;
    Counter packets = counter(registry, "pipit_mqtt_packets", "MQTT packets.", "direction", "type");
    packetsIn = new PerLabel<>(PacketType.values(), type -> packets.labels("in", type));
    packetsOut = new PerLabel<>(PacketType.values(), type -> packets.labels("out", type));
    Counter bytes =
        counter(registry, "pipit_mqtt_bytes", "Bytes of MQTT packets, inside of TLS.", "direction");
    bytesIn = bytes.labels("in");
    bytesOut = bytes.labels("out");
    Counter ends =
        counter(registry, "pipit_mqtt_disconnects", "MQTT connections that have ended.", "reason");
    disconnects = new PerLabel<>(End.values(), ends::labels);
    Counter lost =
        counter(registry, "pipit_mqtt_dropped", "MQTT packets not written to a client.", "reason");
    dropped = new PerLabel<>(Drop.values(), lost::labels);
    inFlight =
        Gauge.build(
                "pipit_mqtt_inflight",
                "Messages of QoS 1 and 2 that MQTT clients have not answered.")
            .register(registry)
            .labels();
    sessions =
        Gauge.build("pipit_mqtt_sessions", "Sessions of MQTT clients.")
            .labelNames("state")
            .register(registry);
  }

  /** Declares how many sessions have a connection, and how many wait for one. */
  void sessions(Gauge.Child connected, Gauge.Child away) {
    sessions.setChild(connected, "connected");
    sessions.setChild(away, "away");
  }

  private static Counter counter(
      CollectorRegistry registry, String name, String help, String... labels) {
    return Counter.build(name, help).labelNames(labels).withoutExemplars().register(registry);
  }

  @Override
  public void connectionOpened() {
    connections.inc();
  }

  @Override
  public void connectionClosed(End how) {
    connections.dec();
    disconnects.of(how).inc();
  }

  @Override
  public void connectionRefused(StreamMetrics.Refusal reason) {
    refusals.of(reason).inc();
  }

  @Override
  public void authenticated(StreamMetrics.Authentication result) {
    authentications.of(result).inc();
  }

  @Override
  public void received(PacketType type, int bytes) {
    packetsIn.of(type).inc();
    bytesIn.inc(bytes);
  }

  @Override
  public void sent(PacketType type) {
    packetsOut.of(type).inc();
  }

  @Override
  public void sentBytes(long bytes) {
    bytesOut.inc((double) bytes);
  }

  @Override
  public void inFlight(int more) {
    inFlight.inc(more);
  }

  @Override
  public void dropped(Drop why, int packets) {
    dropped.of(why).inc(packets);
  }

  /** What it has counted so far. */
  MqttTotals totals() {
    return new MqttTotals(
        (long) connections.get(),
        sum(packetsIn),
        sum(packetsOut),
        (long) packetsIn.of(PacketType.PUBLISH).get(),
        (long) packetsOut.of(PacketType.PUBLISH).get(),
        (long) bytesIn.get(),
        (long) bytesOut.get(),
        lost());
  }

  private static long sum(PerLabel<PacketType, Counter.Child> packets) {
    double sum = 0;
    for (PacketType type : PacketType.values()) {
      sum += packets.of(type).get();
    }
    return (long) sum;
  }

  private long lost() {
    double sum = 0;
    for (Drop why : Drop.values()) {
      sum += dropped.of(why).get();
    }
    return (long) sum;
  }
}
