package io.pipit.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.xmpp.Element;
import io.pipit.xmpp.xml.XmlWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a block does to events and to requests about nodes, over real sockets (XEP-0191). */
class BlockingTest {

  private static final String TUNE = "http://jabber.org/protocol/tune";

  /** Everybody wants it and may have it: what did not come before it is not to come. */
  private static final String MARK = "urn:mark";

  private static final String JULIET = "juliet@" + TestNode.DOMAIN;
  private static final String ROMEO = "romeo@" + TestNode.DOMAIN;
  private static final String SERVICE = "pubsub." + TestNode.DOMAIN;
  private static final String TUNES = PepClient.pubsub("<items node='" + TUNE + "'/>");

  private Path folder = Path.of("");
  private TestNode node;
  private PepClient juliet;
  private PepClient romeo;

  @BeforeEach
  void start(@TempDir Path temporary) throws IOException {
    folder = temporary;
    node = TestNode.startPlain(folder);
    for (String name : new String[] {"juliet", "romeo", "nurse"}) {
      node.account(name, name);
    }
    juliet = PepClient.login(node, "juliet", "balcony", TUNE, MARK);
    romeo = PepClient.login(node, "romeo", "orchard", TUNE, MARK);
    PepClient.befriend(romeo, juliet);
  }

  @AfterEach
  void stop() throws IOException {
    juliet.close();
    romeo.close();
    node.close();
  }

  private static void block(PepClient client, String... jids) throws IOException {
    client.result("set", "", command("block", jids));
  }

  private static void unblock(PepClient client, String... jids) throws IOException {
    client.result("set", "", command("unblock", jids));
  }

  private static String command(String name, String... jids) {
    StringBuilder items = new StringBuilder();
    Arrays.stream(jids).forEach(jid -> items.append("<item jid='").append(jid).append("'/>"));
    return "<" + name + " xmlns='urn:xmpp:blocking'>" + items + "</" + name + ">";
  }

  private static String list(PepClient client) throws IOException {
    return client.result("get", "", "<blocklist xmlns='urn:xmpp:blocking'/>");
  }

  /** Publishes what is to be the client's own next event, since it comes from its own account. */
  private static void assertNoEventBefore(PepClient client, String mark) throws IOException {
    client.publish(MARK, mark);
    client.event(client.account(), MARK, mark);
  }

  @Nested
  class Events {

    @ParameterizedTest(name = "PEP-4.3.3-blocked XC-0191-pep entry {0}")
    @Tag("PEP-4.3.3-blocked")
    @Tag("XC-0191-pep")
    @ValueSource(strings = {ROMEO, ROMEO + "/orchard", TestNode.DOMAIN})
    void blockedContactGetsNoEvent(String entry) throws IOException {
      juliet.publish(TUNE, "before");
      romeo.event(JULIET, TUNE, "before");
      block(juliet, entry);
      juliet.publish(TUNE, "hidden");
      juliet.result("set", "", PepClient.pubsub(retract("hidden")));
      juliet.result("set", "", PepClient.owner("<delete node='" + TUNE + "'/>"));
      juliet.publish(TUNE, "hidden too");
      assertNoEventBefore(romeo, "mark");
    }

    @Test
    @Tag("PEP-4.3.3-blocked")
    void blockedContactGetsNoNewestItemWhenItComes() throws IOException {
      juliet.publish(TUNE, "hidden");
      romeo.event(JULIET, TUNE, "hidden");
      block(juliet, ROMEO);
      try (PepClient phone = PepClient.login(node, "romeo", "phone", TUNE, MARK)) {
        assertNoEventBefore(phone, "mark");
      }
      romeo.announce(MARK);
      romeo.announce(TUNE, MARK);
      romeo.event(ROMEO, MARK, "mark");
      assertNoEventBefore(romeo, "second");
    }

    @Test
    @Tag("XC-0191-pep")
    void whoBlocksGetsNoEventOfTheBlockedEither() throws IOException {
      romeo.publish(TUNE, "before");
      juliet.event(ROMEO, TUNE, "before");
      block(juliet, ROMEO);
      romeo.publish(TUNE, "unheard");
      romeo.event(ROMEO, TUNE, "before");
      romeo.event(ROMEO, TUNE, "unheard");
      assertNoEventBefore(juliet, "mark");
    }

