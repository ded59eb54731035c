package io.pipit.broker.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.pubsub.store.ChangeLog;
import io.pipit.pubsub.store.LogRecord;
import io.pipit.pubsub.store.RecordGoneException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A run that appends, rolls, makes snapshots and removes is ended at every single operation on the
 * disk; what is found afterwards is what was acknowledged, and a beginning of what came after.
 */
@Timeout(300)
class CrashPointsTest {

  private static final LogOptions OPTIONS =
      LogOptions.defaults().withSegmentBytes(1024).withQueueBytes(64 * 1024);
  private static final int KEYS = 7;

  /** What a run does; each record sets a key, or removes it. */
  private static final class Run {

    private final FakeDisk disk;
    private final List<LogRecord> appended = new ArrayList<>();
    private final Random random = new Random(4);
    private long acknowledged;
    private boolean hasFailed;

    Run(FakeDisk disk) {
      this.disk = disk;
    }

    /** Returns true when it came to its end. */
    boolean go(LogOptions options, int rounds) throws InterruptedException {
      SegmentLog log;
      try {
        log = SegmentLog.open(disk, options);
      } catch (IOException fault) {
        return false;
      }
      Durable durable = new Durable(log);
      boolean ended = true;
      for (int round = 0; round < rounds && !hasFailed; round++) {
        append(log, durable, 9);
        long begin = log.appended() - 3;
        ended &= snapshot(log, begin, () -> append(log, durable, 4));
        append(log, durable, 3);
        ended &= remove(log, begin);
        append(log, durable, 2);
      }
      log.close();
      if (!log.hasFailed()) {
        acknowledged = log.durable();
      }
      return ended && !hasFailed;
    }

    private interface Step {
      void run() throws InterruptedException;
    }

    private void append(SegmentLog log, Durable durable, int batches) throws InterruptedException {
      for (int i = 0; i < batches && !hasFailed; i++) {
        List<LogRecord> batch = new ArrayList<>();
        for (int j = 0; j <= i % 3; j++) {
          int position = appended.size() + 1;
          boolean removes = random.nextInt(4) == 0;
          String value = removes ? "" : position + "x".repeat(random.nextInt(40));
          batch.add(
              new LogRecord((byte) 1, position % KEYS, value.getBytes(StandardCharsets.UTF_8)));
          appended.add(batch.get(j));
        }
        long last = log.append(batch);
        durable.awaitOr(last, () -> log.hasFailed() || log.isWithoutRoom());
        hasFailed = log.hasFailed() || log.isWithoutRoom();
        acknowledged = log.durable();
      }
    }

    /** The entities are read one after the other, and change meanwhile. */
    private boolean snapshot(SegmentLog log, long begin, Step meanwhile)
        throws InterruptedException {
      if (hasFailed) {
        return false;
      }
      try (SnapshotWriter snapshot = log.snapshot(begin)) {
        for (int key = 0; key < KEYS; key++) {
          if (key == KEYS / 2) {
            meanwhile.run();
          }
          add(snapshot, key);
        }
        snapshot.publish();
        return true;
      } catch (IOException fault) {
        return false;
      }
    }

    private void add(SnapshotWriter snapshot, int key) throws IOException {
      for (int position = appended.size(); position > 0; position--) {
        LogRecord record = appended.get(position - 1);
        if (record.partition() == key) {
          if (record.payload().length > 0) {
            snapshot.add(position, List.of(record));
          }
          return;
        }
      }
    }

    private boolean remove(SegmentLog log, long begin) {
      if (hasFailed || log.replayedFrom() < begin) {
        return false;
      }
      try {
        log.removeBefore(begin);
        return true;
      } catch (IOException fault) {
        return false;
      }
    }

    /** Opens what is left and compares. */
    void check(FakeDisk left, String when) throws Exception {
      check(left, acknowledged, when);
    }

    void check(FakeDisk left, long atLeast, String when) throws Exception {
      long found;
      try (SegmentLog log = SegmentLog.open(left, OPTIONS)) {
        found = log.durable();
        assertTrue(found >= atLeast, when + ": " + found + " of " + atLeast);
        assertEquals(state((int) found), replayed(log), when);
        for (long position = log.first(); position <= found; position++) {
          assertEquals(text(appended.get((int) position - 1)), text(log.read(position)), when);
        }
        assertThrows(RecordGoneException.class, () -> log.read(log.first() - 1));
        new Durable(log).append("goes on");
      }
      try (SegmentLog log = SegmentLog.open(left.afterPowerLoss(), OPTIONS)) {
        assertEquals("goes on", Durable.payload(log.read(found + 1)), when);
      }
    }

