package io.pipit.broker.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.pubsub.store.LogRecord;
import io.pipit.pubsub.store.RecordGoneException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What opening a log does with bytes that are not as they were written. */
@Timeout(120)
class LogRecoveryTest {

  private static final int KIB = 1024;
  private static final String FIRST = FileKind.SEGMENT.nameOf(1);
  private static final LogOptions OPTIONS =
      LogOptions.defaults().withSegmentBytes(4 * KIB).withQueueBytes(64 * KIB);
  private static final LogOptions REPAIR = OPTIONS.withRepair(true);

  @Test
  void logCutAtEveryByteOfItsLastRecordKeepsTheOthers() throws Exception {
    byte[] whole = segment("one", "two", "three");
    int end = end(whole);
    int start = end - LogFormat.RECORD_HEADER_BYTES - "three".length();
    for (int cut = start; cut < end; cut++) {
      byte[] zeroed = whole.clone();
      Arrays.fill(zeroed, cut, end, (byte) 0);
      for (byte[] torn : List.of(Arrays.copyOf(whole, cut), zeroed)) {
        FakeDisk disk = new FakeDisk().with(FIRST, torn);
        try (SegmentLog log = open(disk)) {
          assertEquals(List.of("one", "two"), Durable.payloads(log), "cut at " + cut);
          new Durable(log).append("again");
        }
        try (SegmentLog log = open(disk.afterPowerLoss())) {
          assertEquals(List.of("one", "two", "again"), Durable.payloads(log));
        }
      }
    }
  }

  @Test
  void fileWithTheNameOfNoPositionIsNoneOfTheLog() throws Exception {
    for (String name :
        List.of("99999999999999999999.log", "09223372036854775808.snapshot", "1.log")) {
      FakeDisk disk = new FakeDisk().with(FIRST, segment("one")).with(name, new byte[0]);
      try (SegmentLog log = open(disk)) {
        assertEquals(List.of("one"), Durable.payloads(log));
      }
      assertTrue(disk.list().contains(name), "it is left alone");
    }
  }

  @Test
  void batchCutAtEveryByteIsGoneAsAWhole() throws Exception {
    FakeDisk disk = new FakeDisk();
    try (SegmentLog log = open(disk)) {
      Durable durable = new Durable(log);
      durable.append("kept");
      durable.await(log.append(List.of(Durable.record("a"), Durable.record("bb"))));
    }
    byte[] whole = disk.read(FIRST);
    int start = LogFormat.SEGMENT_HEADER_BYTES + LogFormat.RECORD_HEADER_BYTES + "kept".length();
    for (int cut = start; cut < end(whole); cut++) {
      try (SegmentLog log = open(new FakeDisk().with(FIRST, Arrays.copyOf(whole, cut)))) {
        assertEquals(List.of("kept"), Durable.payloads(log), "cut at " + cut);
        assertEquals(1, log.appended());
      }
    }
  }

  @Test
  void flippedBitInTheLastGroupIsCutAsNeverAcknowledged() throws Exception {
    byte[] whole = segment("one", "two", "three");
    int end = end(whole);
    for (int at = end - LogFormat.RECORD_HEADER_BYTES - "three".length(); at < end; at++) {
      FakeDisk disk = new FakeDisk().with(FIRST, flipped(whole, at));
      try (SegmentLog log = open(disk)) {
        assertEquals(List.of("one", "two"), Durable.payloads(log), "flipped at " + at);
      }
    }
  }

  /** Each record was synced alone, so the last proves that those before it were durable. */
  @Test
  void flippedBitInAnAcknowledgedRecordRefusesToStart() throws Exception {
    byte[] whole = segment("one", "two", "three");
    int last = end(whole) - LogFormat.RECORD_HEADER_BYTES - "three".length();
    int second = last - LogFormat.RECORD_HEADER_BYTES - "two".length();
    for (int at = LogFormat.SEGMENT_HEADER_BYTES; at < last; at++) {
      byte[] damaged = flipped(whole, at);
      FakeDisk disk = new FakeDisk().with(FIRST, damaged);
      DamagedLogException refused = assertThrows(DamagedLogException.class, () -> open(disk));
      assertEquals("/data/log/" + FIRST, refused.file());
      assertEquals(at < second ? LogFormat.SEGMENT_HEADER_BYTES : second, refused.offset());
      assertTrue(String.valueOf(refused.getMessage()).contains("at byte " + refused.offset()));
      assertTrue(String.valueOf(refused.getMessage()).contains("backup"));
      assertArrayEquals(damaged, disk.read(FIRST), "nothing was changed");
    }
  }

