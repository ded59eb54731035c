package io.pipit.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What a node has on its disk, in bytes.
 *
 * @param log segments, with the room made ahead
 * @param snapshot with those that are being written
 * @param view the same
 */
record StoreFiles(long log, long snapshot, long view) {

  static StoreFiles in(Path data) throws IOException {
    long snapshot = bytes(data.resolve("log"), ".snapshot");
    return new StoreFiles(
        bytes(data.resolve("log"), "") - snapshot, snapshot, bytes(data.resolve("view"), ""));
  }

  private static long bytes(Path folder, String in) throws IOException {
    long bytes = 0;
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        try {
          bytes += file.toString().contains(in) ? Files.size(file) : 0;
        } catch (NoSuchFileException e) {
          // gone meanwhile
        }
      }
    }
    return bytes;
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT, "log %s, snapshot %s, view %s", mib(log), mib(snapshot), mib(view));
  }

  static String mib(long bytes) {
    return String.format(Locale.ROOT, "%,.1f MiB", bytes / 1_048_576.0);
  }
}
