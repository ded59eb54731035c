package io.pipit.benchmarks;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * How many bytes of heap the hot path allocates for each publish and each delivery: unlike its time
 * this is the same on every machine, so that it can be a bound. It is counted for the thread that
 * does the work, after as many rounds as classes, tables and caches need; the least of several
 * counts, since the compiler may take objects away and never adds any.
 *
 * <p>The bounds are what HotSpot's interpreter and its first compiler allocate, and a tenth: these
 * two do not differ, and Java 25 allocates between 8 bytes more and 64 less than Java 17.
 */
class AllocationTest {

  private static final int WARM_UP = 2_000;
  private static final int ROUNDS = 1_000;
  private static final int COUNTS = 5;
  private static final int SUBSCRIBERS = 100;

  // What was measured.
  private static final long PARSED = 3_364;
  private static final long DECODED = 2_128;
  private static final long DECIDED = 2_184;
  private static final long DECIDED_AT_ACCOUNT = 13_000;
  private static final long RECORDED = 1_496;
  private static final long ENCODED = 2_848;
  private static final long DELIVERED = 208;

  private final com.sun.management.ThreadMXBean threads =
      (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();

  @TestFactory
  Stream<DynamicTest> theHotPathAllocatesNoMoreThanItDid() {
    ParseBenchmark parse = new ParseBenchmark();
    PublishBenchmark publish = new PublishBenchmark();
    publish.subscribers = SUBSCRIBERS;
    publish.subscribe();
    PersonalPublishBenchmark personal = new PersonalPublishBenchmark();
    personal.contacts = SUBSCRIBERS;
    personal.login();
    NotificationBenchmark notification = new NotificationBenchmark();
    return Stream.of(
        bound("a stanza, read alone, to an element", PARSED, 1, parse::stanzaToElement),
        bound("the element to a command", DECODED, 1, parse::elementToCommand),
        bound("a publish decided and applied", DECIDED, 1, publish::decideAndApply),
        bound(
            "a publish at an account with contacts",
            DECIDED_AT_ACCOUNT,
            1,
            personal::decideAndApply),
        bound("its record for the log", RECORDED, 1, publish::encodeChange),
        bound("its notification, once", ENCODED, 1, notification::encodeOnce),
        bound(
            "a delivery: the notification for one of its recipients",
            DELIVERED,
            NotificationBenchmark.RECIPIENTS,
            notification::copyForRecipient));
  }

  private DynamicTest bound(String what, long measured, int operations, Runnable work) {
    return DynamicTest.dynamicTest(
        what,
        () -> {
          long bytes = bytes(work) / operations;
          long most = measured + measured / 10;
          assertTrue(
              bytes <= most,
              () ->
                  String.format(
                      Locale.ROOT,
                      "%s allocates %,d bytes; it was %,d, and %,d is the bound. Find what is new"
                          + " with `java -jar benchmarks/target/benchmarks.jar micro -prof gc` and"
                          + " a profiler of allocations, and take it away. If it has to be, say so"
                          + " in the commit and raise the figure in AllocationTest;"
                          + " if it got less, lower it.",
                      what,
                      bytes,
                      measured,
                      most));
        });
  }

  private long bytes(Runnable work) {
    run(work, WARM_UP);
    long least = Long.MAX_VALUE;
    for (int i = 0; i < COUNTS; i++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      run(work, ROUNDS);
      least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
    }
    return least / ROUNDS;
  }

  private static void run(Runnable work, int times) {
    for (int i = 0; i < times; i++) {
      work.run();
    }
  }
}
