package io.pipit.broker.backup;

import io.pipit.broker.config.PrivateFiles;
import io.pipit.broker.store.DataFolder;
import io.pipit.broker.store.LogLinks;
import io.pipit.broker.store.SegmentLog;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where the log is linked for processes that copy it: one folder for each, named by its id. The
 * process removes its own; what one that was killed left behind goes with the next. Any thread;
 * blocks.
 */
public final class LogCopies {

  private final Path folder;

  public LogCopies(DataFolder data) {
    this.folder = data.copies();
  }

  /** Where the log is linked for a process. */
  public static Path of(Path data, long process) {
    return data.resolve("copies").resolve(Long.toString(process));
  }

  /**
   * Links the log for a process.
   *
   * @throws FileAlreadyExistsException when it is linked for the process already
   */
  public synchronized LogLinks link(SegmentLog log, long process) throws IOException {
    removeLeftOver();
    PrivateFiles.createFolder(folder);
    Path links = folder.resolve(Long.toString(process));
    if (Files.exists(links)) {
      throw new FileAlreadyExistsException(links.toString());
    }
    PrivateFiles.createFolder(links);
    try {
      return log.link(links);
    } catch (IOException | RuntimeException e) {
      BackupFiles.remove(links);
      throw e;
    }
  }

  /** At the start of a node: removes what an earlier one left. */
  public synchronized void clear() throws IOException {
    BackupFiles.remove(folder);
  }

  /** Removes what is of no process any more. */
  private void removeLeftOver() throws IOException {
    if (!Files.isDirectory(folder)) {
      return;
    }
    List<Path> all;
    try (Stream<Path> entries = Files.list(folder)) {
      all = entries.toList();
    }
    for (Path each : all) {
      if (!isOfProcess(String.valueOf(each.getFileName()))) {
        BackupFiles.remove(each);
      }
    }
  }

  private static boolean isOfProcess(String name) {
    return name.matches("[0-9]{1,18}") && ProcessHandle.of(Long.parseLong(name)).isPresent();
  }

  /** Removes what was linked for a process; its copy is done. */
  public static void remove(Path data, long process) throws IOException {
    BackupFiles.remove(of(data, process));
  }
}
