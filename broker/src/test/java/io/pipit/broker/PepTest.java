package io.pipit.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.Element;
import io.pipit.xmpp.Ns;
import io.pipit.xmpp.xml.XmlWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Personal eventing over real sockets: who gets what of an account's nodes, and who does not. */
class PepTest {

  private static final String TUNE = "http://jabber.org/protocol/tune";
  private static final String MOOD = "http://jabber.org/protocol/mood";

  /**
   * Everybody is interested in it, and anybody may have it: what did not come before it is not to
   * come.
   */
  private static final String MARK = "urn:mark";

  private static final String ALL_ITEMS =
      "<options>"
          + PepClient.form("subscription_type=items", "subscription_depth=all")
              .replace("#node_config", "#subscribe_options")
          + "</options>";

  private static final String JULIET = "juliet@" + TestNode.DOMAIN;

  private TestNode node;
  private PepClient juliet;

  @BeforeEach
  void start(@TempDir Path folder) throws IOException {
    node = TestNode.startPlain(folder);
    for (String name : new String[] {"juliet", "romeo", "nurse", "paris"}) {
      node.account(name, name);
    }
    juliet = PepClient.login(node, "juliet", "balcony", TUNE);
  }

  @AfterEach
  void stop() throws IOException {
    juliet.close();
    node.close();
  }

  private PepClient login(String name, String... interests) throws IOException {
    return PepClient.login(node, name, "orchard", interests);
  }

  /** A contact of juliet's, both ways, with these interests and the mark. */
  private PepClient friend(String name, String... interests) throws IOException {
    PepClient friend = login(name, MARK);
    PepClient.befriend(friend, juliet);
    String[] all = Arrays.copyOf(interests, interests.length + 1);
    all[interests.length] = MARK;
    friend.announce(all);
    return friend;
  }

  /** Publishes what is to be the next event of that client. */
  private void assertNothingBeforeMark(PepClient client) throws IOException {
    if (juliet.result("get", "", "<query xmlns='" + Ns.DISCO_ITEMS + "'/>").contains(MARK)) {
      juliet.publish(MARK, "mark");
    } else {
      juliet.create(MARK, "access_model=open", "send_last_published_item=never");
      juliet.publish(MARK, "mark");
    }
    client.event(JULIET, MARK, "mark");
  }

  @Nested
  class Refused {

    @Test
    @Tag("PEP-2.4-filter")
    @Tag("PS-9.2-match-only")
    void eventThatIsNotOfInterest() throws IOException {
      try (PepClient romeo = friend("romeo", MOOD)) {
        juliet.create(TUNE);
        juliet.publish(TUNE, "current");
        assertNothingBeforeMark(romeo);
      }
    }

    @Test
    @Tag("PF-0223-no-leak")
    @Tag("PS-9.1.2-no-permission-silent")
    void whitelistNodeNeverReachesContacts() throws IOException {
      juliet.create(TUNE, "access_model=whitelist");
      try (PepClient romeo = friend("romeo", TUNE)) {
        juliet.publish(TUNE, "secret");
        juliet.event(JULIET, TUNE, "secret");
        romeo.announce(MOOD, MARK);
        romeo.announce(TUNE, MARK);
        assertNothingBeforeMark(romeo);
        romeo.refused(
            "get", JULIET, PepClient.pubsub("<items node='" + TUNE + "'/>"), "not-allowed");
      }
    }

    @Test
    @Tag("PS-9.2-roster-filter")
    @Tag("PEP-5-model-others")
    @Tag("PEP-7.1-recalc-roster")
    @Tag("PS-12.2-trigger-roster-add")
    void rosterNodeReachesItsGroupsAlone() throws IOException {
      juliet.create(TUNE, "access_model=roster", "roster_groups_allowed=Friends");
      try (PepClient romeo = friend("romeo", TUNE)) {
        juliet.publish(TUNE, "one");
        assertNothingBeforeMark(romeo);
        juliet.result(
            "set",
            "",
            "<query xmlns='jabber:iq:roster'><item jid='romeo@localhost'><group>Friends</group>"
                + "</item></query>");
        romeo.event(JULIET, TUNE, "one");
        juliet.result(
            "set",
            "",
            "<query xmlns='jabber:iq:roster'><item jid='romeo@localhost'><group>Friends</group>"
                + "<group>Poets</group></item></query>");
        juliet.publish(TUNE, "two");
        romeo.event(JULIET, TUNE, "two");
        juliet.result(
            "set",
            "",
            "<query xmlns='jabber:iq:roster'><item jid='romeo@localhost'><group>Foes</group>"
                + "</item></query>");
        juliet.publish(TUNE, "three");
        assertNothingBeforeMark(romeo);
        romeo.refused(
            "get", JULIET, PepClient.pubsub("<items node='" + TUNE + "'/>"), "not-authorized");
      }
    }

