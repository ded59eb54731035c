package io.pipit.broker.store.view;

import io.pipit.pubsub.store.ChangeLog;
import io.pipit.pubsub.store.ItemIndex;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files in which indexes rest: one, and for a while the one after it. Each belongs to a {@link
 * SnapshotKey snapshot} of the log, by whose begin it is named. Any thread reads; one thread at a
 * time opens, writes and removes.
 *
 * <p>A file that cannot be read costs time, never data: what it held is read from the log. One that
 * is missing when the node starts is {@link ViewRebuild written again} while the node serves.
 */
public final class ViewFiles implements Closeable {

  private static final Logger LOG = LoggerFactory.getLogger(ViewFiles.class);
  private static final String SUFFIX = ".mapdb";

  private final Path folder;
  private final ChangeLog log;
  private final IndexLoads loads;
  private final ViewDisk disk;
  private final Map<Integer, ChunkFile> files = new ConcurrentHashMap<>();

  /** To which snapshots the files belonged that are missing, by their generation. */
  private final Map<Integer, SnapshotKey> missing = new ConcurrentHashMap<>();

  private volatile int generation;
  private volatile Runnable damage = () -> {};

  /**
   * @param folder is made when it is not there
   * @param maxEntries of indexes that are made from the log at a time
   * @param reader where the log is read for indexes whose file is missing; one thing after the
   *     other
   */
  public ViewFiles(Path folder, ChangeLog log, int maxEntries, Executor reader) throws IOException {
    this(folder, log, maxEntries, reader, new ViewDisk.Real());
  }

  ViewFiles(Path folder, ChangeLog log, int maxEntries, Executor reader, ViewDisk disk)
      throws IOException {
    this.folder = Files.createDirectories(folder);
    this.disk = disk;
    this.log = log;
    this.loads = new IndexLoads(log, maxEntries, reader);
  }

  /**
   * Opens the file that belongs to a snapshot, if it is there and whole, and removes all others.
   * Folders are none of these.
   */
  public void open(SnapshotKey snapshot) throws IOException {
    Path wanted = fileOf(snapshot);
    removeAllBut(wanted);
    if (!Files.exists(wanted)) {
      return;
    }
    try {
      ChunkFile file = ChunkFile.open(wanted);
      if (file.snapshot().equals(snapshot)) {
        files.put(generation, file);
        return;
      }
      file.close();
    } catch (DamagedViewException e) {
      LOG.atWarn()
          .addKeyValue("event", "view.damaged")
          .addKeyValue("file", wanted)
          .setCause(e)
          .log("the view is made again from the log");
      damage.run();
    }
    Files.delete(wanted);
  }

  private void removeAllBut(Path wanted) throws IOException {
    try (Stream<Path> found = Files.list(folder)) {
      for (Path file : (Iterable<Path>) found::iterator) {
        if (!file.equals(wanted) && !Files.isDirectory(file)) { // one such is lost+found
          Files.delete(file);
        }
      }
    }
  }

  private Path fileOf(SnapshotKey snapshot) {
    return folder.resolve(snapshot.begin() + SUFFIX);
  }

  /** Says whom to tell each time that something in a file cannot be read; any thread. */
  public void onDamage(Runnable listener) {
    damage = listener;
  }

  /**
   * The generation of the file that belongs to a snapshot, in which indexes rest as that says. From
   * now on the file is missing if it is not there.
   */
  public synchronized int generationOf(SnapshotKey snapshot) {
    for (Map.Entry<Integer, ChunkFile> there : files.entrySet()) {
      if (there.getValue().snapshot().equals(snapshot)) {
        return there.getKey();
      }
    }
    for (Map.Entry<Integer, SnapshotKey> wanted : missing.entrySet()) {
      if (wanted.getValue().equals(snapshot)) {
        return wanted.getKey();
      }
    }
    int next = generation + 1;
    missing.put(next, snapshot);
    generation = next;
    return next;
  }

  /** Whether a file is there in which an index rests. */
  boolean isThere(int of) {
    return files.containsKey(of);
  }

  /** Whether all files are there in which indexes rest. Any thread. */
  public boolean isWhole() {
    return missing.isEmpty();
  }