    @Test
    @Tag("PEP-4.3.3-blocked")
    @Tag("XC-0191-pep")
    void explicitSubscriptionStaysAndIsSilentMeanwhile() throws IOException {
      juliet.create(TUNE, "access_model=open", "send_last_published_item=never");
      try (PepClient nurse = PepClient.login(node, "nurse", "room", MARK)) {
        nurse.result(
            "set",
            JULIET,
            PepClient.pubsub(
                "<subscribe node='" + TUNE + "' jid='nurse@" + TestNode.DOMAIN + "'/>"));
        juliet.publish(TUNE, "one");
        nurse.event(JULIET, TUNE, "one");
        block(juliet, "nurse@" + TestNode.DOMAIN);
        juliet.publish(TUNE, "two");
        assertNoEventBefore(nurse, "mark");
        unblock(juliet);
        juliet.publish(TUNE, "three");
        nurse.event(JULIET, TUNE, "three");
      }
    }

    @Test
    @Tag("XC-0191-pep")
    void blockedServiceSendsNothing() throws IOException {
      String on = " node='plant' ";
      romeo.result("set", SERVICE, PepClient.pubsub("<create" + on + "/>"));
      juliet.result("set", SERVICE, PepClient.pubsub("<subscribe" + on + "jid='" + JULIET + "'/>"));
      block(juliet, SERVICE);
      romeo.result("set", SERVICE, PepClient.pubsub(PepClient.item("plant", "unheard")));
      assertNoEventBefore(juliet, "mark");
      String refusal =
          juliet.refused("get", SERVICE, PepClient.pubsub("<subscriptions/>"), "not-acceptable");
      assertTrue(refusal.contains("<blocked xmlns='urn:xmpp:blocking:errors'/>"), refusal);
      unblock(juliet, SERVICE);
      romeo.result("set", SERVICE, PepClient.pubsub(PepClient.item("plant", "heard")));
      juliet.event(SERVICE, "plant", "heard");
    }

    @Test
    @Tag("XC-0191-presence")
    @Tag("PEP-4.3.3-on-initial-presence")
    void newestItemsComeOnceWhenTheBlockEnds() throws IOException {
      block(juliet, ROMEO);
      juliet.publish(TUNE, "missed");
      romeo.publish(TUNE, "missed too");
      romeo.event(ROMEO, TUNE, "missed too");
      juliet.event(JULIET, TUNE, "missed");
      unblock(juliet, ROMEO);
      romeo.event(JULIET, TUNE, "missed");
      juliet.event(ROMEO, TUNE, "missed too");
      romeo.fence();
      juliet.fence();
      assertNoEventBefore(romeo, "mark");
      juliet.event(ROMEO, MARK, "mark");
    }

    /** The other resources have missed nothing. */
    @Test
    @Tag("PEP-4.3.3-blocked")
    @Tag("XC-0191-pep")
    @Tag("XC-0191-presence")
    void endOfTheBlockOfOneResourceBringsItTheNewestItems() throws IOException {
      juliet.create(MARK, "access_model=open", "send_last_published_item=never");
      try (PepClient phone = PepClient.login(node, "romeo", "phone", TUNE, MARK)) {
        block(juliet, romeo.address(), TestNode.DOMAIN + "/orchard");
        juliet.publish(TUNE, "missed");
        phone.event(JULIET, TUNE, "missed");
        romeo.send("<presence><show>xa</show></presence>");
        romeo.fence();
        unblock(juliet, TestNode.DOMAIN + "/orchard");
        juliet.publish(MARK, "still");
        phone.event(JULIET, MARK, "still");
        juliet.send("<iq type='set' id='end'>" + command("unblock", romeo.address()) + "</iq>");
        Element seen = juliet.presence("", romeo.address());
        romeo.presence("", juliet.address());
        romeo.event(JULIET, TUNE, "missed");
        assertTrue(XmlWriter.text(seen).contains("<show>xa</show>"), XmlWriter.text(seen));
        juliet.publish(MARK, "mark");
        phone.event(JULIET, MARK, "mark");
        romeo.event(JULIET, MARK, "mark");
      }
    }

