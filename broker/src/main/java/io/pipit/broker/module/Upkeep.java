package io.pipit.broker.module;

import io.pipit.broker.config.FileFault;
import io.pipit.broker.store.StoreMetrics;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What keeps the store in order, and which of it fails: whatever a work throws is logged and
 * counted each time, and its thread goes on. One thread works, any thread asks.
 */
final class Upkeep {

  private static final Logger LOG = LoggerFactory.getLogger(Upkeep.class);

  private final StoreMetrics metrics;
  private final Map<Work, String> failing = new ConcurrentSkipListMap<>();

  /** One kind of it, with what it means that it fails. */
  enum Work {
    LOOK("store.upkeep", "nobody knows what the store needs to stay in order"),
    RESERVE("store.reserve", "the room that is kept for a full disk cannot be looked after"),
    VIEW("store.rebuild", "the view cannot be made again; what it held is read from the log"),
    CHECKPOINT(
        "store.checkpoint", "no checkpoint could be made; the log goes on with the one before"),
    REMOVAL("store.remove", "what nothing needs any more cannot be removed from the log"),
    CLEANING("store.clean", "the oldest part of the log cannot be cleaned, and stays"),
    OLDEST(
        "store.clean",
        "the oldest item that is still needed cannot be read; the log behind it stays until that"
            + " item is published again or retracted");

    private final String event;
    private final String meaning;

    Work(String event, String meaning) {
      this.event = event;
      this.meaning = meaning;
    }
  }

  /** What may fail. */
  @FunctionalInterface
  interface Task {

    void run() throws IOException, InterruptedException;
  }

  Upkeep(StoreMetrics metrics) {
    this.metrics = metrics;
  }

  /** Does a work; returns whether it has not failed. */
  boolean run(Work work, Task task) throws InterruptedException {
    try {
      task.run();
      failing.remove(work);
      return true;
    } catch (IOException | RuntimeException | Error e) {
      // Errors too: the thread has to be there when there is memory again.
      count(work);
      failing.put(work, work.meaning + ": " + FileFault.describe(e));
      LOG.atWarn().addKeyValue("event", work.event).setCause(e).log(work.meaning);
      return false;
    }
  }

  private void count(Work work) {
    switch (work) {
      case CHECKPOINT -> metrics.checkpointFailed();
      case VIEW -> metrics.viewFailed();
      case REMOVAL, CLEANING, OLDEST -> metrics.cleaningFailed();
      case LOOK, RESERVE -> metrics.upkeepFailed();
    }
  }

  /** A work is not needed any more. */
  void forget(Work work) {
    failing.remove(work);
  }

  boolean isFailing(Work work) {
    return failing.containsKey(work);
  }

  /** Any thread: what failed when it was tried last, for a person; empty for nothing. */
  Optional<String> failing() {
    return failing.isEmpty()
        ? Optional.empty()
        : Optional.of(failing.values().stream().collect(Collectors.joining("; ")));
  }
}
