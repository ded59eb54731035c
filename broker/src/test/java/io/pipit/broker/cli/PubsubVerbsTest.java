package io.pipit.broker.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.broker.cli.CommandLineRun.Result;
import io.pipit.devices.client.Payload;
import io.pipit.devices.client.PubsubItem;
import io.pipit.xmpp.Element;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the verbs that speak XMPP do before and after they speak. */
class PubsubVerbsTest {

  private final Path folder;
  private final CommandLineRun pipit;

  PubsubVerbsTest(@TempDir Path folder) {
    this.folder = folder;
    this.pipit = CommandLineRun.in(folder);
  }

  private void assertFails(int exit, String end, Result result) {
    assertEquals(exit, result.exit(), result.err());
    assertEquals("", result.out());
    assertTrue(result.err().endsWith(end + "\n"), result.err());
  }

  @Test
  void withoutAccountNothingIsTried() {
    assertFails(
        4,
        "name it with --as NAME@DOMAIN and --password-file FILE (accounts: 'pipit user ls', 'pipit"
            + " user add NAME') [E2014]",
        pipit.run("get", "a", "--server", "127.0.0.1:1"));
    assertFails(3, "[E1104]", pipit.run("get", "a"));
    assertFails(
        1,
        "there is no password in standard input; give one with --password-file, on standard input"
            + " or at the prompt [E2013]",
        pipit.run("get", "a", "--as", "me@example.org"));
    assertFails(
        1,
        "'nonsense' is not the JID of an account, such as me@example.org [E2012]",
        pipit.run("get", "a", "--as", "nonsense"));
  }

  @Test
  void nodeThatDoesNotRunOrCannotBeReached() throws IOException {
    Files.writeString(folder.resolve("pw"), "secret\n");
    assertFails(
        3,
        "start it with 'pipit run' or name its folder with --data [E1104]",
        pipit.run("get", "a", "--as", "me@localhost", "--password-file", "pw"));
    Result refused =
        pipit.run(
            "sub", "a", "--as", "me@localhost", "--password-file", "pw", "--server", "127.0.0.1:1");
    assertEquals(3, refused.exit(), refused.err());
    assertTrue(refused.err().endsWith("[E2001]\n"), refused.err());
  }

  /** As of a node that is killed just then. */
  @Test
  void connectionThatEndsBeforeTheAnswerIsTold() throws IOException {
    Files.writeString(folder.resolve("pw"), "secret\n");
    try (ServerSocket killed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread ending = new Thread(() -> closeAll(killed), "killed");
      ending.start();
      String address = "127.0.0.1:" + killed.getLocalPort();
      Result get =
          pipit.run(
              "get", "a", "--as", "me@localhost", "--password-file", "pw", "--server", address);
      assertEquals(3, get.exit(), get.err());
      assertTrue(get.err().contains("cannot connect to " + address + ": "), get.err());
      assertTrue(
          get.err().endsWith("; does the node run? On its machine: 'pipit status' [E2001]\n"));
      assertFalse(get.err().contains("null"), get.err());

      Files.createDirectories(folder.resolve("data"));
      Files.writeString(
          folder.resolve("data/run.json"),
          "{\"pid\": %d, \"domain\": \"localhost\", \"token\": \"t\", \"addresses\": {\"http\": \"%s\"}}"
              .formatted(ProcessHandle.current().pid(), address));
      Result ls = pipit.run("node", "ls");
      assertEquals(3, ls.exit(), ls.err());
      assertTrue(ls.err().contains("the node at http://" + address + " ended the"), ls.err());
      assertFalse(ls.err().contains("null"), ls.err());
    }
  }

  private static void closeAll(ServerSocket server) {
    try {
      while (!server.isClosed()) {
        server.accept().close();
      }
    } catch (IOException closed) {
      assertTrue(server.isClosed());
    }
  }

  @Test
  void serverThatIsNoAddress() throws IOException {
    Files.writeString(folder.resolve("pw"), "secret\n");
    assertFails(
        2,
        "'http://127.0.0.1:1' is not an address such as example.org:5222 [E3001]",
        pipit.run(
            "get", "a", "--as", "a@b", "--password-file", "pw", "--server", "http://127.0.0.1:1"));
  }

  /** What is read as the password would be missing in the payload. */
  @Test
  void standardInputIsThePayloadOrThePassword() {
    for (List<String> command :
        List.of(
            List.of("pub", "a", "--as", "me@localhost"),
            List.of("pub", "a", "-l", "--as", "me@localhost"),
            List.of("pub", "a", "-l", "--as", "me@localhost", "--password-file", "-"))) {
      assertFails(
          4,
          "standard input is the payload and cannot be the password of me@localhost too; name a"
              + " file with --password-file [E2014]",
          pipit.input("secret\n").run(command.toArray(String[]::new)));
    }
  }