    /** What is decided on before the block ends may be sent only when it has ended. */
    @ParameterizedTest(name = "PEP-4.3.3-blocked entry {0}")
    @Tag("PEP-4.3.3-blocked")
    @Tag("PEP-4.3.3-on-initial-presence")
    @ValueSource(strings = {ROMEO, TestNode.DOMAIN})
    void publishRightBeforeTheEndOfTheBlockIsToldOnce(String entry) throws IOException {
      juliet.create(MARK, "access_model=open", "send_last_published_item=never");
      for (int i = 0; i < 10; i++) {
        block(juliet, entry);
        juliet.send(
            "<iq type='set' id='publish"
                + i
                + "'>"
                + PepClient.pubsub(PepClient.item(TUNE, "item " + i))
                + "</iq><iq type='set' id='unblock"
                + i
                + "'>"
                + command("unblock", entry)
                + "</iq>");
        juliet.fence();
        juliet.publish(MARK, "mark " + i);
        romeo.event(JULIET, TUNE, "item " + i);
        romeo.event(JULIET, MARK, "mark " + i);
      }
    }

    @Test
    @Tag("PEP-4.3.3-blocked")
    @Tag("PEP-4.3.3-on-initial-presence")
    void blockedContactThatComesRightBeforeTheEndOfTheBlockIsToldOnce() throws IOException {
      juliet.create(MARK, "access_model=open", "send_last_published_item=never");
      juliet.publish(TUNE, "item");
      romeo.event(JULIET, TUNE, "item");
      block(juliet, ROMEO);
      romeo.announce(MARK);
      romeo.announce(TUNE, MARK);
      juliet.fence();
      unblock(juliet, ROMEO);
      romeo.event(JULIET, TUNE, "item");
      juliet.publish(MARK, "mark");
      romeo.event(JULIET, MARK, "mark");
    }

    private String retract(String id) {
      return "<retract node='" + TUNE + "' notify='true'><item id='" + id + "'/></retract>";
    }
  }

  @Nested
  class Requests {

    @Test
    @Tag("CAPS-9.4-exposure")
    @Tag("XC-0191-inbound")
    void blockedContactLearnsNothingOfNodes() throws IOException {
      juliet.create(TUNE, "access_model=open");
      juliet.publish(TUNE, "current");
      assertTrue(romeo.result("get", JULIET, TUNES).contains("current"));
      block(juliet, ROMEO);
      for (String request :
          List.of(
              TUNES,
              "<query xmlns='http://jabber.org/protocol/disco#info'/>",
              "<query xmlns='http://jabber.org/protocol/disco#items'/>",
              PepClient.pubsub("<subscriptions/>"))) {
        romeo.refused("get", JULIET, request, "service-unavailable");
        romeo.refused("get", "nobody@" + TestNode.DOMAIN, request, "service-unavailable");
      }
      romeo.refused(
          "get",
          JULIET + "/balcony",
          "<query xmlns='http://jabber.org/protocol/disco#info'/>",
          "service-unavailable");
      unblock(juliet);
      assertTrue(romeo.result("get", JULIET, TUNES).contains("current"));
    }

    /** XEP-0376: the account passes on what its client may not send itself. */
    @Test
    @Tag("XC-0191-inbound")
    @Tag("XC-0191-outbound")
    void blockHoldsForSubscribingThroughTheAccountToo() throws IOException {
      juliet.create(TUNE, "access_model=open");
      block(juliet, ROMEO);
      romeo.refused("set", "", through(ROMEO, JULIET), "service-unavailable");
      String refusal = juliet.refused("set", "", through(JULIET, ROMEO), "not-acceptable");
      assertTrue(refusal.contains("<blocked xmlns='urn:xmpp:blocking:errors'/>"), refusal);
    }

