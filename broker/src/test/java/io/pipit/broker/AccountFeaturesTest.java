package io.pipit.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.xmpp.Element;
import io.pipit.xmpp.Ns;
import io.pipit.xmpp.xml.XmlWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What an account says of itself in service discovery (XEP-0030, XEP-0163 6.1) is exactly what it
 * does: each feature is tried, and what the service or the server has besides does not work there.
 */
class AccountFeaturesTest {

  private static final String JULIET = "juliet@" + TestNode.DOMAIN;
  private static final String ROMEO = "romeo@" + TestNode.DOMAIN;
  private static final String PUBSUB = "http://jabber.org/protocol/pubsub";
  private static final String GET_PENDING = PUBSUB + "#get-pending";
  private static final String PING = "urn:xmpp:ping";
  private static final String NODE = "urn:test:node";
  private static final String ITEMS = PepClient.pubsub("<items node='" + NODE + "'/>");
  private static final String BOOKMARKS = "urn:xmpp:bookmarks:1";
  private static final String ROOM = "room@conference.localhost";

  /** How each feature is tried. */
  private static final Map<String, Trial> WORKING =
      Map.ofEntries(
          feature(Ns.COMMANDS, AccountFeaturesTest::hasCommands),
          feature(Ns.DISCO_INFO, AccountFeaturesTest::describesNodes),
          feature(Ns.DISCO_ITEMS, AccountFeaturesTest::listsNodes),
          feature(PUBSUB, AccountFeaturesTest::keepsItems),
          feature(PUBSUB + "#access-presence", AccountFeaturesTest::letsContactsInByDefault),
          feature(PUBSUB + "#auto-create", AccountFeaturesTest::createsByPublishing),
          feature(PUBSUB + "#auto-subscribe", AccountFeaturesTest::tellsContacts),
          feature(PUBSUB + "#cache-last-item", AccountFeaturesTest::cachesTheLastItem),
          feature(PUBSUB + "#collections", AccountFeaturesTest::hasCollections),
          feature(PUBSUB + "#config-node", test -> test.configures("title=Tunes")),
          feature(PUBSUB + "#config-node-max", test -> test.configures("max_items=max")),
          feature(PUBSUB + "#create-and-configure", AccountFeaturesTest::createsConfigured),
          feature(PUBSUB + "#create-nodes", AccountFeaturesTest::describesNodes),
          feature(PUBSUB + "#delete-items", AccountFeaturesTest::deletesItems),
          feature(PUBSUB + "#delete-nodes", AccountFeaturesTest::deletesNodes),
          feature(PUBSUB + "#filtered-notifications", AccountFeaturesTest::tellsWhoWantsIt),
          feature(PUBSUB + "#get-pending", AccountFeaturesTest::getsPending),
          feature(PUBSUB + "#instant-nodes", AccountFeaturesTest::namesNodes),
          feature(PUBSUB + "#item-ids", AccountFeaturesTest::namesItems),
          feature(PUBSUB + "#last-published", AccountFeaturesTest::sendsTheLastItem),
          feature(PUBSUB + "#leased-subscription", AccountFeaturesTest::leases),
          feature(PUBSUB + "#manage-subscriptions", AccountFeaturesTest::managesSubscriptions),
          feature(PUBSUB + "#member-affiliation", test -> test.admits("member")),
          feature(PUBSUB + "#meta-data", AccountFeaturesTest::tellsMetaData),
          feature(PUBSUB + "#modify-affiliations", test -> test.admits("member")),
          feature(PUBSUB + "#multi-collection", AccountFeaturesTest::hasCollections),
          feature(PUBSUB + "#multi-items", AccountFeaturesTest::keepsSeveralItems),
          feature(PUBSUB + "#multi-subscribe", AccountFeaturesTest::subscribesTwice),
          feature(PUBSUB + "#outcast-affiliation", AccountFeaturesTest::castsOut),
          feature(PUBSUB + "#persistent-items", AccountFeaturesTest::keepsItems),
          feature(
              PUBSUB + "#presence-notifications",
              test -> test.configures("presence_based_delivery=1")),
          feature(PUBSUB + "#presence-subscribe", AccountFeaturesTest::tellsContacts),
          feature(PUBSUB + "#publish", AccountFeaturesTest::keepsItems),
          feature(PUBSUB + "#publish-node-full", AccountFeaturesTest::rejectsWhatIsTooMuch),
          feature(PUBSUB + "#publish-only-affiliation", AccountFeaturesTest::letsPublishOnly),
          feature(PUBSUB + "#publish-options", AccountFeaturesTest::comparesOptions),
          feature(PUBSUB + "#publisher-affiliation", test -> test.admits("publisher")),
          feature(PUBSUB + "#pubsub-on-a-jid", AccountFeaturesTest::keepsItems),
          feature(PUBSUB + "#purge-nodes", AccountFeaturesTest::purges),
          feature(PUBSUB + "#retract-items", AccountFeaturesTest::tellsRetractions),
          feature(PUBSUB + "#retrieve-affiliations", AccountFeaturesTest::tellsAffiliations),
          feature(PUBSUB + "#retrieve-default", AccountFeaturesTest::tellsDefaults),
          feature(PUBSUB + "#retrieve-default-sub", AccountFeaturesTest::tellsDefaultOptions),
          feature(PUBSUB + "#retrieve-items", AccountFeaturesTest::keepsItems),
          feature(PUBSUB + "#retrieve-subscriptions", AccountFeaturesTest::tellsSubscriptions),
          feature(PUBSUB + "#rsm", AccountFeaturesTest::tellsPages),
          feature(PUBSUB + "#subscribe", AccountFeaturesTest::tellsSubscriptions),
          feature(
              PUBSUB + "#subscription-notifications", AccountFeaturesTest::managesSubscriptions),
          feature(PUBSUB + "#subscription-options", AccountFeaturesTest::leases),
          feature(Ns.RSM, AccountFeaturesTest::tellsPages),
          feature(Ns.SHIM, AccountFeaturesTest::knowsHeaders),
          feature("jabber:iq:private", AccountFeaturesTest::storesPrivately),
          feature("urn:xmpp:bookmarks-conversion:0", AccountFeaturesTest::convertsBookmarks),
          feature(BOOKMARKS + "#compat", AccountFeaturesTest::convertsBookmarks),
          feature(BOOKMARKS + "#compat-pep", AccountFeaturesTest::convertsBookmarksOfPep),
          feature("urn:xmpp:order-by:1", AccountFeaturesTest::orders),
          feature("urn:xmpp:order-by:1@" + PUBSUB, AccountFeaturesTest::orders),
          feature("urn:xmpp:pep-vcard-conversion:0", AccountFeaturesTest::convertsAvatars),
          feature(PING, AccountFeaturesTest::pings),
          feature("urn:xmpp:pps:0", AccountFeaturesTest::listsPublicSubscribers),
          feature("urn:xmpp:pubsub-filter:0", AccountFeaturesTest::filtersNodes),
          feature("urn:xmpp:pubsub:cap:0", AccountFeaturesTest::comparesAndPublishes),
          feature("vcard-temp", AccountFeaturesTest::keepsTheCard));

