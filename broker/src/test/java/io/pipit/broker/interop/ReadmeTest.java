package io.pipit.broker.interop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.bridges.mqtt.link.MosquittoBroker;
import io.pipit.broker.cli.Main;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs what README.md tells a stranger to run: blocks behind a comment {@code <!-- test: NAME -->},
 * word for word but for the port, in a folder where {@code ./pipit} is the command line.
 */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ReadmeTest {

  private static final Path README = Path.of("../README.md").toAbsolutePath();
  private static final String JAVA =
      Path.of(System.getProperty("java.home"), "bin", "java").toString();
  private static final String CLASS_PATH = System.getProperty("java.class.path");

  @TempDir static Path folder;
  private static Process node;
  private static String port;
  private static String mqttPort;

  @BeforeAll
  static void runNode() throws Exception {
    launcher(folder);
    node = start("exec " + block("run").strip());
    BufferedReader banner = lines(node);
    String line = "";
    while (!line.startsWith("ready in ")) {
      line = banner.readLine();
      assertTrue(line != null, "the node does not start");
      Matcher listener = Pattern.compile("c2s 127\\.0\\.0\\.1:([0-9]+) .*").matcher(line);
      if (listener.matches()) {
        port = listener.group(1);
      }
      Matcher mqtt = Pattern.compile("mqtt 127\\.0\\.0\\.1:([0-9]+) .*").matcher(line);
      if (mqtt.matches()) {
        mqttPort = mqtt.group(1);
      }
    }
  }

  /** {@code ./pipit} of a folder. */
  private static void launcher(Path in) throws IOException {
    Path pipit = in.resolve("pipit");
    Files.writeString(
        pipit,
        "#!/bin/sh\nexec '"
            + JAVA
            + "' -XX:TieredStopAtLevel=1 -cp '"
            + CLASS_PATH
            + "' "
            + Main.class.getName()
            + " \"$@\"\n");
    Files.setPosixFilePermissions(pipit, PosixFilePermissions.fromString("rwx------"));
  }

  @AfterAll
  static void stopNode() throws InterruptedException {
    node.destroy();
    assertTrue(node.waitFor(30, TimeUnit.SECONDS), "the node stops when it is told to");
  }

  private static String block(String name) throws IOException {
    Matcher block =
        Pattern.compile("<!-- test: " + name + " -->\n```[a-z]*\n(.*?)\n```\n", Pattern.DOTALL)
            .matcher(Files.readString(README));
    assertTrue(block.find(), () -> "README.md has no block " + name);
    return block.group(1) + "\n";
  }

  private static Process start(String shell) throws IOException {
    return start(folder, shell);
  }

  private static Process start(Path in, String shell) throws IOException {
    ProcessBuilder builder = new ProcessBuilder("/bin/sh", "-e", "-c", shell);
    for (String listener : List.of("C2S", "C2S_TLS", "HTTP", "MQTT", "MQTTS", "MQTT_WS")) {
      builder.environment().put("PIPIT_LISTENERS__" + listener + "__PORT", "0");
    }
    builder.environment().put("XDG_CONFIG_HOME", in.toString());
    return builder.directory(in.toFile()).redirectErrorStream(true).start();
  }

  private static BufferedReader lines(Process process) {
    return new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
  }

  @Test
  void commandLine() throws Exception {
    // The last command goes on until it is stopped: exec, so that it is the one to be stopped.
    Process sub = start(block("sub").replace("./pipit sub", "exec ./pipit sub"));
    try {
      BufferedReader seen = lines(sub);
      String line = "";
      while (!line.contains("subscribed to demo/hello")) {
        line = seen.readLine();
        assertTrue(line != null, "the subscriber has ended");
      }
      Process pub = start(block("pub"));
      String said = new String(pub.getInputStream().readAllBytes(), UTF_8);
      assertEquals(0, pub.waitFor(), said);
      assertTrue(said.contains("{\"t\":21.5}"), said);
      while (!line.contains("{\"t\":21.5}")) {
        line = seen.readLine();
        assertTrue(line != null, "the subscriber has ended");
      }
    } finally {
      sub.destroyForcibly().waitFor();
    }
  }

  @Test
  @Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void demo() throws Exception {
    ForeignProgram.requireProgram(Path.of("/usr/bin/mosquitto_sub"), "mosquitto-clients");
    Path own = Files.createDirectories(folder.resolve("demo"));
    launcher(own);
    Process demo = start(own, "exec " + block("demo"));
    try {
      BufferedReader seen = lines(demo);
      String command = seen.readLine();
      while (command != null && !command.startsWith("  mosquitto_sub ")) {
        command = seen.readLine();
      }
      assertTrue(command != null, "the demo has ended, or says nothing of MQTT");
      Process sub = start(own, "exec stdbuf -oL " + command.strip());
      try {
        BufferedReader readings = lines(sub);
        String line = "";
        while (!line.startsWith("demo/mast/wind {\"m_s\":")) {
          line = readings.readLine();
          assertTrue(line != null, "the subscriber has ended");
        }
      } finally {
        sub.destroyForcibly().waitFor();
      }
    } finally {
      demo.destroy();
      assertTrue(demo.waitFor(30, TimeUnit.SECONDS), "the demo stops when it is told to");
    }
  }

  @Test
  void mosquitto() throws Exception {
    ForeignProgram.requireProgram(Path.of("/usr/bin/mosquitto_sub"), "mosquitto-clients");
    // It writes in lines to a terminal only, and here it has none; -d says when it is subscribed.
    Process sub =
        start(
            "exec stdbuf -oL "
                + block("mosquitto-sub").replace("1883", mqttPort).replace(" -v", " -v -d"));
    try {
      BufferedReader seen = lines(sub);
      String line = "";
      while (!line.startsWith("Subscribed")) {
        line = seen.readLine();
        assertTrue(line != null, "the subscriber has ended");
      }
      Process pub = start(block("mosquitto-pub").replace("1883", mqttPort));
      String said = new String(pub.getInputStream().readAllBytes(), UTF_8);
      assertEquals(0, pub.waitFor(), said);
      while (!line.equals("demo/mqtt {\"t\":21.5}")) {
        line = seen.readLine();
        assertTrue(line != null, "the subscriber has ended");
      }
    } finally {
      sub.destroyForcibly().waitFor();
    }
  }

  @Test
  @Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void bridge() throws Exception {
    ForeignProgram.requireProgram(Path.of("/usr/bin/mosquitto_pub"), "mosquitto-clients");
    Path file = folder.resolve("etc/pipit.yml");
    Files.createDirectories(file.getParent());
    Path own = Files.createDirectories(folder.resolve("mosquitto"));
    Process sub = start("exec ./pipit sub -v 'plant/#'");
    try (MosquittoBroker other = new MosquittoBroker(own, "allow_anonymous true")) {
      BufferedReader seen = lines(sub);
      String line = "";
      while (!line.contains("subscribed to plant/#")) {
        line = seen.readLine();
        assertTrue(line != null, "the subscriber has ended");
      }
      String otherPort = String.valueOf(other.port());
      Files.writeString(file, block("bridge").replace("1884", otherPort));
      String said = say(block("bridge-reload"));
      assertTrue(said.contains("applied: bridges"), said);
      assertTrue(said.contains(" connect: ok"), said);
      assertTrue(said.contains("mqtt://127.0.0.1:" + otherPort), said);
      // Retained, so that it comes also when the bridge subscribes later.
      say("mosquitto_pub -p " + otherPort + " -r -t sensors/temp -m 21.5");
      while (!line.contains("21.5")) {
        line = seen.readLine();
        assertTrue(line != null, "the subscriber has ended");
      }
      assertTrue(line.contains("plant/temp"), line);
    } finally {
      sub.destroyForcibly().waitFor();
      Files.deleteIfExists(file);
    }
  }

  /** Runs commands to their end. */
  private static String say(String shell) throws Exception {
    Process process = start(shell);
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertEquals(0, process.waitFor(), said);
    return said;
  }

  @Test
  void slixmpp() throws Exception {
    ForeignProgram.requirePython("slixmpp", "python3-slixmpp");
    Path script = program("hello.py", block("slixmpp"));
    ForeignProgram.Result result =
        ForeignProgram.run(folder, List.of(ForeignProgram.PYTHON, script.toString()));
    assertEquals(0, result.exit(), result.output());
    assertTrue(result.output().contains("demo/python first 21.5"), result.output());
  }

  @Test
  void smack() throws Exception {
    Path source = program("HelloPipit.java", block("smack"));
    ForeignProgram.Result result =
        ForeignProgram.run(folder, List.of(JAVA, "-cp", CLASS_PATH, source.toString()));
    assertEquals(0, result.exit(), result.output());
    assertTrue(result.output().contains("demo/java "), result.output());
    assertTrue(result.output().contains("21.5"), result.output());
  }

  private static Path program(String name, String text) throws IOException {
    assertTrue(text.contains("5222"), name);
    return Files.writeString(folder.resolve(name), text.replace("5222", port));
  }
}
