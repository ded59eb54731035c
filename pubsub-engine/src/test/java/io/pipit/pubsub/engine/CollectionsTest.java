package io.pipit.pubsub.engine;

import static io.pipit.pubsub.engine.Service.ALICE;
import static io.pipit.pubsub.engine.Service.BOB;
import static io.pipit.pubsub.engine.Service.OWNER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.pubsub.CollectionPolicy;
import io.pipit.pubsub.ServicePolicy;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.DataForm;
import io.pipit.xmpp.Element;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Collections and what is in them (XEP-0248 4, 5.2, 7, 8). */
class CollectionsTest {

  private static final String OWNER_NS = "xmlns='http://jabber.org/protocol/pubsub#owner'";

  private Service service = new Service();

  @BeforeEach
  void aCollectionAndALeaf() {
    create(OWNER, "blogs", "node_type=collection").isResult();
    create(OWNER, "musings").isResult();
  }

  @AfterEach
  void replayGivesTheSameState() {
    service.checkReplay();
  }

  private Reply create(String from, String node, String... options) {
    return service.set(
        from,
        "<pubsub xmlns='http://jabber.org/protocol/pubsub'><create node='"
            + node
            + "'/><configure>"
            + Service.form(options)
            + "</configure></pubsub>");
  }

  private Reply configure(String from, String node, String... options) {
    return service.set(
        from,
        "<pubsub "
            + OWNER_NS
            + "><configure node='"
            + node
            + "'>"
            + Service.form(options)
            + "</configure></pubsub>");
  }

  private Reply associate(String from, String collection, String child) {
    return change(from, collection, "associate", child);
  }

  private Reply change(String from, String collection, String action, String child) {
    return service.set(
        from,
        "<pubsub "
            + OWNER_NS
            + "><collection node='"
            + collection
            + "'><"
            + action
            + " node='"
            + child
            + "'/></collection></pubsub>");
  }

  private Reply delete(String from, String node) {
    return service.set(from, "<pubsub " + OWNER_NS + "><delete node='" + node + "'/></pubsub>");
  }

  private DataForm form(String node) {
    return service
        .get(OWNER, "<pubsub " + OWNER_NS + "><configure node='" + node + "'/></pubsub>")
        .isResult()
        .form();
  }

  private List<String> children(String from, String node) {
    return service
        .get(
            from,
            "<query xmlns='http://jabber.org/protocol/disco#items'"
                + (node.isEmpty() ? "" : " node='" + node + "'")
                + "/>")
        .isResult()
        .payload()
        .elements()
        .stream()
        .map(item -> item.attribute("node", ""))
        .toList();
  }

  private Element info(String node) {
    return service
        .get(ALICE, "<query xmlns='http://jabber.org/protocol/disco#info' node='" + node + "'/>")
        .isResult()
        .payload();
  }

  // What works

  @Test
  @Tag("COL-5.1-feature")
  @Tag("COL-5.1-multi")
  @Tag("PS-3-collections")
  void collectionsAreAdvertised() {
    Element info =
        service.get(ALICE, "<query xmlns='http://jabber.org/protocol/disco#info'/>").payload();
    for (String feature : List.of("collections", "multi-collection")) {
      assertTrue(
          info.elements().stream()
              .anyMatch(
                  child ->
                      child
                          .attribute("var", "")
                          .equals("http://jabber.org/protocol/pubsub#" + feature)));
    }
  }

  @Test
  @Tag("COL-5.2-node-identity")
  void collectionSaysThatItIsOne() {
    Element identity = info("blogs").firstElement().orElseThrow();
    assertEquals("pubsub", identity.attribute("category", ""));
    assertEquals("collection", identity.attribute("type", ""));
    assertEquals("leaf", info("musings").firstElement().orElseThrow().attribute("type", ""));
  }

  @Test
  @Tag("COL-5.2-disco-tree")
  @Tag("PS-12.15-collections-for-hierarchy")
  void hierarchyIsDiscoveredLevelByLevel() {
    create(OWNER, "all", "node_type=collection", "children=blogs").isResult();
    associate(OWNER, "blogs", "musings").isEmptyResult();
    assertEquals(List.of("all"), children(ALICE, ""));
    assertEquals(List.of("blogs"), children(ALICE, "all"));
    assertEquals(List.of("musings"), children(ALICE, "blogs"));
  }

