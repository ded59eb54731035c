package io.pipit.broker.mqtt.codec;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The kinds of control packets (MQTT 5, 2.1.2). */
public enum PacketType {
  CONNECT(1, 0),
  CONNACK(2, 0),
  PUBLISH(3, 0),
  PUBACK(4, 0),
  PUBREC(5, 0),
  PUBREL(6, 2),
  PUBCOMP(7, 0),
  SUBSCRIBE(8, 2),
  SUBACK(9, 0),
  UNSUBSCRIBE(10, 2),
  UNSUBACK(11, 0),
  PINGREQ(12, 0),
  PINGRESP(13, 0),
  DISCONNECT(14, 0),
  AUTH(15, 0);

  /** 0 is none, the others stand in the order of their codes. */
  private static final List<Optional<PacketType>> BY_CODE =
      Stream.concat(
              Stream.of(Optional.<PacketType>empty()), Arrays.stream(values()).map(Optional::of))
          .toList();

  private final int code;
  private final int flags;

  PacketType(int code, int flags) {
    this.code = code;
    this.flags = flags;
  }

  /** The type that the first byte of a packet says; empty for the forbidden 0. */
  public static Optional<PacketType> of(int firstByte) {
    return BY_CODE.get(firstByte >> 4 & 0xF);
  }

  /** The first byte of a packet of this type; those of PUBLISH have flags beside it. */
  int firstByte() {
    return code << 4 | flags;
  }
}