  @Test
  void sectorThatReadsAsZerosBeforeAcknowledgedRecordsRefusesToStart() throws Exception {
    byte[] whole =
        segment(IntStream.range(0, 60).mapToObj(i -> "payload " + i).toArray(String[]::new));
    Arrays.fill(whole, 512, 1024, (byte) 0);
    FakeDisk disk = new FakeDisk().with(FIRST, whole);
    assertThrows(DamagedLogException.class, () -> open(disk));
  }

  @Test
  void repairGivesUpTheDamagedRecordAndKeepsTheOthers() throws Exception {
    byte[] whole = segment("one", "two", "three");
    int last = end(whole) - LogFormat.RECORD_HEADER_BYTES - "three".length();
    for (int at = LogFormat.SEGMENT_HEADER_BYTES; at < last; at++) {
      FakeDisk disk = new FakeDisk().with(FIRST, flipped(whole, at));
      List<String> expected = new ArrayList<>(List.of("one", "two", "three"));
      int first = LogFormat.SEGMENT_HEADER_BYTES + LogFormat.RECORD_HEADER_BYTES + 3;
      expected.remove(at < first ? "one" : "two");
      try (SegmentLog log = SegmentLog.open(disk, REPAIR)) {
        assertEquals(expected, Durable.payloads(log), "flipped at " + at);
        assertEquals(3, log.appended(), "positions stay without gaps");
        assertThrows(RecordGoneException.class, () -> log.read(expected.contains("one") ? 2 : 1));
        assertEquals("three", Durable.payload(log.read(3)));
        assertTrue(log.isLost(expected.contains("one") ? 2 : 1));
        assertFalse(log.isLost(3));
        new Durable(log).append("four");
      }
      expected.add("four");
      try (SegmentLog log = open(disk.afterPowerLoss())) {
        assertEquals(expected, Durable.payloads(log));
      }
      assertTrue(disk.list().stream().anyMatch(name -> name.endsWith(".damaged")));
    }
  }

  @Test
  void recordWithoutPayloadCanBeRepaired() throws Exception {
    byte[] whole = segment("", "", "end");
    FakeDisk disk = new FakeDisk().with(FIRST, flipped(whole, LogFormat.SEGMENT_HEADER_BYTES + 20));
    try (SegmentLog log = SegmentLog.open(disk, REPAIR)) {
      assertEquals(List.of("", "end"), Durable.payloads(log));
    }
  }

  @Test
  void damagedStretchLongerThanARecordCanBeRepaired() throws Exception {
    LogOptions large = LogOptions.defaults();
    FakeDisk disk = new FakeDisk();
    try (SegmentLog log = SegmentLog.open(disk, large)) {
      Durable durable = new Durable(log);
      for (int i = 0; i < 40; i++) {
        durable.append(i + "x".repeat(100_000));
      }
      durable.append("end");
    }
    byte[] bytes = disk.read(FIRST);
    for (int at = 150_000; at < 3_800_000; at += 90_000) {
      bytes[at] ^= 1;
    }
    FakeDisk damaged = new FakeDisk().with(FIRST, bytes);
    assertThrows(DamagedLogException.class, () -> SegmentLog.open(damaged, large));
    try (SegmentLog log = SegmentLog.open(damaged, large.withRepair(true))) {
      List<String> found = Durable.payloads(log);
      assertEquals("0x", found.get(0).substring(0, 2));
      assertEquals("end", found.get(found.size() - 1));
      assertEquals(41, log.appended());
    }
    SegmentLog.open(damaged.afterPowerLoss(), large).close();
  }

