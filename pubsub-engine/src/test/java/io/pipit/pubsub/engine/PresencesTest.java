package io.pipit.pubsub.engine;

import static io.pipit.pubsub.engine.Service.ALICE;
import static io.pipit.pubsub.engine.Service.BOB;
import static io.pipit.pubsub.engine.Service.OWNER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.pubsub.AvailableResource;
import io.pipit.pubsub.command.NodeCommand;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.DataForm;
import io.pipit.xmpp.Element;
import io.pipit.xmpp.FullJid;
import io.pipit.xmpp.Jid;
import io.pipit.xmpp.Ns;
import io.pipit.xmpp.Show;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** XEP-0060 4.3, 8.6, 12.5, 12.6, 16.4.4: what nodes do when somebody comes or goes. */
class PresencesTest {

  private static final String BARE = "alice@example.org";
  private static final BareJid SERVICE = BareJid.of(Service.JID);

  private final Service service = new Service();

  @AfterEach
  void replayGivesTheSameState() {
    service.checkReplay();
  }

  private void online(String... resources) {
    service.context.available.clear();
    for (String resource : resources) {
      FullJid jid = (FullJid) Jid.of(resource);
      service
          .context
          .available
          .computeIfAbsent(jid.bare(), first -> new ArrayList<>())
          .add(new AvailableResource(jid, Show.ONLINE));
    }
  }

  private Reply came(String resource) {
    return service.run(
        new NodeCommand.SubscriberAvailable(SERVICE, "news", (FullJid) Jid.of(resource)));
  }

  private Reply left(String address) {
    return service.run(new NodeCommand.SubscriberUnavailable(SERVICE, "news", Jid.of(address)));
  }

  private Reply publisherLeft(String publisher) {
    return service.run(
        new NodeCommand.PublisherUnavailable(
            SERVICE, "news", publisher.isEmpty() ? null : BareJid.of(publisher)));
  }

  private Reply remind(String owner) {
    return service.run(new NodeCommand.RemindOwner(SERVICE, "news", (FullJid) Jid.of(owner)));
  }

  private static String lastItem(Reply reply, String jid) {
    List<Element> messages = reply.messagesTo(jid);
    assertEquals(1, messages.size(), reply.recipients().toString());
    assertTrue(messages.get(0).child("delay", Ns.DELAY).isPresent());
    return messages
        .get(0)
        .elements()
        .get(0)
        .elements()
        .get(0)
        .elements()
        .get(0)
        .attribute("id", "");
  }

  // ---- send_last_published_item

  @Test
  @Tag("PS-4.3-last-published-override")
  @Tag("PS-4.3-osap-subscriber-presence")
  @Tag("PS-4.3-cached-last-send")
  void whoComesOnlineGetsTheNewestItemAtTheResourceThatCame() {
    service.withNode("send_last_published_item=on_sub_and_presence");
    service.publish(OWNER, "a", "b").isResult();
    assertEquals("b", lastItem(service.subscribe(ALICE, BARE).isResult(), BARE));
    online(ALICE, "alice@example.org/desk");
    Reply reply = came(ALICE);
    assertEquals("b", lastItem(reply, ALICE));
    assertEquals(List.of(ALICE), reply.recipients());
    came(OWNER).tellsNobody(); // the publisher's own presence is nothing to a subscriber
  }

  @ParameterizedTest(name = "PS-4.3-last-published-override {0}")
  @ValueSource(strings = {"never", "on_sub"})
  void inOtherModesNobodyIsGreeted(String mode) {
    service.withNode("send_last_published_item=" + mode);
    service.publish(OWNER, "a").isResult();
    Reply reply = service.subscribe(ALICE, BARE).isResult();
    assertEquals(mode.equals("never") ? 0 : 1, reply.recipients().size());
    online(ALICE);
    came(ALICE).tellsNobody();
  }

  @Test
  @Tag("PS-12.2-trigger-publish")
  void whoIsNotSubscribedIsNotGreeted() {
    service.withNode("send_last_published_item=on_sub_and_presence");
    service.publish(OWNER, "a").isResult();
    service.subscribe(ALICE, ALICE).isResult();
    online(ALICE, "alice@example.org/desk", BOB);
    came("alice@example.org/desk").tellsNobody();
    came(BOB).tellsNobody();
    assertEquals(List.of(ALICE), came(ALICE).recipients());
    service.unsubscribe(ALICE, ALICE).isResult();
    came(ALICE).tellsNobody();
  }

  @Test
  void rightsAreJudgedWhenSomebodyComes() {
    service.withNode("send_last_published_item=on_sub_and_presence", "access_model=presence");
    service.publish(OWNER, "a").isResult();
    service.context.roster.add("owner@example.org", BARE);
    service.subscribe(ALICE, BARE).isResult();
    service.context.roster.remove("owner@example.org", BARE);
    online(ALICE);
    came(ALICE).tellsNobody();
  }

