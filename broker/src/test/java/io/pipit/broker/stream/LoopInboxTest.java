package io.pipit.broker.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class LoopInboxTest {

  private final Vertx vertx = Vertx.vertx();
  private final LoopInbox inbox = new LoopInbox(((VertxInternal) vertx).createEventLoopContext());

  @AfterEach
  void close() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
  }

  @Test
  void tasksRunOnTheLoopInTheOrderOfTheirSender() throws Exception {
    List<Integer> seen = new ArrayList<>();
    CompletableFuture<Boolean> onLoop = new CompletableFuture<>();
    for (int i = 0; i < 1_000; i++) {
      int number = i;
      inbox.execute(() -> seen.add(number));
    }
    inbox.execute(() -> onLoop.complete(inbox.onLoop()));

    assertTrue(onLoop.get());
    assertFalse(inbox.onLoop());
    assertEquals(IntStream.range(0, 1_000).boxed().toList(), seen);
  }

  @Test
  void noTaskIsLostBetweenManySenders() throws Exception {
    int senders = 4;
    int each = 20_000;
    CountDownLatch ran = new CountDownLatch(senders * each);
    for (int i = 0; i < senders; i++) {
      new Thread(
              () -> {
                for (int j = 0; j < each; j++) {
                  inbox.execute(ran::countDown);
                }
              })
          .start();
    }
    ran.await();
  }

  @Test
  void taskThatThrowsIsCountedAndTheNextOneRuns() throws Exception {
    CompletableFuture<Long> failures = new CompletableFuture<>();
    inbox.execute(
        () -> {
          throw new IllegalStateException("thrown by the test");
        });
    inbox.execute(
        () -> {
          throw new AssertionError("thrown by the test");
        });
    inbox.execute(() -> failures.complete(inbox.failures()));

    assertEquals(2, failures.get());
  }

  @Test
  void floodOfTasksLetsTheLoopDoOtherThings() throws Exception {
    CompletableFuture<Integer> ranBefore = new CompletableFuture<>();
    int[] ran = {0};
    inbox.execute(
        () -> {
          for (int i = 0; i < 10_000; i++) {
            inbox.execute(() -> ran[0]++);
          }
          vertx.runOnContext(other -> ranBefore.complete(ran[0]));
        });

    assertTrue(ranBefore.get() < 1_000, "a chunk, not all of them");
  }

  @Test
  void flushesComeOnceBehindTheTasksOfTheTurn() throws Exception {
    List<String> order = new ArrayList<>();
    CompletableFuture<List<String>> done = new CompletableFuture<>();
    inbox.execute(
        () -> {
          inbox.atEndOfTurn(() -> order.add("flush a"));
          inbox.execute(() -> order.add("task"));
          inbox.atEndOfTurn(
              () -> {
                order.add("flush b");
                inbox.atEndOfTurn(() -> done.complete(List.copyOf(order)));
              });
        });

    assertEquals(List.of("task", "flush a", "flush b"), done.get());
  }

  @Test
  void whatComesAfterTheTasksComesBehindThoseAtHandAndBeforeFlushes() throws Exception {
    List<String> order = new ArrayList<>();
    CompletableFuture<List<String>> done = new CompletableFuture<>();
    inbox.execute(
        () -> {
          inbox.atEndOfTurn(() -> done.complete(List.copyOf(order)));
          inbox.afterTasks(
              () -> {
                order.add("last");
                inbox.afterTasks(() -> order.add("at once"));
              });
          inbox.execute(() -> order.add("second task"));
          order.add("first task");
        });

    assertEquals(List.of("first task", "second task", "last", "at once"), done.get());
  }

  @Test
  void whatComesAfterTasksThatThrowIsRunToo() throws Exception {
    CompletableFuture<Long> failures = new CompletableFuture<>();
    inbox.execute(
        () -> {
          inbox.afterTasks(
              () -> {
                throw new IllegalStateException("thrown by the test");
              });
          inbox.afterTasks(() -> failures.complete(inbox.failures()));
          throw new IllegalStateException("thrown by the test");
        });

    assertEquals(2, failures.get());
  }
}
