package io.pipit.broker.port;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.broker.store.ChildJvm;
import io.pipit.broker.store.LogOptions;
import io.pipit.broker.store.SegmentLog;
import io.pipit.pubsub.port.DurableQueue;
import io.pipit.pubsub.port.PortItem;
import io.pipit.pubsub.port.PortOpening;
import io.pipit.pubsub.port.PortResult;
import io.pipit.pubsub.port.PortUnderTest;
import io.pipit.pubsub.port.PubsubPort;
import io.pipit.pubsub.port.QueueBounds;
import io.pipit.pubsub.port.QueueConsumer;
import io.pipit.pubsub.port.QueueFilter;
import io.pipit.pubsub.port.QueueSpec;
import io.pipit.pubsub.port.QueuedItem;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process is killed with SIGKILL while it publishes to a queue and consumes from it: what the
 * publisher was told of waits, in its order, until it is acknowledged, and not afterwards.
 */
class QueueKillTest {

  private static final int KILLS = 3;
  private static final String NODE = "a";
  private static final LogOptions OPTIONS = LogOptions.defaults().withSegmentBytes(64 * 1024);

  private static final QueueSpec SPEC =
      new QueueSpec(
          "bridge/plant",
          PortUnderTest.BRIDGE,
          List.of(new QueueFilter(NODE, 1, true, false, 0)),
          new QueueBounds(
              1_000_000, 1L << 30, Duration.ofDays(1), QueueBounds.Overflow.REFUSE, false),
          null,
          true);

  /** Never acknowledged by the child. */
  private static boolean isKept(int number) {
    return number % 3 == 0;
  }

  private static <T> T await(Consumer<Consumer<T>> asking) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    asking.accept(answer::complete);
    return answer.orTimeout(60, TimeUnit.SECONDS).join();
  }

  private static int number(QueuedItem item) {
    return Integer.parseInt(DoorsUnderTest.text(item.item()));
  }

  private static DurableQueue open(PubsubPort port, QueueConsumer consumer) {
    PortOpening opening = await(told -> port.open(SPEC, consumer, told));
    return assertInstanceOf(PortOpening.Opened.class, opening).queue();
  }

  // ---- the process that is killed

  /** Publishes numbers from the given one on, and consumes them. */
  static final class Child implements QueueConsumer {

    private final List<Integer> acknowledged = Collections.synchronizedList(new ArrayList<>());
    private @Nullable DurableQueue queue;

    private Child() {}

    public static void main(String[] arguments) throws Exception {
      SegmentLog log = SegmentLog.open(Path.of(arguments[0]), OPTIONS);
      ExecutorService on = Executors.newSingleThreadExecutor();
      PubsubPort port = new BrokerPortUnderTest(log).start(on);
      new Child().run(port, on, Integer.parseInt(arguments[1]));
    }

    private void run(PubsubPort port, ExecutorService on, int first) throws Exception {
      DurableQueue mine = open(port, this);
      on.submit(() -> queue = mine).get();
      long before = mine.status().delivered();
      mine.demand(Integer.MAX_VALUE);
      int told = 0;
      for (int number = first; ; number++) {
        int arrived = (int) (mine.status().delivered() - before);
        PortResult result = await(publish(port, number));
        say(result instanceof PortResult.Done ? "published" : "refused", number);
        // What was logged before that is durable with it.
        for (; told < arrived; told++) {
          say("gone", acknowledged.get(told));
        }
      }
    }

    private static Consumer<Consumer<PortResult>> publish(PubsubPort port, int number) {
      return told ->
          port.publish(
              DoorsUnderTest.publishOf(PortUnderTest.OWNER, NODE, Integer.toString(number)), told);
    }

    private static void say(String what, int number) {
      System.out.println(what + " " + number);
    }

    @Override
    public void deliver(List<QueuedItem> items) {
      for (QueuedItem item : items) {
        if (!isKept(number(item))) {
          acknowledged.add(number(item));
          Objects.requireNonNull(queue).ack(item.number());
        }
      }
    }

    @Override
    public void passing(PortItem item, List<Integer> identifiers) {}

    @Override
    public void lost() {}
  }

  // ---- what is there afterwards

  private final TreeSet<Integer> published = new TreeSet<>();
  private final TreeSet<Integer> gone = new TreeSet<>();
  private int last;

  /** One line of the child; says whether it was told of a publish. */
  private boolean heard(String line) {
    String[] words = line.split(" ");
    boolean isPublished = words[0].equals("published");
    if (isPublished) {
      last = Integer.parseInt(words[1]);
      published.add(last);
    } else if (words[0].equals("gone")) {
      gone.add(Integer.parseInt(words[1]));
    }
    return isPublished; // else it may be a line of the log
  }

  @Test
  @Timeout(180)
  void whatWasPublishedWaitsUntilItIsAcknowledged(@TempDir Path folder) throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int kill = 0; kill < KILLS; kill++) {
      // One may have been stored of which nothing was told.
      String first = Integer.toString(last + 2);
      try (ChildJvm child = new ChildJvm(Child.class, folder.toString(), first)) {
        for (int left = 20 + random.nextInt(300); left > 0; ) {
          left -= heard(child.line()) ? 1 : 0;
        }
        child.kill().forEach(this::heard);
      }
      check(folder, "seed " + seed + ", kill " + kill);
    }
    assertTrue(gone.size() > 0, "nothing was ever acknowledged");
  }

  private void check(Path folder, String trial) throws Exception {
    ExecutorService on = Executors.newSingleThreadExecutor();
    try (SegmentLog log = SegmentLog.open(folder, OPTIONS)) {
      BrokerPortUnderTest service = new BrokerPortUnderTest(log);
      try {
        Everything got = new Everything();
        DurableQueue queue = open(service.start(on), got);
        List<QueuedItem> items = got.await(queue);
        List<Integer> numbers = items.stream().map(QueueKillTest::number).toList();
        assertEquals(List.copyOf(new TreeSet<>(numbers)), numbers, trial);
        List<Integer> kept = published.stream().filter(QueueKillTest::isKept).toList();
        assertTrue(numbers.containsAll(kept), () -> trial + ": of " + kept + " only " + numbers);
        assertTrue(
            Collections.disjoint(numbers, gone),
            () -> trial + ": again " + numbers + " of " + gone);
        assertTrue(items.stream().allMatch(QueuedItem::again), trial);
      } finally {
        service.stop();
      }
    } finally {
      on.shutdownNow();
    }
  }

  /** All that waits. */
  private static final class Everything implements QueueConsumer {

    private final List<QueuedItem> got = new ArrayList<>();
    private final CompletableFuture<List<QueuedItem>> all = new CompletableFuture<>();
    private volatile int expected;

    List<QueuedItem> await(DurableQueue queue) {
      expected = queue.status().items();
      if (expected == 0) {
        return List.of();
      }
      queue.demand(expected);
      return all.orTimeout(60, TimeUnit.SECONDS).join();
    }

    @Override
    public void deliver(List<QueuedItem> items) {
      got.addAll(items);
      if (got.size() == expected) {
        all.complete(List.copyOf(got));
      }
    }

    @Override
    public void passing(PortItem item, List<Integer> identifiers) {}

    @Override
    public void lost() {}
  }
}
