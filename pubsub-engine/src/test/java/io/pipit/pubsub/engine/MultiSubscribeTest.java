package io.pipit.pubsub.engine;

import static io.pipit.pubsub.engine.Service.ALICE;
import static io.pipit.pubsub.engine.Service.BOB;
import static io.pipit.pubsub.engine.Service.OWNER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.pubsub.PubsubFeature;
import io.pipit.xmpp.Element;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** XEP-0060 6.1.6, 6.2.3, 6.5.9, 7.1.2.4 and 12.16: several subscriptions and their subids. */
class MultiSubscribeTest {

  private static final String BARE = "alice@example.org";
  private static final String PUBSUB_NS = "xmlns='http://jabber.org/protocol/pubsub'";
  private static final String OWNER_NS = "xmlns='http://jabber.org/protocol/pubsub#owner'";

  private final Service service = new Service();

  @AfterEach
  void replayGivesTheSameState() {
    service.checkReplay();
  }

  private static String subid(String id) {
    return " subid='" + id + "'";
  }

  private Reply unsubscribe(String attributes) {
    return service.set(
        ALICE, "<pubsub " + PUBSUB_NS + "><unsubscribe node='news'" + attributes + "/></pubsub>");
  }

  private Reply items(String from, String attributes) {
    return service.get(
        from, "<pubsub " + PUBSUB_NS + "><items node='news'" + attributes + "/></pubsub>");
  }

  @Test
  @Tag("PS-6.1.2-subid")
  @Tag("PS-6.1.6-support")
  @Tag("PS-6.1.6-subid-generate")
  @Tag("PS-6.1.6-subid-unique")
  @Tag("PS-10-feature-multi-subscribe")
  void otherOptionsMakeAnotherSubscriptionWithASubidOfItsOwn() {
    service.withNode();
    Set<String> subids = new HashSet<>();
    subids.add(service.subscribe(ALICE, BARE).subid());
    subids.add(service.subscribeWith(ALICE, BARE, "deliver=0").subid());
    subids.add(service.subscribeWith(ALICE, BARE, "show-values=chat,dnd").subid());
    subids.add(service.subscribe(BOB, BOB).subid());
    assertEquals(4, subids.size());
    assertEquals(4, service.state().node("news").orElseThrow().subscriptionCount());
    assertTrue(PubsubFeature.MULTI_SUBSCRIBE.isGeneral());
  }

  @Test
  @Tag("PS-6.1.6-idempotent")
  void equalOptionsOrNoneAreTheSubscriptionThatThereIs() {
    service.withNode();
    String first = service.subscribe(ALICE, BARE).subid();
    String second = service.subscribeWith(ALICE, BARE, "deliver=0").subid();
    assertEquals(first, service.subscribe(ALICE, BARE).subid());
    assertEquals(first, service.subscribeWith(ALICE, BARE, "deliver=true").subid());
    assertEquals(second, service.subscribeWith(ALICE, BARE, "deliver=false").subid());
    assertNotEquals(first, second);
  }

  @Test
  @Tag("PS-6.1.6-subid-overwrite")
  void subidOfAClientIsOverwritten() {
    service.withNode();
    Reply reply =
        service.set(
            ALICE,
            "<pubsub "
                + PUBSUB_NS
                + "><subscribe node='news' subid='mine' jid='"
                + ALICE
                + "'/></pubsub>");
    assertNotEquals("mine", reply.subid());
  }

  @Test
  @Tag("PS-5.6-entry-subid")
  @Tag("PS-6.1.6-subid-unique")
  void listsNameEachSubscription() {
    service.withNode();
    String first = service.subscribe(ALICE, BARE).subid();
    String second = service.subscribeWith(ALICE, BARE, "deliver=0").subid();
    String entries = "";
    for (String id : List.of(first, second)) {
      entries +=
          "<subscription node='news' jid='"
              + BARE
              + "'"
              + subid(id)
              + " subscription='subscribed'/>";
    }
    for (String node : new String[] {"", " node='news'"}) {
      String list = "<pubsub " + PUBSUB_NS + "><subscriptions" + node + ">";
      service
          .get(ALICE, list + "</subscriptions></pubsub>")
          .isResult(list + entries + "</subscriptions></pubsub>");
    }
  }

