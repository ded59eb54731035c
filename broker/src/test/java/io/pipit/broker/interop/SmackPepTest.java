package io.pipit.broker.interop;

import static io.pipit.broker.interop.SmackClient.next;
import static io.pipit.broker.interop.SmackClient.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.broker.TestNode;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jivesoftware.smack.packet.Presence;
import org.jivesoftware.smack.packet.StanzaError.Condition;
import org.jivesoftware.smack.roster.AbstractPresenceEventListener;
import org.jivesoftware.smack.roster.Roster;
import org.jivesoftware.smack.tcp.XMPPTCPConnection;
import org.jivesoftware.smackx.disco.ServiceDiscoveryManager;
import org.jivesoftware.smackx.geoloc.GeoLocationManager;
import org.jivesoftware.smackx.geoloc.packet.GeoLocation;
import org.jivesoftware.smackx.mood.Mood;
import org.jivesoftware.smackx.mood.MoodManager;
import org.jivesoftware.smackx.mood.element.MoodElement;
import org.jivesoftware.smackx.pep.PepEventListener;
import org.jivesoftware.smackx.pep.PepManager;
import org.jivesoftware.smackx.ping.PingManager;
import org.jivesoftware.smackx.pubsub.Item;
import org.jivesoftware.smackx.pubsub.LeafNode;
import org.jivesoftware.smackx.pubsub.PayloadItem;
import org.jivesoftware.smackx.pubsub.PubSubManager;
import org.jivesoftware.smackx.pubsub.SimplePayload;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jxmpp.jid.BareJid;
import org.jxmpp.jid.EntityBareJid;
import org.jxmpp.jid.FullJid;
import org.jxmpp.jid.Jid;

/** Smack's personal eventing and the payloads that it has for it, unchanged, against a node. */
class SmackPepTest {

  @TempDir static Path folder;
  private static TestNode node;
  private static XMPPTCPConnection juliet;
  private static XMPPTCPConnection romeo;

  @BeforeAll
  static void start() throws Exception {
    node = TestNode.start(folder).account("juliet", "juliet").account("romeo", "romeo");
    juliet = SmackClient.login(node, "juliet", "juliet");
    romeo = SmackClient.login(node, "romeo", "romeo");
    befriend(juliet, romeo);
    befriend(romeo, juliet);
  }

  /** The first gets the presence of the second. */
  private static void befriend(XMPPTCPConnection one, XMPPTCPConnection other) throws Exception {
    Roster.getInstanceFor(other).setSubscriptionMode(Roster.SubscriptionMode.accept_all);
    BlockingQueue<Jid> available = new LinkedBlockingQueue<>();
    AbstractPresenceEventListener listener =
        new AbstractPresenceEventListener() {
          @Override
          public void presenceAvailable(FullJid address, Presence presence) {
            if (address.asBareJid().equals(other.getUser().asBareJid())) {
              available.add(address);
            }
          }
        };
    Roster roster = Roster.getInstanceFor(one);
    roster.addPresenceEventListener(listener);
    roster.sendSubscriptionRequest(other.getUser().asBareJid());
    next(available);
    roster.removePresenceEventListener(listener);
  }

  @AfterAll
  static void stop() {
    juliet.disconnect();
    romeo.disconnect();
    node.close();
  }

  private static EntityBareJid account(XMPPTCPConnection connection) {
    return connection.getUser().asEntityBareJid();
  }

  @Test
  @Tag("PEP-6.1-identity-pep")
  @Tag("PEP-2.1-account-service")
  void findsPersonalEventing() throws Exception {
    assertTrue(PepManager.getInstanceFor(juliet).isSupported());
    assertTrue(
        ServiceDiscoveryManager.getInstanceFor(romeo)
            .discoverInfo(account(juliet))
            .hasIdentity("pubsub", "pep"));
  }

