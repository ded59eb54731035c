package io.pipit.broker.durability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.bridges.mqtt.link.MosquittoBroker;
import io.pipit.broker.cli.CommandLineRun;
import io.pipit.devices.client.PubsubItem;
import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A node with a bridge to a Mosquitto, publishers on both sides, and every minute an outage of
 * another kind. At the end everything that was acknowledged to its publisher is on the other side,
 * of QoS 2 exactly once, of QoS 1 as one item, in the order of its topic; and the node has neither
 * more threads nor more files open than at the beginning.
 *
 * <p>{@code -Dpipit.test.soak.minutes=N} says how long; {@code -Dpipit.test.soak.period=N} how many
 * seconds one of its "minutes" has.
 */
class BridgeSoakTest {

  private static final int MINUTES = Integer.getInteger("pipit.test.soak.minutes", 30);
  private static final int PERIOD_SECONDS = Integer.getInteger("pipit.test.soak.period", 60);
  private static final int OUTAGE_SECONDS = 10;
  private static final long PATIENCE_SECONDS = Integer.getInteger("pipit.test.soak.patience", 120);
  private static final long LOOK_MILLIS = 50;

  /** Of this many outages one is our own: between two of them the node shows what it grows by. */
  private static final int NODE_KILL_EVERY = 10;

  private static final int PER_SECOND = 12;
  private static final int MORE_THREADS = 20;
  private static final int MORE_FILES = 50;
  private static final double MORE_HEAP_BYTES = 48 * 1_048_576.0;
  private static final String ACCOUNT = "soak";
  private static final String PASSWORD = "pencil";
  private static final String HERE = "out/";
  private static final String THERE = "from/";

  /** What goes wrong. */
  private enum Outage {
    BROKER_KILL("Mosquitto SIGKILL"),
    BROKER_STOP("Mosquitto SIGTERM"),
    BROKER_FREEZE("Mosquitto SIGSTOP"),
    LINK_CUT("connection reset"),
    PAUSE("pipit bridge pause"),
    NODE_KILL("own SIGKILL");

    private final String shown;

    Outage(String shown) {
      this.shown = shown;
    }
  }

  private final Path folder;
  private final Vertx vertx = Vertx.vertx();
  private final Map<NumberedStream, PacedPublisher> out = new LinkedHashMap<>();
  private final Map<NumberedStream, PacedPublisher> in = new LinkedHashMap<>();
  private @Nullable MosquittoBroker mosquitto;
  private @Nullable BreakableLink link;
  private @Nullable DurableWatcher watcher;
  private volatile @Nullable ChildNode node;

  BridgeSoakTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @AfterEach
  void end() throws Exception {
    List<PacedPublisher> publishers = new ArrayList<>(out.values());
    publishers.addAll(in.values());
    ChildNode running = node;
    if (running != null) {
      running.close();
    }
    if (mosquitto != null) {
      mosquitto.close();
    }
    for (PacedPublisher one : publishers) {
      one.close();
    }
    if (watcher != null) {
      watcher.close();
    }
    if (link != null) {
      link.close();
    }
    Session.await(vertx.close());
  }

