package io.pipit.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.Selector;
import java.nio.channels.WritableByteChannel;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Queue;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * One stream to a server, with as little of a client as a measurement needs. It logs in and asks
 * with blocking calls; {@link #join} then gives it to a selector, after which only {@link #send}
 * and {@link #ready} are called, all by one thread. With TLS it only blocks.
 */
final class WireClient extends SocketConnection {

  static final String OPENING =
      "<?xml version='1.0'?><stream:stream to='"
          + ServerUnderTest.DOMAIN
          + "' version='1.0' xmlns='jabber:client'"
          + " xmlns:stream='http://etherx.jabber.org/streams'>";

  private final ReadableByteChannel in;
  private final WritableByteChannel out;
  private final ByteBuffer readBuffer;
  private final StanzaScanner scanner = new StanzaScanner();
  private final Queue<String> answers = new ArrayDeque<>();
  private StanzaScanner.Sink sink = (bytes, from, to) -> answers.add(text(bytes, from, to));
  private int ids;

  /** Connects and opens a stream, up to the features of a client that is not known yet. */
  WireClient(InetSocketAddress server, ByteBuffer readBuffer) throws IOException {
    this(server, readBuffer, null);
  }

  /**
   * @param tls to begin with TLS
   */
  WireClient(InetSocketAddress server, ByteBuffer readBuffer, @Nullable SSLSocketFactory tls)
      throws IOException {
    super(server);
    this.readBuffer = readBuffer;
    if (tls == null) {
      in = channel;
      out = channel;
    } else {
      SSLSocket socket =
          (SSLSocket)
              tls.createSocket(channel.socket(), ServerUnderTest.DOMAIN, server.getPort(), true);
      in = Channels.newChannel(socket.getInputStream());
      out = Channels.newChannel(socket.getOutputStream());
    }
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

  /** Makes an account (XEP-0077). */
  void register(String account) throws IOException {
    ask(
        "set",
        "",
        "<query xmlns='jabber:iq:register'><username>"
            + account
            + "</username><password>"
            + ServerUnderTest.PASSWORD
            + "</password></query>");
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
      throw new IOException("the server answered " + answer + " to " + payload);
    }
  }

  private void write(String text) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(UTF_8));
    while (bytes.hasRemaining()) {
      out.write(bytes);
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
        throw new IOException("the server sent " + answer + " where " + start + " was expected");
      }
    }
  }

  @Override
  void read() throws IOException {
    readBuffer.clear();
    if (in.read(readBuffer) < 0) {
      throw new EOFException("the server closed a stream");
    }
    readBuffer.flip();
    scanner.feed(readBuffer, sink);
  }

  /** From now on what comes is given to the sink whenever the selector says so. */
  void join(Selector selector, StanzaScanner.Sink receiver) throws IOException {
    sink = receiver;
    register(selector);
  }
}
