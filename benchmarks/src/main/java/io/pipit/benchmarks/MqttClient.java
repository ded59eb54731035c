package io.pipit.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Selector;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A connection of MQTT 3.1.1 with as little of a client as a measurement needs. It connects and
 * subscribes with blocking calls; {@link #join} then gives it to a selector.
 */
final class MqttClient extends SocketConnection {

  static final int PUBLISH = 3;
  static final int PUBACK = 4;
  private static final int CONNECT = 1;
  private static final int CONNACK = 2;
  private static final int SUBSCRIBE = 8;
  private static final int SUBACK = 9;

  /** Of MQTT 3.1.1, and a clean session. */
  private static final byte[] PROTOCOL = {0, 4, 'M', 'Q', 'T', 'T', 4, 2, 0, 0};

  /** Receives a whole packet, from its first byte. The array is only lent for the call. */
  @FunctionalInterface
  interface Sink {
    void packet(int type, byte[] bytes, int from, int to);
  }

  private final ByteBuffer readBuffer;
  private @Nullable Sink sink;
  private int last;
  private byte[] bytes = new byte[1_024];
  private int length;

  MqttClient(InetSocketAddress server, ByteBuffer readBuffer, String id) throws IOException {
    super(server);
    this.readBuffer = readBuffer;
    ask(packet(CONNECT << 4, PROTOCOL, text(id)), CONNACK);
  }

  /** At QoS 0. */
  void subscribe(String topic) throws IOException {
    ask(packet((SUBSCRIBE << 4) | 2, new byte[] {0, 1}, text(topic), new byte[] {0}), SUBACK);
  }

  private void ask(byte[] packet, int answer) throws IOException {
    ByteBuffer request = ByteBuffer.wrap(packet);
    while (request.hasRemaining()) {
      channel.write(request);
    }
    last = 0;
    while (last != answer) {
      read();
    }
  }

  /**
   * The template of a publish. At QoS 1 its packet identifier is always the same, so that only one
   * may be outstanding.
   */
  static Template publish(String topic, int qos, String payload) {
    byte[] id = qos == 0 ? new byte[0] : new byte[] {0, 1};
    return new Template(
        packet((PUBLISH << 4) | (qos << 1), text(topic), id, payload.getBytes(UTF_8)));
  }

  private static byte[] text(String text) {
    byte[] utf8 = text.getBytes(UTF_8);
    byte[] field = new byte[2 + utf8.length];
    field[0] = (byte) (utf8.length >> 8);
    field[1] = (byte) utf8.length;
    System.arraycopy(utf8, 0, field, 2, utf8.length);
    return field;
  }

  private static byte[] packet(int first, byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(first);
    int left = Arrays.stream(parts).mapToInt(part -> part.length).sum();
    while (left > 127) {
      out.write((left & 127) | 128);
      left >>= 7;
    }
    out.write(left);
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  /** From now on what comes is given to the sink whenever the selector says so. */
  void join(Selector selector, Sink receiver) throws IOException {
    sink = receiver;
    register(selector);
  }

  @Override
  void read() throws IOException {
    readBuffer.clear();
    if (channel.read(readBuffer) < 0) {
      throw new EOFException("the server closed a connection");
    }
    readBuffer.flip();
    int added = readBuffer.remaining();
    if (length + added > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + added));
    }
    readBuffer.get(bytes, length, added);
    length += added;
    int from = 0;
    for (int to = end(from); to > 0 && to <= length; to = end(from)) {
      last = (bytes[from] >> 4) & 15;
      if (sink != null) {
        sink.packet(last, bytes, from, to);
      }
      from = to;
    }
    length -= from;
    System.arraycopy(bytes, from, bytes, 0, length);
  }

  /** Where the packet that begins there ends, or -1 if that is not known yet. */
  private int end(int from) {
    int remaining = 0;
    for (int i = 1; from + i < length; i++) {
      byte digit = bytes[from + i];
      remaining |= (digit & 127) << (7 * (i - 1));
      if (digit >= 0) {
        return from + i + 1 + remaining;
      }
    }
    return -1;
  }
}
