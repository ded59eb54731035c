package io.pipit.broker.mqtt.codec;

import io.netty.buffer.ByteBuf;

/** Finds the end of a packet from its first bytes, before anything of it is kept. */
public final class Framing {

  /** The length is not there yet. */
  public static final int MORE = -1;

  /** The length is no variable byte integer in its shortest form [MQTT-1.5.5-1]. */
  public static final int MALFORMED = -2;

  /** The packet is longer than it may be. */
  public static final int TOO_LARGE = -3;

  private static final int LONGEST_LENGTH = 4;

  private Framing() {}

  /**
   * The length in bytes of the packet at the reader index, its fixed header included, whether the
   * rest of it has come or not; or one of the constants. Moves no index.
   *
   * @param most bytes that a packet may have
   */
  public static int length(ByteBuf in, int most) {
    int start = in.readerIndex();
    int available = in.readableBytes() - 1;
    int remaining = 0;
    for (int i = 0; i < LONGEST_LENGTH; i++) {
      if (i >= available) {
        return MORE;
      }
      int digit = in.getUnsignedByte(start + 1 + i);
      remaining |= (digit & 0x7F) << (7 * i);
      if (digit < 0x80) {
        if (digit == 0 && i > 0) {
          return MALFORMED;
        }
        int length = 2 + i + remaining;
        return length > most ? TOO_LARGE : length;
      }
    }
    return MALFORMED;
  }
}
