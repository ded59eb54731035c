package io.pipit.broker.store;

import io.pipit.pubsub.store.LogRecord;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * The bytes of a segment, all numbers big-endian.
 *
 * <pre>
 * segment  magic 8, version 4, salt 4, position of the first record 8, CRC32C of these 4, zero 4
 * record   length 4 (with this header), CRC32C of what follows 4, position 8,
 *          index in its group 4, flags 1, type 1, partition 2, payload
 * </pre>
 *
 * <p>After the last record the file is zero up to its end. A segment is named by the position of
 * its first record.
 *
 * <p><b>Salt.</b> A random number, the same in all segments of a log, is mixed into the checksum of
 * each record, so that a payload that contains the bytes of a record is never taken for one.
 *
 * <p><b>Index in the group.</b> A group is what one sync made durable, and it is written only after
 * the sync of the one before has returned. A record that is the n-th of its group therefore proves
 * that everything up to n records before it was durable: recovery tells a torn tail from damage.
 *
 * <p><b>Flags.</b> {@link #BATCH_GOES_ON} says that the next record belongs to the same batch.
 */
final class LogFormat {

  static final int VERSION = 1;
  static final int SEGMENT_HEADER_BYTES = 32;
  static final int RECORD_HEADER_BYTES = 24;
  static final int MAX_RECORD_BYTES = RECORD_HEADER_BYTES + LogRecord.MAX_PAYLOAD_BYTES;
  static final byte BATCH_GOES_ON = 1;

  /**
   * Type of a record that stands for the ones a repair gave up; its payload is the last of them.
   */
  static final byte LOST = 0;

  private static final long MAGIC = 0x5049_5049_544C_4F47L; // "PIPITLOG"
  private static final int CHECKED_HEADER_BYTES = 24;
  private static final int RECORD_CHECKED_FROM = 8;
  private static final int NAME_DIGITS = 20;
  private static final String SUFFIX = ".log";

  private LogFormat() {}

  static String segmentName(long firstPosition) {
    return String.format("%0" + NAME_DIGITS + "d%s", firstPosition, SUFFIX);
  }

  /** The position that a file is named by; empty for files that are not segments. */
  static Optional<Long> firstPosition(String name) {
    return name.length() == NAME_DIGITS + SUFFIX.length()
            && name.endsWith(SUFFIX)
            && name.chars().limit(NAME_DIGITS).allMatch(c -> c >= '0' && c <= '9')
        ? Optional.of(Long.parseLong(name, 0, NAME_DIGITS, 10))
        : Optional.empty();
  }

  static int recordBytes(LogRecord record) {
    return RECORD_HEADER_BYTES + record.payload().length;
  }

  static ByteBuffer segmentHeader(long firstPosition, int salt) {
    ByteBuffer header = ByteBuffer.allocate(SEGMENT_HEADER_BYTES);
    header.putLong(MAGIC).putInt(VERSION).putInt(salt).putLong(firstPosition);
    header.putInt(headerCrc(header));
    return header.clear();
  }

  /** What a segment begins with; anything but {@link SegmentHeader#VALID} when it is not ours. */
  static SegmentHeader readSegmentHeader(ByteBuffer header, long firstPosition) {
    if (header.remaining() < SEGMENT_HEADER_BYTES || header.getLong(0) != MAGIC) {
      return SegmentHeader.BAD;
    }
    if (header.getInt(8) != VERSION) {
      return SegmentHeader.OTHER_VERSION;
    }
    return header.getInt(CHECKED_HEADER_BYTES) == headerCrc(header)
            && header.getLong(16) == firstPosition
        ? SegmentHeader.VALID
        : SegmentHeader.BAD;
  }

  static int versionOf(ByteBuffer header) {
    return header.getInt(8);
  }

  static int saltOf(ByteBuffer header) {
    return header.getInt(12);
  }

  /** Appends a record to the buffer, which has room for it. */
  static void encode(
      ByteBuffer into,
      CRC32C crc,
      int salt,
      long position,
      int indexInGroup,
      byte flags,
      byte type,
      int partition,
      byte[] payload) {
    int start = into.position();
    int limit = into.limit();
    into.putInt(RECORD_HEADER_BYTES + payload.length).putInt(0);
    into.putLong(position).putInt(indexInGroup).put(flags).put(type).putShort((short) partition);
    into.put(payload);
    into.flip().position(start + RECORD_CHECKED_FROM);
    into.putInt(start + 4, recordCrc(into, crc, salt));
    into.limit(limit);
  }

  /** The checksum of a record; its bytes are those between position and limit, which are read. */
  private static int recordCrc(ByteBuffer bytes, CRC32C crc, int salt) {
    crc.reset();
    crc.update(bytes);
    return (int) crc.getValue() ^ salt;
  }

  /** Whether the record of this length at this index of the buffer is as it was written. */
  static boolean isIntact(ByteBuffer buffer, int index, int length, CRC32C crc, int salt) {
    int position = buffer.position();
    int limit = buffer.limit();
    buffer.limit(index + length).position(index + RECORD_CHECKED_FROM);
    int actual = recordCrc(buffer, crc, salt);
    buffer.limit(limit).position(position);
    return actual == buffer.getInt(index + 4);
  }

  private static int headerCrc(ByteBuffer header) {
    CRC32C crc = new CRC32C();
    crc.update(header.duplicate().position(0).limit(CHECKED_HEADER_BYTES));
    return (int) crc.getValue();
  }

  /** What stands where a segment's header should be. */
  enum SegmentHeader {
    VALID,
    OTHER_VERSION,
    BAD
  }
}
