package io.pipit.broker.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.pubsub.store.LogRecord;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Groups that wait, and syncs that come at intervals. */
@Timeout(60)
class SyncIntervalTest {

  private static final LogOptions SMALL =
      LogOptions.defaults().withSegmentBytes(1024).withQueueBytes(64 * 1024);
  private static final LogOptions RARELY = SMALL.withSyncInterval(Duration.ofHours(1));

  private final FakeDisk disk = new FakeDisk();

  @Test
  void acknowledgementsDoNotWaitForTheSync() throws Exception {
    try (SegmentLog log = SegmentLog.open(disk, RARELY)) {
      int syncs = disk.syncs();
      new Durable(log).append("a", "b", "c");
      assertEquals(syncs, disk.syncs());
      assertEquals(List.of("a", "b", "c"), payloads(disk.afterKill()), "a kill loses nothing");
      assertEquals(List.of(), payloads(disk.afterPowerLoss()));
    }
  }

  @Test
  void whatWasWrittenIsSyncedAfterTheInterval() throws Exception {
    LogOptions options = SMALL.withSyncInterval(Duration.ofMillis(10));
    try (SegmentLog log = SegmentLog.open(disk, options)) {
      new Durable(log).append("a", "b");
      while (payloads(disk.afterPowerLoss()).size() < 2) {
        Thread.onSpinWait();
      }
      new Durable(log).append("c");
      while (payloads(disk.afterPowerLoss()).size() < 3) {
        Thread.onSpinWait();
      }
    }
  }

  @Test
  void orderlyStopSyncsEverything() throws Exception {
    try (SegmentLog log = SegmentLog.open(disk, RARELY)) {
      new Durable(log).append("a", "b", "c");
      log.append(List.of(Durable.record("d")));
    }
    assertEquals(List.of("a", "b", "c", "d"), payloads(disk.afterPowerLoss()));
  }

  @Test
  void snapshotContainsOnlyWhatIsSynced() throws Exception {
    try (SegmentLog log = SegmentLog.open(disk, RARELY)) {
      new Durable(log).append("a", "b", "c");
      try (SnapshotWriter snapshot = log.snapshot(3)) {
        snapshot.add(2, List.of(Durable.record("a and b")));
        snapshot.publish();
      }
      assertEquals(List.of("a and b", "c"), payloads(disk.afterPowerLoss()));
    }
  }

  @Test
  void failedSyncIsFinal() throws Exception {
    SegmentLog log = SegmentLog.open(disk, SMALL.withSyncInterval(Duration.ofMillis(10)));
    Durable durable = new Durable(log);
    disk.failSyncs();
    durable.append("a");
    durable.awaitFailure();
    assertTrue(log.hasFailed());
    assertEquals(List.of("a"), Durable.payloads(log));
    log.close();
  }

  /** Sectors reach the disk in any order; what is found is a beginning of what was written. */
  @Test
  void powerLossLosesNoMoreThanWhatWasWrittenSinceTheLastSync() throws Exception {
    for (int seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      FakeDisk trial = new FakeDisk();
      SegmentLog log = SegmentLog.open(trial, RARELY.withSegmentBytes(8 * 1024));
      Durable durable = new Durable(log);
      List<String> payloads =
          IntStream.range(0, 60).mapToObj(i -> i + " " + "x".repeat(random.nextInt(400))).toList();
      int synced = random.nextInt(60);
      durable.append(payloads.subList(0, synced).toArray(String[]::new));
      try (SnapshotWriter snapshot = log.snapshot(1)) {
        snapshot.add(synced, List.of());
        snapshot.publish();
      }
      int at = synced;
      while (at < 60) {
        int end = Math.min(60, at + 1 + random.nextInt(5));
        List<LogRecord> batch = payloads.subList(at, end).stream().map(Durable::record).toList();
        durable.await(log.append(batch));
        at = end;
      }
      FakeDisk crashed = trial.afterPowerLoss(random);
      log.close();
      try (SegmentLog again = SegmentLog.open(crashed, SMALL.withSegmentBytes(8 * 1024))) {
        long found = again.durable();
        assertTrue(found >= synced, "seed " + seed + ": " + found + " of " + synced);
        assertEquals(payloads.subList(0, (int) found), Durable.payloads(again));
        new Durable(again).append("goes on");
      }
      assertEquals("goes on", last(payloads(crashed.afterPowerLoss())));
    }
  }

  @Test
  void groupWaitsForMoreUntilItIsFull() throws Exception {
    List<Integer> groups = new ArrayList<>();
    LogOptions options =
        LogOptions.defaults()
            .withGroupWindow(Duration.ofHours(1))
            .withMetrics(
                new StoreMetrics() {
                  @Override
                  public void committed(int records, long bytes, long nanos) {
                    groups.add(records);
                  }
                });
    try (SegmentLog log = SegmentLog.open(disk, options)) {
      Durable durable = new Durable(log);
      for (int i = 0; i < LogWriter.MAX_GROUP_RECORDS; i++) {
        assertEquals(0, log.durable());
        log.append(List.of(Durable.record("payload " + i)));
      }
      durable.await(LogWriter.MAX_GROUP_RECORDS);
      log.append(List.of(Durable.record("the end of the log is waited for by nobody")));
    }
    assertEquals(List.of(LogWriter.MAX_GROUP_RECORDS, 1), groups);
  }

  @Test
  void groupIsWrittenWhenItsWindowHasPassed() throws Exception {
    try (SegmentLog log = SegmentLog.open(disk, SMALL.withGroupWindow(Duration.ofMillis(5)))) {
      new Durable(log).append("a", "b");
      assertEquals(2, log.durable());
    }
  }

  private static String last(List<String> payloads) {
    return payloads.get(payloads.size() - 1);
  }

  private static List<String> payloads(FakeDisk found) throws IOException {
    try (SegmentLog log = SegmentLog.open(found, SMALL)) {
      return Durable.payloads(log);
    }
  }
}
