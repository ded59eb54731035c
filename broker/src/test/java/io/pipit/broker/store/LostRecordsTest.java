package io.pipit.broker.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.pubsub.store.RecordGoneException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What was given up stays so, and nothing else is ever taken for it. */
@Timeout(120)
class LostRecordsTest {

  private static final LogOptions OPTIONS = LogOptions.defaults().withSegmentBytes(4 * 1024);
  private static final LogOptions REPAIR = OPTIONS.withRepair(true);
  private static final int RECORDS = 100;

  private FakeDisk disk = new FakeDisk();
  private long second;
  private long third;

  /** A hundred records in three segments. */
  @BeforeEach
  void write() throws Exception {
    try (SegmentLog log = open()) {
      append(log, RECORDS);
      assertEquals(3, log.segmentFirsts().size());
      second = log.segmentFirsts().get(1);
      third = log.segmentFirsts().get(2);
    }
  }

  @Test
  void logThatIsBegunAnewHasLostNothing() throws Exception {
    loseSecond();
    for (String name : disk.list()) {
      if (name.endsWith(".log") || name.endsWith(".table")) {
        disk.without(name);
      }
    }
    try (SegmentLog log = repair()) {
      assertEquals(0, log.appended());
      append(log, RECORDS);
    }
    try (SegmentLog log = open()) {
      assertEquals(RECORDS, Durable.payloads(log).size());
      assertEquals(0, log.lastLost());
      assertFalse(log.isLost(second));
    }
  }

  @Test
  void logThatGoesOnAfterAMissingEndUsesNoLostPositionAgain() throws Exception {
    flip(third, "payload " + (third + 3));
    repair().close();
    disk.without(segment(third));
    assertThrows(DamagedLogException.class, this::open);
    repair().close();
    try (SegmentLog log = open()) {
      assertEquals(third + 3, log.appended());
      append(log, 20);
    }
    try (SegmentLog log = open()) {
      assertTrue(log.isLost(third + 3));
      assertFalse(log.isLost(third + 4));
      assertEquals("payload 1" + ".".repeat(70), Durable.payload(log.read(third + 4)));
    }
  }

  /** Nor when its table is missing, as that of a log which was restored. */
  @Test
  void positionsThatAreNotedAsLostHaveToBeThere() throws Exception {
    flip(third, "payload " + (third + 3));
    repair().close();
    disk.without(segment(third));
    disk.without(FileKind.TABLE.nameOf(second));
    DamagedLogException refused = assertThrows(DamagedLogException.class, this::open);
    assertTrue(refused.where().contains("(record " + third + ")"), refused.where());
  }

  @Test
  void stretchWithinALongerOneHidesNothingOfIt() throws Exception {
    flip(second, "payload " + (second + 3));
    repair().close();
    loseSecond();
    for (int start = 0; start < 2; start++) {
      try (SegmentLog log = open()) {
        for (long at = second; at < third; at++) {
          assertTrue(log.isLost(at), "record " + at);
        }
        assertFalse(log.isLost(second - 1));
        assertFalse(log.isLost(third));
        assertEquals(third - 1, log.lastLost());
      }
    }
  }

  /** A repair ended before it gave up what it had noted, and the damage was mended by hand. */
  @Test
  void recordThatIsThereIsNotLostWhateverIsNoted() throws Exception {
    LostRecords.note(disk, second - 2, second + 3);
    for (int start = 0; start < 2; start++) {
      try (SegmentLog log = open()) {
        assertFalse(log.isLost(second));
        assertEquals(0, log.lastLost());
        assertEquals(RECORDS, Durable.payloads(log).size());
      }
      assertEquals(List.of(), notes());
    }
  }

  @Test
  void segmentThatIsPutBackAfterARepairIsThereAgain() throws Exception {
    byte[] good = disk.read(segment(second));
    loseSecond();
    disk.with(segment(second), good);
    for (LogOptions options : List.of(OPTIONS, REPAIR, OPTIONS)) {
      try (SegmentLog log = SegmentLog.open(disk, options)) {
        assertEquals(RECORDS, Durable.payloads(log).size());
        assertEquals(0, log.lastLost());
        assertEquals(
            "payload " + (second + 1) + ".".repeat(70), Durable.payload(log.read(second + 1)));
      }
      assertEquals(List.of(), notes());
      assertEquals(List.of(), StoreCheck.of(disk).damage());
    }
  }

