package io.pipit.pubsub.engine;

import static io.pipit.pubsub.engine.Service.ALICE;
import static io.pipit.pubsub.engine.Service.BOB;
import static io.pipit.pubsub.engine.Service.OWNER;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pipit.pubsub.ServiceLimits;
import io.pipit.xmpp.BareJid;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** XEP-0060 8.8: an owner sees and changes who is subscribed. */
class ManageSubscriptionsTest {

  private Service service = new Service();

  @AfterEach
  void replayGivesTheSameState() {
    service.checkReplay();
  }

  private static final String OWNER_NS = "xmlns='http://jabber.org/protocol/pubsub#owner'";

  private Reply list(String from) {
    return service.get(from, "<pubsub " + OWNER_NS + "><subscriptions node='news'/></pubsub>");
  }

  private Reply modify(String from, String entries) {
    return service.set(
        from,
        "<pubsub "
            + OWNER_NS
            + "><subscriptions node='news'>"
            + entries
            + "</subscriptions></pubsub>");
  }

  private static String entry(String jid, String state) {
    return "<subscription jid='" + jid + "' subscription='" + state + "'/>";
  }

  private static String listed(String... entries) {
    return "<pubsub "
        + OWNER_NS
        + "><subscriptions node='news'>"
        + String.join("", entries)
        + "</subscriptions></pubsub>";
  }

  private static String event(String jid, String state) {
    return "<subscription node='news' jid='" + jid + "' subscription='" + state + "'/>";
  }

  /** The payload of an error that was done in part, and its condition. */
  private static void isPartial(Reply reply, String... unchanged) {
    reply.isError("modify", "not-acceptable");
    Reply.assertSame(listed(unchanged), reply.payload());
  }

  @Test
  @Tag("PS-8.8-support")
  @Tag("PS-8.8.1.2-list")
  @Tag("PS-8.8.1.2-no-none")
  @Tag("PS-10-feature-manage-subscriptions")
  void ownerSeesAllSubscriptions() {
    service.withNode();
    list(OWNER).isResult(listed());
    service.subscribe(ALICE, "alice@example.org").isResult();
    service.subscribe(BOB, BOB).isResult();
    service.unsubscribe(BOB, BOB).isResult();
    list(OWNER).isResult(listed(entry("alice@example.org", "subscribed")));
  }

  @Test
  @Tag("PS-8.8.1.3.2-forbidden")
  @Tag("PS-8.8.2.3.2-forbidden")
  @Tag("PS-14.2-owner-only")
  void othersAreForbidden() {
    service.withNode();
    for (String affiliation :
        new String[] {"none", "publisher", "publish-only", "none", "member", "outcast"}) {
      service.affiliate("alice@example.org", affiliation).isEmptyResult();
      list(ALICE).isError("auth", "forbidden");
      modify(ALICE, entry(BOB, "subscribed")).isError("auth", "forbidden");
    }
  }

  @Test
  @Tag("PS-8.8.1.3.3-not-found")
  @Tag("PS-8.8.2.3.3-not-found")
  void missingNodeIsNotFound() {
    list(OWNER).isError("cancel", "item-not-found");
    modify(OWNER, "").isError("cancel", "item-not-found");
  }

  @Test
  void nodeIsRequired() {
    for (String type : new String[] {"get", "set"}) {
      service
          .ask(OWNER, type, "<pubsub " + OWNER_NS + "><subscriptions/></pubsub>")
          .isError("modify", "bad-request", "nodeid-required");
    }
  }

  @Test
  @Tag("PS-8.8.2.2-success")
  @Tag("PS-8.8.2.1-can-approve")
  @Tag("PS-8.8.2.4-multi")
  @Tag("PS-8.8.3-remove")
  @Tag("PS-8.8.3-remove-stops-events")
  @Tag("PS-8.8.4-notify")
  @Tag("PS-10-feature-subscription-notifications")
  void ownerAddsAndRemovesAndTheyAreTold() {
    service.withNode();
    service.subscribe(ALICE, ALICE).isResult();
    modify(OWNER, entry(ALICE, "none") + entry("bob@example.org", "subscribed"))
        .isEmptyResult()
        .tells(ALICE, event(ALICE, "none"))
        .tells("bob@example.org", event("bob@example.org", "subscribed"));
    list(OWNER).isResult(listed(entry("bob@example.org", "subscribed")));
    assertEquals(List.of("bob@example.org"), service.publish(OWNER, "a").recipients());
  }

  @Test
  @Tag("PS-8.8.2.1-no-attr-no-change")
  void entryWithoutAStateChangesNothing() {
    service.withNode();
    service.subscribe(ALICE, ALICE).isResult();
    modify(OWNER, "<subscription jid='" + ALICE + "'/>").isEmptyResult().tellsNobody();
    list(OWNER).isResult(listed(entry(ALICE, "subscribed")));
  }

