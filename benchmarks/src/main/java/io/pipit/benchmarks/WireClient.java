package io.pipit.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Queue;

/**
 * One stream to the node, with as little of a client as a measurement needs. It logs in and asks
 * with blocking calls; {@link #join} then gives it to a selector, after which only {@link #send}
 * and {@link #ready} are called, all by one thread.
 */
final class WireClient implements Load.Connection {

  private static final String OPENING =
      "<?xml version='1.0'?><stream:stream to='"
          + ServerUnderTest.DOMAIN
          + "' version='1.0' xmlns='jabber:client'"
          + " xmlns:stream='http://etherx.jabber.org/streams'>";

  private final SocketChannel channel;
  private final ByteBuffer readBuffer;
  private final StanzaScanner scanner = new StanzaScanner();
  private final Queue<String> answers = new ArrayDeque<>();
  private final Queue<ByteBuffer> unsent = new ArrayDeque<>();
  private StanzaScanner.Sink sink = (bytes, from, to) -> answers.add(text(bytes, from, to));
  private int ids;

  /** Connects and opens a stream, up to the features of a client that is not known yet. */
  WireClient(InetSocketAddress node, ByteBuffer readBuffer) throws IOException {
    this.readBuffer = readBuffer;
    this.channel = SocketChannel.open(node);
    channel.socket().setTcpNoDelay(true);
    open();
  }

  private static String text(byte[] bytes, int from, int to) {
    return new String(bytes, from, to - from, UTF_8);
  }

  private void open() throws IOException {
    scanner.restart();
    write(OPENING);
    next("<stream:features");
  }

  /** Logs in by PLAIN, binds a resource and sends initial presence. */
  WireClient login(String account, String resource) throws IOException {
    byte[] plain = ('\0' + account + '\0' + ServerUnderTest.PASSWORD).getBytes(UTF_8);
    write(
        "<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>"
            + Base64.getEncoder().encodeToString(plain)
            + "</auth>");
    next("<success");
    open();
    ask(
        "set",
        "",
        "<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><resource>"
            + resource
            + "</resource></bind>");
    write("<presence/>");
    return this;
  }

  /**
   * Asks, and waits for the result.
   *
   * @param to empty for one's own account or server
   */
  void ask(String type, String to, String payload) throws IOException {
    String id = "a" + ids++;
    String address = to.isEmpty() ? "" : "' to='" + to;
    write("<iq type='" + type + "' id='" + id + address + "'>" + payload + "</iq>");
    String answer = next("<iq");
    if (!answer.contains("'result'") || !answer.contains("'" + id + "'")) {
      throw new IOException("the node answered " + answer + " to " + payload);
    }
  }

  private void write(String text) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(UTF_8));
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  /** The next stanza, which has to begin like that; presence of other resources is passed over. */
  private String next(String start) throws IOException {
    while (true) {
      String answer = answers.poll();
      if (answer == null) {
        read();
      } else if (answer.startsWith(start)) {
        return answer;
      } else if (!answer.startsWith("<presence")) {
        throw new IOException("the node sent " + answer + " where " + start + " was expected");
      }
    }
  }

  private void read() throws IOException {
    readBuffer.clear();
    if (channel.read(readBuffer) < 0) {
      throw new EOFException("the node closed a stream");
    }
    readBuffer.flip();
    scanner.feed(readBuffer, sink);
  }

  /** From now on what comes is given to the sink whenever the selector says so. */
  void join(Selector selector, StanzaScanner.Sink receiver) throws IOException {
    sink = receiver;
    channel.configureBlocking(false);
    channel.register(selector, SelectionKey.OP_READ, this);
  }

  /** Sends a stanza, or as much of it as the socket takes now. */
  void send(byte[] stanza, Selector selector) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(stanza);
    if (unsent.isEmpty()) {
      channel.write(bytes);
    }
    if (bytes.hasRemaining()) {
      unsent.add(bytes);
      channel.keyFor(selector).interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
    }
  }

  @Override
  public void ready(SelectionKey key) throws IOException {
    if (key.isWritable()) {
      ByteBuffer oldest = unsent.peek();
      while (oldest != null && channel.write(oldest) > 0 && !oldest.hasRemaining()) {
        unsent.remove();
        oldest = unsent.peek();
      }
      if (oldest == null) {
        key.interestOps(SelectionKey.OP_READ);
      }
    }
    if (key.isReadable()) {
      read();
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