  /** Whether there is nothing yet in which an index could rest. */
  public boolean isUnused() {
    return files.isEmpty() && missing.isEmpty();
  }

  /** Reads indexes from the log that rest in a file which is missing. */
  IndexLoads loads() {
    return loads;
  }

  /** Begins the file again that belongs to a snapshot and is missing. */
  ChunkFile.Writer beginMissing(SnapshotKey snapshot) throws IOException {
    return new ChunkFile.Writer(fileOf(snapshot), disk);
  }

  /** The file that was missing is whole. */
  synchronized void takeMissing(SnapshotKey snapshot) throws IOException {
    int of = generationOf(snapshot);
    files.put(of, openWritten(fileOf(snapshot)));
    missing.remove(of);
  }

  private static ChunkFile openWritten(Path whole) throws IOException {
    try {
      return ChunkFile.open(whole);
    } catch (DamagedViewException e) {
      Files.deleteIfExists(whole);
      throw new IOException("what was just written cannot be read", e);
    }
  }

  /** Bytes on the disk. */
  public long bytes() {
    return files.values().stream().mapToLong(ChunkFile::bytes).sum();
  }

  /** Begins the file that belongs to a snapshot. */
  public ViewWriter begin(SnapshotKey snapshot) throws IOException {
    return new ViewWriter(this, snapshot, fileOf(snapshot), disk);
  }

  /** A file is whole: indexes may rest in it from now on, in the generation that is returned. */
  synchronized int take(Path whole) throws IOException {
    int next = generation + 1;
    files.put(next, openWritten(whole));
    generation = next;
    return next;
  }

  /** Nobody reads the files before the newest any more. */
  public void removeOlder() {
    for (int old : List.copyOf(files.keySet())) {
      ChunkFile file = files.get(old);
      if (old < generation && file != null) {
        drop(old, file);
      }
    }
    missing.keySet().removeIf(old -> old < generation);
  }

  /** The newest file is of no use: its snapshot was not published, and nothing rests in it. */
  public void removeNewest() {
    ChunkFile file = files.get(generation);
    if (file != null) {
      drop(generation, file);
    }
  }

  /** A file that cannot be removed does no harm: the next start removes it. */
  private void drop(int old, ChunkFile file) {
    files.remove(old);
    file.close();
    if (files.values().stream().noneMatch(other -> other.path().equals(file.path()))) {
      try {
        Files.deleteIfExists(file.path());
      } catch (IOException e) {
        LOG.atWarn()
            .addKeyValue("event", "view.fail")
            .addKeyValue("file", file.path())
            .setCause(e)
            .log("a file of the view that nothing needs cannot be removed");
      }
    }
  }

  /** The chunks as they are, for the next file. */
  List<byte[]> chunks(Rest rest, int of) throws DamagedViewException {
    ChunkFile file = files.get(of);
    if (file == null) {
      SnapshotKey snapshot = missing.get(of);
      if (snapshot != null) {
        throw new DamagedViewException(fileOf(snapshot), "is missing");
      }
      throw new IllegalStateException("the file of generation " + of + " is gone");
    }
    return file.read(rest.number(), rest.chunks());
  }

  /** Reads an index that rests in a file which is there; null when it is damaged. */
  @Nullable ItemIndex read(StoredView view, Rest rest, Supplier<ItemIndex> empty) {
    try {
      ItemIndex index = empty.get();
      IndexCodec.decode(chunks(rest, view.generation()), index);
      return index;
    } catch (DamagedViewException | IllegalArgumentException e) {
      LOG.atError()
          .addKeyValue("event", "view.damaged")
          .addKeyValue("node", view.service() + " " + view.node())
          .setCause(e)
          .log("what rests in the view cannot be read; the log is read instead");
      damage.run();
      return null;
    }
  }

  /** Takes as long as reading the log. */
  ItemIndex readFromLog(StoredView view, Rest rest, Supplier<ItemIndex> empty) {
    IndexesFromLog indexes = new IndexesFromLog(log, () -> false);
    IndexFromLog index = indexes.add(view.service(), view.node(), rest, view.restsThrough(), empty);
    indexes.read();
    return index.end();
  }

  @Override
  public void close() {
    loads.close();
    files.values().forEach(ChunkFile::close);
    files.clear();
  }
}
