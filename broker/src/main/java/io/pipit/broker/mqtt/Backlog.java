package io.pipit.broker.mqtt;

import io.pipit.broker.mqtt.codec.Packet;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * The messages of QoS 1 and 2 that wait until a client has answered others, in the memory of a
 * session that ends with its connection. When there are more than its bounds allow, in messages or
 * in bytes, the oldest are dropped. Confined to the loop of its connection.
 */
final class Backlog {

  /** A message that waits, as it is to be sent. */
  record Waiting(MqttDelivery message, int qos, boolean retain, int[] identifiers) {

    int bytes() {
      return message.packet().length(Packet.V5, true, identifiers, 0);
    }
  }

  private final int maxItems;
  private final long maxBytes;
  private final ArrayDeque<Waiting> waiting = new ArrayDeque<>(0);
  private long bytes;

  Backlog(int maxItems, long maxBytes) {
    this.maxItems = maxItems;
    this.maxBytes = maxBytes;
  }

  boolean isEmpty() {
    return waiting.isEmpty();
  }

  int size() {
    return waiting.size();
  }

  long bytes() {
    return bytes;
  }

  /**
   * Adds a message behind the others.
   *
   * @return how many are dropped for it; one that is too large for any room is dropped itself, and
   *     alone
   */
  int add(Waiting message) {
    int length = message.bytes();
    if (length > maxBytes || maxItems == 0) {
      return 1;
    }
    waiting.add(message);
    bytes += length;
    int dropped = 0;
    while (waiting.size() > maxItems || bytes > maxBytes) {
      poll();
      dropped++;
    }
    return dropped;
  }

  /** Takes the oldest, null when there is none. */
  @Nullable Waiting poll() {
    Waiting oldest = waiting.poll();
    if (oldest != null) {
      bytes -= oldest.bytes();
    }
    return oldest;
  }
}
