package io.pipit.pubsub.engine;

import static io.pipit.pubsub.engine.Service.ALICE;
import static io.pipit.pubsub.engine.Service.BOB;
import static io.pipit.pubsub.engine.Service.OWNER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.pubsub.AvailableResource;
import io.pipit.pubsub.ServicePolicy;
import io.pipit.pubsub.SubscriptionType;
import io.pipit.pubsub.command.NodeCommand;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.Element;
import io.pipit.xmpp.FullJid;
import io.pipit.xmpp.Jid;
import io.pipit.xmpp.Show;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Subscriptions to collections, to the root and to filters, and their events (XEP-0248 5.3, 6). */
class CollectionSubscriptionTest {

  private static final String PUBSUB_NS = "xmlns='http://jabber.org/protocol/pubsub'";
  private static final String OWNER_NS = "xmlns='http://jabber.org/protocol/pubsub#owner'";
  private static final String SHIM = "http://jabber.org/protocol/shim";

  private Service service = new Service();

  /** top holds blogs, and blogs holds news. */
  @BeforeEach
  void aTree() {
    create("top", "node_type=collection").isResult();
    create("blogs", "node_type=collection", "collection=top").isResult();
    create("news", "collection=blogs").isResult();
  }

  @AfterEach
  void replayGivesTheSameState() {
    service.checkReplay();
  }

  private Reply create(String node, String... options) {
    return service.set(
        OWNER,
        "<pubsub "
            + PUBSUB_NS
            + "><create node='"
            + node
            + "'/><configure>"
            + Service.form(options)
            + "</configure></pubsub>");
  }

  private Reply subscribe(String jid, String node, String... options) {
    return service.set(
        jid,
        "<pubsub "
            + PUBSUB_NS
            + "><subscribe"
            + (node.isEmpty() ? "" : " node='" + node + "'")
            + " jid='"
            + jid
            + "'/>"
            + (options.length == 0 ? "" : "<options>" + Service.optionForm(options) + "</options>")
            + "</pubsub>");
  }

  private Reply unsubscribe(String jid, String node) {
    return service.set(
        jid,
        "<pubsub " + PUBSUB_NS + "><unsubscribe node='" + node + "' jid='" + jid + "'/></pubsub>");
  }

  private Reply publish(String node) {
    return service
        .set(
            OWNER,
            "<pubsub "
                + PUBSUB_NS
                + "><publish node='"
                + node
                + "'><item id='a'><v xmlns='urn:x'/></item></publish></pubsub>")
        .isResult();
  }

  private Reply owner(String action) {
    return service.set(OWNER, "<pubsub " + OWNER_NS + ">" + action + "</pubsub>");
  }

  private Reply configure(String node, String... options) {
    return owner("<configure node='" + node + "'>" + Service.form(options) + "</configure>");
  }

  /** The values of the Collection headers of the one message to an address. */
  private static List<String> collections(Reply reply, String jid) {
    List<Element> messages = reply.messagesTo(jid);
    assertEquals(1, messages.size(), reply.recipients().toString());
    return messages.get(0).child("headers", SHIM).stream()
        .flatMap(headers -> headers.elements().stream())
        .filter(header -> header.attribute("name", "").equals("Collection"))
        .map(Element::text)
        .toList();
  }

  // Events of items

  @Test
  @Tag("COL-5.3.1-item-node")
  @Tag("COL-5.3.1-shim-collection")
  @Tag("COL-5.3.1.1-items-events")
  @Tag("COL-6.1-subscribe")
  @Tag("COL-6.1.1-request")
  @Tag("COL-6.1.2-success")
  void eventNamesTheLeafAndIsMarkedWithTheCollection() {
    subscribe(ALICE, "blogs", "subscription_type=items").isResult();
    Reply reply = publish("news");
    reply.tells(ALICE, "<items node='news'><item id='a'><v xmlns='urn:x'/></item></items>");
    assertEquals(List.of("blogs"), collections(reply, ALICE));
  }

