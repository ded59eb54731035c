package io.pipit.pubsub.engine;

import static io.pipit.pubsub.engine.Service.ALICE;
import static io.pipit.pubsub.engine.Service.BOB;
import static io.pipit.pubsub.engine.Service.OWNER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.pipit.pubsub.Item;
import io.pipit.pubsub.NodeConfig;
import io.pipit.pubsub.store.History;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a node keeps: so many bytes, and its last items for ever. Payloads have 22 bytes. */
class RetentionTest {

  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final Service service = new Service();

  @AfterEach
  void replayGivesTheSameState() {
    service.checkReplay();
  }

  private NodeState node() {
    return service.state().node("news").orElseThrow();
  }

  private List<String> history() {
    History history = node().items().history();
    return history.range(0, history.size()).stream().map(Item::id).toList();
  }

  @ParameterizedTest(name = "{0}={1}")
  @CsvSource({
    "keep_last,-1",
    "keep_last,max",
    "keep_last,1000001",
    "keep_last,some",
    "max_bytes,0",
    "max_bytes,-1",
    "max_bytes,1000000000",
    "max_bytes,1 MiB"
  })
  void valueThatIsNoneIsRefused(String option, String value) {
    service.withNode();
    service.configure(option + "=" + value).isError("modify", "not-acceptable");
  }

  // ---- keep_last

  @Test
  void lastItemsStayAlthoughTheyArePastTheirTime() {
    service.withNode("item_expire=60", "keep_last=2");
    service.publish(OWNER, "a", "b", "c").isResult();
    service.context.pass(MINUTE);
    assertEquals(List.of("b", "c"), service.itemIds());
    service.tick().isResult();
    assertEquals(2, node().items().size());
    service.context.pass(Duration.ofDays(1_000));
    service.tick().isResult();
    assertEquals(List.of("b", "c"), service.itemIds());
    assertNull(node().nextDue());
  }

  @Test
  void itemIsTheLastOneNoMoreWhenANewerOneComes() {
    service.withNode("item_expire=60", "keep_last=1");
    service.subscribe(ALICE, ALICE).isResult();
    service.publish(OWNER, "a").isResult();
    service.context.pass(MINUTE);
    assertEquals(List.of("a"), service.itemIds());
    service.publish(OWNER, "b").isResult();
    assertEquals(List.of("b"), service.itemIds());
    assertEquals(1, node().items().size());
  }

  @Test
  void itemThatWasPastItsTimeDoesNotComeBackWhenTheLastOneIsRetracted() {
    service.withNode("item_expire=60", "keep_last=1");
    service.publish(OWNER, "a", "b").isResult();
    service.context.pass(MINUTE);
    service.retract(OWNER, "b", "").isResult();
    assertEquals(List.of(), service.itemIds());
    assertEquals(0, node().items().size());
  }

  @Test
  void itemThatWasPastItsTimeDoesNotComeBackWhenMoreAreToStay() {
    service.withNode("item_expire=60", "keep_last=1");
    service.publish(OWNER, "a", "b").isResult();
    service.context.pass(MINUTE);
    service.configure("keep_last=2").isResult();
    assertEquals(List.of("b"), service.itemIds());
    service.configure("item_expire=max").isResult();
    assertEquals(List.of("b"), service.itemIds());
  }

  @Test
  void numberOfItemsGoesBeforeTheLastOnes() {
    service.withNode("max_items=1", "keep_last=5");
    service.publish(OWNER, "a").isResult();
    service.publish(OWNER, "b").isResult();
    assertEquals(List.of("b"), service.itemIds());
  }

  @Test
  void lastItemThatIsNotKeptIsSentWhenItIsPastItsTime() {
    service.withNode(
        "persist_items=0", "item_expire=60", "keep_last=1", "send_last_published_item=on_sub");
    service.publish(OWNER, "a").isResult();
    service.context.pass(MINUTE);
    assertEquals(List.of(BOB), service.subscribe(BOB, BOB).isResult().recipients());
  }

