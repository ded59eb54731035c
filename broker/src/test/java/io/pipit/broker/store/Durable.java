package io.pipit.broker.store;

import io.pipit.pubsub.store.ChangeLog;
import io.pipit.pubsub.store.LogRecord;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/** Waiting for a log, and reading it. */
final class Durable {

  private final ChangeLog log;
  private final List<Long> told = new ArrayList<>();

  Durable(ChangeLog log) {
    this.log = log;
    log.onDurable(this::tell);
  }

  private synchronized void tell(long position) {
    told.add(position);
    notifyAll();
  }

  /** Appends a record of its own for each text and waits until all are durable. */
  void append(String... payloads) throws InterruptedException {
    long last = 0;
    for (String payload : payloads) {
      last = log.append(List.of(record(payload)));
    }
    await(last);
  }

  synchronized void await(long position) throws InterruptedException {
    while (log.durable() < position) {
      if (told.contains(-1L)) {
        throw new AssertionError("the log failed");
      }
      wait();
    }
  }

  /** Waits until the position is durable or the condition holds. */
  void awaitOr(long position, BooleanSupplier condition) {
    while (log.durable() < position && !condition.getAsBoolean()) {
      Thread.onSpinWait();
    }
  }

  synchronized void awaitFailure() throws InterruptedException {
    while (!told.contains(-1L)) {
      wait();
    }
  }

  synchronized List<Long> told() {
    return List.copyOf(told);
  }

  static LogRecord record(String payload) {
    return new LogRecord((byte) 7, 13, payload.getBytes(StandardCharsets.UTF_8));
  }

  /** The payloads of a log as text. */
  static List<String> payloads(ChangeLog log) {
    List<String> found = new ArrayList<>();
    log.replay((position, record) -> found.add(payload(record)));
    return found;
  }

  static String payload(LogRecord record) {
    return new String(record.payload(), StandardCharsets.UTF_8);
  }
}