  @Test
  @Tag("COL-5.3.1.1-items-events")
  void retractingAndPurgingAreToldLikePublishing() {
    subscribe(ALICE, "blogs", "subscription_type=items").isResult();
    publish("news");
    Reply retracted = service.retract(OWNER, "a", "");
    retracted.tells(ALICE, "<items node='news'><retract id='a'/></items>");
    assertEquals(List.of("blogs"), collections(retracted, ALICE));
    publish("news");
    Reply purged = owner("<purge node='news'/>");
    purged.tells(ALICE, "<purge node='news'/>");
    assertEquals(List.of("blogs"), collections(purged, ALICE));
  }

  @ParameterizedTest(name = "COL-5.3.1.1-items-events depth {0}")
  @CsvSource({"0, false", "1, false", "2, true", "3, true", "all, true"})
  @Tag("COL-5.3.1.1-items-events")
  void depthSaysHowFarBelowEventsComeFrom(String depth, boolean reached) {
    subscribe(ALICE, "top", "subscription_type=items", "subscription_depth=" + depth).isResult();
    assertEquals(reached ? List.of(ALICE) : List.of(), publish("news").recipients());
  }

  @Test
  @Tag("COL-6.1-type-default")
  @Tag("COL-6.1-depth-default")
  void subscriptionIsToNodesOneStepDownUnlessItSaysOtherwise() {
    subscribe(ALICE, "top").isResult();
    publish("news").tellsNobody();
    create("deep", "collection=blogs").tellsNobody();
    assertEquals(List.of(ALICE), create("near", "collection=top").recipients());
  }

  @Test
  @Tag("COL-5.3.1-leaf-options")
  void deliveryIsAsTheLeafSays() {
    configure("news", "deliver_payloads=0").isResult();
    configure("blogs", "deliver_notifications=0").isResult();
    subscribe(ALICE, "blogs", "subscription_type=items").isResult();
    publish("news").tells(ALICE, "<items node='news'><item id='a'/></items>");
    configure("news", "deliver_notifications=0").isResult();
    publish("news").tellsNobody();
  }

  @Test
  void eachAddressIsToldOnceHoweverManyOfItsSubscriptionsMatch() {
    subscribe(ALICE, "blogs", "subscription_type=all").isResult();
    subscribe(ALICE, "top", "subscription_type=items", "subscription_depth=all").isResult();
    subscribe(ALICE, "#").isResult();
    assertEquals(List.of("#", "blogs", "top"), collections(publish("news"), ALICE));
    service.subscribe(ALICE, ALICE).isResult();
    assertEquals(List.of(), collections(publish("news"), ALICE));
    service.subscribe(BOB, BOB).isResult();
    assertEquals(List.of(ALICE, BOB), publish("news").recipients());
  }

  @Test
  void subscriptionThatIsNotDeliveredNowDoesNotHideAnother() {
    service.subscribeWith(ALICE, ALICE, "deliver=0").isResult();
    subscribe(ALICE, "blogs", "subscription_type=items").isResult();
    assertEquals(List.of("blogs"), collections(publish("news"), ALICE));
    service.unsubscribe(ALICE, ALICE).isResult();
    service.subscribeWith(ALICE, ALICE, "show-values=away").isResult();
    assertEquals(List.of("blogs"), collections(publish("news"), ALICE));
  }

  @Test
  void optionsOfTheSubscriptionHold() {
    subscribe(ALICE, "blogs", "subscription_type=items", "deliver=0").isResult();
    publish("news").tellsNobody();
    subscribe(BOB, "blogs", "subscription_type=items", "show-values=away").isResult();
    publish("news").tellsNobody();
  }

  @Test
  @Tag("PS-16.4.2-field-show-values")
  void ofABareAddressTheResourcesInSuchAPresenceGetEvents() {
    String bare = "alice@example.org";
    String desk = bare + "/desk";
    subscribe(bare, "blogs", "subscription_type=items", "show-values=online").isResult();
    subscribe(desk, "blogs", "subscription_type=items").isResult();
    service.context.available.put(
        BareJid.of(bare),
        List.of(
            new AvailableResource(FullJid.of(ALICE), Show.ONLINE),
            new AvailableResource(FullJid.of(desk), Show.ONLINE)));
    assertEquals(List.of(desk, ALICE), publish("news").recipients().stream().sorted().toList());
    service.context.available.put(
        BareJid.of(bare), List.of(new AvailableResource(FullJid.of(ALICE), Show.DND)));
    assertEquals(List.of(desk), publish("news").recipients());
  }

