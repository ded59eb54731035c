package io.pipit.broker.durability;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pipit.bridges.mqtt.link.MosquittoBroker;
import io.pipit.broker.cli.CommandLineRun;
import io.pipit.devices.client.PubsubItem;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A node in a process of its own, with a bridge to a Mosquitto that keeps what it has on its disk,
 * and publishers of numbers on both sides: by XMPP and MQTT here, by MQTT there. Confined to its
 * test, but for the streams.
 */
final class BridgedPair implements AutoCloseable {

  static final String BRIDGE = "plant";
  private static final long PATIENCE_SECONDS = 120;
  private static final long LOOK_MILLIS = 50;
  private static final int PER_SECOND = 12;
  private static final String ACCOUNT = "soak";
  private static final String PASSWORD = "pencil";
  private static final String HERE = "out/";
  private static final String THERE = "from/";

  /** Of each topic from there: more than come until they are read, and few enough to see a leak. */
  private static final int KEPT_ITEMS = 2_000;

  /** With a short history, and a cache that is soon full: what the heap grows by then is a leak. */
  private static final String TEMPLATES =
      "#,in/# max_items="
          + KEPT_ITEMS
          + " pipit#history_items=10,out/# max_items=10 pipit#history_items=10";

  final MosquittoBroker broker;

  /** On which the bridge comes to the broker. */
  final BreakableLink link;

  final DurableWatcher watcher;
  private final Path folder;
  private final Vertx vertx = Vertx.vertx();
  private final Map<NumberedStream, PacedPublisher> out = new LinkedHashMap<>();
  private final Map<NumberedStream, PacedPublisher> in = new LinkedHashMap<>();
  private final Set<String> read = new HashSet<>();

  /** The publishers connect to the one that is there. */
  private volatile @Nullable ChildNode node;

  /** Starts everything, and waits until numbers come on both sides. */
  BridgedPair(Path folder) throws Exception {
    this.folder = folder;
    Files.writeString(folder.resolve("password"), PASSWORD + "\n");
    broker = persistent(folder);
    link = new BreakableLink(broker.port());
    startNode();
    // From here on Mosquitto keeps what is for the bridge.
    broker.awaitLog(0, "pipit-localhost-plant 2 from/#");
    watcher = new DurableWatcher(broker.port(), "there/#", this::seen);
    publishFromHere();
    publishFromThere(broker.port());
    awaitArrived(targets());
  }

  /** A Mosquitto that says little, and keeps sessions and what waits for them. */
  static MosquittoBroker persistent(Path folder) throws Exception {
    Path own = Files.createDirectories(folder.resolve("mosquitto"));
    return new MosquittoBroker(
        own,
        "allow_anonymous true",
        "persistence true",
        "persistence_location " + own + "/",
        "autosave_interval 1",
        "max_inflight_messages 0",
        "max_queued_messages 0",
        "log_type error",
        "log_type warning",
        "log_type notice",
        "log_type information",
        "log_type subscribe");
  }

  ChildNode node() {
    ChildNode running = node;
    if (running == null) {
      throw new AssertionError("no node");
    }
    return running;
  }

  /** Starts a node on the data of the one before. */
  void startNode() throws Exception {
    String bridges =
        """
        [{name: plant, addresses: ['mqtt://127.0.0.1:%d'], keepalive: 3s,
          backoff: {base: 200ms, cap: 2s, stable: 5s},
          buffer: {max_items: 100000, max_bytes: 64MiB, max_age: 1d},
          subscribe: [{filter: 'from/#', node: 'in/{*}', qos: 2}],
          publish: [{nodes: ['out/q1/#'], topic: 'there/q1/{*}', qos: 1},
                    {nodes: ['out/q2/#'], topic: 'there/q2/{*}', qos: 2}]}]
        """
            .formatted(link.port());
    node =
        ChildNode.start(
                folder,
                Map.of(
                    "PIPIT_INIT__USERS",
                    ACCOUNT + ":password",
                    "PIPIT_PUBSUB__TEMPLATES",
                    TEMPLATES,
                    "PIPIT_STORE__CACHE_BYTES",
                    "4MiB",
                    "PIPIT_BRIDGES",
                    bridges))
            .awaitReady();
  }

  private void publishFromHere() {
    for (int qos = 1; qos <= 2; qos++) {
      int level = qos;
      NumberedStream byXmpp = new NumberedStream("q" + qos + "/xmpp", qos);
      out.put(byXmpp, new PacedPublisher(byXmpp, HERE, PER_SECOND, () -> xmpp(byXmpp.name)));
      NumberedStream byMqtt = new NumberedStream("q" + qos + "/mqtt", qos);
      out.put(
          byMqtt,
          new PacedPublisher(
              byMqtt,
              HERE,
              PER_SECOND,
              () ->
                  PacedPublisher.mqtt(
                      node().mqttPort(), byMqtt.name, ACCOUNT, PASSWORD, level, "")));
    }
  }

  private PacedPublisher.Link xmpp(String resource) {
    return PacedPublisher.xmpp(door(), ACCOUNT, PASSWORD, resource);
  }

  private Session.Door door() {
    return new Session.Door(vertx, node().port(), Session.Door.noKeys());
  }

  /** Of QoS 1 with ids of their own, so that what comes twice is one item. */
  private void publishFromThere(int port) {
    for (int qos = 1; qos <= 2; qos++) {
      int level = qos;
      NumberedStream stream = new NumberedStream("q" + qos + "/other", qos);
      in.put(
          stream,
          new PacedPublisher(
              stream,
              THERE,
              PER_SECOND,
              () ->
                  PacedPublisher.mqtt(
                      port, stream.name, "", "", level, level == 1 ? "pipit-id" : "")));
    }
  }