    private Map<Integer, String> state(int end) {
      Map<Integer, String> state = new TreeMap<>();
      appended.subList(0, end).forEach(record -> apply(record, state));
      return state;
    }
  }

  private static void apply(LogRecord record, Map<Integer, String> state) {
    if (record.payload().length == 0) {
      state.remove(record.partition());
    } else {
      state.put(record.partition(), Durable.payload(record));
    }
  }

  private static String text(LogRecord record) {
    return record.partition() + " " + Durable.payload(record);
  }

  private static Map<Integer, String> replayed(SegmentLog log) {
    Map<Integer, String> state = new TreeMap<>();
    Map<Integer, Long> contained = new HashMap<>();
    log.replay(
        new ChangeLog.Reader() {
          @Override
          public void record(long position, LogRecord record) {
            if (position > contained.getOrDefault(record.partition(), 0L)) {
              apply(record, state);
            }
          }

          @Override
          public void snapshot(long at, LogRecord record) {
            contained.put(record.partition(), at);
            apply(record, state);
          }
        });
    return state;
  }

  @Test
  void runWithoutAFaultEndsWithWhatItDid() throws Exception {
    FakeDisk disk = new FakeDisk();
    Run run = new Run(disk);
    assertTrue(run.go(OPTIONS, 4));
    run.check(disk.afterPowerLoss(), "at the end");
    assertTrue(disk.segments().size() < 5, disk.segments().toString());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 10, 1_000_000})
  void crashAtAnyOperationLosesNothingAcknowledged(int bytes) throws Exception {
    boolean ended = false;
    for (int operation = 1; !ended; operation++) {
      FakeDisk disk = new FakeDisk();
      disk.crashAt(operation, bytes);
      Run run = new Run(disk);
      run.go(OPTIONS, 3);
      ended = !disk.faultCame();
      String when = "operation " + operation;
      run.check(disk.afterKill(), when + ", killed");
      run.check(disk.afterPowerLoss(), when + ", without power");
      for (int seed = 0; seed < 3; seed++) {
        FakeDisk left = disk.afterPowerLoss(new Random(operation * 10L + seed));
        run.check(left, when + ", without power, " + seed);
      }
    }
  }

  @Test
  void writeTornAtEveryByteLosesNothingAcknowledged() throws Exception {
    boolean ended = false;
    for (int operation = 1; !ended; operation++) {
      int length = 0;
      for (int bytes = 0; bytes <= length; bytes++) {
        FakeDisk disk = new FakeDisk();
        disk.crashAt(operation, bytes);
        Run run = new Run(disk);
        run.go(OPTIONS, 1);
        ended = !disk.faultCame();
        length = disk.faultLength();
        run.check(disk.afterKill(), "operation " + operation + ", " + bytes + " bytes");
      }
    }
  }

  /** A snapshot, a table or a removal that fails does no harm; a log that fails says so. */
  @Test
  void faultAtAnyOperationLosesNothingAcknowledged() throws Exception {
    boolean ended = false;
    for (int operation = 1; !ended; operation++) {
      FakeDisk disk = new FakeDisk();
      disk.failAt(operation);
      Run run = new Run(disk);
      run.go(OPTIONS, 2);
      ended = !disk.faultCame();
      run.check(disk.afterKill(), "operation " + operation + ", restarted");
      run.check(disk.afterPowerLoss(), "operation " + operation + ", without power");
    }
  }

  @Test
  void crashWithSyncsAtIntervalsLeavesABeginning() throws Exception {
    LogOptions options = OPTIONS.withSyncInterval(Duration.ofHours(1));
    boolean ended = false;
    for (int operation = 1; !ended; operation++) {
      FakeDisk disk = new FakeDisk();
      disk.crashAt(operation, 0);
      Run run = new Run(disk);
      run.go(options, 2);
      ended = !disk.faultCame();
      String when = "operation " + operation;
      run.check(disk.afterKill(), when + ", killed");
      run.check(disk.afterPowerLoss(), 0, when + ", without power");
      run.check(disk.afterPowerLoss(new Random(operation)), 0, when + ", some of it");
    }
  }
}