  @Test
  @Tag("PEP-1-caps-flow")
  @Tag("PEP-4.3.3-on-publish")
  @Tag("PEP-4.3.3-on-initial-presence")
  void moodReachesAContactAndOneThatComesLater() throws Exception {
    BlockingQueue<MoodElement> moods = new LinkedBlockingQueue<>();
    MoodManager.getInstanceFor(romeo).addMoodListener((from, mood, id, message) -> moods.add(mood));
    MoodManager.getInstanceFor(juliet).setMood(Mood.amorous, "O \u00b0 \ud83d\ude00");
    MoodElement mood = next(moods);
    assertEquals(Mood.amorous, mood.getMood());
    assertEquals("O \u00b0 \ud83d\ude00", mood.getText());

    XMPPTCPConnection later = SmackClient.login(node, "romeo", "romeo");
    try {
      BlockingQueue<BareJid> from = new LinkedBlockingQueue<>();
      // Smack tells of a new interest only when it has seen its own presence go out.
      assertTrue(PingManager.getInstanceFor(later).pingMyServer());
      MoodManager.getInstanceFor(later)
          .addMoodListener((sender, newest, id, message) -> from.add(sender));
      assertEquals(account(juliet), next(from));
    } finally {
      later.disconnect();
    }
  }

  @Test
  @Tag("PEP-3-publish")
  @Tag("PEP-2.3-own-resources")
  void locationReachesAnotherResourceOfTheOwner() throws Exception {
    XMPPTCPConnection phone = SmackClient.login(node, "juliet", "juliet");
    try {
      BlockingQueue<GeoLocation> places = new LinkedBlockingQueue<>();
      GeoLocationManager.getInstanceFor(phone)
          .addGeoLocationListener((from, place, id, message) -> places.add(place));
      GeoLocationManager.getInstanceFor(juliet)
          .publishGeoLocation(GeoLocation.builder().setLat(45.44).setLon(10.99).build());
      assertEquals(45.44, next(places).getLat());
    } finally {
      phone.disconnect();
    }
  }

  @Test
  @Tag("PEP-5-usecases")
  void contactReadsAndDoesNotWrite() throws Exception {
    SimplePayload payload = new SimplePayload("<tune xmlns='urn:example:t'/>");
    PepManager.getInstanceFor(juliet)
        .publish("urn:example:t", new PayloadItem<>("current", payload));
    PubSubManager ofJuliet = PubSubManager.getInstanceFor(romeo, account(juliet));
    LeafNode seen = ofJuliet.getLeafNode("urn:example:t");
    List<Item> items = seen.getItems();
    assertEquals(List.of("current"), items.stream().map(Item::getId).toList());
    seen.subscribe(romeo.getUser());
    assertEquals(1, ofJuliet.getSubscriptions().size());
    seen.unsubscribe(romeo.getUser().toString());
    refused(Condition.forbidden, () -> seen.publish(new PayloadItem<>("x", payload)));
    refused(Condition.forbidden, () -> ofJuliet.createNode("another"));
    refused(Condition.forbidden, () -> ofJuliet.deleteNode("urn:example:t"));
  }

  @Test
  void listenerGetsWhatItIsInterestedInUntilItIsRemoved() throws Exception {
    PepManager pep = PepManager.getInstanceFor(romeo);
    BlockingQueue<String> places = new LinkedBlockingQueue<>();
    PepEventListener<GeoLocation> listener =
        (from, place, id, message) -> places.add(from + " " + place.getLat() + " " + id);
    pep.addPepEventListener(GeoLocation.NAMESPACE, GeoLocation.class, listener);
    PayloadItem<GeoLocation> verona =
        new PayloadItem<>("verona", GeoLocation.builder().setLat(45.44).setLon(10.99).build());
    LeafNode node = PepManager.getInstanceFor(juliet).publish(GeoLocation.NAMESPACE, verona);
    // It is also told the place of before, which another test may have left.
    String place = next(places);
    while (!place.equals(account(juliet) + " 45.44 verona")) {
      place = next(places);
    }
    PubSubManager own = PepManager.getInstanceFor(juliet).getPepPubSubManager();
    assertNull(own.getServiceJid()); // what has no address is for the account itself
    assertEquals(
        List.of("verona"),
        own.getLeafNode(node.getId()).getItems().stream().map(Item::getId).toList());
    refused(
        Condition.forbidden,
        () ->
            PubSubManager.getInstanceFor(romeo, account(juliet))
                .getLeafNode(GeoLocation.NAMESPACE)
                .publish(verona));
    assertTrue(pep.removePepEventListener(listener));
    assertFalse(pep.removePepEventListener(listener));
    own.deleteNode(node.getId());
  }
}
