package io.pipit.broker.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.pubsub.store.ChangeLog;
import io.pipit.pubsub.store.LogRecord;
import io.pipit.pubsub.store.RecordGoneException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Snapshots, the log that goes on from them, and what is removed because of them. */
@Timeout(60)
class SnapshotTest {

  private static final LogOptions OPTIONS =
      LogOptions.defaults().withSegmentBytes(1024).withQueueBytes(1024 * 1024);
  private static final LogOptions REPAIR = OPTIONS.withRepair(true);

  private FakeDisk disk = new FakeDisk();

  @Test
  void replayIsTheSnapshotThenTheLogFromItsBeginning() throws Exception {
    try (SegmentLog log = open()) {
      append(log, 1, 50);
      try (SnapshotWriter snapshot = log.snapshot(31)) {
        snapshot.add(30, List.of(Durable.record("a"), Durable.record("b")));
        snapshot.add(7, List.of(Durable.record("c")));
        snapshot.add(45, List.of(Durable.record("later")));
        snapshot.publish();
      }
      List<String> expected = new ArrayList<>(List.of("30 a", "30 b", "7 c", "45 later"));
      for (int i = 31; i <= 50; i++) {
        expected.add(i + "=payload " + i);
      }
      assertEquals(31, log.replayedFrom());
      assertEquals(expected, replayed(log));
      disk = disk.afterPowerLoss();
      try (SegmentLog again = open()) {
        assertEquals(31, again.replayedFrom());
        assertEquals(expected, replayed(again));
        assertEquals(log.snapshotBytes(), again.snapshotBytes());
        assertEquals("payload 3", Durable.payload(again.read(3)), "what is older is still there");
      }
    }
  }

  @Test
  void snapshotOfNothingAndOneOfLargeRecords() throws Exception {
    try (SegmentLog log = open()) {
      snapshot(log, 1);
      append(log, 1, 2);
      try (SnapshotWriter snapshot = log.snapshot(3)) {
        snapshot.add(0, List.of(new LogRecord((byte) 127, 1023, new byte[3_000_000])));
        snapshot.publish();
      }
    }
    disk = disk.afterPowerLoss();
    try (SegmentLog again = open()) {
      List<Integer> lengths = new ArrayList<>();
      again.replay((position, record) -> lengths.add(record.payload().length));
      assertEquals(List.of(3_000_000), lengths);
    }
  }

  @Test
  void snapshotThatWasNotPublishedCountsForNothingAndLeavesNothing() throws Exception {
    try (SegmentLog log = open()) {
      append(log, 1, 5);
      try (SnapshotWriter snapshot = log.snapshot(6)) {
        snapshot.add(5, List.of(Durable.record("unfinished")));
      }
      assertEquals(1, log.replayedFrom());
      assertTrue(disk.list().stream().noneMatch(name -> name.contains("snapshot")));
      try (SnapshotWriter snapshot = log.snapshot(6)) {
        snapshot.add(5, List.of(Durable.record("unfinished")));
        disk = disk.afterKill();
      }
    }
    try (SegmentLog again = open()) {
      assertEquals(1, again.replayedFrom());
      assertTrue(disk.list().stream().noneMatch(name -> name.contains("snapshot")));
    }
  }

  /** It must never know what a crash could still undo. */
  @Test
  void publishedSnapshotWaitsForWhatItContains() throws Exception {
    FakeDisk slow = disk;
    try (SegmentLog log = open()) {
      append(log, 1, 5);
      SnapshotWriter snapshot = log.snapshot(6);
      slow.failSyncs();
      log.append(List.of(Durable.record("lost")));
      while (!log.hasFailed()) {
        Thread.onSpinWait();
      }
      snapshot.add(6, List.of(Durable.record("knows of what is lost")));
      assertThrows(IOException.class, snapshot::publish);
      snapshot.close();
      assertEquals(1, log.replayedFrom());
      assertTrue(slow.list().stream().noneMatch(name -> name.contains("snapshot")));
    }
  }