    @Test
    @Tag("PEP-2.3-both")
    @Tag("PS-9.2-both-subscriptions")
    void contactThatDoesNotShareItsPresence() throws IOException {
      juliet.create(TUNE);
      try (PepClient romeo = login("romeo", TUNE, MARK)) {
        romeo.follow(juliet);
        juliet.publish(TUNE, "one");
        // It may subscribe.
        juliet.create(MARK);
        romeo.result(
            "set",
            JULIET,
            PepClient.pubsub("<subscribe node='" + MARK + "' jid='" + romeo.address() + "'/>"));
        juliet.publish(MARK, "mark");
        romeo.event(JULIET, MARK, "mark");
      }
    }

    @Test
    @Tag("PEP-2.3-directed-caps-bad")
    @Tag("PS-9.1.3-directed-cancel")
    @Tag("PEP-4.3.1-no-replyto-leak")
    void strangerWithDirectedPresence() throws IOException {
      juliet.create(TUNE, "access_model=open");
      juliet.create(MARK, "access_model=open");
      try (PepClient paris = login("paris", TUNE)) {
        paris.send("<presence to='" + juliet.address() + "'/>");
        juliet.presence("", paris.account());
        juliet.publish(TUNE, "one");
        paris.send("<presence type='unavailable' to='" + juliet.address() + "'/>");
        juliet.presence("unavailable", paris.account());
        juliet.publish(TUNE, "two");
        paris.result(
            "set",
            JULIET,
            PepClient.pubsub("<subscribe node='" + MARK + "' jid='" + paris.address() + "'/>"));
        juliet.publish(MARK, "mark");
        Element event = paris.event(JULIET, MARK, "mark");
        assertTrue(!XmlWriter.text(event).contains("replyto"), XmlWriter.text(event));
      }
    }

    @Test
    @Tag("PS-9.2-verify-hash")
    @Tag("CAPS-5.4-mismatch-invalid")
    void interestsThatAreNotWhatWasAnnounced() throws IOException {
      juliet.create(TUNE);
      juliet.publish(TUNE, "one");
      try (PepClient liar = PepClient.login(node, "juliet", "liar", MARK)) {
        liar.announce(PepClient.interests(MOOD), PepClient.interests(TUNE, MARK));
        assertEquals(2, liar.questions().size());
        juliet.publish(TUNE, "two");
        liar.announce(MARK);
        assertNothingBeforeMark(liar);
      }
    }

    @Test
    @Tag("PEP-7.1-recalc-presence")
    @Tag("PEP-7.1-cancel")
    @Tag("PEP-7.1-cancel-message")
    void contactThatHasLostThePresenceSubscription() throws IOException {
      juliet.create(TUNE);
      juliet.create(MARK, "access_model=open");
      try (PepClient romeo = friend("romeo", TUNE)) {
        String subscribe = "<subscribe node='NODE' jid='" + romeo.address() + "'/>";
        romeo.result("set", JULIET, PepClient.pubsub(subscribe.replace("NODE", TUNE)));
        romeo.result("set", JULIET, PepClient.pubsub(subscribe.replace("NODE", MARK)));
        juliet.send("<presence type='unsubscribed' to='romeo@localhost'/>");
        romeo.await(
            stanza ->
                XmlWriter.text(stanza).contains("subscription='none'")
                    && stanza.name().equals("message"));
        juliet.publish(TUNE, "one");
        juliet.publish(MARK, "mark");
        romeo.event(JULIET, MARK, "mark");
        romeo.refused(
            "get", JULIET, PepClient.pubsub("<items node='" + TUNE + "'/>"), "not-authorized");
      }
    }

    @Test
    @Tag("PEP-2.2-one-publisher")
    @Tag("PEP-5-affiliations")
    void contactNeitherCreatesNorPublishesNorConfigures() throws IOException {
      juliet.create(TUNE);
      try (PepClient romeo = friend("romeo")) {
        romeo.refused("set", JULIET, PepClient.pubsub("<create node='x'/>"), "forbidden");
        romeo.refused("set", JULIET, PepClient.pubsub(PepClient.item(TUNE, "1")), "forbidden");
        String configure = "<configure node='" + TUNE + "'/>";
        romeo.refused("get", JULIET, PepClient.owner(configure), "forbidden");
        String delete = "<delete node='" + TUNE + "'/>";
        romeo.refused("set", JULIET, PepClient.owner(delete), "forbidden");
        String affiliations = PepClient.owner("<affiliations node='" + TUNE + "'/>");
        romeo.refused("get", JULIET, affiliations, "forbidden");
        assertTrue(
            juliet
                .result("get", "", affiliations)
                .contains("<affiliation jid='" + JULIET + "' affiliation='owner'/>"));
      }
    }