  @Test
  @Tag("COL-7.2.1-children")
  @Tag("COL-7.2.1-collection")
  @Tag("COL-8.3-config-reflects")
  @Tag("COL-8.1-orphans")
  @Tag("COL-8.1-orphans-shown")
  void configurationShowsTheGraphFromBothEnds() {
    assertEquals(List.of(""), form("musings").values("pubsub#collection"));
    configure(OWNER, "blogs", "children=musings").isEmptyResult();
    assertEquals(List.of("musings"), form("blogs").values("pubsub#children"));
    assertEquals(List.of("blogs"), form("musings").values("pubsub#collection"));
    configure(OWNER, "musings", "collection=").isEmptyResult();
    assertEquals(List.of(), form("blogs").values("pubsub#children"));
    assertEquals(List.of(""), form("musings").values("pubsub#collection"));
    configure(OWNER, "musings", "collection=blogs", "title=M").isEmptyResult();
    assertEquals(List.of("musings"), form("blogs").values("pubsub#children"));
    assertEquals(Optional.of("M"), form("musings").value("pubsub#title"));
  }

  @Test
  @Tag("COL-7.2.1-node-type")
  @Tag("COL-7.2.1-extra-options")
  void collectionsAndLeavesHaveTheirOwnOptions() {
    List<String> ofCollections =
        List.of(
            "pubsub#children",
            "pubsub#children_association_policy",
            "pubsub#children_association_whitelist",
            "pubsub#children_max");
    Set<String> leaf = names(form("musings"));
    Set<String> collection = names(form("blogs"));
    for (String name : ofCollections) {
      assertTrue(collection.contains(name), name);
      assertFalse(leaf.contains(name), name);
    }
    for (String name : List.of("pubsub#persist_items", "pubsub#max_items", "pubsub#type")) {
      assertTrue(leaf.contains(name), name);
      assertFalse(collection.contains(name), name);
    }
    assertTrue(leaf.contains("pubsub#node_type") && collection.contains("pubsub#node_type"));
  }

  private static Set<String> names(DataForm form) {
    return form.fields().stream().map(DataForm.Field::var).collect(Collectors.toSet());
  }

  @Test
  @Tag("COL-7.3.1-default-type")
  @Tag("COL-7.3.2-default-form")
  void collectionsHaveDefaultsOfTheirOwn() {
    DataForm form =
        service
            .get(ALICE, "<pubsub " + OWNER_NS + "><default type='collection'/></pubsub>")
            .isResult()
            .form();
    assertEquals(Optional.of("collection"), form.value("pubsub#node_type"));
    assertEquals(Optional.of("owners"), form.value("pubsub#children_association_policy"));
    assertEquals(Optional.of("10000"), form.value("pubsub#children_max"));
  }

  @Test
  @Tag("COL-7.1-create")
  void nodeIsALeafUnlessItSaysOtherwise() {
    assertEquals(Optional.of("leaf"), form("musings").value("pubsub#node_type"));
    assertEquals(Optional.of("collection"), form("blogs").value("pubsub#node_type"));
  }

  @Test
  @Tag("COL-7.5-associate")
  @Tag("COL-7.5.2-associate-result")
  @Tag("COL-7.6-dissociate")
  @Tag("COL-7.6.2-dissociate-result")
  void nodeComesAndGoesByRequest() {
    associate(OWNER, "blogs", "musings").isEmptyResult();
    assertEquals(List.of("musings"), children(ALICE, "blogs"));
    associate(OWNER, "blogs", "musings").isEmptyResult();
    change(OWNER, "blogs", "disassociate", "musings").isEmptyResult();
    assertEquals(List.of(), children(ALICE, "blogs"));
    associate(OWNER, "blogs", "musings").isEmptyResult();
    change(OWNER, "blogs", "dissociate", "musings").isEmptyResult();
    assertEquals(List.of("blogs", "musings"), children(ALICE, ""));
  }

  @Test
  @Tag("COL-5.1-multi")
  void nodeHasSeveralParents() {
    create(OWNER, "best", "node_type=collection").isResult();
    configure(OWNER, "musings", "collection=blogs,best").isEmptyResult();
    assertEquals(List.of("best", "blogs"), form("musings").values("pubsub#collection"));
    assertEquals(List.of("musings"), children(ALICE, "best"));
    assertEquals(List.of("musings"), children(ALICE, "blogs"));
  }