    private String through(String subscriber, String service) {
      return "<pam xmlns='urn:xmpp:pam:0' jid='"
          + service
          + "'><subscribe xmlns='http://jabber.org/protocol/pubsub' node='"
          + TUNE
          + "' jid='"
          + subscriber
          + "'/></pam>";
    }

    @Test
    @Tag("XC-0191-list")
    void serverSaysThatItBlocks() throws IOException {
      String info =
          juliet.result(
              "get", TestNode.DOMAIN, "<query xmlns='http://jabber.org/protocol/disco#info'/>");
      assertTrue(info.contains("<feature var='urn:xmpp:blocking'/>"), info);
    }
  }

  @Nested
  class Stanzas {

    private void awaitMessage(String id) throws IOException {
      romeo.await(
          stanza -> stanza.name().equals("message") && stanza.attribute("id", "").equals(id));
    }

    /** Notes the ids of all that is answered until that is. */
    private void awaitAnswer(String id, List<String> answers) throws IOException {
      while (!answers.contains(id)) {
        Element answer =
            juliet.await(
                stanza -> List.of("result", "error").contains(stanza.attribute("type", "")));
        answers.add(answer.attribute("id", ""));
      }
    }

    private String message(String id) {
      return "<message id='" + id + "' to='" + ROMEO + "'><body>hi</body></message>";
    }

    /** It is on its way before the block is decided on, or is refused; it is never lost. */
    @Test
    @Tag("XC-0191-outbound")
    void messageRightBehindTheBlockIsSentOrRefused() throws IOException {
      juliet.send("<iq type='set' id='b'>" + command("block", ROMEO) + "</iq>" + message("behind"));
      List<String> answers = new ArrayList<>();
      awaitAnswer("b", answers);
      juliet.send(message("later"));
      awaitAnswer("later", answers);
      if (!answers.contains("behind")) {
        awaitMessage("behind");
      }
      unblock(juliet);
      juliet.send(message("last"));
      awaitMessage("last");
    }

    /** The client sends it again, to whom it wants. */
    @Test
    @Tag("XC-0191-presence")
    void directedPresenceDoesNotComeAgainWithTheEndOfTheBlock() throws IOException {
      try (PepClient nurse = PepClient.login(node, "nurse", "room", MARK)) {
        String directed = "<presence to='" + nurse.address() + "'/>";
        juliet.send(directed);
        nurse.presence("", juliet.address());
        block(juliet, "nurse@" + TestNode.DOMAIN);
        nurse.presence("unavailable", juliet.address());
        unblock(juliet);
        juliet.send("<message to='" + nurse.address() + "' id='fence'><body>hi</body></message>");
        Element next =
            nurse.await(
                stanza ->
                    stanza.attribute("from", "").equals(juliet.address())
                        && !stanza.attribute("type", "").equals("unavailable"));
        assertEquals("message", next.name());
        juliet.send(directed);
        nurse.presence("", juliet.address());
      }
    }
  }

  @Test
  @Tag("XC-0191-list")
  @Tag("XC-0191-block")
  void blocksAreThereAfterARestart() throws IOException {
    block(juliet, ROMEO, "eve.test", "mercutio@verona.test/street");
    unblock(juliet, "eve.test");
    String before = list(juliet);
    juliet.close();
    romeo.close();
    node.close();
    node = TestNode.startPlain(folder);
    juliet = PepClient.login(node, "juliet", "balcony", TUNE, MARK);
    romeo = PepClient.login(node, "romeo", "orchard", TUNE, MARK);
    String after = list(juliet);
    assertEquals(items(before), items(after));
    romeo.refused("get", JULIET, TUNES, "service-unavailable");
    juliet.publish(TUNE, "hidden");
    assertNoEventBefore(romeo, "mark");
    Element refused =
        juliet
            .send("<message id='m' to='" + ROMEO + "'><body>hi</body></message>")
            .await(stanza -> stanza.attribute("id", "").equals("m"));
    assertTrue(XmlWriter.text(refused).contains("<blocked "), XmlWriter.text(refused));
  }

  private static String items(String answer) {
    return answer.substring(answer.indexOf("<blocklist"));
  }
}