  @Test
  void whatIsSoAlreadyIsNotToldAgain() {
    service.withNode();
    service.subscribe(ALICE, ALICE).isResult();
    modify(OWNER, entry(ALICE, "subscribed") + entry(BOB, "none")).isEmptyResult().tellsNobody();
  }

  @Test
  @Tag("PS-8.8.2.4-partial-error")
  @Tag("PS-8.8.2.4-rest-applied")
  void whatCannotBeDoneComesBackAndTheRestIsDone() {
    service.withNode();
    service.affiliate("alice@example.org", "outcast").isResult();
    service.subscribe(OWNER, OWNER).isResult();
    Reply reply =
        modify(
            OWNER, entry(ALICE, "subscribed") + entry(BOB, "subscribed") + entry(OWNER, "pending"));
    isPartial(reply, entry(ALICE, "none"), entry(OWNER, "subscribed"));
    reply.tells(BOB, event(BOB, "subscribed"));
    assertEquals(1, reply.told().size());
    list(OWNER).isResult(listed(entry(OWNER, "subscribed"), entry(BOB, "subscribed")));
  }

  @Test
  void strangerIsNotSubscribedToAWhitelistedNode() {
    service.withNode("access_model=whitelist");
    isPartial(modify(OWNER, entry(ALICE, "subscribed")), entry(ALICE, "none"));
  }

  @Test
  void quotasHoldForOwnersToo() {
    service = new Service(new ServiceLimits(10, 10, 2, 3, 10, 10, 10, 1_000, 10, 1_000));
    service.withNode("max_items=10", "max_payload_size=1000");
    Reply reply =
        modify(
            OWNER,
            entry("alice@example.org/1", "subscribed")
                + entry("alice@example.org/2", "subscribed")
                + entry("alice@example.org/3", "subscribed")
                + entry("bob@example.org/1", "subscribed")
                + entry("bob@example.org/2", "subscribed"));
    isPartial(reply, entry("alice@example.org/3", "none"), entry("bob@example.org/2", "none"));
  }

  /** Who did not ask keeps the room for what it asks itself. */
  @Test
  @Tag("PS-8.8.2.1-can-approve")
  void subscriptionsThatAnOwnerAsksForCountAgainstTheOwner() {
    service = new Service(new ServiceLimits(10, 2, 10, 10, 10, 10, 10, 1_000, 10, 1_000));
    service.withNode("max_items=10", "max_payload_size=1000");
    modify(OWNER, entry("alice@example.org/1", "subscribed")).isResult();
    modify(OWNER, entry("alice@example.org/2", "subscribed")).isResult();
    isPartial(
        modify(OWNER, entry("bob@example.org/1", "subscribed")),
        entry("bob@example.org/1", "none"));
    assertEquals(0, service.counts().of(BareJid.of("alice@example.org")));
    assertEquals(2, service.counts().of(BareJid.of("owner@example.org")));
    service.subscribe(ALICE, "alice@example.org/3").isResult();
    service.subscribe(ALICE, "alice@example.org/4").isResult();
    service
        .subscribe(ALICE, "alice@example.org/5")
        .isError("wait", "policy-violation", "too-many-subscriptions");
    // Whose it is does not change with what becomes of it.
    service.setOptions(ALICE, "jid='alice@example.org/1'", "deliver=0").isResult();
    assertEquals(2, service.counts().of(BareJid.of("owner@example.org")));
    service.unsubscribe(ALICE, "alice@example.org/1").isResult();
    assertEquals(1, service.counts().of(BareJid.of("owner@example.org")));
    modify(OWNER, entry("bob@example.org/1", "subscribed")).isResult();
  }

  /** The operator's tools have no account that could run out. */
  @Test
  void operatorSubscribesWithoutAQuotaOfItsOwn() {
    service = new Service(new ServiceLimits(10, 1, 10, 3, 10, 10, 10, 1_000, 10, 1_000));
    service.withNode("max_items=10", "max_payload_size=1000");
    modify(Service.JID, entry(ALICE, "subscribed") + entry(BOB, "subscribed")).isResult();
    service.subscribe(ALICE, "alice@example.org").isResult();
  }

  @Test
  void newSubscriberGetsTheLastItem() {
    service.withNode("send_last_published_item=on_sub");
    service.publish(OWNER, "a").isResult();
    assertEquals(2, modify(OWNER, entry(ALICE, "subscribed")).messagesTo(ALICE).size());
  }

