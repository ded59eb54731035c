package io.pipit.broker.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.broker.TestNode;
import io.pipit.broker.interop.ForeignProgram;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Debian's Mosquitto, which bridges its topics to a node and back with the bridge that it has, as
 * its own users configure it.
 */
@Timeout(180)
class MosquittoBridgeTest {

  private static final Path MOSQUITTO = Path.of("/usr/sbin/mosquitto");
  private static final String PUB = "/usr/bin/mosquitto_pub";
  private static final int MESSAGES = 100;
  private static Path folder;
  private static TestNode node;

  @BeforeAll
  static void start(@TempDir Path shared) {
    folder = shared;
    ForeignProgram.requireProgram(MOSQUITTO, "mosquitto");
    ForeignProgram.requireProgram(MosquittoSub.PROGRAM, "mosquitto-clients");
    node = TestNode.start(folder).account("juliet", "secret").account("romeo", "secret");
  }

  @AfterAll
  static void stop() {
    if (node != null) {
      node.close();
    }
  }

  /** A running Mosquitto with a bridge to the node. */
  private static final class Bridge implements AutoCloseable {

    private final Process process;
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final List<String> log = new ArrayList<>();
    final int port;

    Bridge(String name, String... more) throws Exception {
      port = freePort();
      List<String> configuration = new ArrayList<>();
      configuration.add("listener " + port + " 127.0.0.1");
      configuration.add("allow_anonymous true");
      configuration.add("log_type all");
      configuration.add("log_dest stderr");
      if (isRoot()) {
        configuration.add("user root"); // else it would give its rights up, and its folder with it
      }
      configuration.add("connection " + name);
      configuration.add("address 127.0.0.1:" + node.mqttPort());
      configuration.add("remote_username juliet");
      configuration.add("remote_password secret");
      configuration.add("restart_timeout 1");
      configuration.addAll(List.of(more));
      Path file = Files.write(folder.resolve(name + ".conf"), configuration);
      process =
          new ProcessBuilder(MOSQUITTO.toString(), "-c", file.toString(), "-v")
              .redirectErrorStream(true)
              .start();
      process.getOutputStream().close();
      Thread reader = new Thread(this::read, "mosquitto");
      reader.setDaemon(true);
      reader.start();
    }

    private static boolean isRoot() {
      return "root".equals(System.getProperty("user.name"));
    }

    private static int freePort() throws IOException {
      try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        return socket.getLocalPort();
      }
    }

