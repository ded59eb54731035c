package io.pipit.pubsub.engine;

import static io.pipit.pubsub.engine.Service.ALICE;
import static io.pipit.pubsub.engine.Service.BOB;
import static io.pipit.pubsub.engine.Service.OWNER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.pubsub.NodeConfig;
import io.pipit.pubsub.NodeConfigFields;
import io.pipit.pubsub.NodeType;
import io.pipit.pubsub.OptionField;
import io.pipit.pubsub.PubsubNs;
import io.pipit.xmpp.DataForm;
import io.pipit.xmpp.Element;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** XEP-0060 8.2 and 8.3. */
class ConfigureNodeTest {

  private Service service = new Service();

  @AfterEach
  void replayGivesTheSameState() {
    service.checkReplay();
  }

  private static final String OWNER_NS = "xmlns='http://jabber.org/protocol/pubsub#owner'";

  private Reply retrieve(String from) {
    return service.get(from, "<pubsub " + OWNER_NS + "><configure node='news'/></pubsub>");
  }

  private NodeConfig config() {
    return service.state().node("news").orElseThrow().config();
  }

  @Test
  @Tag("PS-8.2-support")
  @Tag("PS-8.2.2-form")
  @Tag("PS-8.2.2-current-values")
  @Tag("PF-0068-form-type")
  void formHoldsAllFieldsWithCurrentValues() {
    service.withNode("title=News", "max_items=7");
    DataForm form = retrieve(OWNER).isResult().form();
    assertEquals(DataForm.Type.FORM, form.type());
    assertEquals(Optional.of(PubsubNs.NODE_CONFIG), form.formType());
    assertEquals(List.of("News"), form.values("pubsub#title"));
    assertEquals(List.of("7"), form.values("pubsub#max_items"));
    assertEquals(NodeConfigFields.of(NodeType.LEAF).size() + 1, form.fields().size());
  }

  @Test
  @Tag("PS-8.2.2-registered-fields")
  @Tag("PS-16.4-x-prefix")
  void fieldsHaveTheirRegisteredNames() {
    Set<String> registered =
        Set.of(
            "access_model",
            "body_xslt",
            "children",
            "children_association_policy",
            "children_association_whitelist",
            "children_max",
            "collection",
            "contact",
            "dataform_xslt",
            "deliver_notifications",
            "deliver_payloads",
            "description",
            "item_expire",
            "itemreply",
            "language",
            "max_items",
            "max_payload_size",
            "node_type",
            "notification_type",
            "notify_config",
            "notify_delete",
            "notify_retract",
            "notify_sub",
            "persist_items",
            "presence_based_delivery",
            "publish_model",
            "publish_node_full",
            "purge_offline",
            "roster_groups_allowed",
            "send_last_published_item",
            "tempsub",
            "subscribe",
            "title",
            "type");
    for (OptionField<?> field : NodeConfigFields.ALL) {
      String var = field.var();
      boolean ours = var.startsWith("{urn:pipit:pubsub:0}");
      assertTrue(ours || registered.contains(var.replaceFirst("^pubsub#", "")), var);
    }
  }

  @Test
  @Tag("PS-8.3-support")
  @Tag("PS-8.3.1-request")
  @Tag("PS-8.3.2-type")
  @Tag("PS-8.3.2-type-leaf")
  @Tag("PS-8.3.3-form")
  @Tag("PS-10-feature-retrieve-default")
  @Tag("PS-4.5-open-default")
  @Tag("PS-12.7-headline")
  void defaultsAreThoseOfThisServiceForLeaves() {
    for (String type : new String[] {"", " type='leaf'"}) {
      Reply reply =
          service.get(ALICE, "<pubsub " + OWNER_NS + "><default" + type + "/></pubsub>").isResult();
      DataForm form = reply.form();
      assertEquals(Optional.of("leaf"), form.value("pubsub#node_type"));
      assertEquals(Optional.of("open"), form.value("pubsub#access_model"));
      assertEquals(Optional.of("publishers"), form.value("pubsub#publish_model"));
      assertEquals(Optional.of("1"), form.value("pubsub#persist_items"));
      assertEquals(Optional.of("1000"), form.value("pubsub#max_items"));
      assertEquals(Optional.of("131072"), form.value("pubsub#max_payload_size"));
      assertEquals(Optional.of("never"), form.value("pubsub#send_last_published_item"));
      assertEquals(Optional.of("1"), form.value("pubsub#notify_retract"));
      assertEquals(Optional.of("1"), form.value("pubsub#notify_delete"));
      assertEquals(Optional.of("0"), form.value("pubsub#notify_config"));
      assertEquals(Optional.of("headline"), form.value("pubsub#notification_type"));
      assertEquals(Optional.of("retract-oldest"), form.value("pubsub#publish_node_full"));
      assertEquals(Optional.of("none"), form.value("pubsub#itemreply"));
      assertEquals(Optional.of("1"), form.value("pubsub#subscribe"));
    }
  }