  /** It fails alone. */
  @Test
  @Tag("PS-8.8.2.4-partial-error")
  @Tag("PS-8.8.2.4-rest-applied")
  void unknownStateComesBack() {
    service.withNode();
    isPartial(
        modify(OWNER, entry(ALICE, "maybe") + entry(BOB, "subscribed")), entry(ALICE, "none"));
    list(OWNER).isResult(listed(entry(BOB, "subscribed")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<subscription jid='a@b' subscription='none'/><subscription jid='a@b' subscription='none'/>",
        "<affiliation jid='a@b' affiliation='owner'/>"
      })
  void unreadableEntryIsABadRequest(String entries) {
    service.withNode();
    modify(OWNER, entries).isError("modify", "bad-request");
  }

  @Test
  void entryWithoutAJidIsInvalid() {
    service.withNode();
    modify(OWNER, "<subscription subscription='none'/>")
        .isError("modify", "bad-request", "invalid-jid");
  }

  // ---- requests that wait

  @Test
  @Tag("PS-8.8.1.2-no-pending")
  @Tag("PS-8.8.2.1-can-approve")
  @Tag("PS-8.8.4-notify")
  void ownerApprovesHereToo() {
    service.withNode("access_model=authorize");
    service.subscribe(ALICE, ALICE).isResult();
    list(OWNER).isResult(listed());
    modify(OWNER, entry(ALICE, "subscribed"))
        .isEmptyResult()
        .tells(ALICE, event(ALICE, "subscribed"));
    list(OWNER).isResult(listed(entry(ALICE, "subscribed")));
    assertEquals(List.of(ALICE), service.publish(OWNER, "a").recipients());
  }

  @Test
  @Tag("PS-8.8.3-remove")
  void ownerDeniesHereToo() {
    service.withNode("access_model=authorize");
    service.subscribe(ALICE, ALICE).isResult();
    modify(OWNER, entry(ALICE, "none")).isEmptyResult().tells(ALICE, event(ALICE, "none"));
    service.subscribe(ALICE, ALICE).isResult();
  }

  @Test
  @Tag("PS-8.8.2.4-partial-error")
  void ownerCannotMakeASubscriptionWait() {
    service.withNode("access_model=authorize");
    service.subscribe(ALICE, ALICE).isResult();
    isPartial(modify(OWNER, entry(ALICE, "unconfigured")), entry(ALICE, "pending"));
    modify(OWNER, entry(ALICE, "pending")).isEmptyResult().tellsNobody();
    modify(OWNER, entry(ALICE, "subscribed")).isEmptyResult();
    isPartial(modify(OWNER, entry(ALICE, "pending")), entry(ALICE, "subscribed"));
  }

  @Test
  @Tag("PS-8.8.2.1-can-approve")
  void ownerSubscribesWhoNeverAsked() {
    service.withNode("access_model=authorize");
    modify(OWNER, entry(ALICE, "subscribed"))
        .isEmptyResult()
        .tells(ALICE, event(ALICE, "subscribed"));
    service.items(ALICE).isResult();
  }

  // ---- owners are told

  private static final String OWNER_BARE = "owner@example.org";

  @Test
  @Tag("PS-16.4.4-field-notify-sub")
  void ownersAreToldWhoComesAndGoes() {
    service.withNode("notify_sub=1");
    service.affiliate("second@example.org", "owner").isResult();
    service
        .subscribe(ALICE, ALICE)
        .isResult()
        .tells(OWNER_BARE, event(ALICE, "subscribed"))
        .tells("second@example.org", event(ALICE, "subscribed"));
    service.subscribe(ALICE, ALICE).isResult().tellsNobody();
    service.unsubscribe(ALICE, ALICE).isResult().tells(OWNER_BARE, event(ALICE, "none"));
    modify(OWNER, entry(BOB, "subscribed"))
        .isEmptyResult()
        .tells(BOB, event(BOB, "subscribed"))
        .tells(OWNER_BARE, event(BOB, "subscribed"))
        .tells("second@example.org", event(BOB, "subscribed"));
    service
        .affiliate("bob@example.org", "outcast")
        .isResult()
        .tells(OWNER_BARE, event(BOB, "none"));
  }

  @Test
  @Tag("PS-16.4.4-field-notify-sub")
  void ownersAreNotToldOfThemselvesNorOfRequests() {
    service.withNode("notify_sub=1", "access_model=authorize");
    service.subscribe(OWNER, OWNER).isResult().tellsNobody();
    Reply asked = service.subscribe(ALICE, ALICE).isResult();
    assertEquals(List.of(OWNER_BARE), asked.recipients(), "the request itself");
    service.unsubscribe(ALICE, ALICE).isResult();
    service.subscribe(BOB, BOB).isResult();
    modify(OWNER, entry(BOB, "subscribed"))
        .isEmptyResult()
        .tells(OWNER_BARE, event(BOB, "subscribed"));
  }

  @Test
  @Tag("PS-16.4.4-field-notify-sub")
  void withoutTheOptionNobodyIsTold() {
    service.withNode();
    service.subscribe(ALICE, ALICE).isResult().tellsNobody();
    assertEquals(List.of(), service.unsubscribe(ALICE, ALICE).isResult().messagesTo(OWNER_BARE));
  }
}
