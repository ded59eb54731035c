package io.pipit.broker.store.view;

import java.io.Closeable;
import java.io.IOError;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.mapdb.BTreeMap;
import org.mapdb.DB;
import org.mapdb.DBMaker;
import org.mapdb.Serializer;

/**
 * Chunks of bytes by number and place, in a MapDB file that was written once, in the order of its
 * keys, and is never changed: so no crash can hurt it, and opening it costs nothing.
 *
 * <p>Each chunk has a checksum, and the last entry says that the file is whole. Whatever MapDB
 * throws at a damaged file becomes a {@link DamagedViewException}. Any thread reads; who closes it
 * makes sure that nobody does any more.
 */
final class ChunkFile implements Closeable {

  /** The highest number that chunks can have. */
  static final int MAX_NUMBER = Integer.MAX_VALUE - 1;

  private static final String MAP = "chunks";
  private static final byte FORMAT = 2;

  /** Behind all chunks: format, snapshot, how many chunks there are. */
  private static final long END_KEY = Long.MAX_VALUE;

  private static final int END_BYTES = 1 + 3 * Long.BYTES;

  /** Synced now and then, so that the log's own syncs never wait for all of a file. */
  private static final int SYNC_BYTES = 1024 * 1024;

  /** Few, since a leaf is read whole. */
  private static final int CHUNKS_IN_LEAF = 16;

  private final Path file;
  private final DB db;
  private final BTreeMap<Long, byte[]> chunks;
  private final SnapshotKey snapshot;
  private final long bytes;

  private ChunkFile(
      Path file, DB db, BTreeMap<Long, byte[]> chunks, SnapshotKey snapshot, long bytes) {
    this.file = file;
    this.db = db;
    this.chunks = chunks;
    this.snapshot = snapshot;
    this.bytes = bytes;
  }

  /**
   * Opens a file that was {@link Writer#finish finished}.
   *
   * @throws DamagedViewException when it is not whole
   */
  static ChunkFile open(Path file) throws DamagedViewException {
    @Nullable DB opened = null;
    try {
      long bytes = Files.size(file);
      DB db = DBMaker.fileDB(file.toFile()).fileMmapEnable().readOnly().make();
      opened = db;
      BTreeMap<Long, byte[]> chunks = map(db).open();
      byte[] end = chunks.get(END_KEY);
      if (end == null || end.length != END_BYTES || end[0] != FORMAT) {
        throw new DamagedViewException(file, "the end is missing");
      }
      ByteBuffer read = ByteBuffer.wrap(end, 1, 2 * Long.BYTES);
      SnapshotKey snapshot = new SnapshotKey(read.getLong(), read.getLong());
      return new ChunkFile(file, db, chunks, snapshot, bytes);
    } catch (DamagedViewException e) {
      close(opened);
      throw e;
    } catch (IOException | RuntimeException | IOError | InternalError | AssertionError e) {
      close(opened);
      throw new DamagedViewException(file, "cannot be opened", e);
    }
  }

  private static DB.TreeMapMaker<Long, byte[]> map(DB db) {
    return db.treeMap(MAP, Serializer.LONG, Serializer.BYTE_ARRAY).maxNodeSize(CHUNKS_IN_LEAF);
  }

  private static void close(@Nullable DB db) {
    if (db != null) {
      try {
        db.close();
      } catch (RuntimeException | IOError | IllegalAccessError e) {
        // what could not be read or written need not be closed well
      }
    }
  }

  /** The snapshot to which the file belongs. */
  SnapshotKey snapshot() {
    return snapshot;
  }

  Path path() {
    return file;
  }

  /** Bytes on the disk. */
  long bytes() {
    return bytes;
  }

  /**
   * The chunks of a number, in the order of their places.
   *
   * @param count how many were written: damage may look like chunks that are not there
   */
  List<byte[]> read(int number, int count) throws DamagedViewException {
    List<byte[]> found = new ArrayList<>(count);
    try {
      for (int place = 0; place < count; place++) {
        long key = key(number, place);
        byte[] sealed = chunks.get(key);
        if (sealed == null) {
          throw new DamagedViewException(file, "a chunk is missing, key " + key);
        }
        found.add(unseal(key, sealed));
      }
      return found;
    } catch (RuntimeException | IOError | InternalError | AssertionError e) {
      throw new DamagedViewException(file, "cannot be read at number " + number, e);
    }
  }