  @Test
  void leaseOfTheSubscriptionEnds() {
    subscribe(ALICE, "blogs", "subscription_type=items", "expire=2026-06-30T13:00:00Z").isResult();
    assertEquals(List.of(ALICE), publish("news").recipients());
    service.context.pass(Duration.ofHours(1));
    publish("news").tellsNobody();
  }

  @Test
  void leafThatChangesItsPlaceIsToldByItsNewCollections() {
    subscribe(ALICE, "blogs", "subscription_type=items").isResult();
    subscribe(BOB, "top", "subscription_type=items").isResult();
    assertEquals(List.of(ALICE), publish("news").recipients());
    configure("news", "collection=top").isResult();
    assertEquals(List.of(BOB), publish("news").recipients());
    unsubscribe(BOB, "top").isResult();
    publish("news").tellsNobody();
  }

  @Test
  @Tag("COL-10.1-access")
  @Tag("PS-14.3-access-for-events")
  void noCollectionLeadsPastTheAccessModelOfTheLeaf() {
    subscribe(ALICE, "top", "subscription_type=all", "subscription_depth=all").isResult();
    subscribe(ALICE, "#").isResult();
    subscribe(ALICE, "", "subscription_type=all", "subscription_depth=all").isResult();
    configure("news", "access_model=whitelist").isResult();
    publish("news").tellsNobody();
    configure("news", "notify_config=1", "title=T").tellsNobody();
    create("secret", "access_model=whitelist", "collection=top").tellsNobody();
    owner("<collection node='blogs'><associate node='secret'/></collection>")
        .isResult()
        .tellsNobody();
    owner("<delete node='secret'/>").isResult().tellsNobody();
    service.affiliate("alice@example.org", "member").isResult();
    assertEquals(1, publish("news").messagesTo(ALICE).size());
    service.affiliate("alice@example.org", "outcast").isResult();
    publish("news").tellsNobody();
  }

  @Test
  @Tag("COL-10.1-access")
  void rosterOfTheOwnerIsAskedAtEachDelivery() {
    configure("news", "access_model=presence").isResult();
    subscribe(ALICE, "blogs", "subscription_type=items").isResult();
    publish("news").tellsNobody();
    service.context.roster.add("owner@example.org", "alice@example.org");
    assertEquals(List.of(ALICE), publish("news").recipients());
    service.context.roster.remove("owner@example.org", "alice@example.org");
    publish("news").tellsNobody();
  }

  // Events of nodes

  @Test
  @Tag("COL-5.3.1.2-nodes-events")
  @Tag("COL-5.3.1-shim-collection")
  void creationAndDeletionAreTold() {
    subscribe(ALICE, "blogs").isResult();
    subscribe(BOB, "top", "subscription_type=nodes", "subscription_depth=all").isResult();
    Reply created = create("new", "collection=blogs");
    created.tells(ALICE, "<create node='new'/>").tells(BOB, "<create node='new'/>");
    assertEquals(List.of("blogs"), collections(created, ALICE));
    assertEquals(List.of("top"), collections(created, BOB));
    Reply deleted = owner("<delete node='new'/>");
    deleted.tells(ALICE, "<delete node='new'/>").tells(BOB, "<delete node='new'/>");
    assertEquals(List.of("blogs"), collections(deleted, ALICE));
    publish("news").tellsNobody();
  }

  @Test
  @Tag("COL-5.3.1.2-nodes-events")
  void configurationIsToldWhereTheNodeSaysSo() {
    subscribe(ALICE, "blogs").isResult();
    configure("news", "title=A").tellsNobody();
    Reply reply = configure("news", "title=B", "notify_config=1");
    assertEquals(List.of("blogs"), collections(reply, ALICE));
  }