  @Test
  @Tag("PS-4.2-state-pending")
  void whoWaitsForAnOwnerIsNotGreeted() {
    service.withNode("send_last_published_item=on_sub_and_presence", "access_model=authorize");
    service.publish(OWNER, "a").isResult();
    service.subscribe(ALICE, BARE).isResult();
    online(ALICE);
    came(ALICE).tellsNobody();
  }

  @Test
  void nodeWithoutItemsGreetsNobody() {
    service.withNode("send_last_published_item=on_sub_and_presence");
    service.subscribe(ALICE, BARE).isResult();
    online(ALICE);
    came(ALICE).tellsNobody();
  }

  @Test
  void whoWantsNoEventsIsNotGreeted() {
    service.withNode("send_last_published_item=on_sub_and_presence");
    service.publish(OWNER, "a").isResult();
    service.subscribeWith(ALICE, BARE, "deliver=0").isResult();
    online(ALICE);
    came(ALICE).tellsNobody();
    service.configure("deliver_notifications=0").isResult();
    came(ALICE).tellsNobody();
  }

  @Test
  @Tag("PS-6.1.6-one-notification")
  void whoHasSeveralSubscriptionsIsGreetedOnce() {
    service.withNode("send_last_published_item=on_sub_and_presence");
    service.publish(OWNER, "a").isResult();
    service.subscribe(ALICE, BARE).isResult();
    service.subscribeWith(ALICE, BARE, "show-values=online").isResult();
    service.subscribe(ALICE, ALICE).isResult();
    online(ALICE);
    assertEquals(List.of(ALICE), came(ALICE).recipients());
  }

  // ---- presence-based delivery

  /** The service knows the presence of the accounts of its server; no subscription is needed. */
  @Test
  @Tag("PS-12.6-presence-based")
  @Tag("PS-12.6-subscribe-presence")
  @Tag("PS-16.4.4-field-presence-based-delivery")
  @Tag("PS-10-feature-presence-notifications")
  void eventsGoToWhoIsOnlineOnly() {
    service.withNode("presence_based_delivery=1");
    service.subscribe(ALICE, ALICE).isResult();
    service.subscribe(BOB, "bob@example.org").isResult();
    service.publish(OWNER, "a").isResult().tellsNobody();
    online("alice@example.org/desk", "bob@example.org/desk");
    assertEquals(List.of("bob@example.org"), service.publish(OWNER, "b").recipients());
    online(ALICE, BOB);
    assertEquals(List.of(ALICE, "bob@example.org"), service.publish(OWNER, "c").recipients());
    assertEquals(List.of(ALICE, "bob@example.org"), service.retract(OWNER, "c", "").recipients());
    online();
    service.retract(OWNER, "b", "").isResult().tellsNobody();
    service.configure("title=New", "notify_config=1").isResult().tellsNobody();
  }

  @Test
  @Tag("PS-16.4.4-field-presence-based-delivery")
  void withoutItPresenceDoesNotMatter() {
    service.withNode();
    service.subscribe(ALICE, ALICE).isResult();
    assertEquals(List.of(ALICE), service.publish(OWNER, "a").recipients());
    service.configure("presence_based_delivery=1").isResult();
    service.publish(OWNER, "b").tellsNobody();
    service.configure("presence_based_delivery=0").isResult();
    assertEquals(List.of(ALICE), service.publish(OWNER, "c").recipients());
  }

  // ---- show-values

  private static final String DESK = "alice@example.org/desk";

  private void shows(Show balcony, Show desk) {
    service.context.available.put(
        BareJid.of(BARE),
        List.of(
            new AvailableResource(FullJid.of(ALICE), balcony),
            new AvailableResource(FullJid.of(DESK), desk)));
  }

  @Test
  @Tag("PS-16.4.2-field-show-values")
  void ofABareAddressTheResourcesInSuchAPresenceGetEvents() {
    service.withNode("notify_config=1", "notify_retract=1");
    service.subscribeWith(ALICE, BARE, "show-values=online,chat").isResult();
    shows(Show.DND, Show.ONLINE);
    assertEquals(List.of(DESK), service.publish(OWNER, "a").recipients());
    assertEquals(List.of(DESK), service.configure("title=New").recipients());
    shows(Show.CHAT, Show.AWAY);
    assertEquals(List.of(ALICE), service.retract(OWNER, "a", "").recipients());
    shows(Show.CHAT, Show.ONLINE);
    assertEquals(List.of(ALICE, DESK), service.publish(OWNER, "b").recipients());
    shows(Show.XA, Show.AWAY);
    service.publish(OWNER, "c").isResult().tellsNobody();
    service.configure("title=Newer").isResult().tellsNobody();
  }