  @Test
  @Tag("COL-7.4.1-delete")
  @Tag("COL-7.4.2-delete-result")
  @Tag("COL-8.2-delete-children")
  @Tag("COL-8.2-keep-other-parents")
  void childrenOfADeletedCollectionStay() {
    create(OWNER, "best", "node_type=collection").isResult();
    create(OWNER, "both", "collection=blogs,best").isResult();
    associate(OWNER, "blogs", "musings").isResult();
    delete(OWNER, "blogs").isEmptyResult();
    assertEquals(List.of("best"), form("both").values("pubsub#collection"));
    assertEquals(List.of(""), form("musings").values("pubsub#collection"));
    assertEquals(List.of("best", "musings"), children(ALICE, ""));
  }

  @Test
  void deletedNodeLeavesItsCollections() {
    associate(OWNER, "blogs", "musings").isResult();
    delete(OWNER, "musings").isResult();
    assertEquals(List.of(), form("blogs").values("pubsub#children"));
    create(OWNER, "musings").isResult();
    assertEquals(List.of(""), form("musings").values("pubsub#collection"));
  }

  @Test
  @Tag("COL-7.2.4-to-collection-purge")
  void leafThatBecomesACollectionHasNoItems() {
    service.withNode();
    service.publish(OWNER, "a", "b").isResult();
    service.configure("node_type=collection").isEmptyResult();
    assertEquals(0, service.state().node("news").orElseThrow().items().size());
    associate(OWNER, "news", "musings").isEmptyResult();
  }

  @Test
  @Tag("COL-7.2.1-notify-config")
  void collectionTellsOfItsConfiguration() {
    service.withNode("node_type=collection", "notify_config=1");
    service.subscribe(ALICE, ALICE).isResult();
    assertEquals(List.of(ALICE), service.configure("title=News").isEmptyResult().recipients());
  }

  @ParameterizedTest(name = "COL-7.2.1-extra-options {0}")
  @ValueSource(strings = {"all", "whitelist"})
  @Tag("COL-7.2.1-extra-options")
  void whoIsLetInPutsANodeOfHisInto(String policy) {
    configure(
            OWNER,
            "blogs",
            "children_association_policy=" + policy,
            "children_association_whitelist=alice@example.org")
        .isResult();
    create(ALICE, "hers").isResult();
    associate(ALICE, "blogs", "hers").isEmptyResult();
    create(ALICE, "another", "collection=blogs").isResult();
    assertEquals(List.of("another", "hers"), children(BOB, "blogs"));
    change(ALICE, "blogs", "disassociate", "hers").isEmptyResult();
    change(OWNER, "blogs", "disassociate", "another").isEmptyResult();
  }

  @Test
  @Tag("COL-5.2-disco-tree")
  void childrenThatOneMayNotSeeAreNotListed() {
    create(OWNER, "secret", "access_model=whitelist", "collection=blogs").isResult();
    associate(OWNER, "blogs", "musings").isResult();
    assertEquals(List.of("musings"), children(ALICE, "blogs"));
    assertEquals(List.of("musings", "secret"), children(OWNER, "blogs"));
  }

  @Test
  @Tag("COL-6.2-retrieve")
  @Tag("COL-6.2.2-multi-items")
  @Tag("COL-10.1-access")
  void itemsOfAllLeavesAreRetrievedByTheirCollection() {
    create(OWNER, "inner", "node_type=collection", "collection=blogs").isResult();
    create(OWNER, "secret", "collection=blogs", "access_model=whitelist").isResult();
    create(OWNER, "empty", "collection=blogs").isResult();
    create(OWNER, "diary", "collection=blogs").isResult();
    associate(OWNER, "blogs", "musings").isResult();
    for (String node : List.of("diary", "musings", "secret")) {
      for (String id : List.of("1", "2")) {
        service
            .set(
                OWNER,
                "<pubsub xmlns='http://jabber.org/protocol/pubsub'><publish node='"
                    + node
                    + "'><item id='"
                    + id
                    + "'><v xmlns='urn:x'/></item></publish></pubsub>")
            .isResult();
      }
    }
    assertEquals(List.of("diary 1 2", "musings 1 2"), retrieve(ALICE, ""));
    assertEquals(List.of("diary 2", "musings 2"), retrieve(ALICE, " max_items='1'"));
    assertEquals(List.of("diary 1 2", "musings 1 2", "secret 1 2"), retrieve(OWNER, ""));
  }

