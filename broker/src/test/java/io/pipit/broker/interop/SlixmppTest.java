package io.pipit.broker.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.broker.TestNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * slixmpp, unchanged, as Debian has it and with its own defaults, uses a node over STARTTLS.
 *
 * <p>It can bind SCRAM to {@code tls-unique} and nothing else, which TLS 1.3 does not have, and
 * tells every server that it can. So a node that offers channel binding refuses its SCRAM (RFC 5802
 * 6: the offer may have been removed on the way), and it goes on to PLAIN.
 */
class SlixmppTest {

  @TempDir Path folder;

  @Test
  void rosterDiscoveryAndPubsub() throws Exception {
    run("PLAIN", Map.of());
  }

  @Test
  void scramWhereNoChannelBindingIsOffered() throws Exception {
    run("SCRAM-SHA-256", Map.of("PIPIT_AUTH__CHANNEL_BINDING", "false"));
  }

  private void run(String mechanism, Map<String, String> environment) throws Exception {
    ForeignProgram.requirePython("slixmpp", "python3-slixmpp");
    Path script = Path.of(SlixmppTest.class.getResource("/interop/slixmpp_pubsub.py").toURI());
    try (TestNode node =
        TestNode.start(folder, environment)
            .account("juliet", "r0me0 & co")
            .account("romeo", "jül1et")) {
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
                  mechanism,
                  "juliet",
                  "r0me0 & co",
                  "romeo",
                  "jül1et"));
      assertEquals(0, result.exit(), result.output());
      assertTrue(result.output().contains("held: everything"), result.output());
    }
  }

  @Test
  void everyOperation() throws Exception {
    runOfAccounts("/interop/slixmpp_operations.py");
  }

  @Test
  @Tag("PEP-1-tune-flow")
  @Tag("PEP-1-caps-flow")
  @Tag("PEP-4.3.3-on-initial-presence")
  @Tag("PEP-4.3.3-not-on-update")
  @Tag("PF-0107-mood")
  @Tag("PF-0108-activity")
  @Tag("PF-0172-nick")
  @Tag("PF-0196-gaming")
  @Tag("PF-0084-data")
  @Tag("PF-0084-metadata")
  @Tag("PF-0084-disable")
  void personalEventing() throws Exception {
    runOfAccounts("/interop/slixmpp_pep.py");
  }

  @Test
  @Tag("XC-0191-list")
  @Tag("XC-0191-push")
  @Tag("XC-0191-inbound")
  @Tag("XC-0191-outbound")
  @Tag("XC-0049-private")
  @Tag("XC-0049-no-child")
  @Tag("XC-0048-bookmarks")
  @Tag("PF-0048-legacy")
  @Tag("PF-0402-compat")
  void whatAnAccountKeeps() throws Exception {
    runOfAccounts("/interop/slixmpp_storage.py");
  }

  @Test
  @Tag("XC-0054-get-own")
  @Tag("XC-0054-get-other")
  @Tag("XC-0054-set-other")
  @Tag("XC-0153-hash")
  @Tag("XC-0398-pep-to-vcard")
  @Tag("XC-0398-vcard-to-pep")
  @Tag("PF-0084-data")
  @Tag("PF-0084-metadata")
  void vCardsAndAvatars() throws Exception {
    runOfAccounts("/interop/slixmpp_vcards.py");
  }

  private void runOfAccounts(String name) throws Exception {
    ForeignProgram.requirePython("slixmpp", "python3-slixmpp");
    Path script = Path.of(SlixmppTest.class.getResource(name).toURI());
    try (TestNode node =
        TestNode.start(folder)
            .account("juliet", "juliet")
            .account("romeo", "romeo")
            .account("paris", "paris")) {
      ForeignProgram.Result result =
          ForeignProgram.run(
              folder,
              List.of(
                  ForeignProgram.PYTHON,
                  script.toString(),
                  TestNode.HOST,
                  String.valueOf(node.port()),
                  TestNode.DOMAIN,
                  node.certificateFile().toString()));
      assertEquals(0, result.exit(), result.output());
      assertTrue(result.output().contains("held: everything"), result.output());
    }
  }
}
