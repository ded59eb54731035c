package io.pipit.pubsub.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every {@link ChangeLog} keeps. An implementation extends this and says how it is opened. */
@Timeout(60)
public abstract class ChangeLogContract {

  /** A new, empty log. */
  protected abstract ChangeLog open() throws Exception;

  /** Opens again what a closed log left behind. */
  protected abstract ChangeLog reopen(ChangeLog closed) throws Exception;

  /** Makes the next thing that the log does with its storage fail. */
  protected abstract void breakStorage(ChangeLog log) throws Exception;

  @Test
  void emptyLogIsAtPositionZeroAndReplaysNothing() throws Exception {
    try (ChangeLog log = open()) {
      assertEquals(0, log.appended());
      assertEquals(0, log.durable());
      assertFalse(log.hasFailed());
      assertFalse(log.isCongested());
      assertEquals(List.of(), replayed(log));
    }
  }

  @Test
  void positionsCountRecordsFromOne() throws Exception {
    try (ChangeLog log = open()) {
      assertEquals(1, log.append(List.of(record("a"))));
      assertEquals(4, log.append(List.of(record("b"), record("c"), record("d"))));
      assertEquals(4, log.appended());
    }
  }

  @Test
  void whatWasQueuedBecomesDurableInOrderWithPushOrWithTheNextAppend() throws Exception {
    try (ChangeLog log = open()) {
      BlockingQueue<Long> told = new LinkedBlockingQueue<>();
      log.onDurable(told::add);
      assertEquals(0, log.queue(List.of()));
      assertEquals(1, log.queue(List.of(record("a"))));
      assertEquals(3, log.queue(List.of(record("b"), record("c"))));
      log.push();
      long seen = 0;
      while (seen < 3) {
        seen = told.take();
      }
      assertEquals(4, log.queue(List.of(record("d"))));
      assertEquals(5, log.append(List.of(record("e"))));
      while (seen < 5) {
        seen = told.take();
      }
      assertEquals(5, log.durable());
      assertEquals(5, replayed(log).size());
    }
  }

  @Test
  void emptyBatchAppendsNothing() throws Exception {
    try (ChangeLog log = open()) {
      assertEquals(0, log.append(List.of()));
      log.append(List.of(record("a")));
      assertEquals(1, log.append(List.of()));
      assertEquals(1, log.appended());
    }
  }

  @Test
  void listenerIsToldOnceThePositionIsDurable() throws Exception {
    try (ChangeLog log = open()) {
      BlockingQueue<Long> told = new LinkedBlockingQueue<>();
      BlockingQueue<Boolean> behind = new LinkedBlockingQueue<>();
      log.onDurable(
          position -> {
            behind.add(log.durable() < position);
            told.add(position);
          });
      long last = 0;
      for (int i = 0; i < 20; i++) {
        last = log.append(List.of(record("x" + i), record("y" + i)));
      }
      long seen = 0;
      while (seen < last) {
        long next = told.take();
        assertTrue(next > seen, "durable never goes back");
        assertEquals(0, next % 2, "a batch becomes durable as a whole");
        seen = next;
      }
      assertEquals(last, seen);
      assertFalse(behind.contains(true));
    }
  }

  @Test
  void closeMakesEverythingDurableAndReopenFindsIt() throws Exception {
    List<String> expected = new ArrayList<>();
    ChangeLog log = open();
    for (int i = 0; i < 500; i++) {
      LogRecord record = record((byte) (1 + i % 127), i % LogRecord.PARTITIONS, "payload " + i);
      expected.add(text(i + 1, record));
      log.append(List.of(record));
    }
    log.close();
    assertEquals(500, log.durable());
    try (ChangeLog again = reopen(log)) {
      assertEquals(500, again.appended());
      assertEquals(500, again.durable());
      assertEquals(expected, replayed(again));
      assertEquals(501, again.append(List.of(record("next"))));
    }
  }

