package io.pipit.broker.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.pubsub.store.LogRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is linked of a log that goes on, and loses its oldest segments. */
@Timeout(60)
class LogLinksTest {

  private static final LogOptions OPTIONS = LogOptions.defaults().withSegmentBytes(1024);

  private final Path live;
  private final Path links;
  private final Path copy;

  LogLinksTest(@TempDir Path folder) throws IOException {
    live = Files.createDirectory(folder.resolve("live"));
    links = Files.createDirectory(folder.resolve("links"));
    copy = Files.createDirectory(folder.resolve("copy"));
  }

  /** Appends numbered records and waits until the last is durable. */
  private static void append(SegmentLog log, int from, int to) {
    for (int i = from; i <= to; i++) {
      log.append(List.of(Durable.record(Integer.toString(i))));
    }
    while (log.durable() < to) {
      Thread.onSpinWait();
    }
  }

  private void copyLinks(LogLinks linked) throws IOException {
    for (var file : linked.sizes().entrySet()) {
      byte[] all = Files.readAllBytes(links.resolve(file.getKey()));
      byte[] counts = new byte[Math.toIntExact(file.getValue())];
      System.arraycopy(all, 0, counts, 0, counts.length);
      Files.write(copy.resolve(file.getKey()), counts);
    }
  }

  private List<String> replayedCopy() throws IOException {
    List<String> replayed = new ArrayList<>();
    try (SegmentLog log = SegmentLog.open(copy, OPTIONS)) {
      log.replay((position, record) -> replayed.add(position + " " + Durable.payload(record)));
    }
    return replayed;
  }

  private static List<String> numbers(int from, int to) {
    List<String> numbers = new ArrayList<>();
    for (int i = from; i <= to; i++) {
      numbers.add(i + " " + i);
    }
    return numbers;
  }

  @Test
  void whatWasLinkedIsALogAlthoughTheOtherGoesOnAndLosesSegments() throws Exception {
    try (SegmentLog log = SegmentLog.open(live, OPTIONS)) {
      append(log, 1, 200);
      LogLinks linked = log.link(links);
      assertEquals(200, linked.position());
      append(log, 201, 400);
      try (SnapshotWriter snapshot = log.snapshot(391)) {
        snapshot.publish();
      }
      assertTrue(log.removeBefore(391) > 5);
      assertFalse(Files.exists(live.resolve(FileKind.SEGMENT.nameOf(1))));
      copyLinks(linked);
    }
    assertEquals(numbers(1, 200), replayedCopy());
  }

  @Test
  void newestSnapshotIsLinkedWithTheSegmentsThatAreLeft() throws Exception {
    try (SegmentLog log = SegmentLog.open(live, OPTIONS)) {
      append(log, 1, 200);
      try (SnapshotWriter snapshot = log.snapshot(101)) {
        snapshot.add(100, List.of(Durable.record("state")));
        snapshot.publish();
      }
      int unused = log.removeBefore(101);
      copyLinks(log.link(links));
    }
    List<String> expected = new ArrayList<>(List.of("100 state"));
    expected.addAll(numbers(101, 200));
    assertEquals(expected, replayedCopy());
  }

  /** The table of a segment that is full names the next one. */
  @Test
  void copyWithoutItsLastSegmentIsRefused() throws Exception {
    try (SegmentLog log = SegmentLog.open(live, OPTIONS)) {
      append(log, 1, 200);
      copyLinks(log.link(links));
    }
    List<Long> firsts = LogRecovery.segments(new DiskFiles(copy));
    long last = firsts.get(firsts.size() - 1);
    Files.delete(copy.resolve(FileKind.SEGMENT.nameOf(last)));
    DamagedLogException refused =
        assertThrows(DamagedLogException.class, () -> SegmentLog.open(copy, OPTIONS));
    assertTrue(refused.where().contains(LogRecovery.missingSuccessor(last)), refused.where());
  }

  @Test
  void emptyLogIsLinkedAsOne() throws Exception {
    try (SegmentLog log = SegmentLog.open(live, OPTIONS)) {
      LogLinks linked = log.link(links);
      assertEquals(0, linked.position());
      copyLinks(linked);
    }
    assertEquals(List.of(), replayedCopy());
    try (SegmentLog log = SegmentLog.open(copy, OPTIONS)) {
      append(log, 1, 3);
      LogRecord first = log.read(1);
      assertEquals("1", Durable.payload(first));
    }
  }
}
