package io.pipit.broker.backup;

import io.pipit.broker.config.PrivateFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/** A backup as a folder of files. */
final class FolderTarget implements BackupTarget {

  private final Path folder;
  private final boolean wasThere;
  private final Set<Path> folders = new HashSet<>();
  private boolean finished;

  private FolderTarget(Path folder, boolean wasThere) {
    this.folder = folder;
    this.wasThere = wasThere;
    folders.add(folder);
  }

  static FolderTarget create(Path folder) throws IOException {
    boolean isThere = Files.exists(folder);
    if (isThere && (!Files.isDirectory(folder) || !BackupFiles.isEmpty(folder))) {
      throw new FileAlreadyExistsException(folder.toString());
    }
    PrivateFiles.createFolder(folder);
    return new FolderTarget(folder, isThere);
  }

  @Override
  public void add(String name, long bytes, InputStream content) throws IOException {
    Path file = folder.resolve(name);
    try (FileChannel channel = BackupFiles.create(file)) {
      SlowCopy copy = new SlowCopy(file, channel);
      copy.copy(content, bytes);
      copy.finish();
    }
    folders.add(file.resolveSibling(""));
  }

  @Override
  public void finish() throws IOException {
    for (Path each : folders) {
      BackupFiles.sync(each);
    }
    finished = true;
  }

  @Override
  public void close() throws IOException {
    if (finished) {
      return;
    }
    BackupFiles.empty(folder.toRealPath());
    if (!wasThere) {
      Files.delete(folder);
    }
  }
}
