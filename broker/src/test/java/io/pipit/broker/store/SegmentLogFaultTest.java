package io.pipit.broker.store;

import static io.pipit.broker.store.Durable.record;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.pubsub.store.LogRecord;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Groups, bounds and what happens when the disk does not do what it should. */
@Timeout(60)
class SegmentLogFaultTest {

  private static final int KIB = 1024;

  private final FakeDisk disk = new FakeDisk();

  @Test
  void whatQueuesDuringASyncIsOneGroup() throws Exception {
    List<Integer> groups = Collections.synchronizedList(new ArrayList<>());
    LogOptions options =
        LogOptions.defaults()
            .withMetrics(
                new StoreMetrics() {
                  @Override
                  public void committed(int records, long bytes, long nanos) {
                    groups.add(records);
                  }
                });
    try (SegmentLog log = SegmentLog.open(disk, options)) {
      Durable durable = new Durable(log);
      disk.holdSyncs();
      log.append(List.of(record("first")));
      disk.awaitHeldSync();
      int syncs = disk.syncs();
      for (int i = 0; i < 2_500; i++) {
        log.append(List.of(record("payload " + i)));
      }
      assertEquals(0, log.durable());
      assertEquals(2_501, log.queuedRecords());
      disk.releaseSyncs();
      durable.await(2_501);
      assertEquals(4, disk.syncs() - syncs, "one, and three groups of at most 1,000");
      assertEquals(List.of(1L, 1_001L, 2_001L, 2_501L), durable.told());
      assertEquals(0, log.queuedRecords());
      assertEquals(0, log.queuedBytes());
    }
    assertEquals(List.of(1, 1_000, 1_000, 500), groups);
  }

  @Test
  void groupIsBoundedInBytesAndWrittenAtOnce() throws Exception {
    try (SegmentLog log = SegmentLog.open(disk, LogOptions.defaults())) {
      Durable durable = new Durable(log);
      disk.holdSyncs();
      log.append(List.of(record("first")));
      disk.awaitHeldSync();
      int syncs = disk.syncs();
      int writes = disk.writes();
      LogRecord large = new LogRecord((byte) 1, 1, new byte[300 * KIB]);
      for (int i = 0; i < 6; i++) {
        log.append(List.of(large));
      }
      disk.releaseSyncs();
      durable.await(7);
      assertEquals(3, disk.syncs() - syncs, "three of 300 KiB go into 1 MiB");
      assertEquals(2, disk.writes() - writes, "one write for each group");
    }
  }

  @Test
  void batchLargerThanAGroupStaysWhole() throws Exception {
    try (SegmentLog log = SegmentLog.open(disk, LogOptions.defaults())) {
      Durable durable = new Durable(log);
      List<LogRecord> batch = Collections.nCopies(3_000, record("x".repeat(1_000)));
      durable.await(log.append(batch));
      assertEquals(List.of(3_000L), durable.told());
    }
  }

  @Test
  void queueBeyondItsBoundIsCongestedUntilItIsWritten() throws Exception {
    LogOptions options = LogOptions.defaults().withSegmentBytes(64 * KIB).withQueueBytes(10 * KIB);
    try (SegmentLog log = SegmentLog.open(disk, options)) {
      Durable durable = new Durable(log);
      disk.holdSyncs();
      log.append(List.of(record("first")));
      disk.awaitHeldSync();
      assertFalse(log.isCongested());
      long last = log.append(List.of(record("x".repeat(10 * KIB))));
      assertTrue(log.isCongested());
      disk.releaseSyncs();
      durable.await(last);
      assertFalse(log.isCongested());
    }
  }

  @Test
  void failedSyncIsFinalAndNeverRetried() throws Exception {
    SegmentLog log = SegmentLog.open(disk, LogOptions.defaults());
    Durable durable = new Durable(log);
    durable.append("kept");
    int syncs = disk.syncs();
    disk.failSyncs();
    log.append(List.of(record("lost")));
    durable.awaitFailure();
    assertTrue(log.hasFailed());
    assertEquals(1, log.durable());
    log.append(List.of(record("lost too")));
    assertEquals(2, log.takeLost().size());
    assertEquals(List.of("kept"), Durable.payloads(log));
    log.close();
    assertEquals(syncs + 1, disk.syncs());
    assertEquals(List.of(1L, -1L), durable.told());
    try (SegmentLog again = SegmentLog.open(disk.afterPowerLoss(), LogOptions.defaults())) {
      assertEquals(List.of("kept"), Durable.payloads(again));
    }
  }

  @Test
  void failureTellsEveryListenerAndDropsWhatWaits() throws Exception {
    SegmentLog log = SegmentLog.open(disk, LogOptions.defaults());
    Durable first = new Durable(log);
    log.onDurable(
        position -> {
          if (position < 0) {
            throw new IllegalStateException("a listener with a defect");
          }
        });
    Durable second = new Durable(log);
    disk.holdSyncs();
    log.append(List.of(record("a")));
    disk.awaitHeldSync();
    log.append(List.of(record("b")));
    disk.failSyncs();
    disk.releaseSyncs();
    first.awaitFailure();
    second.awaitFailure();
    assertEquals(2, log.takeLost().size(), "the group at hand and what is behind it");
    log.close();
    assertEquals(List.of(-1L), second.told());
    assertEquals(0, log.durable());
  }

