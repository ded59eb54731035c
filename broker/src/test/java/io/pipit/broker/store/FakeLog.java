package io.pipit.broker.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** A log on a disk in memory, which fails, fills up and loses its power when a test says so. */
public final class FakeLog {

  private final FakeDisk disk;

  public FakeLog() {
    this(new FakeDisk());
  }

  private FakeLog(FakeDisk disk) {
    this.disk = disk;
  }

  public SegmentLog open(LogOptions options) throws IOException {
    return SegmentLog.open(disk, options);
  }

  /** Whether every read fails. */
  public void failReads(boolean fails) {
    disk.failReads(fails);
  }

  /** Every sync fails from now on. */
  public void failSyncs() {
    disk.failSyncs();
  }

  /** The operation that is the n-th from now on, and all that follow, change nothing. */
  public void crashAt(int operation) {
    disk.crashAt(operation, 0);
  }

  /** Changes a byte of a synced record, where this text stands. */
  public void damage(String text) {
    disk.damage(text);
  }

  /**
   * Changes a byte of a record of the newest snapshot, and removes the older ones.
   *
   * @return false when it has not so many records
   */
  public boolean damageSnapshot(int record) throws IOException {
    List<Long> begins = Snapshots.begins(disk);
    for (long older : begins.subList(1, begins.size())) {
      disk.without(Snapshot.nameOf(older));
    }
    String name = Snapshot.nameOf(begins.get(0));
    byte[] bytes = disk.read(name);
    int offset = FileKind.HEADER_BYTES;
    for (int i = 0; i < record && offset < bytes.length; i++) {
      offset += ByteBuffer.wrap(bytes).getInt(offset);
    }
    if (offset >= bytes.length) {
      return false;
    }
    bytes[offset + LogFormat.RECORD_HEADER_BYTES] ^= 1;
    disk.with(name, bytes);
    return true;
  }

  /** Files together may have so many bytes. */
  public void capacity(long bytes) {
    disk.capacity(bytes);
  }

  public long bytes() {
    return disk.bytes();
  }

  /**
   * What is found after the power failed.
   *
   * @param chance decides what is left of that which was not synced; null: nothing
   */
  public FakeLog afterPowerLoss(@Nullable Random chance) {
    return new FakeLog(disk.afterPowerLoss(chance));
  }
}
