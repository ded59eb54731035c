package io.pipit.broker.interop;

import static io.pipit.broker.interop.SmackClient.next;
import static io.pipit.broker.interop.SmackClient.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.broker.TestNode;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jivesoftware.smack.ConnectionConfiguration.SecurityMode;
import org.jivesoftware.smack.filter.StanzaExtensionFilter;
import org.jivesoftware.smack.packet.Presence;
import org.jivesoftware.smack.packet.StanzaError.Condition;
import org.jivesoftware.smack.roster.AbstractPresenceEventListener;
import org.jivesoftware.smack.roster.AbstractRosterListener;
import org.jivesoftware.smack.roster.PresenceEventListener;
import org.jivesoftware.smack.roster.Roster;
import org.jivesoftware.smack.roster.packet.RosterPacket.ItemType;
import org.jivesoftware.smack.sasl.SASLErrorException;
import org.jivesoftware.smack.tcp.XMPPTCPConnection;
import org.jivesoftware.smackx.disco.ServiceDiscoveryManager;
import org.jivesoftware.smackx.disco.packet.DiscoverInfo;
import org.jivesoftware.smackx.iqversion.VersionManager;
import org.jivesoftware.smackx.ping.PingManager;
import org.jivesoftware.smackx.pubsub.AccessModel;
import org.jivesoftware.smackx.pubsub.Affiliation;
import org.jivesoftware.smackx.pubsub.Item;
import org.jivesoftware.smackx.pubsub.ItemDeleteEvent;
import org.jivesoftware.smackx.pubsub.LeafNode;
import org.jivesoftware.smackx.pubsub.PayloadItem;
import org.jivesoftware.smackx.pubsub.PubSubManager;
import org.jivesoftware.smackx.pubsub.PublishModel;
import org.jivesoftware.smackx.pubsub.SimplePayload;
import org.jivesoftware.smackx.pubsub.Subscription;
import org.jivesoftware.smackx.pubsub.form.ConfigureForm;
import org.jivesoftware.smackx.pubsub.form.FillableConfigureForm;
import org.jivesoftware.smackx.pubsub.listener.ItemDeleteListener;
import org.jivesoftware.smackx.pubsub.listener.ItemEventListener;
import org.jivesoftware.smackx.time.EntityTimeManager;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jxmpp.jid.BareJid;
import org.jxmpp.jid.FullJid;
import org.jxmpp.jid.Jid;
import org.jxmpp.jid.impl.JidCreate;

/**
 * Smack, unchanged and as its users write it, against a whole node. The pubsub service is found by
 * service discovery, as {@link PubSubManager} does it by itself.
 */
class SmackTest {

  private static final String READING =
      "<reading xmlns='urn:example:reading'><c>21.5 \u00b0 \ud83d\ude00 &amp; more</c></reading>";

  private static final String OWNER_NAMESPACE = "http://jabber.org/protocol/pubsub#owner";

  @TempDir static Path folder;
  private static TestNode node;
  private static XMPPTCPConnection juliet;
  private static XMPPTCPConnection romeo;
  private static PubSubManager owner;
  private static PubSubManager reader;

  @BeforeAll
  static void start() throws Exception {
    node =
        TestNode.start(folder)
            .account("juliet", "r0me0 & co")
            .account("romeo", "jül1et")
            .account("nurse", "angelica");
    juliet = SmackClient.login(node, "juliet", "r0me0 & co");
    romeo = SmackClient.login(node, "romeo", "jül1et");
    owner = PubSubManager.getInstanceFor(juliet);
    reader = PubSubManager.getInstanceFor(romeo);
  }

  /** What a client cannot read ends its connection: nothing that the node sends may do that. */
  @AfterEach
  void nothingHasEndedAConnection() {
    assertTrue(juliet.isAuthenticated() && romeo.isAuthenticated());
  }

  @AfterAll
  static void stop() {
    juliet.disconnect();
    romeo.disconnect();
    node.close();
  }

  private static BareJid service() {
    return JidCreate.domainBareFromOrThrowUnchecked(TestNode.SERVICE);
  }

  private static PayloadItem<SimplePayload> item(String id) {
    return new PayloadItem<>(id, new SimplePayload(READING));
  }

  private static List<String> ids(List<? extends Item> items) {
    return items.stream().map(Item::getId).toList();
  }

  @Test
  @Tag("XC-6120-sasl-mti")
  void logsInWithScramOverStartTls() {
    assertTrue(juliet.isSecureConnection());
    assertEquals("SCRAM-SHA-1", juliet.getUsedSaslMechansism());
    assertEquals("juliet@localhost", juliet.getUser().asBareJid().toString());
  }