  // ---- less and more

  @ParameterizedTest(name = "{0}: {1}, {2}")
  @CsvSource({
    "max_items=9, true, false",
    "max_items=11, false, true",
    "history_items=0, true, false",
    "history_age=1, true, false",
    "history_age=max, false, true",
    "item_expire=60, true, false",
    "max_bytes=1000, true, false",
    "persist_items=0, true, false",
    "max_items=9 history_items=5 item_expire=1, true, false",
    "max_items=9 history_age=max, false, false",
    "persist_items=0 item_expire=60 keep_last=1, false, false",
    "title=other, false, false"
  })
  void configurationKeepsLessThanAnotherWhenNoBoundIsHigher(
      String options, boolean isLess, boolean isMore) {
    service.withNode("max_items=10");
    NodeConfig before = node().config();
    service.configure(options.split(" ")).isResult();
    assertEquals(isLess, node().config().keepsLessThan(before));
    assertEquals(isMore, before.keepsLessThan(node().config()));
  }

  @Test
  void historyThatIsTooOldGoesAtOnceAndDoesNotComeBack() {
    service.withNode();
    service.publish(OWNER, "a").isResult();
    service.context.pass(MINUTE);
    service.publish(OWNER, "b").isResult();
    service.configure("history_age=60").isResult();
    assertEquals(List.of("b"), history());
    service.context.pass(MINUTE);
    service.configure("history_age=max").isResult();
    assertEquals(List.of(), history());
    assertEquals(List.of("a", "b"), service.itemIds());
  }

  // ---- max_bytes

  @Test
  void oldestItemsGoSoThatTheNewestFit() {
    service.withNode("max_bytes=45");
    service.subscribe(ALICE, ALICE).isResult();
    service.publish(OWNER, "a", "b").isResult();
    assertEquals(List.of("a", "b"), service.itemIds());
    service.publish(OWNER, "c").isResult();
    assertEquals(List.of("b", "c"), service.itemIds());
    assertEquals(List.of("b", "c"), history());
    service.publish(OWNER, "b").isResult();
    assertEquals(List.of("c", "b"), service.itemIds());
    assertEquals(List.of("c", "b"), history());
  }

  @Test
  void publishThatNeverFitsIsRefused() {
    service.withNode("max_bytes=39");
    service.publish(OWNER, "a").isResult();
    Reply refusal = service.publish(OWNER, "b", "c");
    refusal.isError("modify", "not-acceptable", "payload-too-big");
    assertEquals(Optional.of("more than pipit#max_bytes of the node, 39 bytes"), refusal.text());
    assertEquals(List.of("a"), service.itemIds());
    service.configure("max_bytes=19").isResult();
    assertEquals(List.of(), service.itemIds());
    service.publish(OWNER, "a").isError("modify", "not-acceptable", "payload-too-big");
  }

  @Test
  void fullNodeRefusesWhatDoesNotFitBesideItsItems() {
    service.withNode("max_bytes=45", "publish_node_full=reject");
    service.publish(OWNER, "a", "b").isResult();
    service.publish(OWNER, "c").isError("cancel", "conflict", "node-full");
    service.publish(OWNER, "b").isResult();
    service.retract(OWNER, "a", "").isResult();
    service.publish(OWNER, "c").isResult();
    assertEquals(List.of("b", "c"), service.itemIds());
  }

  @Test
  void newBoundHoldsAtOnce() {
    service.withNode();
    service.publish(OWNER, "a", "b", "c").isResult();
    service.configure("max_bytes=44").isResult();
    assertEquals(List.of("b", "c"), service.itemIds());
    assertEquals(List.of("b", "c"), history());
    assertEquals(44, node().items().bytes());
  }

  @Test
  void bytesGoBeforeTheLastItems() {
    service.withNode("max_bytes=22", "keep_last=3", "item_expire=60");
    service.publish(OWNER, "a").isResult();
    service.publish(OWNER, "b").isResult();
    assertEquals(List.of("b"), service.itemIds());
  }
}
