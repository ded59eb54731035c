package io.pipit.pubsub.engine;

import static io.pipit.pubsub.engine.Service.ALICE;
import static io.pipit.pubsub.engine.Service.BOB;
import static io.pipit.pubsub.engine.Service.OWNER;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pipit.pubsub.ServiceLimits;
import io.pipit.xmpp.Element;
import io.pipit.xmpp.Ns;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** XEP-0060 6.1, 6.2, 5.6 and 12.14. */
class SubscribeTest {

  private Service service = new Service();

  @AfterEach
  void replayGivesTheSameState() {
    service.checkReplay();
  }

  private static final String PUBSUB_NS = "xmlns='http://jabber.org/protocol/pubsub'";

  private static String subscription(String jid, String state) {
    return "<subscription node='news' jid='" + jid + "' subscription='" + state + "'/>";
  }

  private static String subscribed(String jid) {
    return "<pubsub "
        + PUBSUB_NS
        + ">"
        + subscription(jid, "subscribed").replace("/>", "><subscribe-options/></subscription>")
        + "</pubsub>";
  }

  @Test
  @Tag("PS-3-subscribe-or-refuse")
  @Tag("PS-6.1.1-request")
  @Tag("PS-6.1.1-jid-attr")
  @Tag("PS-6.1.2-success")
  @Tag("PS-10-feature-subscribe")
  void bareAndOwnFullJidsAreSubscribedAsGiven() {
    service.withNode();
    for (String jid : new String[] {"alice@example.org", ALICE, "alice@example.org/never-online"}) {
      service.subscribe(ALICE, jid).isResult(subscribed(jid)).tellsNobody();
    }
  }

  @Test
  @Tag("PS-6.1.6-idempotent")
  void subscribingTwiceIsSubscribedOnce() {
    service.withNode("send_last_published_item=on_sub");
    service.publish(OWNER, "a").isResult();
    service.subscribe(ALICE, ALICE).isResult();
    service.subscribe(ALICE, ALICE).isResult(subscribed(ALICE)).tellsNobody();
    assertEquals(1, service.publish(OWNER, "b").told().size());
  }

  @ParameterizedTest
  @Tag("PS-6.1.3.1-bare-match")
  @Tag("PS-6.1.3.1-app-condition")
  @Tag("PS-6.1.3.1-other-jid-forms")
  @ValueSource(strings = {"bob@example.org", "alice@example.com", "example.org", BOB})
  void addressOfAnotherIsAnInvalidJid(String jid) {
    service.withNode();
    service.subscribe(ALICE, jid).isError("modify", "bad-request", "invalid-jid");
  }

  @Test
  @Tag("PS-6.1.1-jid-missing")
  void missingOrMalformedJidIsInvalid() {
    service.withNode();
    for (String action : new String[] {"subscribe", "unsubscribe"}) {
      for (String jid : new String[] {"", " jid=''", " jid='@'"}) {
        service
            .set(
                ALICE,
                "<pubsub " + PUBSUB_NS + "><" + action + " node='news'" + jid + "/></pubsub>")
            .isError("modify", "bad-request", "invalid-jid");
      }
    }
  }

  @Test
  @Tag("PS-6.1.3.12-not-found")
  @Tag("PS-6.2.3.4-not-found")
  void missingNodeIsNotFound() {
    service.subscribe(ALICE, ALICE).isError("cancel", "item-not-found");
    service.unsubscribe(ALICE, ALICE).isError("cancel", "item-not-found");
  }

  @Test
  @Tag("PS-6.1.3.2-presence-required")
  @Tag("PS-4.5-presence")
  @Tag("PS-11-not-authorized")
  void presenceNodeWantsAPresenceSubscription() {
    service.withNode("access_model=presence");
    service
        .subscribe(ALICE, ALICE)
        .isError("auth", "not-authorized", "presence-subscription-required");
    service.context.roster.add("owner@example.org", "alice@example.org");
    service.subscribe(ALICE, ALICE).isResult();
  }

  @Test
  @Tag("PS-6.1.3.3-roster-group")
  @Tag("PS-4.5-roster")
  @Tag("PS-16.4.4-field-roster-groups-allowed")
  void rosterNodeWantsAnAllowedGroup() {
    service.withNode("access_model=roster", "roster_groups_allowed=Friends");
    service.context.roster.add("owner@example.org", "alice@example.org", "Work");
    service.subscribe(ALICE, ALICE).isError("auth", "not-authorized", "not-in-roster-group");
    service.context.roster.add("owner@example.org", "alice@example.org", "Friends");
    service.subscribe(ALICE, ALICE).isResult();
  }