  /** What stays of it is lost. */
  @Test
  void segmentThatIsPutBackWithDamageIsThereButForThat() throws Exception {
    byte[] good = disk.read(segment(second));
    loseSecond();
    disk.with(segment(second), good);
    flip(second, "payload " + (second + 3));
    assertThrows(DamagedLogException.class, this::open);
    repair().close();
    try (SegmentLog log = open()) {
      assertEquals(RECORDS - 1, Durable.payloads(log).size());
      assertTrue(log.isLost(second + 3));
      assertFalse(log.isLost(second + 2));
      assertFalse(log.isLost(second + 4));
    }
  }

  /** A record that an index names holds the log behind it, which somebody has to know. */
  @Test
  void recordThatIsNeededAndLostIsDamage() throws Exception {
    loseSecond();
    try (SegmentLog log = open()) {
      assertThrows(RecordGoneException.class, () -> log.read(second + 20));
      assertEquals(Optional.empty(), log.damage(), "which nothing needs");
      assertThrows(UncheckedIOException.class, () -> log.readNeeded(second + 20));
      String told = log.damage().orElseThrow();
      assertTrue(told.contains("(record " + (second + 20) + ")"), told);
    }
  }

  @Test
  void diskThatDoesNotGiveARecordIsToldUntilItDoes() throws Exception {
    AtomicInteger failures = new AtomicInteger();
    StoreMetrics metrics =
        new StoreMetrics() {
          @Override
          public void readFailed() {
            failures.incrementAndGet();
          }
        };
    try (SegmentLog log = SegmentLog.open(disk, OPTIONS.withMetrics(metrics))) {
      disk.failReads(true);
      assertThrows(UncheckedIOException.class, () -> log.read(second + 1));
      assertThrows(UncheckedIOException.class, () -> Durable.payloads(log));
      assertEquals(2, failures.get());
      String told = log.damage().orElseThrow();
      assertTrue(told.contains("/data/log/" + segment(1) + " at byte"), told);
      disk.failReads(false);
      assertEquals("payload 1" + ".".repeat(70), Durable.payload(log.read(1)));
      assertTrue(log.damage().orElseThrow().contains(segment(second)), "another file");
      log.read(second + 1);
      assertEquals(Optional.empty(), log.damage());
    }
  }

  @Test
  void whatWasLostIsForgottenWithTheNextSnapshot() throws Exception {
    byte[] good = disk.read(segment(second));
    loseSecond();
    try (SegmentLog log = open()) {
      assertEquals(third - 1, log.lastLost());
      try (SnapshotWriter snapshot = log.snapshot(RECORDS + 1)) {
        snapshot.publish(1);
      }
      assertEquals(0, log.lastLost());
    }
    try (SegmentLog log = open()) {
      assertEquals(0, log.lastLost());
    }
    assertEquals(1, notes().size(), "in case that it is put back");
    disk.with(segment(second), good);
    open().close();
    assertEquals(List.of(), notes());
  }

  private SegmentLog open() throws IOException {
    return SegmentLog.open(disk, OPTIONS);
  }

  private SegmentLog repair() throws IOException {
    return SegmentLog.open(disk, REPAIR);
  }

  private static void append(SegmentLog log, int records) throws Exception {
    Durable durable = new Durable(log);
    for (int i = 1; i <= records; i++) {
      durable.append("payload " + i + ".".repeat(70));
    }
  }

  private void loseSecond() throws IOException {
    disk.without(segment(second));
    repair().close();
    disk = disk.afterPowerLoss();
  }

  private void flip(long first, String text) {
    byte[] bytes = disk.read(segment(first)).clone();
    String all = new String(bytes, StandardCharsets.ISO_8859_1);
    bytes[all.indexOf(text)] ^= 1;
    disk.with(segment(first), bytes);
  }

  private static String segment(long first) {
    return FileKind.SEGMENT.nameOf(first);
  }

  private List<String> notes() {
    return disk.list().stream()
        .filter(name -> name.endsWith(".lost") || name.endsWith(".forgotten"))
        .toList();
  }
}
