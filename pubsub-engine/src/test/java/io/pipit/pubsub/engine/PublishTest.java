package io.pipit.pubsub.engine;

import static io.pipit.pubsub.engine.Service.ALICE;
import static io.pipit.pubsub.engine.Service.BOB;
import static io.pipit.pubsub.engine.Service.OWNER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.xmpp.Element;
import io.pipit.xmpp.Jid;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** XEP-0060 7.1. */
class PublishTest {

  private Service service = new Service();

  @AfterEach
  void replayGivesTheSameState() {
    service.checkReplay();
  }

  @Test
  @Tag("PS-1.2-quick-flow")
  @Tag("PS-3-event-fanout")
  @Tag("PS-7.1.2-success")
  @Tag("PS-7.1.2.1-payload")
  @Tag("PS-7.1.2-notify-each")
  @Tag("PS-4.2-state-subscribed")
  @Tag("PS-12.3-to-subscribed-jid")
  @Tag("PS-12.3-no-guess")
  @Tag("PS-4.3-persistent-payload")
  @Tag("PS-6.1.6-full-jids-separate")
  @Tag("PS-7.1.1-item-id-optional")
  @Tag("PS-12.2-trigger-publish")
  void subscribersGetTheItemAtTheAddressTheySubscribed() {
    service.withNode();
    service.subscribe(ALICE, "alice@example.org").isResult();
    service.subscribe(BOB, BOB).isResult();
    service.subscribe(BOB, "bob@example.org/other").isResult();
    Reply reply =
        service
            .publish(OWNER, "a")
            .isResult(
                "<pubsub xmlns='http://jabber.org/protocol/pubsub'>"
                    + "<publish node='news'><item id='a'/></publish></pubsub>");
    String event = "<items node='news'><item id='a'><v xmlns='urn:x'>a</v></item></items>";
    reply.tells("alice@example.org", event).tells(BOB, event).tells("bob@example.org/other", event);
    assertEquals(3, reply.told().size());
  }

  @Test
  @Tag("PS-12.7-headline")
  @Tag("PS-16.4.4-field-notification-type")
  void messageIsFromTheServiceOfTheConfiguredTypeWithoutToAndId() {
    service.withNode();
    service.subscribe(ALICE, ALICE).isResult();
    Element message = service.publish(OWNER, "a").messagesTo(ALICE).get(0);
    assertEquals(Optional.of("headline"), message.attribute("type"));
    assertEquals(Optional.of(Service.JID), message.attribute("from"));
    assertEquals(2, message.attributeCount(), "to and id come with each recipient");
    service.configure("notification_type=normal").isResult();
    message = service.publish(OWNER, "b").messagesTo(ALICE).get(0);
    assertEquals(Optional.empty(), message.attribute("type"));
  }

  @Test
  @Tag("PS-7.1.2.2-no-payload")
  @Tag("PS-16.4.4-field-deliver-payloads")
  void nodeMayTellOfItemsWithoutTheirPayload() {
    service.withNode("deliver_payloads=0");
    service.subscribe(ALICE, ALICE).isResult();
    service.publish(OWNER, "a").tells(ALICE, "<items node='news'><item id='a'/></items>");
    Reply.assertSame(
        "<pubsub xmlns='http://jabber.org/protocol/pubsub'><items node='news'>"
            + "<item id='a'><v xmlns='urn:x'>a</v></item></items></pubsub>",
        service.items(ALICE).payload());
  }

  @Test
  @Tag("PS-16.4.4-field-deliver-notifications")
  void nodeMayTellNothing() {
    service.withNode("deliver_notifications=0");
    service.subscribe(ALICE, ALICE).isResult();
    service.publish(OWNER, "a").isResult().tellsNobody();
    service.retract(OWNER, "a", " notify='1'").isResult().tellsNobody();
  }

