package io.pipit.broker.store;

import io.pipit.broker.store.LogFiles.LogFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Which of the segments and snapshots of a folder are of one log. All files of a log have its salt
 * in their headers; a whole header with another one is that of a file which came from elsewhere.
 * The salt of the log is the one that most of its files name: no single file can take the log over.
 *
 * @param salt of the log; empty when no file names one
 * @param foreign the files of other logs, in no order
 */
record LogIdentity(OptionalInt salt, List<File> foreign) {

  /** What is wrong with a file that another log wrote. */
  static final String FOREIGN = "this file is of another log, and counts as missing here";

  /** A file by what it is named. */
  record File(FileKind kind, long position) {

    String name() {
      return kind.nameOf(position);
    }
  }

  /**
   * Looks at all headers.
   *
   * @throws DamagedLogException when as many files name one salt as another
   */
  static LogIdentity of(LogFiles files) throws IOException {
    Map<Integer, List<File>> bySalt = new HashMap<>();
    for (long first : LogRecovery.segments(files)) {
      add(files, new File(FileKind.SEGMENT, first), bySalt);
    }
    for (long begin : Snapshots.begins(files)) {
      add(files, new File(FileKind.SNAPSHOT, begin), bySalt);
    }
    int most = bySalt.values().stream().mapToInt(List::size).max().orElse(0);
    List<Map.Entry<Integer, List<File>>> largest =
        bySalt.entrySet().stream().filter(named -> named.getValue().size() == most).toList();
    if (largest.isEmpty()) {
      return new LogIdentity(OptionalInt.empty(), List.of());
    }
    if (largest.size() > 1) {
      File one = largest.get(0).getValue().get(0);
      File other = largest.get(1).getValue().get(0);
      throw new DamagedLogException(
          files.pathOf(one.name()),
          0,
          one.position,
          "this file and "
              + other.name()
              + " are of two logs, and nothing tells which of them belongs here; nothing was"
              + " changed, take the other away",
          true);
    }
    Integer own = largest.get(0).getKey();
    List<File> foreign = new ArrayList<>();
    bySalt.forEach(
        (salt, named) -> {
          if (!salt.equals(own)) {
            foreign.addAll(named);
          }
        });
    return new LogIdentity(OptionalInt.of(own), List.copyOf(foreign));
  }

  private static void add(LogFiles files, File named, Map<Integer, List<File>> bySalt)
      throws IOException {
    try (LogFile file = files.open(named.name())) {
      ByteBuffer header = FileKind.read(file);
      OptionalLong position = named.kind.positionIn(header);
      if (position.isPresent()) {
        bySalt.computeIfAbsent(FileKind.saltOf(header), salt -> new ArrayList<>()).add(named);
      }
    }
  }

  /** The same segments without those of other logs. */
  List<Long> own(List<Long> segments) {
    return segments.stream().filter(first -> !isForeign(FileKind.SEGMENT, first)).toList();
  }

  boolean isForeign(FileKind kind, long position) {
    return foreign.contains(new File(kind, position));
  }

  /** Throws for the first file of another log. */
  void requireNoForeignSegment(LogFiles files) throws DamagedLogException {
    for (File file : foreign) {
      if (file.kind == FileKind.SEGMENT) {
        throw new DamagedLogException(files.pathOf(file.name()), 0, file.position, FOREIGN, false);
      }
    }
  }
}
