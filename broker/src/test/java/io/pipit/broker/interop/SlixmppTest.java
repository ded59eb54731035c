package io.pipit.broker.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.broker.TestNode;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** slixmpp, unchanged and as Debian has it, uses a node over STARTTLS. */
class SlixmppTest {

  @TempDir Path folder;

  @Test
  void rosterDiscoveryAndPubsub() throws Exception {
    ForeignProgram.requirePython("slixmpp", "python3-slixmpp");
    Path script = Path.of(SlixmppTest.class.getResource("/interop/slixmpp_pubsub.py").toURI());
    try (TestNode node =
        TestNode.start(folder).account("juliet", "r0me0 & co").account("romeo", "jül1et")) {
      ForeignProgram.Result result =
          ForeignProgram.run(
              folder,
              List.of(
                  ForeignProgram.PYTHON,
                  script.toString(),
                  TestNode.HOST,
                  String.valueOf(node.port()),
                  TestNode.DOMAIN,
                  node.certificateFile().toString(),
                  "juliet",
                  "r0me0 & co",
                  "romeo",
                  "jül1et"));
      assertEquals(0, result.exit(), result.output());
      assertTrue(result.output().contains("held: everything"), result.output());
    }
  }
}
