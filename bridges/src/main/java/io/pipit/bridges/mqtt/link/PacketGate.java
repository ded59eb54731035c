package io.pipit.bridges.mqtt.link;

import java.io.IOException;
import java.util.HashSet;
import java.util.Set;

/**
 * Between Paho and the socket: lets the packets of QoS 2 pass only when the bridge says so.
 *
 * <p>Paho sends PUBREC when it has a message in memory, PUBREL when it has a PUBREC, and with MQTT
 * 5 PUBCOMP when it has a PUBREL. For a bridge each of these says that something is durable, so
 * they are held here and the bridge is told; it lets them go when it is true. Identifiers are
 * exchanged by {@link PacketIds}. A PUBREC that refuses would make Paho end the connection: it
 * reads a PUBACK with the same reason instead, which ends the message.
 *
 * <p>Any thread; what {@link GateOutput} and {@link GateInput} find goes through here.
 */
final class PacketGate {

  static final int PUBLISH = 3;
  static final int PUBACK = 4;
  static final int PUBREC = 5;
  static final int PUBREL = 6;
  static final int PUBCOMP = 7;
  static final int SUBSCRIBE = 8;
  static final int SUBACK = 9;
  static final int UNSUBSCRIBE = 10;
  static final int UNSUBACK = 11;
  static final int DISCONNECT = 14;

  private static final int DUP = 0x08;
  private static final int PUBREL_FLAGS = 0x02;
  private static final int FIRST_REFUSAL = 0x80;

  /** What the bridge is told; called by the threads of Paho. */
  interface Held {
    /** PUBCOMP for a message of the broker. */
    void released(int id);

    /** PUBREL for a message to the broker. */
    void received(int id);

    /** PUBCOMP by the broker for a message that Paho does not know. */
    void completed(int id);
  }

  private final Held held;
  private final PacketIds ids = new PacketIds();
  private final Set<Integer> completing = new HashSet<>();
  private final Set<Integer> duplicates = new HashSet<>();

  PacketGate(Held held) {
    this.held = held;
  }

  PacketIds ids() {
    return ids;
  }

  /** The next PUBCOMP of Paho with that identifier passes. */
  void letComplete(int id) {
    synchronized (completing) {
      completing.add(id);
    }
  }

  /** Whether the message with that identifier, which Paho just gave out, had the DUP flag. */
  boolean takeDuplicate(int id) {
    synchronized (duplicates) {
      return duplicates.remove(id);
    }
  }

  /** The same in both versions. */
  static byte[] disconnect() {
    return new byte[] {(byte) (DISCONNECT << 4), 0};
  }

  static byte[] puback(int id) {
    return new byte[] {PUBACK << 4, 2, (byte) (id >> 8), (byte) id};
  }

  static byte[] pubrec(int id) {
    return new byte[] {(byte) (PUBREC << 4), 2, (byte) (id >> 8), (byte) id};
  }

  static byte[] pubrel(int id) {
    return new byte[] {(byte) (PUBREL << 4 | PUBREL_FLAGS), 2, (byte) (id >> 8), (byte) id};
  }

  /**
   * A packet of Paho.
   *
   * @param packet is changed
   * @param head the bytes of its fixed header
   * @return whether it is written now
   */
  boolean passOut(byte[] packet, int head) throws IOException {
    switch (type(packet)) {
      case PUBLISH -> publish(packet, head);
      case SUBSCRIBE, UNSUBSCRIBE -> setId(packet, head, ids.take(id(packet, head)));
      case PUBREC -> {
        return false;
      }
      case PUBREL -> {
        int wire = ids.wire(id(packet, head));
        if (wire != 0) {
          held.received(wire);
        }
        return false;
      }
      case PUBCOMP -> {
        return mayComplete(id(packet, head));
      }
      default -> {}
    }
    return true;
  }

  private void publish(byte[] packet, int head) throws IOException {
    int qos = packet[0] >> 1 & 3;
    if (qos == 0) {
      return;
    }
    int at = head + 2 + id(packet, head);
    if (qos == 1) {
      setId(packet, at, ids.take(id(packet, at)));
      return;
    }
    if (ids.isNextAgain()) {
      packet[0] |= DUP;
    }
    setId(packet, at, ids.takeExact(id(packet, at)));
  }

  private boolean mayComplete(int id) {
    synchronized (completing) {
      if (completing.remove(id)) {
        return true;
      }
    }
    held.released(id);
    return false;
  }

  /** Whether a packet of the broker has to be given to {@link #passIn} whole. */
  static boolean isExchanged(int first) {
    int type = first >> 4 & 0xF;
    return (type == PUBLISH && (first & DUP) != 0)
        || type == PUBACK
        || type == PUBREC
        || type == PUBCOMP
        || type == SUBACK
        || type == UNSUBACK;
  }

  /**
   * A packet of the broker for which {@link #isExchanged}.
   *
   * @param packet is changed
   * @param head the bytes of its fixed header
   * @return whether Paho reads it
   */
  boolean passIn(byte[] packet, int head) throws IOException {
    if (type(packet) == PUBLISH) {
      noteDuplicate(packet, head);
      return true;
    }
    requireLength(packet, head + 2);
    int wire = id(packet, head);
    int paho = ids.paho(wire);
    int type = type(packet);
    if (paho == 0) {
      if (type == PUBCOMP) {
        held.completed(wire);
      }
      return false;
    }
    setId(packet, head, paho);
    if (type == PUBREC && !isRefusal(packet, head)) {
      return true;
    }
    if (type == PUBREC) {
      packet[0] = (byte) (PUBACK << 4);
    }
    ids.free(wire);
    return true;
  }

  /** Paho for MQTT 5 forgets the flag when it makes a message of the packet. */
  private void noteDuplicate(byte[] packet, int head) throws IOException {
    requireLength(packet, head + 2);
    int at = head + 2 + id(packet, head);
    requireLength(packet, at + 2);
    synchronized (duplicates) {
      duplicates.add(id(packet, at));
    }
  }

  private static void requireLength(byte[] packet, int length) throws IOException {
    if (packet.length < length) {
      throw new IOException("a packet that ends too early");
    }
  }

  private static boolean isRefusal(byte[] packet, int head) {
    return packet.length > head + 2 && (packet[head + 2] & 0xFF) >= FIRST_REFUSAL;
  }

  private static int type(byte[] packet) {
    return packet[0] >> 4 & 0xF;
  }

  private static int id(byte[] packet, int at) {
    return ((packet[at] & 0xFF) << 8) | (packet[at + 1] & 0xFF);
  }

  private static void setId(byte[] packet, int at, int id) {
    packet[at] = (byte) (id >> 8);
    packet[at + 1] = (byte) id;
  }
}
