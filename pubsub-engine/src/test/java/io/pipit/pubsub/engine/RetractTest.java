package io.pipit.pubsub.engine;

import static io.pipit.pubsub.engine.Service.ALICE;
import static io.pipit.pubsub.engine.Service.BOB;
import static io.pipit.pubsub.engine.Service.OWNER;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pipit.xmpp.Jid;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** XEP-0060 7.2, 8.4 and 8.5: items, all items, and the node go away. */
class RetractTest {

  private Service service = new Service();

  @AfterEach
  void replayGivesTheSameState() {
    service.checkReplay();
  }

  private static final String PUBSUB_NS = "xmlns='http://jabber.org/protocol/pubsub'";
  private static final String OWNER_NS = "xmlns='http://jabber.org/protocol/pubsub#owner'";

  private Reply purge(String from) {
    return service.set(from, "<pubsub " + OWNER_NS + "><purge node='news'/></pubsub>");
  }

  private Reply delete(String from, String inside) {
    return service.set(
        from, "<pubsub " + OWNER_NS + "><delete node='news'>" + inside + "</delete></pubsub>");
  }

  private Reply retractXml(String attributes, String items) {
    return service.set(
        OWNER,
        "<pubsub " + PUBSUB_NS + "><retract" + attributes + ">" + items + "</retract></pubsub>");
  }

  @Test
  @Tag("PS-7.2-support")
  @Tag("PS-7.2.2-delete")
  @Tag("PS-7.2.1-item-empty")
  @Tag("PS-10-feature-delete-items")
  @Tag("PS-6.5.3-no-dead")
  void retractedItemIsGone() {
    service.withNode();
    service.publish(OWNER, "a", "b").isResult();
    service.retract(OWNER, "a", "").isEmptyResult();
    assertEquals(List.of("b"), service.itemIds());
  }

  @ParameterizedTest(name = "PS-7.2.2.1-notify attribute {0} option {1} told {2}")
  @Tag("PS-7.2.2.1-notify")
  @Tag("PS-7.2.2.1-notify-config")
  @Tag("PS-7.2.1-notify-attr")
  @Tag("PS-16.4.4-field-notify-retract")
  @CsvSource({
    "'',0,false",
    "'',1,true",
    "' notify=\"1\"',0,true",
    "' notify=\"true\"',0,true",
    "' notify=\"0\"',0,false",
    "' notify=\"false\"',1,true"
  })
  void subscribersAreToldWhenTheRequestOrTheNodeSaysSo(String attribute, int option, boolean told) {
    service.withNode("notify_retract=" + option);
    service.publish(OWNER, "a").isResult();
    service.subscribe(ALICE, ALICE).isResult();
    Reply reply = service.retract(OWNER, "a", attribute).isEmptyResult();
    if (told) {
      reply.tells(ALICE, "<items node='news'><retract id='a'/></items>");
    } else {
      reply.tellsNobody();
    }
  }

  @Test
  @Tag("PS-7.2.3.1-forbidden")
  @Tag("PS-4.1-publish-only-deletes-own")
  @Tag("PS-4.1-priv-publisher")
  @Tag("PS-4.1-priv-publish-only")
  @Tag("PS-4.1-priv-owner")
  void othersTakeBackOnlyWhatTheyPublished() {
    service.withNode();
    service.affiliate("alice@example.org", "publisher").isResult();
    service.affiliate("bob@example.org", "publish-only").isResult();
    service.publish(OWNER, "o").isResult();
    service.publish(ALICE, "a", "a2").isResult();
    service.publish(BOB, "b").isResult();
    service.retract(ALICE, "o", "").isError("auth", "forbidden");
    service.retract(ALICE, "b", "").isError("auth", "forbidden");
    service.retract(BOB, "a", "").isError("auth", "forbidden");
    service.retract("alice@example.org/other", "a", "").isEmptyResult();
    service.retract(BOB, "b", "").isEmptyResult();
    service.retract(OWNER, "a2", "").isEmptyResult();
    assertEquals(List.of("o"), service.itemIds());
  }

  @Test
  void whoMayNotPublishDoesNotLearnWhatItemsThereAre() {
    service.withNode();
    service.publish(OWNER, "a").isResult();
    service.retract(ALICE, "a", "").isError("auth", "forbidden");
    service.retract(ALICE, "none", "").isError("auth", "forbidden");
  }

  @Test
  @Tag("PS-7.2.3.2-not-found")
  void missingNodeOrItemIsNotFound() {
    service.retract(OWNER, "a", "").isError("cancel", "item-not-found");
    service.withNode();
    service.retract(OWNER, "a", "").isError("cancel", "item-not-found");
  }

  @Test
  @Tag("PS-7.2.3.3-nodeid-required")
  void nodeIsRequired() {
    retractXml("", "<item id='a'/>").isError("modify", "bad-request", "nodeid-required");
  }

  @Test
  @Tag("PS-7.2.3.4-item-required")
  @Tag("PS-7.2.1-request")
  void itemAndIdAreRequired() {
    service.withNode();
    retractXml(" node='news'", "").isError("modify", "bad-request", "item-required");
    retractXml(" node='news'", "<item/>").isError("modify", "bad-request", "item-required");
  }

