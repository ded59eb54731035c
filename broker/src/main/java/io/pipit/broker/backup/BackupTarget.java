package io.pipit.broker.backup;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Where a backup is written to. Counts for nothing until {@link #finish}; closed without it, what
 * was written is removed. Confined to one thread; blocks.
 */
public interface BackupTarget extends Closeable {

  /** The suffix of the files that are a backup in one. */
  String TAR = ".tar";

  /** Suffixes of files that somebody would take for what they are not. */
  List<String> OTHER_ARCHIVES =
      List.of(".zip", ".tgz", ".gz", ".bz2", ".xz", ".zst", ".7z", ".rar");

  /**
   * A target that is not there yet: a tar file when the name ends so, otherwise a folder, which may
   * also be there and empty.
   *
   * @throws java.nio.file.FileAlreadyExistsException when something is there
   * @throws IOException when nothing can be made there, or the name says that it is another archive
   */
  static BackupTarget of(Path path) throws IOException {
    String name = path.toString().toLowerCase(Locale.ROOT);
    if (OTHER_ARCHIVES.stream().anyMatch(name::endsWith)) {
      throw new FileSystemException(
          path.toString(), null, "a backup is a folder, or a file whose name ends in " + TAR);
    }
    try {
      return path.toString().endsWith(TAR) ? TarTarget.create(path) : FolderTarget.create(path);
    } catch (NoSuchFileException e) {
      // So say systems of files that are none, such as /proc.
      Path folder = path.toAbsolutePath().getParent();
      if (folder == null || !Files.isDirectory(folder)) {
        throw e;
      }
      FileSystemException refused =
          new FileSystemException(folder.toString(), null, "nothing can be made in this folder");
      refused.initCause(e);
      throw refused;
    }
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