  @Test
  @Tag("COL-5.3.2-associate-event")
  void associationIsTold() {
    create("other").isResult();
    subscribe(ALICE, "blogs").isResult();
    subscribe(BOB, "top", "subscription_type=nodes", "subscription_depth=2").isResult();
    Reply reply = owner("<collection node='blogs'><associate node='other'/></collection>");
    reply
        .isEmptyResult()
        .tells(ALICE, "<collection node='blogs'><associate node='other'/></collection>")
        .tells(BOB, "<collection node='blogs'><associate node='other'/></collection>");
    assertEquals(List.of("top"), collections(reply, BOB));
    owner("<collection node='blogs'><disassociate node='other'/></collection>")
        .tells(ALICE, "<collection node='blogs'><disassociate node='other'/></collection>");
    configure("other", "collection=blogs")
        .tells(ALICE, "<collection node='blogs'><associate node='other'/></collection>");
    configure("blogs", "children=news")
        .tells(ALICE, "<collection node='blogs'><disassociate node='other'/></collection>");
  }

  @Test
  void subscriptionToItemsIsNotToldOfNodes() {
    subscribe(ALICE, "blogs", "subscription_type=items").isResult();
    create("new", "collection=blogs").tellsNobody();
    owner("<delete node='new'/>").tellsNobody();
    owner("<collection node='blogs'><disassociate node='news'/></collection>").tellsNobody();
  }

  // Subscribing

  @Test
  @Tag("COL-6.1.3-two-types")
  void oneSubscriptionOfEachTypeMayCoexist() {
    subscribe(ALICE, "blogs", "subscription_type=items").isResult();
    subscribe(ALICE, "blogs", "subscription_type=nodes").isResult();
    assertEquals(2, service.state().node("blogs").orElseThrow().subscriptionCount());
    assertEquals(List.of(ALICE), publish("news").recipients());
    assertEquals(List.of(ALICE), create("new", "collection=blogs").recipients());
  }

  @Test
  @Tag("COL-6.1.3-same-type-twice")
  void secondSubscriptionOfATypeIsAConflict() {
    subscribe(ALICE, "blogs", "subscription_type=items").isResult();
    subscribe(ALICE, "blogs", "subscription_type=items", "subscription_depth=all")
        .isError("cancel", "conflict");
    subscribe(ALICE, "blogs", "subscription_type=all").isError("cancel", "conflict");
    subscribe(ALICE, "blogs", "subscription_type=items").isResult();
    assertEquals(1, service.state().node("blogs").orElseThrow().subscriptionCount());
  }

  @Test
  @Tag("COL-6.1.3-same-type-twice")
  void optionsDoNotMakeTwoOfAType() {
    subscribe(ALICE, "blogs", "subscription_type=items").isResult();
    String nodes =
        subscribe(ALICE, "blogs", "subscription_type=nodes")
            .isResult()
            .payload()
            .firstElement()
            .orElseThrow()
            .attribute("subid", "");
    service
        .set(
            ALICE,
            "<pubsub "
                + PUBSUB_NS
                + "><options node='blogs' jid='"
                + ALICE
                + "' subid='"
                + nodes
                + "'>"
                + Service.optionForm("subscription_type=all")
                + "</options></pubsub>")
        .isError("cancel", "conflict");
  }

  @ParameterizedTest(name = "COL-6.1.3-root-all-items {0}")
  @ValueSource(strings = {"", "#"})
  @Tag("COL-6.1.3-root-all-items")
  void policyMayKeepTheItemsOfAllNodesFromASubscriber(String root) {
    service =
        new Service(
            ServicePolicy.builder(BareJid.of(Service.JID), "Events")
                .maySubscribeToAll(who -> who.equals(BareJid.of("bob@example.org")))
                .build());
    String[] all = {"subscription_type=items", "subscription_depth=all"};
    subscribe(ALICE, root, all).isError("cancel", "not-allowed");
    subscribe(BOB, root, all).isResult();
  }

  @Test
  void whoMayNotReadACollectionDoesNotSubscribeToIt() {
    configure("blogs", "access_model=whitelist").isResult();
    subscribe(ALICE, "blogs").isError("cancel", "not-allowed", "closed-node");
    configure("top", "subscribe=0").isResult();
    subscribe(ALICE, "top").isError("cancel", "feature-not-implemented", "unsupported[subscribe]");
  }