  @Test
  @Tag("PS-6.2.3.1-subid-required")
  @Tag("PS-6.2.3.5-subid-include")
  @Tag("PS-6.2.2-result-subid")
  void whichOfSeveralEndsHasToBeSaid() {
    service.withNode();
    String first = service.subscribe(ALICE, BARE).subid();
    String second = service.subscribeWith(ALICE, BARE, "deliver=0").subid();
    String jid = " jid='" + BARE + "'";
    unsubscribe(jid).isError("modify", "bad-request", "subid-required");
    unsubscribe(jid + subid(first))
        .isResult(
            "<pubsub "
                + PUBSUB_NS
                + "><subscription node='news'"
                + jid
                + subid(first)
                + " subscription='none'/></pubsub>")
        .tells(BARE, "<subscription node='news'" + jid + subid(first) + " subscription='none'/>");
    unsubscribe(jid + subid(first)).isError("modify", "not-acceptable", "invalid-subid");
    unsubscribe(jid)
        .isResult()
        .tells(BARE, "<subscription node='news'" + jid + subid(second) + " subscription='none'/>");
    unsubscribe(jid).isError("cancel", "unexpected-request", "not-subscribed");
  }

  @Test
  @Tag("PS-6.2.3.5-invalid-subid")
  void subidOfAnotherIsInvalid() {
    service.withNode();
    service.subscribe(ALICE, BARE).isResult();
    String bobs = service.subscribe(BOB, BOB).subid();
    for (String id : List.of(bobs, "never-given")) {
      unsubscribe(" jid='" + BARE + "'" + subid(id))
          .isError("modify", "not-acceptable", "invalid-subid");
    }
    assertEquals(2, service.publish(OWNER, "a").told().size());
  }

  /** A subid that names nothing is as good as none. */
  @Test
  @Tag("PS-6.2.3.5-subid-ignore")
  void emptySubidIsIgnored() {
    service.withNode();
    service.subscribe(ALICE, BARE).isResult();
    unsubscribe(" jid='" + BARE + "' subid=''").isResult();
  }

  @Test
  @Tag("PS-6.5.9.1-subid-required")
  @Tag("PS-6.5.9.2-invalid-subid")
  void itemsAreAskedForOnBehalfOfOneSubscription() {
    service.withNode();
    service.publish(OWNER, "a").isResult();
    String first = service.subscribe(ALICE, BARE).subid();
    items(ALICE, "").isResult();
    service.subscribeWith(ALICE, BARE, "deliver=0").isResult();
    items(ALICE, "").isError("modify", "bad-request", "subid-required");
    items(ALICE, subid("never-given")).isError("modify", "not-acceptable", "invalid-subid");
    assertEquals(List.of("a"), items(ALICE, subid(first)).itemIds());
    items(BOB, subid(first)).isError("modify", "not-acceptable", "invalid-subid");
  }

  @Test
  void resourcesWithOneSubscriptionEachNeedNoSubid() {
    service.withNode();
    service.subscribe(ALICE, ALICE).isResult();
    service.subscribe(ALICE, "alice@example.org/desk").isResult();
    service.subscribe(ALICE, BARE).isResult();
    items(ALICE, "").isResult();
    items("alice@example.org/desk", "").isResult();
    items("alice@example.org/other", "").isResult();
  }

  @Test
  @Tag("PS-6.1.6-one-notification")
  @Tag("PS-7.1.2.4-shim-subid")
  @Tag("PF-0131-shim-subid")
  @Tag("PS-7.1.2.4-shim-format")
  @Tag("PS-7.1.2.4-shim-last")
  @Tag("PS-12.16-shim-items")
  @Tag("PS-16.5-shim-subid-name")
  @Tag("PS-12.20-content-multi")
  void oneEventNotesTheSubscriptionsThatMatch() {
    service.withNode();
    String first = service.subscribe(ALICE, BARE).subid();
    String second = service.subscribeWith(ALICE, BARE, "show-values=").subid();
    assertEquals(first, second, "no presence at all is the default");
    String third = service.subscribeWith(ALICE, BARE, "digest_frequency=5000").subid();
    service.subscribeWith(ALICE, BARE, "deliver=0").isResult();
    service.subscribe(BOB, BOB).isResult();
    Reply reply = service.publish(OWNER, "a").isResult();
    assertEquals(1, reply.messagesTo(BARE).size());
    Element message = reply.messagesTo(BARE).get(0);
    Reply.assertSame(
        "<headers xmlns='http://jabber.org/protocol/shim'><header name='SubID'>"
            + first
            + "</header><header name='SubID'>"
            + third
            + "</header></headers>",
        message.elements().get(message.elements().size() - 1));
    assertEquals(1, reply.messagesTo(BOB).get(0).elements().size(), "one subscription, no note");
  }