  /** What nobody else can make use of at her account. */
  private static final Set<String> FOR_JULIET_ALONE =
      Set.of(
          Ns.COMMANDS,
          "jabber:iq:private",
          "urn:xmpp:bookmarks-conversion:0",
          BOOKMARKS + "#compat",
          BOOKMARKS + "#compat-pep",
          PING);

  /** What the service or the server says of itself and an account does not, with its proof. */
  private static final Map<String, Trial> NOT_HERE =
      Map.ofEntries(
          feature(PUBSUB + "#access-open", AccountFeaturesTest::keepsStrangersOutByDefault),
          feature(PUBSUB + "#since", AccountFeaturesTest::doesNotCatchUp),
          feature("jabber:iq:version", test -> test.isUnknown("query", "jabber:iq:version")),
          feature("urn:xmpp:time", test -> test.isUnknown("time", "urn:xmpp:time")),
          feature("urn:xmpp:mam:2", test -> test.isUnknown("query", "urn:xmpp:mam:2")),
          feature("urn:xmpp:mam:2#extended", test -> test.isUnknown("metadata", "urn:xmpp:mam:2")),
          feature(
              "urn:xmpp:order-by:1@urn:xmpp:mam:2",
              test -> test.isUnknown("query", "urn:xmpp:mam:2")),
          // The server has these for its accounts and says so itself (XEP-0191 3.1, XEP-0115 6.3).
          feature("urn:xmpp:blocking", test -> {}),
          feature("http://jabber.org/protocol/caps", test -> {}),
          feature("urn:xmpp:caps", test -> {}));