  @Test
  void logsInWithPlainInsideTls() throws Exception {
    XMPPTCPConnection nurse =
        SmackClient.login(
            node, "nurse", "angelica", builder -> builder.addEnabledSaslMechanism("PLAIN"));
    assertEquals("PLAIN", nurse.getUsedSaslMechansism());
    nurse.disconnect();
  }

  @Test
  void logsInOverDirectTls() throws Exception {
    var socketFactory = SmackClient.trust(node).getSocketFactory();
    XMPPTCPConnection nurse =
        SmackClient.login(
            node,
            "nurse",
            "angelica",
            builder ->
                builder
                    .setPort(node.directTlsPort())
                    .setSocketFactory(socketFactory)
                    .setSecurityMode(SecurityMode.disabled)
                    .addEnabledSaslMechanism("SCRAM-SHA-1"));
    assertTrue(PingManager.getInstanceFor(nurse).pingMyServer());
    nurse.disconnect();
  }

  @Test
  void wrongPasswordIsRefused() {
    for (String mechanism : List.of("SCRAM-SHA-1", "PLAIN")) {
      SASLErrorException refusal =
          assertThrows(
              SASLErrorException.class,
              () ->
                  SmackClient.login(
                      node,
                      "nurse",
                      "Angelica",
                      builder -> builder.addEnabledSaslMechanism(mechanism)));
      assertEquals("not-authorized", refusal.getSASLFailure().getSASLErrorString());
    }
  }

  @Test
  void rosterAndPresence() throws Exception {
    Roster mine = Roster.getInstanceFor(romeo);
    Roster hers = Roster.getInstanceFor(juliet);
    mine.setSubscriptionMode(Roster.SubscriptionMode.accept_all);
    hers.setSubscriptionMode(Roster.SubscriptionMode.accept_all);
    BlockingQueue<String> seen = new LinkedBlockingQueue<>();
    PresenceEventListener listener =
        new AbstractPresenceEventListener() {
          @Override
          public void presenceAvailable(FullJid address, Presence availability) {
            seen.add(address + " " + availability.getStatus());
          }

          @Override
          public void presenceUnavailable(FullJid address, Presence presence) {
            seen.add(address + " gone");
          }
        };
    BareJid contact = juliet.getUser().asBareJid();
    mine.addPresenceEventListener(listener);
    mine.createItemAndRequestSubscription(contact, "Juliet", new String[] {"Friends"});
    assertEquals(juliet.getUser() + " null", next(seen));
    mine.reloadAndWait();
    assertEquals("Juliet", mine.getEntry(contact).getName());
    assertEquals("Friends", mine.getEntry(contact).getGroups().get(0).getName());
    assertTrue(mine.getEntry(contact).canSeeHisPresence());

    juliet.sendStanza(
        juliet.getStanzaFactory().buildPresenceStanza().setStatus("on the balcony").build());
    assertEquals(juliet.getUser() + " on the balcony", next(seen));
    juliet.sendStanza(
        juliet.getStanzaFactory().buildPresenceStanza().ofType(Presence.Type.unavailable).build());
    assertEquals(juliet.getUser() + " gone", next(seen));
    juliet.sendStanza(juliet.getStanzaFactory().buildPresenceStanza().build());
    assertEquals(juliet.getUser() + " null", next(seen));

    mine.removePresenceEventListener(listener);
    BlockingQueue<ItemType> herSide = new LinkedBlockingQueue<>();
    BareJid him = romeo.getUser().asBareJid();
    hers.addRosterListener(
        new AbstractRosterListener() {
          @Override
          public void entriesUpdated(Collection<Jid> addresses) {
            herSide.add(hers.getEntry(him).getType());
          }
        });
    mine.removeEntry(mine.getEntry(contact));
    while (next(herSide) != ItemType.none) {} // first the one direction ends, then the other
    mine.reloadAndWait();
    assertEquals(null, mine.getEntry(contact));
  }

