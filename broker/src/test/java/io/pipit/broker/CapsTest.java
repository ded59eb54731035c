package io.pipit.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.pep.caps.CapabilityHashes;
import io.pipit.pep.caps.EntityCapabilities;
import io.pipit.xmpp.Element;
import io.pipit.xmpp.Ns;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Entity capabilities over real sockets: the server's own, and those that it passes on. */
class CapsTest {

  private TestNode node;

  @BeforeEach
  void start(@TempDir Path folder) {
    node = TestNode.startPlain(folder).account("juliet", "juliet").account("romeo", "romeo");
  }

  @AfterEach
  void stop() {
    node.close();
  }

  @Test
  @Tag("CAPS-6.3-stream-feature")
  @Tag("CAPS-6.3-stream-from")
  @Tag("CAPS2-5.2-stream-feature")
  void streamTellsTheCapabilitiesOfTheServerThatItNames() throws IOException {
    try (WireClient wire = WireClient.login(node, "juliet", "juliet", "a")) {
      assertEquals(TestNode.DOMAIN, wire.server());
      Element info =
          wire.send(
                  "<iq type='get' id='1' to='localhost'><query xmlns='"
                      + Ns.DISCO_INFO
                      + "'/></iq>")
              .next()
              .firstElement()
              .orElseThrow();
      Element version = wire.features().child("c", EntityCapabilities.NAMESPACE).orElseThrow();
      assertEquals(
          EntityCapabilities.verificationString(info).orElseThrow(), version.attribute("ver", ""));
      assertEquals(
          CapabilityHashes.element(info),
          wire.features().child("c", CapabilityHashes.NAMESPACE).orElseThrow());
    }
  }

  @Test
  @Tag("CAPS-8.4-optimize-first")
  void presenceKeepsItsCapabilities() throws IOException {
    try (PepClient juliet = PepClient.login(node, "juliet", "balcony", "urn:a");
        PepClient romeo = PepClient.login(node, "romeo", "orchard", "urn:b")) {
      romeo.follow(juliet);
      Element first = romeo.presence("", juliet.address());
      juliet.announce("urn:c");
      Element changed = romeo.presence("", juliet.address());
      assertTrue(!ver(first).isEmpty() && !ver(changed).isEmpty());
      assertTrue(!ver(first).equals(ver(changed)));
    }
  }

  private static String ver(Element presence) {
    return presence.child("c", EntityCapabilities.NAMESPACE).orElseThrow().attribute("ver", "");
  }

  @Test
  @Tag("CAPS2-6.4-intercept-limits")
  void resourceIsAskedItselfByThoseWhoMayAsk() throws IOException {
    try (PepClient juliet = PepClient.login(node, "juliet", "balcony", "urn:a");
        PepClient romeo = PepClient.login(node, "romeo", "orchard", "urn:a")) {
      PepClient.befriend(romeo, juliet);
      int before = juliet.questions().size();
      romeo.send(
          "<iq type='get' id='ask' to='"
              + juliet.address()
              + "'><query xmlns='"
              + Ns.DISCO_INFO
              + "' node='urn:node'/></iq>");
      while (juliet.questions().size() == before) {
        juliet.fence(); // answers what it reads meanwhile
      }
      Element question = juliet.questions().get(before);
      assertEquals(romeo.address(), question.attribute("from", ""));
      romeo.await(stanza -> stanza.attribute("id", "").equals("ask"));
    }
  }
}
