package io.pipit.pubsub.engine;

import static io.pipit.pubsub.engine.Service.ALICE;
import static io.pipit.pubsub.engine.Service.BOB;
import static io.pipit.pubsub.engine.Service.OWNER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.pubsub.ServiceLimits;
import io.pipit.xmpp.DataForm;
import io.pipit.xmpp.Element;
import io.pipit.xmpp.ResultSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** XEP-0060 5 with XEP-0030 and XEP-0059. */
class DiscoveryTest {

  private Service service = new Service();

  @AfterEach
  void replayGivesTheSameState() {
    service.checkReplay();
  }

  private static final String INFO = "http://jabber.org/protocol/disco#info";
  private static final String ITEMS = "http://jabber.org/protocol/disco#items";

  private Reply info(String from, String attributes) {
    return service.get(from, "<query xmlns='" + INFO + "'" + attributes + "/>");
  }

  private Reply items(String from, String attributes, String set) {
    return service.get(
        from,
        "<query xmlns='"
            + ITEMS
            + "'"
            + attributes
            + ">"
            + (set.isEmpty() ? "" : "<set xmlns='http://jabber.org/protocol/rsm'>" + set + "</set>")
            + "</query>");
  }

  private static List<String> attributes(Reply reply, String name) {
    return reply.isResult().payload().elements().stream()
        .filter(child -> child.name().equals("item"))
        .map(child -> child.attribute(name, ""))
        .toList();
  }

  private void create(String node, String... options) {
    service
        .set(
            OWNER,
            "<pubsub xmlns='http://jabber.org/protocol/pubsub'><create node='"
                + node
                + "'/><configure>"
                + Service.form(options)
                + "</configure></pubsub>")
        .isResult();
  }

  @Test
  @Tag("XC-6120-iq-unknown-ns")
  void requestOfAnotherKindIsServiceUnavailable() {
    service.get(ALICE, "<ping xmlns='urn:xmpp:ping'/>").isError("cancel", "service-unavailable");
  }

  @Test
  @Tag("PS-5.1-disco-respond")
  @Tag("PS-5.1-disco-identity")
  @Tag("PS-16.2-identity-types")
  @Tag("PF-0030-info")
  @Tag("PF-0030-no-dup")
  void serviceSaysWhatItIs() {
    Element query = info(ALICE, "").isResult().payload();
    Element identity = query.child("identity", INFO).orElseThrow();
    assertEquals(Optional.of("pubsub"), identity.attribute("category"));
    assertEquals(Optional.of("service"), identity.attribute("type"));
    assertEquals(Optional.of("Events"), identity.attribute("name"));
    List<String> features = features(query);
    assertEquals(features.size(), Set.copyOf(features).size());
    assertTrue(features.contains(INFO));
  }

  private static List<String> features(Element query) {
    return query.elements().stream()
        .filter(child -> child.name().equals("feature"))
        .map(child -> child.attribute("var", ""))
        .toList();
  }

  @Test
  @Tag("PS-5.1-disco-features")
  @Tag("PS-5.1-disco-base-ns")
  @Tag("PS-3-disco-query")
  @Tag("PS-4.1-advertise-affil")
  @Tag("PS-10-feature-pubsub")
  @Tag("PS-10-feature-access-open")
  @Tag("PS-7.1.1-advertise")
  @Tag("PS-6.5.4-rsm-advertise")
  @Tag("PS-8.1.3-advertise")
  @Tag("PS-12.14-advertise")
  void exactlyWhatWorksIsAdvertised() {
    Set<String> expected =
        Stream.of(
                "access-open",
                "collections",
                "config-node",
                "config-node-max",
                "create-and-configure",
                "create-nodes",
                "delete-items",
                "delete-nodes",
                "get-pending",
                "instant-nodes",
                "item-ids",
                "leased-subscription",
                "manage-subscriptions",
                "member-affiliation",
                "meta-data",
                "modify-affiliations",
                "multi-collection",
                "multi-items",
                "multi-subscribe",
                "outcast-affiliation",
                "persistent-items",
                "presence-notifications",
                "publish",
                "publish-node-full",
                "publish-only-affiliation",
                "publish-options",
                "publisher-affiliation",
                "purge-nodes",
                "retract-items",
                "retrieve-affiliations",
                "retrieve-default",
                "retrieve-default-sub",
                "retrieve-items",
                "retrieve-subscriptions",
                "rsm",
                "subscribe",
                "since",
                "subscription-notifications",
                "subscription-options")
            .map(name -> "http://jabber.org/protocol/pubsub#" + name)
            .collect(Collectors.toSet());
    List<String> found = features(info(ALICE, "").payload());
    assertTrue(found.contains("http://jabber.org/protocol/pubsub"));
    assertEquals(
        expected,
        found.stream()
            .filter(feature -> feature.startsWith("http://jabber.org/protocol/pubsub#"))
            .collect(Collectors.toSet()));
  }