  @Test
  void positionsThatTheLogDoesNotHaveAreRefused() throws Exception {
    try (SegmentLog log = open()) {
      append(log, 1, 50);
      assertThrows(IllegalArgumentException.class, () -> log.snapshot(0));
      assertThrows(IllegalArgumentException.class, () -> log.snapshot(52));
      snapshot(log, 41);
      assertThrows(IllegalStateException.class, () -> snapshot(log, 40));
      assertThrows(IllegalArgumentException.class, () -> log.removeBefore(42));
      log.removeBefore(41);
      assertThrows(IllegalArgumentException.class, () -> log.snapshot(1));
    }
  }

  @Test
  void whatIsBelowIsRemovedInWholeSegmentsAndReadersAreTold() throws Exception {
    List<Long> firsts;
    try (SegmentLog log = open()) {
      append(log, 1, 100);
      snapshot(log, 61);
      firsts = log.segmentFirsts();
      assertTrue(firsts.size() > 3);
      assertEquals("payload 1", Durable.payload(log.read(1)));
      long second = firsts.get(1);
      assertEquals(0, log.removeBefore(second - 1));
      assertEquals(1, log.removeBefore(second));
      assertEquals(second, log.first());
      assertThrows(RecordGoneException.class, () -> log.read(1));
      assertThrows(RecordGoneException.class, () -> log.scan(1, (position, record) -> {}));
      assertEquals("payload " + second, Durable.payload(log.read(second)));
      log.removeBefore(61);
      assertTrue(log.first() > second && log.first() <= 61);
      List<String> left = new ArrayList<>();
      log.scan(log.first(), (position, record) -> left.add(Durable.payload(record)));
      assertEquals(100 - log.first() + 1, left.size());
    }
    disk = disk.afterPowerLoss();
    try (SegmentLog again = open()) {
      assertTrue(again.first() > 1);
      assertEquals(61, again.replayedFrom());
      assertEquals("s61", replayed(again).get(0).substring(3));
      assertEquals(41, replayed(again).size());
      assertEquals(101, again.append(List.of(Durable.record("goes on"))));
      assertTrue(
          disk.list().stream().noneMatch(name -> name.equals(FileKind.TABLE.nameOf(1))),
          "nothing is left of what was removed");
    }
  }

  @Test
  void newerSnapshotKeepsTheOneBeforeAsLongAsTheLogReachesBack() throws Exception {
    try (SegmentLog log = open()) {
      append(log, 1, 100);
      snapshot(log, 20);
      snapshot(log, 50);
      snapshot(log, 90);
      assertEquals(List.of(90L, 50L), Snapshots.begins(disk));
      log.removeBefore(80);
      assertEquals(List.of(90L), Snapshots.begins(disk));
    }
  }

  @Test
  void damagedSnapshotFallsBackToTheOneBefore() throws Exception {
    try (SegmentLog log = open()) {
      append(log, 1, 100);
      snapshot(log, 20);
      snapshot(log, 90);
      log.removeBefore(20);
    }
    byte[] whole = disk.read(Snapshot.nameOf(90));
    for (int at = 0; at < whole.length; at++) {
      if ((at >= 8 && at < 12) || (at >= 28 && at < 32)) {
        continue; // the version says something else, and what is not used says nothing
      }
      byte[] damaged = whole.clone();
      damaged[at] ^= 4;
      disk = disk.afterPowerLoss().with(Snapshot.nameOf(90), damaged);
      try (SegmentLog again = open()) {
        assertEquals(20, again.replayedFrom(), "flipped at " + at);
        assertEquals(82, replayed(again).size());
      }
    }
    for (int cut = 0; cut < whole.length; cut++) {
      disk = disk.afterPowerLoss().with(Snapshot.nameOf(90), Arrays.copyOf(whole, cut));
      try (SegmentLog again = open()) {
        assertEquals(20, again.replayedFrom(), "cut at " + cut);
      }
    }
  }