  private static Map.Entry<String, Trial> feature(String feature, Trial trial) {
    return Map.entry(feature, trial);
  }

  /** One for all trials; each leaves no nodes behind. */
  private static TestNode node;

  private PepClient juliet;
  private PepClient romeo;

  @BeforeAll
  static void start(@TempDir Path folder) throws IOException {
    node = TestNode.startPlain(folder);
    for (String name : List.of("juliet", "romeo", "paris")) {
      node.account(name, name);
    }
    try (PepClient one = PepClient.login(node, "juliet", "first", "urn:none");
        PepClient other = PepClient.login(node, "romeo", "first", "urn:none")) {
      PepClient.befriend(one, other);
    }
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  @BeforeEach
  void login() throws IOException {
    juliet = PepClient.login(node, "juliet", "balcony", "urn:none");
    romeo = PepClient.login(node, "romeo", "orchard", NODE);
  }

  @AfterEach
  void leave() throws IOException {
    Element owned = juliet.request("get", JULIET, PepClient.pubsub("<affiliations/>"));
    for (Element each :
        owned.firstElement().flatMap(Element::firstElement).orElseThrow().elements()) {
      owner("set", "<delete node='" + each.attribute("node", "") + "'/>");
    }
    romeo.close();
    juliet.close();
  }

  @Test
  @Tag("PF-0223-identity")
  @Tag("PEP-6.1-identity-pep")
  void accountIsTriedInEachOfItsFeaturesAndNoOther() throws IOException {
    Element info = info(JULIET);
    assertEquals(
        Set.of("account/registered", "pubsub/pep"),
        info.elements().stream()
            .filter(child -> child.name().equals("identity"))
            .map(each -> each.attribute("category", "") + "/" + each.attribute("type", ""))
            .collect(Collectors.toSet()));
    assertEquals(new TreeSet<>(WORKING.keySet()), features(JULIET));
    Set<String> others = features(TestNode.SERVICE);
    others.addAll(features(TestNode.DOMAIN));
    others.removeAll(WORKING.keySet());
    assertEquals(new TreeSet<>(NOT_HERE.keySet()), others);
  }

  @Test
  @Tag("PEP-6.2-disco-contact")
  void contactIsToldOfNothingThatIsForTheAccountAlone() throws IOException {
    Set<String> expected = new TreeSet<>(WORKING.keySet());
    expected.removeAll(FOR_JULIET_ALONE);
    Element told = info(romeo, JULIET);
    assertEquals(expected, features(told));
    assertEquals(info(JULIET).elements().subList(0, 2), told.elements().subList(0, 2));
    romeo.refused("get", JULIET, "<ping xmlns='" + PING + "'/>", "service-unavailable");
    romeo.refused(
        "set",
        JULIET,
        "<command xmlns='" + Ns.COMMANDS + "' node='" + GET_PENDING + "'/>",
        "service-unavailable");
    romeo.refused("get", JULIET, stored(bookmarks()), "forbidden");
  }

  @Test
  @Tag("PS-5.1-disco-identity")
  void identitiesStandBeforeFeatures() throws IOException {
    for (String address : List.of(JULIET, TestNode.SERVICE, TestNode.DOMAIN)) {
      List<String> names = info(address).elements().stream().map(Element::name).toList();
      assertTrue(names.lastIndexOf("identity") < names.indexOf("feature"), address + ": " + names);
    }
  }

  static Stream<String> working() {
    return WORKING.keySet().stream().sorted();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void working(String feature) throws IOException {
    Objects.requireNonNull(WORKING.get(feature)).of(this);
  }

  static Stream<String> notHere() {
    return NOT_HERE.keySet().stream().sorted();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void notHere(String feature) throws IOException {
    Objects.requireNonNull(NOT_HERE.get(feature)).of(this);
  }

  /** Tries one thing at juliet's account. */
  @FunctionalInterface
  private interface Trial {
    void of(AccountFeaturesTest test) throws IOException;
  }

  // ---- nodes

  private void describesNodes() throws IOException {
    own("<create node='" + NODE + "'/>");
    assertHas(nodeInfo(), "category='pubsub' type='leaf'");
  }

  private void listsNodes() throws IOException {
    own("<create node='" + NODE + "'/>");
    assertHas(
        romeo.result("get", JULIET, "<query xmlns='" + Ns.DISCO_ITEMS + "'/>"),
        "<item jid='" + JULIET + "' node='" + NODE + "'/>");
  }

  private void namesNodes() throws IOException {
    assertHas(own("<create/>"), "<create node='");
  }

  private void createsByPublishing() throws IOException {
    juliet.publish(NODE, "a");
    assertHas(nodeInfo(), "type='leaf'");
  }

  private void createsConfigured() throws IOException {
    juliet.create(NODE, "title=Tunes");
    assertHas(configuration(), "<value>Tunes</value>");
  }

  private void configures(String option) throws IOException {
    juliet.create(NODE);
    juliet.configure(NODE, option);
    String value = option.substring(option.indexOf('=') + 1);
    assertHas(configuration(), "<value>" + value + "</value>");
  }

  private void deletesNodes() throws IOException {
    juliet.create(NODE);
    owner("set", "<delete node='" + NODE + "'/>");
    juliet.refused("get", JULIET, ITEMS, "item-not-found");
  }

  private void hasCollections() throws IOException {
    juliet.create("one", "node_type=collection");
    juliet.create("two", "node_type=collection");
    juliet.create(NODE);
    for (String collection : List.of("one", "two")) {
      owner(
          "set",
          "<collection node='" + collection + "'><associate node='" + NODE + "'/></collection>");
    }
    for (String collection : List.of("one", "two")) {
      assertHas(
          juliet.result(
              "get", JULIET, "<query xmlns='" + Ns.DISCO_ITEMS + "' node='" + collection + "'/>"),
          "node='" + NODE + "'");
    }
  }

  private void tellsMetaData() throws IOException {
    juliet.create(NODE, "title=Tunes");
    assertHas(nodeInfo(), PUBSUB + "#meta-data");
  }

  private void filtersNodes() throws IOException {
    juliet.create(NODE, "type=urn:one");
    juliet.create("other", "type=urn:two");
    String listed =
        juliet.result(
            "get",
            JULIET,
            "<query xmlns='"
                + Ns.DISCO_ITEMS
                + "'><filter xmlns='urn:xmpp:pubsub-filter:0'>"
                + "<x xmlns='jabber:x:data' type='submit'><field var='FORM_TYPE'>"
                + "<value>urn:xmpp:pubsub-filter:0</value></field>"
                + "<field var='included-types'><value>urn:one</value></field></x>"
                + "</filter></query>");
    assertHas(listed, NODE);
    assertLacks(listed, "'other'");
  }

  private void tellsDefaults() throws IOException {
    assertHas(owner("get", "<default/>"), "pubsub#access_model");
  }

  private void tellsDefaultOptions() throws IOException {
    assertHas(romeo.result("get", JULIET, PepClient.pubsub("<default/>")), "pubsub#deliver");
  }

  // ---- items

  private void keepsItems() throws IOException {
    juliet.publish(NODE, "a");
    assertHas(romeo.result("get", JULIET, ITEMS), "<item id='a'><tune xmlns='urn:t'/></item>");
  }

  private void keepsSeveralItems() throws IOException {
    twoItems();
    String items = romeo.result("get", JULIET, ITEMS);
    assertHas(items, "<item id='a'>");
    assertHas(items, "<item id='b'>");
  }

  private void twoItems() throws IOException {
    juliet.create(NODE, "max_items=2");
    juliet.publish(NODE, "a");
    juliet.publish(NODE, "b");
  }

  private void namesItems() throws IOException {
    assertHas(
        own("<publish node='" + NODE + "'><item><tune xmlns='urn:t'/></item></publish>"),
        "<item id='");
  }

  private void deletesItems() throws IOException {
    juliet.publish(NODE, "a");
    own("<retract node='" + NODE + "'><item id='a'/></retract>");
    assertLacks(juliet.result("get", JULIET, ITEMS), "<item ");
  }

  private void tellsRetractions() throws IOException {
    juliet.publish(NODE, "a");
    romeo.event(JULIET, NODE, "a");
    own("<retract node='" + NODE + "' notify='true'><item id='a'/></retract>");
    assertHas(XmlWriter.text(romeo.nextEvent()), "<retract id='a'/>");
  }

  private void purges() throws IOException {
    twoItems();
    owner("set", "<purge node='" + NODE + "'/>");
    assertLacks(juliet.result("get", JULIET, ITEMS), "<item ");
  }

  private void tellsPages() throws IOException {
    twoItems();
    String page =
        romeo.result(
            "get",
            JULIET,
            PepClient.pubsub(
                "<items node='" + NODE + "'/><set xmlns='" + Ns.RSM + "'><max>1</max></set>"));
    assertHas(page, "<item id='a'>");
    assertLacks(page, "<item id='b'>");
    assertHas(page, "<count>2</count>");
  }

  private void orders() throws IOException {
    twoItems();
    String newestFirst =
        romeo.result(
            "get",
            JULIET,
            PepClient.pubsub(
                "<items node='"
                    + NODE
                    + "'/><order xmlns='urn:xmpp:order-by:1' by='creation' desc='true'/>"));
    assertTrue(newestFirst.indexOf("'b'") < newestFirst.indexOf("'a'"), newestFirst);
  }

  private void rejectsWhatIsTooMuch() throws IOException {
    juliet.create(NODE, "publish_node_full=reject");
    juliet.publish(NODE, "a");
    assertHas(
        juliet.refused("set", JULIET, PepClient.pubsub(PepClient.item(NODE, "b")), "conflict"),
        "node-full");
  }

  private void comparesOptions() throws IOException {
    juliet.create(NODE);
    assertHas(
        juliet.refused("set", JULIET, published("a", "pubsub#access_model", "open"), "conflict"),
        "precondition-not-met");
  }

  private void comparesAndPublishes() throws IOException {
    juliet.result("set", JULIET, published("a", "pubsub#prev_item_cap_value", ""));
    assertHas(
        juliet.refused("set", JULIET, published("b", "pubsub#prev_item_cap_value", ""), "conflict"),
        "<compare-and-publish-failed xmlns='urn:xmpp:pubsub:cap:0'");
  }

  private static String published(String id, String option, String value) {
    return PepClient.pubsub(
        PepClient.item(NODE, id)
            + "<publish-options><x xmlns='jabber:x:data' type='submit'>"
            + "<field var='FORM_TYPE'><value>"
            + PUBSUB
            + "#publish-options</value></field><field var='"
            + option
            + "'><value>"
            + value
            + "</value></field></x></publish-options>");
  }

  // ---- who may, and who is told

  private void letsContactsInByDefault() throws IOException {
    keepsItems();
    keepsStrangersOutByDefault();
  }

  private void keepsStrangersOutByDefault() throws IOException {
    juliet.publish(NODE, "a");
    try (PepClient paris = PepClient.login(node, "paris", "street")) {
      assertHas(
          paris.refused("get", JULIET, ITEMS, "not-authorized"), "presence-subscription-required");
    }
  }

  private void admits(String affiliation) throws IOException {
    juliet.create(NODE, "access_model=whitelist");
    romeo.refused("get", JULIET, ITEMS, "not-allowed");
    affiliate(affiliation);
    romeo.result("get", JULIET, ITEMS);
    Element published = romeo.request("set", JULIET, PepClient.pubsub(PepClient.item(NODE, "a")));
    assertEquals(
        affiliation.equals("publisher") ? "result" : "error", published.attribute("type", ""));
  }

  private void castsOut() throws IOException {
    juliet.create(NODE, "access_model=open");
    affiliate("outcast");
    romeo.refused("get", JULIET, ITEMS, "forbidden");
  }

  private void letsPublishOnly() throws IOException {
    juliet.create(NODE, "access_model=open");
    affiliate("publish-only");
    romeo.result("set", JULIET, PepClient.pubsub(PepClient.item(NODE, "a")));
    romeo.refused("get", JULIET, ITEMS, "forbidden");
  }

  private void tellsAffiliations() throws IOException {
    juliet.create(NODE);
    affiliate("member");
    assertHas(
        romeo.result("get", JULIET, PepClient.pubsub("<affiliations/>")),
        "<affiliation node='" + NODE + "' affiliation='member'/>");
  }

  private void affiliate(String affiliation) throws IOException {
    owner(
        "set",
        "<affiliations node='"
            + NODE
            + "'><affiliation jid='"
            + ROMEO
            + "' affiliation='"
            + affiliation
            + "'/></affiliations>");
  }

  private void tellsSubscriptions() throws IOException {
    juliet.create(NODE);
    subscribe("");
    assertHas(
        romeo.result("get", JULIET, PepClient.pubsub("<subscriptions/>")),
        "subscription='subscribed'");
  }

  private void subscribesTwice() throws IOException {
    juliet.create(NODE);
    String one = subscribe("pubsub#deliver=1");
    String other = subscribe("pubsub#deliver=0");
    assertNotEquals(subid(one), subid(other));
  }

  private static String subid(String answer) {
    return answer.replaceFirst(".* subid='([^']*)'.*", "$1");
  }

  private void leases() throws IOException {
    juliet.create(NODE);
    Instant end = Instant.now().truncatedTo(ChronoUnit.DAYS).plus(30, ChronoUnit.DAYS);
    subscribe("pubsub#expire=" + end);
    assertHas(
        romeo.result(
            "get", JULIET, PepClient.pubsub("<options node='" + NODE + "' jid='" + ROMEO + "'/>")),
        "<value>" + end + "</value>");
  }

  /** Subscribes romeo with this option, NAME=VALUE, if any. */
  private String subscribe(String option) throws IOException {
    String[] field = option.split("=", 2);
    String options =
        option.isEmpty()
            ? ""
            : "<options><x xmlns='jabber:x:data' type='submit'><field var='FORM_TYPE'><value>"
                + PUBSUB
                + "#subscribe_options</value></field><field var='"
                + field[0]
                + "'><value>"
                + field[1]
                + "</value></field></x></options>";
    return romeo.result(
        "set",
        JULIET,
        PepClient.pubsub("<subscribe node='" + NODE + "' jid='" + ROMEO + "'/>" + options));
  }

  private void managesSubscriptions() throws IOException {
    juliet.create(NODE);
    for (String state : List.of("subscribed", "none")) {
      owner(
          "set",
          "<subscriptions node='"
              + NODE
              + "'><subscription jid='"
              + ROMEO
              + "' subscription='"
              + state
              + "'/></subscriptions>");
      assertHas(XmlWriter.text(romeo.nextEvent()), "subscription='" + state + "'");
    }
  }

  private void getsPending() throws IOException {
    juliet.create(NODE, "access_model=authorize");
    subscribe("");
    assertHas(
        juliet.result(
            "set", JULIET, "<command xmlns='" + Ns.COMMANDS + "' node='" + GET_PENDING + "'/>"),
        "<value>" + NODE + "</value>");
  }

  private void hasCommands() throws IOException {
    assertHas(
        juliet.result(
            "get", JULIET, "<query xmlns='" + Ns.DISCO_ITEMS + "' node='" + Ns.COMMANDS + "'/>"),
        "node='" + GET_PENDING + "'");
  }

  private void tellsContacts() throws IOException {
    juliet.publish(NODE, "a");
    romeo.event(JULIET, NODE, "a");
  }

  private void tellsWhoWantsIt() throws IOException {
    juliet.publish("urn:test:other", "unwanted");
    juliet.publish(NODE, "a");
    romeo.event(JULIET, NODE, "a");
    assertEquals(0, romeo.kept());
  }

  private void sendsTheLastItem() throws IOException {
    juliet.publish(NODE, "a");
    romeo.event(JULIET, NODE, "a");
    try (PepClient other = PepClient.login(node, "romeo", "street", NODE)) {
      other.event(JULIET, NODE, "a");
    }
  }

  private void cachesTheLastItem() throws IOException {
    juliet.create("urn:test:other", "persist_items=false", "send_last_published_item=on_sub");
    juliet.publish("urn:test:other", "a");
    romeo.result(
        "set", JULIET, PepClient.pubsub("<subscribe node='urn:test:other' jid='" + ROMEO + "'/>"));
    romeo.event(JULIET, "urn:test:other", "a");
  }

  private void listsPublicSubscribers() throws IOException {
    juliet.create(NODE);
    romeo.result(
        "set",
        JULIET,
        PepClient.pubsub(
            "<subscribe node='"
                + NODE
                + "' jid='"
                + ROMEO
                + "'><public xmlns='urn:xmpp:pps:0'/></subscribe>"));
    assertHas(
        juliet.result(
            "get",
            JULIET,
            PepClient.pubsub("<items node='urn:xmpp:pps:subscribers:0/" + NODE + "'/>")),
        "<subscriber xmlns='urn:xmpp:pps:0' jid='" + ROMEO + "'/>");
  }

  /** XEP-0312: it does so for subscribers of the service alone. */
  private void doesNotCatchUp() throws IOException {
    juliet.create(
        "urn:test:other", "max_items=10", "send_last_published_item=never", "access_model=open");
    romeo.result(
        "set", JULIET, PepClient.pubsub("<subscribe node='urn:test:other' jid='" + ROMEO + "'/>"));
    romeo.close();
    juliet.presence("unavailable", romeo.address());
    juliet.publish("urn:test:other", "missed");
    try (PepClient back = PepClient.login(node, "romeo", "orchard")) {
      back.send("<presence><query xmlns='jabber:iq:last' seconds='3600'/></presence>");
      back.presence("", back.address());
      juliet.presence("", back.address());
      juliet.publish("urn:test:other", "new");
      back.event(JULIET, "urn:test:other", "new");
      assertEquals(0, back.kept());
    }
  }

  // ---- other protocols

  private void knowsHeaders() throws IOException {
    assertHas(
        juliet.result(
            "get", JULIET, "<query xmlns='" + Ns.DISCO_INFO + "' node='" + Ns.SHIM + "'/>"),
        Ns.SHIM + "#SubID");
  }

  private void pings() throws IOException {
    juliet.result("get", JULIET, "<ping xmlns='" + PING + "'/>");
  }

  private void storesPrivately() throws IOException {
    juliet.result("set", JULIET, stored("<exodus xmlns='exodus:prefs'><nick>J</nick></exodus>"));
    assertHas(
        juliet.result("get", JULIET, stored("<exodus xmlns='exodus:prefs'/>")), "<nick>J</nick>");
  }

  private static String stored(String content) {
    return "<query xmlns='jabber:iq:private'>" + content + "</query>";
  }

  private static String bookmarks() {
    return "<storage xmlns='storage:bookmarks'><conference jid='" + ROOM + "'/></storage>";
  }

  private void convertsBookmarks() throws IOException {
    juliet.result("set", JULIET, stored(bookmarks()));
    assertHas(
        juliet.result("get", JULIET, PepClient.pubsub("<items node='" + BOOKMARKS + "'/>")),
        "<item id='" + ROOM + "'>");
  }

  private void convertsBookmarksOfPep() throws IOException {
    juliet.result(
        "set",
        JULIET,
        PepClient.pubsub(
            "<publish node='"
                + BOOKMARKS
                + "'><item id='"
                + ROOM
                + "'><conference xmlns='"
                + BOOKMARKS
                + "'/></item></publish><publish-options><x xmlns='jabber:x:data' type='submit'>"
                + "<field var='FORM_TYPE'><value>"
                + PUBSUB
                + "#publish-options</value></field>"
                + "<field var='pubsub#access_model'><value>whitelist</value></field>"
                + "<field var='pubsub#max_items'><value>max</value></field>"
                + "</x></publish-options>"));
    assertHas(
        juliet.result("get", JULIET, stored("<storage xmlns='storage:bookmarks'/>")),
        "<conference jid='" + ROOM + "'");
  }

  private void keepsTheCard() throws IOException {
    juliet.result("set", JULIET, "<vCard xmlns='vcard-temp'><FN>Juliet</FN></vCard>");
    assertHas(romeo.result("get", JULIET, "<vCard xmlns='vcard-temp'/>"), "<FN>Juliet</FN>");
  }

  private void convertsAvatars() throws IOException {
    juliet.result(
        "set",
        JULIET,
        "<vCard xmlns='vcard-temp'><PHOTO><TYPE>image/png</TYPE><BINVAL>AQID</BINVAL></PHOTO>"
            + "</vCard>");
    assertHas(
        romeo.result("get", JULIET, PepClient.pubsub("<items node='urn:xmpp:avatar:metadata'/>")),
        "bytes='3'");
  }

  private void isUnknown(String name, String namespace) throws IOException {
    for (String type : List.of("get", "set")) {
      juliet.refused(
          type, JULIET, "<" + name + " xmlns='" + namespace + "'/>", "service-unavailable");
    }
  }

  // ---- requests

  private Element info(String address) throws IOException {
    return info(juliet, address);
  }

  private static Element info(PepClient client, String address) throws IOException {
    return client
        .request("get", address, "<query xmlns='" + Ns.DISCO_INFO + "'/>")
        .firstElement()
        .orElseThrow();
  }

  private Set<String> features(String address) throws IOException {
    return features(info(address));
  }

  private static Set<String> features(Element info) {
    return info.elements().stream()
        .filter(child -> child.name().equals("feature"))
        .map(feature -> feature.attribute("var", ""))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private String nodeInfo() throws IOException {
    return juliet.result(
        "get", JULIET, "<query xmlns='" + Ns.DISCO_INFO + "' node='" + NODE + "'/>");
  }

  private String configuration() throws IOException {
    return owner("get", "<configure node='" + NODE + "'/>");
  }

  private String own(String content) throws IOException {
    return juliet.result("set", JULIET, PepClient.pubsub(content));
  }

  private String owner(String type, String content) throws IOException {
    return juliet.result(type, JULIET, PepClient.owner(content));
  }

  private static void assertHas(String text, String part) {
    assertTrue(text.contains(part), () -> "no " + part + " in " + text);
  }

  private static void assertLacks(String text, String part) {
    assertTrue(!text.contains(part), () -> part + " in " + text);
  }
}
