package io.pipit.benchmarks;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * What is sent to a server in one case of the wire measurement. A closed loop: each sender has so
 * many messages outstanding, and sends the next when one has arrived wherever it has to. An open
 * loop sends at given times, whatever is outstanding. One thread and one selector serve all
 * connections.
 */
abstract class Load implements AutoCloseable {

  private static final byte[] NUMBER = " n='".getBytes(US_ASCII);
  private static final byte[] ID = " id='".getBytes(US_ASCII);
  private static final byte[] JSON_NUMBER = "\"n\":\"".getBytes(US_ASCII);
  private static final byte[] ERROR = "type='error'".getBytes(US_ASCII);

  /** Of a payload, when nothing else is said. */
  static final int PAYLOAD_BYTES = 200;

  private static final long LONGEST_WAIT = 10_000_000;
  private static final long MILLISECOND = 1_000_000;
  private static final long DRAIN_NANOS = 10_000_000_000L;

  private final InetSocketAddress server;
  private final ByteBuffer readBuffer = ByteBuffer.allocateDirect(256 * 1_024);
  private final List<Connection> clients = new ArrayList<>();
  private final List<SocketConnection> unsent = new ArrayList<>();
  final Selector selector = Selector.open();

  /** In nanoseconds, from the sending of a message to what is counted. */
  final Histogram latency = new Histogram(60_000_000_000L, 3);

  /** Messages that were sent, and what of them is counted. */
  long sent;

  long counted;
  private boolean stopped;

  Load(ServerUnderTest server) throws IOException {
    this.server = server.address();
  }

  /** What the selector has something for. */
  interface Connection extends AutoCloseable {
    void ready(SelectionKey key) throws IOException;

    @Override
    void close() throws IOException;
  }

  /** Sends what may be outstanding at first. */
  abstract void begin();

  /** Messages that have not arrived wherever they have to. */
  abstract long outstanding();

  abstract long lost();

  abstract long duplicates();

  abstract long outOfOrder();

  /**
   * Called again and again while it runs, for what is sent at a time.
   *
   * @return nanoseconds until there is something again; the last millisecond of them is spent
   *     looking, since a selector cannot wait for less
   */
  long tick() throws IOException {
    return LONGEST_WAIT;
  }

  final boolean isStopped() {
    return stopped;
  }

  final InetSocketAddress server() {
    return server;
  }

  final ByteBuffer readBuffer() {
    return readBuffer;
  }

  final WireClient client(String account, String resource) throws IOException {
    return closed(new WireClient(server, readBuffer)).login(account, resource);
  }

  /** The connection will be closed with the others. */
  final <C extends Connection> C closed(C connection) {
    clients.add(connection);
    return connection;
  }

  /** Sends a message with whatever else this turn of the selector has for the same connection. */
  final void send(SocketConnection client, byte[] stanza) {
    if (client.add(stanza)) {
      unsent.add(client);
    }
  }

  private void flush() throws IOException {
    for (SocketConnection each : unsent) {
      each.flush(selector);
    }
    unsent.clear();
  }

  /** Receives and sends for so long. */
  final void run(long nanos) throws IOException {
    long end = System.nanoTime() + nanos;
    for (long left = nanos; left > 0; left = end - System.nanoTime()) {
      long wait = Math.min(left, Math.min(LONGEST_WAIT, tick()));
      flush();
      select(wait);
      Iterator<SelectionKey> ready = selector.selectedKeys().iterator();
      while (ready.hasNext()) {
        SelectionKey key = ready.next();
        ready.remove();
        ((Connection) key.attachment()).ready(key);
      }
    }
    flush();
  }

  private void select(long nanos) throws IOException {
    if (nanos < MILLISECOND) {
      selector.selectNow();
    } else {
      selector.select(nanos / MILLISECOND);
    }
  }

  /** Sends nothing new and waits for what is outstanding. */
  final void stop() throws IOException {
    stopped = true;
    long end = System.nanoTime() + DRAIN_NANOS;
    while (outstanding() > 0 && System.nanoTime() < end) {
      run(LONGEST_WAIT);
    }
  }

  @Override
  public final void close() throws IOException {
    for (Connection client : clients) {
      client.close();
    }
    selector.close();
  }

  /** A payload of so many bytes that carries its number. */
  static String payload(String element, long number, int bytes) {
    return payload(element, Long.toString(number), bytes);
  }

  /** The same for a template. */
  static String payload(int bytes) {
    return payload("reading", Template.NUMBER, bytes);
  }

  private static String payload(String element, String number, int bytes) {
    String start = "<" + element + " xmlns='urn:pipit:benchmark' n='" + number + "'>";
    String end = "</" + element + ">";
    return start + "x".repeat(bytes - start.length() - end.length()) + end;
  }

  /** As the other, in JSON: what things send by MQTT. */
  static String jsonPayload(int bytes) {
    String start = "{\"n\":\"" + Template.NUMBER + "\",\"reading\":\"";
    String end = "\"}";
    return start + "x".repeat(bytes - start.length() - end.length()) + end;
  }

  static byte[] bytes(String stanza) {
    return stanza.getBytes(UTF_8);
  }

  /** The number of the payload in a stanza. */
  static long number(byte[] stanza, int from, int to) {
    return number(NUMBER, stanza, from, to);
  }

  /** The number of a payload of JSON in a packet. */
  static long jsonNumber(byte[] packet, int from, int to) {
    return number(JSON_NUMBER, packet, from, to);
  }

  /** The number that is the id of an answer. */
  static long id(byte[] stanza, int from, int to) {
    return number(ID, stanza, from, to);
  }

  private static long number(byte[] before, byte[] stanza, int from, int to) {
    int at = find(before, stanza, from, to);
    if (at < 0) {
      throw new IllegalStateException(
          "not a message of this measurement: " + text(stanza, from, to));
    }
    long number = 0;
    for (int i = at + before.length; stanza[i] >= '0' && stanza[i] <= '9'; i++) {
      number = 10 * number + stanza[i] - '0';
    }
    return number;
  }

  static boolean is(char kind, byte[] stanza, int from) {
    return stanza[from + 1] == kind;
  }

  /** A measurement in which something is refused measures something else. */
  static void requireNoError(byte[] stanza, int from, int to) {
    if (find(ERROR, stanza, from, to) >= 0) {
      throw new IllegalStateException("the server refused: " + text(stanza, from, to));
    }
  }

  private static String text(byte[] stanza, int from, int to) {
    return new String(stanza, from, to - from, UTF_8);
  }

  private static int find(byte[] what, byte[] bytes, int from, int to) {
    int last = to - what.length;
    for (int i = from; i <= last; i++) {
      int j = 0;
      while (j < what.length && bytes[i + j] == what[j]) {
        j++;
      }
      if (j == what.length) {
        return i;
      }
    }
    return -1;
  }
}
