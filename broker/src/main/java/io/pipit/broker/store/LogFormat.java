package io.pipit.broker.store;

import io.pipit.pubsub.store.LogRecord;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * The bytes of a segment behind its header ({@link FileKind}), all numbers big-endian.
 *
 * <pre>
 * record   length 4 (with this header), CRC32C of what follows 4, position 8,
 *          index in its group 4, flags 1, type 1, partition 2, payload
 * </pre>
 *
 * <p>After the last record the file is zero up to its end.
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

  static final int SEGMENT_HEADER_BYTES = FileKind.HEADER_BYTES;
  static final int RECORD_HEADER_BYTES = 24;
  static final int MAX_RECORD_BYTES = RECORD_HEADER_BYTES + LogRecord.MAX_PAYLOAD_BYTES;
  static final byte BATCH_GOES_ON = 1;

  /**
   * Type of a record that stands for the ones a repair gave up; its payload is the last of them.
   */
  static final byte LOST = 0;

  private static final int RECORD_CHECKED_FROM = 8;

  private LogFormat() {}

  static int recordBytes(LogRecord record) {
    return RECORD_HEADER_BYTES + record.payload().length;
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
}