  @Test
  @Tag("PS-7.1.1-item-id-generate")
  @Tag("PS-7.1.2-success-id")
  @Tag("PS-7.1.3.7-generate-id")
  void missingIdIsGeneratedAndTold() {
    service.withNode();
    service.subscribe(ALICE, ALICE).isResult();
    service
        .publishXml(OWNER, "<item><v xmlns='urn:x'/></item>")
        .isResult(
            "<pubsub xmlns='http://jabber.org/protocol/pubsub'>"
                + "<publish node='news'><item id='generated-2'/></publish></pubsub>")
        .tells(
            ALICE, "<items node='news'><item id='generated-2'><v xmlns='urn:x'/></item></items>");
  }

  @Test
  @Tag("PS-7.1.2-overwrite")
  @Tag("PS-12.1-overwrite-reorders")
  @Tag("PS-12.9-overwrite")
  @Tag("PS-12.9-itemid-unique")
  @Tag("PS-12.1-publication-order")
  @Tag("PS-10-feature-item-ids")
  void sameIdOverwritesAndBecomesTheNewest() {
    service.withNode();
    service.publish(OWNER, "a", "b").isResult();
    service.subscribe(ALICE, ALICE).isResult();
    service
        .publishXml(OWNER, "<item id='a'><v xmlns='urn:x'>again</v></item>")
        .tells(ALICE, "<items node='news'><item id='a'><v xmlns='urn:x'>again</v></item></items>");
    assertEquals(List.of("b", "a"), service.itemIds());
  }

  @Test
  @Tag("PS-4.1-publish-only-deletes-own")
  @Tag("PS-7.1.3-republish-ok")
  void publishOnlyOverwritesOnlyWhatItPublished() {
    service.withNode();
    service.affiliate("alice@example.org", "publisher").isResult();
    service.affiliate("bob@example.org", "publish-only").isResult();
    service.publish(OWNER, "o").isResult();
    service.publish(BOB, "b").isResult();
    service.publish(BOB, "new", "o").isError("auth", "forbidden");
    assertEquals(List.of("o", "b"), service.itemIds());
    service.publish("bob@example.org/other", "b").isResult();
    service.publish(ALICE, "o", "b").isResult();
    service.publish(OWNER, "b").isResult();
    service.publish(BOB, "b").isError("auth", "forbidden");
    assertEquals(List.of("o", "b"), service.itemIds());
  }

  @Test
  @Tag("PS-7.1.1-one-item")
  @Tag("PS-12.11-batch")
  void severalItemsComeInOneEvent() {
    service.withNode();
    service.subscribe(ALICE, ALICE).isResult();
    service
        .publish(OWNER, "a", "b")
        .tells(
            ALICE,
            "<items node='news'><item id='a'><v xmlns='urn:x'>a</v></item>"
                + "<item id='b'><v xmlns='urn:x'>b</v></item></items>");
  }

  /** As the spec notes read 12.11: 1 to 100 items are one atomic publish, more are refused. */
  @Test
  @Tag("PS-7.1.1-one-item")
  @Tag("PS-12.11-atomic")
  void batchIsAllOrNothing() {
    service.withNode("type=urn:x");
    service
        .publishXml(
            OWNER,
            "<item id='a'><v xmlns='urn:x'/></item><item id='b'><v xmlns='urn:other'/></item>")
        .isError("modify", "bad-request", "invalid-payload");
    assertEquals(List.of(), service.itemIds());
    String[] ids = IntStream.range(0, 101).mapToObj(Integer::toString).toArray(String[]::new);
    service.publish(OWNER, ids).isError("modify", "not-acceptable", "max-items-exceeded");
    assertEquals(List.of(), service.itemIds());
    service.publish(OWNER, Arrays.copyOf(ids, 100)).isResult();
    assertEquals(100, service.itemIds().size());
  }

  @Test
  @Tag("PS-12.11-max-items-exceeded")
  void batchLargerThanTheNodeIsNotAllowed() {
    service.withNode("max_items=1");
    service.publish(OWNER, "a", "b").isError("cancel", "not-allowed", "max-items-exceeded");
    assertEquals(List.of(), service.itemIds());
  }