  @Test
  void damagedSnapshotFallsBackToTheWholeLog() throws Exception {
    try (SegmentLog log = open()) {
      append(log, 1, 30);
      snapshot(log, 20);
    }
    disk.with(Snapshot.nameOf(20), new byte[100]);
    AtomicInteger damages = new AtomicInteger();
    LogOptions counting =
        OPTIONS.withMetrics(
            new StoreMetrics() {
              @Override
              public void damageFound() {
                damages.incrementAndGet();
              }
            });
    try (SegmentLog again = SegmentLog.open(disk, counting)) {
      assertEquals(1, again.replayedFrom());
      assertEquals(30, replayed(again).size());
      assertEquals(1, damages.get());
      assertTrue(again.damage().orElseThrow().startsWith("/data/log/" + Snapshot.nameOf(20)));
      snapshot(again, 31);
      assertEquals(Optional.empty(), again.damage(), "it is gone");
      assertEquals(List.of(31L), Snapshots.begins(disk), "the damaged one is of no use");
    }
  }

  @Test
  void damagedSnapshotThatNothingStandsForRefusesToStartAndCanBeRepaired() throws Exception {
    try (SegmentLog log = open()) {
      append(log, 1, 100);
      try (SnapshotWriter snapshot = log.snapshot(91)) {
        for (int i = 0; i < 10; i++) {
          snapshot.add(80 + i, List.of(Durable.record("state " + i)));
        }
        snapshot.publish();
      }
      log.removeBefore(91);
    }
    byte[] damaged = disk.read(Snapshot.nameOf(91));
    int record = LogFormat.RECORD_HEADER_BYTES + "state 0".length();
    damaged[FileKind.HEADER_BYTES + 3 * record + 30] ^= 1;
    disk.with(Snapshot.nameOf(91), damaged);
    DamagedLogException refused = assertThrows(DamagedLogException.class, this::open);
    assertEquals("/data/log/" + Snapshot.nameOf(91), refused.file());
    assertEquals(FileKind.HEADER_BYTES + 3 * record, refused.offset());
    assertTrue(String.valueOf(refused.getMessage()).contains("backup"), refused.getMessage());
    try (SegmentLog log = SegmentLog.open(disk, REPAIR)) {
      List<String> found = replayed(log);
      assertEquals(19, found.size());
      assertFalse(found.contains("83 state 3"));
      assertTrue(found.contains("89 state 9"));
    }
    assertTrue(disk.list().contains(Snapshot.nameOf(91) + ".damaged"));
    disk = disk.afterPowerLoss();
    try (SegmentLog log = open()) {
      assertEquals(19, replayed(log).size());
    }
  }

  @Test
  void missingSnapshotRefusesToStart() throws Exception {
    try (SegmentLog log = open()) {
      append(log, 1, 100);
      snapshot(log, 91);
      log.removeBefore(91);
    }
    disk.without(Snapshot.nameOf(91));
    DamagedLogException refused = assertThrows(DamagedLogException.class, this::open);
    assertTrue(String.valueOf(refused.getMessage()).contains("no snapshot"), refused.getMessage());
  }

  /** Items in front of a snapshot are in the log alone. */
  @Test
  void logThatDoesNotReachBackAsFarAsItsSnapshotNeedsRefusesToStartAndCanBeRepaired()
      throws Exception {
    long second;
    try (SegmentLog log = open()) {
      append(log, 1, 100);
      second = log.segmentFirsts().get(1);
      try (SnapshotWriter snapshot = log.snapshot(91)) {
        snapshot.add(90, List.of(Durable.record("s91")));
        snapshot.publish(second - 3);
      }
      log.removeBefore(second - 3);
      assertEquals(1, log.first());
    }
    open().close();
    assertEquals(List.of(), StoreCheck.of(disk).damage());
    disk.without(FileKind.SEGMENT.nameOf(1));
    DamagedLogException refused = assertThrows(DamagedLogException.class, this::open);
    assertEquals("/data/log/" + FileKind.SEGMENT.nameOf(second), refused.file());
    String message = String.valueOf(refused.getMessage());
    assertTrue(message.contains("(record " + (second - 3) + ")"), message);
    assertTrue(message.contains("missing"), message);
    assertEquals(1, StoreCheck.of(disk).damage().size());
    assertTrue(StoreCheck.of(disk).damage().get(0).contains("(record " + (second - 3) + ")"));
    try (SegmentLog log = SegmentLog.open(disk, REPAIR)) {
      assertEquals(91, log.replayedFrom());
      assertTrue(log.isLost(second - 3));
      assertTrue(log.isLost(second - 1));
      assertFalse(log.isLost(second));
      assertEquals(second - 1, log.lastLost());
    }
    assertEquals(List.of(), StoreCheck.of(disk).damage());
    disk = disk.afterPowerLoss();
    try (SegmentLog log = open()) {
      assertTrue(log.isLost(second - 1), "a later start knows it too");
      try (SnapshotWriter snapshot = log.snapshot(101)) {
        snapshot.publish(second);
      }
      log.removeBefore(second);
    }
    try (SegmentLog log = open()) {
      assertEquals(0, log.lastLost(), "forgotten with the segment");
    }
  }