  @Test
  void damageInAnEarlierSegmentRefusesToStartAndCanBeRepaired() throws Exception {
    FakeDisk disk = threeSegments();
    List<String> names = disk.segments();
    byte[] earlier = disk.read(names.get(1));
    int end = end(earlier);
    for (int at = end - 1; at >= LogFormat.SEGMENT_HEADER_BYTES; at -= 97) {
      FakeDisk damaged = disk.afterPowerLoss().with(names.get(1), flipped(earlier, at));
      DamagedLogException refused = assertThrows(DamagedLogException.class, () -> open(damaged));
      assertEquals("/data/log/" + names.get(1), refused.file());
      assertTrue(refused.offset() <= at);
      try (SegmentLog log = SegmentLog.open(damaged, REPAIR)) {
        assertEquals(99, Durable.payloads(log).size());
        assertEquals(100, log.appended());
      }
      open(damaged.afterPowerLoss()).close();
    }
  }

  @Test
  void earlierSegmentThatEndsEarlyRefusesToStartAndCanBeRepaired() throws Exception {
    FakeDisk disk = threeSegments();
    String name = disk.segments().get(0);
    byte[] whole = disk.read(name);
    for (int cut : new int[] {end(whole) - 1, 1000, LogFormat.SEGMENT_HEADER_BYTES}) {
      FakeDisk damaged = disk.afterPowerLoss().with(name, Arrays.copyOf(whole, cut));
      assertThrows(DamagedLogException.class, () -> open(damaged));
      try (SegmentLog log = SegmentLog.open(damaged, REPAIR)) {
        assertEquals(100, log.appended());
        List<String> found = Durable.payloads(log);
        assertFalse(found.isEmpty());
        assertEquals("payload 99", found.get(found.size() - 1));
      }
      open(damaged.afterPowerLoss()).close();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void missingSegmentRefusesToStartAndCanBeRepaired(int index) throws Exception {
    FakeDisk disk = threeSegments();
    disk.without(disk.segments().get(index));
    DamagedLogException refused = assertThrows(DamagedLogException.class, () -> open(disk));
    assertTrue(String.valueOf(refused.getMessage()).contains(" missing"), refused.getMessage());
    try (SegmentLog log = SegmentLog.open(disk, REPAIR)) {
      assertEquals(100, log.appended());
      assertTrue(Durable.payloads(log).size() < 100);
    }
    open(disk.afterPowerLoss()).close();
  }

  @Test
  void damagedHeaderRefusesToStartAndCanBeRepaired() throws Exception {
    FakeDisk disk = threeSegments();
    for (String name : disk.segments()) {
      FakeDisk damaged = disk.afterPowerLoss().with(name, flipped(disk.read(name), 3));
      DamagedLogException refused = assertThrows(DamagedLogException.class, () -> open(damaged));
      assertEquals(0, refused.offset());
      try (SegmentLog log = SegmentLog.open(damaged, REPAIR)) {
        assertEquals(100, Durable.payloads(log).size());
      }
    }
  }

  /** Nothing is changed when it turns out that not all can be mended. */
  @Test
  void segmentUnderAnotherNameIsNamedAndNothingIsChangedEvenWithRepair() throws Exception {
    FakeDisk disk = threeSegments();
    String first = disk.segments().get(0);
    String second = disk.segments().get(1);
    byte[] other = disk.read(second);
    disk.with(second, disk.read(first)).with(first, flipped(other, 1000));
    int writes = disk.writes();
    List<String> names = disk.list();
    for (LogOptions options : List.of(OPTIONS, REPAIR)) {
      DamagedLogException refused =
          assertThrows(DamagedLogException.class, () -> SegmentLog.open(disk, options));
      assertEquals("/data/log/" + first, refused.file());
      String message = String.valueOf(refused.getMessage());
      assertTrue(message.contains("this is the segment " + second), message);
      assertTrue(message.contains("nothing was changed"), message);
    }
    assertTrue(StoreCheck.of(disk).damage().get(0).contains("this is the segment " + second));
    assertEquals(writes, disk.writes());
    assertEquals(names, disk.list());
    disk.with(first, disk.read(second)).with(second, other);
    open(disk).close();
  }

  @Test
  void repairThatFindsSomethingToStayChangesNothingBefore() throws Exception {
    FakeDisk disk = threeSegments();
    List<String> names = disk.segments();
    byte[] overlapping = disk.read(names.get(1));
    long inside = FileKind.SEGMENT.positionOf(names.get(1)).orElseThrow() + 2;
    System.arraycopy(
        FileKind.SEGMENT.header(inside, ByteBuffer.wrap(overlapping).getInt(12)).array(),
        0,
        overlapping,
        0,
        FileKind.HEADER_BYTES);
    disk.with(FileKind.SEGMENT.nameOf(inside), overlapping)
        .with(names.get(0), flipped(flipped(disk.read(names.get(0)), 3), 1000));
    List<String> before = disk.list();
    byte[] damaged = disk.read(names.get(0));
    int writes = disk.writes();
    DamagedLogException refused =
        assertThrows(DamagedLogException.class, () -> SegmentLog.open(disk, REPAIR));
    assertTrue(String.valueOf(refused.getMessage()).contains("cannot be repaired"));
    assertEquals(before, disk.list());
    assertEquals(writes, disk.writes());
    assertArrayEquals(damaged, disk.read(names.get(0)));
  }

  /** What the table of a segment names was there for good. */
  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 32, 4096})
  void missingOrEmptyNewestSegmentRefusesToStartAndCanBeGivenUp(int bytesLeft) throws Exception {
    FakeDisk disk = threeSegments();
    String newest = disk.segments().get(2);
    long next = FileKind.SEGMENT.positionOf(newest).orElseThrow();
    disk.without(newest);
    if (bytesLeft >= 0) {
      disk.with(newest, new byte[bytesLeft]);
    }
    DamagedLogException refused = assertThrows(DamagedLogException.class, () -> open(disk));
    String what = "the segment " + newest + " that follows it is missing";
    assertTrue(String.valueOf(refused.getMessage()).contains(what), refused.getMessage());
    assertEquals(1, StoreCheck.of(disk).damage().size());
    assertTrue(StoreCheck.of(disk).damage().get(0).contains(what));
    try (SegmentLog log = SegmentLog.open(disk, REPAIR)) {
      assertEquals(next - 1, log.appended());
      new Durable(log).append("goes on");
    }
    try (SegmentLog log = open(disk.afterPowerLoss())) {
      assertEquals(next, log.appended());
      assertEquals("goes on", Durable.payload(log.read(next)));
    }
  }

