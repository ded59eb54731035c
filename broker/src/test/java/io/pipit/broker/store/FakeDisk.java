package io.pipit.broker.store;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A disk in memory that keeps what was written apart from what was synced, fails when told to, and
 * counts. Any thread.
 */
final class FakeDisk implements LogFiles {

  private static final int SECTOR_BYTES = 512;

  private final Map<String, Content> files = new TreeMap<>();
  private final Map<String, Content> syncedFiles = new TreeMap<>();
  private final Semaphore syncStarted = new Semaphore(0);
  private final Semaphore syncMayEnd = new Semaphore(0);
  private boolean holdSyncs;
  private boolean failReads;
  private boolean failWrites;
  private boolean failSyncs;
  private long capacity = Long.MAX_VALUE;
  private int syncs;
  private int writes;

  /** The directory after each change of it since it was synced. */
  private final List<Map<String, Content>> unsyncedDirectories = new ArrayList<>();

  private int operations;
  private int faultAt;
  private int faultBytes;
  private int faultLength;
  private boolean crashes;

  /** Whether every read fails. */
  synchronized void failReads(boolean fails) {
    failReads = fails;
  }

  /** Every write fails from now on, as with a broken disk (EIO). */
  synchronized void failWrites() {
    failWrites = true;
  }

  /** Every sync fails from now on. */
  synchronized void failSyncs() {
    failSyncs = true;
  }

  /**
   * The operation that is the n-th from now on is the last: it and all that follow fail, and change
   * nothing, but a write has got so many of its bytes to the disk.
   */
  synchronized void crashAt(int operation, int bytes) {
    operations = 0;
    faultAt = operation;
    faultBytes = bytes;
    crashes = true;
  }

  /** The operation that is the n-th from now on fails and changes nothing; others do not. */
  synchronized void failAt(int operation) {
    operations = 0;
    faultAt = operation;
    crashes = false;
  }

  /** Whether there were so many operations that the fault has come. */
  synchronized boolean faultCame() {
    return operations >= faultAt;
  }

  /** Every operation that changes something comes through here. */
  private void operate() throws IOException {
    operations++;
    if (faultAt > 0 && (crashes ? operations >= faultAt : operations == faultAt)) {
      throw new IOException(crashes ? "the machine has crashed" : "Input/output error");
    }
  }

  /** Files together may have so many bytes (ENOSPC). */
  synchronized void capacity(long bytes) {
    capacity = bytes;
  }

  /** The next syncs of files wait until {@link #releaseSyncs}. */
  synchronized void holdSyncs() {
    holdSyncs = true;
  }

  /** Returns once a sync waits. */
  void awaitHeldSync() throws InterruptedException {
    syncStarted.acquire();
  }

  synchronized void releaseSyncs() {
    holdSyncs = false;
    syncMayEnd.release();
  }

  synchronized int syncs() {
    return syncs;
  }

  synchronized int writes() {
    return writes;
  }

  synchronized long bytes() {
    return files.values().stream().mapToLong(file -> file.now.length).sum();
  }

  /** Names of the segments, in order. */
  synchronized List<String> segments() {
    return files.keySet().stream()
        .filter(name -> FileKind.SEGMENT.positionOf(name).isPresent())
        .toList();
  }

  /** A file as it is now. */
  synchronized byte[] read(String name) {
    return content(name).now.clone();
  }

  /** Bytes of the write at which the crash came, without the zeros at its end; else 0. */
  synchronized int faultLength() {
    return faultLength;
  }

  /** Puts a file there, synced. */
  synchronized FakeDisk with(String name, byte[] bytes) {
    Content content = new Content();
    content.now = bytes.clone();
    content.synced = bytes.clone();
    files.put(name, content);
    syncedFiles.put(name, content);
    return this;
  }

  synchronized FakeDisk without(String name) {
    files.remove(name);
    syncedFiles.remove(name);
    return this;
  }