    @Test
    @Tag("PF-0030-account-bare-jid")
    @Tag("PEP-6.2-unknown-account")
    void strangerLearnsWhatHeWouldOfAnAccountThatIsNotThere() throws IOException {
      juliet.create(TUNE);
      juliet.create("open", "access_model=open");
      try (PepClient paris = login("paris")) {
        for (String to : new String[] {JULIET, "nobody@" + TestNode.DOMAIN}) {
          for (String query : new String[] {Ns.DISCO_INFO, Ns.DISCO_ITEMS}) {
            String whole = "<query xmlns='" + query + "'/>";
            paris.refused("get", to, whole, "service-unavailable");
            String ofNode = "<query xmlns='" + query + "' node='open'/>";
            paris.refused("get", to, ofNode, "service-unavailable");
          }
          for (String request :
              new String[] {
                "<items node='missing'/>", "<subscriptions/>", "<affiliations/>", "<nonsense/>"
              }) {
            paris.refused("get", to, PepClient.pubsub(request), "service-unavailable");
          }
          for (String request :
              new String[] {"<create/>", "<create node='new'/>", PepClient.item("missing", "1")}) {
            paris.refused("set", to, PepClient.pubsub(request), "service-unavailable");
          }
          paris.refused("get", to, PepClient.owner("<default/>"), "service-unavailable");
        }
        // Of a node that he can name, what it says itself.
        paris.result("get", JULIET, PepClient.pubsub("<items node='open'/>"));
        paris.refused(
            "get", JULIET, PepClient.pubsub("<items node='" + TUNE + "'/>"), "not-authorized");
      }
    }

    @Test
    @Tag("PEP-4.3.1-errors-to-bare")
    void errorAboutANotificationIsNotTheClients() throws IOException {
      try (PepClient romeo = friend("romeo", TUNE)) {
        juliet.create(TUNE);
        juliet.publish(TUNE, "one");
        Element event = romeo.event(JULIET, TUNE, "one");
        romeo.send(
            "<message type='error' to='"
                + JULIET
                + "' id='"
                + event.attribute("id", "")
                + "'><error type='cancel'><service-unavailable"
                + " xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></message>");
        romeo.send("<message type='chat' to='" + JULIET + "'><body>Hist</body></message>");
        Element next =
            juliet.await(
                stanza ->
                    stanza.name().equals("message")
                        && stanza.attribute("from", "").equals(romeo.address()));
        assertEquals("chat", next.attribute("type", ""));
      }
    }
  }

  @Test
  @Tag("PEP-1-tune-flow")
  @Tag("PS-9-no-to")
  @Tag("PS-12.2-trigger-temp-publish")
  @Tag("PEP-2.1-account-service")
  @Tag("PEP-2.3-own-resources")
  @Tag("PEP-3-create-first")
  @Tag("PEP-3-publish")
  @Tag("PEP-3-fanout")
  @Tag("PEP-4-entitled-presence")
  @Tag("PEP-4-entitled-owner")
  @Tag("PEP-4.2-filtered")
  @Tag("PEP-4.3.1-from-bare")
  @Tag("PEP-4.3.1-full-jid")
  @Tag("PEP-4.3.2-each-interested")
  @Tag("PEP-4.3.3-on-publish")
  @Tag("PEP-4.3.4-headline")
  @Tag("PS-9.1.2-contact-subscribed")
  @Tag("PS-9.2-full-jid-delivery")
  void interestedContactsAndOwnResourcesGetWhatIsPublished() throws IOException {
    try (PepClient romeo = friend("romeo", TUNE);
        PepClient phone = PepClient.login(node, "romeo", "phone", MARK);
        PepClient chamber = PepClient.login(node, "juliet", "chamber", TUNE)) {
      juliet.create(TUNE);
      juliet.publish(TUNE, "current");
      for (PepClient client : new PepClient[] {romeo, juliet, chamber}) {
        Element message = client.event(JULIET, TUNE, "current");
        assertEquals(client.address(), message.attribute("to", ""));
        assertEquals("headline", message.attribute("type", ""));
      }
      assertNothingBeforeMark(phone);
      // Removal is told to the same.
      juliet.result(
          "set",
          "",
          PepClient.pubsub(
              "<retract node='" + TUNE + "' notify='1'><item id='current'/></retract>"));
      romeo.event(JULIET, MARK, "mark");
      assertTrue(XmlWriter.text(romeo.nextEvent()).contains("<retract "));
    }
  }