  @Test
  @Tag("PS-7.1.3.7-bounce-general")
  void sameIdTwiceInABatchIsABadRequest() {
    service.withNode();
    service.publish(OWNER, "a", "a").isError("modify", "bad-request");
  }

  @Test
  void idIs1To1023BytesWithoutControlCharacters() {
    service.withNode();
    for (String id : new String[] {"", "x".repeat(1024), "a&#10;b"}) {
      service.publish(OWNER, id).isError("modify", "not-acceptable");
    }
    service.publish(OWNER, "x".repeat(1023), "a\u00A0b").isResult();
  }

  @Test
  @Tag("PS-7.1.3.1-forbidden")
  @Tag("PS-11-forbidden")
  @Tag("PS-4.1-priv-member")
  void whoMayNotPublishIsForbidden() {
    service.withNode();
    service.subscribe(ALICE, ALICE).isResult();
    service.publish(ALICE, "a").isError("auth", "forbidden");
    service.affiliate("alice@example.org", "member").isResult();
    service.publish(ALICE, "a").isError("auth", "forbidden");
    service.affiliate("alice@example.org", "outcast").isResult();
    service.publish(ALICE, "a").isError("auth", "forbidden");
    assertEquals(List.of(), service.itemIds());
  }

  @Test
  void rightToPublishIsJudgedBeforeTheItems() {
    service.withNode();
    service.publishXml(ALICE, "").isError("auth", "forbidden");
  }

  @Test
  @Tag("PS-7.1.1-who")
  @Tag("PS-4.1-priv-publisher")
  @Tag("PS-4.1-priv-publish-only")
  @Tag("PS-4.1-bare-jid")
  void publishersPublishFromAnyResource() {
    service.withNode();
    service.affiliate("alice@example.org", "publisher").isResult();
    service.affiliate("bob@example.org", "publish-only").isResult();
    service.publish("alice@example.org/other", "a").isResult();
    service.publish(BOB, "b").isResult();
    assertEquals(List.of("a", "b"), service.itemIds());
  }

  @Test
  @Tag("PS-16.4.4-field-publish-model")
  @Tag("PS-3-who-may-publish")
  void publishModelWidensWhoMayPublish() {
    service.withNode("publish_model=subscribers");
    service.publish(ALICE, "a").isError("auth", "forbidden");
    service.subscribe(ALICE, "alice@example.org").isResult();
    service.publish(ALICE, "a").isResult();
    service.configure("publish_model=open").isResult();
    service.publish(BOB, "b").isResult();
    service.affiliate("bob@example.org", "outcast").isResult();
    service.publish(BOB, "c").isError("auth", "forbidden");
  }

  @Test
  @Tag("PS-7.1.3.3-not-found")
  @Tag("PS-11-item-not-found")
  void missingNodeIsNotFound() {
    service.publish(OWNER, "a").isError("cancel", "item-not-found");
  }

  @Test
  @Tag("PS-7.1.1-node-attr")
  void nodeIsRequired() {
    service
        .set(OWNER, "<pubsub xmlns='http://jabber.org/protocol/pubsub'><publish/></pubsub>")
        .isError("modify", "bad-request", "nodeid-required");
  }

  @Test
  @Tag("PS-7.1.3.5-too-big")
  @Tag("PS-16.4.4-field-max-payload-size")
  void payloadOverTheLimitIsTooBig() {
    service.withNode("max_payload_size=20");
    service.publishXml(OWNER, "<item id='a'><v xmlns='urn:x'/></item>").isResult();
    service
        .publishXml(OWNER, "<item id='b'><v xmlns='urn:x'>12345</v></item>")
        .isError("modify", "not-acceptable", "payload-too-big");
    assertEquals(List.of("a"), service.itemIds());
  }

  @Test
  @Tag("PS-7.1.3.6-bad-payload-count")
  void twoPayloadsAreInvalid() {
    service.withNode();
    service
        .publishXml(OWNER, "<item id='a'><v xmlns='urn:x'/><w xmlns='urn:x'/></item>")
        .isError("modify", "bad-request", "invalid-payload");
  }