  /** A snapshot is published when what it contains is synced, so the log cannot end before. */
  @Test
  void logThatEndsBeforeItsSnapshotRefusesToStartAndCanBeRepaired() throws Exception {
    try (SegmentLog log = open()) {
      append(log, 1, 100);
      snapshot(log, 101);
    }
    List<String> segments = disk.segments();
    String last = segments.get(segments.size() - 1);
    byte[] bytes = disk.read(last);
    for (byte[] left : List.of(new byte[0], Arrays.copyOf(bytes, FileKind.HEADER_BYTES + 40))) {
      FakeDisk damaged = disk.afterPowerLoss().with(last, left);
      disk = damaged;
      DamagedLogException refused = assertThrows(DamagedLogException.class, this::open);
      assertTrue(String.valueOf(refused.getMessage()).contains("missing"), refused.getMessage());
      try (SegmentLog log = SegmentLog.open(damaged, REPAIR)) {
        assertEquals(100, log.appended());
        assertEquals(List.of("100 s101"), replayed(log));
      }
      disk = damaged.afterPowerLoss();
      try (SegmentLog log = open()) {
        assertEquals(101, log.append(List.of(Durable.record("goes on"))));
      }
    }
    FakeDisk alone = new FakeDisk().with(Snapshot.nameOf(101), disk.read(Snapshot.nameOf(101)));
    assertThrows(DamagedLogException.class, () -> SegmentLog.open(alone, OPTIONS));
    try (SegmentLog log = SegmentLog.open(alone, REPAIR)) {
      assertEquals(List.of("100 s101"), replayed(log));
      assertEquals(101, log.append(List.of(Durable.record("goes on"))));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2, 77})
  void unknownVersionRefusesToStart(int version) throws Exception {
    try (SegmentLog log = open()) {
      append(log, 1, 10);
      snapshot(log, 11);
    }
    byte[] bytes = disk.read(Snapshot.nameOf(11));
    bytes[11] = (byte) version;
    disk.with(Snapshot.nameOf(11), bytes);
    IOException refused = assertThrows(IOException.class, this::open);
    assertTrue(String.valueOf(refused.getMessage()).contains("format version " + version));
  }

  /** What opening costs must not grow with what was stored before the snapshot. */
  @Test
  void segmentsBeforeTheSnapshotAreNotReadAtOpening() throws Exception {
    try (SegmentLog log = open()) {
      append(log, 1, 100);
      snapshot(log, 101);
    }
    String first = FileKind.SEGMENT.nameOf(1);
    byte[] bytes = disk.read(first);
    bytes[LogFormat.SEGMENT_HEADER_BYTES + LogFormat.RECORD_HEADER_BYTES] ^= 1;
    disk.with(first, bytes);
    StoreCheck.Result checked = StoreCheck.of(disk);
    assertEquals(1, checked.damage().size());
    assertTrue(checked.damage().get(0).startsWith("/data/log/" + first + " at byte 32 (record 1)"));
    assertEquals(1, checked.snapshots());
    try (SegmentLog again = open()) {
      while (again.damage().isEmpty()) {
        Thread.onSpinWait(); // the check that runs after the opening
      }
      assertEquals("payload 2", Durable.payload(again.read(2)));
      List<Long> intact = new ArrayList<>();
      again.scanIntact(1, 10, (position, record) -> intact.add(position));
      assertEquals(List.of(2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L), intact);
      UncheckedIOException damage = assertThrows(UncheckedIOException.class, () -> again.read(1));
      assertEquals(
          FileKind.HEADER_BYTES,
          assertInstanceOf(DamagedLogException.class, damage.getCause()).offset());
      again.removeBefore(101);
      assertEquals(Optional.empty(), again.damage(), "it was removed");
    }
    assertThrows(DamagedLogException.class, () -> withoutSnapshots().open());
  }

