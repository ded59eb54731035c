package io.pipit.pubsub.engine;

import static io.pipit.pubsub.engine.Service.ALICE;
import static io.pipit.pubsub.engine.Service.BOB;
import static io.pipit.pubsub.engine.Service.OWNER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.pubsub.LeasePolicy;
import io.pipit.pubsub.PubsubFeature;
import io.pipit.pubsub.ServicePolicy;
import io.pipit.pubsub.command.NodeCommand;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.Jid;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** XEP-0060 12.19, 12.5, 6.1.5: subscriptions that end by themselves. It is 12:00 at first. */
class LeaseTest {

  private static final LeasePolicy LEASES =
      new LeasePolicy(Duration.ofDays(7), Duration.ofMinutes(30), Duration.ofMinutes(10));
  private static final String BARE = "alice@example.org";
  private static final String JID = "jid='" + BARE + "'";

  private Service service = new Service(policy(LEASES));

  private static ServicePolicy policy(LeasePolicy leases) {
    return ServicePolicy.builder(BareJid.of(Service.JID), "Events").leases(leases).build();
  }

  @AfterEach
  void replayGivesTheSameState() {
    service.checkReplay();
  }

  private Instant nextDue() {
    Instant next = new Leases().nextDue(service.state().node("news").orElseThrow());
    return next == null ? Instant.MAX : next;
  }

  /** Lets time pass until something is due, and has it done. */
  private Reply untilDue() {
    service.context.pass(Duration.between(service.context.now(), nextDue()));
    return service.tick();
  }

  private static String event(String subid, String expiry, String state) {
    return "<subscription node='news'"
        + (expiry.isEmpty() ? "" : " expiry='" + expiry + "'")
        + " jid='"
        + BARE
        + "' subid='"
        + subid
        + "' subscription='"
        + state
        + "'/>";
  }

  @Test
  @Tag("PS-12.19-lease-field")
  @Tag("PS-12.19-lease-warn")
  @Tag("PS-12.19-lease-warn-form")
  @Tag("PS-12.19-lease-end")
  @Tag("PS-16.4.2-field-expire")
  @Tag("PS-10-feature-leased-subscription")
  void subscriberIsRemindedBeforeTheEndAndToldOfIt() {
    service.withNode();
    String end = "2026-06-30T15:00:00Z";
    String subid = service.subscribeWith(ALICE, BARE, "expire=2026-06-30T17:00:00+02:00").subid();
    assertEquals(Optional.of(end), service.options(ALICE, JID).form().value("pubsub#expire"));
    assertEquals(Instant.parse("2026-06-30T14:30:00Z"), nextDue());
    untilDue().tells(BARE, event(subid, end, "subscribed"));
    assertEquals(List.of(BARE), service.publish(OWNER, "a").recipients());
    assertEquals(Instant.parse(end), nextDue());
    untilDue().tells(BARE, event(subid, end, "none"));
    service.publish(OWNER, "b").isResult().tellsNobody();
    assertEquals(Instant.MAX, nextDue());
    assertTrue(PubsubFeature.LEASED_SUBSCRIPTION.isGeneral());
  }

  @Test
  void shortLeaseIsRemindedOfHalfWay() {
    service.withNode();
    service.subscribeWith(ALICE, BARE, "expire=2026-06-30T12:20:00Z").isResult();
    assertEquals(Instant.parse("2026-06-30T12:10:00Z"), nextDue());
    assertEquals(1, untilDue().told().size());
    assertEquals(Instant.parse("2026-06-30T12:20:00Z"), nextDue());
  }

  @Test
  void tickBeforeItsTimeDoesNothing() {
    service.withNode();
    service.subscribeWith(ALICE, BARE, "expire=2026-06-30T15:00:00Z").isResult();
    service.tick().tellsNobody();
    assertEquals(Instant.parse("2026-06-30T14:30:00Z"), nextDue());
  }