  @Test
  @Tag("PS-6.1.3.4-closed-node")
  @Tag("PS-4.5-whitelist")
  @Tag("PS-4.5-whitelist-owner")
  @Tag("PS-4.5-whitelist-member")
  @Tag("PS-4.1-priv-member")
  @Tag("PS-11-not-allowed")
  void whitelistedNodeIsClosedToOthers() {
    service.withNode("access_model=whitelist");
    service.subscribe(ALICE, ALICE).isError("cancel", "not-allowed", "closed-node");
    service.subscribe(OWNER, OWNER).isResult();
    service.affiliate("alice@example.org", "member").isResult();
    service.subscribe(ALICE, ALICE).isResult();
  }

  @Test
  @Tag("PS-6.1.3.8-outcast")
  @Tag("PS-4.1-priv-outcast")
  @Tag("PS-4.1-priv-publish-only")
  void outcastsAndPublishOnlyDoNotSubscribe() {
    service.withNode();
    service.affiliate("alice@example.org", "outcast").isResult();
    service.subscribe(ALICE, ALICE).isError("auth", "forbidden");
    service.affiliate("alice@example.org", "publish-only").isResult();
    service.subscribe(ALICE, ALICE).isError("auth", "forbidden");
  }

  @Test
  @Tag("PS-6.1.3.10-unsupported")
  @Tag("PS-16.4.4-field-subscribe")
  void nodeMayTakeNoSubscriptions() {
    service.withNode("subscribe=0");
    service
        .subscribe(ALICE, ALICE)
        .isError("cancel", "feature-not-implemented", "unsupported[subscribe]");
  }

  @Test
  @Tag("PS-6.1.3.9-too-many")
  @Tag("PS-6.1.3.9-too-many-match")
  void subscriptionsAreCountedByBareJidAtTheNodeAndTheService() {
    service = new Service(new ServiceLimits(10, 3, 2, 4, 10, 10, 10, 1_000, 10, 1_000));
    service.withNode("max_items=10", "max_payload_size=1000");
    service.subscribe(ALICE, "alice@example.org/1").isResult();
    service.subscribe(ALICE, "alice@example.org/2").isResult();
    service
        .subscribe(ALICE, "alice@example.org/3")
        .isError("wait", "policy-violation", "too-many-subscriptions");
    service.subscribe(ALICE, "alice@example.org/2").isResult();
    service.context.counts = entity -> 3;
    service.subscribe(BOB, BOB).isError("wait", "policy-violation", "too-many-subscriptions");
    service.context.counts = entity -> 0;
    service.subscribe(BOB, BOB).isResult();
    service.subscribe(BOB, "bob@example.org").isResult();
    service.subscribe(OWNER, OWNER).isError("wait", "policy-violation", "too-many-subscriptions");
  }

  @Test
  @Tag("PS-6.1.7-send-last")
  @Tag("PS-6.1.7-delay-stamp")
  @Tag("PS-16.4.4-field-send-last-published-item")
  void newestItemIsSentToANewSubscriberWithItsTime() {
    service.withNode("send_last_published_item=on_sub");
    service.subscribe(BOB, BOB).isResult().tellsNobody();
    service.publish(OWNER, "a", "b").isResult();
    service.context.pass(Duration.ofHours(1));
    Reply reply = service.subscribe(ALICE, "alice@example.org").isResult();
    reply.tells(
        "alice@example.org",
        "<items node='news'><item id='b'><v xmlns='urn:x'>b</v></item></items>");
    Element delay =
        reply.messagesTo("alice@example.org").get(0).child("delay", Ns.DELAY).orElseThrow();
    assertEquals(Optional.of("2026-06-30T12:00:00Z"), delay.attribute("stamp"));
    assertEquals(1, reply.told().size());
  }

  @Test
  void lastItemIsNotSentByDefault() {
    service.withNode();
    service.publish(OWNER, "a").isResult();
    service.subscribe(ALICE, ALICE).isResult().tellsNobody();
  }

  @Test
  @Tag("PS-6.2.1-request")
  @Tag("PS-6.2.2-result")
  @Tag("PS-6.2.2-result-sub")
  @Tag("PS-4.2-state-none")
  @Tag("PS-12.14-notify-change")
  @Tag("PS-12.14-triggers")
  @Tag("PS-12.14-to")
  void unsubscribedAddressGetsNothingMoreButTheNotice() {
    service.withNode();
    service.subscribe(ALICE, "alice@example.org").isResult();
    service.subscribe(ALICE, ALICE).isResult();
    service
        .unsubscribe("alice@example.org/other", "alice@example.org")
        .isResult(
            "<pubsub " + PUBSUB_NS + ">" + subscription("alice@example.org", "none") + "</pubsub>")
        .tells("alice@example.org", subscription("alice@example.org", "none"));
    assertEquals(List.of(ALICE), service.publish(OWNER, "a").recipients());
  }