  @Test
  void extremesOfARecordComeBackAsTheyWere() throws Exception {
    byte[] large = new byte[3 * 1024 * 1024 + 1];
    for (int i = 0; i < large.length; i++) {
      large[i] = (byte) (i * 31);
    }
    List<LogRecord> batch =
        List.of(
            new LogRecord((byte) 1, 0, new byte[0]),
            new LogRecord((byte) 127, LogRecord.PARTITIONS - 1, large),
            new LogRecord((byte) 64, 512, new byte[64]));
    ChangeLog log = open();
    log.append(batch);
    log.close();
    try (ChangeLog again = reopen(log)) {
      List<LogRecord> found = new ArrayList<>();
      again.replay((position, record) -> found.add(record));
      assertEquals(3, found.size());
      for (int i = 0; i < 3; i++) {
        assertEquals(text(0, batch.get(i)), text(0, found.get(i)));
      }
    }
  }

  @Test
  void appendsOfManyThreadsAreOneOrderWithBatchesWhole() throws Exception {
    int threads = 4;
    int batches = 500;
    ChangeLog log = open();
    Map<Long, String> acknowledged = new HashMap<>();
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    try {
      CountDownLatch start = new CountDownLatch(1);
      List<Future<Map<Long, String>>> work = new ArrayList<>();
      for (int t = 0; t < threads; t++) {
        String name = "t" + t;
        work.add(
            executor.submit(
                () -> {
                  Map<Long, String> mine = new HashMap<>();
                  long before = 0;
                  start.await();
                  for (int b = 0; b < batches; b++) {
                    List<LogRecord> batch = new ArrayList<>();
                    for (int i = 0; i <= b % 3; i++) {
                      batch.add(record(name + ":" + b + ":" + i));
                    }
                    long last = log.append(batch);
                    assertTrue(last >= before + batch.size());
                    before = last;
                    for (int i = 0; i < batch.size(); i++) {
                      mine.put(last - batch.size() + 1 + i, text(0, batch.get(i)));
                    }
                  }
                  return mine;
                }));
      }
      start.countDown();
      for (Future<Map<Long, String>> thread : work) {
        acknowledged.putAll(thread.get());
      }
    } finally {
      executor.shutdownNow();
    }
    log.close();
    assertEquals(log.appended(), acknowledged.size(), "no position was given twice");
    try (ChangeLog again = reopen(log)) {
      Map<Long, String> found = new HashMap<>();
      again.replay((position, record) -> found.put(position, text(0, record)));
      assertEquals(acknowledged, found);
    }
  }

  @Test
  void anyDurableRecordIsReadByItsPosition() throws Exception {
    List<String> expected = new ArrayList<>();
    ChangeLog log = open();
    BlockingQueue<Long> told = new LinkedBlockingQueue<>();
    log.onDurable(told::add);
    for (int i = 0; i < 300; i++) {
      LogRecord record = record((byte) (1 + i % 127), i, "x".repeat(i % 50 == 7 ? 20_000 : i % 9));
      expected.add(text(i + 1, record));
      log.append(List.of(record));
    }
    long durable = 0;
    while (durable < 300) {
      durable = told.take();
      assertEquals(expected.get((int) durable - 1), text(durable, log.read(durable)));
    }
    for (int position = 300; position >= 1; position--) {
      assertEquals(expected.get(position - 1), text(position, log.read(position)));
    }
    log.close();
    try (ChangeLog again = reopen(log)) {
      assertEquals(1, again.first());
      for (int position = 1; position <= 300; position++) {
        assertEquals(expected.get(position - 1), text(position, again.read(position)));
      }
      assertEquals(301, again.append(List.of(record("next"))));
    }
  }

  @Test
  void scanBeginsAnywhere() throws Exception {
    ChangeLog log = open();
    for (int i = 1; i <= 200; i++) {
      log.append(List.of(record("payload " + i)));
    }
    log.close();
    try (ChangeLog again = reopen(log)) {
      List<String> all = replayed(again);
      for (int from = 1; from <= 201; from += 1 + from % 7) {
        List<String> found = new ArrayList<>();
        again.scan(from, (position, record) -> found.add(text(position, record)));
        assertEquals(all.subList(from - 1, 200), found, "from " + from);
      }
      assertThrows(RecordGoneException.class, () -> again.scan(0, (position, record) -> {}));
    }
  }

