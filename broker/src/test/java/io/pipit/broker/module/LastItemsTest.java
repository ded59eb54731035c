package io.pipit.broker.module;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pipit.broker.shard.EntityShard;
import io.pipit.broker.stream.LoopInbox;
import io.pipit.pubsub.engine.SubscriptionLedger;
import io.pipit.pubsub.store.InMemoryLog;
import io.pipit.pubsub.store.InMemoryView;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.FullJid;
import io.pipit.xmpp.Jid;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.internal.VertxInternal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** When the newest items of nodes are told to who has come. */
@Tag("PEP-4.3.3-on-initial-presence")
@Tag("PEP-4.3.4-last-item")
class LastItemsTest {

  private static final BareJid JULIET = BareJid.of("juliet@pipit.test");
  private static final FullJid ROMEO = (FullJid) Jid.of("romeo@pipit.test/orchard");
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
  private final LoopInbox loop = new LoopInbox(((VertxInternal) vertx).createEventLoopContext());
  private final List<Runnable> alarms = new ArrayList<>();
  private final List<String> told = new ArrayList<>();
  private final LastItems items =
      new LastItems(
          new EntityShard(
              loop,
              new InMemoryLog(),
              (service, node) -> new InMemoryView(),
              new SubscriptionLedger(),
              (wait, task) -> {
                alarms.add(task);
                return () -> {};
              }),
          (account, node, resource) -> told.add(node));

  @AfterEach
  void end() {
    assertEquals(0, loop.failures());
    vertx.close().toCompletionStage().toCompletableFuture().orTimeout(30, TimeUnit.SECONDS).join();
  }

  /** Runs something in the shard, and gives how many items were told until it was through. */
  private int toldAfter(Runnable task) {
    CompletableFuture<Integer> count = new CompletableFuture<>();
    loop.execute(
        () -> {
          task.run();
          count.complete(told.size());
        });
    return count.orTimeout(30, TimeUnit.SECONDS).join();
  }

  private static List<String> nodes(int count) {
    return IntStream.range(0, count).mapToObj(i -> "n" + i).toList();
  }

  private void come(int nodes) {
    items.tell(JULIET, ROMEO, nodes(nodes), Duration.ZERO);
  }

  @Test
  void whatIsMoreThanATurnTakesWaitsForTheNext() {
    assertEquals(LastItems.EACH_TURN, toldAfter(() -> come(2 * LastItems.EACH_TURN + 1)));
    toldAfter(() -> {});
    toldAfter(() -> {});
    assertEquals(nodes(2 * LastItems.EACH_TURN + 1), told);
  }

  @Test
  void whatWaitsIsToldOnceHoweverOftenItIsSaid() {
    int nodes = LastItems.EACH_TURN + 3;
    toldAfter(
        () -> {
          come(nodes);
          come(nodes);
        });
    toldAfter(() -> {});
    // What was told is told again to who comes again, what has waited was told once.
    assertEquals(nodes + LastItems.EACH_TURN, toldAfter(() -> {}));
  }

  @Test
  void whatWaitsIsToldBeforeItsNodeChangesAndNotAgain() {
    String last = "n" + LastItems.EACH_TURN;
    toldAfter(
        () -> {
          come(LastItems.EACH_TURN + 2);
          items.tellBefore(JULIET, last);
          items.forget(JULIET, "n" + (LastItems.EACH_TURN + 1), ROMEO);
          items.tellBefore(JULIET, "other");
        });
    assertEquals(LastItems.EACH_TURN + 1, toldAfter(() -> {}));
    assertEquals(last, told.get(LastItems.EACH_TURN));
  }

  @Test
  void whatHasToWaitHasOneAlarmUnlessTheResourceComesMeanwhile() {
    for (int i = 0; i < 10; i++) {
      assertEquals(0, toldAfter(() -> items.tell(JULIET, ROMEO, nodes(3), MINUTE)));
    }
    assertEquals(1, alarms.size());
    assertEquals(1, toldAfter(() -> come(1)));
    assertEquals(3, toldAfter(() -> alarms.get(0).run()));
    assertEquals(List.of("n0", "n1", "n2"), told);
    assertEquals(3, toldAfter(() -> alarms.get(0).run()));
  }

  /** What was told before its turn came does not make a later wait shorter. */
  @Test
  void whoWaitsAgainWaitsItsOwnTime() {
    String last = "n" + LastItems.EACH_TURN;
    toldAfter(
        () -> {
          come(LastItems.EACH_TURN + 1);
          items.tellBefore(JULIET, last);
          items.tell(JULIET, ROMEO, List.of(last), MINUTE);
        });
    assertEquals(LastItems.EACH_TURN + 1, toldAfter(() -> {}));
    toldAfter(
        () -> {
          items.tellBefore(JULIET, last);
          items.tell(JULIET, ROMEO, List.of(last), MINUTE);
          alarms.get(0).run();
        });
    assertEquals(LastItems.EACH_TURN + 2, toldAfter(() -> {}));
    assertEquals(LastItems.EACH_TURN + 3, toldAfter(() -> alarms.get(1).run()));
  }

  @Test
  void noMoreThanTheBoundWait() {
    int most = LastItems.MOST_WAITING;
    assertEquals(0, toldAfter(() -> items.tell(JULIET, ROMEO, nodes(most + 10), MINUTE)));
    toldAfter(() -> alarms.get(0).run());
    int before = -1;
    for (int now = toldAfter(() -> {}); now > before; now = toldAfter(() -> {})) {
      before = now;
    }
    assertEquals(nodes(most), told);
  }
}