  @Test
  void pingVersionTimeAndDiscovery() throws Exception {
    assertTrue(PingManager.getInstanceFor(romeo).pingMyServer());
    // A client answers requests of whom it shows its presence to.
    juliet.sendStanza(juliet.getStanzaFactory().buildPresenceStanza().to(romeo.getUser()).build());
    assertTrue(PingManager.getInstanceFor(juliet).pingMyServer()); // so the presence is read
    assertTrue(PingManager.getInstanceFor(romeo).ping(juliet.getUser()));
    BareJid domain = JidCreate.domainBareFrom(TestNode.DOMAIN);
    assertEquals("Pipit", VersionManager.getInstanceFor(romeo).getVersion(domain).getName());
    assertTrue(EntityTimeManager.getInstanceFor(romeo).isTimeSupported(domain));
    EntityTimeManager.getInstanceFor(romeo).getTime(domain);

    BareJid pubsub = service();
    assertTrue(PingManager.getInstanceFor(romeo).isPingSupported(pubsub));
    assertTrue(PingManager.getInstanceFor(romeo).ping(pubsub));
    assertTrue(VersionManager.getInstanceFor(romeo).isSupported(pubsub));
    assertEquals("Pipit", VersionManager.getInstanceFor(romeo).getVersion(pubsub).getName());
    assertTrue(EntityTimeManager.getInstanceFor(romeo).isTimeSupported(pubsub));
    EntityTimeManager.getInstanceFor(romeo).getTime(pubsub);

    assertEquals(TestNode.SERVICE, PubSubManager.getPubSubService(romeo).toString());
    assertEquals(TestNode.SERVICE, owner.getServiceJid().toString());
    ServiceDiscoveryManager disco = ServiceDiscoveryManager.getInstanceFor(romeo);
    DiscoverInfo server = disco.discoverInfo(domain);
    assertTrue(server.hasIdentity("server", "im"));
    for (String feature :
        List.of("urn:xmpp:ping", "urn:xmpp:time", "jabber:iq:version", DiscoverInfo.NAMESPACE)) {
      assertTrue(server.containsFeature(feature), feature);
      assertTrue(disco.serverSupportsFeature(feature), feature);
    }
    assertFalse(disco.serverSupportsFeature("urn:xmpp:mam:2"));
    assertEquals(
        List.of(TestNode.SERVICE),
        disco.discoverItems(domain).getItems().stream()
            .map(entry -> entry.getEntityID().toString())
            .toList());
    DiscoverInfo service = disco.discoverInfo(service());
    assertTrue(service.hasIdentity("pubsub", "service"));
    assertTrue(service.containsFeature("http://jabber.org/protocol/pubsub#publish"));
    LeafNode made = owner.createNode("smack/disco");
    made.publish(item("only"));
    assertTrue(made.discoverInfo().hasIdentity("pubsub", "leaf"));
    assertEquals("only", made.discoverItems().getItems().get(0).getName());
    assertTrue(
        reader.discoverNodes(null).getItems().stream()
            .anyMatch(entry -> "smack/disco".equals(entry.getNode())));
    refused(
        Condition.service_unavailable,
        () -> disco.discoverInfo(JidCreate.bareFrom("nobody@" + TestNode.DOMAIN)));
  }

  @Test
  @Tag("PS-12.14-to")
  void publishIsToldToTheSubscriber() throws Exception {
    LeafNode made = owner.createNode("smack/publish");
    LeafNode watched = reader.getLeafNode("smack/publish");
    BlockingQueue<PayloadItem<SimplePayload>> events = new LinkedBlockingQueue<>();
    ItemEventListener<PayloadItem<SimplePayload>> listener =
        event -> events.addAll(event.getItems());
    watched.addItemEventListener(listener);
    Subscription subscription = watched.subscribe(romeo.getUser().asBareJid());
    assertEquals(Subscription.State.subscribed, subscription.getState());

    for (int number = 0; number < 3; number++) {
      made.publish(item("n" + number));
    }
    for (int number = 0; number < 3; number++) {
      PayloadItem<SimplePayload> told = next(events);
      assertEquals("n" + number, told.getId());
      assertTrue(
          told.getPayload().toXML().toString().contains("21.5 \u00b0 \ud83d\ude00 &amp; more"),
          () -> told.getPayload().toString());
    }
    assertEquals(List.of("n0", "n1", "n2"), ids(watched.getItems()).stream().sorted().toList());
    assertEquals(2, watched.getItems(2).size());
    assertEquals(List.of("n1"), ids(watched.getItems(List.of("n1"))));
    assertEquals(
        List.of("smack/publish"),
        reader.getSubscriptions().stream().map(Subscription::getNode).toList());
    assertEquals(
        List.of("romeo@localhost"),
        made.getSubscriptionsAsOwner().stream().map(s -> s.getJid().toString()).toList());

    watched.unsubscribe(romeo.getUser().asBareJid().toString());
    assertEquals(List.of(), reader.getSubscriptions());
    owner.deleteNode("smack/publish");
    refused(Condition.item_not_found, watched::getItems);
  }

  @Test
  void retractAndPurgeAreTold() throws Exception {
    LeafNode made = owner.createNode("smack/retract");
    LeafNode watched = reader.getLeafNode("smack/retract");
    BlockingQueue<String> gone = new LinkedBlockingQueue<>();
    watched.addItemDeleteListener(
        new ItemDeleteListener() {
          @Override
          public void handleDeletedItems(ItemDeleteEvent items) {
            gone.addAll(items.getItemIds());
          }

          @Override
          public void handlePurge() {
            gone.add("all");
          }
        });
    watched.subscribe(romeo.getUser().asBareJid());
    made.publish(List.of(item("one")));
    made.publish(item("two"));
    made.deleteItem("one");
    assertEquals("one", next(gone));
    refused(Condition.item_not_found, () -> made.deleteItem("one"));
    refused(Condition.forbidden, () -> watched.deleteItem("two"));
    made.deleteAllItems();
    assertEquals("all", next(gone));
    assertEquals(List.of(), watched.getItems());
    owner.deleteNode("smack/retract");
  }

