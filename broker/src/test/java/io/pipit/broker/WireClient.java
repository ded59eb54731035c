package io.pipit.broker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pipit.xmpp.Element;
import io.pipit.xmpp.StreamError;
import io.pipit.xmpp.xml.StreamHeader;
import io.pipit.xmpp.xml.StreamReader;
import io.pipit.xmpp.xml.XmlLimits;
import io.pipit.xmpp.xml.XmlWriter;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.List;

/**
 * Writes the XML that a test gives it to a node without TLS, and reads whole elements. Confined to
 * its test.
 */
public final class WireClient implements AutoCloseable, StreamReader.Handler {

  private static final int TIMEOUT_MILLIS = 15_000;
  private static final XmlLimits LIMITS =
      new XmlLimits(1 << 22, 64, 100_000, 64, 64, 1_024, 65_536, 1 << 26, 1_024, true);

  private final Socket socket;
  private final String domain;
  private final StreamReader reader = new StreamReader(LIMITS, this);
  private final Deque<Element> received = new ArrayDeque<>();
  private boolean closedByServer;
  private String address = "";
  private String server = "";
  private Element features = Element.of("features", "");

  private WireClient(Socket socket, String domain) {
    this.socket = socket;
    this.domain = domain;
  }

  /** A connection whose stream is open and whose features have been read. */
  static WireClient open(TestNode node) throws IOException {
    return open(node.port(), node.domain());
  }

  private static WireClient open(int port, String domain) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(TIMEOUT_MILLIS);
    socket.setTcpNoDelay(true);
    WireClient client = new WireClient(socket, domain);
    client.openStream();
    return client;
  }

  /** A client with a bound resource, which has sent no presence. */
  public static WireClient login(TestNode node, String user, String password, String resource)
      throws IOException {
    return login(open(node), user, password, resource);
  }

  static WireClient login(int port, String user, String password, String resource)
      throws IOException {
    return login(open(port, TestNode.DOMAIN), user, password, resource);
  }

  private static WireClient login(WireClient client, String user, String password, String resource)
      throws IOException {
    client.send(
        "<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>"
            + Base64.getEncoder().encodeToString(("\0" + user + "\0" + password).getBytes(UTF_8))
            + "</auth>");
    assertEquals("success", client.next().name());
    client.reader.restart();
    client.openStream();
    client.send(
        "<iq type='set' id='bind'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><resource>"
            + resource
            + "</resource></bind></iq>");
    client.address = client.next().firstElement().orElseThrow().firstElement().orElseThrow().text();
    return client;
  }

  private void openStream() throws IOException {
    send(
        "<stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' to='"
            + domain
            + "' version='1.0'>");
    features = next();
    assertEquals("features", features.name());
  }

  /** The full JID. */
  public String address() {
    return address;
  }

  public WireClient send(String xml) throws IOException {
    socket.getOutputStream().write(xml.getBytes(UTF_8));
    socket.getOutputStream().flush();
    return this;
  }

  /** A request to the pubsub service. */
  WireClient pubsub(String type, String id, String content) throws IOException {
    return pubsub(type, id, "http://jabber.org/protocol/pubsub", content);
  }

  /** A request of an owner to the pubsub service. */
  WireClient owner(String type, String id, String content) throws IOException {
    return pubsub(type, id, "http://jabber.org/protocol/pubsub#owner", content);
  }

  private WireClient pubsub(String type, String id, String namespace, String content)
      throws IOException {
    return send(
        "<iq type='"
            + type
            + "' id='"
            + id
            + "' to='"
            + TestNode.SERVICE
            + "'><pubsub xmlns='"
            + namespace
            + "'>"
            + content
            + "</pubsub></iq>");
  }

  /** The next element. */
  public Element next() throws IOException {
    while (received.isEmpty()) {
      if (!read()) {
        throw new AssertionError("the stream of " + address + " has ended");
      }
    }
    return received.remove();
  }

  /** The next element is an answer to this request, a result or an error; as text. */
  String answer(String type, String id) throws IOException {
    Element answer = next();
    String text = XmlWriter.text(answer);
    assertEquals("iq " + type + " " + id, described(answer), text);
    return text;
  }

  private static String described(Element stanza) {
    return stanza.name() + " " + stanza.attribute("type", "") + " " + stanza.attribute("id", "");
  }

  /** The next element is an answer with this stanza error. */
  void refused(String id, String condition) throws IOException {
    String text = answer("error", id);
    assertEquals(true, text.contains("<" + condition + " "), text);
  }

  /** The next element is an event of items with these ids. */
  void event(String node, String... ids) throws IOException {
    Element message = next();
    String text = XmlWriter.text(message);
    Element items =
        message
            .child("event", "http://jabber.org/protocol/pubsub#event")
            .flatMap(Element::firstElement)
            .orElseThrow(() -> new AssertionError(text));
    assertEquals(node, items.attribute("node", ""), text);
    assertEquals(
        List.of(ids),
        items.elements().stream().map(item -> item.attribute("id", "")).toList(),
        text);
  }

  /** Reads until the server has ended the stream; gives its last element. */
  Element end() throws IOException {
    while (!closedByServer && read()) {}
    assertEquals(true, closedByServer, "the stream was closed before the connection");
    return received.removeLast();
  }

  private boolean read() throws IOException {
    byte[] buffer = new byte[16_384];
    int length = socket.getInputStream().read(buffer);
    if (length > 0) {
      reader.feed(buffer, 0, length);
    }
    return length >= 0;
  }

  @Override
  public void streamOpened(StreamHeader header) {
    server = header.from().orElse("");
  }

  /** Who the server said to be when it opened the stream. */
  String server() {
    return server;
  }

  /** What the stream that was opened last offered. */
  Element features() {
    return features;
  }

  @Override
  public void element(Element element) {
    received.add(element);
  }

  @Override
  public void streamClosed() {
    closedByServer = true;
  }

  @Override
  public void failed(StreamError error) {
    throw new AssertionError("the server wrote what cannot be read: " + error);
  }

  @Override
  public void close() throws IOException {
    socket.close();
    reader.close();
  }
}