  @Test
  @Tag("PS-8.2.5.1-success")
  @Tag("PS-8.2.4-incomplete-form")
  @Tag("PF-0004-incomplete-submit")
  void fieldsLeftOutKeepTheirValue() {
    service.withNode("title=News", "max_items=7");
    service.configure("max_items=8").isEmptyResult().tellsNobody();
    assertEquals("News", config().title());
    assertEquals(8, config().get(NodeConfigFields.MAX_ITEMS));
  }

  @Test
  @Tag("PS-8.2.4-cancel")
  void cancelledFormLeavesTheConfiguration() {
    service.withNode("title=News");
    service
        .set(
            OWNER,
            "<pubsub "
                + OWNER_NS
                + "><configure node='news'>"
                + "<x xmlns='jabber:x:data' type='cancel'/></configure></pubsub>")
        .isEmptyResult();
    assertEquals("News", config().title());
  }

  @ParameterizedTest(name = "PS-8.2.5.2-failure {0}")
  @Tag("PS-8.2.5.2-failure")
  @Tag("PF-0004-list-option")
  @ValueSource(
      strings = {
        "max_items=0",
        "max_items=-1",
        "max_items=ten",
        "max_items=1000001",
        "max_items=",
        "max_items=99999999999",
        "max_payload_size=0",
        "max_payload_size=131073",
        "max_payload_size=max",
        "persist_items=yes",
        "persist_items=",
        "persist_items=0,1",
        "publish_model=nobody",
        "publish_node_full=explode",
        "notification_type=chat",
        "send_last_published_item=always",
        "itemreply=room",
        "description=a,b",
        "language=e_n",
        "contact=@"
      })
  void unacceptableFieldLeavesTheConfigurationWhole(String option) {
    service.withNode("title=News");
    NodeConfig before = config();
    service.configure("title=Other", option).isError("modify", "not-acceptable");
    assertEquals(before, config());
  }

  @Test
  @Tag("PF-0004-unknown-fields")
  void fieldsThatAreNotUnderstoodAreIgnored() {
    service.withNode("title=News");
    service.configure("title=Other", "no_such_field=1", "tempsub=1").isEmptyResult();
    assertEquals("Other", config().title());
  }

  @Test
  void unsupportedAccessModelLeavesTheConfigurationWhole() {
    service.withNode();
    service
        .configure("title=Other", "access_model=psychic")
        .isError("modify", "not-acceptable", "unsupported-access-model");
    assertEquals("", config().title());
  }

  @Test
  void formOfAnotherKindIsNotAcceptable() {
    service.withNode();
    service
        .set(
            OWNER,
            "<pubsub "
                + OWNER_NS
                + "><configure node='news'><x xmlns='jabber:x:data'"
                + " type='submit'><field var='FORM_TYPE'><value>urn:other</value></field></x>"
                + "</configure></pubsub>")
        .isError("modify", "not-acceptable");
  }

  @Test
  @Tag("PS-6.3.3-boolean")
  @Tag("PF-0004-boolean-lexical")
  void booleansHaveFourSpellings() {
    service.withNode();
    for (String yes : new String[] {"1", "true"}) {
      service.configure("notify_config=0", "persist_items=" + yes).isResult();
      assertTrue(config().persistsItems());
    }
    for (String no : new String[] {"0", "false"}) {
      service.configure("persist_items=" + no).isResult();
      assertFalse(config().persistsItems());
    }
  }

  @Test
  @Tag("PS-10-feature-config-node-max")
  @Tag("PS-16.7-datatype")
  void maxItemsMayBeMax() {
    service.withNode("max_items=max");
    assertEquals(Optional.of("max"), retrieve(OWNER).form().value("pubsub#max_items"));
    assertEquals(1_000_000, config().maxItems(service.policy().limits()));
  }

  @Test
  @Tag("PS-7.1.2.5-publish-node-full")
  void publishNodeFullIsReadInBothSpellings() {
    service.withNode("publish_full_node=reject");
    DataForm form = retrieve(OWNER).form();
    assertEquals(Optional.of("reject"), form.value("pubsub#publish_node_full"));
    assertEquals(Optional.empty(), form.value("pubsub#publish_full_node"));
  }

  @Test
  void valuesOfManyAreKept() {
    service.withNode("roster_groups_allowed=Friends,Family", "contact=a@example.org,b@example.org");
    DataForm form = retrieve(OWNER).form();
    assertEquals(List.of("Friends", "Family"), form.values("pubsub#roster_groups_allowed"));
    assertEquals(List.of("a@example.org", "b@example.org"), form.values("pubsub#contact"));
  }

  @Test
  @Tag("PS-8.2.3.2-forbidden")
  @Tag("PS-14.2-owner-only")
  void onlyOwnersSeeAndChangeTheConfiguration() {
    service.withNode();
    for (String affiliation :
        new String[] {"publisher", "none", "publish-only", "none", "member", "outcast"}) {
      service.affiliate("alice@example.org", affiliation).isEmptyResult();
      retrieve(ALICE).isError("auth", "forbidden");
      service
          .set(
              ALICE,
              "<pubsub "
                  + OWNER_NS
                  + "><configure node='news'>"
                  + Service.form("no_such=1")
                  + "</configure></pubsub>")
          .isError("auth", "forbidden");
    }
  }

