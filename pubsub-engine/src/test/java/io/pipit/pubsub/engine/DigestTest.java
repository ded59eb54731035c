package io.pipit.pubsub.engine;

import static io.pipit.pubsub.engine.Service.ALICE;
import static io.pipit.pubsub.engine.Service.BOB;
import static io.pipit.pubsub.engine.Service.OWNER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.pubsub.AvailableResource;
import io.pipit.pubsub.ServiceLimits;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.Element;
import io.pipit.xmpp.FullJid;
import io.pipit.xmpp.Show;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * XEP-0060 16.4.2, digest and digest_frequency, as the spec notes read it: one message for each
 * subscription and interval, the items oldest first, bounded like an answer; what waits survives.
 * It is 12:00 at first.
 */
@Tag("PS-16.4.2-field-digest")
class DigestTest {

  private static final String BARE = "alice@example.org";
  private static final String JID = "jid='" + BARE + "'";
  private static final String MINUTE = "digest_frequency=60000";

  private Service service = new Service();

  @AfterEach
  void replayGivesTheSameState() {
    service.checkReplay();
  }

  private NodeState node() {
    return service.state().node("news").orElseThrow();
  }

  private @Nullable Instant nextDigest() {
    return node().digestsDue().first();
  }

  private Reply after(Duration time) {
    service.context.pass(time);
    return service.tick();
  }

  private static List<String> ids(Element message) {
    return message.elements().get(0).elements().get(0).elements().stream()
        .map(item -> item.attribute("id", ""))
        .toList();
  }

  @Test
  @Tag("PS-12.3-options-obeyed")
  @Tag("PS-16.4.2-field-digest-frequency")
  void itemsWaitAndComeTogetherTheOldestFirst() {
    service.withNode();
    service.publish(OWNER, "before").isResult();
    service.subscribeWith(ALICE, BARE, "digest=1", MINUTE).isResult().tellsNobody();
    service.subscribe(BOB, BOB).isResult();
    assertEquals(List.of(BOB), service.publish(OWNER, "a").recipients());
    service.context.pass(Duration.ofSeconds(30));
    assertEquals(List.of(BOB), service.publish(OWNER, "b", "c").recipients());
    assertEquals(Instant.parse("2026-06-30T12:01:00Z"), nextDigest());
    after(Duration.ofSeconds(29)).tellsNobody();
    after(Duration.ofSeconds(1))
        .tells(
            BARE,
            "<items node='news'><item id='a'><v xmlns='urn:x'>a</v></item>"
                + "<item id='b'><v xmlns='urn:x'>b</v></item>"
                + "<item id='c'><v xmlns='urn:x'>c</v></item></items>");
    assertNull(nextDigest());
    after(Duration.ofHours(1)).tellsNobody();
    service.publish(OWNER, "d").isResult();
    Reply next = after(Duration.ofMinutes(1));
    assertEquals(List.of("d"), ids(next.messagesTo(BARE).get(0)));
    assertEquals(1, next.told().size());
  }

  @Test
  void overwrittenItemsAreToldAsTheyWerePublishedWhileTheHistoryHasThem() {
    service.withNode("max_items=1");
    service.subscribeWith(ALICE, BARE, "digest=1", MINUTE).isResult();
    for (String id : List.of("current", "other", "current")) {
      service.publish(OWNER, id).isResult();
    }
    assertEquals(
        List.of("current", "other", "current"),
        ids(after(Duration.ofMinutes(1)).messagesTo(BARE).get(0)));
  }

  @Test
  void whatDoesNotFitOneAnswerComesInTheNext() {
    service = new Service(new ServiceLimits(10, 10, 10, 10, 10, 100, 10, 1_000, 3, 1_000));
    service.withNode("max_items=100", "max_payload_size=1000");
    service.subscribeWith(ALICE, BARE, "digest=1", MINUTE).isResult();
    IntStream.range(0, 7).forEach(i -> service.publish(OWNER, "i" + i).isResult());
    assertEquals(
        List.of("i0", "i1", "i2"), ids(after(Duration.ofMinutes(1)).messagesTo(BARE).get(0)));
    assertEquals(service.context.now(), nextDigest(), "the rest is due at once");
    assertEquals(List.of("i3", "i4", "i5"), ids(service.tick().messagesTo(BARE).get(0)));
    assertEquals(List.of("i6"), ids(service.tick().messagesTo(BARE).get(0)));
    assertNull(nextDigest());
  }