  @Test
  void writeErrorIsFinal() throws Exception {
    SegmentLog log = SegmentLog.open(disk, LogOptions.defaults());
    Durable durable = new Durable(log);
    durable.append("kept");
    disk.failWrites();
    log.append(List.of(record("lost")));
    durable.awaitFailure();
    log.close();
    assertEquals(1, log.durable());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 30, 500, 1_030, 1_500})
  void fullDiskRefusesLosesNothingAndGoesOnWhenThereIsRoom(int spare) throws Exception {
    LogOptions options = LogOptions.defaults().withSegmentBytes(KIB).withQueueBytes(64 * KIB);
    List<String> appended = new ArrayList<>();
    try (SegmentLog log = SegmentLog.open(disk, options)) {
      Durable durable = new Durable(log);
      durable.append("before");
      appended.add("before");
      disk.capacity(disk.bytes() + spare);
      while (!log.isCongested()) {
        String payload = "payload " + appended.size();
        durable.awaitOr(log.append(List.of(record(payload))), log::isCongested);
        appended.add(payload);
      }
      assertFalse(log.hasFailed());
      long durableWhileFull = log.durable();
      assertTrue(durableWhileFull >= appended.size() - 1);
      try (SegmentLog crashed = SegmentLog.open(disk.afterKill(), options)) {
        assertEquals(
            appended.subList(0, (int) durableWhileFull),
            Durable.payloads(crashed).subList(0, (int) durableWhileFull));
      }
      disk.capacity(Long.MAX_VALUE);
      durable.append("after");
      appended.add("after");
      assertFalse(log.isCongested());
    }
    try (SegmentLog again = SegmentLog.open(disk.afterPowerLoss(), options)) {
      assertEquals(appended, Durable.payloads(again));
    }
  }

  @Test
  void closeOnAFullDiskFailsWhatWaits() throws Exception {
    LogOptions options = LogOptions.defaults().withSegmentBytes(KIB).withQueueBytes(64 * KIB);
    SegmentLog log = SegmentLog.open(disk, options);
    Durable durable = new Durable(log);
    durable.append("kept");
    disk.capacity(disk.bytes());
    log.append(List.of(record("x".repeat(KIB))));
    log.close();
    assertEquals(List.of(1L, -1L), durable.told());
    try (SegmentLog again = SegmentLog.open(disk.afterKill(), options)) {
      assertEquals(List.of("kept"), Durable.payloads(again));
    }
  }

  @Test
  void whatAKilledProcessWroteIsSyncedBeforeItCounts() throws Exception {
    SegmentLog log = SegmentLog.open(disk, LogOptions.defaults());
    new Durable(log).append("synced");
    disk.holdSyncs();
    log.append(List.of(record("written")));
    disk.awaitHeldSync();
    FakeDisk killed = disk.afterKill();
    disk.releaseSyncs();
    log.close();
    try (SegmentLog again = SegmentLog.open(killed, LogOptions.defaults())) {
      assertEquals(2, again.durable());
      try (SegmentLog third = SegmentLog.open(killed.afterPowerLoss(), LogOptions.defaults())) {
        assertEquals(List.of("synced", "written"), Durable.payloads(third));
      }
    }
  }

  /**
   * After a failed sync the operating system may show what it never wrote, and take it for written.
   */
  @Test
  void whatAFailedSyncLeftIsWrittenAgainBeforeItCounts() throws Exception {
    SegmentLog log = SegmentLog.open(disk, LogOptions.defaults());
    Durable durable = new Durable(log);
    durable.append("synced");
    disk.failSyncs();
    log.append(List.of(record("not synced")));
    durable.awaitFailure();
    log.close();
    FakeDisk restarted = disk.afterKill();
    try (SegmentLog again = SegmentLog.open(restarted, LogOptions.defaults())) {
      assertEquals(List.of("synced", "not synced"), Durable.payloads(again));
      try (SegmentLog third = SegmentLog.open(restarted.afterPowerLoss(), LogOptions.defaults())) {
        assertEquals(List.of("synced", "not synced"), Durable.payloads(third));
      }
    }
  }

  /** Sectors of a write reach the disk in any order; what was acknowledged must not suffer. */
  @Test
  void powerLossDuringAWriteKeepsAllThatWasDurable() throws Exception {
    LogOptions options = LogOptions.defaults().withSegmentBytes(16 * KIB).withQueueBytes(64 * KIB);
    for (int seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      FakeDisk trial = new FakeDisk();
      SegmentLog log = SegmentLog.open(trial, options);
      Durable durable = new Durable(log);
      List<String> payloads =
          IntStream.range(0, 60).mapToObj(i -> i + " " + "x".repeat(random.nextInt(400))).toList();
      int before = random.nextInt(40);
      durable.append(payloads.subList(0, before).toArray(String[]::new));
      trial.holdSyncs();
      log.append(payloads.subList(before, 60).stream().map(Durable::record).toList());
      trial.awaitHeldSync();
      FakeDisk crashed = trial.afterPowerLoss(random);
      trial.releaseSyncs();
      log.close();
      try (SegmentLog again = SegmentLog.open(crashed, options)) {
        long found = again.durable();
        assertTrue(found == before || found == 60, "a batch is whole or absent: " + found);
        assertEquals(payloads.subList(0, (int) found), Durable.payloads(again));
        new Durable(again).append("goes on");
        assertEquals(found + 1, again.durable());
      }
      try (SegmentLog third = SegmentLog.open(crashed.afterPowerLoss(), options)) {
        assertEquals("goes on", Durable.payloads(third).get((int) third.durable() - 1));
      }
    }
  }
}
