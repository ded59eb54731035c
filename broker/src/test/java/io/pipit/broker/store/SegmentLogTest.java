package io.pipit.broker.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.pubsub.store.ChangeLog;
import io.pipit.pubsub.store.ChangeLogContract;
import io.pipit.pubsub.store.RecordGoneException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract on a disk in memory with tiny segments, and on the machine's. */
class SegmentLogTest {

  private static final LogOptions SMALL =
      LogOptions.defaults().withSegmentBytes(1024).withQueueBytes(1024 * 1024);

  @Nested
  class InTinySegments extends ChangeLogContract {

    private final FakeDisk disk = new FakeDisk();

    @Override
    protected ChangeLog open() throws Exception {
      return SegmentLog.open(disk, SMALL);
    }

    @Override
    protected ChangeLog reopen(ChangeLog closed) throws Exception {
      return SegmentLog.open(disk.afterPowerLoss(), SMALL);
    }

    @Override
    protected void breakStorage(ChangeLog log) {
      disk.failWrites();
    }
  }

  @Nested
  class WithFailingSyncs extends ChangeLogContract {

    private final FakeDisk disk = new FakeDisk();

    @Override
    protected ChangeLog open() throws Exception {
      return SegmentLog.open(disk, LogOptions.defaults());
    }

    @Override
    protected ChangeLog reopen(ChangeLog closed) throws Exception {
      return SegmentLog.open(disk.afterPowerLoss(), LogOptions.defaults());
    }

    @Override
    protected void breakStorage(ChangeLog log) {
      disk.failSyncs();
    }
  }

  /** An interrupt closes the channel that a thread reads from, for all others too. */
  @Test
  void interruptedReaderGetsItsRecordAndHarmsNobody(@TempDir Path folder) throws Exception {
    try (SegmentLog log = SegmentLog.open(folder, SMALL)) {
      new Durable(log).append("a", "b");
      assertEquals("a", Durable.payload(log.read(1)));
      Thread.currentThread().interrupt();
      assertEquals("b", Durable.payload(log.read(2)));
      assertTrue(Thread.interrupted());
      assertEquals("a", Durable.payload(log.read(1)));
    }
  }

  @Test
  void recordThatIsNotWhatWasWrittenIsNotRead(@TempDir Path folder) throws Exception {
    try (SegmentLog log = SegmentLog.open(folder, SMALL)) {
      new Durable(log).append("one", "two", "three");
      Path segment = folder.resolve(FileKind.SEGMENT.nameOf(1));
      byte[] bytes = Files.readAllBytes(segment);
      int second = LogFormat.SEGMENT_HEADER_BYTES + LogFormat.RECORD_HEADER_BYTES + "one".length();
      bytes[second + LogFormat.RECORD_HEADER_BYTES] ^= 1;
      Files.write(segment, bytes);
      UncheckedIOException refused = assertThrows(UncheckedIOException.class, () -> log.read(2));
      DamagedLogException damage = assertInstanceOf(DamagedLogException.class, refused.getCause());
      assertEquals(second, damage.offset());
      assertEquals("one", Durable.payload(log.read(1)));
      assertEquals("three", Durable.payload(log.read(3)));
    }
  }

  @Test
  void readersGetTheirRecordOrAreToldThatItIsGone(@TempDir Path folder) throws Exception {
    ExecutorService readers = Executors.newFixedThreadPool(3);
    try (SegmentLog log = SegmentLog.open(folder, SMALL)) {
      Durable durable = new Durable(log);
      durable.append(
          IntStream.rangeClosed(1, 2_000).mapToObj(String::valueOf).toArray(String[]::new));
      try (SnapshotWriter snapshot = log.snapshot(2_001)) {
        snapshot.publish();
      }
      AtomicBoolean ended = new AtomicBoolean();
      List<Future<Integer>> work = new ArrayList<>();
      for (int seed = 0; seed < 3; seed++) {
        Random random = new Random(seed);
        work.add(
            readers.submit(
                () -> {
                  int gone = 0;
                  while (!ended.get()) {
                    long position = Math.min(2_000, log.first() + random.nextInt(100));
                    try {
                      assertEquals(String.valueOf(position), Durable.payload(log.read(position)));
                    } catch (RecordGoneException e) {
                      gone++;
                    }
                  }
                  return gone;
                }));
      }
      for (int position = 1; position <= 2_001; position += 5) {
        log.removeBefore(position);
      }
      ended.set(true);
      for (Future<Integer> reader : work) {
        assertTrue(reader.get() >= 0);
      }
      assertEquals(1, log.segmentFirsts().size());
    } finally {
      readers.shutdownNow();
    }
  }

  @Test
  void realFilesAreSegmentsThatOnlyTheOwnerReads(@TempDir Path folder) throws Exception {
    List<String> expected = IntStream.range(0, 200).mapToObj(i -> "payload " + i).toList();
    try (SegmentLog log = SegmentLog.open(folder, SMALL)) {
      new Durable(log).append(expected.toArray(String[]::new));
    }
    try (SegmentLog log = SegmentLog.open(folder, SMALL)) {
      assertEquals(200, log.durable());
      assertEquals(expected, Durable.payloads(log));
      new Durable(log).append("one more");
      assertEquals(201, Durable.payloads(log).size());
    }
    List<Path> segments;
    try (var files = Files.list(folder)) {
      segments = files.sorted().toList();
    }
    assertTrue(segments.size() > 5, segments.toString());
    assertEquals("00000000000000000001.log", segments.get(0).getFileName().toString());
    for (Path segment : segments) {
      assertEquals(
          "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(segment)));
    }
  }
}
