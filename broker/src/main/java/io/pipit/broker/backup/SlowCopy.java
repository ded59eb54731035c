package io.pipit.broker.backup;

import io.pipit.broker.config.FileFault;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * Writes much to a disk on which others wait for small syncs: a little at a time, each synced and
 * followed by a rest as long as it took, so that no sync of theirs has to wait for much of it, and
 * the disk is theirs half of the time. Confined to one thread; blocks.
 */
final class SlowCopy {

  private static final int CHUNK_BYTES = 256 * 1024;
  private static final int SYNC_BYTES = 1024 * 1024;
  private static final long LONGEST_REST_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final Path file;
  private final FileChannel out;
  private final byte[] chunk = new byte[CHUNK_BYTES];
  private long unsynced;
  private long lastRest = System.nanoTime();

  /**
   * @param file what is written, for a person
   */
  SlowCopy(Path file, FileChannel out) {
    this.file = file;
    this.out = out;
  }

  /** Copies exactly so many bytes. */
  void copy(InputStream in, long bytes) throws IOException {
    long left = bytes;
    while (left > 0) {
      int read = in.read(chunk, 0, (int) Math.min(chunk.length, left));
      if (read < 0) {
        throw new EOFException("it became shorter while it was read");
      }
      write(chunk, read);
      left -= read;
    }
  }

  void write(byte[] bytes, int length) throws IOException {
    unsynced += length;
    boolean isMuch = unsynced >= SYNC_BYTES;
    try {
      ByteBuffer buffer = ByteBuffer.wrap(bytes, 0, length);
      while (buffer.hasRemaining()) {
        out.write(buffer);
      }
      if (isMuch) {
        out.force(false);
      }
    } catch (IOException e) {
      throw FileFault.of(file, e);
    }
    if (isMuch) {
      unsynced = 0;
      rest();
    }
  }

  private void rest() throws IOException {
    long took = System.nanoTime() - lastRest;
    try {
      TimeUnit.NANOSECONDS.sleep(Math.min(took, LONGEST_REST_NANOS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
    lastRest = System.nanoTime();
  }

  /** Makes all of it durable. */
  void finish() throws IOException {
    try {
      out.force(true);
    } catch (IOException e) {
      throw FileFault.of(file, e);
    }
  }
}
