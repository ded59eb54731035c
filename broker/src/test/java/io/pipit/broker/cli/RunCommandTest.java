package io.pipit.broker.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.broker.cli.CommandLineRun.Result;
import io.pipit.broker.cli.NodeStarter.Request;
import io.pipit.broker.cli.NodeStarter.RunningNode;
import io.pipit.broker.config.Configuration;
import io.pipit.broker.config.ConfigurationException;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The process around a node that stops itself as soon as it is told of. */
class RunCommandTest {

  private final Path folder;
  private final List<Request> started = new ArrayList<>();
  private final CommandLineRun pipit;

  RunCommandTest(@TempDir Path folder) {
    this.folder = folder;
    this.pipit = new CommandLineRun(folder, new Parts(Optional.of(this::start)));
  }

  private RunningNode start(Request request) {
    started.add(request);
    request.stop().run();
    return new RunningNode() {
      @Override
      public void account(String name, String password) {
        throw new AssertionError("nobody asks for an account");
      }

      @Override
      public Map<String, InetSocketAddress> addresses() {
        return Map.of("http", InetSocketAddress.createUnresolved("127.0.0.1", 4711));
      }

      @Override
      public void apply(Configuration configuration) {
        throw new AssertionError("nobody reloads");
      }

      @Override
      public void close() {
        assertTrue(Files.exists(folder.resolve("data/run.json")));
      }
    };
  }