  @Test
  @Tag("PS-7.1.3.6-bad-payload-ns")
  @Tag("PS-16.4.4-field-type")
  void payloadOfAnotherNamespaceThanTheNodesIsInvalid() {
    service.withNode("type=urn:other");
    service.publish(OWNER, "a").isError("modify", "bad-request", "invalid-payload");
    service.publishXml(OWNER, "<item><v xmlns='urn:other'/></item>").isResult();
  }

  /**
   * As the spec notes read 7.1.3.6: valid exactly where neither items are kept nor payloads
   * delivered.
   */
  @ParameterizedTest(name = "PS-7.1.3.7-item-required persist {0} deliver {1}")
  @Tag("PS-7.1.3.7-item-required")
  @Tag("PS-7.1.3.7-payload-required")
  @Tag("PS-7.1.3.6-empty-item")
  @Tag("PS-4.3-persistent-notif")
  @Tag("PS-4.3-validate-publish")
  @CsvSource({"1,1", "1,0", "0,1"})
  void itemAndPayloadAreRequired(int persist, int deliver) {
    service.withNode("persist_items=" + persist, "deliver_payloads=" + deliver);
    service.publishXml(OWNER, "").isError("modify", "bad-request", "item-required");
    service
        .publishXml(OWNER, "<item id='a'/>")
        .isError("modify", "bad-request", "payload-required");
  }

  /** What cannot be kept is refused, not dropped; white space is layout. */
  @ParameterizedTest(name = "PS-7.1.3.6-bad-payload-count {0}")
  @Tag("PS-7.1.3.6-bad-payload-count")
  @ValueSource(
      strings = {
        "text",
        "text<v xmlns='urn:x'/>",
        "<v xmlns='urn:x'/>text",
        " <v xmlns='urn:x'/> &amp; ",
      })
  void textBesideThePayloadIsInvalid(String inside) {
    service.withNode();
    service
        .publishXml(OWNER, "<item id='a'>" + inside + "</item>")
        .isError("modify", "bad-request", "invalid-payload");
    assertEquals(List.of(), service.itemIds());
    service.publishXml(OWNER, "<item id='a'>\n  <v xmlns='urn:x'/>\n</item>").isResult();
  }

  @Test
  @Tag("PS-7.1.1-no-item-trigger")
  @Tag("PS-4.3-transient-notif")
  void triggerNeedsNoItem() {
    service.withNode("persist_items=0", "deliver_payloads=0");
    service.subscribe(ALICE, ALICE).isResult();
    service
        .publishXml(OWNER, "")
        .isResult(
            "<pubsub xmlns='http://jabber.org/protocol/pubsub'><publish node='news'/></pubsub>")
        .tells(ALICE, "<items node='news'/>");
    service.publishXml(OWNER, "<item/>").isResult().tells(ALICE, "<items node='news'/>");
  }

  @Test
  @Tag("PS-7.1.3.7-item-forbidden")
  void triggerTakesNoPayload() {
    service.withNode("persist_items=0", "deliver_payloads=0");
    service.publish(OWNER, "a").isError("modify", "bad-request", "item-forbidden");
  }

  @Test
  @Tag("PS-4.3-transient-payload")
  @Tag("PS-4.3-transient-payload-id")
  void itemOfATransientNodeIsToldAndNotKept() {
    service.withNode("persist_items=0");
    service.subscribe(ALICE, ALICE).isResult();
    Reply reply = service.publishXml(OWNER, "<item><v xmlns='urn:x'/></item>").isResult();
    reply.tells(
        ALICE, "<items node='news'><item id='generated-2'><v xmlns='urn:x'/></item></items>");
    assertEquals(0, service.state().node("news").orElseThrow().items().size());
  }

