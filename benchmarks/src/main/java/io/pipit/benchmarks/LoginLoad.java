package io.pipit.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;

/**
 * Logins one after another, several at a time: connect, authenticate, bind a resource, close. A
 * login counts when the resource is bound. The accounts are used again and again, so that after the
 * first second none logs in for the first time.
 */
final class LoginLoad extends Load {

  static final int ACCOUNTS = 100;
  private static final int AT_A_TIME = 32;
  private static final String SASL = "xmlns='urn:ietf:params:xml:ns:xmpp-sasl'";

  /** Without channel binding, which is for TLS. */
  private static final String GS2 = "n,,";

  private final boolean scram;
  private final Map<String, ScramKeys> keys = new HashMap<>();
  private long unfinished;

  /**
   * @param scram SCRAM-SHA-256 with keys that the client keeps, or else PLAIN
   */
  LoginLoad(ServerUnderTest server, boolean scram) throws IOException {
    super(server);
    this.scram = scram;
  }

  @Override
  void begin() {
    for (int i = 0; i < AT_A_TIME; i++) {
      next();
    }
  }

  private void next() {
    try {
      unfinished++;
      new Login("u" + sent % ACCOUNTS, "login" + sent++);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  long outstanding() {
    return unfinished;
  }

  @Override
  long lost() {
    return unfinished;
  }

  @Override
  long duplicates() {
    return 0;
  }

  @Override
  long outOfOrder() {
    return 0;
  }

  private final class Login implements Connection {

    private final String account;
    private final String resource;
    private final long since = System.nanoTime();
    private final SocketChannel channel;
    private final StanzaScanner scanner = new StanzaScanner();
    private final String bare;
    private String authMessage = "";
    private boolean authenticated;
    private boolean bound;

    Login(String account, String resource) throws IOException {
      this.account = account;
      this.resource = resource;
      this.bare = "n=" + account + ",r=" + resource;
      this.channel = SocketChannel.open(server());
      channel.socket().setTcpNoDelay(true);
      channel.configureBlocking(false);
      channel.register(selector, SelectionKey.OP_READ, this);
      write(WireClient.OPENING);
    }

    /** A few hundred bytes, for which the socket of a new connection has room. */
    private void write(String text) {
      try {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(UTF_8));
        channel.write(bytes);
        if (bytes.hasRemaining()) {
          throw new IOException("a new socket takes less than " + text.length() + " bytes");
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void ready(SelectionKey key) throws IOException {
      ByteBuffer buffer = readBuffer().clear();
      if (channel.read(buffer) >= 0) {
        scanner.feed(buffer.flip(), this::received);
        return;
      }
      close();
      if (!bound) {
        throw new IOException("the server closed a stream that logs in as " + account);
      }
    }

    private void received(byte[] bytes, int from, int to) {
      String stanza = new String(bytes, from, to - from, UTF_8);
      if (stanza.startsWith("<stream:features")) {
        write(authenticated ? bind() : authenticate());
      } else if (stanza.startsWith("<challenge")) {
        write(response(content(stanza)));
      } else if (stanza.startsWith("<success")) {
        require(!scram || content(stanza).equals("v=" + key().signature(authMessage)), stanza);
        authenticated = true;
        scanner.restart();
        write(WireClient.OPENING);
      } else {
        require(stanza.startsWith("<iq") && stanza.contains("'result'"), stanza);
        bound();
      }
    }

    private void require(boolean condition, String stanza) {
      if (!condition) {
        throw new IllegalStateException(account + " cannot log in: " + stanza);
      }
    }

    private String authenticate() {
      return scram
          ? sasl("auth", " mechanism='SCRAM-SHA-256'", GS2 + bare)
          : sasl("auth", " mechanism='PLAIN'", '\0' + account + '\0' + ServerUnderTest.PASSWORD);
    }

    /** The client's final message, RFC 5802 5. */
    private String response(String serverFirst) {
      String[] fields = serverFirst.split(",");
      String salt = fields[1].substring(2);
      int iterations = Integer.parseInt(fields[2].substring(2));
      ScramKeys known = keys.get(account);
      if (known == null || !known.salt().equals(salt) || known.iterations() != iterations) {
        known = ScramKeys.derive(ServerUnderTest.PASSWORD, salt, iterations);
        keys.put(account, known);
      }
      String withoutProof =
          "c=" + Base64.getEncoder().encodeToString(GS2.getBytes(UTF_8)) + "," + fields[0];
      authMessage = bare + "," + serverFirst + "," + withoutProof;
      return sasl("response", "", withoutProof + ",p=" + known.proof(authMessage));
    }

    private ScramKeys key() {
      ScramKeys known = keys.get(account);
      if (known == null) {
        throw new IllegalStateException("success without a challenge");
      }
      return known;
    }

    private String sasl(String element, String attributes, String content) {
      return "<"
          + element
          + " "
          + SASL
          + attributes
          + ">"
          + Base64.getEncoder().encodeToString(content.getBytes(UTF_8))
          + "</"
          + element
          + ">";
    }

    private static String content(String stanza) {
      int start = stanza.indexOf('>') + 1;
      int end = stanza.lastIndexOf("</");
      return start > end
          ? ""
          : new String(Base64.getDecoder().decode(stanza.substring(start, end).strip()), UTF_8);
    }

    private String bind() {
      return "<iq type='set' id='b'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><resource>"
          + resource
          + "</resource></bind></iq>";
    }

    private void bound() {
      bound = true;
      unfinished--;
      counted++;
      latency.recordValue(System.nanoTime() - since);
      write("</stream:stream>");
      if (!isStopped()) {
        next();
      }
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
