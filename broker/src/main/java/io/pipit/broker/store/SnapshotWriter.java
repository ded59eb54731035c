package io.pipit.broker.store;

import io.pipit.broker.store.LogFiles.LogFile;
import io.pipit.pubsub.store.LogRecord;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.zip.CRC32C;

/**
 * Writes a snapshot: a file that counts for nothing until {@link #publish} has given it its name.
 * Used by one thread at a time; blocks on the disk. Must be closed, published or not.
 *
 * <p>The caller sees to it that the snapshot holds every change below its begin position, and may
 * hold later ones of entities that it reads later: {@code at} tells.
 */
public final class SnapshotWriter implements Closeable {

  private static final int BUFFER_BYTES = 64 * 1024;

  /** Synced now and then, so that the log's own syncs never wait for all of a snapshot. */
  private static final int SYNC_BYTES = 4 * 1024 * 1024;

  private final LogFiles files;
  private final LongSupplier appended;
  private final Publication publication;
  private final long begin;
  private final int salt;
  private final String unfinished;
  private final LogFile file;
  private final CRC32C crc = new CRC32C();
  private final long id = new SecureRandom().nextLong();
  private ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
  private long written;
  private long synced;
  private long last;
  private int records;
  private boolean ended;
  private boolean published;

  /** Makes a whole file the newest snapshot of its log. */
  @FunctionalInterface
  interface Publication {
    void publish(Snapshot whole, String unfinished) throws IOException;
  }

  /**
   * @param appended the last position of the log at the moment
   */
  SnapshotWriter(
      LogFiles files, long begin, int salt, LongSupplier appended, Publication publication)
      throws IOException {
    this.files = files;
    this.appended = appended;
    this.publication = publication;
    this.begin = begin;
    this.salt = salt;
    this.last = begin - 1;
    this.unfinished = Snapshot.nameOf(begin) + FileKind.UNFINISHED;
    this.file = files.create(unfinished);
    buffer.put(FileKind.SNAPSHOT.header(begin, salt));
  }

  /** The position from which the log goes on with this snapshot. */
  public long begin() {
    return begin;
  }

  /** Tells it from others that begin at the same position. */
  public long id() {
    return id;
  }

  /** Bytes so far. */
  public long bytes() {
    return written + buffer.position();
  }

  /**
   * Adds the records of an entity.
   *
   * @param at position of the last change that they contain
   */
  public void add(long at, List<LogRecord> entity) throws IOException {
    last = Math.max(last, at);
    for (LogRecord record : entity) {
      put(at, record.type(), record.partition(), record.payload());
      records++;
    }
  }

  /**
   * Makes this the snapshot that the next start begins with, and which needs nothing of the log in
   * front of its begin.
   */
  public void publish() throws IOException {
    publish(begin);
  }

  /**
   * Makes this the snapshot that the next start begins with. Waits until everything appended by now
   * is synced in the log: what was read for it, or was found to be gone, may rest on any of that.
   *
   * @param from the position of the oldest record that is needed with it: a start refuses a log
   *     that does not reach back to it
   * @throws IOException when the disk or the log failed; the snapshot before stays the newest
   */
  public void publish(long from) throws IOException {
    if (ended) {
      throw new IllegalStateException("the snapshot was ended already");
    }
    ended = true;
    last = Math.max(last, appended.getAsLong());
    byte[] end =
        ByteBuffer.allocate(3 * Long.BYTES).putLong(records).putLong(from).putLong(id).array();
    put(last, LogFormat.LOST, 0, end);
    drain();
    file.force(true);
    publication.publish(new Snapshot(files, salt, begin, from, last, written, id), unfinished);
    published = true;
  }

  private void put(long at, byte type, int partition, byte[] payload) throws IOException {
    int bytes = LogFormat.RECORD_HEADER_BYTES + payload.length;
    if (bytes > buffer.remaining()) {
      drain();
      if (bytes > buffer.capacity()) {
        buffer = ByteBuffer.allocateDirect(bytes);
      }
    }
    LogFormat.encode(buffer, crc, salt, at, records, (byte) 0, type, partition, payload);
  }

  private void drain() throws IOException {
    buffer.flip();
    int bytes = buffer.remaining();
    file.write(buffer, written);
    buffer.clear();
    written += bytes;
    if (written - synced >= SYNC_BYTES) {
      file.force(false);
      synced = written;
    }
  }

  /** Closes the file, and removes it when it was not published. */
  @Override
  public void close() throws IOException {
    ended = true;
    file.close();
    if (!published) {
      files.delete(unfinished);
    }
  }
}
