package io.pipit.broker.backup;

import io.pipit.broker.config.PrivateFiles;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Folders and files of a backup, which only their owner may read. Any thread. */
final class BackupFiles {

  private BackupFiles() {}

  /** Makes a file that is not there. */
  static FileChannel create(Path file) throws IOException {
    PrivateFiles.createFolder(file.toAbsolutePath().resolveSibling(""));
    return PrivateFiles.create(file);
  }

  static boolean isEmpty(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.findAny().isEmpty();
    }
  }

  /** Names of the files of a folder, in order; none when it is not there. */
  static List<String> names(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(folder)) {
      return entries
          .filter(Files::isRegularFile)
          .map(file -> String.valueOf(file.getFileName()))
          .sorted()
          .toList();
    }
  }

  /** Removes a folder with all that is in it; one that is not there is removed already. */
  static void remove(Path folder) throws IOException {
    if (Files.exists(folder)) {
      empty(folder);
      Files.delete(folder);
    }
  }

  /** Removes all that is in a folder; does not follow links. */
  static void empty(Path folder) throws IOException {
    List<Path> deepestFirst;
    try (Stream<Path> all = Files.walk(folder)) {
      deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path each : deepestFirst) {
      if (!each.equals(folder)) {
        Files.deleteIfExists(each);
      }
    }
  }

  /** Makes the names of a folder's files durable. */
  static void sync(Path folder) throws IOException {
    try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
      directory.force(true);
    }
  }
}