  @Test
  @Tag("PS-5.2-disco-items")
  @Tag("PF-0030-items")
  void visibleNodesAreListedWithTheirTitles() {
    Reply.assertSame("<query xmlns='" + ITEMS + "'/>", items(ALICE, "", "").payload());
    create("b", "title=The B");
    create("a");
    Reply.assertSame(
        "<query xmlns='"
            + ITEMS
            + "'><item jid='pubsub.example.org' node='a'/>"
            + "<item jid='pubsub.example.org' node='b' name='The B'/></query>",
        items(ALICE, "", "").payload());
  }

  @Test
  @Tag("PS-5.2-disco-items-policy")
  void nodesThatOneMayNotReadAreHidden() {
    create("open");
    create("presence", "access_model=presence");
    create("roster", "access_model=roster", "roster_groups_allowed=Friends");
    create("whitelist", "access_model=whitelist");
    assertEquals(List.of("open"), attributes(items(ALICE, "", ""), "node"));
    assertEquals(4, attributes(items(OWNER, "", ""), "node").size());
    service.context.roster.add("owner@example.org", "alice@example.org");
    assertEquals(List.of("open", "presence"), attributes(items(ALICE, "", ""), "node"));
    service.context.roster.add("owner@example.org", "alice@example.org", "Friends");
    assertEquals(List.of("open", "presence", "roster"), attributes(items(ALICE, "", ""), "node"));
    for (String node : new String[] {"presence", "roster", "whitelist"}) {
      info(BOB, " node='" + node + "'").isError("cancel", "item-not-found");
      items(BOB, " node='" + node + "'", "").isError("cancel", "item-not-found");
    }
  }

  @Test
  void outcastDoesNotSeeTheNodeAndPublishOnlyDoes() {
    service.withNode("access_model=whitelist");
    service.affiliate("alice@example.org", "publish-only").isResult();
    assertEquals(List.of("news"), attributes(items(ALICE, "", ""), "node"));
    info(ALICE, " node='news'").isResult();
    items(ALICE, " node='news'", "").isError("auth", "forbidden");
    service.affiliate("alice@example.org", "outcast").isResult();
    service.configure("access_model=open").isResult();
    assertEquals(List.of(), attributes(items(ALICE, "", ""), "node"));
    info(ALICE, " node='news'").isError("cancel", "item-not-found");
  }

  @Test
  @Tag("PS-5.2-disco-items-large")
  @Tag("PF-0059-disco-items")
  @Tag("PF-0059-uid-stable")
  void manyNodesComeInPages() {
    service = new Service(new ServiceLimits(99, 10, 10, 10, 10, 10, 10, 1_000, 3, 1_000));
    for (String node : new String[] {"a", "b", "c", "d", "e"}) {
      create(node, "max_items=10", "max_payload_size=1000");
    }
    Reply whole = items(ALICE, "", "");
    assertEquals(List.of("a", "b", "c"), attributes(whole, "node"), "bounded, and says so");
    assertEquals(new ResultSet("a", 0, "c", 5), whole.set().orElseThrow());
    service
        .set(
            OWNER,
            "<pubsub xmlns='http://jabber.org/protocol/pubsub#owner'><delete node='c'/></pubsub>")
        .isResult();
    Reply rest = items(ALICE, "", "<max>5</max><after>c</after>");
    assertEquals(List.of("d", "e"), attributes(rest, "node"));
    assertEquals(new ResultSet("d", 2, "e", 4), rest.set().orElseThrow());
    assertEquals(List.of("d", "e"), attributes(items(ALICE, "", "<max>2</max><before/>"), "node"));
    assertEquals(
        List.of("b"), attributes(items(ALICE, "", "<max>1</max><before>c</before>"), "node"));
    items(ALICE, "", "<after>$none</after>").isError("cancel", "item-not-found");
    items(ALICE, "", "<max>x</max>").isError("modify", "bad-request");
  }