  @Test
  @Tag("PS-16.4.2-field-show-values")
  void newestItemGoesToTheResourcesInSuchAPresence() {
    service.withNode("send_last_published_item=on_sub_and_presence");
    service.publish(OWNER, "a").isResult();
    shows(Show.DND, Show.ONLINE);
    assertEquals(
        List.of(DESK), service.subscribeWith(ALICE, BARE, "show-values=online").recipients());
    came(ALICE).tellsNobody();
    assertEquals(List.of(DESK), came(DESK).recipients());
  }

  @Test
  @Tag("PS-16.4.2-field-show-values")
  @Tag("PS-6.1.6-one-notification")
  void subscriptionForAnyPresenceReachesAllResourcesOfTheAddress() {
    service.withNode();
    service.subscribeWith(ALICE, BARE, "show-values=online").isResult();
    service.subscribeWith(ALICE, BARE, "show-values=dnd").isResult();
    shows(Show.DND, Show.ONLINE);
    assertEquals(List.of(DESK, ALICE), sorted(service.publish(OWNER, "a")));
    service.subscribeWith(ALICE, BARE, "deliver=1", "show-values=").isResult();
    assertEquals(3, service.state().node("news").orElseThrow().subscriptionCount());
    assertEquals(List.of(BARE), service.publish(OWNER, "b").recipients());
  }

  @Test
  @Tag("PS-16.4.2-field-show-values")
  @Tag("PS-6.1.6-one-notification")
  void resourceThatIsSubscribedItselfGetsEachEventOnce() {
    service.withNode("notify_config=1");
    service.subscribe(ALICE, DESK).isResult();
    service.subscribeWith(ALICE, BARE, "show-values=online").isResult();
    shows(Show.ONLINE, Show.ONLINE);
    assertEquals(List.of(DESK, ALICE), sorted(service.publish(OWNER, "a")));
    assertEquals(List.of(DESK, ALICE), sorted(service.configure("title=New")));
    shows(Show.ONLINE, Show.DND);
    assertEquals(List.of(DESK, ALICE), sorted(service.publish(OWNER, "b")));
    shows(Show.DND, Show.DND);
    assertEquals(List.of(DESK), service.publish(OWNER, "c").recipients());
  }

  private static List<String> sorted(Reply reply) {
    return reply.recipients().stream().sorted().toList();
  }

  @Test
  @Tag("PS-16.4.2-field-show-values")
  @Tag("PS-16.4.4-field-presence-based-delivery")
  void presenceBasedDeliveryAloneReachesTheBareAddress() {
    service.withNode("presence_based_delivery=1");
    service.subscribe(ALICE, BARE).isResult();
    shows(Show.DND, Show.ONLINE);
    assertEquals(List.of(BARE), service.publish(OWNER, "a").recipients());
  }

  // ---- temporary subscriptions

  @Test
  @Tag("PS-12.5-tempsub-node")
  @Tag("PS-12.5-tempsub-cancel")
  @Tag("PS-16.4.4-field-tempsub")
  void nodeCanMakeAllSubscriptionsTemporary() {
    service.withNode("tempsub=1");
    service.subscribe(ALICE, ALICE).isResult();
    service.subscribe(BOB, BOB).isResult();
    online(ALICE);
    left(ALICE).tellsNobody(); // it is back already
    left("bob@example.org")
        .tells(BOB, "<subscription node='news' jid='" + BOB + "' subscription='none'/>");
    assertEquals(List.of(ALICE), service.publish(OWNER, "a").recipients());
  }

  @Test
  @Tag("PS-12.5-tempsub")
  @Tag("PS-12.5-tempsub-expire")
  void temporarySubscriptionLastsAsLongAsItsAddressIsOnline() {
    service.withNode();
    service.subscribeWith(ALICE, BARE, "expire=presence").isResult();
    service.subscribeWith(ALICE, ALICE, "expire=presence").isResult();
    online("alice@example.org/desk");
    left(ALICE);
    assertEquals(List.of(BARE), service.publish(OWNER, "a").recipients());
    online();
    left(BARE);
    service.publish(OWNER, "b").tellsNobody();
  }

  @Test
  @Tag("PS-16.4.4-field-tempsub")
  void otherSubscriptionsStay() {
    service.withNode();
    service.subscribe(ALICE, ALICE).isResult();
    left(ALICE).tellsNobody();
    left(BARE).tellsNobody();
    assertEquals(List.of(ALICE), service.publish(OWNER, "a").recipients());
  }

  // ---- purge_offline

  private void withPublishers() {
    service.withNode("purge_offline=1", "publish_model=open");
    service.subscribe(BOB, BOB).isResult();
    service.publish(ALICE, "a", "b").isResult();
    service.publish(OWNER, "c").isResult();
  }

