package io.pipit.broker.store;

import io.pipit.broker.store.LogFiles.LogFile;
import io.pipit.broker.store.SegmentReader.Found;
import java.io.IOException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives up the damaged records of a snapshot, as the operator asked, and keeps the others. The file
 * as it was is kept under another name. Confined to the thread that opens the log.
 */
final class SnapshotRepair {

  private static final Logger LOG = LoggerFactory.getLogger(SnapshotRepair.class);

  private final LogFiles files;
  private final int salt;

  SnapshotRepair(LogFiles files, int salt) {
    this.files = files;
    this.salt = salt;
  }

  void keepIntact(long begin) throws IOException {
    String name = Snapshot.nameOf(begin);
    String kept = name + ".damaged";
    int records = 0;
    int lost = 0;
    long from = begin;
    boolean isEnded = false;
    try (LogFile file = files.open(name);
        SnapshotWriter writer =
            new SnapshotWriter(
                files,
                begin,
                salt,
                () -> 0,
                (whole, unfinished) -> {
                  copy(name, kept);
                  files.rename(unfinished, name);
                  files.syncDirectory();
                })) {
      SegmentReader reader = new SegmentReader(file, salt, SegmentReader.newWindow(file.size()));
      long offset = FileKind.HEADER_BYTES;
      while (offset >= 0) {
        if (reader.read(offset) != Found.RECORD) {
          offset = reader.find(offset + 1, 0, Long.MAX_VALUE);
        } else {
          lost += Math.max(0, reader.indexInGroup() - records - lost);
          if (reader.isLost()) {
            from = Snapshot.fromOf(reader, begin);
            isEnded = true;
          } else {
            writer.add(reader.position(), List.of(reader.record()));
            records++;
          }
          offset += reader.length();
          offset = offset < reader.size() ? offset : -1;
        }
      }
      writer.publish(from);
    }
    LOG.atWarn()
        .addKeyValue("event", "store.repair")
        .addKeyValue("file", files.pathOf(name))
        .addKeyValue("records", records)
        .addKeyValue("lost", isEnded ? lost : lost + " or more")
        .addKeyValue("kept", files.pathOf(kept))
        .log("gave up damaged records of a snapshot");
  }

  /** The file as it was has its name until the other takes it: there is never none. */
  private void copy(String name, String kept) throws IOException {
    try (LogFile file = files.open(name);
        LogFile copy = files.create(kept)) {
      LogRepair.copyBytes(file, 0, file.size(), copy);
      copy.force(true);
    }
    files.syncDirectory();
  }
}