  private void seen(String topic, String id, String text) {
    for (NumberedStream stream : out.keySet()) {
      if (topic.startsWith("there/" + stream.name + "/")) {
        stream.arrived(Integer.parseInt(text), id);
      }
    }
  }

  /** What has to come now. */
  Map<NumberedStream, int[]> targets() {
    Map<NumberedStream, int[]> targets = new LinkedHashMap<>();
    for (Map<NumberedStream, PacedPublisher> side : List.of(out, in)) {
      side.keySet().forEach(stream -> targets.put(stream, stream.lastAcknowledged()));
    }
    return targets;
  }

  void awaitArrived(Map<NumberedStream, int[]> targets) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    Session.Door door = door();
    Session session = door.login(ACCOUNT, PASSWORD, "look");
    for (Map.Entry<NumberedStream, int[]> target : targets.entrySet()) {
      NumberedStream stream = target.getKey();
      while (!isThere(target.getValue(), newest(stream, session))) {
        if (System.nanoTime() > end) {
          throw new AssertionError("not all of " + stream.figures() + " comes\n" + lastWords());
        }
        TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
      }
    }
    door.close();
  }

  /** What everybody says at the end, for whom it may concern. */
  private String lastWords() {
    List<String> words = new ArrayList<>();
    for (PacedPublisher one : publishers()) {
      words.add(one.toString());
    }
    words.add(watcher.toString());
    words.add(CommandLineRun.in(folder).run("bridge", "status", "plant").out());
    words.add(node().output());
    broker.log().stream().filter(line -> !line.contains("Saving in-memory")).forEach(words::add);
    return String.join("\n", words);
  }

  private int[] newest(NumberedStream stream, Session session) {
    if (out.containsKey(stream)) {
      return stream.newest();
    }
    return stream.topics().stream().mapToInt(topic -> newest("in/" + topic, session)).toArray();
  }

  private static int newest(String name, Session session) {
    try {
      List<PubsubItem> newest = Session.await(session.pubsub().newest(name, 1));
      return newest.isEmpty() ? 0 : number(newest.get(0));
    } catch (CompletionException notThere) {
      return 0; // its node comes with its first item
    }
  }

  private static int number(PubsubItem item) {
    return Integer.parseInt(item.toDisplay());
  }

  private static boolean isThere(int[] target, int[] newest) {
    for (int topic = 0; topic < target.length; topic++) {
      if (newest[topic] < target[topic]) {
        return false;
      }
    }
    return true;
  }

  /** What came to the node is an item there, for a while. */
  void readItems() {
    Session.Door door = door();
    Session session = door.login(ACCOUNT, PASSWORD, "read");
    for (NumberedStream stream : in.keySet()) {
      for (String topic : stream.topics()) {
        for (PubsubItem item : session.items("in/" + topic)) {
          if (read.add(topic + ' ' + item.id())) {
            stream.arrived(number(item), item.id());
          }
        }
      }
    }
    door.close();
  }

  /** Nobody publishes any more, and everything has come. */
  void settle() throws Exception {
    for (PacedPublisher one : publishers()) {
      one.hold();
    }
    awaitArrived(targets());
  }

  /** After {@link #settle}: prints what became of each stream, and gives what is wrong. */
  List<String> verdict() {
    readItems();
    List<String> wrong = new ArrayList<>();
    for (Map<NumberedStream, PacedPublisher> side : List.of(out, in)) {
      for (NumberedStream stream : side.keySet()) {
        System.out.println((side == out ? "out " : "in ") + stream.figures());
        wrong.addAll(stream.wrong());
        stream.missing().forEach(number -> wrong.add(stream.name + ": " + number + " is missing"));
      }
    }
    wrong.addAll(node().defects());
    return wrong;
  }

  /**
   * Kills Mosquitto, which loses what it has answered and not written yet, and forgets how far a
   * message of QoS 2 was. So these, and what is published there, stand still for a moment; what
   * goes out with QoS 1 does not.
   */
  void killBroker() throws Exception {
    List<PacedPublisher> held = new ArrayList<>(in.values());
    out.forEach(
        (stream, publisher) -> {
          if (stream.qos == 2) {
            held.add(publisher);
          }
        });
    for (PacedPublisher one : held) {
      one.hold();
    }
    awaitArrived(targets());
    broker.save();
    broker.kill();
    held.forEach(PacedPublisher::release);
  }

  /** {@code pipit bridge pause} and so on. */
  void command(String verb) {
    CommandLineRun.Result result = CommandLineRun.in(folder).run("bridge", verb, BRIDGE);
    assertEquals(0, result.exit(), result.err());
  }

  /** How many were acknowledged so far. */
  String counts() {
    return count(out) + " out, " + count(in) + " in";
  }

  private static int count(Map<NumberedStream, PacedPublisher> side) {
    return side.keySet().stream().mapToInt(NumberedStream::count).sum();
  }

  private List<PacedPublisher> publishers() {
    List<PacedPublisher> all = new ArrayList<>(out.values());
    all.addAll(in.values());
    return all;
  }

  @Override
  public void close() throws IOException {
    node().close();
    broker.close();
    for (PacedPublisher one : publishers()) {
      one.close();
    }
    watcher.close();
    link.close();
    Session.await(vertx.close());
  }
}
