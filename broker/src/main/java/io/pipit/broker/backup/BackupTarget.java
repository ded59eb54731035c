package io.pipit.broker.backup;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/**
 * Where a backup is written to. Counts for nothing until {@link #finish}; closed without it, what
 * was written is removed. Confined to one thread; blocks.
 */
public interface BackupTarget extends Closeable {

  /** The suffix of the files that are a backup in one. */
  String TAR = ".tar";

  /**
   * A target that is not there yet: a tar file when the name ends so, otherwise a folder, which may
   * also be there and empty.
   *
   * @throws java.nio.file.FileAlreadyExistsException when something is there
   */
  static BackupTarget of(Path path) throws IOException {
    return path.toString().endsWith(TAR) ? TarTarget.create(path) : FolderTarget.create(path);
  }

  /**
   * Adds a file.
   *
   * @param name with a slash between folder and file
   * @param bytes how many follow
   */
  void add(String name, long bytes, InputStream content) throws IOException;

  /** Everything was added: makes it durable. */
  void finish() throws IOException;
}
