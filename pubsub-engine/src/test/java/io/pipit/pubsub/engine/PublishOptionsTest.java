package io.pipit.pubsub.engine;

import static io.pipit.pubsub.engine.Service.ALICE;
import static io.pipit.pubsub.engine.Service.BOB;
import static io.pipit.pubsub.engine.Service.JID;
import static io.pipit.pubsub.engine.Service.OWNER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.pubsub.AccessModel;
import io.pipit.pubsub.NodeConfig;
import io.pipit.pubsub.NodeConfigFields;
import io.pipit.pubsub.ServiceLimits;
import io.pipit.pubsub.ServicePolicy;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.Element;
import io.pipit.xmpp.Jid;
import io.pipit.xmpp.Ns;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** XEP-0060 7.1.4 and 7.1.5, and XEP-0395. */
class PublishOptionsTest {

  private static final String ITEM = "<item id='a'><v xmlns='urn:x'/></item>";

  private final Service service = new Service();
  private final Service creating =
      new Service(ServicePolicy.builder(BareJid.of(JID), "Events").autoCreate(true).build());

  @AfterEach
  void replayGivesTheSameState() {
    service.checkReplay();
    creating.checkReplay();
  }

  private static Reply publish(Service to, String from, String item, String... options) {
    return to.set(
        from,
        "<pubsub xmlns='http://jabber.org/protocol/pubsub'><publish node='news'>"
            + item
            + "</publish><publish-options>"
            + Service.form(options).replace("#node_config", "#publish-options")
            + "</publish-options></pubsub>");
  }

  private static Reply plain(Service to, String from, String publishOptions) {
    return to.set(
        from,
        "<pubsub xmlns='http://jabber.org/protocol/pubsub'><publish node='news'>"
            + ITEM
            + "</publish>"
            + publishOptions
            + "</pubsub>");
  }

  private static void hasNoNode(Service service) {
    assertTrue(service.state().node("news").isEmpty());
    assertFalse(service.directory().contains("news"));
  }

  // ---- refusals on a node that is there

  @ParameterizedTest(name = "PS-7.1.5-not-met: {0}")
  @ValueSource(
      strings = {
        "access_model=whitelist",
        "access_model=nonsense",
        "persist_items=0",
        "persist_items=2",
        "max_items=8",
        "max_items=max",
        "max_items=-1",
        "title=Olds",
        "roster_groups_allowed=friends",
        "contact=alice@example.org",
        "node_type=collection"
      })
  @Tag("PS-7.1.5-not-met")
  @Tag("PS-7.1.5-check-each")
  void nodeThatIsNotAsAskedIsNotPublishedTo(String option) {
    service.withNode("title=News", "max_items=7", "contact=alice@example.org,bob@example.org");
    service.subscribe(ALICE, ALICE).isResult();
    publish(service, OWNER, ITEM, option)
        .isError("cancel", "conflict", "precondition-not-met")
        .tellsNobody();
    publish(service, OWNER, ITEM, "publish_model=publishers", option)
        .isError("cancel", "conflict", "precondition-not-met");
    assertEquals(List.of(), service.itemIds());
  }

  @ParameterizedTest(name = "PS-7.1.5-unknown-field: {0}")
  @ValueSource(strings = {"unheard_of=1", "persist_item=1", "creator=owner@example.org"})
  @Tag("PS-7.1.5-unknown-field")
  void fieldThatIsNoOptionIsRefusedWhetherTheNodeIsThereOrNot(String option) {
    service.withNode();
    publish(service, OWNER, ITEM, "persist_items=1", option)
        .isError("cancel", "conflict", "precondition-not-met");
    assertEquals(List.of(), service.itemIds());
    publish(creating, OWNER, ITEM, option).isError("cancel", "conflict", "precondition-not-met");
    hasNoNode(creating);
  }

