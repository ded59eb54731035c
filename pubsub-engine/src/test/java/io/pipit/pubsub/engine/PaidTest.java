package io.pipit.pubsub.engine;

import static io.pipit.pubsub.engine.Service.ALICE;
import static io.pipit.pubsub.engine.Service.BOB;
import static io.pipit.pubsub.engine.Service.OWNER;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A node that takes pay (XEP-0060 6.1.3.5, 6.5.9.9): the option {@code pipit#paid}. */
class PaidTest {

  private static final String OWNER_NS = "http://jabber.org/protocol/pubsub#owner";

  private final Service service = new Service();

  @AfterEach
  void replayGivesTheSameState() {
    service.checkReplay();
  }

  private static void isUnpaid(Reply reply) {
    reply.isError("auth", "payment-required");
  }

  private static List<String> toldTo(Reply reply) {
    return reply.told().stream().map(Service.Told::to).distinct().toList();
  }

  @Test
  @Tag("PS-6.1.3.5-payment")
  @Tag("PS-11-payment-required")
  void whoHasNotPaidCannotSubscribe() {
    service.withNode("paid=1");
    isUnpaid(service.subscribe(ALICE, ALICE));
    isUnpaid(service.subscribe(ALICE, "alice@example.org"));
    assertEquals(List.of(), toldTo(service.publish(OWNER, "a")));
  }

  @Test
  @Tag("PS-6.5.9.9-payment")
  @Tag("PS-11-payment-required")
  void whoHasNotPaidCannotRetrieve() {
    service.withNode("paid=1");
    service.publish(OWNER, "a").isResult();
    isUnpaid(service.items(BOB));
    isUnpaid(
        service.get(
            BOB,
            "<pubsub xmlns='http://jabber.org/protocol/pubsub'><items node='news'>"
                + "<item id='a'/></items></pubsub>"));
    isUnpaid(service.set(BOB, "<query xmlns='urn:xmpp:mam:2' node='news'/>"));
  }

  @Test
  @Tag("PS-6.1.3.5-payment")
  void memberHasPaidAndPublisherNeedNot() {
    service.withNode("paid=1");
    service.affiliate("alice@example.org", "member").isResult();
    service.affiliate("bob@example.org", "publisher").isResult();
    service.subscribe(ALICE, ALICE).isResult();
    service.items(ALICE).isResult();
    service.subscribe(BOB, BOB).isResult();
    assertEquals(List.of(ALICE, BOB), toldTo(service.publish(OWNER, "a")));
  }

  /** Judged at delivery and when it changes: who pays no longer gets nothing more. */
  @Test
  @Tag("PS-11-payment-required")
  void whoPaysNoLongerGetsNothingMore() {
    service.withNode("paid=1");
    service.affiliate("alice@example.org", "member").isResult();
    service.subscribe(ALICE, ALICE).isResult();
    service.affiliate("alice@example.org", "none").isResult();
    assertEquals(List.of(), toldTo(service.publish(OWNER, "a")));
    isUnpaid(service.items(ALICE));
    isUnpaid(service.subscribe(ALICE, ALICE));
  }

  @Test
  @Tag("PS-11-payment-required")
  void subscriptionsOfWhoHasNotPaidEndWhenThatIsAskedFor() {
    service.withNode();
    service.subscribe(ALICE, ALICE).isResult();
    assertEquals(List.of(ALICE), toldTo(service.configure("paid=1")));
    assertEquals(List.of(), toldTo(service.publish(OWNER, "a")));
    service.configure("paid=0").isResult();
    service.subscribe(ALICE, ALICE).isResult();
  }

  /** Pay opens nothing that the access model closes, and the approval of an owner is no pay. */
  @Test
  @Tag("PS-6.1.3.5-payment")
  void otherRulesOfAccessComeFirst() {
    service.withNode("paid=1", "access_model=presence");
    service
        .subscribe(ALICE, ALICE)
        .isError("auth", "not-authorized", "presence-subscription-required");
    service.context.roster.add("owner@example.org", "alice@example.org", "Friends");
    isUnpaid(service.subscribe(ALICE, ALICE));
    service.configure("access_model=whitelist").isResult();
    service.subscribe(BOB, BOB).isError("cancel", "not-allowed", "closed-node");
    service.configure("access_model=authorize").isResult();
    isUnpaid(service.subscribe(BOB, BOB));
    service.affiliate("bob@example.org", "outcast").isResult();
    service.subscribe(BOB, BOB).isError("auth", "forbidden");
  }

  @Test
  void ownerSubscribesNobodyWhoHasNotPaid() {
    service.withNode("paid=1");
    service
        .set(
            OWNER,
            "<pubsub xmlns='"
                + OWNER_NS
                + "'><subscriptions node='news'><subscription jid='alice@example.org'"
                + " subscription='subscribed'/></subscriptions></pubsub>")
        .isError("modify", "not-acceptable");
  }

  /** Who is to pay knows for what. */
  @Test
  void nodeIsSeenByAll() {
    service.withNode("paid=1");
    service
        .get(ALICE, "<query xmlns='http://jabber.org/protocol/disco#info' node='news'/>")
        .isResult();
    isUnpaid(
        service.get(ALICE, "<query xmlns='http://jabber.org/protocol/disco#items' node='news'/>"));
  }

  @Test
  void subscribersWhoPublishHaveToPayToo() {
    service.withNode("publish_model=subscribers");
    service.subscribe(ALICE, ALICE).isResult();
    service.publish(ALICE, "a").isResult();
    service.configure("paid=1").isResult();
    service.publish(ALICE, "b").isError("auth", "forbidden");
  }
}
