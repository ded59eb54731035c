package io.pipit.bridges.mqtt.link;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * What Paho writes, packet by packet, and what the link writes beside it. Any thread; a write waits
 * for the socket.
 */
final class GateOutput extends OutputStream {

  private static final int FIRST_SIZE = 1_024;
  private static final int KEPT_SIZE = 65_536;

  /** More than Paho needs to start its threads; where it is ended meanwhile it writes nothing. */
  private static final long BEGIN_SECONDS = 5;

  private final PacketGate gate;
  private final OutputStream socket;
  private byte[] packet = new byte[FIRST_SIZE];
  private int filled;
  private final CountDownLatch begun = new CountDownLatch(1);

  GateOutput(PacketGate gate, OutputStream socket) {
    this.gate = gate;
    this.socket = socket;
  }

  @Override
  public void write(int one) throws IOException {
    write(new byte[] {(byte) one}, 0, 1);
  }

  @Override
  public synchronized void write(byte[] bytes, int offset, int length) throws IOException {
    begun.countDown();
    if (packet.length - filled < length) {
      packet = Arrays.copyOf(packet, Math.max(packet.length * 2, filled + length));
    }
    System.arraycopy(bytes, offset, packet, filled, length);
    filled += length;
    int begin = 0;
    int end = end(begin);
    while (end > 0) {
      pass(begin, end);
      begin = end;
      end = end(begin);
    }
    if (begin > 0) {
      System.arraycopy(packet, begin, packet, 0, filled - begin);
      filled -= begin;
      if (filled == 0 && packet.length > KEPT_SIZE) {
        packet = new byte[FIRST_SIZE];
      }
    }
  }

  private void pass(int begin, int end) throws IOException {
    byte[] whole = Arrays.copyOfRange(packet, begin, end);
    if (gate.passOut(whole, head(begin) - begin)) {
      socket.write(whole);
    }
  }

  /** Where the packet that begins there ends, 0 when it is not here whole. */
  private int end(int begin) {
    int head = head(begin);
    if (head == 0) {
      return 0;
    }
    int length = 0;
    for (int at = begin + 1; at < head; at++) {
      length |= (packet[at] & 0x7F) << (7 * (at - begin - 1));
    }
    return filled - head < length ? 0 : head + length;
  }

  /** Where its fixed header ends, 0 when that is not here whole. */
  private int head(int begin) {
    for (int at = begin + 1; at < filled; at++) {
      if ((packet[at] & 0x80) == 0) {
        return at + 1;
      }
    }
    return 0;
  }

  @Override
  public synchronized void flush() throws IOException {
    socket.flush();
  }

  /** Waits until Paho has written something, and not for ever. Goes on when it is interrupted. */
  void awaitBegin() {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(BEGIN_SECONDS);
    boolean isInterrupted = false;
    boolean isOver = false;
    while (!isOver) {
      try {
        boolean unused = begun.await(end - System.nanoTime(), TimeUnit.NANOSECONDS);
        isOver = true;
      } catch (InterruptedException ending) {
        isInterrupted = true;
      }
    }
    if (isInterrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** A packet that is not Paho's. */
  synchronized void writeOwn(byte[] own) throws IOException {
    socket.write(own);
    socket.flush();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