  @Test
  @Tag("PS-7.2.2.2-shim")
  @Tag("PS-7.2.2.2-shim-format")
  @Tag("PS-7.2.2.2-shim-last")
  @Tag("PS-12.16-shim-not-node-events")
  void retractionsAreNotedAndEventsOfTheNodeAreNot() {
    service.withNode("notify_config=1", "notify_retract=1");
    service.publish(OWNER, "a", "b").isResult();
    service.subscribe(ALICE, BARE).isResult();
    service.subscribeWith(ALICE, BARE, "digest_frequency=5000").isResult();
    Element retracted = service.retract(OWNER, "a", "").messagesTo(BARE).get(0);
    Element last = retracted.elements().get(retracted.elements().size() - 1);
    assertTrue(last.is("headers", "http://jabber.org/protocol/shim"));
    assertEquals(2, last.elements().size());
    List<Element> messages =
        List.of(
            service.configure("title=Other").messagesTo(BARE).get(0),
            service
                .set(OWNER, "<pubsub " + OWNER_NS + "><purge node='news'/></pubsub>")
                .messagesTo(BARE)
                .get(0),
            service
                .set(OWNER, "<pubsub " + OWNER_NS + "><delete node='news'/></pubsub>")
                .messagesTo(BARE)
                .get(0));
    for (Element message : messages) {
      assertEquals(1, message.elements().size());
    }
  }

  @Test
  @Tag("PS-6.1.6-full-jids-separate")
  void fullJidsOfOneAccountAreSeparateRecipients() {
    service.withNode();
    service.subscribe(ALICE, ALICE).isResult();
    service.subscribe(ALICE, "alice@example.org/desk").isResult();
    Reply reply = service.publish(OWNER, "a");
    assertEquals(List.of(ALICE, "alice@example.org/desk"), reply.recipients());
    assertEquals(1, reply.messagesTo(ALICE).get(0).elements().size());
  }

  @Test
  @Tag("PS-8.8.1.2-multi-subid")
  void ownerSeesAndEndsSubscriptionsOneByOne() {
    service.withNode();
    String first = service.subscribe(ALICE, BARE).subid();
    String second = service.subscribeWith(ALICE, BARE, "deliver=0").subid();
    String list = "<pubsub " + OWNER_NS + "><subscriptions node='news'>";
    String end = "</subscriptions></pubsub>";
    String jid = "<subscription jid='" + BARE + "'";
    service
        .get(OWNER, list + end)
        .isResult(
            list
                + jid
                + subid(first)
                + " subscription='subscribed'/>"
                + jid
                + subid(second)
                + " subscription='subscribed'/>"
                + end);
    service.set(OWNER, list + jid + subid(second) + " subscription='none'/>" + end).isEmptyResult();
    service
        .get(OWNER, list + end)
        .isResult(list + jid + subid(first) + " subscription='subscribed'/>" + end);
  }

  @Test
  void ownerWhoNamesNoSubidEndsAllOfAnAddress() {
    service.withNode();
    service.subscribe(ALICE, BARE).isResult();
    service.subscribeWith(ALICE, BARE, "deliver=0").isResult();
    Reply reply =
        service.set(
            OWNER,
            "<pubsub "
                + OWNER_NS
                + "><subscriptions node='news'><subscription jid='"
                + BARE
                + "' subscription='none'/></subscriptions></pubsub>");
    assertEquals(2, reply.isEmptyResult().messagesTo(BARE).size());
    assertEquals(0, service.state().node("news").orElseThrow().subscriptionCount());
  }
}
