package io.pipit.pubsub.engine;

import static io.pipit.pubsub.engine.Service.ALICE;
import static io.pipit.pubsub.engine.Service.BOB;
import static io.pipit.pubsub.engine.Service.OWNER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.pubsub.Response;
import io.pipit.pubsub.ServicePolicy;
import io.pipit.pubsub.change.Change;
import io.pipit.pubsub.change.Change.PublishRemembered.RememberedItem;
import io.pipit.pubsub.command.NodeCommand;
import io.pipit.pubsub.command.PublishedItem;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.Jid;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A publish that is sent again is done once: by its key, or where the node asks for it. */
class RepeatedPublishTest {

  private static final String WINDOW = "{urn:pipit:pubsub:0}idempotency_window";
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private Service service = new Service();

  @AfterEach
  void replayGivesTheSameState() {
    service.checkReplay();
  }

  private Reply publish(String from, String key, String items) {
    return publish(from, "<header name='Idempotency-Key'>" + key + "</header>", items, "");
  }

  private Reply publish(String from, String headers, String items, String options) {
    return service.set(
        from,
        "<pubsub xmlns='http://jabber.org/protocol/pubsub'><publish node='news'>"
            + items
            + "</publish>"
            + options
            + "<headers xmlns='http://jabber.org/protocol/shim'>"
            + headers
            + "</headers></pubsub>");
  }

  private static String item(String id, String text) {
    return "<item id='" + id + "'><v xmlns='urn:x'>" + text + "</v></item>";
  }

  /** A node on which equal items are the same for a minute, with a subscriber. */
  private void withWindow(String... options) {
    service.withNode(options);
    service
        .set(
            OWNER,
            "<pubsub xmlns='http://jabber.org/protocol/pubsub#owner'><configure node='news'>"
                + "<x xmlns='jabber:x:data' type='submit'><field var='"
                + WINDOW
                + "'><value>60</value></field></x></configure></pubsub>")
        .isResult();
    service.subscribe(ALICE, ALICE).isResult();
  }

  // ---- by key

  @Test
  void publishWithTheSameKeyIsAnsweredAndNotDoneAgain() {
    service.withNode();
    service.subscribe(ALICE, ALICE).isResult();
    Reply first = publish(OWNER, "k", "<item><v xmlns='urn:x'/></item>").isResult();
    assertEquals(List.of(ALICE), first.recipients());
    Reply second = publish(OWNER, "k", "<item><v xmlns='urn:x'/></item>").tellsNobody();
    assertEquals(first.iq(), second.iq());
    assertEquals(1, service.itemIds().size());
  }

  @Test
  void keyStandsForThePublishWhateverItsItems() {
    service.withNode("persist_items=0");
    service.subscribe(ALICE, ALICE).isResult();
    publish(OWNER, "k", item("a", "1")).isResult();
    publish(OWNER, "k", item("b", "2"))
        .tellsNobody()
        .isResult(
            "<pubsub xmlns='http://jabber.org/protocol/pubsub'>"
                + "<publish node='news'><item id='a'/></publish></pubsub>");
    assertEquals(List.of(ALICE), publish(OWNER, "l", item("b", "2")).recipients());
  }

  @Test
  void triggerIsDoneOnceToo() {
    service.withNode("persist_items=0", "deliver_payloads=0");
    service.subscribe(ALICE, ALICE).isResult();
    assertEquals(List.of(ALICE), publish(OWNER, "k", "").recipients());
    publish(OWNER, "k", "").isResult().tellsNobody();
  }

  @Test
  void keyIsKnownForTenMinutes() {
    service.withNode();
    publish(OWNER, "k", item("a", "1")).isResult();
    service.context.pass(RecentPublishes.KEY_WINDOW);
    service.subscribe(ALICE, ALICE).isResult();
    publish(OWNER, "k", item("a", "1")).isResult().tellsNobody();
    service.context.pass(Duration.ofMillis(1));
    assertEquals(List.of(ALICE), publish(OWNER, "k", item("a", "1")).recipients());
  }