  /** Whole, of the same positions, and written by another log. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void segmentOfAnotherLogIsNamedNeverReadAndSetAsideByARepair(int index) throws Exception {
    FakeDisk disk = threeSegments();
    FakeDisk other = threeSegments();
    String name = disk.segments().get(index);
    byte[] foreign = other.read(name);
    disk.with(name, foreign);
    String what = "/data/log/" + name + " at byte 0";
    List<String> damage = StoreCheck.of(disk).damage();
    assertTrue(damage.get(0).contains(what), damage.toString());
    assertTrue(damage.get(0).contains("another log"), damage.toString());
    DamagedLogException refused = assertThrows(DamagedLogException.class, () -> open(disk));
    assertTrue(String.valueOf(refused.getMessage()).contains(what), refused.getMessage());
    assertArrayEquals(foreign, disk.read(name), "nothing was changed");
    List<String> left;
    try (SegmentLog log = SegmentLog.open(disk, REPAIR)) {
      left = Durable.payloads(log);
      assertTrue(left.size() >= 20 && left.size() < 100, "only its own records are gone");
      new Durable(log).append("goes on");
    }
    assertArrayEquals(foreign, disk.read(name + ".foreign"), "it is kept");
    assertEquals(List.of(), StoreCheck.of(disk).damage());
    try (SegmentLog log = open(disk.afterPowerLoss())) {
      List<String> again = Durable.payloads(log);
      assertEquals("goes on", again.get(again.size() - 1));
      assertEquals(left, again.subList(0, again.size() - 1));
    }
  }

  @Test
  void filesOfTwoLogsOfWhichNoneIsTheMostAreLeftAlone() throws Exception {
    FakeDisk disk = new FakeDisk().with(FIRST, segment("one"));
    FakeDisk other = threeSegments();
    String second = other.segments().get(1);
    disk.with(second, other.read(second));
    int writes = disk.writes();
    for (LogOptions options : List.of(OPTIONS, REPAIR)) {
      DamagedLogException refused =
          assertThrows(DamagedLogException.class, () -> SegmentLog.open(disk, options));
      assertTrue(String.valueOf(refused.getMessage()).contains("of two logs"));
    }
    assertEquals(1, StoreCheck.of(disk).damage().size());
    assertEquals(writes, disk.writes());
  }

  @Test
  void missingSegmentIsNamed() throws Exception {
    FakeDisk disk = threeSegments();
    String missing = disk.segments().get(1);
    long first = FileKind.SEGMENT.positionOf(missing).orElseThrow();
    disk.without(missing);
    DamagedLogException refused = assertThrows(DamagedLogException.class, () -> open(disk));
    assertEquals("/data/log/" + missing, refused.file());
    assertTrue(StoreCheck.of(disk).damage().get(0).contains("this segment is missing"));
    SegmentLog.open(disk, REPAIR).close();
    assertTrue(disk.list().contains(missing), "another is in its place");
    assertEquals(List.of(), StoreCheck.of(disk).damage());
    assertTrue(disk.list().stream().noneMatch(name -> name.endsWith(".damaged")));
    try (SegmentLog log = open(disk.afterPowerLoss())) {
      assertTrue(log.isLost(first));
      assertFalse(log.isLost(first - 1));
    }
  }

  @Test
  void copyOfASegmentUnderASecondNameIsCalledOne() throws Exception {
    FakeDisk disk = threeSegments();
    String first = disk.segments().get(0);
    disk.with(FileKind.SEGMENT.nameOf(5), disk.read(first));
    DamagedLogException refused = assertThrows(DamagedLogException.class, () -> open(disk));
    String message = String.valueOf(refused.getMessage());
    assertTrue(message.contains("this is a copy of the segment " + first), message);
  }

  @Test
  void lostStretchThatRunsIntoTheNextSegmentEndsThere() throws Exception {
    FakeDisk disk = threeSegments();
    String missing = disk.segments().get(1);
    byte[] bytes = disk.read(missing);
    disk.without(missing).without(FileKind.TABLE.nameOf(1));
    SegmentLog.open(disk, REPAIR).close(); // nothing names it: the one before goes on through it
    disk.with(missing, bytes);
    assertEquals(List.of(), StoreCheck.of(disk).damage());
    try (SegmentLog log = open(disk)) {
      assertEquals(100, Durable.payloads(log).size());
    }
  }

  @Test
  void whatARepairCutsOffTheEndIsKept() throws Exception {
    byte[] whole = segment("one", "two", "three");
    int end = end(whole);
    byte[] damaged = flipped(whole, end - 2);
    FakeDisk disk = new FakeDisk().with(FIRST, damaged);
    try (SegmentLog log = SegmentLog.open(disk, REPAIR)) {
      assertEquals(List.of("one", "two"), Durable.payloads(log));
    }
    String kept =
        disk.list().stream().filter(name -> name.endsWith(".damaged")).findAny().orElseThrow();
    byte[] bytes = disk.read(kept);
    int from = end - LogFormat.RECORD_HEADER_BYTES - "three".length();
    assertArrayEquals(Arrays.copyOfRange(damaged, from, end), Arrays.copyOf(bytes, end - from));
  }

  @Test
  void repairOnAFullDiskSaysSoAndGoesOnWhenThereIsRoom() throws Exception {
    FakeDisk disk = threeSegments();
    String name = disk.segments().get(1);
    disk.with(name, flipped(disk.read(name), 1000));
    disk.capacity(disk.bytes());
    IOException refused = assertThrows(IOException.class, () -> SegmentLog.open(disk, REPAIR));
    assertTrue(String.valueOf(refused.getMessage()).contains("the repair of /data/log"));
    assertTrue(String.valueOf(refused.getMessage()).contains("--repair again"));
    disk.capacity(Long.MAX_VALUE);
    try (SegmentLog log = SegmentLog.open(disk, REPAIR)) {
      assertEquals(99, Durable.payloads(log).size());
    }
  }

  @Test
  void segmentsThatOverlapRefuseToStartEvenWithRepair() throws Exception {
    FakeDisk disk = threeSegments();
    byte[] again = disk.read(disk.segments().get(0));
    ByteBuffer header = FileKind.SEGMENT.header(2, ByteBuffer.wrap(again).getInt(12));
    System.arraycopy(header.array(), 0, again, 0, header.limit());
    disk.with(FileKind.SEGMENT.nameOf(2), again);
    assertThrows(DamagedLogException.class, () -> open(disk));
    DamagedLogException refused =
        assertThrows(DamagedLogException.class, () -> SegmentLog.open(disk, REPAIR));
    assertTrue(String.valueOf(refused.getMessage()).contains("cannot be repaired"));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2, 77})
  void unknownFormatVersionRefusesToStart(int version) throws Exception {
    byte[] bytes = segment("one");
    ByteBuffer.wrap(bytes).putInt(8, version);
    FakeDisk disk = new FakeDisk().with(FIRST, bytes);
    IOException refused = assertThrows(IOException.class, () -> SegmentLog.open(disk, REPAIR));
    assertEquals(
        "/data/log/"
            + FIRST
            + " has log format version "
            + version
            + ", this Pipit reads version 1: start it with the version of Pipit that wrote it",
        refused.getMessage());
    assertArrayEquals(bytes, disk.read(FIRST));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 31, 32, 4096})
  void segmentThatWasNeverBegunIsRemoved(int bytes) throws Exception {
    FakeDisk disk = threeSegments();
    disk.with(FileKind.SEGMENT.nameOf(101), new byte[bytes]);
    assertEquals(List.of(), StoreCheck.of(disk).damage());
    try (SegmentLog log = open(disk)) {
      assertEquals(100, log.appended());
      assertEquals(3, disk.segments().size());
    }
    try (SegmentLog log = open(new FakeDisk().with(FIRST, new byte[bytes]))) {
      assertEquals(0, log.appended());
    }
  }

  @Test
  void foreignFilesInTheFolderAreLeftAlone() throws Exception {
    FakeDisk disk = threeSegments();
    disk.with("notes.txt", new byte[] {1}).with("1.log", new byte[] {2});
    try (SegmentLog log = open(disk)) {
      assertEquals(100, Durable.payloads(log).size());
    }
    assertEquals(1, disk.read("notes.txt").length);
  }

  /** A payload may hold anything, also the bytes of a record that would prove the opposite. */
  @Test
  void recordInsideAPayloadIsNotTakenForOne() throws Exception {
    byte[] other = segment("a", "b", "c", "forged");
    byte[] forged = Arrays.copyOfRange(other, LogFormat.SEGMENT_HEADER_BYTES, end(other));
    FakeDisk disk = new FakeDisk();
    try (SegmentLog log = open(disk)) {
      Durable durable = new Durable(log);
      durable.append("one");
      durable.await(log.append(List.of(new LogRecord((byte) 1, 1, forged))));
    }
    byte[] whole = disk.read(FIRST);
    int second = LogFormat.SEGMENT_HEADER_BYTES + LogFormat.RECORD_HEADER_BYTES + 3;
    try (SegmentLog log = open(new FakeDisk().with(FIRST, flipped(whole, second + 20)))) {
      assertEquals(List.of("one"), Durable.payloads(log));
    }
  }