  @Test
  @Tag("PEP-4.3.1-replyto")
  @Tag("PEP-4.3.1-no-replyto-leak")
  @Tag("PF-0033-replyto")
  @Tag("PF-0033-noiq")
  void whoSeesThePresenceOfAnAccountLearnsWhichResourcePublished() throws IOException {
    juliet.create(TUNE, "access_model=open");
    try (PepClient romeo = friend("romeo", TUNE);
        PepClient follower = login("nurse", TUNE);
        PepClient paris = login("paris", TUNE);
        PepClient hidden = PepClient.login(node, "juliet", "hidden")) {
      follower.follow(juliet); // sees her presence, and does not show its own
      for (PepClient client : new PepClient[] {follower, paris}) {
        String subscribe = "<subscribe node='" + TUNE + "' jid='" + client.account() + "'/>";
        client.result("set", JULIET, PepClient.pubsub(subscribe));
      }
      juliet.publish(TUNE, "one");
      for (PepClient client : new PepClient[] {romeo, follower, juliet}) {
        Element message = client.event(JULIET, TUNE, "one");
        assertEquals(List.of(juliet.address()), replyAddresses(message));
      }
      assertEquals(List.of(), replyAddresses(paris.event(JULIET, TUNE, "one")));
      // Nobody has seen presence of this one.
      hidden.publish(TUNE, "two");
      for (PepClient client : new PepClient[] {romeo, follower, paris, juliet}) {
        assertEquals(List.of(), replyAddresses(client.event(JULIET, TUNE, "two")));
      }
      String items = romeo.result("get", JULIET, PepClient.pubsub("<items node='" + TUNE + "'/>"));
      assertFalse(items.contains(juliet.address()), items);
    }
  }

  private static List<String> replyAddresses(Element message) {
    return message
        .child("addresses", "http://jabber.org/protocol/address")
        .map(Element::elements)
        .orElse(List.of())
        .stream()
        .filter(address -> address.attribute("type", "").equals("replyto"))
        .map(address -> address.attribute("jid", ""))
        .toList();
  }

  @Test
  @Tag("PF-0033-replyto")
  void resourceOfAnotherAccountIsNotTold() throws IOException {
    juliet.create(TUNE, "publish_model=open");
    try (PepClient romeo = friend("romeo", TUNE)) {
      romeo.result("set", JULIET, PepClient.pubsub(PepClient.item(TUNE, "his")));
      assertEquals(List.of(), replyAddresses(romeo.event(JULIET, TUNE, "his")));
      assertEquals(List.of(), replyAddresses(juliet.event(JULIET, TUNE, "his")));
    }
  }

  @Test
  @Tag("PEP-3-auto-create")
  @Tag("PEP-5-three-features")
  @Tag("PS-9.1.1-owner-subscribed")
  void publishMakesANodeWithTheDefaultsOfAnAccount() throws IOException {
    try (PepClient romeo = friend("romeo", TUNE)) {
      juliet.publish(TUNE, "one");
      romeo.event(JULIET, TUNE, "one");
      juliet.event(JULIET, TUNE, "one");
      String form = juliet.result("get", "", PepClient.owner("<configure node='" + TUNE + "'/>"));
      assertValue(form, "access_model", "presence");
      juliet.publish(TUNE, "two");
      String items = romeo.result("get", JULIET, PepClient.pubsub("<items node='" + TUNE + "'/>"));
      assertTrue(items.contains("'two'") && !items.contains("'one'"), "the newest alone: " + items);
    }
  }

  @Test
  @Tag("PEP-3-publish-options")
  @Tag("PF-0223-identity")
  void publishOptionsAreWhatANewNodeBecomesAndAnOldOneHasToBe() throws IOException {
    String options =
        "<publish-options>"
            + PepClient.form("access_model=whitelist", "persist_items=1")
                .replace("#node_config", "#publish-options")
            + "</publish-options>";
    try (PepClient romeo = friend("romeo", TUNE, MOOD)) {
      juliet.result("set", "", PepClient.pubsub(PepClient.item(TUNE, "secret") + options));
      juliet.event(JULIET, TUNE, "secret");
      juliet.create(MOOD);
      String refusal =
          juliet.refused(
              "set", "", PepClient.pubsub(PepClient.item(MOOD, "leak") + options), "conflict");
      assertTrue(refusal.contains("<precondition-not-met "), refusal);
      assertNothingBeforeMark(romeo);
    }
  }

  @Test
  @Tag("PEP-1-caps-flow")
  @Tag("CAPS-6.2-to-exact-jid")
  @Tag("CAPS-8.2-cache-persist")
  @Tag("PS-9.2-check-caps")
  @Tag("PS-9.2-cache")
  void resourceIsAskedOnceForCapabilitiesThatNobodyHadBefore() throws IOException {
    try (PepClient nurse = login("nurse", "urn:new")) {
      assertEquals(1, nurse.questions().size());
      Element question = nurse.questions().get(0);
      assertEquals(nurse.address(), question.attribute("to", ""));
      nurse.announce("urn:new");
      nurse.announce("urn:new");
      assertEquals(1, nurse.questions().size());
      try (PepClient again = PepClient.login(node, "nurse", "again", "urn:new")) {
        assertEquals(0, again.questions().size());
      }
    }
  }

