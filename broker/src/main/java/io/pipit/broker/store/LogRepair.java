package io.pipit.broker.store;

import io.pipit.broker.store.LogFiles.LogFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives up records that are damaged or missing, as the operator asked: a {@link LogFormat#LOST}
 * record takes their place, so that positions stay without gaps. The damaged bytes are kept in a
 * file beside the segment. Confined to the thread that opens the log.
 */
final class LogRepair {

  /** A damaged stretch is at least one record, so it has room for the one that replaces it. */
  static final int MIN_BYTES = LogFormat.RECORD_HEADER_BYTES + Long.BYTES;

  private static final Logger LOG = LoggerFactory.getLogger(LogRepair.class);
  private static final int MAX_LOST_BYTES = 1024 * 1024;

  private final LogFiles files;
  private final CRC32C crc = new CRC32C();

  LogRepair(LogFiles files) {
    this.files = files;
  }

  /** Replaces what stands from one offset to another. */
  void replaceDamaged(
      LogFile file, String name, long from, long to, long firstLost, long lastLost, int salt)
      throws IOException {
    String kept = keep(file, name, from, to);
    LostRecords.note(files, firstLost, lastLost);
    files.syncDirectory();
    long at = from;
    while (to - at > MAX_LOST_BYTES + MIN_BYTES) {
      // Filler: stands for no position at all, because a record cannot be as long as the stretch.
      file.write(lost(MAX_LOST_BYTES, firstLost, firstLost - 1, salt), at);
      at += MAX_LOST_BYTES;
    }
    file.write(lost((int) (to - at), firstLost, lastLost, salt), at);
    file.force(true);
    report(name, from, firstLost, lastLost, files.pathOf(kept));
  }

  /** Copies a part of a file, durable when the folder is synced, and returns under which name. */
  String keep(LogFile file, String name, long from, long to) throws IOException {
    String kept = name + "." + from + ".damaged";
    try (LogFile copy = files.create(kept)) {
      copyBytes(file, from, to, copy);
      copy.force(true);
    }
    return kept;
  }

  /** Puts a segment in the place of one, or several, that are not there. */
  void replaceMissing(long firstLost, long lastLost, int salt) throws IOException {
    String name = FileKind.SEGMENT.nameOf(firstLost);
    LostRecords.note(files, firstLost, lastLost);
    files.delete(FileKind.TABLE.nameOf(firstLost)); // of what was there
    try (LogFile file = files.create(name)) {
      file.write(FileKind.SEGMENT.header(firstLost, salt), 0);
      file.write(lost(MIN_BYTES, firstLost, lastLost, salt), LogFormat.SEGMENT_HEADER_BYTES);
      file.force(true);
    }
    files.syncDirectory();
    report(name, 0, firstLost, lastLost, "none");
  }

  /** Gives a file a name by which no log knows it. */
  void setAside(String name) throws IOException {
    List<String> there = files.list();
    String kept = name + ".foreign";
    for (int i = 2; there.contains(kept); i++) {
      kept = name + ".foreign-" + i;
    }
    files.rename(name, kept);
    files.syncDirectory();
    LOG.atWarn()
        .addKeyValue("event", "store.repair")
        .addKeyValue("file", files.pathOf(name))
        .addKeyValue("kept", files.pathOf(kept))
        .log("set a file of another log aside: what should stand there is missing");
  }

  private ByteBuffer lost(int bytes, long firstLost, long lastLost, int salt) {
    byte[] payload = new byte[bytes - LogFormat.RECORD_HEADER_BYTES];
    if (payload.length >= Long.BYTES) {
      ByteBuffer.wrap(payload).putLong(lastLost);
    }
    ByteBuffer record = ByteBuffer.allocate(bytes);
    LogFormat.encode(record, crc, salt, firstLost, 0, (byte) 0, LogFormat.LOST, 0, payload);
    return record.flip();
  }

  static void copyBytes(LogFile from, long start, long end, LogFile to) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(64 * 1024);
    long at = start;
    int read = 0;
    while (at < end && read >= 0) {
      bytes.clear().limit((int) Math.min(bytes.capacity(), end - at));
      read = from.read(bytes, at);
      if (read > 0) {
        to.write(bytes.flip(), at - start);
        at += read;
      }
    }
  }

  private void report(String name, long offset, long firstLost, long lastLost, String kept) {
    LOG.atWarn()
        .addKeyValue("event", "store.repair")
        .addKeyValue("file", files.pathOf(name))
        .addKeyValue("offset", offset)
        .addKeyValue("first", firstLost)
        .addKeyValue("last", lastLost)
        .addKeyValue("kept", kept)
        .log("gave up damaged records");
  }
}