  @Test
  @Tag("PS-8.2.3.3-nodeid-required")
  void nodeIsRequired() {
    service
        .get(OWNER, "<pubsub " + OWNER_NS + "><configure/></pubsub>")
        .isError("modify", "bad-request", "nodeid-required");
    service
        .set(OWNER, "<pubsub " + OWNER_NS + "><configure node=''/></pubsub>")
        .isError("modify", "bad-request", "nodeid-required");
  }

  @Test
  @Tag("PS-8.2.3.5-not-found")
  void missingNodeIsNotFound() {
    retrieve(OWNER).isError("cancel", "item-not-found");
    service.configure("title=x").isError("cancel", "item-not-found");
  }

  @Test
  void configureWithoutAFormIsABadRequest() {
    service.withNode();
    service
        .set(OWNER, "<pubsub " + OWNER_NS + "><configure node='news'/></pubsub>")
        .isError("modify", "bad-request");
  }

  @Test
  @Tag("PS-8.2.5.3-notify")
  @Tag("PS-8.2.5.3-support")
  @Tag("PS-8.2.5.3-full")
  void subscribersAreToldTheNewConfiguration() {
    service.withNode("notify_config=1");
    service.subscribe(ALICE, ALICE).isResult();
    Reply reply = service.configure("title=Fresh").isEmptyResult();
    assertEquals(List.of(ALICE), reply.recipients());
    Element configuration =
        reply.messagesTo(ALICE).get(0).firstElement().orElseThrow().firstElement().orElseThrow();
    assertEquals("configuration", configuration.name());
    assertEquals("news", configuration.attribute("node", ""));
    DataForm form = DataForm.find(configuration).orElseThrow();
    assertEquals(DataForm.Type.RESULT, form.type());
    assertEquals(Optional.of("Fresh"), form.value("pubsub#title"));
  }

  @Test
  @Tag("PS-8.2.5.3-empty")
  void nodeWithoutPayloadsTellsOfTheChangeAlone() {
    service.withNode("notify_config=1", "deliver_payloads=0");
    service.subscribe(ALICE, ALICE).isResult();
    service.configure("title=Fresh").tells(ALICE, "<configuration node='news'/>");
  }

  @Test
  void configurationIsNotToldByDefaultNorWhenNothingChanged() {
    service.withNode("title=a");
    service.subscribe(ALICE, ALICE).isResult();
    service.configure("title=b").tellsNobody();
    service.configure("notify_config=1").isResult();
    service.configure("title=b").tellsNobody();
    service.configure("deliver_notifications=0").tellsNobody();
  }

  @Test
  void newAccessModelEndsSubscriptionsThatItDoesNotAllow() {
    service.withNode("notify_config=1", "deliver_payloads=0");
    service.subscribe(ALICE, ALICE).isResult();
    service.subscribe(BOB, BOB).isResult();
    service.affiliate("bob@example.org", "member").isResult();
    service
        .configure("access_model=whitelist")
        .tells(BOB, "<configuration node='news'/>")
        .tells(ALICE, "<subscription node='news' jid='" + ALICE + "' subscription='none'/>");
    assertEquals(
        List.of(BOB),
        service
            .state()
            .node("news")
            .orElseThrow()
            .subscriptions()
            .map(each -> each.jid().toString())
            .toList());
  }

  @Test
  void fewerItemsAreKeptAtOnce() {
    service.withNode();
    service.publish(OWNER, "a", "b", "c").isResult();
    service.configure("max_items=2").isResult();
    assertEquals(List.of("b", "c"), service.itemIds());
    service.configure("persist_items=0").isResult();
    service.configure("persist_items=1").isResult();
    assertEquals(List.of(), service.itemIds());
  }

  @Test
  @Tag("PS-16.4.4-field-notify-retract")
  @Tag("PS-7.1.2.5-retract-note")
  @Tag("PS-8.5.2-single-event")
  void itemsThatGoAreToldOf() {
    service.withNode("notify_retract=1");
    service.subscribe(ALICE, "alice@example.org").isResult();
    service.publish(OWNER, "a", "b", "c", "d").isResult();
    service
        .configure("max_items=2")
        .tells(
            "alice@example.org", "<items node='news'><retract id='a'/><retract id='b'/></items>");
    service.configure("persist_items=0").tells("alice@example.org", "<purge node='news'/>");
    service.configure("persist_items=1").tellsNobody();
    service.publish(OWNER, "e", "f").isResult();
    service.configure("node_type=collection").tells("alice@example.org", "<purge node='news'/>");
  }

  @Test
  @Tag("PS-7.1.2.5-publish-node-full")
  void itemsThatGoSilently() {
    service.withNode("notify_retract=1", "publish_node_full=discard-oldest");
    service.subscribe(ALICE, "alice@example.org").isResult();
    service.publish(OWNER, "a", "b", "c").isResult();
    service.configure("max_items=2").tellsNobody();
    service.configure("max_items=1", "notify_retract=0").tellsNobody();
    service.configure("persist_items=0").tellsNobody();
  }
}