  @Test
  @Tag("PS-7.1.2-store-publisher")
  @Tag("PS-7.1.2.3-publisher-attr")
  @Tag("PS-7.1.2.3-publisher-retrieve")
  @Tag("PS-7.1.2.3-publisher-unspoofable")
  @Tag("PS-7.1.2.3-publisher-jid-form")
  @Tag("PS-12.17-itemreply")
  @Tag("PS-12.17-itemreply-one")
  void publisherIsTheServicesWord() {
    service.withNode("publish_model=open", "itemreply=publisher");
    service.subscribe(BOB, BOB).isResult();
    String item = "<item id='a' publisher='king@example.org'><v xmlns='urn:x'/></item>";
    String shown = "<item id='a' publisher='alice@example.org'><v xmlns='urn:x'/></item>";
    service
        .publishXml(ALICE, item)
        .isResult()
        .tells(BOB, "<items node='news'>" + shown + "</items>");
    Reply.assertSame(
        "<pubsub xmlns='http://jabber.org/protocol/pubsub'><items node='news'>"
            + shown
            + "</items></pubsub>",
        service.items(BOB).payload());
    service.configure("itemreply=owner").isResult();
    service
        .publishXml(ALICE, item)
        .tells(BOB, "<items node='news'>" + shown.replace("alice", "owner") + "</items>");
    service.configure("itemreply=none").isResult();
    service
        .publishXml(ALICE, item)
        .tells(BOB, "<items node='news'><item id='a'><v xmlns='urn:x'/></item></items>");
    service.configure("itemreply=publisher,owner").isError("modify", "not-acceptable");
  }

  @Test
  @Tag("PS-7.1.2.5-full-delete-or-reject")
  @Tag("PS-7.1.2.5-retract-oldest-default")
  @Tag("PS-7.1.2.5-fifo")
  @Tag("PS-7.1.2.5-retract-note")
  @Tag("PS-12.1-oldest-dropped")
  @Tag("PS-17.3-schema-event")
  void oldestGoesAndIsToldInAMessageOfItsOwn() {
    service.withNode("max_items=2");
    service.publish(OWNER, "a", "b").isResult();
    service.subscribe(ALICE, ALICE).isResult();
    Reply reply = service.publish(OWNER, "c").isResult();
    assertEquals(List.of(ALICE, ALICE), reply.recipients());
    Reply.assertSame(
        "<event xmlns='http://jabber.org/protocol/pubsub#event'><items node='news'>"
            + "<retract id='a'/></items></event>",
        reply.messagesTo(ALICE).get(1).firstElement().orElseThrow());
    assertEquals(List.of("b", "c"), service.itemIds());
    service.configure("notify_retract=0").isResult();
    assertEquals(1, service.publish(OWNER, "d").told().size());
  }

  @Test
  void onlyWhatIsNotReplacedIsToldAsRetracted() {
    service.withNode("max_items=3");
    service.publish(OWNER, "a", "b", "c").isResult();
    service.subscribe(ALICE, ALICE).isResult();
    Reply reply = service.publish(OWNER, "a", "d").isResult();
    Reply.assertSame(
        "<event xmlns='http://jabber.org/protocol/pubsub#event'><items node='news'>"
            + "<retract id='b'/></items></event>",
        reply.messagesTo(ALICE).get(1).firstElement().orElseThrow());
    assertEquals(List.of("c", "a", "d"), service.itemIds());
  }

  @Test
  @Tag("PS-7.1.2.5-discard-oldest")
  void oldestMayGoSilently() {
    service.withNode("max_items=1", "publish_node_full=discard-oldest");
    service.publish(OWNER, "a").isResult();
    service.subscribe(ALICE, ALICE).isResult();
    service
        .publish(OWNER, "b")
        .tells(ALICE, "<items node='news'><item id='b'><v xmlns='urn:x'>b</v></item></items>");
    assertEquals(List.of("b"), service.itemIds());
  }

  @Test
  @Tag("PS-7.1.3.4-node-full")
  @Tag("PS-17.2-schema-errors")
  @Tag("PS-7.1.3-republish-ok")
  @Tag("PS-10-feature-publish-node-full")
  void fullNodeMayRefuseNewIdsButNeverKnownOnes() {
    service.withNode("max_items=1", "publish_node_full=reject");
    service.publish(OWNER, "a").isResult();
    service.publish(OWNER, "b").isError("cancel", "conflict", "node-full");
    service.publish(OWNER, "a").isResult();
    assertEquals(List.of("a"), service.itemIds());
  }