  /** The disk as another process finds it after this one was killed: nothing is lost. */
  synchronized FakeDisk afterKill() {
    FakeDisk next = new FakeDisk();
    IdentityHashMap<Content, Content> copies = new IdentityHashMap<>();
    files.forEach((name, content) -> next.files.put(name, content.copy(copies)));
    syncedFiles.forEach((name, content) -> next.syncedFiles.put(name, content.copy(copies)));
    return next;
  }

  /** The disk after the power failed: all that was not synced is gone. */
  FakeDisk afterPowerLoss() {
    return afterPowerLoss(null);
  }

  /** The same, but of what was not synced each sector is there or not, by chance. */
  synchronized FakeDisk afterPowerLoss(@Nullable Random chance) {
    FakeDisk next = new FakeDisk();
    Map<String, Content> directory = syncedFiles;
    if (chance != null && !unsyncedDirectories.isEmpty()) {
      // File systems keep the order of what happens to a directory, and write some of it.
      int reached = chance.nextInt(unsyncedDirectories.size() + 1);
      directory = reached == 0 ? syncedFiles : unsyncedDirectories.get(reached - 1);
    }
    directory.forEach(
        (name, content) -> {
          byte[] bytes = content.synced.clone();
          if (chance != null) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length, content.now.length));
            for (int at = 0; at < content.now.length; at += SECTOR_BYTES) {
              if (chance.nextBoolean()) {
                int length = Math.min(SECTOR_BYTES, content.now.length - at);
                System.arraycopy(content.now, at, bytes, at, length);
              }
            }
          }
          next.with(name, bytes);
        });
    return next;
  }

  @Override
  public synchronized List<String> list() {
    return new ArrayList<>(files.keySet());
  }

  @Override
  public synchronized LogFile open(String name) throws IOException {
    if (!files.containsKey(name)) {
      throw new FileNotFoundException(name);
    }
    return new FakeFile(content(name));
  }

  @Override
  public synchronized LogFile create(String name) throws IOException {
    if (bytes() >= capacity) {
      throw new IOException("No space left on device");
    }
    operate();
    Content content = files.computeIfAbsent(name, absent -> new Content());
    content.now = new byte[0];
    unsyncedDirectories.add(new TreeMap<>(files));
    return new FakeFile(content);
  }

  @Override
  public synchronized void delete(String name) throws IOException {
    operate();
    files.remove(name);
    unsyncedDirectories.add(new TreeMap<>(files));
  }

  @Override
  public synchronized void rename(String from, String to) throws IOException {
    operate();
    files.put(to, content(from));
    files.remove(from);
    unsyncedDirectories.add(new TreeMap<>(files));
  }

  @Override
  public synchronized void syncDirectory() throws IOException {
    operate();
    if (failSyncs) {
      throw new IOException("Input/output error");
    }
    unsyncedDirectories.clear();
    syncedFiles.clear();
    syncedFiles.putAll(files);
  }

  /** Changes a byte where a text stands in a segment, behind everybody's back. */
  synchronized void damage(String text) {
    for (Map.Entry<String, Content> file : files.entrySet()) {
      Content content = file.getValue();
      int at = new String(content.now, StandardCharsets.ISO_8859_1).indexOf(text);
      if (at >= 0 && file.getKey().endsWith(".log")) {
        content.now[at] ^= 1;
        content.synced[at] ^= 1;
      }
    }
  }

  @Override
  public void link(String name, Path folder) {
    throw new UnsupportedOperationException("there is no other folder on this disk");
  }

  @Override
  public synchronized long usableBytes() {
    return capacity - bytes();
  }

  @Override
  public String pathOf(String name) {
    return "/data/log/" + name;
  }

  private Content content(String name) {
    Content content = files.get(name);
    if (content == null) {
      throw new IllegalArgumentException("no file " + name);
    }
    return content;
  }

  private static final class Content {
    private byte[] now = new byte[0];
    private byte[] synced = new byte[0];
    private final BitSet dirtySectors = new BitSet();

    private Content copy(IdentityHashMap<Content, Content> copies) {
      return copies.computeIfAbsent(
          this,
          original -> {
            Content copy = new Content();
            copy.now = now.clone();
            copy.synced = synced.clone();
            copy.dirtySectors.or(dirtySectors);
            return copy;
          });
    }

    private void sync() {
      synced = Arrays.copyOf(synced, now.length);
      dirtySectors.stream()
          .map(sector -> sector * SECTOR_BYTES)
          .filter(at -> at < now.length)
          .forEach(
              at -> System.arraycopy(now, at, synced, at, Math.min(SECTOR_BYTES, now.length - at)));
    }
  }

  private final class FakeFile implements LogFile {
    private final Content content;

    private FakeFile(Content content) {
      this.content = content;
    }

    @Override
    public long size() {
      synchronized (FakeDisk.this) {
        return content.now.length;
      }
    }

    @Override
    public int read(ByteBuffer into, long offset) throws IOException {
      synchronized (FakeDisk.this) {
        if (failReads) {
          throw new IOException("Input/output error");
        }
        int length = (int) Math.min(into.remaining(), content.now.length - offset);
        if (length <= 0) {
          return -1;
        }
        into.put(content.now, (int) offset, length);
        return length;
      }
    }

    @Override
    public void write(ByteBuffer bytes, long offset) throws IOException {
      synchronized (FakeDisk.this) {
        writes++;
        try {
          operate();
        } catch (IOException fault) {
          if (crashes && operations == faultAt) {
            faultLength = lengthWithoutZeros(bytes);
            put(bytes.slice().limit(Math.min(faultBytes, bytes.remaining())), (int) offset);
          }
          throw fault;
        }
        if (failWrites) {
          throw new IOException("Input/output error");
        }
        int end = (int) offset + bytes.remaining();
        long growth = Math.max(0, end - content.now.length);
        if (growth > 0 && bytes() + growth > capacity) {
          // A full disk takes what fits.
          int fits = (int) Math.max(0, capacity - bytes());
          content.now = Arrays.copyOf(content.now, content.now.length + fits);
          throw new IOException("No space left on device");
        }
        put(bytes, (int) offset);
      }
    }

    private static int lengthWithoutZeros(ByteBuffer bytes) {
      int end = bytes.limit();
      while (end > bytes.position() && bytes.get(end - 1) == 0) {
        end--;
      }
      return end - bytes.position();
    }

    private void put(ByteBuffer bytes, int offset) {
      int end = offset + bytes.remaining();
      if (end > content.now.length) {
        content.now = Arrays.copyOf(content.now, end);
      }
      if (bytes.hasRemaining()) {
        content.dirtySectors.set(offset / SECTOR_BYTES, (end - 1) / SECTOR_BYTES + 1);
        bytes.get(content.now, offset, bytes.remaining());
      }
    }

    @Override
    public void truncate(long size) throws IOException {
      synchronized (FakeDisk.this) {
        operate();
        content.now = Arrays.copyOf(content.now, (int) Math.min(size, content.now.length));
      }
    }

    @Override
    public void force(boolean metaData) throws IOException {
      boolean hold;
      synchronized (FakeDisk.this) {
        hold = holdSyncs;
      }
      if (hold) {
        syncStarted.release();
        awaitRelease();
      }
      synchronized (FakeDisk.this) {
        syncs++;
        operate();
        if (!failSyncs) {
          content.sync();
        }
        // As operating systems do: what a sync could not write counts as written from then on.
        content.dirtySectors.clear();
        if (failSyncs) {
          throw new IOException("Input/output error");
        }
      }
    }

    /** Bounded, so that a test that fails before the release does not hang in the log's close. */
    private void awaitRelease() throws IOException {
      try {
        if (!syncMayEnd.tryAcquire(30, TimeUnit.SECONDS)) {
          throw new IOException("the test never released the sync");
        }
      } catch (InterruptedException e) {
        throw new InterruptedIOException();
      }
    }

    @Override
    public void close() {}
  }
}