  @Test
  void whoLosesTheCollectionLosesWhatItLeadsTo() {
    subscribe(ALICE, "blogs", "subscription_type=items").isResult();
    configure("blogs", "access_model=whitelist").isResult();
    publish("news").tellsNobody();
  }

  @Test
  void leafThatBecomesACollectionKeepsItsSubscribers() {
    service.subscribe(ALICE, ALICE).isResult();
    configure("news", "node_type=collection").isResult();
    create("leaf", "collection=news").isResult();
    assertEquals(List.of("news"), collections(publish("leaf"), ALICE));
  }

  // The root

  @Test
  @Tag("COL-8.1-root")
  @Tag("PS-6.1.1-node-attr")
  @Tag("PS-6.3.4.1-root-collection")
  void subscriptionWithoutANodeIsToTheRoot() {
    Element subscription = subscribe(ALICE, "").isResult().payload().firstElement().orElseThrow();
    assertEquals(Optional.empty(), subscription.attribute("node"));
    create("new").tells(ALICE, "<create node='new'/>");
    create("deep", "collection=top").tellsNobody();
    assertEquals(
        Optional.of("nodes"),
        service
            .get(ALICE, "<pubsub " + PUBSUB_NS + "><options node='' jid='" + ALICE + "'/></pubsub>")
            .isResult()
            .form()
            .value("pubsub#subscription_type"));
    service
        .set(ALICE, "<pubsub " + PUBSUB_NS + "><unsubscribe jid='" + ALICE + "'/></pubsub>")
        .isResult();
    assertTrue(service.state().node("").isEmpty());
    create("newer").tellsNobody();
  }

  @Test
  @Tag("COL-8.1-root")
  void rootHasADepthToo() {
    subscribe(ALICE, "", "subscription_type=items", "subscription_depth=2").isResult();
    publish("news").tellsNobody();
    create("near", "collection=top").isResult();
    assertEquals(List.of(""), collections(publish("near"), ALICE));
  }

  // Filters

  @ParameterizedTest
  @CsvSource({
    "a/#, a/b/c",
    "a/#, a",
    "a/+/c, a/b/c",
    "+, solo",
    "#, a/b/c",
    "+/+/+, a/b/c",
  })
  void filterIsToldOfItemsOfTheNodesThatItMatches(String filter, String node) {
    subscribe(ALICE, filter).isResult();
    create(node).isResult();
    assertEquals(List.of(filter), collections(publish(node), ALICE));
    unsubscribe(ALICE, filter).isResult();
    publish(node).tellsNobody();
    assertTrue(service.state().node(filter).isEmpty(), "gone with its last subscription");
  }

  @ParameterizedTest
  @CsvSource({"a/#, b", "a/+/c, a/b", "+, a/b", "a/b/#, a"})
  void filterIsNotToldOfOthers(String filter, String node) {
    subscribe(ALICE, filter).isResult();
    create(node).isResult();
    publish(node).tellsNobody();
  }

  @Test
  void filterToldOfNodesHearsOfThoseThatItMatches() {
    subscribe(ALICE, "a/#", "subscription_type=nodes").isResult();
    create("b").tellsNobody();
    create("a/b").tells(ALICE, "<create node='a/b'/>");
    publish("a/b").tellsNobody();
    owner("<delete node='a/b'/>").tells(ALICE, "<delete node='a/b'/>");
  }