  @Override
  public void close() {
    close(db);
  }

  private static long key(int number, int place) {
    return ((long) number << Integer.SIZE) | place;
  }

  /** The checksum is of the key too, so that a chunk is not taken for another. */
  private static byte[] seal(long key, byte[] chunk) {
    return ByteBuffer.allocate(Integer.BYTES + chunk.length)
        .putInt(checksum(key, chunk, 0))
        .put(chunk)
        .array();
  }

  private byte[] unseal(long key, byte[] sealed) throws DamagedViewException {
    if (sealed.length < Integer.BYTES
        || ByteBuffer.wrap(sealed).getInt() != checksum(key, sealed, Integer.BYTES)) {
      throw new DamagedViewException(file, "a chunk is not what was written, key " + key);
    }
    byte[] chunk = new byte[sealed.length - Integer.BYTES];
    System.arraycopy(sealed, Integer.BYTES, chunk, 0, chunk.length);
    return chunk;
  }

  private static int checksum(long key, byte[] bytes, int from) {
    CRC32C crc = new CRC32C();
    crc.update(ByteBuffer.allocate(Long.BYTES).putLong(0, key));
    crc.update(bytes, from, bytes.length - from);
    return (int) crc.getValue();
  }

  /**
   * Writes a file beside the one that it will be, which it becomes in one step. Confined to one
   * thread; blocks.
   */
  static final class Writer implements Closeable {

    private final Path file;
    private final Path unfinished;
    private final ViewDisk disk;
    private final DB db;
    private final DB.TreeMapSink<Long, byte[]> sink;
    private long unsynced;
    private long count;
    private boolean finished;

    /** The file may have its name already. */
    private boolean isNamed;

    /** Begins a file; one that is there by that name stays until this one is finished. */
    Writer(Path file, ViewDisk disk) throws IOException {
      this.file = file;
      this.disk = disk;
      this.unfinished = file.resolveSibling(file.getFileName() + ".new");
      Files.deleteIfExists(unfinished);
      @Nullable DB begun = null;
      try {
        // Not mapped: a full disk is an exception then, and not a signal.
        this.db = DBMaker.fileDB(unfinished.toFile()).fileChannelEnable().make();
        begun = db;
        this.sink = map(db).createFromSink();
      } catch (RuntimeException | IOError | IllegalAccessError e) {
        ChunkFile.close(begun);
        Files.deleteIfExists(unfinished);
        throw cannotBeWritten(e);
      }
    }

    private IOException cannotBeWritten(Throwable reason) {
      return new IOException(unfinished + " cannot be written", reason);
    }

    /** Adds the chunks of a number. Numbers only grow. */
    void add(int number, List<byte[]> added) throws IOException {
      int place = 0;
      try {
        for (byte[] chunk : added) {
          long key = key(number, place++);
          sink.put(key, seal(key, chunk));
          count++;
          unsynced += chunk.length;
        }
      } catch (RuntimeException | IOError | IllegalAccessError e) {
        throw cannotBeWritten(e);
      }
      if (unsynced >= SYNC_BYTES) {
        disk.sync(unfinished);
        unsynced = 0;
      }
    }

    /**
     * Makes the file durable and gives it its name.
     *
     * @param snapshot to which it belongs
     */
    void finish(SnapshotKey snapshot) throws IOException {
      try {
        sink.put(
            END_KEY,
            ByteBuffer.allocate(END_BYTES)
                .put(FORMAT)
                .putLong(snapshot.begin())
                .putLong(snapshot.id())
                .putLong(count)
                .array());
        sink.create();
        db.commit();
        db.close();
      } catch (RuntimeException | IOError | IllegalAccessError e) {
        throw cannotBeWritten(e);
      }
      disk.sync(unfinished);
      disk.rename(unfinished, file);
      isNamed = true;
      disk.sync(Objects.requireNonNull(file.toAbsolutePath().getParent()));
      finished = true;
    }

    /** Drops what was not finished. */
    @Override
    public void close() throws IOException {
      if (!finished) {
        ChunkFile.close(db);
        Files.deleteIfExists(isNamed ? file : unfinished);
      }
    }
  }
}
