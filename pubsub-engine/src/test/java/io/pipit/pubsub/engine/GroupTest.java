package io.pipit.pubsub.engine;

import static io.pipit.pubsub.engine.Service.ALICE;
import static io.pipit.pubsub.engine.Service.BOB;
import static io.pipit.pubsub.engine.Service.OWNER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.pubsub.AvailableResource;
import io.pipit.pubsub.command.NodeCommand;
import io.pipit.pubsub.command.PublishedItem;
import io.pipit.pubsub.notify.Notification;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.FullJid;
import io.pipit.xmpp.Jid;
import io.pipit.xmpp.SerializedXml;
import io.pipit.xmpp.Show;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The option pipit#group: subscriptions of an account of which one gets each item. */
class GroupTest {

  private static final String BARE = "alice@example.org";
  private static final String TABLET = BARE + "/tablet";
  private static final String FIELD = "{urn:pipit:pubsub:0}group";

  private final Service service = new Service();

  @AfterEach
  void replayGivesTheSameState() {
    service.checkReplay();
  }

  private static String jid(String address) {
    return "jid='" + address + "'";
  }

  private List<String> group(String address) {
    return service.options(ALICE, jid(address)).form().values(FIELD);
  }

  private static String request(String content) {
    return "<pubsub xmlns='http://jabber.org/protocol/pubsub'>" + content + "</pubsub>";
  }

  private Reply subscribeTo(String node, String jid, String... options) {
    return service.set(
        jid,
        request(
            "<subscribe node='"
                + node
                + "' jid='"
                + jid
                + "'/><options>"
                + Service.optionForm(options)
                + "</options>"));
  }

  /** Publishes an item, and says who is told: {@code SUBSCRIBED GROUP OFFERS}, or an address. */
  private List<String> publish(String node, String id) {
    SerializedXml payload =
        new SerializedXml("v", "urn:x", "<v xmlns='urn:x'/>".getBytes(StandardCharsets.UTF_8));
    Outcome outcome =
        service.execute(
            new NodeCommand.Publish(Jid.of(OWNER), node, List.of(new PublishedItem(id, payload))));
    return outcome.notifications().stream().map(GroupTest::text).toList();
  }

  private List<String> publish(String id) {
    return publish("news", id);
  }

  private static String text(Notification notification) {
    return notification instanceof Notification.ItemsShared shared
        ? shared.subscribed()
            + " "
            + shared.group()
            + " "
            + shared.offers().stream().map(GroupTest::text).toList()
        : notification.recipients()
            + ((Notification.ItemsPublished) notification)
                .headers().stream().map(header -> " " + header.value()).toList().toString();
  }

  private static String offer(String address) {
    return "[" + address + "][]";
  }

  // ---- the option

  @Test
  void optionIsInTheFormAndItsDefaults() {
    service.withNode();
    Reply defaults = service.get(ALICE, request("<default node='news'/>"));
    assertEquals(List.of(), defaults.form().values(FIELD));
    assertTrue(defaults.form().field(FIELD).isPresent());
    service.subscribeWith(ALICE, BARE, "group=workers").isResult();
    assertEquals(List.of("workers"), group(BARE));
  }

