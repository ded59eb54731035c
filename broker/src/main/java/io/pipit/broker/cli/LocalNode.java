package io.pipit.broker.cli;

import io.pipit.broker.config.ErrorCode;
import io.pipit.broker.config.FileFault;
import io.pipit.broker.config.PrivateFiles;
import io.pipit.broker.store.DataFolder;
import io.pipit.broker.store.DataFolderInUseException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A node of this machine, known by its data folder: a running one says in {@code run.json} how to
 * reach it. Any thread; blocks.
 *
 * @param data the data folder, absolute
 */
record LocalNode(Path data) {

  /** What the running node says about itself; empty when none runs or it is still starting. */
  Optional<RunFile> running() throws CliException {
    if (!Files.isDirectory(data)) {
      return Optional.empty();
    }
    try {
      // A node that was killed leaves its file behind.
      return RunFile.parse(Files.readString(runFile()))
          .filter(run -> ProcessHandle.of(run.pid()).isPresent());
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new CliException(
          ErrorCode.DATA_FOLDER, runFile() + " cannot be read: " + FileFault.reason(e), e);
    }
  }

  /** As {@link #running}, or ends the command when there is none. */
  RunFile requireRunning() throws CliException {
    return running().orElseThrow(this::notRunning);
  }

  CliException notRunning() {
    return new CliException(
        ErrorCode.NOT_RUNNING,
        "no node is running on "
            + data
            + "; start it with 'pipit run' or name its folder with --data");
  }

  /**
   * Holds the folder, which is made when it is not there.
   *
   * @throws DataFolderInUseException when another process holds it
   */
  DataFolder hold() throws CliException, DataFolderInUseException {
    try {
      return DataFolder.hold(data);
    } catch (DataFolderInUseException e) {
      throw e;
    } catch (IOException e) {
      throw new CliException(
          ErrorCode.DATA_FOLDER,
          "the data folder "
              + data
              + " cannot be used: "
              + (e instanceof FileSystemException fault && data.toString().equals(fault.getFile())
                  ? FileFault.reason(e)
                  : FileFault.describe(e))
              + "; name another one with --data",
          e);
    }
  }

  /** As {@link #hold}, for commands that cannot go on while another process holds it. */
  DataFolder holdAlone() throws CliException {
    try {
      return hold();
    } catch (DataFolderInUseException e) {
      throw inUse(e);
    }
  }

  static CliException inUse(DataFolderInUseException e) {
    return new CliException(
        ErrorCode.DATA_LOCKED, e.getMessage() + "; stop it with 'pipit stop'", e);
  }

  /** Whether a node ever kept something here. */
  boolean hasStore() {
    return Files.isDirectory(data.resolve("log"));
  }

  /** Says how to reach this process. Only the holder of the folder's lock may do so. */
  void announce(RunFile run) throws IOException {
    PrivateFiles.write(runFile(), run.write());
  }

  void withdraw() throws IOException {
    Files.deleteIfExists(runFile());
  }

  /** Where the password of the first account is, on its first line. */
  Path firstRunFile() {
    return data.resolve("first-run.txt");
  }

  private Path runFile() {
    return data.resolve("run.json");
  }
}