  @Test
  @Tag("PS-12.19-lease-renew")
  void leaseIsRenewedByItsOptionOrByTheSameRequest() {
    service.withNode();
    String subid = service.subscribeWith(ALICE, BARE, "expire=2026-06-30T15:00:00Z").subid();
    untilDue();
    service.setOptions(ALICE, JID, "expire=2026-07-01T00:00:00Z").isEmptyResult();
    assertEquals(Instant.parse("2026-06-30T23:30:00Z"), nextDue());
    assertEquals(subid, service.subscribeWith(ALICE, BARE, "expire=2026-07-02T00:00:00Z").subid());
    assertEquals(Instant.parse("2026-07-01T23:30:00Z"), nextDue());
    assertEquals(1, service.state().node("news").orElseThrow().subscriptionCount());
    service.setOptions(ALICE, JID, "expire=").isEmptyResult();
    assertEquals(Instant.MAX, nextDue());
  }

  @Test
  void subscribingAgainWithoutOptionsKeepsTheLease() {
    service.withNode();
    service.subscribeWith(ALICE, BARE, "expire=2026-06-30T15:00:00Z").isResult();
    service.subscribe(ALICE, BARE).isResult();
    service.subscribeWith(ALICE, BARE, "deliver=1").isResult();
    assertEquals(
        Optional.of("2026-06-30T15:00:00Z"),
        service.options(ALICE, JID).form().value("pubsub#expire"));
  }

  @Test
  @Tag("PS-12.19-lease-cap")
  void excessiveLeaseIsCut() {
    service.withNode();
    service.subscribeWith(ALICE, BARE, "expire=2036-01-01T00:00:00Z").isResult();
    Optional<String> longest = Optional.of("2026-07-07T12:00:00Z");
    assertEquals(longest, service.options(ALICE, JID).form().value("pubsub#expire"));
    service.setOptions(ALICE, JID, "expire=9999-12-31T23:59:59Z").isEmptyResult();
    assertEquals(longest, service.options(ALICE, JID).form().value("pubsub#expire"));
  }

  /** Nothing of a lapsed lease is seen, though no tick has come. */
  @Test
  @Tag("PS-12.19-lease-end")
  void lapsedLeaseIsHiddenBeforeItsTick() {
    service.withNode("publish_model=subscribers");
    String lapsed = service.subscribeWith(ALICE, BARE, "expire=2026-06-30T13:00:00Z").subid();
    service.subscribe(BOB, BOB).isResult();
    assertEquals(2, service.publish(ALICE, "a").told().size());
    service.context.pass(Duration.ofHours(1));
    service.publish(ALICE, "b").isError("auth", "forbidden");
    assertEquals(List.of(BOB), service.publish(OWNER, "b").recipients());
    service.options(ALICE, JID).isError("modify", "unexpected-request", "not-subscribed");
    service.unsubscribe(ALICE, BARE).isError("cancel", "unexpected-request", "not-subscribed");
    String list =
        "<pubsub xmlns='http://jabber.org/protocol/pubsub'><subscriptions node='news'/></pubsub>";
    service.get(ALICE, list).isResult(list);
    String all = "<pubsub xmlns='http://jabber.org/protocol/pubsub'><subscriptions/></pubsub>";
    service.get(ALICE, all).isResult(all);
    String subid = service.subscribe(ALICE, BARE).subid();
    assertTrue(!subid.equals(lapsed));
    assertEquals(1, service.tick().told().size());
    assertEquals(List.of(BARE, BOB), service.publish(OWNER, "c").recipients());
  }