  /** Each leaf with the ids of its items. */
  private List<String> retrieve(String from, String attributes) {
    return service
        .get(
            from,
            "<pubsub xmlns='http://jabber.org/protocol/pubsub'><items node='blogs'"
                + attributes
                + "/></pubsub>")
        .isResult()
        .payload()
        .elements()
        .stream()
        .map(
            items ->
                items.attribute("node", "")
                    + items.elements().stream()
                        .map(item -> " " + item.attribute("id", ""))
                        .collect(Collectors.joining()))
        .toList();
  }

  // What is refused

  @Test
  @Tag("COL-4.1-no-items")
  @Tag("PS-7.1.3.2-unsupported")
  void collectionHoldsNoItems() {
    service
        .set(
            OWNER,
            "<pubsub xmlns='http://jabber.org/protocol/pubsub'><publish node='blogs'>"
                + "<item id='a'><v xmlns='urn:x'/></item></publish></pubsub>")
        .isError("cancel", "feature-not-implemented", "unsupported[publish]");
    service
        .set(
            OWNER,
            "<pubsub xmlns='http://jabber.org/protocol/pubsub'><retract node='blogs'>"
                + "<item id='a'/></retract></pubsub>")
        .isError("cancel", "feature-not-implemented", "unsupported[persistent-items]");
    service
        .set(OWNER, "<pubsub " + OWNER_NS + "><purge node='blogs'/></pubsub>")
        .isError("cancel", "feature-not-implemented", "unsupported[persistent-items]");
  }

  @Test
  @Tag("COL-6.2.3-disallowed")
  @Tag("PS-6.5.9.5-retrieve-unsupported")
  void itemsAreNotRetrievedByFiltersNorNamedOrPagedByACollection() {
    for (String items :
        List.of(
            "<items node='a/#'/>",
            "<items node='#'/>",
            "<items node='blogs'><item id='a'/></items>",
            "<items node='blogs'/><set xmlns='http://jabber.org/protocol/rsm'><max>1</max></set>")) {
      service
          .get(ALICE, "<pubsub xmlns='http://jabber.org/protocol/pubsub'>" + items + "</pubsub>")
          .isError("cancel", "feature-not-implemented", "unsupported[retrieve-items]");
    }
  }

  @Test
  void whoMayNotReadACollectionRetrievesNothingByIt() {
    configure(OWNER, "blogs", "access_model=whitelist").isResult();
    service
        .get(
            ALICE,
            "<pubsub xmlns='http://jabber.org/protocol/pubsub'><items node='blogs'/></pubsub>")
        .isError("cancel", "not-allowed", "closed-node");
  }

  @Test
  @Tag("COL-7.1.3.1-unsupported")
  void serviceWithoutCollectionsHasNone() {
    service = with(CollectionPolicy.UNSUPPORTED);
    create(OWNER, "blogs", "node_type=collection")
        .isError("cancel", "feature-not-implemented", "unsupported[collections]");
    service
        .get(OWNER, "<pubsub " + OWNER_NS + "><default type='collection'/></pubsub>")
        .isError("cancel", "feature-not-implemented", "unsupported[collections]");
    service.withNode();
    service
        .configure("node_type=collection")
        .isError("cancel", "feature-not-implemented", "unsupported[collections]");
    service
        .set(
            ALICE,
            "<pubsub xmlns='http://jabber.org/protocol/pubsub'><subscribe node='a/#' jid='"
                + ALICE
                + "'/></pubsub>")
        .isError("cancel", "feature-not-implemented", "unsupported[collections]");
    assertFalse(
        service
            .get(ALICE, "<query xmlns='http://jabber.org/protocol/disco#info'/>")
            .payload()
            .toString()
            .contains("collection"));
  }

  @Test
  @Tag("COL-7.1.3.2-not-allowed")
  void serviceThatIsClosedMakesNoCollections() {
    service = with(CollectionPolicy.CLOSED);
    create(OWNER, "blogs", "node_type=collection").isError("cancel", "not-allowed");
    service.withNode();
    service.configure("node_type=collection").isError("cancel", "not-allowed");
  }

  private static Service with(CollectionPolicy collections) {
    return new Service(
        ServicePolicy.builder(BareJid.of(Service.JID), "Events").collections(collections).build());
  }