  private static SegmentLog open(FakeDisk disk) throws IOException {
    return SegmentLog.open(disk, OPTIONS);
  }

  /** A segment with a record for each payload, each in a group of its own. */
  private static byte[] segment(String... payloads) throws Exception {
    FakeDisk disk = new FakeDisk();
    try (SegmentLog log = open(disk)) {
      Durable durable = new Durable(log);
      for (String payload : payloads) {
        durable.append(payload);
      }
    }
    return disk.read(FIRST);
  }

  /** A hundred records in three segments of 4 KiB. */
  private static FakeDisk threeSegments() throws Exception {
    FakeDisk disk = new FakeDisk();
    try (SegmentLog log = open(disk)) {
      Durable durable = new Durable(log);
      for (int i = 0; i < 100; i++) {
        durable.append(i < 99 ? "x".repeat(80) : "payload 99");
      }
    }
    assertEquals(3, disk.segments().size());
    return disk;
  }

  /** Where the last record of a segment ends; payloads do not end with a zero byte. */
  private static int end(byte[] segment) {
    int end = segment.length;
    while (segment[end - 1] == 0) {
      end--;
    }
    return end;
  }

  private static byte[] flipped(byte[] bytes, int at) {
    byte[] damaged = bytes.clone();
    damaged[at] ^= 0x10;
    return damaged;
  }
}