  @Test
  @Tag("PS-7.1.5-check-each")
  void whoMayNotPublishIsNotToldWhatTheNodeIsLike() {
    service.withNode();
    publish(service, ALICE, ITEM, "title=wrong").isError("auth", "forbidden");
    publish(service, ALICE, ITEM, "access_model=open").isError("auth", "forbidden");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<publish-options><x xmlns='jabber:x:data' type='submit'><field var='pubsub#title'>"
            + "<value>T</value></field></x></publish-options>",
        "<publish-options><x xmlns='jabber:x:data' type='submit'><field var='FORM_TYPE'>"
            + "<value>http://jabber.org/protocol/pubsub#node_config</value></field></x>"
            + "</publish-options>",
        "<publish-options><x xmlns='jabber:x:data' type='cancel'/></publish-options>",
        "<publish-options><v xmlns='urn:x'/></publish-options>",
        "<publish-options/><publish-options/>",
        "<configure/>"
      })
  @Tag("PS-7.1.5-form")
  void whatIsNoFormOfThatTypeIsRefused(String options) {
    service.withNode();
    plain(service, OWNER, options).isError("modify", "bad-request");
    plain(creating, OWNER, options).isError("modify", "bad-request");
    assertEquals(List.of(), service.itemIds());
    hasNoNode(creating);
  }

  @Test
  void preconditionsAreNoExcuseForAnItemThatDoesNotFit() {
    service.withNode("max_payload_size=10");
    publish(service, OWNER, "<item><v xmlns='urn:x'>long enough</v></item>", "max_payload_size=10")
        .isError("modify", "not-acceptable", "payload-too-big");
  }

  // ---- met

  @ParameterizedTest(name = "PS-7.1.5-met: {0}")
  @ValueSource(
      strings = {
        "title=News",
        "max_items=7",
        "max_items=007",
        "persist_items=true",
        "persist_items=1",
        "access_model=open",
        "publish_node_full=retract-oldest",
        "publish_full_node=retract-oldest",
        "contact=bob@example.org,alice@example.org",
        "description="
      })
  @Tag("PS-7.1.5-met")
  @Tag("PS-7.1.5-support")
  @Tag("PS-7.1.5-field-any-node-config-field")
  void nodeThatIsAsAskedIsPublishedToAndStaysAsItIs(String option) {
    service.withNode("title=News", "max_items=7", "contact=alice@example.org,bob@example.org");
    NodeConfig before = service.state().node("news").orElseThrow().config();
    publish(service, OWNER, ITEM, option).isResult();
    assertEquals(List.of("a"), service.itemIds());
    assertEquals(before, service.state().node("news").orElseThrow().config());
  }

  @Test
  @Tag("PS-7.1.5-field-any-node-config-field")
  void everyOptionAsTheFormHasItIsMet() {
    service.withNode("title=News", "contact=alice@example.org", "language=en", "type=urn:x");
    NodeConfig config = service.state().node("news").orElseThrow().config();
    StringBuilder fields = new StringBuilder();
    NodeConfigFields.ALL.forEach(
        field -> {
          fields.append("<field var='").append(field.var()).append("'>");
          config.print(field).forEach(value -> fields.append("<value>" + value + "</value>"));
          fields.append("</field>");
        });
    plain(
            service,
            OWNER,
            "<publish-options><x xmlns='jabber:x:data' type='submit'><field var='FORM_TYPE'>"
                + "<value>http://jabber.org/protocol/pubsub#publish-options</value></field>"
                + fields
                + "</x></publish-options>")
        .isResult();
  }

  @Test
  void emptyOptionsAskNothing() {
    service.withNode();
    plain(service, OWNER, "<publish-options/>").isResult();
  }

  // ---- a missing node

  @Test
  @Tag("PS-7.1.5-no-autocreate")
  @Tag("PS-7.1.3.3-not-found")
  void withoutAutoCreateAMissingNodeIsNotFound() {
    publish(service, OWNER, ITEM, "access_model=open").isError("cancel", "item-not-found");
    plain(service, OWNER, "").isError("cancel", "item-not-found");
    hasNoNode(service);
  }

  @Test
  void whoMayNotCreateDoesNotByPublishing() {
    Service strict =
        new Service(
            ServicePolicy.builder(BareJid.of(JID), "Events")
                .mayCreate(who -> who.equals(Jid.of(OWNER).bare()))
                .autoCreate(true)
                .build());
    plain(strict, ALICE, "").isError("cancel", "item-not-found");
    hasNoNode(strict);
    plain(strict, OWNER, "").isResult();
    plain(strict, ALICE, "").isError("auth", "forbidden");
  }

  @ParameterizedTest(name = "PS-7.1.5-race-create: {0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "<item id='a'/>|title=T|modify|bad-request|payload-required",
        "<item id='a'><v xmlns='urn:y'/></item>|type=urn:x|modify|bad-request|invalid-payload",
        "<item id='a'><v xmlns='urn:x'>long</v></item>|max_payload_size=9|modify|not-acceptable"
            + "|payload-too-big",
        "<item id='a'><v xmlns='urn:x'/></item><item id='b'><v xmlns='urn:x'/></item>|max_items=1"
            + "|cancel|not-allowed|max-items-exceeded",
        "<item id='a'><v xmlns='urn:x'/></item>|max_items=none|modify|not-acceptable|",
        "<item id='a'><v xmlns='urn:x'/></item>|node_type=collection|cancel"
            + "|feature-not-implemented|unsupported[publish]"
      })
  @Tag("PS-7.1.5-race-create")
  void refusedPublishLeavesNoNodeBehind(
      String item, String option, String type, String condition, String application) {
    publish(creating, OWNER, item, option)
        .isError(type, condition, application == null ? "" : application);
    hasNoNode(creating);
  }

  @ParameterizedTest
  @ValueSource(strings = {"$a", "a&#x9;b"})
  void nodeWithANameThatNoneMayHaveIsNotCreated(String name) {
    creating
        .set(
            OWNER,
            "<pubsub xmlns='http://jabber.org/protocol/pubsub'><publish node='"
                + name
                + "'>"
                + ITEM
                + "</publish></pubsub>")
        .isError("modify", "not-acceptable");
  }

  @Test
  void quotaOfNodesCountsThoseThatPublishingCreates() {
    Service small =
        new Service(
            ServicePolicy.builder(BareJid.of(JID), "Events")
                .limits(new ServiceLimits(1, 6, 2, 4, 3, 5, 3, 1_000, 10, 1_000))
                .autoCreate(true)
                .build());
    plain(small, OWNER, "").isResult();
    small
        .set(
            OWNER,
            "<pubsub xmlns='http://jabber.org/protocol/pubsub'><publish node='more'>"
                + ITEM
                + "</publish></pubsub>")
        .isError("cancel", "not-allowed", "max-nodes-exceeded");
    small.checkReplay();
  }

  @Test
  @Tag("PS-7.1.4-support")
  @Tag("PS-7.1.4-default-config")
  void publishToAMissingNodeCreatesItWithTheDefaults() {
    plain(creating, ALICE, "")
        .isResult(
            "<pubsub xmlns='http://jabber.org/protocol/pubsub'>"
                + "<publish node='news'><item id='a'/></publish></pubsub>");
    NodeState node = creating.state().node("news").orElseThrow();
    assertEquals(NodeConfig.INITIAL, node.config());
    assertEquals(List.of(Jid.of(ALICE).bare()), node.owners());
    assertTrue(creating.directory().contains("news"));
    assertEquals(List.of("a"), creating.items(BOB).itemIds());
    plain(creating, BOB, "").isError("auth", "forbidden");
  }

  @Test
  @Tag("PS-7.1.5-create-with")
  void missingNodeIsCreatedAsThePreconditionsSay() {
    publish(creating, ALICE, ITEM, "access_model=whitelist", "max_items=3", "title=T").isResult();
    NodeConfig config = creating.state().node("news").orElseThrow().config();
    assertEquals(
        NodeConfig.INITIAL
            .with(NodeConfigFields.TITLE, "T")
            .with(NodeConfigFields.MAX_ITEMS, 3)
            .with(NodeConfigFields.ACCESS_MODEL, AccessModel.WHITELIST),
        config);
    creating.items(BOB).isError("cancel", "not-allowed", "closed-node");
    publish(creating, ALICE, ITEM, "max_items=3").isResult();
  }

  @Test
  @Tag("PS-7.1.5-race-create")
  void nodeThatWasDeletedIsCreatedAfresh() {
    publish(creating, OWNER, ITEM, "title=Old").isResult();
    creating
        .set(
            OWNER,
            "<pubsub xmlns='http://jabber.org/protocol/pubsub#owner'><delete node='news'/></pubsub>")
        .isResult();
    publish(creating, ALICE, "<item id='b'><v xmlns='urn:x'/></item>", "title=New").isResult();
    assertEquals(List.of("b"), creating.items(ALICE).itemIds());
    assertEquals("New", creating.state().node("news").orElseThrow().config().title());
  }

  @Test
  void triggerCreatesTheNodeThatItIsFor() {
    publish(creating, OWNER, "", "persist_items=0", "deliver_payloads=0").isResult();
    publish(creating, OWNER, "", "persist_items=0").isResult();
  }

  @Test
  @Tag("PS-7.1.4-advertise")
  @Tag("PS-7.1.5-advertise")
  void advertisedWhereItWorks() {
    assertTrue(features(creating).contains("http://jabber.org/protocol/pubsub#auto-create"));
    assertFalse(features(service).contains("http://jabber.org/protocol/pubsub#auto-create"));
    for (Service each : List.of(service, creating)) {
      assertTrue(features(each).contains("http://jabber.org/protocol/pubsub#publish-options"));
      assertTrue(features(each).contains("urn:xmpp:pubsub:cap:0"));
    }
  }

  private static List<String> features(Service service) {
    return service
        .get(ALICE, "<query xmlns='http://jabber.org/protocol/disco#info'/>")
        .payload()
        .elements()
        .stream()
        .map(feature -> feature.attribute("var", ""))
        .toList();
  }

  // ---- compare and publish

  private static String newestValue(Service service) {
    List<Element> entries = compareValues(service);
    return entries.get(entries.size() - 1).attribute("cap-value", "");
  }

  private static List<Element> compareValues(Service service) {
    Element items =
        service
            .get(
                OWNER,
                "<pubsub xmlns='http://jabber.org/protocol/pubsub'><items node='news'>"
                    + "<cap-v-map xmlns='urn:xmpp:pubsub:cap:0'/></items></pubsub>")
            .isResult()
            .payload()
            .firstElement()
            .orElseThrow();
    return items.child("cap-v-map", "urn:xmpp:pubsub:cap:0").orElseThrow().elements();
  }

  private static void failsWith(String value, Reply reply) {
    reply.isError("modify", "conflict", "precondition-not-met").tellsNobody();
    Element error = reply.iq().child("error", Ns.CLIENT).orElseThrow();
    assertEquals(
        value,
        error
            .child("compare-and-publish-failed", "urn:xmpp:pubsub:cap:0")
            .orElseThrow()
            .attribute("cap-id", "none"));
  }

  @Test
  void secondOfTwoWritersIsToldWhatTheFirstMade() {
    service.withNode();
    service.subscribe(BOB, BOB).isResult();
    publish(service, OWNER, ITEM).isResult();
    String known = newestValue(service);
    String compare = "prev_item_cap_value=" + known;
    publish(service, OWNER, ITEM, compare).isResult();
    String newer = newestValue(service);
    failsWith(newer, publish(service, OWNER, ITEM, compare));
    publish(service, OWNER, ITEM, "prev_item_cap_value=" + newer).isResult();
  }

  @Test
  void comparedAreTheNewestItemAndAllOtherPreconditions() {
    service.withNode();
    service.publish(OWNER, "a", "b").isResult();
    List<Element> entries = compareValues(service);
    assertEquals(
        List.of("a", "b"), entries.stream().map(entry -> entry.attribute("item-id", "")).toList());
    String first = entries.get(0).attribute("cap-value", "");
    String second = entries.get(1).attribute("cap-value", "");
    failsWith(second, publish(service, OWNER, ITEM, "prev_item_cap_value=" + first));
    failsWith(second, publish(service, OWNER, ITEM, "prev_item_cap_value="));
    failsWith(second, publish(service, OWNER, ITEM, "prev_item_cap_value=" + second + ",x"));
    publish(service, OWNER, ITEM, "prev_item_cap_value=" + second, "title=wrong")
        .isError("cancel", "conflict", "precondition-not-met");
    service.retract(OWNER, "b", "").isResult();
    failsWith(first, publish(service, OWNER, ITEM, "prev_item_cap_value=" + second));
    publish(service, OWNER, ITEM, "prev_item_cap_value=" + first).isResult();
  }

  @Test
  void noValueStandsForNoItem() {
    service.withNode();
    failsWith("", publish(service, OWNER, ITEM, "prev_item_cap_value=1"));
    publish(service, OWNER, ITEM, "prev_item_cap_value=").isResult();
    failsWith("", publish(creating, OWNER, ITEM, "prev_item_cap_value=1"));
    hasNoNode(creating);
    publish(creating, OWNER, ITEM, "prev_item_cap_value=").isResult();
  }

  @Test
  void valueOfANodeThatCameAgainIsAnother() {
    publish(creating, OWNER, ITEM).isResult();
    String before = newestValue(creating);
    creating
        .set(
            OWNER,
            "<pubsub xmlns='http://jabber.org/protocol/pubsub#owner'><delete node='news'/></pubsub>")
        .isResult();
    creating.context.pass(Duration.ofMillis(1));
    publish(creating, OWNER, ITEM).isResult();
    failsWith(
        newestValue(creating), publish(creating, OWNER, ITEM, "prev_item_cap_value=" + before));
  }

  @Test
  void valuesAreOnlyInAnswersToThoseWhoAsk() {
    service.withNode();
    service.publish(OWNER, "a").isResult();
    assertEquals(List.of("a"), service.items(OWNER).itemIds());
  }

  private static void create(Service in, String node) {
    in.set(
            OWNER,
            "<pubsub xmlns='http://jabber.org/protocol/pubsub'><create node='"
                + node
                + "'/><configure>"
                + Service.form("node_type=collection")
                + "</configure></pubsub>")
        .isResult();
  }

  private Reply change(String collection, String action) {
    return creating.set(
        OWNER,
        "<pubsub xmlns='http://jabber.org/protocol/pubsub#owner'><collection node='"
            + collection
            + "'><"
            + action
            + " node='news'/></collection></pubsub>");
  }

  @Test
  @Tag("PS-7.1.5-check-each")
  @Tag("PS-7.1.5-not-met")
  void whatTheNodeIsInIsComparedWithTheTree() {
    create(creating, "blogs");
    create(creating, "best");
    publish(creating, OWNER, ITEM, "collection=blogs").isResult();
    publish(creating, OWNER, ITEM, "collection=blogs", "children=").isResult();
    publish(creating, OWNER, ITEM, "collection=blogs,").isResult();
    for (String other : List.of("collection=", "collection=best", "collection=blogs,best")) {
      publish(creating, OWNER, ITEM, other).isError("cancel", "conflict", "precondition-not-met");
    }
    publish(creating, OWNER, ITEM, "children=other")
        .isError("cancel", "conflict", "precondition-not-met");
    change("best", "associate").isResult();
    publish(creating, OWNER, ITEM, "collection=best,blogs").isResult();
    publish(creating, OWNER, ITEM, "collection=blogs")
        .isError("cancel", "conflict", "precondition-not-met");
    change("best", "disassociate").isResult();
    change("blogs", "disassociate").isResult();
    publish(creating, OWNER, ITEM, "collection=").isResult();
    publish(creating, OWNER, ITEM, "collection=blogs")
        .isError("cancel", "conflict", "precondition-not-met");
  }

  @Test
  @Tag("PS-7.1.5-create-with")
  void nodeIsNotCreatedInACollectionThatIsMissing() {
    publish(creating, OWNER, ITEM, "collection=missing").isError("cancel", "item-not-found");
    hasNoNode(creating);
  }
}