  @Test
  void optionIsSetAndTakenBackLater() {
    service.withNode();
    service.subscribe(ALICE, BARE).isResult();
    service.setOptions(ALICE, jid(BARE), "group=the night shift").isEmptyResult();
    assertEquals(List.of("the night shift"), group(BARE));
    assertEquals(List.of("news the night shift [" + offer(BARE) + "]"), publish("a"));
    service.setOptions(ALICE, jid(BARE), "group=").isEmptyResult();
    assertEquals(List.of(), group(BARE));
    assertEquals(List.of(offer(BARE)), publish("b"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a/b", "/", "a+", "#", "two,values"})
  void whatIsNoNameOfAGroupIsInvalid(String name) {
    service.withNode();
    service
        .subscribeWith(ALICE, BARE, "group=" + name)
        .isError("modify", "bad-request", "invalid-options");
    service.subscribe(ALICE, BARE).isResult();
    service.setOptions(ALICE, jid(BARE), "group=g").isEmptyResult();
    service
        .setOptions(ALICE, jid(BARE), "group=" + name)
        .isError("modify", "bad-request", "invalid-options");
    assertEquals(List.of("g"), group(BARE));
  }

  @Test
  void longNamesEndSomewhere() {
    service.withNode();
    service.subscribeWith(ALICE, BARE, "group=" + "g".repeat(255)).isResult();
    service
        .setOptions(ALICE, jid(BARE), "group=" + "g".repeat(256))
        .isError("modify", "bad-request", "invalid-options");
  }

  @Test
  void groupHasNoDigests() {
    service.withNode();
    service
        .subscribeWith(ALICE, BARE, "group=g", "digest=1")
        .isError("modify", "bad-request", "invalid-options");
    service.subscribeWith(ALICE, BARE, "digest=1").isResult();
    service
        .setOptions(ALICE, jid(BARE), "group=g")
        .isError("modify", "bad-request", "invalid-options");
    service.setOptions(ALICE, jid(BARE), "group=g", "digest=0").isEmptyResult();
    service
        .setOptions(ALICE, jid(BARE), "digest=1")
        .isError("modify", "bad-request", "invalid-options");
  }

  // ---- who is told

  @Test
  void itemIsOfferedToOneOfTheGroup() {
    service.withNode();
    service.subscribeWith(ALICE, ALICE, "group=g").isResult();
    service.subscribeWith(ALICE, TABLET, "group=g").isResult();
    service.subscribe(BOB, BOB).isResult();
    assertEquals(
        List.of(offer(BOB), "news g [" + offer(ALICE) + ", " + offer(TABLET) + "]"), publish("a"));
  }

  @Test
  void groupsAreOfOneAccountAndOneName() {
    service.withNode();
    service.subscribeWith(ALICE, ALICE, "group=g").isResult();
    service.subscribeWith(ALICE, TABLET, "group=h").isResult();
    service.subscribeWith(BOB, BOB, "group=g").isResult();
    List<String> told = publish("a");
    assertEquals(3, told.size());
    for (String each : List.of("g [" + offer(ALICE), "h [" + offer(TABLET), "g [" + offer(BOB))) {
      assertTrue(told.contains("news " + each + "]"), told.toString());
    }
  }

  @Test
  void whatASubscriptionWithoutAGroupGetsComesBeside() {
    service.withNode();
    String own = service.subscribe(ALICE, ALICE).subid();
    String grouped = service.subscribeWith(ALICE, ALICE, "group=g").subid();
    service.subscribeWith(ALICE, TABLET, "group=g").isResult();
    assertEquals(
        List.of(
            "news g [[" + ALICE + "][ " + grouped + "], " + offer(TABLET) + "]",
            "[" + ALICE + "][ " + own + "]"),
        publish("a"));
  }

  @Test
  void whoDoesNotWantTheItemIsNotAsked() {
    service.withNode();
    service.subscribeWith(ALICE, ALICE, "group=g", "deliver=0").isResult();
    service.subscribeWith(ALICE, TABLET, "group=g", "payload_types=urn:y").isResult();
    assertEquals(List.of(), publish("a"));
    service.setOptions(ALICE, jid(TABLET), "payload_types=urn:x").isEmptyResult();
    assertEquals(List.of("news g [" + offer(TABLET) + "]"), publish("b"));
  }

  @Test
  void whoIsNotInAWantedPresenceIsNotAsked() {
    service.withNode();
    service.context.available.put(
        BareJid.of(BARE),
        List.of(
            new AvailableResource(FullJid.of(ALICE), Show.CHAT),
            new AvailableResource(FullJid.of(TABLET), Show.AWAY)));
    service.subscribeWith(ALICE, BARE, "group=g", "show-values=chat").isResult();
    service.subscribeWith(ALICE, TABLET, "group=g", "show-values=dnd").isResult();
    assertEquals(List.of("news g [" + offer(ALICE) + "]"), publish("a"));
  }

  @Test
  void whatIsNoNewItemIsToldToEach() {
    service.withNode("notify_retract=1", "notify_config=1", "notify_delete=1");
    service.subscribeWith(ALICE, ALICE, "group=g").isResult();
    service.subscribeWith(ALICE, TABLET, "group=g").isResult();
    publish("a");
    publish("b");
    List<String> each = List.of(ALICE, TABLET);
    assertEquals(each, service.retract(OWNER, "a", " notify='1'").recipients());
    assertEquals(each, service.configure("title=T").recipients());
    assertEquals(
        each,
        service
            .set(
                OWNER,
                "<pubsub xmlns='http://jabber.org/protocol/pubsub#owner'><purge node='news'/></pubsub>")
            .recipients());
    assertEquals(
        each,
        service
            .set(
                OWNER,
                "<pubsub xmlns='http://jabber.org/protocol/pubsub#owner'><delete node='news'/></pubsub>")
            .recipients());
  }

  @Test
  void newestItemIsNotSentForAGroup() {
    service.withNode("send_last_published_item=on_sub_and_presence");
    publish("a");
    service.subscribeWith(ALICE, ALICE, "group=g").isResult().tellsNobody();
    NodeCommand came =
        new NodeCommand.SubscriberAvailable(BareJid.of(Service.JID), "news", FullJid.of(ALICE));
    service.run(came).tellsNobody();
    service.subscribe(ALICE, BARE).isResult();
    assertEquals(List.of(ALICE), service.run(came).recipients());
  }

  // ---- above the node

  @Test
  void filterHasGroups() {
    service.set(OWNER, request("<create node='a/b/c'/>")).isResult();
    subscribeTo("a/#", ALICE, "group=g").isResult();
    subscribeTo("a/#", TABLET, "group=g").isResult();
    subscribeTo("a/+/c", TABLET, "group=g").isResult();
    subscribeTo("a/#", BOB, "group=").isResult();
    List<String> told = publish("a/b/c", "i");
    assertEquals(3, told.size(), told.toString());
    String all = "[[" + ALICE + "][ a/#], [" + TABLET + "][ a/#]]";
    assertTrue(told.contains("a/# g " + all), told.toString());
    assertTrue(told.contains("a/+/c g [[" + TABLET + "][ a/+/c]]"), told.toString());
    assertTrue(told.contains("[" + BOB + "][ a/#]"), told.toString());
  }

  @Test
  void subscriptionToTheNodeTakesNobodyOutOfAGroupAbove() {
    service.set(OWNER, request("<create node='a/b'/>")).isResult();
    subscribeTo("a/#", ALICE, "group=g").isResult();
    subscribeTo("a/b", ALICE, "group=").isResult();
    assertEquals(List.of(offer(ALICE), "a/# g [[" + ALICE + "][ a/#]]"), publish("a/b", "i"));
    // Told once that it is gone.
    assertEquals(
        List.of(ALICE),
        service
            .set(OWNER, request("<retract node='a/b' notify='1'><item id='i'/></retract>"))
            .recipients());
  }

  @Test
  void whoMayNotReadTheNodeIsNotAsked() {
    service
        .set(
            OWNER,
            request(
                "<create node='a/b'/><configure>"
                    + Service.form("access_model=whitelist")
                    + "</configure>"))
        .isResult();
    subscribeTo("a/#", ALICE, "group=g").isResult();
    assertEquals(List.of(), publish("a/b", "i"));
  }

  @Test
  void collectionHasGroups() {
    service
        .set(
            OWNER,
            request(
                "<create node='all'/><configure>"
                    + Service.form("node_type=collection")
                    + "</configure>"))
        .isResult();
    subscribeTo("all", ALICE, "group=g", "subscription_type=items").isResult();
    subscribeTo("all", TABLET, "group=g", "subscription_type=items").isResult();
    service.withNode("collection=all");
    assertEquals(List.of("all g [[" + ALICE + "][ all], [" + TABLET + "][ all]]"), publish("i"));
  }
}
