package io.pipit.bridges.mqtt;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;

/** What this process has open, as Linux says it. */
final class OpenFiles {

  private static final Path OWN = Path.of("/proc/self/fd");
  private static final Path NET = Path.of("/proc/self/net");

  /** Columns of /proc/net/tcp. */
  private static final int REMOTE = 2;

  private static final int INODE = 9;
  private static final long PATIENCE_SECONDS = 30;

  private OpenFiles() {}

  static long count() throws IOException {
    return names().size();
  }

  private static List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(OWN)) {
      return files.map(OpenFiles::name).toList();
    }
  }

  /** What a descriptor is of; empty when it has been closed meanwhile. */
  private static String name(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString();
    } catch (IOException closed) {
      return "";
    }
  }

  /** The connections of this process to a port, each with its inode. */
  static Set<String> socketsTo(int port) throws IOException {
    Set<String> sockets = new HashSet<>();
    String end = String.format(Locale.ROOT, ":%04X", port);
    for (String table : List.of("tcp", "tcp6")) {
      for (String line : Files.readAllLines(NET.resolve(table), US_ASCII)) {
        String[] columns = line.strip().split("\\s+");
        if (columns.length > INODE && columns[REMOTE].endsWith(end)) {
          sockets.add("socket:[" + columns[INODE] + "]");
        }
      }
    }
    sockets.retainAll(Set.copyOf(names()));
    return sockets;
  }

  /** Waits until there are so many at most: others of this process may be about to close theirs. */
  static void awaitNoMoreThan(long most) throws IOException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    long open = count();
    while (open > most && System.nanoTime() < end) {
      System.gc(); // what nobody closed is closed by it
      open = count();
    }
    Assertions.assertTrue(open <= most, most + " files, and then " + names());
  }
}