  @Test
  @Tag("soak")
  @Timeout(value = 6, unit = TimeUnit.HOURS)
  void nothingIsLostByOutages() throws Exception {
    Files.writeString(folder.resolve("password"), PASSWORD + "\n");
    Path own = Files.createDirectories(folder.resolve("mosquitto"));
    MosquittoBroker broker =
        new MosquittoBroker(
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
    mosquitto = broker;
    BreakableLink way = new BreakableLink(broker.port());
    link = way;
    start(way.port());
    // From here on Mosquitto keeps what is for the bridge.
    broker.awaitLog(0, "pipit-localhost-plant 2 from/#");
    DurableWatcher sees = new DurableWatcher(broker.port(), "there/#", this::seen);
    watcher = sees;
    publishFromHere();
    publishFromThere(broker.port());
    awaitArrived(targets());

    Outages outages = new Outages(broker, way, sees);
    List<ProcessFigures> life = new ArrayList<>(List.of(ProcessFigures.of(node())));
    System.out.printf("start: %s%n", life.get(0));
    long begin = System.nanoTime();
    for (int minute = 1; minute <= MINUTES; minute++) {
      Outage outage = outages.next(minute);
      String told = outages.run(outage);
      if (outage == Outage.NODE_KILL) {
        checkLife(life);
        life.clear();
      }
      life.add(ProcessFigures.of(node()));
      System.out.printf(
          "minute %d, %s: %s; %d out, %d in; %s; %s%n",
          minute, outage.shown, told, count(out), count(in), life.get(life.size() - 1), counted());
      awaitTime(begin + TimeUnit.SECONDS.toNanos((long) minute * PERIOD_SECONDS));
    }
    for (PacedPublisher one : all()) {
      one.hold();
    }
    awaitArrived(targets());
    checkLife(life);
    readItems();
    List<String> wrong = new ArrayList<>();
    for (Map<NumberedStream, PacedPublisher> side : List.of(out, in)) {
      for (NumberedStream stream : side.keySet()) {
        System.out.println(stream.figures());
        wrong.addAll(stream.wrong());
        stream.missing().forEach(number -> wrong.add(stream.name + ": " + number + " is missing"));
      }
    }
    assertEquals(List.of(), wrong);
    assertEquals(List.of(), node().defects(), node()::output);
  }

  private static int count(Map<NumberedStream, PacedPublisher> side) {
    return side.keySet().stream().mapToInt(NumberedStream::count).sum();
  }

  /** Threads, files and heap of one process stay as they are. */
  private static void checkLife(List<ProcessFigures> life) {
    ProcessFigures first = life.get(0);
    ProcessFigures last = life.get(life.size() - 1);
    String both = first + " became " + last;
    assertTrue(last.threads() <= first.threads() + MORE_THREADS, both);
    assertTrue(last.files() <= first.files() + MORE_FILES, both);
    assertTrue(last.heapBytes() <= first.heapBytes() + MORE_HEAP_BYTES, both);
  }

  private ChildNode node() {
    ChildNode running = node;
    if (running == null) {
      throw new AssertionError("no node");
    }
    return running;
  }

  private List<PacedPublisher> all() {
    List<PacedPublisher> all = new ArrayList<>(out.values());
    all.addAll(in.values());
    return all;
  }

  private void start(int port) throws Exception {
    String bridges =
        """
        [{name: plant, addresses: ['mqtt://127.0.0.1:%d'], keepalive: 3s,
          backoff: {base: 200ms, cap: 2s, stable: 5s},
          buffer: {max_items: 100000, max_bytes: 64MiB, max_age: 1d},
          subscribe: [{filter: 'from/#', node: 'in/{*}', qos: 2}],
          publish: [{nodes: ['out/q1/#'], topic: 'there/q1/{*}', qos: 1},
                    {nodes: ['out/q2/#'], topic: 'there/q2/{*}', qos: 2}]}]
        """
            .formatted(port);
    node =
        ChildNode.start(
                folder,
                Map.of(
                    "PIPIT_INIT__USERS",
                    ACCOUNT + ":password",
                    "PIPIT_PUBSUB__TEMPLATES",
                    "#,in/# max_items=1000000,out/# max_items=10",
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
  private Map<NumberedStream, int[]> targets() {
    Map<NumberedStream, int[]> targets = new LinkedHashMap<>();
    for (Map<NumberedStream, PacedPublisher> side : List.of(out, in)) {
      side.keySet().forEach(stream -> targets.put(stream, stream.lastAcknowledged()));
    }
    return targets;
  }

  private void awaitArrived(Map<NumberedStream, int[]> targets) throws Exception {
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
    for (PacedPublisher one : all()) {
      words.add(one.toString());
    }
    words.add(String.valueOf(watcher));
    words.add(CommandLineRun.in(folder).run("bridge", "status", "plant").out());
    words.add(node().output());
    if (mosquitto != null) {
      mosquitto.log().stream()
          .filter(line -> !line.contains("Saving in-memory"))
          .forEach(words::add);
    }
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
    } catch (java.util.concurrent.CompletionException notThere) {
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

  /** Everything that came to the node is an item there. */
  private void readItems() {
    Session.Door door = door();
    Session session = door.login(ACCOUNT, PASSWORD, "read");
    for (NumberedStream stream : in.keySet()) {
      for (String topic : stream.topics()) {
        for (PubsubItem item : session.items("in/" + topic)) {
          stream.arrived(number(item), item.id());
        }
      }
    }
    door.close();
  }

  /** What the node says of its bridge since it was started. */
  private String counted() throws Exception {
    List<String> metrics = ProcessFigures.metrics(node());
    return String.format(
        "%.0f again, %.0f dropped, %.0f connections",
        ProcessFigures.metric(metrics, "pipit_bridge_duplicates_total{"),
        ProcessFigures.metric(metrics, "pipit_bridge_dropped_total{"),
        ProcessFigures.metric(metrics, "pipit_bridge_connects_total{"));
  }

  private static void awaitTime(long nanos) throws InterruptedException {
    long left = nanos - System.nanoTime();
    if (left > 0) {
      TimeUnit.NANOSECONDS.sleep(left);
    }
  }

  /** Does the damage. */
  private final class Outages {
    private final MosquittoBroker broker;
    private final BreakableLink way;
    private final DurableWatcher sees;
    private int turn;

    Outages(MosquittoBroker broker, BreakableLink way, DurableWatcher sees) {
      this.broker = broker;
      this.way = way;
      this.sees = sees;
    }

    Outage next(int minute) {
      if (minute % NODE_KILL_EVERY == NODE_KILL_EVERY / 2) {
        return Outage.NODE_KILL;
      }
      Outage next = Outage.values()[turn];
      turn = (turn + 1) % (Outage.values().length - 1);
      return next;
    }

    /** Runs one to its end, and gives how long it took until what waited had come. */
    String run(Outage outage) throws Exception {
      sees.awaitConnected();
      begin(outage);
      TimeUnit.SECONDS.sleep(Math.min(OUTAGE_SECONDS, PERIOD_SECONDS / 2));
      finish(outage);
      Map<NumberedStream, int[]> waiting = targets();
      long since = System.nanoTime();
      awaitArrived(waiting);
      return "all had come "
          + TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - since)
          + " ms after it";
    }

    private void begin(Outage outage) throws Exception {
      switch (outage) {
        case BROKER_KILL -> killBroker();
        case BROKER_STOP -> broker.stop();
        case BROKER_FREEZE -> broker.freeze();
        case LINK_CUT -> way.cut();
        case PAUSE -> bridge("pause");
        case NODE_KILL -> node().kill();
      }
    }

    private void finish(Outage outage) throws Exception {
      switch (outage) {
        case BROKER_KILL, BROKER_STOP -> broker.start();
        case BROKER_FREEZE -> broker.thaw();
        case LINK_CUT -> way.mend();
        case PAUSE -> bridge("resume");
        case NODE_KILL -> start(way.port());
      }
    }

    /**
     * What Mosquitto has answered and not written yet it loses, and forgets how far a message of
     * QoS 2 was. So these, and what is published there, stand still for a moment; what goes out
     * with QoS 1 does not.
     */
    private void killBroker() throws Exception {
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

    private void bridge(String verb) {
      CommandLineRun.Result result = CommandLineRun.in(folder).run("bridge", verb, "plant");
      assertEquals(0, result.exit(), result.err());
    }
  }
}