  @Test
  @Tag("PEP-4.3.3-on-initial-presence")
  @Tag("PEP-4.3.3-not-on-update")
  @Tag("PEP-4.3.4-last-item")
  @Tag("PS-12.2-trigger-first-presence")
  @Tag("PS-4.3-osap-subscriber-presence")
  @Tag("PEP-4.3.4-delay")
  void newestItemComesOnceWithInitialPresence() throws IOException {
    try (PepClient romeo = friend("romeo")) {
      juliet.create(TUNE);
      juliet.publish(TUNE, "current");
      try (PepClient orchard = PepClient.login(node, "romeo", "wall", TUNE, MARK);
          PepClient chamber = PepClient.login(node, "juliet", "chamber", TUNE, MARK)) {
        for (PepClient client : new PepClient[] {orchard, chamber}) {
          Element message = client.event(JULIET, TUNE, "current");
          assertTrue(message.child("delay", Ns.DELAY).isPresent(), XmlWriter.text(message));
          client.send("<presence><show>away</show></presence>");
          client.announce(TUNE, MARK);
        }
        assertNothingBeforeMark(orchard);
        chamber.event(JULIET, MARK, "mark");
        // A resource that goes and comes again is new.
        orchard.send("<presence type='unavailable'/>");
        orchard.announce(TUNE, MARK);
        orchard.event(JULIET, TUNE, "current");
      }
      romeo.event(JULIET, MARK, "mark");
    }
  }

  @Test
  @Tag("PS-3-cache-last")
  @Tag("PS-4.3-cached-last-send")
  @Tag("PS-4.3-last-published-override")
  void newestItemIsRememberedByANodeThatKeepsNoneUnlessItNeverSendsIt() throws IOException {
    juliet.create(TUNE, "persist_items=0");
    juliet.create(MOOD, "persist_items=0", "send_last_published_item=never");
    juliet.publish(TUNE, "tune");
    juliet.publish(MOOD, "mood");
    try (PepClient chamber = PepClient.login(node, "juliet", "chamber", MOOD, TUNE, MARK)) {
      chamber.event(JULIET, TUNE, "tune");
      assertNothingBeforeMark(chamber);
    }
  }

  @Test
  @Tag("CAPS-6.1-recompute")
  void newInterestBringsItsNewestItem() throws IOException {
    juliet.create(TUNE);
    juliet.publish(TUNE, "tune");
    juliet.create(MOOD);
    juliet.publish(MOOD, "mood");
    juliet.event(JULIET, TUNE, "tune");
    juliet.announce(TUNE, MOOD);
    juliet.event(JULIET, MOOD, "mood");
  }

  /** What was published while a resource did not want it is not lost. */
  @Test
  @Tag("CAPS-6.1-recompute")
  void interestThatComesAgainBringsTheNewestItemOnce() throws IOException {
    try (PepClient romeo = friend("romeo")) {
      juliet.create(TUNE);
      juliet.publish(TUNE, "first");
      romeo.announce(TUNE, MARK);
      romeo.event(JULIET, TUNE, "first");
      romeo.announce(MARK);
      juliet.publish(TUNE, "second");
      romeo.announce(TUNE, MARK);
      romeo.event(JULIET, TUNE, "second");
      romeo.announce(TUNE, MARK);
      assertNothingBeforeMark(romeo);
    }
  }

  @Test
  @Tag("PEP-2.3-auto-subscribe")
  @Tag("PEP-4.1-auto-subscribe")
  @Tag("PS-9.1.2-from-jid")
  void newestItemComesWithTheSubscriptionToThePresence() throws IOException {
    juliet.create(TUNE);
    juliet.publish(TUNE, "current");
    try (PepClient romeo = login("romeo", TUNE)) {
      PepClient.befriend(romeo, juliet);
      romeo.event(JULIET, TUNE, "current");
      romeo.result("get", JULIET, PepClient.pubsub("<items node='" + TUNE + "'/>"));
    }
  }