  @Test
  @Tag("PS-8.9.4-notify")
  @Tag("PS-8.9.4-notify-data")
  void configurationAndAffiliations() throws Exception {
    ConfigureForm defaults = owner.getDefaultConfiguration();
    FillableConfigureForm wanted = defaults.getFillableForm();
    wanted.setPublishModel(PublishModel.publishers);
    wanted.setMaxItems(2);
    LeafNode made = (LeafNode) owner.createNode("smack/configured", wanted);
    ConfigureForm now = made.getNodeConfiguration();
    assertEquals(AccessModel.open, now.getAccessModel());
    assertEquals(PublishModel.publishers, now.getPublishModel());
    assertEquals(2, now.getMaxItems());
    for (String id : List.of("a", "b", "c")) {
      made.publish(item(id));
    }
    assertEquals(List.of("b", "c"), ids(made.getItems()).stream().sorted().toList());

    LeafNode theirs = reader.getLeafNode("smack/configured");
    FillableConfigureForm closed = now.getFillableForm();
    closed.setAccessModel(AccessModel.whitelist);
    made.sendConfigurationForm(closed);
    assertEquals(AccessModel.whitelist, made.getNodeConfiguration().getAccessModel());
    // Smack asks what a node is before it lets it be used; a closed one is not told to exist.
    refused(
        Condition.item_not_found,
        () ->
            ServiceDiscoveryManager.getInstanceFor(romeo)
                .discoverInfo(service(), "smack/configured"));
    refused(Condition.not_allowed, () -> theirs.subscribe(romeo.getUser().asBareJid()));
    refused(Condition.forbidden, () -> theirs.publish(item("x")));
    refused(Condition.forbidden, theirs::getNodeConfiguration);
    refused(Condition.forbidden, theirs::getAffiliationsAsOwner);
    BareJid other = romeo.getUser().asBareJid();
    CountDownLatch told = new CountDownLatch(1);
    romeo.addAsyncStanzaListener(
        stanza -> told.countDown(), new StanzaExtensionFilter("pubsub", OWNER_NAMESPACE));
    made.modifyAffiliationAsOwner(List.of(new Affiliation(other, Affiliation.Type.publisher)));
    assertTrue(told.await(20, TimeUnit.SECONDS), "the new affiliation is told");
    theirs.publish(item("x"));
    assertEquals(List.of("c", "x"), ids(theirs.getItems()).stream().sorted().toList());
    assertEquals(
        List.of(Affiliation.Type.publisher),
        reader.getAffiliations().stream().map(Affiliation::getAffiliation).toList());
    FillableConfigureForm opened = made.getNodeConfiguration().getFillableForm();
    opened.setAccessModel(AccessModel.open);
    made.sendConfigurationForm(opened);
    assertEquals(AccessModel.open, made.getNodeConfiguration().getAccessModel());
    refused(Condition.forbidden, () -> reader.deleteNode("smack/configured"));
    owner.deleteNode("smack/configured");
  }

  @Test
  void refusals() throws Exception {
    LeafNode made = owner.createNode("smack/refusals");
    LeafNode theirs = reader.getLeafNode("smack/refusals");
    refused(Condition.forbidden, () -> theirs.publish(item("x")));
    refused(Condition.conflict, () -> owner.createNode("smack/refusals"));
    refused(Condition.conflict, () -> reader.createNode("smack/refusals"));
    refused(Condition.item_not_found, () -> owner.getLeafNode("smack/missing"));
    refused(Condition.bad_request, () -> theirs.subscribe(juliet.getUser().asBareJid()));
    refused(
        Condition.unexpected_request,
        () -> theirs.unsubscribe(romeo.getUser().asBareJid().toString()));
    refused(Condition.forbidden, theirs::deleteAllItems);
    owner.deleteNode("smack/refusals");
    refused(Condition.item_not_found, () -> made.getItems());
    made.publish(item("x")); // makes the node again (XEP-0060 7.1.4)
    assertEquals(1, made.getItems().size());
    owner.deleteNode("smack/refusals");
  }

  @Test
  void instantNode() throws Exception {
    LeafNode instant = owner.createNode();
    refused(Condition.bad_request, instant::publish); // an item is what this node keeps
    instant.publish(item("x"));
    assertEquals(1, instant.getItems().size());
    owner.deleteNode(instant.getId());
  }
}
