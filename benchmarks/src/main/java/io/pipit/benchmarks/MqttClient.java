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

  /** Of MQTT 3.1.1, with name and password, a clean session and no keepalive. */
  private static final byte[] PROTOCOL = {0, 4, 'M', 'Q', 'T', 'T', 4, (byte) 0xC2, 0, 0};

  private static final int ACCEPTED = 0;
  private static final int PACKET_IDS = 65_535;

  /** Receives a whole packet, from its first byte. The array is only lent for the call. */
  @FunctionalInterface
  interface Sink {
    void packet(int type, byte[] bytes, int from, int to);
  }

  private final ByteBuffer readBuffer;
  private @Nullable Sink sink;

  /** Type and last byte of the last packet. */
  private int last;

  private int lastByte;
  private byte[] bytes = new byte[1_024];
  private int length;

  /**
   * Connects.
   *
   * @param id of the client
   */
  MqttClient(InetSocketAddress server, ByteBuffer readBuffer, String id, String account)
      throws IOException {
    super(server);
    this.readBuffer = readBuffer;
    ask(
        packet(CONNECT << 4, PROTOCOL, text(id), text(account), text(ServerUnderTest.PASSWORD)),
        CONNACK,
        ACCEPTED);
  }

  void subscribe(String topic, int qos) throws IOException {
    byte[] id = {0, 1};
    ask(packet((SUBSCRIBE << 4) | 2, id, text(topic), new byte[] {(byte) qos}), SUBACK, qos);
  }

  /** Whether it was accepted, or at which QoS, is the last byte of the answer. */
  private void ask(byte[] packet, int answer, int expected) throws IOException {
    ByteBuffer request = ByteBuffer.wrap(packet);
    while (request.hasRemaining()) {
      channel.write(request);
    }
    last = 0;
    while (last != answer) {
      read();
    }
    if (lastByte != expected) {
      throw new IOException("the server refused: " + lastByte + " in packet " + answer);
    }
  }

  /** The template of a publish. */
  static Template publish(String topic, int qos, String payload) {
    byte[] id = new byte[qos == 0 ? 0 : 2];
    byte[] content = payload.getBytes(UTF_8);
    byte[] packet = packet((PUBLISH << 4) | (qos << 1), text(topic), id, content);
    return new Template(
        packet, qos == 0 ? Template.NONE : packet.length - content.length - id.length);
  }

  /** The packet identifier of a publish with that number. */
  static int id(long number) {
    return 1 + (int) (number % PACKET_IDS);
  }

  /** The packet identifier of an acknowledgement. */
  static int acknowledged(byte[] bytes, int from) {
    return number(bytes, from + 2);
  }

  static int qos(byte[] publish, int from) {
    return (publish[from] >> 1) & 3;
  }

  /** What acknowledges a publish of QoS 1. */
  static byte[] acknowledgement(byte[] publish, int from) {
    int id = topicEnd(publish, from);
    return new byte[] {PUBACK << 4, 2, publish[id], publish[id + 1]};
  }

  /** The number that is the last level of the topic of a publish. */
  static int lastLevel(byte[] publish, int from) {
    int number = 0;
    int factor = 1;
    for (int i = topicEnd(publish, from) - 1; publish[i] != '/'; i--) {
      number += factor * (publish[i] - '0');
      factor *= 10;
    }
    return number;
  }

  /** Where the topic of a publish ends. */
  private static int topicEnd(byte[] publish, int from) {
    int lengthEnd = from + 1;
    while (publish[lengthEnd] < 0) {
      lengthEnd++;
    }
    int topic = lengthEnd + 1;
    return topic + 2 + number(publish, topic);
  }

  private static int number(byte[] bytes, int at) {
    return (bytes[at] & 255) << 8 | (bytes[at + 1] & 255);
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
      lastByte = bytes[to - 1] & 255;
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