  @Test
  @Tag("PS-12.21-singleton")
  @Tag("PS-12.21-singleton-max1")
  void singletonIsReplaced() {
    service.withNode("max_items=1");
    service.publish(OWNER, "current").isResult();
    service.publish(OWNER, "current").isResult();
    assertEquals(List.of("current"), service.itemIds());
  }

  @Test
  void recipientsOfAnOpenNodeAreTheSameListUntilSomethingChanges() {
    service.withNode();
    service.subscribe(ALICE, ALICE).isResult();
    NodeState node = service.state().node("news").orElseThrow();
    Audience audience = node.audience(service.context);
    service.publish(OWNER, "a").isResult();
    assertTrue(audience == node.audience(service.context));
    service.subscribe(BOB, BOB).isResult();
    assertEquals(
        List.of(Jid.of(ALICE)), audience.all(), "a queued fan-out keeps what it was given");
    assertEquals(List.of(Jid.of(ALICE), Jid.of(BOB)), node.audience(service.context).all());
  }

  @ParameterizedTest
  @Tag("PS-17.1-schema-pubsub")
  @ValueSource(
      strings = {
        "",
        "<unknown node='news'/>",
        "<publish node='news'/><publish node='news'/>",
        "<publish node='news'/><subscribe node='news' jid='a@b'/>",
        "<publish node='news'><entry/></publish>",
        "<configure node='news'/>",
        "<delete node='news'/>",
        "<purge node='news'/>",
        "<items node='news'/>"
      })
  void whatTheSchemaDoesNotKnowIsABadRequest(String inside) {
    service.withNode();
    service
        .set(OWNER, "<pubsub xmlns='http://jabber.org/protocol/pubsub'>" + inside + "</pubsub>")
        .isError("modify", "bad-request");
  }

  @ParameterizedTest
  @Tag("PS-17.4-wrong-ns")
  @Tag("PS-17.4-schema-owner")
  @ValueSource(
      strings = {
        "",
        "<publish node='news'/>",
        "<subscribe node='news' jid='owner@example.org'/>",
        "<create node='other'/>",
        "<items node='news'/>",
        "<purge node='news'/><delete node='news'/>"
      })
  void whatIsNotForOwnersIsABadRequestThere(String inside) {
    service.withNode();
    for (String type : new String[] {"get", "set"}) {
      service
          .ask(
              OWNER,
              type,
              "<pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>" + inside + "</pubsub>")
          .isError("modify", "bad-request");
    }
  }

  /** The four kinds of events that two options make (4.3). */
  @ParameterizedTest(name = "PS-4.3-event-dimensions persist={0} payload={1}")
  @CsvSource({"1,1", "1,0", "0,1", "0,0"})
  @Tag("PS-4.3-event-dimensions")
  @Tag("PS-10-feature-persistent-items")
  @Tag("PS-10-feature-publish")
  void ownerChoosesWhatIsKeptAndWhatIsTold(String persist, String payload) {
    Service service = new Service();
    service.withNode("persist_items=" + persist, "deliver_payloads=" + payload);
    service.subscribe(Service.ALICE, Service.ALICE).isResult();
    boolean trigger = persist.equals("0") && payload.equals("0");
    Reply reply =
        (trigger ? service.publishXml(Service.OWNER, "") : service.publish(Service.OWNER, "a"))
            .isResult();
    Element items = reply.messagesTo(Service.ALICE).get(0).elements().get(0).elements().get(0);
    assertEquals(trigger ? 0 : 1, items.elements().size());
    if (!trigger) {
      assertEquals(payload.equals("1") ? 1 : 0, items.elements().get(0).elements().size());
    }
    if (persist.equals("1")) {
      assertEquals(List.of("a"), service.itemIds());
    } else {
      service
          .items(Service.OWNER)
          .isError("cancel", "feature-not-implemented", "unsupported[persistent-items]");
    }
  }
}