  @Test
  @Tag("PEP-4-entitled-open")
  @Tag("PEP-4.3.2-one-for-full")
  @Tag("PEP-5-usecases")
  void subscriberGetsEachEventOnce() throws IOException {
    juliet.create(TUNE, "access_model=open", "send_last_published_item=never");
    try (PepClient romeo = friend("romeo", TUNE);
        PepClient paris = login("paris")) {
      for (PepClient client : new PepClient[] {romeo, paris}) {
        for (String jid : new String[] {client.account(), client.address()}) {
          client.result(
              "set",
              JULIET,
              PepClient.pubsub("<subscribe node='" + TUNE + "' jid='" + jid + "'/>"));
        }
      }
      juliet.publish(TUNE, "one");
      assertEquals(romeo.address(), romeo.event(JULIET, TUNE, "one").attribute("to", ""));
      assertNothingBeforeMark(romeo);
      paris.event(JULIET, TUNE, "one");
      paris.result("set", JULIET, unsubscribe(paris.account()));
      paris.result("set", JULIET, unsubscribe(paris.address()));
      assertTrue(
          juliet
              .result("get", "", PepClient.owner("<subscriptions node='" + TUNE + "'/>"))
              .contains(romeo.account()));
    }
  }

  private static String unsubscribe(String jid) {
    return PepClient.pubsub("<unsubscribe node='" + TUNE + "' jid='" + jid + "'/>");
  }

  @Test
  @Tag("PS-12.2-trigger-access-change")
  void newestItemComesWhenTheNodeIsOpened() throws IOException {
    juliet.create(TUNE, "access_model=whitelist");
    try (PepClient romeo = friend("romeo", TUNE);
        PepClient paris = friend("paris", MOOD)) {
      juliet.publish(TUNE, "one");
      juliet.configure(TUNE, "access_model=presence");
      Element event = romeo.event(JULIET, TUNE, "one");
      assertTrue(event.child("delay", Ns.DELAY).isPresent(), XmlWriter.text(event));
      // Who could read it before does not get it again.
      juliet.configure(TUNE, "access_model=open");
      assertNothingBeforeMark(romeo);
      paris.event(JULIET, MARK, "mark");
    }
  }

  /** The end of a presence is heard of at all accounts, not only at the entity's own. */
  @Test
  @Tag("PS-12.5-tempsub-cancel")
  @Tag("PS-12.5-tempsub-node")
  void temporarySubscriptionAtAnAccountEndsWithThePresence() throws IOException {
    juliet.create(TUNE, "tempsub=1", "access_model=open");
    juliet.create(MOOD, "access_model=open");
    juliet.configure(TUNE, "notify_sub=1");
    try (PepClient romeo = friend("romeo")) {
      for (String name : new String[] {MOOD, TUNE}) {
        romeo.result(
            "set",
            JULIET,
            PepClient.pubsub("<subscribe node='" + name + "' jid='" + romeo.account() + "'/>"));
      }
      assertTrue(subscriptionOf(romeo).contains("subscription='subscribed'"));
      romeo.send("<presence type='unavailable'/>");
      assertTrue(subscriptionOf(romeo).contains("subscription='none'"));
      assertTrue(
          juliet
              .result("get", "", PepClient.owner("<subscriptions node='" + MOOD + "'/>"))
              .contains(romeo.account()));
    }
  }

  private String subscriptionOf(PepClient other) throws IOException {
    return XmlWriter.text(
        juliet.await(
            stanza ->
                stanza.name().equals("message")
                    && XmlWriter.text(stanza).contains("<subscription ")
                    && XmlWriter.text(stanza).contains(other.account())));
  }

  @Test
  @Tag("PEP-6.1-disco-owner")
  @Tag("PEP-6.1-identity-pep")
  @Tag("PEP-10.1-identity-registered")
  @Tag("PEP-6.2-disco-contact")
  @Tag("PF-0223-identity")
  @Tag("PS-9-on-a-jid-feature")
  @Tag("PS-10-feature-access-presence")
  @Tag("PS-10-feature-cache-last-item")
  @Tag("PS-10-feature-pubsub-on-a-jid")
  @Tag("PS-10-feature-filtered-notifications")
  @Tag("PS-10-feature-auto-subscribe")
  @Tag("PS-10-feature-presence-subscribe")
  @Tag("PS-10-feature-last-published")
  void accountIsAPersonalPubsubService() throws IOException {
    try (PepClient romeo = friend("romeo")) {
      String own = juliet.result("get", JULIET, "<query xmlns='" + Ns.DISCO_INFO + "'/>");
      String seen = romeo.result("get", JULIET, "<query xmlns='" + Ns.DISCO_INFO + "'/>");
      for (String info : new String[] {own, seen}) {
        assertTrue(info.contains("category='account' type='registered'"), info);
        assertTrue(info.contains("category='pubsub' type='pep'"), info);
        for (String feature :
            new String[] {
              "",
              "#access-presence",
              "#auto-create",
              "#auto-subscribe",
              "#cache-last-item",
              "#filtered-notifications",
              "#last-published",
              "#presence-subscribe",
              "#publish",
              "#pubsub-on-a-jid"
            }) {
          assertTrue(info.contains("'http://jabber.org/protocol/pubsub" + feature + "'"), info);
        }
        assertTrue(!info.contains("#access-open"), info);
      }
    }
  }