  @Test
  @Tag("COL-7.1.3.3-forbidden")
  void whoMayNotCreateNodesMayNotCreateCollections() {
    ServicePolicy open = ServicePolicy.open(BareJid.of(Service.JID), "Events");
    service =
        new Service(
            ServicePolicy.builder(open.service(), open.name())
                .mayCreate(who -> who.equals(BareJid.of("owner@example.org")))
                .build());
    create(ALICE, "blogs", "node_type=collection").isError("auth", "forbidden");
  }

  @Test
  @Tag("COL-7.2.3.1-leaf-children")
  void leafHasNoChildren() {
    create(OWNER, "leaf").isResult();
    configure(OWNER, "leaf", "children=musings")
        .isError("cancel", "not-allowed", "invalid-options");
    configure(OWNER, "musings", "collection=leaf")
        .isError("cancel", "not-allowed", "invalid-options");
    associate(OWNER, "leaf", "musings").isError("cancel", "not-allowed", "invalid-options");
    create(OWNER, "new", "collection=leaf").isError("cancel", "not-allowed", "invalid-options");
    create(OWNER, "new", "children=musings").isError("cancel", "not-allowed", "invalid-options");
    assertFalse(service.state().node("new").isPresent(), "a refused create leaves no node");
  }

  @Test
  @Tag("COL-7.2.4-to-collection-purge")
  void leafBecomesACollectionWithItsChildren() {
    configure(OWNER, "musings", "node_type=collection", "children=musings")
        .isError("cancel", "not-allowed", "invalid-options");
    configure(OWNER, "musings", "node_type=collection", "children=missing")
        .isError("cancel", "item-not-found");
    assertEquals(Optional.of("leaf"), form("musings").value("pubsub#node_type"));
    configure(OWNER, "musings", "node_type=collection", "children=blogs").isResult();
    assertEquals(Optional.of("collection"), form("musings").value("pubsub#node_type"));
    assertEquals(List.of("blogs"), children(ALICE, "musings"));
    assertEquals(List.of("musings"), form("blogs").values("pubsub#collection"));
  }

  @Test
  @Tag("COL-7.2.3.2-forbidden")
  @Tag("COL-7.5.3.1-assoc-forbidden")
  void whoIsNotLetInPutsNothingInto() {
    create(ALICE, "hers").isResult();
    configure(ALICE, "hers", "collection=blogs").isError("cancel", "forbidden");
    associate(ALICE, "blogs", "hers").isError("cancel", "forbidden");
    create(ALICE, "another", "collection=blogs").isError("cancel", "forbidden");
    configure(OWNER, "blogs", "children_association_policy=whitelist").isResult();
    associate(ALICE, "blogs", "hers").isError("cancel", "forbidden");
    assertEquals(List.of(), children(ALICE, "blogs"));
  }

  @Test
  @Tag("COL-7.2.3.2-forbidden")
  @Tag("COL-7.5.3.1-assoc-forbidden")
  void nobodyPutsTheNodeOfAnotherIntoHisCollection() {
    create(ALICE, "hers", "node_type=collection").isResult();
    configure(ALICE, "hers", "children=musings").isError("cancel", "forbidden");
    associate(ALICE, "hers", "musings").isError("cancel", "forbidden");
    create(ALICE, "another", "node_type=collection", "children=musings")
        .isError("cancel", "forbidden");
  }

  @Test
  void outcastOfACollectionThatIsOpenToAllIsNotLetIn() {
    service.withNode("node_type=collection", "children_association_policy=all");
    service.affiliate("alice@example.org", "outcast").isResult();
    create(ALICE, "hers", "collection=news").isError("cancel", "item-not-found");
  }

  @Test
  void onlyAnOwnerConfigures() {
    configure(ALICE, "musings", "collection=blogs").isError("auth", "forbidden");
    configure(OWNER, "missing", "collection=blogs").isError("cancel", "item-not-found");
    configure(OWNER, "musings", "collection=missing").isError("cancel", "item-not-found");
    configure(OWNER, "blogs", "children=missing").isError("cancel", "item-not-found");
    associate(OWNER, "missing", "musings").isError("cancel", "item-not-found");
    associate(OWNER, "blogs", "missing").isError("cancel", "item-not-found");
    change(OWNER, "missing", "disassociate", "musings").isError("cancel", "item-not-found");
  }