  @Test
  @Tag("PS-16.4.4-field-purge-offline")
  void itemsGoWithTheirPublisher() {
    withPublishers();
    Reply reply = publisherLeft(BARE);
    reply.tells(BOB, "<items node='news'><retract id='a'/><retract id='b'/></items>");
    assertEquals(List.of("c"), service.itemIds());
    publisherLeft("owner@example.org").tells(BOB, "<purge node='news'/>");
    assertEquals(List.of(), service.itemIds());
    publisherLeft("owner@example.org").tellsNobody();
  }

  @Test
  @Tag("PS-16.4.4-field-purge-offline")
  void itemsOfWhoIsBackStay() {
    withPublishers();
    online(ALICE);
    publisherLeft(BARE).tellsNobody();
    assertEquals(List.of("a", "b", "c"), service.itemIds());
    publisherLeft(""); // after a restart: of everybody who is offline
    assertEquals(List.of("a", "b"), service.itemIds());
  }

  @Test
  @Tag("PS-16.4.4-field-purge-offline")
  @Tag("PS-9-pep-no-zero")
  void withoutTheOptionItemsStay() {
    service.withNode("purge_offline=0", "publish_model=open");
    service.publish(ALICE, "a").isResult();
    publisherLeft(BARE).tellsNobody();
    publisherLeft("").tellsNobody();
    assertEquals(List.of("a"), service.itemIds());
  }

  @Test
  void purgeIsSilentWhereRetractionsAre() {
    service.withNode("purge_offline=1", "notify_retract=0", "publish_model=open");
    service.subscribe(BOB, BOB).isResult();
    service.publish(ALICE, "a").isResult();
    publisherLeft(BARE).tellsNobody();
    assertEquals(List.of(), service.itemIds());
  }

  /** The newest item of a node that keeps none is not shown to anybody later either. */
  @Test
  void cachedItemGoesToo() {
    service.withNode(
        "purge_offline=1",
        "persist_items=0",
        "send_last_published_item=on_sub",
        "publish_model=open");
    service.publish(ALICE, "a").isResult();
    publisherLeft(BARE).tellsNobody();
    service.subscribe(BOB, BOB).isResult().tellsNobody();
  }

  // ---- requests that wait

  @Test
  @Tag("PS-8.6-send-request")
  @Tag("PS-12.13-who-approves")
  void ownerWhoComesOnlineIsAskedAgain() {
    service.withNode("access_model=authorize");
    service.subscribe(ALICE, ALICE).isResult();
    service.subscribe(BOB, BOB).isResult();
    Reply reply = remind(OWNER);
    assertEquals(List.of(OWNER, OWNER), reply.recipients());
    assertEquals(
        List.of(ALICE, BOB),
        Stream.of(0, 1)
            .map(at -> DataForm.find(reply.told().get(at).message()).orElseThrow())
            .map(form -> form.value("pubsub#subscriber_jid").orElseThrow())
            .toList());
    remind(ALICE).tellsNobody();
    service.affiliate(BARE, "member").isResult();
    service.affiliate("bob@example.org", "outcast").isResult();
    remind(OWNER).tellsNobody();
  }

  // ---- who is told of all that

  @Test
  void directoryNamesTheNodesThatCare() {
    PresenceIndex index = service.directory().presences();
    BareJid alice = BareJid.of(BARE);
    BareJid owner = BareJid.of("owner@example.org");
    service.withNode("access_model=authorize", "tempsub=1", "purge_offline=1");
    assertEquals(List.of(), index.asking(owner));
    service.subscribe(ALICE, ALICE).isResult();
    assertEquals(List.of("news"), index.asking(owner));
    assertEquals(List.of(), index.asking(alice));
    assertEquals(List.of("news"), index.ending(alice));
    assertEquals(List.of(), index.ending(owner));
    assertEquals(List.of(), index.greeting(alice));
    assertEquals(List.of("news"), List.copyOf(index.purging(owner)));
    assertTrue(index.mayConcern(alice) && !index.mayConcern(BareJid.of("x@y")));
    service
        .configure(
            "access_model=open",
            "tempsub=0",
            "send_last_published_item=on_sub_and_presence",
            "publish_model=open")
        .isResult();
    assertEquals(List.of("news"), index.greeting(alice));
    assertEquals(List.of(), index.ending(alice));
    assertEquals(List.of(), index.asking(owner));
    assertTrue(index.mayConcern(BareJid.of("x@y")));
    assertEquals(List.of("news"), List.copyOf(index.purging(BareJid.of("x@y"))));
    service
        .set(
            OWNER,
            "<pubsub xmlns='http://jabber.org/protocol/pubsub#owner'><delete node='news'/></pubsub>")
        .isResult();
    assertTrue(!index.mayConcern(alice) && !index.mayConcern(owner));
    assertEquals(List.of(), List.copyOf(index.purging(owner)));
  }
}