  @Test
  void keyOfAnotherPublisherIsAnother() {
    service.withNode("publish_model=open");
    service.subscribe(ALICE, ALICE).isResult();
    publish(OWNER, "k", item("a", "1")).isResult();
    assertEquals(List.of(ALICE), publish(BOB, "k", item("b", "2")).recipients());
    publish("bob@example.org/other", "k", item("b", "2")).isResult().tellsNobody();
  }

  @Test
  void refusedPublishIsNotDoneAndItsKeyIsFree() {
    service.withNode("max_payload_size=30");
    publish(OWNER, "k", item("a", "much too long for this node"))
        .isError("modify", "not-acceptable", "payload-too-big");
    publish(OWNER, "k", item("a", "1")).isResult();
    assertEquals(List.of("a"), service.itemIds());
  }

  @Test
  void whoMayNotPublishAnyMoreIsToldSoWithAnOldKeyToo() {
    service.withNode("publish_model=open");
    publish(BOB, "k", item("b", "2")).isResult();
    service.configure("publish_model=publishers").isResult();
    publish(BOB, "k", item("b", "2")).isError("auth", "forbidden");
  }

  @Test
  void keyComesBeforePreconditionsThatThePublishItselfMadeUntrue() {
    service.withNode();
    String options =
        "<publish-options>"
            + Service.form("prev_item_cap_value=").replace("#node_config", "#publish-options")
            + "</publish-options>";
    String key = "<header name='idempotency-KEY'>k</header>";
    publish(OWNER, key, item("a", "1"), options).isResult();
    publish(OWNER, key, item("a", "1"), options).isResult();
    publish(OWNER, "<header name='Urgency'>low</header>", item("a", "1"), options)
        .isError("modify", "conflict", "precondition-not-met");
  }