  @Test
  void checkCountsWhatIsThereAndChangesNothing() throws Exception {
    assertEquals(new StoreCheck.Result(0, 0, 1, 0, 0, List.of()), StoreCheck.of(disk));
    try (SegmentLog log = open()) {
      append(log, 1, 100);
      snapshot(log, 61);
      log.removeBefore(61);
    }
    int writes = disk.writes();
    StoreCheck.Result checked = StoreCheck.of(disk);
    assertEquals(List.of(), checked.damage());
    assertEquals(100, checked.last());
    assertEquals(100 - checked.first() + 1, checked.records());
    assertEquals(writes, disk.writes());
    String name = Snapshot.nameOf(61);
    byte[] whole = disk.read(name);
    disk.with(name, Arrays.copyOf(whole, 40));
    assertEquals(2, StoreCheck.of(disk).damage().size(), "and what is before is missing");
    disk.with(name, whole);
    List<String> names = disk.segments();
    disk.without(names.get(names.size() - 1));
    assertTrue(StoreCheck.of(disk).damage().get(0).contains("that follows it is missing"));
    disk.without(
        FileKind.TABLE.nameOf(
            FileKind.SEGMENT.positionOf(names.get(names.size() - 2)).orElseThrow()));
    assertTrue(StoreCheck.of(disk).damage().get(0).contains("the log ends before it"));
  }

  private SnapshotTest withoutSnapshots() throws IOException {
    for (long begin : Snapshots.begins(disk)) {
      disk.without(Snapshot.nameOf(begin));
    }
    return this;
  }

  @Test
  void tableBesideASegmentIsUsedAndMadeAgainWhenItIsNotWhole() throws Exception {
    try (SegmentLog log = open()) {
      append(log, 1, 100);
      snapshot(log, 101);
    }
    String name = FileKind.TABLE.nameOf(1);
    byte[] table = disk.read(name);
    FakeDisk clean = disk;
    List<byte[]> damaged = new ArrayList<>(List.of(new byte[0], new byte[1000]));
    for (int at = 0; at < table.length; at++) {
      byte[] flipped = table.clone();
      flipped[at] ^= 2;
      if (at < 28 || at >= 32) {
        damaged.add(flipped);
      }
      damaged.add(Arrays.copyOf(table, at));
    }
    for (byte[] bytes : damaged) {
      disk = clean.afterPowerLoss().with(name, bytes);
      try (SegmentLog again = open()) {
        assertEquals("payload 9", Durable.payload(again.read(9)));
        assertEquals(Arrays.toString(table), Arrays.toString(disk.read(name)));
      }
    }
    disk = clean.afterPowerLoss().without(name);
    try (SegmentLog again = open()) {
      assertEquals("payload 17", Durable.payload(again.read(17)));
      assertEquals(Arrays.toString(table), Arrays.toString(disk.read(name)));
    }
  }

  private SegmentLog open() throws IOException {
    return SegmentLog.open(disk, OPTIONS);
  }

  private static void append(SegmentLog log, int first, int last) throws InterruptedException {
    Durable durable = new Durable(log);
    for (int i = first; i <= last; i++) {
      durable.append("payload " + i);
    }
  }

  /** A snapshot with one record that says from where on the log goes on. */
  private static void snapshot(SegmentLog log, long begin) throws IOException {
    try (SnapshotWriter snapshot = log.snapshot(begin)) {
      snapshot.add(begin - 1, List.of(Durable.record("s" + begin)));
      snapshot.publish();
    }
  }

  /** Records of the log as position=payload, those of the snapshot with a space. */
  private static List<String> replayed(SegmentLog log) {
    List<String> found = new ArrayList<>();
    log.replay(
        new ChangeLog.Reader() {
          @Override
          public void record(long position, LogRecord record) {
            found.add(position + "=" + Durable.payload(record));
          }

          @Override
          public void snapshot(long at, LogRecord record) {
            found.add(at + " " + Durable.payload(record));
          }
        });
    return found;
  }
}
