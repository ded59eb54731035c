package io.pipit.broker.store.view;

import io.pipit.pubsub.store.ChangeLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A disk for files of the view that fails as a test wants it. Any thread. */
public final class FailingViewDisk {

  /** What fails, from now on. */
  public enum Fault {
    SYNC_OF_FILE,
    RENAME,
    /** The file has its name by then. */
    SYNC_OF_FOLDER,
    /** All is done, and what was written is not what is read. */
    READING,
    /** Something that is not the node's is in the place of the file that is written. */
    PLACE_TAKEN
  }

  private final Path folder;
  private volatile @Nullable Fault fault;

  public FailingViewDisk(Path folder) {
    this.folder = folder;
  }

  /** The files of the view, on this disk. */
  public ViewFiles open(ChangeLog log, int maxEntries, Executor reader) throws IOException {
    ViewDisk real = new ViewDisk.Real();
    return new ViewFiles(
        folder,
        log,
        maxEntries,
        reader,
        new ViewDisk() {
          @Override
          public void sync(Path path) throws IOException {
            fail(Files.isDirectory(path) ? Fault.SYNC_OF_FOLDER : Fault.SYNC_OF_FILE);
            real.sync(path);
          }

          @Override
          public void rename(Path from, Path to) throws IOException {
            fail(Fault.RENAME);
            if (fault == Fault.PLACE_TAKEN) {
              Files.createDirectories(to.resolve("taken"));
            }
            real.rename(from, to);
            if (fault == Fault.READING) {
              Files.write(to, new byte[10_000]);
            }
          }
        });
  }

  private void fail(Fault now) throws IOException {
    if (fault == now) {
      throw new IOException("Input/output error");
    }
  }

  /** Has something fail until this is called again. */
  public void failWith(Fault next) {
    fault = next;
  }

  /** What was in the way of the node goes, and nothing fails any more. */
  public void mend() throws IOException {
    fault = null;
    try (Stream<Path> found = Files.walk(folder)) {
      for (Path path : found.sorted(Comparator.reverseOrder()).toList()) {
        if (path.endsWith("taken") || (Files.isDirectory(path) && !path.equals(folder))) {
          Files.delete(path);
        }
      }
    }
  }
}