  @Test
  @Tag("COL-7.5.3.1-assoc-forbidden")
  void nodeThatOneMayNotSeeIsAnsweredAsMissing() {
    create(OWNER, "secret", "access_model=whitelist", "node_type=collection").isResult();
    create(ALICE, "hers", "node_type=collection").isResult();
    associate(ALICE, "hers", "secret").isError("cancel", "item-not-found");
    associate(ALICE, "secret", "hers").isError("cancel", "item-not-found");
    configure(ALICE, "hers", "children=secret").isError("cancel", "item-not-found");
  }

  @Test
  @Tag("COL-7.2.3.3-children-max")
  @Tag("COL-7.5.3.2-assoc-max")
  void fullCollectionTakesNoMore() {
    create(OWNER, "second").isResult();
    configure(OWNER, "blogs", "children_max=1", "children=musings").isEmptyResult();
    configure(OWNER, "blogs", "children=musings,second")
        .isError("cancel", "not-allowed", "max-nodes-exceeded");
    configure(OWNER, "second", "collection=blogs")
        .isError("cancel", "not-allowed", "max-nodes-exceeded");
    associate(OWNER, "blogs", "second").isError("cancel", "not-allowed", "max-nodes-exceeded");
    create(OWNER, "third", "collection=blogs")
        .isError("cancel", "not-allowed", "max-nodes-exceeded");
    configure(OWNER, "blogs", "children_max=0")
        .isError("cancel", "not-allowed", "max-nodes-exceeded");
    configure(OWNER, "blogs", "children=second").isEmptyResult();
    assertEquals(List.of("second"), children(ALICE, "blogs"));
  }

  @Test
  @Tag("COL-7.2.3.4-to-leaf")
  void collectionDoesNotBecomeALeaf() {
    configure(OWNER, "blogs", "node_type=leaf").isError("cancel", "not-allowed", "invalid-options");
    configure(OWNER, "blogs", "node_type=leaf", "collection=")
        .isError("cancel", "not-allowed", "invalid-options");
  }

  @Test
  @Tag("COL-4.1-acyclic")
  @Tag("COL-7.2.3.5-cycle")
  @Tag("COL-7.5.3.3-assoc-cycle")
  void nothingIsAboveItself() {
    create(OWNER, "b", "node_type=collection", "collection=blogs").isResult();
    create(OWNER, "c", "node_type=collection", "collection=b").isResult();
    associate(OWNER, "c", "blogs").isError("cancel", "not-allowed", "invalid-options");
    associate(OWNER, "b", "b").isError("cancel", "not-allowed", "invalid-options");
    configure(OWNER, "blogs", "collection=c").isError("cancel", "not-allowed", "invalid-options");
    configure(OWNER, "c", "children=blogs").isError("cancel", "not-allowed", "invalid-options");
    configure(OWNER, "c", "children=c").isError("cancel", "not-allowed", "invalid-options");
    create(OWNER, "d", "node_type=collection", "collection=c", "children=b")
        .isError("cancel", "not-allowed", "invalid-options");
    configure(OWNER, "c", "collection=", "children=blogs").isEmptyResult();
  }

  @Test
  void refusedFormChangesNothing() {
    configure(OWNER, "musings", "collection=blogs", "max_items=none")
        .isError("modify", "not-acceptable");
    configure(OWNER, "musings", "title=T", "collection=missing")
        .isError("cancel", "item-not-found");
    assertEquals(List.of(""), form("musings").values("pubsub#collection"));
    assertEquals(List.of(), form("musings").values("pubsub#title"));
  }

  @Test
  @Tag("COL-7.6.3.1-not-associated")
  void nodeThatIsNotInACollectionIsNotTakenOut() {
    change(OWNER, "blogs", "disassociate", "musings").isError("modify", "bad-request");
    change(OWNER, "blogs", "dissociate", "musings").isError("modify", "bad-request");
  }

  @Test
  @Tag("COL-7.6.3.2-dissoc-forbidden")
  void nobodyElseTakesANodeOut() {
    associate(OWNER, "blogs", "musings").isResult();
    change(ALICE, "blogs", "disassociate", "musings").isError("cancel", "forbidden");
    assertEquals(List.of("musings"), children(ALICE, "blogs"));
  }

  @Test
  void requestNamesOneChild() {
    for (String inner :
        List.of(
            "",
            "<associate/>",
            "<other node='a'/>",
            "<associate node='a'/><associate node='b'/>")) {
      Reply reply =
          service.set(
              OWNER,
              "<pubsub "
                  + OWNER_NS
                  + "><collection node='blogs'>"
                  + inner
                  + "</collection></pubsub>");
      reply.isError("modify", "bad-request", inner.equals("<associate/>") ? "nodeid-required" : "");
    }
    service
        .set(
            OWNER,
            "<pubsub " + OWNER_NS + "><collection><associate node='a'/></collection></pubsub>")
        .isError("modify", "bad-request", "nodeid-required");
  }

