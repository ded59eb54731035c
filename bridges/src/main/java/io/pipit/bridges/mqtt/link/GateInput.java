package io.pipit.bridges.mqtt.link;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/**
 * What Paho reads. It gets a fixed header whole or not at all, since it loses the begin of one when
 * the socket times out within it. And it hears of no end before it has sent CONNECT: until then a
 * thread of Paho waits to see its receiver run, and would wait for ever for one that has ended.
 * Confined to the receiving thread of Paho.
 */
final class GateInput extends InputStream {

  private static final int MAX_HEAD = 5;

  private final PacketGate gate;
  private final InputStream socket;
  private final GateOutput output;
  private final int maxPacketBytes;

  /** The fixed header, or a whole packet that was exchanged; read by Paho from {@code at} on. */
  private byte[] ready = new byte[0];

  private int at;

  /** Bytes that follow and go to Paho as they are. */
  private int plain;

  private final byte[] head = new byte[MAX_HEAD];
  private int headFilled;

  /** A packet to be exchanged that is not here whole; empty for none. */
  private byte[] partial = new byte[0];

  private int partialFilled;

  GateInput(PacketGate gate, InputStream socket, GateOutput output, int maxPacketBytes) {
    this.gate = gate;
    this.socket = socket;
    this.output = output;
    this.maxPacketBytes = maxPacketBytes;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    int count = -1;
    try {
      count = take(bytes, offset, length);
      return count;
    } finally {
      if (count < 0) {
        output.awaitBegin();
      }
    }
  }

  private int take(byte[] bytes, int offset, int length) throws IOException {
    while (true) {
      if (at < ready.length) {
        int count = Math.min(length, ready.length - at);
        System.arraycopy(ready, at, bytes, offset, count);
        at += count;
        return count;
      }
      if (plain > 0) {
        int count = socket.read(bytes, offset, Math.min(length, plain));
        plain -= Math.max(count, 0);
        return count;
      }
      if (!next()) {
        return -1;
      }
    }
  }

  /** Gets on with the next packet, if only to find that Paho shall not read it. */
  private boolean next() throws IOException {
    if (partial.length == 0 && !begin()) {
      return false;
    }
    while (partialFilled < partial.length) {
      int count = socket.read(partial, partialFilled, partial.length - partialFilled);
      if (count < 0) {
        throw new EOFException();
      }
      partialFilled += count;
    }
    if (partial.length > 0) {
      byte[] whole = partial;
      partial = new byte[0];
      if (gate.passIn(whole, headFilled)) {
        ready = whole;
        at = 0;
      }
      headFilled = 0;
    }
    return true;
  }

  private boolean begin() throws IOException {
    while (headFilled < 2 || (head[headFilled - 1] & 0x80) != 0) {
      if (headFilled == MAX_HEAD) {
        throw new IOException("a length of more than four bytes");
      }
      int one = socket.read();
      if (one < 0) {
        return false;
      }
      head[headFilled++] = (byte) one;
    }
    int length = 0;
    for (int i = 1; i < headFilled; i++) {
      length |= (head[i] & 0x7F) << (7 * (i - 1));
    }
    if (headFilled + length > maxPacketBytes) {
      throw new IOException(
          "a packet of " + length + " bytes, of which " + maxPacketBytes + " are taken");
    }
    boolean isExchanged = PacketGate.isExchanged(head[0]);
    byte[] first = new byte[isExchanged ? headFilled + length : headFilled];
    System.arraycopy(head, 0, first, 0, headFilled);
    if (isExchanged) {
      partial = first;
      partialFilled = headFilled;
    } else {
      ready = first;
      at = 0;
      plain = length;
      headFilled = 0;
    }
    return true;
  }

  @Override
  public int available() {
    int known = ready.length - at;
    try {
      return known + Math.min(plain, socket.available());
    } catch (IOException closed) {
      return known; // the end is told by the next read
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
