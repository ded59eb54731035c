package io.pipit.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.bridges.mqtt.link.MosquittoBroker;
import io.pipit.broker.cli.CommandLineRun;
import io.pipit.broker.interop.ForeignProgram;
import io.pipit.broker.mqtt.MosquittoSub;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A Mosquitto that refuses a filter. Its {@code acl_file} is asked at delivery only, and grants
 * every subscription; the plugin of the same package refuses them.
 */
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class BridgeRefusedFilterTest {

  private static final String RIGHTS =
      """
      {"defaultACLAccess": {"publishClientSend": true, "publishClientReceive": true,
                            "subscribe": true, "unsubscribe": true},
       "clients": [], "anonymousGroup": "all",
       "groups": [{"groupname": "all", "roles": [{"rolename": "reader"}]}],
       "roles": [{"rolename": "reader",
                  "acls": [{"acltype": "subscribePattern", "topic": "secret/#", "allow": false}]}]}
      """;

  /** What one takes the other one sends back, so that it is seen at the broker. */
  private static final String BRIDGES =
      """
      [{name: five, addresses: ['mqtt://127.0.0.1:%1$d'], version: 5,
        subscribe: [{filter: 'secret/#'}, {filter: 'open/#', node: 'five/{*}'}],
        publish: [{nodes: ['three/#'], topic: 'by-three/{*}'}]},
       {name: three, addresses: ['mqtt://127.0.0.1:%1$d'], version: '3.1.1',
        subscribe: [{filter: 'secret/#'}, {filter: 'open/#', node: 'three/{*}'}],
        publish: [{nodes: ['five/#'], topic: 'by-five/{*}'}]}]
      """;

  private static Path plugin() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("/usr/lib"), 2)) {
      return files
          .filter(file -> file.endsWith("mosquitto_dynamic_security.so"))
          .findFirst()
          .orElseThrow(() -> new AssertionError("the plugin of the Debian package mosquitto"));
    }
  }

  private static CommandLineRun pipit(Path folder, TestNode node) throws IOException {
    Files.writeString(
        folder.resolve("data/run.json"),
        """
        {"pid": %d, "domain": "localhost", "token": "%s", "addresses": {"http": "127.0.0.1:%d"}}
        """
            .formatted(ProcessHandle.current().pid(), TestNode.ADMIN_TOKEN, node.httpPort()));
    return CommandLineRun.in(folder);
  }

  private static void assertStatus(CommandLineRun pipit, String bridge, String line) {
    List<String> lines = pipit.run("bridge", "status", bridge).lines();
    assertTrue(lines.contains("state: up"), lines.toString());
    assertTrue(lines.contains(line), lines.toString());
  }

  @Test
  void refusedFilterIsShownAndTheOthersGoOn(@TempDir Path folder) throws Exception {
    ForeignProgram.requireProgram(MosquittoSub.PROGRAM, "mosquitto-clients");
    Path own = Files.createDirectories(folder.resolve("mosquitto"));
    Path rights = Files.writeString(own.resolve("rights.json"), RIGHTS);
    try (MosquittoBroker mosquitto =
            new MosquittoBroker(
                own,
                "allow_anonymous true",
                "plugin " + plugin(),
                "plugin_opt_config_file " + rights);
        MosquittoSub sub =
            new MosquittoSub(mosquitto.port(), "-t", "by-five/#", "-t", "by-three/#");
        TestNode node =
            TestNode.start(folder, Map.of("PIPIT_BRIDGES", BRIDGES.formatted(mosquitto.port())))) {
      mosquitto.awaitLog(0, "Sending SUBACK to pipit-localhost-five");
      mosquitto.awaitLog(0, "Sending SUBACK to pipit-localhost-three");
      ForeignProgram.Result sent =
          ForeignProgram.run(
              folder,
              List.of(
                  "/usr/bin/mosquitto_pub",
                  "-h",
                  "127.0.0.1",
                  "-p",
                  String.valueOf(mosquitto.port()),
                  "-q",
                  "1",
                  "-t",
                  "open/a",
                  "-m",
                  "x"));
      assertEquals(0, sent.exit(), sent.output());
      Set<String> arrived = new HashSet<>(List.of(sub.message(), sub.message()));
      assertEquals(Set.of("by-five/a 0 0 x", "by-three/a 0 0 x"), arrived);
      // What was answered before the message came is known by now.
      CommandLineRun pipit = pipit(folder, node);
      assertStatus(pipit, "five", "  secret/#: 135");
      assertStatus(pipit, "three", "  secret/#: 128");
    }
  }
}