  @Test
  @Tag("COL-7.4.3.1-root-delete")
  @Tag("COL-8.1-root-protected")
  void nobodyCreatesConfiguresOrDeletesTheRoot() {
    service
        .set(OWNER, "<pubsub " + OWNER_NS + "><delete/></pubsub>")
        .isError("cancel", "not-allowed");
    for (String node : List.of("#", "a/#", "a/+")) {
      delete(OWNER, node).isError("cancel", "not-allowed");
      configure(OWNER, node, "title=T").isError("cancel", "not-allowed");
      configure(OWNER, node, "children=musings").isError("cancel", "not-allowed");
      create(OWNER, node, "node_type=collection").isError("modify", "not-acceptable");
      create(OWNER, node).isError("modify", "not-acceptable");
    }
  }

  @Test
  @Tag("COL-8.3-config-reflects")
  void formThatTheNodeRefusesLeavesTheTreeAlone() {
    associate(OWNER, "blogs", "musings").isResult();
    create(OWNER, "best", "node_type=collection").isResult();
    String elsewhere = "body_xslt=xmpp:pubsub.example.net?;node=sheets;item=a";
    configure(OWNER, "musings", "collection=best", elsewhere)
        .isError("modify", "not-acceptable")
        .tellsNobody();
    configure(OWNER, "blogs", "children=", "node_type=leaf")
        .isError("cancel", "not-allowed", "invalid-options");
    configure(OWNER, "blogs", "children=", "children_max=lots").isError("modify", "not-acceptable");
    configure(ALICE, "musings", "collection=").isError("auth", "forbidden");
    assertEquals(List.of("blogs"), form("musings").values("pubsub#collection"));
    assertEquals(List.of("musings"), children(ALICE, "blogs"));
  }

  @Test
  @Tag("COL-8.3-config-reflects")
  void formThatTheTreeRefusesLeavesTheNodeAlone() {
    configure(OWNER, "musings", "collection=missing", "title=Mine")
        .isError("cancel", "item-not-found");
    configure(OWNER, "blogs", "collection=blogs", "title=Mine")
        .isError("cancel", "not-allowed", "invalid-options");
    configure(OWNER, "blogs", "children_max=0", "children=musings", "title=Mine")
        .isError("cancel", "not-allowed", "max-nodes-exceeded");
    assertEquals(Optional.empty(), form("musings").value("pubsub#title"));
    assertEquals(Optional.empty(), form("blogs").value("pubsub#title"));
    assertEquals(Optional.of("10000"), form("blogs").value("pubsub#children_max"));
  }

  @Test
  @Tag("COL-7.2.3.3-children-max")
  void childrenMayBecomeFewerTogetherWithTheirMost() {
    create(OWNER, "second").isResult();
    configure(OWNER, "blogs", "children=musings,second").isEmptyResult();
    configure(OWNER, "blogs", "children_max=1")
        .isError("cancel", "not-allowed", "max-nodes-exceeded");
    configure(OWNER, "blogs", "children_max=1", "children=second").isEmptyResult();
    assertEquals(List.of("second"), children(ALICE, "blogs"));
  }

  @Test
  @Tag("COL-8.3-config-reflects")
  void nodeTellsOfItsNewPlaceWithItsConfiguration() {
    configure(OWNER, "musings", "notify_config=1").isEmptyResult();
    service
        .set(
            ALICE,
            "<pubsub xmlns='http://jabber.org/protocol/pubsub'><subscribe node='musings' jid='"
                + ALICE
                + "'/></pubsub>")
        .isResult();
    Reply reply = configure(OWNER, "musings", "collection=blogs", "title=Mine").isEmptyResult();
    DataForm told =
        DataForm.find(
                reply
                    .messagesTo(ALICE)
                    .get(0)
                    .firstElement()
                    .flatMap(Element::firstElement)
                    .orElseThrow())
            .orElseThrow();
    assertEquals(List.of("blogs"), told.values("pubsub#collection"));
    assertEquals(Optional.of("Mine"), told.value("pubsub#title"));
  }
}
