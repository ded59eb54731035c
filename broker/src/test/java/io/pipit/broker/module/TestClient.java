package io.pipit.broker.module;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.pipit.broker.stream.BindResult;
import io.pipit.broker.stream.ClientStream;
import io.pipit.broker.stream.LoopInbox;
import io.pipit.broker.stream.Outbound;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.Element;
import io.pipit.xmpp.FullJid;
import io.pipit.xmpp.Iq;
import io.pipit.xmpp.Node;
import io.pipit.xmpp.Ns;
import io.pipit.xmpp.Presence;
import io.pipit.xmpp.Stanza;
import io.pipit.xmpp.Stanzas;
import io.pipit.xmpp.StreamError;
import io.pipit.xmpp.xml.XmlDocument;
import io.pipit.xmpp.xml.XmlWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A client without a socket: what it sends is read and stamped as a stream does it, and what it is
 * sent is kept for {@link #expect}.
 */
final class TestClient implements ClientStream {

  /** In expected XML, the value of an attribute that may be anything. */
  private static final String ANY = "*";

  private final TestServer server;
  private final BareJid account;
  private final Queue<Element> received = new ConcurrentLinkedQueue<>();
  private final List<Object> attachments = new ArrayList<>();
  private volatile @Nullable FullJid jid;
  private volatile @Nullable StreamError closedWith;
  private int requests;

  TestClient(TestServer server, BareJid account) {
    this.server = server;
    this.account = account;
  }

  /** Binds a resource, which must be granted. */
  TestClient bind(String resource) {
    BindResult result =
        server.onLoop(() -> server.router().bind(this, account, Optional.of(resource)));
    jid = ((BindResult.Bound) result).jid();
    server.onLoop(
        () -> {
          server.router().bound(this);
          return true;
        });
    return this;
  }

  /** Sends one stanza, without {@code xmlns} and {@code from}, and lets it take all its effects. */
  void send(String xml) {
    sendTogether(xml);
  }

  /** As {@link #send}, but of stanzas that are read in one turn. */
  void sendTogether(String... xmls) {
    List<Element> elements = Stream.of(xmls).map(TestClient::parse).toList();
    server.onLoop(
        () -> {
          elements.forEach(this::read);
          return true;
        });
    server.settle();
  }

  /** As a stream hands over what it has read (RFC 6120 8.1.2.1). */
  private void read(Element element) {
    Stanzas.Reading reading = Stanzas.read(element.with("from", jid().toString()));
    if (reading instanceof Stanzas.Valid valid) {
      Stanza stanza = valid.stanza();
      boolean subscription =
          stanza instanceof Presence presence && presence.type().managesSubscription();
      server.router().received(this, subscription ? stanza.withFrom(account) : stanza);
    } else if (reading instanceof Stanzas.Invalid invalid) {
      invalid.reply().ifPresent(this::send);
    } else {
      throw new AssertionError(reading);
    }
  }

  /** Loses the connection without a word. */
  void disconnect() {
    server.onLoop(
        () -> {
          server.router().closed(this);
          return true;
        });
    server.settle();
  }

  /** The next stanza that was received is this one. */
  void expect(String xml) {
    Element actual = received.poll();
    assertFalse(actual == null, () -> jid + " received nothing, expected " + xml);
    assertEquals(text(like(parse(xml), actual)), text(sorted(actual)), jid + " received");
  }

  /** All that was received are these, in any order. */
  void expectInAnyOrder(String... xmls) {
    List<String> expected = new ArrayList<>();
    for (String xml : xmls) {
      expected.add(text(sorted(parse(xml))));
    }
    List<String> actual = new ArrayList<>();
    for (Element element = received.poll(); element != null; element = received.poll()) {
      actual.add(text(sorted(element)));
    }
    assertEquals(
        String.join("\n", expected.stream().sorted().toList()),
        String.join("\n", actual.stream().sorted().toList()),
        jid + " received");
  }

  /** Nothing was received, or all of it has been expected. */
  void expectNothing() {
    List<String> rest = received.stream().map(XmlWriter::text).toList();
    assertEquals(List.of(), rest, jid + " received");
  }

  /** The next stanza that was received. */
  Element next() {
    Element next = received.poll();
    if (next == null) {
      throw new AssertionError(jid + " received nothing");
    }
    return next;
  }

  /** All that was received. */
  List<Element> all() {
    List<Element> all = List.copyOf(received);
    received.clear();
    return all;
  }

  /** Forgets what was received. */
  void ignore() {
    received.clear();
  }

  /** Whether the server has ended the stream, and how. */
  Optional<StreamError> closedWith() {
    return Optional.ofNullable(closedWith);
  }

  /** Requests that were begun and not answered. */
  int openRequests() {
    return requests;
  }

  static Element parse(String xml) {
    String document = "<x xmlns='" + Ns.CLIENT + "'>" + xml + "</x>";
    return XmlDocument.parse(document.getBytes(StandardCharsets.UTF_8)).elements().get(0);
  }

  /** What is expected, with wildcards taken from what came, and attributes in one order. */
  private static Element like(Element expected, Element actual) {
    Element result = sorted(expected);
    for (int i = 0; i < expected.attributeCount(); i++) {
      String name = expected.attributeName(i);
      if (expected.attributeValue(i).equals(ANY)) {
        result = result.with(name, actual.attribute(name, "(absent)"));
      }
    }
    List<Element> theirs = actual.elements();
    List<Node> children = new ArrayList<>();
    int at = 0;
    for (Node child : expected.children()) {
      if (child instanceof Element element) {
        children.add(at < theirs.size() ? like(element, theirs.get(at)) : sorted(element));
        at++;
      } else {
        children.add(child);
      }
    }
    return result.withChildren(children);
  }

  private static Element sorted(Element element) {
    Element.Builder result = Element.builder(element.name(), element.namespace());
    List<String> names = new ArrayList<>();
    for (int i = 0; i < element.attributeCount(); i++) {
      names.add(element.attributeName(i));
    }
    names.stream().sorted().forEach(name -> result.attribute(name, element.attribute(name)));
    for (Node child : element.children()) {
      result.child(child instanceof Element inner ? sorted(inner) : child);
    }
    return result.build();
  }

  private static String text(Element element) {
    return XmlWriter.text(element);
  }

  // ---- as the broker sees it

  @Override
  public FullJid jid() {
    FullJid bound = jid;
    if (bound == null) {
      throw new IllegalStateException("not bound");
    }
    return bound;
  }

  @Override
  public BareJid account() {
    return account;
  }

  @Override
  public LoopInbox loop() {
    return server.loop();
  }

  /** Through the writer and the reader, as over the wire. */
  @Override
  public void send(Stanza stanza) {
    if (closedWith == null) {
      received.add(XmlDocument.parse(XmlWriter.bytes(stanza.element())));
    }
  }

  @Override
  public void write(Outbound stanza) {
    throw new UnsupportedOperationException("nothing here is serialised for many");
  }

  @Override
  public void beginRequest() {
    requests++;
  }

  @Override
  public void answer(Iq answer) {
    requests--;
    send(answer);
  }

  @Override
  public void close(StreamError error) {
    if (closedWith == null) {
      closedWith = error;
      server.router().closed(this);
    }
  }

  @Override
  public void attach(Object state) {
    attachments.add(state);
  }

  @Override
  public <T> Optional<T> attachment(Class<T> type) {
    return attachments.stream().filter(type::isInstance).map(type::cast).findFirst();
  }

  @Override
  public Instant acceptedAt() {
    return TestServer.NOW;
  }

  @Override
  public String remoteAddress() {
    return "192.0.2.1:40000";
  }

  @Override
  public Optional<String> tlsVersion() {
    return Optional.empty();
  }

  @Override
  public int queuedBytes() {
    return 0;
  }
}
