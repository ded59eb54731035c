package io.pipit.broker.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pipit.broker.cli.CommandLineRun.Result;
import io.pipit.broker.durability.ChildNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node in a process of its own is told to read its configuration again. */
class ReloadOnNodeTest {

  private final Path folder;

  ReloadOnNodeTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private void configure(String yaml) throws IOException {
    Files.createDirectories(folder.resolve("etc"));
    Files.writeString(folder.resolve("etc/pipit.yml"), yaml);
  }

  @Test
  void byTheCommandLineAndBySignal() throws Exception {
    configure("acl: ['deny all bob a/#']\n");
    try (ChildNode node = ChildNode.start(folder, Map.of()).awaitReady()) {
      // Elsewhere, so that only the node reads the file.
      CommandLineRun pipit =
          CommandLineRun.in(Files.createDirectories(folder.resolve("elsewhere")))
              .env("PIPIT_DATA", folder.resolve("data").toString());
      configure("acl: []\nmqtt: {presence: false}\n");
      Result done = pipit.run("reload");
      assertEquals(0, done.exit(), done.err());
      assertEquals(List.of("applied: acl", "needs restart: mqtt.presence"), done.lines());

      configure("acl: [nonsense]\nlistners: {}\n");
      Result invalid = pipit.run("reload");
      assertEquals(9, invalid.exit());
      assertEquals(2, invalid.err().lines().count(), invalid.err());
      node.hangUp();
      node.awaitOutput("[SIGHUP handler] i.p.b.cli.Reloading the configuration is not valid");

      configure("acl: ['deny all bob b/#']\n");
      node.hangUp();
      node.awaitOutput("[SIGHUP handler] i.p.b.cli.Reloading the configuration was read again");
      assertEquals(List.of("nothing to apply"), pipit.run("reload").lines(), "it was applied");
      assertEquals(0, node.stop());
    }
  }
}