  @Test
  @Tag("PS-10-feature-access-open")
  void accountDiffersFromTheServiceByWhatPresenceMakesTrue() throws IOException {
    Set<String> account = features(JULIET);
    Set<String> service = features(TestNode.SERVICE);
    Set<String> more = new TreeSet<>(account);
    more.removeAll(service);
    assertEquals(
        new TreeSet<>(
            Set.of(
                "#access-presence",
                "#auto-subscribe",
                "#cache-last-item",
                "#filtered-notifications",
                "#last-published",
                "#presence-subscribe",
                "#pubsub-on-a-jid",
                "jabber:iq:private",
                "urn:xmpp:bookmarks-conversion:0",
                "urn:xmpp:bookmarks:1#compat",
                "urn:xmpp:bookmarks:1#compat-pep",
                "urn:xmpp:pep-vcard-conversion:0",
                "vcard-temp")),
        new TreeSet<>(more.stream().map(name -> name.replaceAll(".*/pubsub", "")).toList()));
    Set<String> less = new TreeSet<>(service);
    less.removeAll(account);
    less.removeIf(name -> name.contains("urn:xmpp:mam:2") || name.startsWith("urn:xmpp:time"));
    assertEquals(
        Set.of(
            "http://jabber.org/protocol/pubsub#access-open",
            "http://jabber.org/protocol/pubsub#since",
            "jabber:iq:version"),
        less);
  }

  private Set<String> features(String address) throws IOException {
    Set<String> features = new TreeSet<>();
    Matcher matcher =
        Pattern.compile("<feature var='([^']*)'")
            .matcher(juliet.result("get", address, "<query xmlns='" + Ns.DISCO_INFO + "'/>"));
    while (matcher.find()) {
      features.add(matcher.group(1));
    }
    return features;
  }

  @Test
  @Tag("PEP-6.2-items-filtered")
  @Tag("PEP-2.1-root-is-bare-jid")
  void contactSeesTheNodesThatItMayRead() throws IOException {
    juliet.create(TUNE);
    juliet.create(MOOD, "access_model=whitelist");
    try (PepClient romeo = friend("romeo")) {
      String query = "<query xmlns='" + Ns.DISCO_ITEMS + "'/>";
      String own = juliet.result("get", "", query);
      assertTrue(own.contains(TUNE) && own.contains(MOOD), own);
      String seen = romeo.result("get", JULIET, query);
      assertTrue(seen.contains(TUNE) && !seen.contains(MOOD), seen);
      assertTrue(seen.contains("<item jid='" + JULIET + "'"), seen);
      String info = "<query xmlns='" + Ns.DISCO_INFO + "' node='NODE'/>";
      assertTrue(
          romeo
              .result("get", JULIET, info.replace("NODE", TUNE))
              .contains("category='pubsub' type='leaf'"));
      romeo.refused("get", JULIET, info.replace("NODE", MOOD), "item-not-found");
      romeo.refused("get", JULIET, info.replace("NODE", "missing"), "item-not-found");
    }
  }

  @Test
  @Tag("PEP-5-root-collection")
  void accountIsTheRootOfItsNodes() throws IOException {
    try (PepClient romeo = friend("romeo")) {
      romeo.result(
          "set",
          JULIET,
          PepClient.pubsub("<subscribe jid='" + romeo.address() + "'/>" + ALL_ITEMS));
      juliet.publish(TUNE, "one");
      romeo.event(JULIET, TUNE, "one");
      juliet.create(MOOD, "access_model=whitelist");
      juliet.publish(MOOD, "secret");
      assertNothingBeforeMark(romeo);
    }
  }

