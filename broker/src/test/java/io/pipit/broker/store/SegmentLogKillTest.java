package io.pipit.broker.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.pubsub.store.LogRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A process that appends is killed with SIGKILL: whatever it had been told is durable is there. */
class SegmentLogKillTest {

  private static final int KILLS = 5;
  private static final int MAX_IN_FLIGHT = 100;
  private static final LogOptions OPTIONS =
      LogOptions.defaults().withSegmentBytes(64 * 1024).withQueueBytes(1024 * 1024);

  @Test
  @Timeout(180)
  void everyAcknowledgedRecordSurvivesKill(@TempDir Path folder) throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    long acknowledged = 0;
    for (int kill = 0; kill < KILLS; kill++) {
      String trial = "seed " + seed + ", kill " + kill;
      try (ChildJvm child = new ChildJvm(Appender.class, folder.toString())) {
        int patience = 1 + random.nextInt(150);
        for (int i = 0; i < patience; i++) {
          acknowledged = Long.parseLong(child.line());
        }
        for (String line : child.kill()) {
          acknowledged = Long.parseLong(line);
        }
      }
      try (SegmentLog log = SegmentLog.open(folder, OPTIONS)) {
        assertTrue(log.durable() >= acknowledged, trial);
        List<Long> positions = new ArrayList<>();
        log.replay(
            (position, record) -> {
              positions.add(position);
              LogRecord expected = recordAt(position);
              assertEquals(expected.type(), record.type(), trial);
              assertEquals(expected.partition(), record.partition(), trial);
              assertArrayEquals(expected.payload(), record.payload(), trial);
            });
        assertEquals(log.durable(), positions.size(), trial);
        acknowledged = log.durable();
        new Durable(log).await(log.append(List.of(recordAt(log.appended() + 1))));
      }
    }
  }

  /** The record that stands at a position: every process appends the same ones. */
  private static LogRecord recordAt(long position) {
    Random random = new Random(position);
    byte[] payload = new byte[random.nextInt(600)];
    random.nextBytes(payload);
    return new LogRecord(
        (byte) (1 + random.nextInt(127)), random.nextInt(LogRecord.PARTITIONS), payload);
  }

  /** Appends until it is killed, and prints each position that becomes durable. */
  static final class Appender {

    private Appender() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
      SegmentLog log = SegmentLog.open(Path.of(arguments[0]), OPTIONS);
      Durable durable = new Durable(log);
      log.onDurable(System.out::println);
      Random random = new Random();
      while (true) {
        List<LogRecord> batch = new ArrayList<>();
        int size = 1 + random.nextInt(4);
        for (int i = 1; i <= size; i++) {
          batch.add(recordAt(log.appended() + i));
        }
        durable.await(log.append(batch) - MAX_IN_FLIGHT);
      }
    }
  }
}