  @Test
  void publishThatCreatesItsNodeIsKnownByItsKey() {
    service =
        new Service(
            ServicePolicy.builder(BareJid.of(Service.JID), "Events").autoCreate(true).build());
    publish(OWNER, "k", item("a", "1")).isResult();
    publish(OWNER, "k", item("b", "1")).isResult();
    assertEquals(List.of("a"), service.itemIds());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<header name='Idempotency-Key'/>",
        "<header name='Idempotency-Key'> </header>",
        "<header name='Idempotency-Key'>a</header><header name='Idempotency-Key'>a</header>"
      })
  void keyThatIsNoneIsRefused(String headers) {
    service.withNode();
    publish(OWNER, headers, item("a", "1"), "").isError("modify", "bad-request");
    publish(OWNER, "k".repeat(256), item("a", "1")).isError("modify", "bad-request");
    assertEquals(List.of(), service.itemIds());
    publish(OWNER, "k".repeat(255), item("a", "1")).isResult();
  }

  @Test
  void theLastHundredThousandAreKnown() {
    RecentPublishes recent = new RecentPublishes();
    Instant at = Instant.EPOCH;
    BareJid publisher = Jid.of(OWNER).bare();
    for (int i = 0; i <= RecentPublishes.MOST; i++) {
      recent.add(
          new Change.PublishRemembered(
              BareJid.of(Service.JID),
              "news",
              publisher,
              "k" + i,
              at,
              List.of(new RememberedItem("i" + i, "d"))),
          MINUTE);
    }
    assertEquals(Optional.empty(), recent.idsOf(publisher, "k0", at));
    assertEquals(Optional.of(List.of("i1")), recent.idsOf(publisher, "k1", at));
    assertFalse(recent.holds(publisher, "i0", "d", at, MINUTE));
    assertTrue(recent.holds(publisher, "i1", "d", at, MINUTE));
  }

  // ---- by content

  @Test
  @Tag("PS-12.9-overwrite")
  void withoutTheOptionAnEqualItemOverwritesAndNotifies() {
    service.withNode();
    service.subscribe(ALICE, ALICE).isResult();
    assertEquals(List.of(ALICE), service.publish(OWNER, "a").recipients());
    assertEquals(List.of(ALICE), service.publish(OWNER, "a").recipients());
  }

  @Test
  void equalItemOfTheSamePublisherIsPublishedOnceWhereTheNodeAsksForIt() {
    withWindow();
    Reply first = service.publish(OWNER, "a");
    assertEquals(List.of(ALICE), first.recipients());
    service.context.pass(MINUTE);
    assertEquals(first.iq(), service.publish(OWNER, "a").tellsNobody().iq());
    service.context.pass(Duration.ofMillis(1));
    assertEquals(List.of(ALICE), service.publish(OWNER, "a").recipients());
  }

  @Test
  void otherBytesOtherPublisherOrNoIdAreNotTheSame() {
    withWindow("publish_model=open");
    service.publishXml(OWNER, item("a", "1")).isResult();
    assertEquals(List.of(ALICE), service.publishXml(OWNER, item("a", "2")).recipients());
    assertEquals(List.of(ALICE), service.publishXml(BOB, item("a", "2")).recipients());
    String noId = "<item><v xmlns='urn:x'/></item>";
    assertEquals(List.of(ALICE), service.publishXml(OWNER, noId).recipients());
    assertEquals(List.of(ALICE), service.publishXml(OWNER, noId).recipients());
  }

  /** A switch that goes on, off and on again is not a switch that was on all the time. */
  @Test
  void onlyTheLastPublishOfAnIdCounts() {
    withWindow();
    service.publishXml(OWNER, item("switch", "on")).isResult();
    service.publishXml(OWNER, item("switch", "off")).isResult();
    assertEquals(List.of(ALICE), service.publishXml(OWNER, item("switch", "on")).recipients());
    service.publishXml(OWNER, item("switch", "on")).tellsNobody();
  }

  @Test
  void itemThatHadToGoForANewerOneIsStillKnown() {
    withWindow("max_items=1");
    service.publish(OWNER, "a").isResult();
    service.publish(OWNER, "b").isResult();
    service.publish(OWNER, "a").isResult().tellsNobody();
    assertEquals(List.of("b"), service.itemIds());
  }

  @Test
  void ofABatchWhatIsNewIsPublished() {
    withWindow();
    service.publish(OWNER, "a").isResult();
    Reply reply = service.publish(OWNER, "b", "a", "c");
    reply
        .isResult(
            "<pubsub xmlns='http://jabber.org/protocol/pubsub'><publish node='news'>"
                + "<item id='b'/><item id='a'/><item id='c'/></publish></pubsub>")
        .tells(
            ALICE,
            "<items node='news'><item id='b'><v xmlns='urn:x'>b</v></item>"
                + "<item id='c'><v xmlns='urn:x'>c</v></item></items>");
    assertEquals(List.of("a", "b", "c"), service.itemIds());
    service.publish(OWNER, "c", "b", "a").isResult().tellsNobody();
  }

  @Test
  void nodeThatKeepsNothingKnowsThemToo() {
    withWindow("persist_items=0");
    assertEquals(List.of(ALICE), service.publish(OWNER, "a").recipients());
    service.publish(OWNER, "a").isResult().tellsNobody();
  }

  @Test
  void repetitionIsSaidToBeOne() {
    withWindow();
    NodeCommand.Publish publish =
        new NodeCommand.Publish(
            Jid.of(OWNER), "news", List.of(new PublishedItem("a", null)), Map.of(), "k");
    assertTrue(service.execute(publish).response() instanceof Response.Refusal);
    service.configure("deliver_payloads=0", "persist_items=0").isResult();
    assertEquals(
        new Response.Published("news", List.of(), false, true),
        service.execute(publish).response());
    assertEquals(
        new Response.Published("news", List.of(), true), service.execute(publish).response());
  }
}