  /** A form has no place for pages. */
  @ParameterizedTest(name = "PS-5.4-meta-form {0}")
  @ValueSource(strings = {"owner", "publisher"})
  void metaDataTellTheFirstOfMany(String affiliation) {
    service = new Service(new ServiceLimits(99, 10, 10, 10, 10, 10, 10, 1_000, 3, 1_000));
    create("news", "max_items=10", "max_payload_size=1000");
    for (int i = 0; i < 5; i++) {
      service.affiliate("u" + i + "@example.org", affiliation).isResult();
    }
    Element query = info(ALICE, " node='news'").isResult().payload();
    DataForm form = DataForm.find(query).orElseThrow();
    assertEquals(3, form.values("pubsub#" + affiliation).size());
  }

  @ParameterizedTest(name = "PF-0059-not-found {0}")
  @ValueSource(strings = {"after", "before"})
  void pageStandsOnNoNameThatWasNeverListed(String where) {
    service.withNode();
    create("secret", "access_model=whitelist");
    for (String name : List.of("bogus", "bogus/#", "#", "secret", "a/+/c")) {
      String place = "<" + where + ">" + name + "</" + where + ">";
      items(ALICE, "", place).isError("cancel", "item-not-found");
    }
    items(OWNER, "", "<" + where + ">secret</" + where + ">").isResult();
    service
        .set(
            OWNER,
            "<pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>"
                + "<delete node='secret'/></pubsub>")
        .isResult();
    items(OWNER, "", "<" + where + ">secret</" + where + ">").isResult();
    items(ALICE, "", "<" + where + ">secret</" + where + ">").isError("cancel", "item-not-found");
  }

  @Test
  @Tag("PF-0059-uid-stable")
  @Tag("PF-0059-not-found")
  void pageOfAFilterGoesOnBehindWhatHasGone() {
    for (String node : new String[] {"a/b/c", "a/d"}) {
      create(node);
    }
    assertEquals(List.of("a/b/#"), attributes(items(ALICE, " node='a/#'", "<max>1</max>"), "node"));
    items(ALICE, " node='a/#'", "<after>a/c/#</after>").isError("cancel", "item-not-found");
    service
        .set(
            OWNER,
            "<pubsub xmlns='http://jabber.org/protocol/pubsub#owner'><delete node='a/b/c'/></pubsub>")
        .isResult();
    assertEquals(
        List.of("a/d"), attributes(items(ALICE, " node='a/#'", "<after>a/b/#</after>"), "node"));
  }

  @Test
  @Tag("PS-5.3-node-info")
  @Tag("PS-5.3-node-identity")
  @Tag("PS-4.6.2-same-node")
  @Tag("PF-0030-node-echo")
  void nodeSaysThatItIsALeaf() {
    service.withNode("title=News");
    Element query = info(ALICE, " node='news'").isResult().payload();
    assertEquals(Optional.of("news"), query.attribute("node"));
    Element identity = query.child("identity", INFO).orElseThrow();
    assertEquals(Optional.of("pubsub"), identity.attribute("category"));
    assertEquals(Optional.of("leaf"), identity.attribute("type"));
    assertEquals(Optional.of("News"), identity.attribute("name"));
    assertTrue(features(query).contains(INFO));
  }

  @Test
  @Tag("PS-5.3-node-unknown")
  @Tag("PF-0030-unknown-node")
  void unknownNodeIsNotFound() {
    info(ALICE, " node='news'").isError("cancel", "item-not-found");
    items(ALICE, " node='news'", "").isError("cancel", "item-not-found");
  }