  @Test
  @Tag("PS-7.2.1-one-item")
  void onlyOneItemIsRetractedAtOnce() {
    service.withNode();
    service.publish(OWNER, "a", "b").isResult();
    retractXml(" node='news'", "<item id='a'/><item id='b'/>").isError("modify", "bad-request");
    assertEquals(2, service.itemIds().size());
  }

  @Test
  void notifyIsABoolean() {
    service.withNode();
    retractXml(" node='news' notify='yes'", "<item id='a'/>").isError("modify", "bad-request");
  }

  @Test
  @Tag("PS-7.2.3.5-persistent-unsupported")
  @Tag("PS-8.5.3.3-nopersist")
  void nodeThatKeepsNothingHasNothingToTakeBack() {
    service.withNode("persist_items=0");
    service
        .retract(OWNER, "a", "")
        .isError("cancel", "feature-not-implemented", "unsupported[persistent-items]");
    purge(OWNER).isError("cancel", "feature-not-implemented", "unsupported[persistent-items]");
    service.retract(ALICE, "a", "").isError("auth", "forbidden");
    purge(ALICE).isError("auth", "forbidden");
  }

  @Test
  @Tag("PS-8.5-support")
  @Tag("PS-8.5.2-purge")
  @Tag("PS-8.5.2-single-event")
  @Tag("PS-10-feature-purge-nodes")
  void purgeTakesAllAndTellsOnce() {
    service.withNode();
    service.publish(OWNER, "a", "b").isResult();
    service.subscribe(ALICE, ALICE).isResult();
    purge(OWNER).isEmptyResult().tells(ALICE, "<purge node='news'/>");
    assertEquals(List.of(), service.itemIds());
    service.publish(OWNER, "a").isResult();
    assertEquals(2 + 1, service.state().node("news").orElseThrow().lastSeq());
  }

  @Test
  void purgeIsNotToldWhereRetractionsAreNot() {
    service.withNode("notify_retract=0");
    service.subscribe(ALICE, ALICE).isResult();
    purge(OWNER).isEmptyResult().tellsNobody();
  }

  @Test
  @Tag("PS-8.5.3.2-forbidden")
  @Tag("PS-8.4.3.1-forbidden")
  @Tag("PS-4.1-priv-publisher")
  @Tag("PS-14.2-owner-only")
  void onlyOwnersPurgeAndDelete() {
    service.withNode();
    for (String affiliation :
        new String[] {"none", "publisher", "publish-only", "none", "member", "outcast"}) {
      service.affiliate("alice@example.org", affiliation).isEmptyResult();
      purge(ALICE).isError("auth", "forbidden");
      delete(ALICE, "").isError("auth", "forbidden");
    }
  }

  @Test
  @Tag("PS-8.5.3.4-not-found")
  @Tag("PS-8.4.3.2-not-found")
  void missingNodeIsNeitherPurgedNorDeleted() {
    purge(OWNER).isError("cancel", "item-not-found");
    delete(OWNER, "").isError("cancel", "item-not-found");
  }

  @Test
  void nodeIsRequiredToPurge() {
    service
        .set(OWNER, "<pubsub " + OWNER_NS + "><purge/></pubsub>")
        .isError("modify", "bad-request", "nodeid-required");
  }

  @Test
  @Tag("PS-8.4-support")
  @Tag("PS-8.4.2-result")
  @Tag("PS-8.4.2-notify-all")
  @Tag("PS-16.4.4-field-notify-delete")
  void deleteIsToldToSubscribersUnlessTheNodeSaysOtherwise() {
    service.withNode();
    service.subscribe(ALICE, ALICE).isResult();
    delete(OWNER, "").isEmptyResult().tells(ALICE, "<delete node='news'/>");
    service.items(OWNER).isError("cancel", "item-not-found");
    service.withNode("notify_delete=0");
    service.subscribe(ALICE, ALICE).isResult();
    delete(OWNER, "").isEmptyResult().tellsNobody();
  }

  @Test
  @Tag("PS-8.4.1-redirect")
  void deleteTellsWhereTheNodeWent() {
    service.withNode();
    service.subscribe(ALICE, ALICE).isResult();
    delete(OWNER, "<redirect uri='xmpp:pubsub.example.org?;node=other'/>")
        .tells(
            ALICE,
            "<delete node='news'><redirect uri='xmpp:pubsub.example.org?;node=other'/></delete>");
  }

  @Test
  void redirectToNowhereIsABadRequest() {
    service.withNode();
    delete(OWNER, "<redirect/>").isError("modify", "bad-request");
  }

  @Test
  @Tag("PS-8.4-no-resurrection")
  @Tag("PS-8.4-items-first")
  void nodeOfTheSameNameStartsAfresh() {
    service.withNode("title=old");
    service.publish(OWNER, "a").isResult();
    service.affiliate("bob@example.org", "publisher").isResult();
    service.subscribe(ALICE, ALICE).isResult();
    delete(OWNER, "").isEmptyResult();
    service.withNode();
    assertEquals(List.of(), service.itemIds());
    service.publish(OWNER, "b").tellsNobody();
    service.publish(BOB, "c").isError("auth", "forbidden");
    assertEquals(List.of(), service.directory().subscriptions(Jid.of(ALICE).bare()));
    assertEquals(0, service.counts().of(Jid.of(ALICE).bare()));
    assertEquals(List.of(), service.directory().affiliations(Jid.of(BOB).bare()));
  }
}
