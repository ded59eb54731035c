package io.pipit.broker.durability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A node with a bridge to a Mosquitto, publishers on both sides, and outages. At the end everything
 * that was acknowledged to its publisher is on the other side, of QoS 2 exactly once, of QoS 1 as
 * one item, in the order of its topic; and the node has neither more threads nor more files open
 * than at the beginning, nor more on its heap than a cache that fills.
 *
 * <p>{@code -Dpipit.test.soak.minutes=N} says how long; {@code -Dpipit.test.soak.period=N} how many
 * seconds one of its "minutes" has.
 */
@Tag("soak")
class BridgeSoakTest {

  private static final int MINUTES = Integer.getInteger("pipit.test.soak.minutes", 30);
  private static final int PERIOD_SECONDS = Integer.getInteger("pipit.test.soak.period", 60);
  private static final int OUTAGE_SECONDS = 10;

  /** Of this many outages one is our own: between two of them the node shows what it grows by. */
  private static final int NODE_KILL_EVERY = 10;

  private static final int MORE_THREADS = 20;
  private static final int MORE_FILES = 50;
  private static final double MORE_HEAP_BYTES = 16 * 1_048_576.0;

  /** What goes wrong. */
  private enum Outage {
    BROKER_KILL("Mosquitto SIGKILL"),
    BROKER_STOP("Mosquitto SIGTERM"),
    BROKER_FREEZE("Mosquitto SIGSTOP"),
    LINK_CUT("connection reset"),
    PAUSE("pipit bridge pause"),
    NODE_KILL("own SIGKILL");

    private final String shown;

    Outage(String shown) {
      this.shown = shown;
    }
  }

  private int turn;

  @Test
  @Timeout(value = 6, unit = TimeUnit.HOURS)
  void nothingIsLostByOutages(@TempDir Path folder) throws Exception {
    try (BridgedPair pair = new BridgedPair(folder)) {
      List<ProcessFigures> life = new ArrayList<>(List.of(ProcessFigures.of(pair.node())));
      System.out.printf("start: %s%n", life.get(0));
      long begin = System.nanoTime();
      for (int minute = 1; minute <= MINUTES; minute++) {
        Outage outage = next(minute);
        String told = run(pair, outage);
        if (outage == Outage.NODE_KILL) {
          checkLife(life);
          life.clear();
        }
        life.add(ProcessFigures.of(pair.node()));
        pair.readItems();
        System.out.printf(
            "minute %d, %s: %s; %s; %s; %s%n",
            minute,
            outage.shown,
            told,
            pair.counts(),
            life.get(life.size() - 1),
            counted(pair.node()));
        awaitTime(begin + TimeUnit.SECONDS.toNanos((long) minute * PERIOD_SECONDS));
      }
      pair.settle();
      checkLife(life);
      assertEquals(List.of(), pair.verdict());
    }
  }

  /** The node is killed while what waited for Mosquitto goes there. */
  @Test
  @Timeout(value = 10, unit = TimeUnit.MINUTES)
  void nothingIsLostWhenOneAndThenTheOtherIsKilled(@TempDir Path folder) throws Exception {
    try (BridgedPair pair = new BridgedPair(folder)) {
      TimeUnit.SECONDS.sleep(OUTAGE_SECONDS);
      pair.killBroker();
      TimeUnit.SECONDS.sleep(2 * OUTAGE_SECONDS);
      pair.broker.start();
      pair.node().kill();
      pair.startNode();
      TimeUnit.SECONDS.sleep(OUTAGE_SECONDS);
      pair.settle();
      System.out.printf("both killed: %s%n", counted(pair.node()));
      assertEquals(List.of(), pair.verdict());
    }
  }

  /** Threads, files and heap of one process stay as they are. */
  private static void checkLife(List<ProcessFigures> life) {
    ProcessFigures first = life.get(0);
    ProcessFigures last = life.get(life.size() - 1);
    String both = first + " became " + last;
    assertTrue(last.threads() <= first.threads() + MORE_THREADS, both);
    assertTrue(last.files() <= first.files() + MORE_FILES, both);
    assertTrue(last.heapBytes() <= first.heapBytes() + MORE_HEAP_BYTES, both);
  }

  /** What the node says of its bridge since it was started. */
  private static String counted(ChildNode node) throws Exception {
    List<String> metrics = ProcessFigures.metrics(node);
    return String.format(
        "%.0f again, %.0f dropped, %.0f connections",
        ProcessFigures.metric(metrics, "pipit_bridge_duplicates_total{"),
        ProcessFigures.metric(metrics, "pipit_bridge_dropped_total{"),
        ProcessFigures.metric(metrics, "pipit_bridge_connects_total{"));
  }

  private static void awaitTime(long nanos) throws InterruptedException {
    long left = nanos - System.nanoTime();
    if (left > 0) {
      TimeUnit.NANOSECONDS.sleep(left);
    }
  }

  private Outage next(int minute) {
    if (minute % NODE_KILL_EVERY == NODE_KILL_EVERY / 2) {
      return Outage.NODE_KILL;
    }
    Outage next = Outage.values()[turn];
    turn = (turn + 1) % (Outage.values().length - 1);
    return next;
  }

  /** Runs one to its end, and gives how long it took until what waited had come. */
  private static String run(BridgedPair pair, Outage outage) throws Exception {
    pair.watcher.awaitConnected();
    begin(pair, outage);
    TimeUnit.SECONDS.sleep(Math.min(OUTAGE_SECONDS, PERIOD_SECONDS / 2));
    finish(pair, outage);
    Map<NumberedStream, int[]> waiting = pair.targets();
    long since = System.nanoTime();
    pair.awaitArrived(waiting);
    return "all had come "
        + TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - since)
        + " ms after it";
  }

  private static void begin(BridgedPair pair, Outage outage) throws Exception {
    switch (outage) {
      case BROKER_KILL -> pair.killBroker();
      case BROKER_STOP -> pair.broker.stop();
      case BROKER_FREEZE -> pair.broker.freeze();
      case LINK_CUT -> pair.link.cut();
      case PAUSE -> pair.command("pause");
      case NODE_KILL -> pair.node().kill();
    }
  }

  private static void finish(BridgedPair pair, Outage outage) throws Exception {
    switch (outage) {
      case BROKER_KILL, BROKER_STOP -> pair.broker.start();
      case BROKER_FREEZE -> pair.broker.thaw();
      case LINK_CUT -> pair.link.mend();
      case PAUSE -> pair.command("resume");
      case NODE_KILL -> pair.startNode();
    }
  }
}
