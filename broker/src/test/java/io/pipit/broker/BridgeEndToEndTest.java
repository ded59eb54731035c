package io.pipit.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.pipit.bridges.mqtt.Bridge;
import io.pipit.bridges.mqtt.link.MosquittoBroker;
import io.pipit.broker.cli.CommandLineRun;
import io.pipit.broker.cli.CommandLineRun.Result;
import io.pipit.broker.config.Configuration;
import io.pipit.broker.config.ConfigurationLoader;
import io.pipit.broker.durability.ChildNode;
import io.pipit.broker.interop.ForeignProgram;
import io.pipit.broker.mqtt.MosquittoSub;
import io.pipit.xmpp.xml.XmlWriter;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Nodes with bridges to a Mosquitto, driven from both sides. */
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class BridgeEndToEndTest {

  private static final String CLIENT = "pipit-localhost-plant";

  private final Path folder;
  private MosquittoBroker mosquitto;

  BridgeEndToEndTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @BeforeEach
  void startMosquitto() throws Exception {
    ForeignProgram.requireProgram(MosquittoSub.PROGRAM, "mosquitto-clients");
    Path own = Files.createDirectories(folder.resolve("mosquitto"));
    mosquitto = new MosquittoBroker(own, "allow_anonymous true");
  }

  @AfterEach
  void stopMosquitto() {
    if (mosquitto != null) {
      mosquitto.close();
    }
  }

  /**
   * The bridge of these tests. It tries again by itself only after an hour, so that a test says
   * when it does.
   */
  private String plant(String more) {
    return """
        [{name: plant, addresses: ['mqtt://127.0.0.1:%d'], backoff: {base: 1h, cap: 1d},
          subscribe: [{filter: 'sensors/#', node: 'plant/{*}'}],
          publish: [{nodes: ['commands/#'], topic: 'cmd/{*}'}]%s}]
        """
        .formatted(mosquitto.port(), more.isEmpty() ? "" : ", " + more);
  }

  private TestNode start(String bridges) {
    TestNode node =
        TestNode.start(
            folder, Map.of("PIPIT_BRIDGES", bridges, "PIPIT_LISTENERS__C2S__TLS", "off"));
    return node.account("juliet", "j");
  }

  private void awaitSubscribed(int from) throws InterruptedException {
    mosquitto.awaitLog(from, "Sending SUBACK to " + CLIENT);
  }

  private void pub(String... arguments) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                "/usr/bin/mosquitto_pub",
                "-h",
                "127.0.0.1",
                "-p",
                String.valueOf(mosquitto.port()),
                "-V",
                "5",
                "-q",
                "1"));
    command.addAll(List.of(arguments));
    ForeignProgram.Result result = ForeignProgram.run(folder, command);
    assertEquals(0, result.exit(), result.output());
  }

  /** Subscribes to the items of all nodes that a filter matches. */
  private static void subscribe(WireClient client, String filter) throws IOException {
    client.pubsub(
        "set",
        "sub",
        "<subscribe jid='"
            + client.address()
            + "' node='"
            + filter
            + "'/><options><x xmlns='jabber:x:data' type='submit'><field var='FORM_TYPE'>"
            + "<value>http://jabber.org/protocol/pubsub#subscribe_options</value></field>"
            + "<field var='pubsub#subscription_type'><value>items</value></field>"
            + "<field var='pubsub#subscription_depth'><value>all</value></field></x></options>");
    client.answer("result", "sub");
  }

  private static void publish(WireClient client, String node, String json) throws IOException {
    client.pubsub(
        "set",
        "pub",
        "<publish node='"
            + node
            + "'><item><json xmlns='urn:xmpp:json:0'>"
            + json
            + "</json></item></publish>");
    client.answer("result", "pub");
  }

  /** Reads up to the element with that text. */
  private static String until(WireClient client, String part) throws IOException {
    String text = XmlWriter.text(client.next());
    while (!text.contains(part)) {
      text = XmlWriter.text(client.next());
    }
    return text;
  }

  private static HttpResponse<String> get(TestNode node, String path) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + node.httpPort() + path))
                .header("Authorization", "Bearer " + TestNode.ADMIN_TOKEN)
                .build(),
            HttpResponse.BodyHandlers.ofString());
  }

  /** The command line as it finds this node. */
  private CommandLineRun pipit(TestNode node) throws IOException {
    Files.writeString(
        folder.resolve("data/run.json"),
        """
        {"pid": %d, "domain": "localhost", "token": "%s", "addresses": {"http": "127.0.0.1:%d"}}
        """
            .formatted(ProcessHandle.current().pid(), TestNode.ADMIN_TOKEN, node.httpPort()));
    return CommandLineRun.in(folder);
  }

  private Configuration configuration(String bridges) throws Exception {
    return ConfigurationLoader.load(
            folder, Map.of("PIPIT_BRIDGES", bridges), Optional.empty(), Map.of())
        .configuration();
  }

  @Test
  void messageIsAnItemForSubscribersAndInTheHistory() throws Exception {
    try (TestNode node = start(plant(""));
        WireClient juliet = WireClient.login(node, "juliet", "j", "r")) {
      awaitSubscribed(0);
      subscribe(juliet, "plant/#");
      Instant before = Instant.now().minusMillis(1);
      pub(
          "-t",
          "sensors/a",
          "-m",
          "{\"t\":21.5}",
          "-D",
          "publish",
          "user-property",
          "pipit-id",
          "i7");
      String event = until(juliet, "<event ");
      assertTrue(event.contains("node='plant/a'"), event);
      assertTrue(event.contains("id='i7'"), event);
      assertTrue(event.contains(":21.5}</json>"), event);
      Instant after = Instant.now().plusMillis(1);

      juliet.send(
          "<iq type='set' id='mam' to='pubsub.localhost'>"
              + "<query xmlns='urn:xmpp:mam:2' node='plant/a'/></iq>");
      String archived = until(juliet, "<forwarded ");
      assertTrue(archived.contains("id='i7'"), archived);
      Matcher stamp = Pattern.compile("stamp='([^']+)'").matcher(archived);
      assertTrue(stamp.find(), archived);
      Instant time = Instant.parse(stamp.group(1));
      assertTrue(
          time.plusMillis(1).isAfter(before) && time.isBefore(after),
          before + " " + time + " " + after);
      juliet.answer("result", "mam");
      // Who publishes to a node that is not there makes it, and owns it.
      String made = get(node, "/api/v1/nodes/plant%2Fa").body();
      assertTrue(made.contains("[\"bridge-plant@localhost\"]"), made);
    }
  }

  @Test
  void itemIsAMessage() throws Exception {
    try (TestNode node = start(plant(""));
        WireClient juliet = WireClient.login(node, "juliet", "j", "r");
        MosquittoSub sub = new MosquittoSub(mosquitto.port(), "-t", "cmd/#", "-q", "1")) {
      publish(juliet, "commands/x/y", "{\"on\":true}");
      assertEquals("cmd/x/y 1 0 {\"on\":true}", sub.message());
    }
  }

  /** The nodes of a plant are more than an account may have, and have a bound of their own. */
  @Test
  void nodesOfABridgeHaveTheirOwnBound() throws Exception {
    Map<String, String> settings =
        Map.of(
            "PIPIT_BRIDGES",
            plant("max_nodes: 4"),
            "PIPIT_QUOTAS__NODES",
            "2",
            "PIPIT_LISTENERS__C2S__TLS",
            "off");
    try (TestNode node = TestNode.start(folder, settings)) {
      awaitSubscribed(0);
      // One has the state of the bridge, so that the fourth of these is one too many.
      for (String topic : List.of("a", "b", "c", "d", "a")) {
        pubUntilAcknowledged(topic);
      }
      CommandLineRun pipit = pipit(node);
      JsonObject status = statusOf(pipit);
      assertEquals(
          new JsonObject().put("published", 4).put("dropped", new JsonObject().put("quota", 1)),
          status.getJsonObject("in"));
      assertEquals("sensors/d", status.getJsonObject("last_drop").getString("what"));
      node.broker().apply(configuration(plant("max_nodes: 5")));
      pubUntilAcknowledged("d");
      assertEquals(5, statusOf(pipit).getJsonObject("in").getInteger("published"));
    }
  }

  private static JsonObject statusOf(CommandLineRun pipit) {
    return new JsonObject(pipit.run("bridge", "status", "plant", "-o", "json").out());
  }

  /** By then the bridge has done with it, and counted it. */
  private void pubUntilAcknowledged(String topic) throws Exception {
    int from = mosquitto.logSize();
    pub("-t", "sensors/" + topic, "-m", topic);
    mosquitto.awaitLog(from, "Received PUBACK from " + CLIENT);
  }

  /** What is dropped, and why there is no connection, is read by programs too. */
  @Test
  void logOfABridgeHasMembers() throws Exception {
    BlockingQueue<ILoggingEvent> events = new LinkedBlockingQueue<>();
    AppenderBase<ILoggingEvent> keeping =
        new AppenderBase<>() {
          @Override
          protected void append(ILoggingEvent event) {
            events.add(event);
          }
        };
    Logger logger = (Logger) LoggerFactory.getLogger(Bridge.class);
    Level before = logger.getLevel();
    keeping.start();
    logger.addAppender(keeping);
    logger.setLevel(Level.INFO);
    try {
      breakTheBridge(events);
      assertEquals("2", event(events, "bridge.drop").get("count"), "told at the end");
      assertEquals("2", event(events, "bridge.refused").get("count"), "told at the end");
      assertTrue(events.stream().noneMatch(each -> each.getFormattedMessage().contains("event=")));
    } finally {
      logger.detachAppender(keeping);
      logger.setLevel(before);
    }
  }

  private void breakTheBridge(BlockingQueue<ILoggingEvent> events) throws Exception {
    try (TestNode node = start(plant(""));
        WireClient juliet = WireClient.login(node, "juliet", "j", "r")) {
      awaitSubscribed(0);
      subscribe(juliet, "plant/#");
      assertEquals("5", event(events, "bridge.up").get("version"));
      String deep = "sensors" + "/a".repeat(17);
      pub("-t", deep, "-m", "lost");
      Map<String, String> drop = event(events, "bridge.drop");
      assertEquals("in", drop.get("direction"));
      assertEquals("bad_topic", drop.get("reason"));
      assertEquals("1", drop.get("count"));
      assertTrue(String.valueOf(drop.get("first")).startsWith(deep), drop.toString());
      pub("-t", deep, "-m", "lost");
      pub("-t", deep, "-m", "lost");
      pub("-t", "sensors/last", "-m", "kept");
      until(juliet, "node='plant/last'");
      mosquitto.kill();
      assertTrue(String.valueOf(event(events, "bridge.down").get("err")).contains("127.0.0.1"));
      assertEquals(0, pipit(node).run("bridge", "resume", "plant").exit());
      assertEquals("1", event(events, "bridge.refused").get("count"));
      for (int i = 0; i < 2; i++) {
        assertEquals(0, pipit(node).run("bridge", "pause", "plant").exit());
        assertEquals(0, pipit(node).run("bridge", "resume", "plant").exit());
        awaitAttempts(pipit(node), 3 + i);
      }
      List<String> status = pipit(node).run("bridge", "status", "plant").lines();
      assertTrue(status.contains("    bad_topic: 3"), status.toString());
    }
  }

  /** Waits until so many have ended. */
  private static void awaitAttempts(CommandLineRun pipit, int many) {
    JsonObject status = statusOf(pipit);
    while (status.getInteger("attempts") < many || status.getString("state").equals("connecting")) {
      status = statusOf(pipit);
    }
  }

  /** The members of the next event of that name. */
  private static Map<String, String> event(BlockingQueue<ILoggingEvent> events, String name)
      throws InterruptedException {
    while (true) {
      ILoggingEvent next = events.poll(60, TimeUnit.SECONDS);
      assertNotNull(next, "no " + name);
      Map<String, String> members =
          next.getKeyValuePairs().stream()
              .collect(Collectors.toMap(pair -> pair.key, pair -> String.valueOf(pair.value)));
      assertEquals("plant", members.get("bridge"), members.toString());
      if (name.equals(members.get("event"))) {
        return members;
      }
    }
  }

  @Test
  void bridgeThatIsDownIsSeenEverywhereAndComesBack() throws Exception {
    try (TestNode node = start(plant(""));
        WireClient juliet = WireClient.login(node, "juliet", "j", "r")) {
      awaitSubscribed(0);
      CommandLineRun pipit = pipit(node);
      assertTrue(pipit.run("bridge", "ls").out().startsWith("plant up mqtt://127.0.0.1:"));
      assertEquals(0, pipit.run("bridge", "test", "plant").exit());
      assertTrue(get(node, "/metrics").body().contains("pipit_bridge_up{bridge=\"plant\",} 1.0"));
      assertEquals("ok", part(get(node, "/healthz").body()).getString("status"));

      subscribe(juliet, "bridges/#");
      mosquitto.kill();
      until(juliet, ">{&quot;state&quot;:&quot;down&quot;");
      HttpResponse<String> health = get(node, "/healthz");
      assertEquals(200, health.statusCode());
      assertEquals(
          new JsonObject().put("status", "degraded").put("detail", "plant is down"),
          part(health.body()));
      assertTrue(get(node, "/metrics").body().contains("pipit_bridge_up{bridge=\"plant\",} 0.0"));
      List<String> status = pipit.run("bridge", "status", "plant").lines();
      assertTrue(status.contains("state: down"), status.toString());
      assertTrue(status.stream().anyMatch(line -> line.startsWith("last_error: ")));
      assertTrue(status.stream().anyMatch(line -> line.startsWith("next_try: ")));
      Result test = pipit.run("bridge", "test", "plant");
      assertEquals(1, test.exit());
      assertTrue(test.err().contains(" tcp: failed, "), test.err());

      node.broker().apply(configuration(plant("required: true")));
      HttpResponse<String> failed = get(node, "/healthz");
      assertEquals(503, failed.statusCode());
      assertEquals("plant is down and is required", part(failed.body()).getString("detail"));

      int from = mosquitto.logSize();
      mosquitto.start();
      assertEquals(0, pipit.run("bridge", "resume", "plant").exit());
      awaitSubscribed(from);
      assertEquals(200, get(node, "/healthz").statusCode());
    }
  }

  private static JsonObject part(String healthz) {
    return new JsonObject(healthz).getJsonObject("parts").getJsonObject("bridges");
  }

  @Test
  void deviceWhoseConnectionDiesIsUnavailable() throws Exception {
    long unused = killDevices(1);
  }

  @Test
  @Tag("soak")
  void devicesWhoseConnectionsDieAreUnavailableSoon() throws Exception {
    System.out.printf(
        "20 devices killed: unavailable after %d ms at most%n",
        TimeUnit.NANOSECONDS.toMillis(killDevices(20)));
  }

  /** Has clients with a last will die, and gives how long it took at most until that was shown. */
  private long killDevices(int times) throws Exception {
    String state = "dev/juliet/$state";
    long longest = 0;
    try (TestNode node = start(plant("presence: [{filter: 'dev/+/$state', device: '{1}'}]"));
        WireClient juliet = WireClient.login(node, "juliet", "j", "r")) {
      awaitSubscribed(0);
      juliet.send("<presence/>"); // from now on it sees the other resources of its account
      for (int i = 0; i < times; i++) {
        MosquittoSub device =
            new MosquittoSub(
                mosquitto.port(),
                "-t",
                "nothing",
                "--will-topic",
                state,
                "--will-payload",
                "lost",
                "--will-qos",
                "1");
        pub("-t", state, "-m", "ready");
        String came = until(juliet, "from='juliet@localhost/plant'");
        assertFalse(came.contains("unavailable"), came);
        long since = System.nanoTime();
        device.close();
        String gone = until(juliet, "from='juliet@localhost/plant'");
        assertTrue(gone.contains("type='unavailable'"), gone);
        longest = Math.max(longest, System.nanoTime() - since);
      }
    }
    return longest;
  }

  @Test
  void reloadThatRemovesAFilterUnsubscribesItAndKeepsTheConnection() throws Exception {
    String two = plant("").replace("'plant/{*}'}", "'plant/{*}'}, {filter: 'more/#'}");
    try (TestNode node = start(two)) {
      awaitSubscribed(0);
      int from = mosquitto.logSize();
      node.broker().apply(configuration(plant("")));
      mosquitto.awaitLog(from, "Received UNSUBSCRIBE from " + CLIENT);
      mosquitto.awaitLog(from, "more/#");
      assertEquals(1, mosquitto.logged(" as " + CLIENT + " "), "it is the same connection");

      node.broker().apply(configuration("[]"));
      mosquitto.awaitLog(from, "Received DISCONNECT from " + CLIENT);
      assertFalse(get(node, "/metrics").body().contains("bridge=\"plant\""));
      assertEquals(404, get(node, "/api/v1/bridges/plant").statusCode());
    }
  }

  @Test
  void whatWaitsOutlivesAStopOfTheBridgeButNotItsRemoval() throws Exception {
    try (TestNode node = start(plant(""));
        WireClient juliet = WireClient.login(node, "juliet", "j", "r");
        MosquittoSub sub = new MosquittoSub(mosquitto.port(), "-t", "cmd/#", "-q", "1")) {
      node.broker().apply(configuration(plant("enabled: false")));
      assertEquals(List.of("plant disabled"), pipit(node).run("bridge", "ls").lines());
      assertEquals(7, pipit(node).run("bridge", "pause", "plant").exit());
      publish(juliet, "commands/x", "\"kept\"");
      node.broker().apply(configuration(plant("")));
      assertEquals("cmd/x 1 0 \"kept\"", sub.message());

      node.broker().apply(configuration(plant("enabled: false")));
      publish(juliet, "commands/x", "\"gone\"");
      node.broker().apply(configuration("[]"));
      publish(juliet, "commands/x", "\"nobody collects\"");
      node.broker().apply(configuration(plant("")));
      publish(juliet, "commands/x", "\"new\"");
      assertEquals("cmd/x 1 0 \"new\"", sub.message());
    }
  }

  @Test
  void whatWaitedArrivesAfterTheNodeWasKilledWhileTheBrokerWasDown() throws Exception {
    Map<String, String> environment = Map.of("PIPIT_BRIDGES", plant(""));
    List<String> sent = new ArrayList<>();
    try (ChildNode node = ChildNode.start(folder, environment).awaitReady()) {
      mosquitto.awaitLog(0, " as " + CLIENT + " ");
      mosquitto.kill();
      String password = Files.readAllLines(folder.resolve("data/first-run.txt")).get(0);
      try (WireClient admin = WireClient.login(node.port(), "admin", password, "r")) {
        for (int i = 0; i < 20; i++) {
          publish(admin, "commands/n", String.valueOf(i));
          sent.add("cmd/n 1 0 " + i);
        }
      }
      node.kill();
    }
    mosquitto.start();
    List<String> arrived = new ArrayList<>();
    try (MosquittoSub sub = new MosquittoSub(mosquitto.port(), "-t", "cmd/#", "-q", "1");
        ChildNode node = ChildNode.start(folder, environment).awaitReady()) {
      for (int i = 0; i < sent.size(); i++) {
        arrived.add(sub.message());
      }
      assertEquals(List.of(), node.defects(), node::output);
    }
    assertEquals(sent, arrived);
  }

  /** What a bridge takes a second one sends back, so that all of it is seen at one place. */
  private TestNode sharing(String name) throws IOException {
    String bridges =
        """
        [{name: in, addresses: ['mqtt://127.0.0.1:%1$d'],
          subscribe: [{filter: 'jobs/#', group: workers}]},
         {name: back, addresses: ['mqtt://127.0.0.1:%1$d'],
          publish: [{nodes: ['jobs/#'], topic: 'done/%2$s/{*}'}]}]
        """
            .formatted(mosquitto.port(), name);
    return TestNode.start(
        Files.createDirectories(folder.resolve(name)),
        Map.of("PIPIT_BRIDGES", bridges, "PIPIT_DOMAIN", name + ".test"));
  }

  @Test
  void nodesOfAGroupShareTheMessages() throws Exception {
    try (TestNode a = sharing("a");
        TestNode b = sharing("b");
        MosquittoSub sub = new MosquittoSub(mosquitto.port(), "-t", "done/#", "-q", "1")) {
      assertFalse(a.domain().equals(b.domain()));
      mosquitto.awaitLog(0, "Sending SUBACK to pipit-a.test-in");
      mosquitto.awaitLog(0, "Sending SUBACK to pipit-b.test-in");
      String numbers =
          IntStream.range(0, 40).mapToObj(i -> i + "").collect(Collectors.joining("\n"));
      Path file = Files.writeString(folder.resolve("numbers"), numbers + "\n");
      ForeignProgram.Result sent =
          ForeignProgram.run(
              folder,
              List.of(
                  "/bin/sh",
                  "-c",
                  "/usr/bin/mosquitto_pub -h 127.0.0.1 -p "
                      + mosquitto.port()
                      + " -q 1 -t jobs/x -l < "
                      + file));
      assertEquals(0, sent.exit(), sent.output());
      List<Integer> done = new ArrayList<>();
      TreeSet<String> workers = new TreeSet<>();
      for (int i = 0; i < 40; i++) {
        String[] words = sub.message().split(" ");
        workers.add(words[0]);
        done.add(Integer.valueOf(words[3]));
      }
      assertEquals(IntStream.range(0, 40).boxed().toList(), done.stream().sorted().toList());
      assertEquals(List.of("done/a/x", "done/b/x"), List.copyOf(workers));
    }
  }
}