  @Test
  @Tag("PS-5.4-meta-form")
  @Tag("PS-5.4-meta-static-in-config")
  @Tag("PS-5.4-meta-language")
  @Tag("PS-5.4-meta-formtype")
  @Tag("PS-10-feature-meta-data")
  @Tag("PS-16.4.3-field-title")
  @Tag("PS-16.4.3-field-description")
  @Tag("PS-16.4.3-field-type")
  @Tag("PS-16.4.3-field-language")
  @Tag("PS-16.4.3-field-contact")
  @Tag("PS-16.4.3-field-access-model")
  @Tag("PS-16.4.3-field-publish-model")
  @Tag("PS-16.4.3-field-max-items")
  @Tag("PS-16.4.3-field-creator")
  @Tag("PS-16.4.3-field-creation-date")
  @Tag("PS-16.4.3-field-owner")
  @Tag("PS-16.4.3-field-publisher")
  @Tag("PS-16.4.3-field-num-subscribers")
  @Tag("PF-0128-extended-disco")
  void nodeTellsItsMetaData() {
    service.withNode(
        "title=News",
        "description=All of it",
        "type=urn:x",
        "language=en-GB",
        "contact=desk@example.org",
        "max_items=5",
        "publish_model=subscribers");
    service.affiliate("alice@example.org", "publisher").isResult();
    service.subscribe(BOB, BOB).isResult();
    DataForm form = info(BOB, " node='news'").isResult().form();
    assertEquals(DataForm.Type.RESULT, form.type());
    DataForm.Field type = form.field("FORM_TYPE").orElseThrow();
    assertEquals(DataForm.FieldType.HIDDEN, type.type());
    assertEquals(Optional.of("http://jabber.org/protocol/pubsub#meta-data"), form.formType());
    assertEquals(Optional.of("News"), form.value("pubsub#title"));
    assertEquals(Optional.of("All of it"), form.value("pubsub#description"));
    assertEquals(Optional.of("urn:x"), form.value("pubsub#type"));
    assertEquals(Optional.of("en-GB"), form.value("pubsub#language"));
    assertEquals(
        DataForm.FieldType.LIST_SINGLE, form.field("pubsub#language").orElseThrow().type());
    assertEquals(List.of("desk@example.org"), form.values("pubsub#contact"));
    assertEquals(Optional.of("5"), form.value("pubsub#max_items"));
    assertEquals(Optional.of("open"), form.value("pubsub#access_model"));
    assertEquals(Optional.of("subscribers"), form.value("pubsub#publish_model"));
    assertEquals(Optional.of("owner@example.org"), form.value("pubsub#creator"));
    assertEquals(Optional.of("2026-06-30T12:00:00Z"), form.value("pubsub#creation_date"));
    assertEquals(List.of("owner@example.org"), form.values("pubsub#owner"));
    assertEquals(List.of("alice@example.org"), form.values("pubsub#publisher"));
    assertEquals(Optional.of("1"), form.value("pubsub#num_subscribers"));
  }

  @Test
  @Tag("PS-5.5-node-items")
  @Tag("PS-5.5-node-items-name")
  @Tag("PS-5.5-node-items-nonode")
  @Tag("PS-5.2-leaf-items-nonode")
  void itemsOfANodeAreListedByName() {
    service.withNode();
    service.publish(OWNER, "a", "b").isResult();
    Reply.assertSame(
        "<query xmlns='"
            + ITEMS
            + "' node='news'><item jid='pubsub.example.org' name='a'/>"
            + "<item jid='pubsub.example.org' name='b'/></query>",
        items(ALICE, " node='news'", "").payload());
    Reply page = items(ALICE, " node='news'", "<max>1</max>");
    assertEquals(List.of("a"), attributes(page, "name"));
    assertEquals(2, page.set().orElseThrow().count());
    items(ALICE, " node='news'", "<after>zz</after>").isError("cancel", "item-not-found");
  }

  @Test
  void discoveryIsAskedNotSet() {
    for (String namespace : new String[] {INFO, ITEMS}) {
      service.set(ALICE, "<query xmlns='" + namespace + "'/>").isError("modify", "bad-request");
    }
  }
}
