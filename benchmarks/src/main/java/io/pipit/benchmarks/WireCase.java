package io.pipit.benchmarks;

import io.pipit.benchmarks.PublisherLoad.Shape;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One case of the measurements over the wire; every repetition opens its own connections and
 * creates its own nodes.
 *
 * @param name on the command line
 * @param unit what is counted
 * @param accounts that it needs
 * @param settings of the node that differ from those of the other cases, which then has a node of
 *     its own; empty for the others
 * @param loads what it is at Pipit
 * @param mqtt what it is by MQTT, the same as {@code loads} for a case of MQTT; null when there is
 *     no such thing
 */
record WireCase(
    String name,
    String title,
    String unit,
    int accounts,
    Map<String, String> settings,
    Loads loads,
    @Nullable Loads mqtt) {

  /** 4 KiB. */
  private static final int LARGE = 4_096;

  WireCase {
    settings = Map.copyOf(settings);
  }

  @FunctionalInterface
  interface Loads {
    /**
     * @param id differs for each repetition, for names of nodes
     */
    Load open(ServerUnderTest server, String id) throws IOException;
  }

  /** Whether Pipit is driven by MQTT. */
  boolean isMqtt() {
    return loads == mqtt;
  }

  /** The same case by MQTT; empty when there is no such thing. */
  Optional<WireCase> byMqtt() {
    return Optional.ofNullable(mqtt)
        .map(load -> new WireCase(name, title, unit, 0, settings, load, load));
  }

  static final WireCase INGEST_100 =
      publish("ingest-100", "ingest, 100 publishers", Shape.closed(100, 0, 1));
  static final WireCase FANOUT_100 =
      publish("fanout-100", "fan-out 1 x 100, window 4", Shape.closed(1, 100, 4));
  static final WireCase CHAT_50 =
      new WireCase(
          "chat-50",
          "one-to-one, 50 pairs, window 4",
          "message",
          100,
          Map.of(),
          (server, id) -> new ChatLoad(server, 50, 4),
          null);

  static final WireCase MQTT_INGEST_100 =
      mqtt("mqtt-ingest-100", "MQTT ingest, 100 publishers, QoS 1", Shape.closed(100, 0, 1), 1);
  static final WireCase MQTT_INGEST_100_QOS0 =
      mqtt(
          "mqtt-ingest-100-qos0", "MQTT ingest, 100 publishers, QoS 0", Shape.closed(100, 0, 1), 0);
  static final WireCase MQTT_FANOUT_100 =
      mqtt("mqtt-fanout-100", "MQTT fan-out 1 x 100, QoS 0, window 4", Shape.closed(1, 100, 4), 0);
  static final WireCase MQTT_FANOUT_100_QOS1 =
      mqtt(
          "mqtt-fanout-100-qos1",
          "MQTT fan-out 1 x 100, QoS 1, window 4",
          Shape.closed(1, 100, 4),
          1);

  static final List<WireCase> ALL =
      List.of(
          publish("ingest-1", "ingest, 1 publisher", Shape.closed(1, 0, 1)),
          INGEST_100,
          publish("ingest-1000", "ingest, 1,000 publishers", Shape.closed(1_000, 0, 1)),
          publish("ingest-50", "ingest, 50 publishers, window 20", Shape.closed(50, 0, 20)),
          publish("fanout-1", "fan-out 1 x 1, window 1", Shape.closed(1, 1, 1)),
          publish("fanout-10", "fan-out 1 x 10, window 8", Shape.closed(1, 10, 8)),
          FANOUT_100,
          publish("fanout-100-alone", "fan-out 1 x 100, window 1", Shape.closed(1, 100, 1)),
          publish("fanout-1000", "fan-out 1 x 1,000, window 2", Shape.closed(1, 1_000, 2)),
          publish("nodes-100", "100 nodes x 10, window 1", Shape.closed(100, 10, 1)),
          publish(
              "fanout-100-4k", "fan-out 1 x 100, 4 KiB, window 4", new Shape(1, 100, 4, LARGE, 0)),
          new WireCase(
              "retrieve-10",
              "last 10 items, 20 clients",
              "request",
              20,
              Map.of(),
              (server, id) -> new RetrieveLoad(server, id, 20),
              null),
          CHAT_50,
          new WireCase(
              "pep-10",
              "PEP, 1 x 10 contacts, window 8",
              "delivery",
              11,
              Map.of(),
              (server, id) -> new PepLoad(server, id, 10, 8),
              null),
          new WireCase(
              "pep-1000",
              "PEP, 1 x 1,000 contacts, window 2",
              "delivery",
              1_001,
              Map.of("PIPIT_QUOTAS__ROSTER_ITEMS", "2000"),
              (server, id) -> new PepLoad(server, id, 1_000, 2),
              null),
          new WireCase(
              "login-plain",
              "logins, PLAIN, 32 at a time",
              "login",
              LoginLoad.ACCOUNTS,
              Map.of(),
              (server, id) -> new LoginLoad(server, false),
              null),
          new WireCase(
              "login-scram",
              "logins, SCRAM-SHA-256 with kept keys, 32 at a time",
              "login",
              LoginLoad.ACCOUNTS,
              Map.of(),
              (server, id) -> new LoginLoad(server, true),
              null),
          publish(
              "rate-10k",
              "4 nodes x 50, 10,000 deliveries/s due",
              new Shape(4, 50, 0, Load.PAYLOAD_BYTES, 200)),
          INGEST_100.with(
              "ingest-100-heap",
              "ingest, 100 publishers, store.view: heap",
              Map.of("PIPIT_STORE__VIEW", "heap")),
          MQTT_INGEST_100,
          MQTT_INGEST_100_QOS0,
          MQTT_FANOUT_100,
          mqtt(
              "mqtt-fanout-100-alone",
              "MQTT fan-out 1 x 100, QoS 0, window 1",
              Shape.closed(1, 100, 1),
              0),
          MQTT_FANOUT_100_QOS1,
          mqtt(
              "mqtt-fanout-1000",
              "MQTT fan-out 1 x 1,000, QoS 0, window 2",
              Shape.closed(1, 1_000, 2),
              0));

  /** Those that run at any node and any server, whatever its settings. */
  static final List<WireCase> ANYWHERE =
      ALL.stream().filter(one -> one.settings().isEmpty()).toList();

  static List<String> names(List<WireCase> cases) {
    return cases.stream().map(WireCase::name).toList();
  }

  private static WireCase publish(String name, String title, Shape shape) {
    int qos = shape.subscribers() == 0 ? 1 : 0;
    return new WireCase(
        name,
        title,
        unit(shape),
        shape.accounts(),
        Map.of(),
        (server, id) -> new PublishLoad(server, id, shape),
        (server, id) -> new MqttLoad(server, id, shape, qos));
  }

  private static WireCase mqtt(String name, String title, Shape shape, int qos) {
    Loads load = (server, id) -> new MqttLoad(server, id, shape, qos);
    return new WireCase(name, title, unit(shape), shape.accounts(), Map.of(), load, load);
  }

  private static String unit(Shape shape) {
    return shape.subscribers() == 0 ? "publish" : "delivery";
  }

  private WireCase with(String newName, String newTitle, Map<String, String> newSettings) {
    return new WireCase(newName, newTitle, unit, accounts, newSettings, loads, mqtt);
  }
}