  @Test
  @Tag("PS-10-feature-get-pending")
  void ownerOfANodeOfAnAccountApprovesItsSubscribers() throws IOException {
    juliet.create(TUNE, "access_model=authorize", "send_last_published_item=never");
    try (PepClient romeo = friend("romeo", TUNE);
        PepClient paris = login("paris")) {
      juliet.publish(TUNE, "early");
      assertNothingBeforeMark(romeo);
      String pending =
          romeo.result(
              "set",
              JULIET,
              PepClient.pubsub("<subscribe node='" + TUNE + "' jid='" + romeo.account() + "'/>"));
      assertTrue(pending.contains("subscription='pending'"), pending);
      Element question =
          juliet.await(stanza -> XmlWriter.text(stanza).contains("subscribe_authorization"));
      assertEquals(JULIET, question.attribute("from", ""));
      String command =
          juliet.result(
              "set",
              "",
              "<command xmlns='http://jabber.org/protocol/commands' action='execute'"
                  + " node='http://jabber.org/protocol/pubsub#get-pending'/>");
      assertTrue(command.contains("<option><value>" + TUNE + "</value></option>"), command);
      String answer =
          "<message to='"
              + JULIET
              + "'>"
              + PepClient.form("node=" + TUNE, "subscriber_jid=" + romeo.account(), "allow=1")
                  .replace("#node_config", "#subscribe_authorization")
              + "</message>";
      paris.send(answer);
      paris.await(
          stanza ->
              stanza.name().equals("message") && stanza.attribute("type", "").equals("error"));
      juliet.send(answer);
      romeo.await(stanza -> XmlWriter.text(stanza).contains("subscription='subscribed'"));
      juliet.publish(TUNE, "late");
      romeo.event(JULIET, TUNE, "late");
    }
  }

  @Test
  @Tag("PEP-2.3-default-presence")
  @Tag("PEP-2.5-smart-defaults")
  @Tag("PEP-4.3.4-default-osap")
  @Tag("PS-4.3-last-published-default")
  @Tag("PEP-5-model-presence")
  @Tag("PEP-5-deliver-default")
  void nodeIsForContactsUnlessItsOwnerSaysOtherwise() throws IOException {
    juliet.result("set", "", PepClient.pubsub("<create node='" + TUNE + "'/>"));
    for (String form :
        new String[] {
          juliet.result("get", "", PepClient.owner("<configure node='" + TUNE + "'/>")),
          juliet.result("get", "", PepClient.owner("<default/>"))
        }) {
      assertValue(form, "access_model", "presence");
      assertValue(form, "max_items", "1");
      assertValue(form, "send_last_published_item", "on_sub_and_presence");
      assertValue(form, "deliver_notifications", "1");
      assertValue(form, "publish_model", "publishers");
    }
  }

  private static void assertValue(String form, String field, String value) {
    int at = form.indexOf("pubsub#" + field + "'");
    String part = form.substring(at, form.indexOf("</field>", at));
    assertTrue(part.replaceAll("<option.*", "").endsWith("<value>" + value + "</value>"), part);
  }

  @Test
  @Tag("PEP-3-no-presence-tie")
  @Tag("PEP-7.2-many-nodes")
  void itemsOutliveThePublisherAndTheNode() throws IOException {
    try (PepClient romeo = friend("romeo")) {
      juliet.create(TUNE);
      juliet.create(TUNE + "#2");
      juliet.publish(TUNE, "current");
      juliet.publish(TUNE + "#2", "other");
      juliet.send("<presence type='unavailable'/>");
      romeo.presence("unavailable", JULIET);
    }
    juliet.close();
    node = node.restart();
    try (PepClient romeo = PepClient.login(node, "romeo", "orchard", TUNE, TUNE + "#2")) {
      String told = XmlWriter.text(romeo.nextEvent()) + XmlWriter.text(romeo.nextEvent());
      assertTrue(told.contains("'" + TUNE + "'") && told.contains("'" + TUNE + "#2'"), told);
    }
    juliet = PepClient.login(node, "juliet", "balcony", TUNE);
    juliet.event(JULIET, TUNE, "current");
  }

  @Test
  void nextAccountOfTheNameHasNoNodes() throws Exception {
    juliet.create(TUNE);
    juliet.publish(TUNE, "current");
    try (PepClient nurse = login("nurse")) {
      nurse.create(MOOD, "access_model=open");
      juliet.result(
          "set",
          nurse.account(),
          PepClient.pubsub("<subscribe node='" + MOOD + "' jid='" + JULIET + "'/>"));
      node.broker()
          .accounts()
          .remove(BareJid.of(JULIET))
          .toCompletionStage()
          .toCompletableFuture()
          .join();
      juliet.close();
      node.account("juliet", "juliet");
      juliet = PepClient.login(node, "juliet", "balcony", TUNE);
      String items = juliet.result("get", "", "<query xmlns='" + Ns.DISCO_ITEMS + "'/>");
      assertTrue(!items.contains(TUNE), items);
      juliet.refused("get", "", PepClient.pubsub("<items node='" + TUNE + "'/>"), "item-not-found");
      String held;
      do {
        held = nurse.result("get", "", PepClient.owner("<subscriptions node='" + MOOD + "'/>"));
      } while (held.contains(JULIET));
      juliet.create(TUNE);
    }
    juliet.close();
    node = node.restart();
    juliet = PepClient.login(node, "juliet", "balcony");
    assertTrue(juliet.result("get", "", "<query xmlns='" + Ns.DISCO_ITEMS + "'/>").contains(TUNE));
  }
}
