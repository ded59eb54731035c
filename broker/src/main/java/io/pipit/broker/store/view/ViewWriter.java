package io.pipit.broker.store.view;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes the next file in which indexes rest. Confined to one thread; blocks. */
public final class ViewWriter implements Closeable {

  private static final Logger LOG = LoggerFactory.getLogger(ViewWriter.class);

  private final ViewFiles files;
  private final SnapshotKey snapshot;
  private final Path file;
  private final ChunkFile.Writer writer;

  ViewWriter(ViewFiles files, SnapshotKey snapshot, Path file, ViewDisk disk) throws IOException {
    this.files = files;
    this.snapshot = snapshot;
    this.file = file;
    this.writer = new ChunkFile.Writer(file, disk);
  }

  /** Whether what an index rests in is there; that it can be read is found out when it is added. */
  public boolean isThere(TakenIndex taken) {
    return taken.before() == null || files.isThere(taken.generation());
  }

  /**
   * Adds an index. Their numbers only grow.
   *
   * @return false, and nothing is added, when what it rests in cannot be read
   */
  public boolean add(TakenIndex taken) throws IOException {
    Rest before = taken.before();
    List<byte[]> chunks = taken.chunks();
    if (before != null) {
      try {
        chunks = files.chunks(before, taken.generation());
      } catch (DamagedViewException e) {
        LOG.atError()
            .addKeyValue("event", "view.damaged")
            .addKeyValue("file", e.getMessage())
            .log("what rests in the view cannot be read; the log is read instead");
        return false;
      }
    }
    writer.add(taken.rest().number(), chunks);
    return true;
  }

  /**
   * Makes the file whole.
   *
   * @return its generation, in which indexes rest from now on
   */
  public int finish() throws IOException {
    writer.finish(snapshot);
    return files.take(file);
  }

  @Override
  public void close() throws IOException {
    writer.close();
  }
}
