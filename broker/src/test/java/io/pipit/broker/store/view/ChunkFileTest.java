package io.pipit.broker.store.view;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChunkFileTest {

  private static final SnapshotKey SNAPSHOT = new SnapshotKey(4_711, -1);

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  private static Path written(Path folder, int numbers) throws IOException {
    Path file = folder.resolve("chunks.mapdb");
    try (ChunkFile.Writer writer = new ChunkFile.Writer(file, new ViewDisk.Real())) {
      for (int number = 0; number < numbers; number++) {
        writer.add(number, List.of(bytes("first of " + number), bytes("second of " + number)));
      }
      writer.finish(SNAPSHOT);
    }
    return file;
  }

  @Test
  void whatWasWrittenIsRead(@TempDir Path folder) throws Exception {
    Path file = written(folder, 1_000);
    try (ChunkFile chunks = ChunkFile.open(file)) {
      assertEquals(SNAPSHOT, chunks.snapshot());
      assertTrue(chunks.bytes() > 0);
      for (int number = 0; number < 1_000; number++) {
        List<byte[]> read = chunks.read(number, 2);
        assertEquals(2, read.size());
        assertArrayEquals(bytes("first of " + number), read.get(0));
        assertArrayEquals(bytes("second of " + number), read.get(1));
      }
      assertThrows(DamagedViewException.class, () -> chunks.read(1_000, 1));
      assertThrows(DamagedViewException.class, () -> chunks.read(0, 3));
    }
  }

  @Test
  void numbersMayBeMissing(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("chunks.mapdb");
    try (ChunkFile.Writer writer = new ChunkFile.Writer(file, new ViewDisk.Real())) {
      writer.add(3, List.of(bytes("three")));
      writer.add(4, List.of());
      writer.add(ChunkFile.MAX_NUMBER, List.of(bytes("last")));
      writer.finish(SNAPSHOT);
    }
    try (ChunkFile chunks = ChunkFile.open(file)) {
      assertEquals(List.of(), chunks.read(0, 0));
      assertArrayEquals(bytes("three"), chunks.read(3, 1).get(0));
      assertEquals(List.of(), chunks.read(4, 0));
      assertArrayEquals(bytes("last"), chunks.read(ChunkFile.MAX_NUMBER, 1).get(0));
    }
  }

  @Test
  void aFileWithNothingIsWhole(@TempDir Path folder) throws Exception {
    try (ChunkFile chunks = ChunkFile.open(written(folder, 0))) {
      assertEquals(List.of(), chunks.read(0, 0));
    }
  }

  @Test
  void whatIsNotFinishedLeavesTheFileBeforeIt(@TempDir Path folder) throws Exception {
    Path file = written(folder, 10);
    try (ChunkFile.Writer writer = new ChunkFile.Writer(file, new ViewDisk.Real())) {
      writer.add(0, List.of(bytes("other")));
    }
    try (ChunkFile chunks = ChunkFile.open(file)) {
      assertArrayEquals(bytes("first of 0"), chunks.read(0, 1).get(0));
    }
    assertFalse(Files.exists(folder.resolve("chunks.mapdb.new")));
  }

  @Test
  void aMissingFileIsDamage(@TempDir Path folder) {
    Path file = folder.resolve("chunks.mapdb");
    assertThrows(DamagedViewException.class, () -> ChunkFile.open(file));
  }

  /** Cut anywhere, it is refused or what it gives is right: it is never wrong and never hangs. */
  @Test
  void aFileThatWasCutIsDamage(@TempDir Path folder) throws Exception {
    byte[] whole = Files.readAllBytes(written(folder, 200));
    for (int length = 0; length < whole.length; length += Math.max(1, whole.length / 40)) {
      Path cut = folder.resolve("cut-" + length);
      Files.write(cut, Arrays.copyOf(whole, length));
      checked(cut, 200);
    }
  }

  @Test
  void aFileWithWrongBytesIsDamagedOrRight(@TempDir Path folder) throws Exception {
    byte[] whole = Files.readAllBytes(written(folder, 200));
    Random random = new Random(1);
    for (int i = 0; i < 60; i++) {
      byte[] damaged = whole.clone();
      int at = random.nextInt(damaged.length);
      for (int j = at; j < Math.min(damaged.length, at + 16); j++) {
        damaged[j] = (byte) random.nextInt();
      }
      Path file = folder.resolve("damaged-" + i);
      Files.write(file, damaged);
      checked(file, 200);
    }
  }

  private static void checked(Path file, int numbers) {
    try (ChunkFile chunks = ChunkFile.open(file)) {
      for (int number = 0; number < numbers; number++) {
        List<byte[]> read = chunks.read(number, 2);
        assertArrayEquals(bytes("first of " + number), read.get(0));
        assertArrayEquals(bytes("second of " + number), read.get(1));
      }
    } catch (DamagedViewException expected) {
      assertTrue(String.valueOf(expected.getMessage()).contains(file.toString()));
    }
  }
}