  @Test
  void manyThreadsReadWhileOthersAppend() throws Exception {
    int threads = 4;
    try (ChangeLog log = open()) {
      ExecutorService executor = Executors.newFixedThreadPool(threads);
      try {
        List<Future<Integer>> work = new ArrayList<>();
        for (int t = 0; t < threads; t++) {
          int thread = t;
          work.add(
              executor.submit(
                  () -> {
                    int read = 0;
                    for (int i = 0; i < 500; i++) {
                      log.append(List.of(record((byte) (1 + thread), i, "x".repeat(i % 40))));
                      long durable = log.durable();
                      if (durable > 0) {
                        LogRecord found = log.read(1 + (i * 7919L + thread) % durable);
                        assertEquals(found.partition() % 40, found.payload().length);
                        read++;
                      }
                    }
                    return read;
                  }));
        }
        for (Future<Integer> thread : work) {
          assertTrue(thread.get() <= 500);
        }
      } finally {
        executor.shutdownNow();
      }
    }
  }

  @Test
  void readRefusesWhatIsNotThere() throws Exception {
    ChangeLog log = open();
    assertEquals(1, log.first());
    assertThrows(IllegalArgumentException.class, () -> log.read(1));
    log.append(List.of(record("a")));
    assertThrows(IllegalArgumentException.class, () -> log.read(2));
    assertEquals(0, assertThrows(RecordGoneException.class, () -> log.read(0)).position());
    assertThrows(RecordGoneException.class, () -> log.read(-7));
    log.close();
    assertThrows(IllegalStateException.class, () -> log.read(1));
  }

  @Test
  void closedLogRefusesToAppend() throws Exception {
    ChangeLog log = open();
    log.append(List.of(record("a")));
    log.close();
    assertThrows(IllegalStateException.class, () -> log.append(List.of(record("b"))));
    assertEquals(1, log.appended());
    assertFalse(log.hasFailed());
    log.close();
    try (ChangeLog again = reopen(log)) {
      assertEquals(1, again.appended());
    }
  }

  @Test
  void failedLogTellsOnceAndSaysWhatIsLost() throws Exception {
    ChangeLog log = open();
    BlockingQueue<Long> told = new LinkedBlockingQueue<>();
    log.onDurable(told::add);
    log.append(List.of(record("a")));
    assertEquals(1, told.take());
    assertEquals(List.of(), log.takeLost());
    breakStorage(log);
    log.append(List.of(record("lost"), record("too")));
    assertEquals(-1, told.take());
    assertTrue(log.hasFailed());
    assertEquals(1, log.durable());
    assertEquals(4, log.append(List.of(record("late"))));
    assertEquals(
        List.of("lost", "too", "late"),
        log.takeLost().stream()
            .map(lost -> new String(lost.payload(), StandardCharsets.UTF_8))
            .toList());
    assertEquals(List.of("1 7 13 a"), replayed(log), "what is durable can be read");
    assertEquals("1 7 13 a", text(1, log.read(1)));
    assertThrows(IllegalArgumentException.class, () -> log.read(2));
    log.close();
    assertEquals(List.of(), List.copyOf(told), "told once");
    assertEquals(1, log.durable());
  }

  /** A record of some type with this text as payload. */
  protected static LogRecord record(String payload) {
    return record((byte) 7, 13, payload);
  }

  /** A record with this text as payload. */
  protected static LogRecord record(byte type, int partition, String payload) {
    return new LogRecord(type, partition, payload.getBytes(StandardCharsets.UTF_8));
  }

  /** Each record of the log as {@link #text}. */
  protected static List<String> replayed(ChangeLog log) {
    List<String> found = new ArrayList<>();
    log.replay((position, record) -> found.add(text(position, record)));
    return found;
  }

  /** A record in a form that can be compared. */
  protected static String text(long position, LogRecord record) {
    return position
        + " "
        + record.type()
        + " "
        + record.partition()
        + " "
        + new String(record.payload(), StandardCharsets.ISO_8859_1);
  }
}
