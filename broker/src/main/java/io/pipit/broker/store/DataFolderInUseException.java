package io.pipit.broker.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalLong;

/** Another process, or another node of this one, holds the lock of a data folder. */
public final class DataFolderInUseException extends IOException {

  private static final long serialVersionUID = 1L;

  private final long pid;

  DataFolderInUseException(Path folder, OptionalLong pid) {
    super(
        "the data folder "
            + folder
            + " is in use by "
            + (pid.isPresent() ? "process " + pid.getAsLong() : "another process"));
    this.pid = pid.orElse(-1);
  }

  /** The process that holds the lock; empty in the moment before it has written its id. */
  public OptionalLong pid() {
    return pid < 0 ? OptionalLong.empty() : OptionalLong.of(pid);
  }
}