  @Test
  void nodeThatAPublishCreatesIsToldOf() {
    service =
        new Service(
            ServicePolicy.builder(BareJid.of(Service.JID), "Events").autoCreate(true).build());
    subscribe(ALICE, "a/#", "subscription_type=all").isResult();
    Reply reply = publish("a/b");
    assertEquals(2, reply.messagesTo(ALICE).size());
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "0", "7"})
  void filterHasNoOtherDepthThanAll(String depth) {
    subscribe(ALICE, "a/#", "subscription_depth=" + depth).isError("modify", "not-acceptable");
    subscribe(ALICE, "a/#", "subscription_depth=all").isResult();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a/#/+", "#/+/b", "$SYS/#", "+/#/#"})
  @Tag("PS-12.15-no-hierarchy-in-id")
  void nonsenseIsNotSubscribedTo(String filter) {
    subscribe(ALICE, filter).isError("modify", "not-acceptable");
    assertTrue(service.state().node(filter).isEmpty());
  }

  @ParameterizedTest
  @ValueSource(strings = {"a/#", "a/+", "#", "+"})
  @Tag("PS-7.1.3.2-unsupported")
  @Tag("COL-4.1-no-items")
  void filterTakesNoItems(String filter) {
    service
        .set(
            OWNER,
            "<pubsub "
                + PUBSUB_NS
                + "><publish node='"
                + filter
                + "'><item><v xmlns='urn:x'/></item></publish></pubsub>")
        .isError("cancel", "feature-not-implemented", "unsupported[publish]");
    service
        .get(OWNER, "<pubsub " + PUBSUB_NS + "><items node='" + filter + "'/></pubsub>")
        .isError("cancel", "feature-not-implemented", "unsupported[retrieve-items]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a/#", "#"})
  void filterThatNobodyHasIsNotUnsubscribedFrom(String filter) {
    unsubscribe(ALICE, filter).isError("cancel", "unexpected-request", "not-subscribed");
    subscribe(BOB, filter).isResult();
    unsubscribe(ALICE, filter).isError("cancel", "unexpected-request", "not-subscribed");
    service
        .set(
            ALICE,
            "<pubsub "
                + PUBSUB_NS
                + "><unsubscribe node='"
                + filter
                + "' jid='"
                + BOB
                + "'/></pubsub>")
        .isError("auth", "forbidden");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a/#", ""})
  @Tag("COL-8.1-root-protected")
  void nobodyManagesAVirtualNode(String node) {
    subscribe(ALICE, node).isResult();
    for (Jid requester : List.of(Jid.of(ALICE), Jid.of(OWNER), Jid.of(Service.JID))) {
      for (NodeCommand command :
          List.of(
              new NodeCommand.Configure(requester, node, Map.of("pubsub#title", List.of("T"))),
              new NodeCommand.DeleteNode(requester, node, null),
              new NodeCommand.ModifyAffiliations(requester, node, List.of()))) {
        assertTrue(service.execute(command).changes().isEmpty());
      }
    }
    service
        .get(ALICE, "<pubsub " + OWNER_NS + "><subscriptions node='a/#'/></pubsub>")
        .isError("auth", "forbidden");
  }

  @Test
  void subscriptionToAFilterIsOneOfTheEntitys() {
    subscribe(ALICE, "a/#").isResult();
    assertEquals(1, service.counts().of(BareJid.of("alice@example.org")));
    assertEquals(
        SubscriptionType.ITEMS,
        service
            .directory()
            .subscriptions(BareJid.of("alice@example.org"))
            .get(0)
            .subscription()
            .options()
            .type());
    assertEquals(3, service.directory().size(), "a filter is no node to be listed");
  }

  // Discovery by names

  private List<String> children(String from, String filter) {
    return service
        .get(from, "<query xmlns='http://jabber.org/protocol/disco#items' node='" + filter + "'/>")
        .isResult()
        .payload()
        .elements()
        .stream()
        .filter(child -> child.name().equals("item"))
        .map(item -> item.attribute("node", ""))
        .toList();
  }

  @Test
  @Tag("COL-5.2-disco-tree")
  void levelsOfNamesAppearAsImplicitCollections() {
    for (String name : List.of("a", "a/b", "a/b/c/d", "a/b!", "a/x/y", "a/x/z", "ab")) {
      create(name).isResult();
    }
    assertEquals(List.of("a", "a/b", "a/b!", "a/b/#", "a/x/#"), children(ALICE, "a/#"));
    assertEquals(List.of("a/b", "a/b/c/#"), children(ALICE, "a/b/#"));
    assertEquals(List.of("a/x/y", "a/x/z"), children(ALICE, "a/x/#"));
    assertEquals(List.of("a", "a/#", "ab", "blogs", "news", "top"), children(ALICE, "#"));
    assertEquals(List.of(), children(ALICE, "a/+/#"));
    assertEquals(List.of(), children(ALICE, "nothing/#"));
  }

  @Test
  @Tag("COL-5.2-disco-tree")
  void levelsDoNotShowWhatOneMayNotSee() {
    create("a/b/secret", "access_model=whitelist").isResult();
    create("a/c/secret", "access_model=whitelist").isResult();
    create("a/c/shown").isResult();
    assertEquals(List.of("a/c/#"), children(ALICE, "a/#"));
    assertEquals(List.of("a/c/shown"), children(ALICE, "a/c/#"));
    assertEquals(List.of("a/b/#", "a/c/#"), children(OWNER, "a/#"));
  }

  @ParameterizedTest(name = "COL-5.2-node-identity {0}")
  @ValueSource(strings = {"#", "a/#", "a/+/c"})
  @Tag("COL-5.2-node-identity")
  void filterIsACollection(String filter) {
    Element identity =
        service
            .get(
                ALICE,
                "<query xmlns='http://jabber.org/protocol/disco#info' node='" + filter + "'/>")
            .isResult()
            .payload()
            .firstElement()
            .orElseThrow();
    assertEquals("collection", identity.attribute("type", ""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a/#/+", "$a/#"})
  void nonsenseIsNotDiscovered(String filter) {
    for (String kind : List.of("info", "items")) {
      service
          .get(
              ALICE,
              "<query xmlns='http://jabber.org/protocol/disco#"
                  + kind
                  + "' node='"
                  + filter
                  + "'/>")
          .isError("cancel", "item-not-found");
    }
  }

  // A node that a publish creates in a collection

  private Reply publishIntoNew(String node, String... options) {
    return service.set(
        OWNER,
        "<pubsub "
            + PUBSUB_NS
            + "><publish node='"
            + node
            + "'><item id='a'><v xmlns='urn:x'/></item></publish><publish-options>"
            + Service.form(options).replace("#node_config", "#publish-options")
            + "</publish-options></pubsub>");
  }

  private static List<String> eventsOf(Reply reply, String jid) {
    return reply.messagesTo(jid).stream()
        .map(message -> message.firstElement().flatMap(Element::firstElement).orElseThrow())
        .map(event -> event.name() + " " + event.attribute("node", ""))
        .toList();
  }

  private void createsByPublish() {
    service =
        new Service(
            ServicePolicy.builder(BareJid.of(Service.JID), "Events").autoCreate(true).build());
    aTree();
  }

  @ParameterizedTest(name = "COL-5.3.1.2-nodes-events: {0} {1} at {2}")
  @CsvSource({
    "nodes, all, top, create fresh",
    "items, all, top, items fresh",
    "all, all, top, create fresh+items fresh",
    "all, 1, blogs, create fresh+items fresh",
    "all, 1, top, ''",
    "all, all, '', create fresh+items fresh",
    "all, all, #, create fresh+items fresh"
  })
  @Tag("COL-5.3.1.2-nodes-events")
  @Tag("COL-5.3.1.1-items-events")
  void nodeThatAPublishCreatesInACollectionIsToldWithItsFirstItem(
      String type, String depth, String collection, String events) {
    createsByPublish();
    subscribe(ALICE, collection, "subscription_type=" + type, "subscription_depth=" + depth)
        .isResult();
    Reply reply = publishIntoNew("fresh", "collection=blogs").isResult();
    assertEquals(
        events.isEmpty() ? List.of() : List.of(events.split("\\+")), eventsOf(reply, ALICE));
    assertEquals(
        events.contains("items") ? List.of("items fresh") : List.of(),
        eventsOf(publishIntoNew("fresh", "collection=blogs").isResult(), ALICE));
  }

  @Test
  @Tag("COL-10.1-access")
  void nobodyIsToldOfANodeThatAPublishCreatesAndHides() {
    createsByPublish();
    subscribe(ALICE, "blogs", "subscription_type=all").isResult();
    publishIntoNew("fresh", "collection=blogs", "access_model=whitelist").isResult().tellsNobody();
  }
}