  @Test
  @Tag("PS-12.19-lease-required")
  @Tag("PS-6.1.5-inform-required")
  @Tag("PS-6.1.5-unconfigured-result")
  @Tag("PS-4.2-state-unconfigured")
  void leasingNodeWantsALeaseFirst() {
    service.withNode("lease_required=1");
    Reply reply = service.subscribe(ALICE, BARE);
    String subid = reply.subid();
    reply.isResult(
        "<pubsub xmlns='http://jabber.org/protocol/pubsub'><subscription node='news' jid='"
            + BARE
            + "' subid='"
            + subid
            + "' subscription='unconfigured'><subscribe-options><required/></subscribe-options>"
            + "</subscription></pubsub>");
    service.publish(OWNER, "a").isResult().tellsNobody();
    service.setOptions(ALICE, JID, "deliver=1").isError("modify", "bad-request", "invalid-options");
    service
        .setOptions(ALICE, JID, "expire=2026-07-01T00:00:00Z")
        .isEmptyResult()
        .tells(BARE, event(subid, "2026-07-01T00:00:00Z", "subscribed"));
    assertEquals(List.of(BARE), service.publish(OWNER, "b").recipients());
    service.setOptions(ALICE, JID, "expire=").isError("modify", "bad-request", "invalid-options");
  }

  @Test
  void leasingNodeTakesALeaseWithTheRequest() {
    service.withNode("lease_required=1", "send_last_published_item=on_sub");
    service.publish(OWNER, "a").isResult();
    service.subscribe(ALICE, BARE).isResult().tellsNobody();
    Reply reply = service.subscribeWith(ALICE, BARE, "expire=2026-07-01T00:00:00Z").isResult();
    assertEquals(
        Optional.of("subscribed"), reply.payload().elements().get(0).attribute("subscription"));
    assertEquals(2, reply.told().size(), "the new state and the last item");
    assertEquals(
        Optional.of("subscribed"),
        service
            .subscribeWith(BOB, BOB, "expire=presence")
            .payload()
            .elements()
            .get(0)
            .attribute("subscription"));
    assertEquals(2, service.state().node("news").orElseThrow().subscriptionCount());
  }

  @Test
  @Tag("PS-6.1.5-timeout")
  @Tag("PS-4.2-unconfigured-timeout")
  void unconfiguredSubscriptionTimesOut() {
    service.withNode("lease_required=1");
    String subid = service.subscribe(ALICE, BARE).subid();
    assertEquals(Instant.parse("2026-06-30T12:10:00Z"), nextDue());
    untilDue().tells(BARE, event(subid, "", "none"));
    assertEquals(0, service.state().node("news").orElseThrow().subscriptionCount());
  }

  @Test
  @Tag("PS-6.1.5-config-required-error")
  void serviceThatDoesNotWaitRefusesWhoBringsNoOptions() {
    service =
        new Service(policy(new LeasePolicy(Duration.ofDays(7), Duration.ZERO, Duration.ZERO)));
    service.withNode("lease_required=1");
    service.subscribe(ALICE, BARE).isError("modify", "not-acceptable", "configuration-required");
    service.subscribeWith(ALICE, BARE, "expire=2026-07-01T00:00:00Z").isResult();
  }

  @ParameterizedTest
  @Tag("PS-12.5-tempsub")
  @Tag("PS-12.5-tempsub-expire")
  @Tag("PS-12.5-tempsub-cancel")
  @ValueSource(strings = {ALICE, BARE})
  void subscriptionForThePresenceEndsWithIt(String gone) {
    service.withNode();
    service.subscribeWith(ALICE, ALICE, "expire=presence").isResult();
    service.subscribe(ALICE, ALICE + "-other").isResult();
    service.subscribeWith(ALICE, "alice@example.org/desk", "expire=presence").isResult();
    service.subscribeWith(BOB, BOB, "expire=presence").isResult();
    assertEquals(
        Optional.of("presence"),
        service.options(ALICE, "jid='" + ALICE + "'").form().value("pubsub#expire"));
    Jid operator = BareJid.of(Service.JID);
    service.run(new NodeCommand.SubscriberUnavailable(operator, "news", Jid.of(gone)));
    List<String> left = service.publish(OWNER, "a").recipients();
    assertTrue(left.contains(ALICE + "-other") && left.contains(BOB));
    assertEquals(gone.equals(BARE) ? 2 : 3, left.size());
    assertEquals(Instant.MAX, nextDue());
  }
}