    private void read() {
      try (BufferedReader reader =
          new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
          lines.add(line);
        }
      } catch (IOException killed) {
        lines.add("ended: " + killed.getMessage());
      }
      lines.add("ended");
    }

    /** The next line of its log that has a text. */
    String until(String text) throws InterruptedException {
      while (true) {
        String line = lines.poll(60, TimeUnit.SECONDS);
        if (line == null || line.startsWith("ended")) {
          throw new AssertionError("mosquitto never said " + text + " but " + log);
        }
        log.add(line);
        if (line.contains(text)) {
          return line;
        }
      }
    }

    long said(String text) {
      return log.stream().filter(line -> line.contains(text)).count();
    }

    @Override
    public void close() {
      process.destroyForcibly();
    }
  }

  private static void publish(int port, String topic, List<String> lines, String... more)
      throws Exception {
    Path file = Files.createTempFile(folder, "lines", ".txt");
    Files.write(file, lines);
    List<String> command = new ArrayList<>(List.of(PUB, "-h", "127.0.0.1", "-p", "" + port));
    command.addAll(List.of("-l", "-q", "1", "-t", topic));
    command.addAll(List.of(more));
    Path output = Files.createTempFile(folder, "output", ".txt");
    Process process =
        new ProcessBuilder(command)
            .redirectInput(file.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      assertTrue(process.waitFor(60, TimeUnit.SECONDS), "mosquitto_pub goes on");
      assertEquals(0, process.exitValue(), Files.readString(output));
    } finally {
      process.destroyForcibly();
    }
  }

  private static List<String> numbered(String topic) {
    return numbers().stream().map(number -> topic + " 1 0 " + number).toList();
  }

  private static List<String> numbers() {
    return IntStream.rangeClosed(1, MESSAGES).mapToObj(String::valueOf).toList();
  }

  private static MosquittoSub at(String topics) throws Exception {
    return new MosquittoSub(
        node.mqttPort(), "-u", "romeo", "-P", "secret", "-q", "2", "-t", topics);
  }

  private static void publishHere(String topic, List<String> lines) throws Exception {
    publish(node.mqttPort(), topic, lines, "-u", "romeo", "-P", "secret");
  }

  @Test
  void topicsOfBothAreOneByMqtt5() throws Exception {
    try (Bridge bridge =
            new Bridge("five", "bridge_protocol_version mqttv50", "topic both/# both 1");
        MosquittoSub here = at("both/#");
        MosquittoSub there = new MosquittoSub(bridge.port, "-q", "2", "-t", "both/#")) {
      bridge.until("Received SUBACK");
      publish(bridge.port, "both/there", numbers());
      assertEquals(numbered("both/there"), here.take(MESSAGES));
      assertEquals(numbered("both/there"), there.take(MESSAGES));
      publishHere("both/here", numbers());
      publishHere("both/here", List.of("end"));
      publish(bridge.port, "both/there", List.of("end"));
      // Whatever went round would come among these.
      for (MosquittoSub each : List.of(here, there)) {
        List<String> all = each.take(MESSAGES + 2);
        assertEquals(
            List.of("both/there 1 0 end"),
            all.stream().filter(message -> message.startsWith("both/there")).toList());
        List<String> ofHere = new ArrayList<>(numbered("both/here"));
        ofHere.add("both/here 1 0 end");
        assertEquals(
            ofHere, all.stream().filter(message -> message.startsWith("both/here")).toList());
      }
    }
  }

  /** By MQTT 3.1.1 it first asks for what only Mosquitto has, and does without it when refused. */
  @Test
  void bridgeByMqtt311IsRefusedOnceAndConnectsThen() throws Exception {
    try (Bridge bridge =
            new Bridge(
                "three",
                "bridge_protocol_version mqttv311",
                "topic three/there out 2",
                "topic three/here in 2");
        MosquittoSub here = at("three/#");
        MosquittoSub there = new MosquittoSub(bridge.port, "-q", "2", "-t", "three/#")) {
      bridge.until("unacceptable protocol version");
      bridge.until("Received SUBACK");
      assertEquals(1, bridge.said("unacceptable protocol version"));
      publish(bridge.port, "three/there", numbers());
      assertEquals(numbered("three/there"), here.take(MESSAGES));
      assertEquals(numbered("three/there"), there.take(MESSAGES));
      publishHere("three/here", numbers());
      assertEquals(numbered("three/here"), here.take(MESSAGES));
      assertEquals(numbered("three/here"), there.take(MESSAGES));
    }
  }

  /** MQTT 3.1.1 has no No Local: it hears what it sent once more, and sends that nowhere. */
  @Test
  void topicsOfBothByMqtt311ComeBackOnceAndNoMore() throws Exception {
    try (Bridge bridge =
            new Bridge("back", "bridge_protocol_version mqttv311", "topic back/# both 1");
        MosquittoSub here = at("back/#");
        MosquittoSub there = new MosquittoSub(bridge.port, "-q", "2", "-t", "back/#")) {
      bridge.until("Received SUBACK");
      publish(bridge.port, "back/there", numbers());
      assertEquals(numbered("back/there"), here.take(MESSAGES));
      List<String> twice = new ArrayList<>(numbered("back/there"));
      twice.addAll(numbered("back/there"));
      assertEquals(
          twice.stream().sorted().toList(), there.take(2 * MESSAGES).stream().sorted().toList());
      publishHere("back/here", numbers());
      publishHere("back/here", List.of("end"));
      // Whatever went round once more would come among these.
      List<String> ofHere = new ArrayList<>(numbered("back/here"));
      ofHere.add("back/here 1 0 end");
      assertEquals(ofHere, here.take(MESSAGES + 1));
      assertEquals(ofHere, there.take(MESSAGES + 1));
    }
  }
}
