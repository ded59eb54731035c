package io.pipit.broker.module;

import io.pipit.broker.store.SegmentLog;
import java.io.IOException;
import java.util.List;

/** The log of a disk without room. */
record ClearedLog(SegmentLog log) implements Clearing.Log {

  @Override
  public long recordBytes() throws IOException {
    return log.recordBytes();
  }

  @Override
  public long oldestRecordBytes() throws IOException {
    return log.oldestRecordBytes();
  }

  @Override
  public List<Long> segmentFirsts() {
    return log.segmentFirsts();
  }

  @Override
  public long appended() {
    return log.appended();
  }

  @Override
  public void roll() {
    log.roll();
  }

  @Override
  public boolean hasRoomForCopiesOf(long bytes) {
    return log.room().hasRoomForCopiesOf(bytes);
  }

  @Override
  public long missingBytes() {
    return Math.max(0, log.wantedBytes() - log.freeBytes());
  }
}
