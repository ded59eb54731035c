package io.pipit.pubsub.engine;

import static io.pipit.pubsub.engine.Service.ALICE;
import static io.pipit.pubsub.engine.Service.BOB;
import static io.pipit.pubsub.engine.Service.OWNER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.pubsub.command.NodeCommand;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.Jid;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Access is judged again when events are delivered (XEP-0060 14.3). */
class DeliveryTest {

  private final Service service = new Service();

  @AfterEach
  void replayGivesTheSameState() {
    service.checkReplay();
  }

  private Outcome review(String entity) {
    return service.execute(
        new NodeCommand.ReviewSubscriptions(Jid.of(Service.JID), "news", BareJid.of(entity)));
  }

  @Test
  @Tag("PS-14.3-access-for-events")
  @Tag("PS-4.5-presence")
  void lostPresenceSubscriptionStopsEventsAtOnce() {
    service.withNode("access_model=presence");
    service.context.roster.add("owner@example.org", "alice@example.org");
    service.context.roster.add("owner@example.org", "bob@example.org");
    service.subscribe(ALICE, ALICE).isResult();
    service.subscribe(BOB, BOB).isResult();
    assertEquals(List.of(ALICE, BOB), service.publish(OWNER, "a").recipients());
    service.context.roster.remove("owner@example.org", "alice@example.org");
    assertEquals(List.of(BOB), service.publish(OWNER, "b").recipients());
    assertEquals(List.of(BOB), service.retract(OWNER, "b", "").recipients());
  }

  @Test
  @Tag("PS-14.3-access-for-events")
  @Tag("PS-4.5-roster")
  void movingToAnotherGroupStopsEventsAtOnce() {
    service.withNode("access_model=roster", "roster_groups_allowed=Friends");
    service.context.roster.add("owner@example.org", "alice@example.org", "Friends");
    service.subscribe(ALICE, ALICE).isResult();
    service.context.roster.add("owner@example.org", "alice@example.org", "Work");
    service.publish(OWNER, "a").tellsNobody();
    service.context.roster.add("owner@example.org", "alice@example.org", "Friends");
    assertEquals(List.of(ALICE), service.publish(OWNER, "b").recipients());
  }

  @Test
  @Tag("PS-12.14-triggers")
  @Tag("PS-12.14-notify-change")
  void reviewEndsTheSubscriptionsOfWhoLostTheRight() {
    service.withNode("access_model=presence");
    service.context.roster.add("owner@example.org", "alice@example.org");
    service.subscribe(ALICE, ALICE).isResult();
    service.subscribe(ALICE, "alice@example.org").isResult();
    assertTrue(review("alice@example.org").changes().isEmpty(), "nothing lost, nothing ended");
    assertEquals(
        Set.of("news"), service.directory().subscribedNodes(BareJid.of("alice@example.org")));
    service.context.roster.remove("owner@example.org", "alice@example.org");
    Outcome outcome = review("alice@example.org");
    assertEquals(2, outcome.changes().size());
    assertEquals(
        List.of(List.of(Jid.of(ALICE)), List.of(Jid.of("alice@example.org"))),
        outcome.notifications().stream().map(each -> each.recipients()).toList());
    assertEquals(Set.of(), service.directory().subscribedNodes(BareJid.of("alice@example.org")));
  }

  @Test
  @Tag("PS-12.12-owners-publishers")
  void publisherIsARecipientLikeAnyOther() {
    service.withNode();
    service.subscribe(OWNER, OWNER).isResult();
    assertEquals(List.of(OWNER), service.publish(OWNER, "a").isResult().recipients());
  }
}