  @Test
  void contexts() throws IOException {
    assertEquals(6, pipit.run("get", "a", "--context", "plant").exit());
    Files.createDirectories(folder.resolve("config/pipit"));
    Files.writeString(folder.resolve("pw"), "secret\n");
    Files.writeString(
        folder.resolve("config/pipit/contexts.yml"),
        "plant: {jid: me@localhost, password_file: pw, server: '127.0.0.1:1'}\n");
    assertFails(6, "[E2015]", pipit.run("get", "a", "--context", "other"));
    assertFails(3, "[E2001]", pipit.run("get", "a", "--context", "plant"));
    Path file = folder.resolve("config/pipit/contexts.yml");
    Files.writeString(file, "a: b: c");
    assertFails(
        6,
        file + ":1:5: not valid YAML: mapping values are not allowed here [E2015]",
        pipit.run("get", "a", "--context", "plant"));
  }

  @Test
  void payloadsAreJudgedBeforeConnecting() {
    for (List<String> wrong :
        List.of(
            List.of("pub", "a", "{", "--type", "json"),
            List.of("pub", "a", "<a/>", "--type", "xml"),
            List.of("pub", "a", "<a xmlns='b'>", "--type", "xml"),
            List.of("pub", "a", "-f", "none"))) {
      assertFails(1, "[E2016]", pipit.run(wrong.toArray(String[]::new)));
    }
    assertFails(
        1,
        "the payload is not JSON: line 1, column 2; mend it, or publish it as it is with --type text"
            + " [E2016]",
        pipit.run("pub", "a", "{bad", "--type", "json"));
    for (String json : List.of("", "{} x", "1 2", "[1", "{\"a\":}")) {
      assertFails(1, "[E2016]", pipit.run("pub", "a", json, "--type", "json"));
    }
    assertEquals(2, pipit.run("pub", "a", "-l", "--id", "x").exit());
    assertEquals(2, pipit.run("pub", "a", "x", "-l").exit());
    assertEquals(2, pipit.run("pub", "a", "x", "-f", "y").exit());
    assertEquals(2, pipit.run("pub").exit());
    assertEquals(2, pipit.run("sub").exit());
    assertEquals(2, pipit.run("get", "a", "--max", "0").exit());
    assertEquals(2, pipit.run("get", "a", "--before", "x", "--after", "y").exit());
    assertEquals(2, pipit.run("get", "a", "--since", "1h", "--after", "y").exit());
    assertEquals(2, pipit.run("get", "a", "--since", "1h", "--max", "5").exit());
    assertEquals(2, pipit.run("get", "a", "--since", "yesterday").exit());
    assertEquals(2, pipit.run("sub", "a", "-C", "0").exit());
    assertEquals(2, pipit.run("sub", "a", "-W", "-1").exit());
    assertEquals(2, pipit.run("sub", "a", "--depth", "0").exit());
    assertEquals(2, pipit.run("sub", "a", "--depth", "deep").exit());
    assertEquals(2, pipit.run("sub", "a", "--type", "leaves").exit());
    assertEquals(2, pipit.run("sub", "a", "--since", "yesterday").exit());
    assertEquals(2, pipit.run("sub", "a", "--since", "1h", "--after", "x").exit());
    assertEquals(2, pipit.run("sub", "a", "b", "--after", "x").exit());
    assertEquals(2, pipit.run("sub", "a/#", "--after", "x").exit());
  }

  @Test
  void formatsOfItems() {
    Instant time = Instant.parse("2026-01-02T03:04:05.678Z");
    PubsubItem json = new PubsubItem("1", Payload.json("{\"t\": 1}"), "me@localhost");
    assertEquals(
        "a/b 1 {\"t\": 1} 2026-01-02T03:04:05.678Z me@localhost % %x %",
        ItemText.format("%n %i %p %t %j %% %x %", "a/b", json, time));
    assertEquals(
        "{\"node\":\"a/b\",\"id\":\"1\",\"publisher\":\"me@localhost\",\"type\":\"json\",\"payload\":\"{\\\"t\\\": 1}\"}",
        Json.write(ItemText.object("a/b", json)));
    assertEquals(
        "AQI=",
        ItemText.payload(new PubsubItem("1", new Payload.Binary("a/b", new byte[] {1, 2}), null)));
    assertEquals(
        "<a xmlns='b'/>",
        ItemText.payload(new PubsubItem("1", new Payload.Xml(Element.of("a", "b")), null)));
    assertEquals("", ItemText.payload(new PubsubItem("1", null, null)));
  }
}
