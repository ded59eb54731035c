package io.pipit.broker.mqtt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.broker.TestNode;
import io.pipit.broker.WireClient;
import io.pipit.broker.interop.ForeignProgram;
import io.pipit.xmpp.Element;
import io.pipit.xmpp.xml.XmlWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Debian's {@code mosquitto_pub} and {@code mosquitto_sub} against a whole node. */
@Timeout(180)
class MosquittoClientsTest {

  private static final String PUB = "/usr/bin/mosquitto_pub";
  private static final String PASSWORD = "secret";
  private static Path folder;
  private static TestNode node;

  @BeforeAll
  static void start(@TempDir Path shared) {
    folder = shared;
    ForeignProgram.requireProgram(MosquittoSub.PROGRAM, "mosquitto-clients");
    node =
        TestNode.start(folder, Map.of("PIPIT_LISTENERS__C2S__TLS", "off"))
            .account("juliet", PASSWORD)
            .account("romeo", PASSWORD);
  }

  @AfterAll
  static void stop() {
    if (node != null) {
      node.close();
    }
  }

  /** The arguments of an account. */
  private static List<String> as(String user, String version, String... more) {
    List<String> arguments = new ArrayList<>(List.of("-u", user, "-P", PASSWORD, "-V", version));
    arguments.addAll(List.of(more));
    return arguments;
  }

  private static MosquittoSub subscribe(List<String> arguments) throws Exception {
    return new MosquittoSub(node.mqttPort(), arguments);
  }

