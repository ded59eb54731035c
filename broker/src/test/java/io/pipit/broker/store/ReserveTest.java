package io.pipit.broker.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.pubsub.store.LogRecord;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The room that a log keeps for the day when its disk is full. */
@Timeout(60)
class ReserveTest {

  private static final int MIB = 1024 * 1024;
  private static final LogOptions OPTIONS = LogOptions.defaults().withSegmentBytes(MIB);

  private final FakeDisk disk = new FakeDisk();

  private static LogRecord record(int bytes) {
    return Durable.record("x".repeat(bytes));
  }

  /** Appends until the log is without room; everything that was appended is durable. */
  private static void fill(SegmentLog log, Durable durable) throws InterruptedException {
    while (!log.isWithoutRoom()) {
      durable.await(log.append(List.of(record(100_000))));
    }
  }

  private void leave(int mebibytes) {
    disk.capacity(disk.bytes() + (long) mebibytes * MIB);
  }

  @Test
  @Tag("D8")
  void fullDiskHasRoomForWhatMakesRoomAndForASnapshot() throws Exception {
    try (SegmentLog log = SegmentLog.open(disk, OPTIONS)) {
      Durable durable = new Durable(log);
      log.room().keep();
      leave(20);
      fill(log, durable);
      assertTrue(log.isCongested());
      assertFalse(log.isExhausted());
      log.room().keep(); // cannot be taken again
      assertTrue(log.isWithoutRoom());

      durable.append("makes room");
      try (SnapshotWriter snapshot = log.snapshot(log.appended() + 1)) {
        snapshot.add(1, List.of(record(100_000)));
        snapshot.publish();
      }
      assertTrue(log.removeBefore(log.replayedFrom()) > 0);
      log.room().keep();
      awaitRoom(log, durable);
    }
    try (SegmentLog again = SegmentLog.open(disk.afterPowerLoss(), OPTIONS)) {
      List<String> payloads = new ArrayList<>();
      again.scan(
          again.replayedFrom(),
          (position, record) -> payloads.add(new String(record.payload(), StandardCharsets.UTF_8)));
      assertEquals(List.of("goes on"), payloads);
    }
  }

  private static void awaitRoom(SegmentLog log, Durable durable) throws InterruptedException {
    durable.append("goes on");
    assertFalse(log.isWithoutRoom());
    assertFalse(log.isCongested());
  }

  @Test
  @Tag("D8")
  void whatMakesRoomCannotUseUpWhatASnapshotNeeds() throws Exception {
    try (SegmentLog log = SegmentLog.open(disk, OPTIONS)) {
      Durable durable = new Durable(log);
      log.room().keep();
      leave(12);
      fill(log, durable);
      while (!log.isExhausted()) {
        durable.await(log.append(List.of(record(100_000))));
      }
      try (SnapshotWriter snapshot = log.snapshot(log.appended() + 1)) {
        snapshot.add(1, List.of(record(1_000)));
        snapshot.publish();
      }
      long segments = log.segmentBytes();
      assertTrue(log.removeBefore(log.replayedFrom()) > 0);
      assertTrue(log.segmentBytes() < segments);
      assertFalse(log.isExhausted(), "what went can be written again");
    }
  }

  @Test
  @Tag("D8")
  void anythingIsTakenOnlyOnceTheReserveIsWholeAgain() throws Exception {
    try (SegmentLog log = SegmentLog.open(disk, OPTIONS)) {
      Durable durable = new Durable(log);
      log.room().keep();
      leave(12);
      fill(log, durable);
      leave(2);
      log.room().keep();
      assertTrue(log.isCongested(), "2 MiB are not enough");
      leave(40);
      log.room().keep();
      awaitRoom(log, durable);
    }
  }

  @Test
  @Tag("D8")
  void startOnAFullDiskKeepsWhatWasKept() throws Exception {
    try (SegmentLog log = SegmentLog.open(disk, OPTIONS)) {
      new Durable(log).append("kept");
      log.room().keep();
    }
    FakeDisk full = disk.afterKill();
    full.capacity(full.bytes());
    try (SegmentLog log = SegmentLog.open(full, OPTIONS)) {
      log.room().keep();
      assertFalse(log.isExhausted());
      assertEquals("kept", Durable.payload(log.read(1)));
      log.append(List.of(record(900_000)));
      long last = log.append(List.of(record(900_000)));
      new Durable(log).await(last);
      assertTrue(log.isWithoutRoom());
    }
  }

  @Test
  @Tag("D8")
  void newestSegmentEndsOnAFullDiskAndCanGo() throws Exception {
    try (SegmentLog log = SegmentLog.open(disk, OPTIONS.withSegmentBytes(64 * MIB))) {
      Durable durable = new Durable(log);
      log.room().keep();
      leave(12);
      fill(log, durable);
      durable.append("makes room");
      try (SnapshotWriter snapshot = log.snapshot(log.appended() + 1)) {
        snapshot.add(1, List.of(record(1_000)));
        snapshot.publish();
      }
      assertEquals(0, log.removeBefore(log.replayedFrom()));

      log.roll();
      assertEquals(1, log.removeBefore(log.replayedFrom()));
      assertTrue(log.segmentBytes() < 1_000, "no room is made ahead while there is little");
      log.room().keep();
      awaitRoom(log, durable);
      log.roll();
      log.roll(); // nothing was written since
      assertEquals(2, log.segmentFirsts().size());
    }
  }

  @Test
  @Tag("D8")
  void reserveGrowsWithTheFirstSegment() throws Exception {
    try (SegmentLog log = SegmentLog.open(disk, OPTIONS.withSegmentBytes(16 * MIB))) {
      Durable durable = new Durable(log);
      log.room().keep();
      while (log.recordBytes() < 10 * MIB) {
        durable.await(log.append(List.of(record(100_000))));
      }
      assertTrue(log.room().isGrowing());
      log.room().keep();
      leave(1);
      fill(log, durable);
      while (!log.isExhausted()) {
        durable.await(log.append(List.of(record(100_000))));
      }
      assertTrue(
          log.room().hasRoomForCopiesOf(log.recordBytes()), "all of it can be written again");
    }
  }

  @Test
  @Tag("D8")
  void afterAStartOnAFullDiskRecordsLeaveRoomForASnapshot() throws Exception {
    try (SegmentLog log = SegmentLog.open(disk, OPTIONS)) {
      leave(6);
      log.room().keep();
      assertTrue(log.isWithoutRoom());
      assertFalse(log.isExhausted());
      assertTrue(log.room().ownersBytes() > 3 * MIB && log.room().ownersBytes() <= 4 * MIB);
      assertTrue(log.wantedBytes() > log.freeBytes());
      leave(1);
      log.room().keep();
      assertTrue(log.isExhausted());
    }
  }

  @Test
  @Tag("D8")
  void logWithoutReserveTakesNothingWhileTheDiskIsFull() throws Exception {
    try (SegmentLog log = SegmentLog.open(disk, OPTIONS)) {
      leave(1);
      log.room().keep();
      assertTrue(log.isWithoutRoom(), "nothing could be kept");
      leave(40);
      log.room().keep();
      awaitRoom(log, new Durable(log));
    }
  }
}