  @Test
  void firstRunMakesCertificateAndAdministratorOnce() throws Exception {
    Result first = pipit.run("run");
    assertEquals(0, first.exit(), first.err());
    List<String> lines = first.lines();
    assertTrue(lines.size() <= 14);
    assertTrue(lines.contains("http 127.0.0.1:4711 plain"));
    assertTrue(lines.get(lines.size() - 1).matches("ready in [0-9]+ ms"));
    Path passwords = folder.resolve("data/first-run.txt");
    assertEquals(
        "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(passwords)));
    assertEquals(List.of("admin"), pipit.run("user", "ls").lines());
    assertFalse(Files.exists(folder.resolve("data/run.json")));
    String made = Files.readString(passwords);
    assertEquals(0, pipit.run("run").exit());
    assertEquals(made, Files.readString(passwords));
    assertEquals(started.get(0).certificate().leaf(), started.get(1).certificate().leaf());
    assertFalse(started.get(0).token().equals(started.get(1).token()));
    assertFalse(started.get(0).toString().contains(started.get(0).token()));
  }

  @Test
  void configuredAccountsAreMadeInstead() throws Exception {
    Files.writeString(folder.resolve("a"), "secret1\n");
    Files.writeString(folder.resolve("b"), "secret2\n");
    pipit.env("PIPIT_INIT__USERS", "boss:a,app:b").env("PIPIT_DOMAIN", "example.org");
    assertEquals(0, pipit.run("run").exit());
    assertEquals(0, pipit.run("run").exit());
    assertEquals("example.org", started.get(0).configuration().domain());
    assertEquals(List.of("app", "boss"), pipit.run("user", "ls").lines());
    assertFalse(Files.exists(folder.resolve("data/first-run.txt")));
  }

  @Test
  void missingPasswordFilesOfFirstAccountsAreAllListed() {
    Result result = pipit.env("PIPIT_INIT__USERS", "boss:a,app:b").run("run");
    assertEquals(9, result.exit());
    assertEquals(2, result.err().lines().filter(line -> line.endsWith("[E1014]")).count());
    assertEquals(List.of(), started);
  }

  @Test
  void domainOfTheStoreHoldsWithoutConfiguration() {
    pipit.run("run", "--set", "domain=example.org");
    pipit.run("run");
    assertEquals("example.org", started.get(1).configuration().domain());
  }

  @Test
  void remoteListenerNeedsCertificateAndAccount() {
    pipit.env("PIPIT_LISTENERS__C2S__HOST", "0.0.0.0");
    Result refused = pipit.run("run");
    assertEquals(9, refused.exit());
    assertEquals(
        "error: other machines could reach this node (listeners.c2s.host: 0.0.0.0), which needs a"
            + " certificate and an account first; run: pipit init --domain localhost (makes a"
            + " certificate) and pipit user add NAME (makes an account) [E1011]\n",
        refused.err());
    assertEquals(List.of(), started);
    assertEquals(0, pipit.run("init", "--domain", "localhost").exit());
    assertEquals(0, pipit.run("run").exit());
    assertEquals(1, started.size());
  }

  @Test
  void initWritesWhatRunNeedsAndKeepsWhatIsThere() throws Exception {
    Result first = pipit.run("init", "--domain", "example.org");
    assertEquals(0, first.exit(), first.err());
    assertTrue(
        Files.readString(folder.resolve("etc/pipit.yml")).contains("\ndomain: example.org\n"));
    assertEquals(List.of("admin"), pipit.run("user", "ls").lines());
    Result second = pipit.run("init");
    assertEquals(0, second.exit());
    assertEquals(3, second.lines().stream().filter(line -> line.endsWith("(kept)")).count());
    assertEquals(0, pipit.run("run").exit());
    assertEquals("example.org", started.get(0).configuration().domain());
  }

  @Test
  void initOfAnInternationalDomain() throws IOException {
    Result made = pipit.run("init", "--domain", "münchen.test");
    assertEquals(0, made.exit(), made.err());
    assertTrue(made.lines().get(1).endsWith("xn--mnchen-3ya.test.crt (self-signed)"), made.out());
    assertTrue(Files.readString(folder.resolve("etc/pipit.yml")).contains("\ndomain: münchen."));
    assertEquals(0, pipit.run("run", "--set", "domain=xn--mnchen-3ya.test").exit());
    assertEquals("münchen.test", started.get(0).configuration().domain());
  }

  @Test
  void initThatFailsLeavesNothingThatBindsTheNextOne() throws IOException {
    Files.createDirectories(folder.resolve("data"));
    Files.writeString(folder.resolve("data/certs"), "in the way");
    Result refused = pipit.run("init", "--domain", "example.org");
    assertEquals(1, refused.exit());
    assertEquals("", refused.out());
    assertFalse(Files.exists(folder.resolve("etc/pipit.yml")));
    assertFalse(Files.exists(folder.resolve("data/domain")));
    assertFalse(Files.exists(folder.resolve("data/first-run.txt")));

    Files.delete(folder.resolve("data/certs"));
    assertEquals(0, pipit.run("init", "--domain", "example.net").exit());
    assertEquals(0, pipit.run("run").exit());
    assertEquals("example.net", started.get(0).configuration().domain());
  }

  /** A real node on free ports, which is told to stop as soon as it runs. */
  private static RunningNode startAndStop(Request request)
      throws ConfigurationException, IOException {
    RunningNode node = BrokerNode.start(request);
    request.stop().run();
    return node;
  }

  @Test
  void damagedLogIsRefusedUntilItsRepairIsAskedFor() throws Exception {
    CommandLineRun real =
        new CommandLineRun(folder, new Parts(Optional.of(RunCommandTest::startAndStop)));
    for (String listener : List.of("C2S", "C2S_TLS", "HTTP", "MQTT", "MQTTS", "MQTT_WS")) {
      real.env("PIPIT_LISTENERS__" + listener + "__PORT", "0");
    }
    for (String name : List.of("juliet", "romeo")) {
      assertEquals(0, real.input("pw\n").run("user", "add", name).exit());
    }
    Path log;
    try (Stream<Path> files = Files.list(folder.resolve("data/log"))) {
      log = files.findAny().orElseThrow();
    }
    byte[] bytes = Files.readAllBytes(log);
    bytes[new String(bytes, StandardCharsets.ISO_8859_1).indexOf("juliet")] = 'J';
    Files.write(log, bytes);

    for (List<String> verb : List.of(List.of("run"), List.of("user", "ls"))) {
      Result refused = real.run(verb.toArray(String[]::new));
      assertEquals(1, refused.exit());
      assertTrue(refused.err().startsWith("error: the log is damaged: "), refused.err());
      assertTrue(refused.err().endsWith("with 'pipit run --repair' [E1102]\n"), refused.err());
    }
    Result repaired = real.run("run", "--repair");
    assertEquals(0, repaired.exit(), repaired.err());
    assertEquals(List.of("admin", "romeo"), real.run("user", "ls").lines());
    assertEquals(0, real.run("run").exit());
    try (Stream<Path> files = Files.list(folder.resolve("data/log"))) {
      assertTrue(files.anyMatch(file -> file.toString().endsWith(".damaged")));
    }
  }

  @Test
  void portInUse() {
    CommandLineRun busy =
        new CommandLineRun(
            folder,
            new Parts(
                Optional.of(
                    request -> {
                      throw new BindException("127.0.0.1:5222 is in use");
                    })));
    Result result = busy.run("run");
    assertEquals(1, result.exit());
    assertEquals(
        "error: a listener cannot be opened: 127.0.0.1:5222 is in use; end what uses the port, or"
            + " choose another port or host (listeners.….port, listeners.….host) [E1103]\n",
        result.err());
  }

  @Test
  void onlyTheBusyAddressIsNamed() throws IOException {
    CommandLineRun real =
        new CommandLineRun(folder, new Parts(Optional.of(RunCommandTest::startAndStop)));
    for (String busy : List.of("C2S", "C2S_TLS", "HTTP", "MQTT", "MQTTS", "MQTT_WS")) {
      for (String listener : List.of("C2S", "C2S_TLS", "HTTP", "MQTT", "MQTTS", "MQTT_WS")) {
        real.env("PIPIT_LISTENERS__" + listener + "__PORT", "0");
      }
      try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        real.env("PIPIT_LISTENERS__" + busy + "__PORT", String.valueOf(taken.getLocalPort()));
        Result refused = real.run("run");
        assertEquals(1, refused.exit());
        assertTrue(
            refused.err().contains(" 127.0.0.1:" + taken.getLocalPort() + ": "), refused.err());
        assertEquals(2, refused.err().split("127\\.0\\.0\\.1:", -1).length, refused.err());
        assertTrue(refused.err().endsWith("[E1103]\n"), refused.err());
      }
    }
  }

  @Test
  void defectIsOneLineWithoutAndATraceWithV() {
    CommandLineRun broken =
        new CommandLineRun(
            folder,
            new Parts(
                Optional.of(
                    request -> {
                      throw new IllegalStateException("oops");
                    })));
    Result quiet = broken.run("run");
    assertEquals(1, quiet.exit());
    assertEquals(
        "error: this is a defect of Pipit: java.lang.IllegalStateException: oops; run it again with"
            + " -v to see where [E9001]\n",
        quiet.err());
    assertTrue(broken.run("run", "-v").err().contains("\tat "));
    assertFalse(broken.run("get", "a", "-v").err().contains("\tat "), "that is no defect");
  }

  @Test
  void statusAndStopWithoutANode() throws IOException {
    for (String verb : List.of("status", "stop")) {
      Result result = pipit.run(verb);
      assertEquals(3, result.exit());
      assertEquals(
          "error: no node is running on "
              + folder.resolve("data")
              + "; start it with 'pipit run' or name its folder with --data [E1104]\n",
          result.err());
    }
    assertEquals(3, pipit.run("node", "ls").exit());
    assertEquals(8, pipit.run("status", "--wait", "1ms").exit());
  }
}
