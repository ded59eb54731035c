package io.pipit.pubsub.store;

/**
 * One change as it stands in the log.
 *
 * @param type which codec reads the payload: 1 to 62 pubsub changes, 63 where items rest (in
 *     snapshots), 64 to 69 accounts, 70 to 89 queues, 96 to 127 what accounts keep
 * @param partition 0 to 1,023, the owner of what changed
 * @param payload the encoded change; shared, must not be changed
 */
public record LogRecord(byte type, int partition, byte[] payload) {

  /** Number of virtual partitions of a node's state. */
  public static final int PARTITIONS = 1024;

  /** The longest payload a log takes: far above every limit on what a peer may send. */
  public static final int MAX_PAYLOAD_BYTES = 16 * 1024 * 1024;

  public LogRecord {
    if (type < 1) {
      throw new IllegalArgumentException("record type " + type);
    }
    if (partition < 0 || partition >= PARTITIONS) {
      throw new IllegalArgumentException("partition " + partition);
    }
    if (payload.length > MAX_PAYLOAD_BYTES) {
      throw new IllegalArgumentException("payload of " + payload.length + " bytes");
    }
  }
}