  private static ForeignProgram.Result run(List<String> arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(PUB, "-h", "127.0.0.1"));
    command.addAll(List.of("-p", String.valueOf(node.mqttPort())));
    command.addAll(arguments);
    return ForeignProgram.run(folder, command);
  }

  private static void publish(List<String> arguments) throws Exception {
    ForeignProgram.Result result = run(arguments);
    assertEquals(0, result.exit(), result.output());
  }

  /** Publishes a message for each line, with one connection. */
  private static void publishLines(List<String> arguments, List<String> lines) throws Exception {
    Path file = Files.createTempFile(folder, "lines", ".txt");
    Files.write(file, lines);
    List<String> command = new ArrayList<>(List.of(PUB, "-h", "127.0.0.1"));
    command.addAll(List.of("-p", String.valueOf(node.mqttPort()), "-l"));
    command.addAll(arguments);
    Path output = Files.createTempFile(folder, "output", ".txt");
    Process process =
        new ProcessBuilder(command)
            .redirectInput(file.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    assertEquals(0, process.waitFor(), Files.readString(output));
  }

  private static List<String> numbers(int most) {
    return IntStream.rangeClosed(1, most).mapToObj(String::valueOf).toList();
  }

  // ---- messages

  @ParameterizedTest(name = "version {0} to {1}, QoS {2} to {3}")
  @CsvSource({
    "31, 31, 0, 0",
    "31, 5, 1, 1",
    "5, 31, 2, 2",
    "31, 31, 2, 1",
    "311, 311, 0, 0",
    "311, 311, 1, 1",
    "311, 311, 2, 2",
    "311, 5, 2, 1",
    "311, 5, 1, 2",
    "5, 311, 2, 2",
    "5, 311, 0, 2",
    "5, 5, 0, 0",
    "5, 5, 1, 1",
    "5, 5, 2, 2"
  })
  void everyMessageArrivesOnceAndInOrder(String from, String to, int published, int granted)
      throws Exception {
    String topic = "every/" + from + "/" + to + "/" + published + "/" + granted;
    try (MosquittoSub sub =
        subscribe(as("romeo", to, "-t", topic + "/#", "-q", String.valueOf(granted)))) {
      publishLines(
          as("juliet", from, "-t", topic + "/a", "-q", String.valueOf(published)), numbers(200));
      // Of the same QoS: the program prints a message of QoS 2 with its PUBREL, others at once.
      String last = String.valueOf(published);
      publish(as("juliet", from, "-t", topic + "/a", "-q", last, "-m", "end"));
      String received = " " + Math.min(published, granted) + " 0 ";
      assertEquals(
          numbers(200).stream().map(number -> topic + "/a" + received + number).toList(),
          sub.until("end"));
    }
  }

  @ParameterizedTest(name = "version {0}, QoS {1}")
  @CsvSource({"31, 1", "31, 2", "311, 1", "311, 2", "5, 1", "5, 2"})
  void clientThatWasAwayGetsWhatItMissed(String version, String qos) throws Exception {
    String topic = "away/" + version + "/" + qos;
    List<String> arguments = as("romeo", version, "-c", "-i", topic, "-q", qos, "-t", topic);
    if (version.equals("5")) {
      arguments.addAll(List.of("-x", "3600"));
    }
    try (MosquittoSub before = subscribe(arguments)) {
      before.kill();
    }
    publishLines(as("juliet", version, "-t", topic, "-q", "2"), numbers(100));
    try (MosquittoSub sub = subscribe(arguments)) {
      publish(as("juliet", version, "-t", topic, "-q", "2", "-m", "end"));
      String received = topic + " " + qos + " 0 ";
      assertEquals(
          numbers(100).stream().map(number -> received + number).toList(), sub.until("end"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"311", "5"})
  void filtersMatchAsMqttSays(String version) throws Exception {
    String at = "filters" + version;
    try (MosquittoSub one = subscribe(as("romeo", version, "-t", at + "/+/x"));
        MosquittoSub all =
            subscribe(as("romeo", version, "-t", at + "/#", "-t", at + "/a/x", "-q", "1"));
        MosquittoSub exact = subscribe(as("romeo", version, "-t", at + "/a"))) {
      for (String topic : List.of("", "/a", "/a/x", "/b/x", "/b/x/y", "/", "/a/end", "/end/x")) {
        publish(as("juliet", version, "-q", "1", "-t", at + topic, "-m", "m"));
      }
      for (String topic : List.of("/end/x", "/a/x", "/a")) {
        publish(as("juliet", version, "-q", "1", "-t", at + topic, "-m", "end"));
      }
      assertEquals(
          List.of(at + "/a/x 0 0 m", at + "/b/x 0 0 m", at + "/end/x 0 0 m"), one.until("end"));
      assertEquals(List.of(at + "/a 0 0 m"), exact.until("end"));
      // Two filters match a/x, and it comes once (MQTT 5, 3.3.4).
      assertEquals(
          List.of("", "/a", "/a/x", "/b/x", "/b/x/y", "/", "/a/end", "/end/x").stream()
              .map(topic -> at + topic + " 1 0 m")
              .toList(),
          all.until("end"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"311", "5"})
  void publisherHearsItselfUnlessItDoesNotWantTo(String version) throws Exception {
    try (RawMqttClient client = raw("echo" + version, version.equals("5") ? 5 : 4)) {
      RawSteps.subscribe(client, version.equals("5"), "echo", 0);
      RawSteps.publish(client, version.equals("5"), "echo", "m");
      RawSteps.expect(client, "echo", "m");
      if (version.equals("5")) {
        RawSteps.subscribe(client, true, "echo", 4); // No Local
        RawSteps.publish(client, true, "echo", "m");
        client.ping();
      }
    }
  }

  private static RawMqttClient raw(String id, int version) throws Exception {
    RawMqttClient client = new RawMqttClient(node.mqttPort());
    client.send(RawMqttClient.connect(version, id, "juliet", PASSWORD));
    client.expectConnack(0);
    return client;
  }

  @ParameterizedTest
  @ValueSource(strings = {"31", "311", "5"})
  void sharedSubscriptionGivesEachMessageToOne(String version) throws Exception {
    String topic = "shared/" + version;
    List<String> arguments = as("romeo", version, "-q", "1", "-t", "$share/g/" + topic + "/#");
    try (MosquittoSub one = subscribe(arguments);
        MosquittoSub other = subscribe(arguments)) {
      CountDownLatch all = new CountDownLatch(200);
      Queue<String> ofOne = gather(one, all);
      Queue<String> ofOther = gather(other, all);
      publishLines(as("juliet", version, "-t", topic + "/a", "-q", "1"), numbers(200));
      assertTrue(all.await(60, TimeUnit.SECONDS), () -> all.getCount() + " are missing");
      assertFalse(ofOne.isEmpty() || ofOther.isEmpty(), ofOne + " and " + ofOther);
      assertEquals(
          numbers(200).stream().map(number -> topic + "/a 1 0 " + number).sorted().toList(),
          Stream.concat(ofOne.stream(), ofOther.stream()).sorted().toList());
    }
  }

  /** What a program gets from now on, until it is ended. */
  private static Queue<String> gather(MosquittoSub sub, CountDownLatch all) {
    Queue<String> messages = new ConcurrentLinkedQueue<>();
    Thread reader =
        new Thread(
            () -> {
              try {
                while (true) {
                  messages.add(sub.message());
                  all.countDown();
                }
              } catch (AssertionError | InterruptedException ended) {
                // with the test
              }
            },
            "gather");
    reader.setDaemon(true);
    reader.start();
    return messages;
  }

  // ---- will

  @ParameterizedTest(name = "version {0}, killed {1}")
  @CsvSource({"311, true", "311, false", "5, true", "5, false"})
  void willIsPublishedForWhoIsLost(String version, boolean killed) throws Exception {
    String topic = "will/" + version + "/" + killed;
    try (MosquittoSub watching = subscribe(as("romeo", version, "-t", topic, "-q", "2"));
        MosquittoSub lost =
            subscribe(
                as(
                    "juliet",
                    version,
                    "-t",
                    topic + "/stop",
                    "-C",
                    "1",
                    "--will-topic",
                    topic,
                    "--will-payload",
                    "gone",
                    "--will-qos",
                    "1"))) {
      if (killed) {
        lost.kill();
        assertEquals(topic + " 1 0 gone", watching.message());
      } else {
        publish(as("juliet", version, "-t", topic + "/stop", "-m", "now"));
        assertEquals(0, lost.exit());
        publish(as("juliet", version, "-t", topic, "-q", "1", "-m", "end"));
        assertEquals(List.of(), watching.until("end"));
      }
    }
  }

  // ---- who may

  @ParameterizedTest
  @CsvSource({"311, not authorised", "5, Bad User Name or Password"})
  void wrongPasswordIsRefused(String version, String said) throws Exception {
    ForeignProgram.Result result =
        run(List.of("-u", "juliet", "-P", "guess", "-V", version, "-t", "a", "-m", "m"));
    assertNotEquals(0, result.exit());
    assertTrue(result.output().contains(said), result.output());
  }

  @ParameterizedTest
  @ValueSource(strings = {"311", "5"})
  void guestHasDemoAndNothingElse(String version) throws Exception {
    try (MosquittoSub sub = new MosquittoSub(node.mqttPort(), "-V", version, "-t", "demo/#");
        MosquittoSub other = subscribe(as("romeo", version, "-t", "elsewhere"))) {
      publish(List.of("-V", version, "-q", "1", "-t", "demo/g" + version, "-m", "hello"));
      assertEquals("demo/g" + version + " 0 0 hello", sub.message());
      ForeignProgram.Result refused =
          run(List.of("-d", "-V", version, "-q", "1", "-t", "elsewhere", "-m", "no"));
      if (version.equals("5")) {
        assertTrue(refused.output().contains("RC:135"), refused.output());
      }
      publish(as("juliet", version, "-t", "elsewhere", "-m", "end"));
      assertEquals(List.of(), other.until("end"));
    }
  }

  @Test
  void nodeOfSomebodyElseIsNotPublishedTo() throws Exception {
    publish(as("juliet", "5", "-q", "1", "-t", "mine", "-m", "m"));
    ForeignProgram.Result result = run(as("romeo", "5", "-d", "-q", "1", "-t", "mine", "-m", "m"));
    assertTrue(result.output().contains("RC:135"), result.output());
    publish(as("romeo", "311", "-q", "1", "-t", "mine", "-m", "m")); // acknowledged and dropped
  }

  // ---- and XMPP

  private static String iq(String id, String content) {
    return "<iq type='set' id='"
        + id
        + "' to='"
        + TestNode.SERVICE
        + "'><pubsub xmlns='http://jabber.org/protocol/pubsub'>"
        + content
        + "</pubsub></iq>";
  }

  @ParameterizedTest
  @ValueSource(strings = {"311", "5"})
  void itemsOfXmppAreMessages(String version) throws Exception {
    String topic = "from-xmpp/" + version;
    try (WireClient romeo = WireClient.login(node, "romeo", PASSWORD, "r" + version);
        MosquittoSub sub = subscribe(as("juliet", version, "-t", topic + "/#", "-q", "2"))) {
      for (int i = 1; i <= 20; i++) {
        romeo.send(
            iq(
                "p" + i,
                "<publish node='"
                    + topic
                    + "'><item id='"
                    + i
                    + "'><json xmlns='urn:xmpp:json:0'>{\"n\": "
                    + i
                    + "}</json></item></publish>"));
        assertEquals("result", romeo.next().attribute("type", ""));
      }
      for (int i = 1; i <= 20; i++) {
        assertEquals(topic + " 2 0 {\"n\": " + i + "}", sub.message());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"311", "5"})
  void messagesAreItemsOfXmpp(String version) throws Exception {
    String topic = "to-xmpp/" + version;
    publish(as("juliet", version, "-q", "1", "-t", topic, "-m", "first"));
    try (WireClient romeo = WireClient.login(node, "romeo", PASSWORD, "s" + version)) {
      romeo.send("<presence/>");
      romeo.send(iq("sub", "<subscribe node='" + topic + "' jid='" + romeo.address() + "'/>"));
      Element answer = romeo.next();
      while (!answer.attribute("id", "").equals("sub")) {
        answer = romeo.next();
      }
      assertEquals("result", answer.attribute("type", ""), XmlWriter.text(answer));
      publishLines(as("juliet", version, "-q", "2", "-t", topic), numbers(20));
      List<String> texts = new ArrayList<>();
      while (texts.size() < 20) {
        String text = XmlWriter.text(romeo.next());
        int at = text.indexOf("urn:pipit:payload:0");
        if (at >= 0 && !text.contains(">first<")) {
          texts.add(text.substring(text.indexOf('>', at) + 1, text.indexOf("</text>", at)));
        }
      }
      // A line that is a number is JSON, but only objects and arrays are taken for it.
      assertEquals(numbers(20), texts);
    }
  }
}