  @Test
  @Tag("PS-6.2.2-result")
  @Tag("PS-12.14-to")
  void resourceThatUnsubscribesItselfHasItsAnswerAndNoNotice() {
    service.withNode();
    service.subscribe(ALICE, "alice@example.org").isResult();
    service.subscribe(ALICE, ALICE).isResult();
    service.unsubscribe(ALICE, ALICE).isResult().tellsNobody();
    Reply ofTheAccount = service.unsubscribe(ALICE, "alice@example.org").isResult();
    ofTheAccount.tells("alice@example.org", subscription("alice@example.org", "none"));
    assertEquals(List.of(ALICE), ofTheAccount.answered());
  }

  @Test
  @Tag("PS-6.2.3.2-not-subscribed")
  void whatIsNotSubscribedCannotBeUnsubscribed() {
    service.withNode();
    service.subscribe(ALICE, ALICE).isResult();
    service
        .unsubscribe(ALICE, "alice@example.org")
        .isError("cancel", "unexpected-request", "not-subscribed");
    service.unsubscribe(BOB, BOB).isError("cancel", "unexpected-request", "not-subscribed");
  }

  @Test
  @Tag("PS-6.2.3.3-forbidden")
  @Tag("PS-6.2.3.3-check-bare")
  void nobodyUnsubscribesAnother() {
    service.withNode();
    service.subscribe(ALICE, ALICE).isResult();
    service.unsubscribe(BOB, ALICE).isError("auth", "forbidden");
    service.unsubscribe(OWNER, ALICE).isError("auth", "forbidden");
    service.unsubscribe("alice@example.org/other", ALICE).isResult();
  }

  @Test
  @Tag("PS-5.6-support")
  @Tag("PS-5.6-request-empty")
  @Tag("PS-5.6-all-for-bare")
  @Tag("PS-5.6-entry-fields")
  @Tag("PS-5.6-empty")
  @Tag("PS-10-feature-retrieve-subscriptions")
  void entitySeesItsSubscriptionsToAllNodes() {
    service.withNode();
    service.set(OWNER, "<pubsub " + PUBSUB_NS + "><create node='a'/></pubsub>").isResult();
    String ask = "<pubsub " + PUBSUB_NS + "><subscriptions/></pubsub>";
    service.get(ALICE, ask).isResult(ask);
    service.subscribe(ALICE, "alice@example.org").isResult();
    service.subscribe(ALICE, ALICE).isResult();
    service.subscribe(BOB, BOB).isResult();
    service
        .set(ALICE, "<pubsub " + PUBSUB_NS + "><subscribe node='a' jid='" + ALICE + "'/></pubsub>")
        .isResult();
    service
        .get("alice@example.org/other", ask)
        .isResult(
            "<pubsub "
                + PUBSUB_NS
                + "><subscriptions>"
                + subscription(ALICE, "subscribed").replace("news", "a")
                + subscription("alice@example.org", "subscribed")
                + subscription(ALICE, "subscribed")
                + "</subscriptions></pubsub>");
  }

  @Test
  @Tag("PS-5.6-by-node")
  @Tag("PS-5.6-by-node-filter")
  void entitySeesItsSubscriptionsToOneNode() {
    service.withNode();
    service.subscribe(ALICE, ALICE).isResult();
    String ask = "<pubsub " + PUBSUB_NS + "><subscriptions node='news'/></pubsub>";
    service
        .get(ALICE, ask)
        .isResult(
            "<pubsub "
                + PUBSUB_NS
                + "><subscriptions node='news'>"
                + subscription(ALICE, "subscribed")
                + "</subscriptions></pubsub>");
    service.get(BOB, ask).isResult(ask);
  }

  @Test
  void strangerDoesNotLearnOfARestrictedNode() {
    service.withNode("access_model=whitelist");
    for (String list : new String[] {"subscriptions", "affiliations"}) {
      service
          .get(ALICE, "<pubsub " + PUBSUB_NS + "><" + list + " node='news'/></pubsub>")
          .isError("cancel", "item-not-found");
      service
          .get(ALICE, "<pubsub " + PUBSUB_NS + "><" + list + " node='missing'/></pubsub>")
          .isError("cancel", "item-not-found");
    }
  }
}