  @Test
  void retractedItemIsToldOfOnlyToWhomItWasShown() {
    service.withNode();
    service.subscribeWith(ALICE, BARE, "digest=1", MINUTE).isResult();
    service.publish(OWNER, "a", "b").isResult();
    service.retract(OWNER, "a", "").isResult().tellsNobody();
    assertEquals(List.of("b"), ids(after(Duration.ofMinutes(1)).messagesTo(BARE).get(0)));
    assertEquals(List.of(BARE), service.retract(OWNER, "b", "").recipients());
    service.publish(OWNER, "c").isResult();
    service.retract(OWNER, "c", "").isResult();
    after(Duration.ofMinutes(1)).tellsNobody();
    assertNull(nextDigest());
  }

  @Test
  void eventsOfTheNodeDoNotWait() {
    service.withNode("notify_config=1");
    service.subscribeWith(ALICE, BARE, "digest=1", MINUTE).isResult();
    assertEquals(List.of(BARE), service.configure("title=Other").recipients());
  }

  @Test
  @Tag("PS-12.16-shim-items")
  void eachSubscriptionHasItsOwnDigestWithItsSubid() {
    service.withNode();
    String slow = service.subscribeWith(ALICE, BARE, "digest=1").subid();
    service.subscribeWith(ALICE, BARE, "digest=1", MINUTE).isResult();
    service.publish(OWNER, "a").isResult().tellsNobody();
    assertEquals(1, after(Duration.ofMinutes(1)).told().size());
    Element message = after(Duration.ofHours(1)).messagesTo(BARE).get(0);
    assertEquals(slow, message.elements().get(1).elements().get(0).text());
  }

  @Test
  void switchingDigestsOffLetsEventsThroughAtOnce() {
    service.withNode();
    service.subscribeWith(ALICE, BARE, "digest=1", MINUTE).isResult();
    service.publish(OWNER, "a").isResult().tellsNobody();
    service.setOptions(ALICE, JID, "digest=0").isEmptyResult();
    assertNull(nextDigest());
    assertEquals(List.of(BARE), service.publish(OWNER, "b").recipients());
  }

  @Test
  void digestEndsWithItsSubscription() {
    service.withNode();
    service.subscribeWith(ALICE, BARE, "digest=1", MINUTE).isResult();
    service.publish(OWNER, "a").isResult();
    service.unsubscribe(ALICE, BARE).isResult();
    assertNull(nextDigest());
    after(Duration.ofHours(1)).tellsNobody();
  }

  @Test
  @Tag("PS-16.4.2-field-show-values")
  void digestWaitsForThePresenceThatIsWanted() {
    service.withNode();
    service.subscribeWith(ALICE, BARE, "digest=1", MINUTE, "show-values=chat").isResult();
    service.publish(OWNER, "a").isResult();
    after(Duration.ofMinutes(1)).tellsNobody();
    assertEquals(Instant.parse("2026-06-30T12:02:00Z"), nextDigest());
    service.context.available.put(
        BareJid.of(BARE), List.of(new AvailableResource(FullJid.of(ALICE), Show.CHAT)));
    assertEquals(List.of("a"), ids(after(Duration.ofMinutes(1)).messagesTo(ALICE).get(0)));
  }

  @Test
  void accessIsJudgedWhenTheDigestIsSent() {
    service.withNode("access_model=presence");
    service.context.roster.add("owner@example.org", BARE);
    service.subscribeWith(ALICE, BARE, "digest=1", MINUTE).isResult();
    service.publish(OWNER, "a").isResult();
    service.context.roster.remove("owner@example.org", BARE);
    after(Duration.ofMinutes(1)).tellsNobody();
    assertNull(nextDigest());
  }

  @Test
  void nodeThatDeliversNothingSendsNoDigests() {
    service.withNode();
    service.subscribeWith(ALICE, BARE, "digest=1", MINUTE).isResult();
    service.publish(OWNER, "a").isResult();
    service.configure("deliver_notifications=0").isResult();
    after(Duration.ofMinutes(1)).tellsNobody();
  }

  /** There is nothing to collect: the option is not offered, and does not hold events back. */
  @Test
  void nodeThatKeepsNothingTellsAtOnce() {
    service.withNode("persist_items=0");
    service.subscribeWith(ALICE, BARE, "digest=1", MINUTE).isResult();
    assertTrue(service.options(ALICE, JID).form().field("pubsub#digest").isEmpty());
    assertEquals(List.of(BARE), service.publish(OWNER, "a").recipients());
    assertNull(nextDigest());
  }
}
