package io.pipit.devices.client;

import io.pipit.devices.client.XmppException.Disconnected;
import io.pipit.devices.client.XmppException.Reason;
import io.pipit.devices.client.XmppException.StreamFailed;
import io.pipit.devices.client.XmppException.TlsFailed;
import io.pipit.devices.client.XmppException.Violation;
import io.pipit.xmpp.DnsName;
import io.pipit.xmpp.Element;
import io.pipit.xmpp.Ns;
import io.pipit.xmpp.StreamError;
import io.pipit.xmpp.xml.StreamHeader;
import io.pipit.xmpp.xml.StreamReader;
import io.pipit.xmpp.xml.XmlBuffer;
import io.pipit.xmpp.xml.XmlContext;
import io.pipit.xmpp.xml.XmlLimits;
import io.pipit.xmpp.xml.XmlWriter;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.NetSocket;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The client's end of one XML stream over a socket. Confined to the context of the socket.
 *
 * <p>During the negotiation the server speaks only when asked: {@link #open} and {@link #exchange}
 * give the element it answers with. After {@link #stanzas} all elements go to one consumer. Every
 * way to end comes out once, at {@link #ended}.
 */
final class XmppStream implements StreamReader.Handler {

  /** How long the server may take to close its side. */
  private static final long CLOSE_MILLIS = 2_000;

  private static final Buffer END_TAG = Buffer.buffer("</stream:stream>");

  private final Vertx vertx;
  private final NetSocket socket;
  private final String domain;
  private final StreamReader reader;
  private final Promise<Reason> ended = Promise.promise();
  private final XmlBuffer out = new XmlBuffer();

  /** The next element during the negotiation; null when none is asked for. */
  private @Nullable Promise<Element> expected;

  private @Nullable Consumer<Element> stanzas;
  private boolean startingTls;
  private boolean closing;
  private long received;

  XmppStream(Vertx vertx, NetSocket socket, String domain, int maxStanzaBytes) {
    this.vertx = vertx;
    this.socket = socket;
    this.domain = domain;
    this.reader = new StreamReader(limits(maxStanzaBytes), this);
    socket.handler(this::read);
    socket.exceptionHandler(failure -> end(new Disconnected(Failures.describe(failure))));
    socket.closeHandler(closed -> end(new Disconnected(Failures.CLOSED)));
  }

  /** A result of many items is one stanza, so that the server may send more than a client may. */
  private static XmlLimits limits(int maxStanzaBytes) {
    return new XmlLimits(
        maxStanzaBytes,
        64,
        Math.max(10_000, maxStanzaBytes / 16),
        64,
        64,
        1_024,
        65_536,
        (int) Math.min(16L * maxStanzaBytes, Integer.MAX_VALUE),
        1_024,
        true);
  }

  /** Completes with the reason when the stream has ended, whoever ended it. */
  Future<Reason> ended() {
    return ended.future();
  }

  boolean isEnded() {
    return ended.future().isComplete();
  }

  boolean isEncrypted() {
    return socket.isSsl();
  }

  /** Bytes received so far. */
  long received() {
    return received;
  }

  boolean writeQueueFull() {
    return socket.writeQueueFull();
  }

  void drainHandler(Runnable handler) {
    socket.drainHandler(drained -> handler.run());
  }

  /** Opens the stream, or opens it again after TLS or SASL; gives the server's features. */
  Future<Element> open() {
    reader.restart();
    Element header =
        Element.builder("stream", Ns.STREAMS)
            .attribute("to", domain)
            .attribute("version", "1.0")
            .attribute(Element.XML_LANG, "en")
            .build();
    XmlBuffer tag = new XmlBuffer();
    XmlWriter.append(header, XmlContext.STANDALONE, tag);
    // The writer knows no open tags: take the end of the empty element off.
    String open = tag.toString();
    Future<Element> features = expect();
    socket.write(
        "<?xml version='1.0'?>"
            + open.substring(0, open.length() - 2)
            + " xmlns='"
            + Ns.CLIENT
            + "'>");
    return features.compose(
        element ->
            element.is("features", Ns.STREAMS)
                ? Future.succeededFuture(element)
                : failed(new Violation("no features but <" + element.name() + "/>")));
  }

  /** Sends an element of the negotiation; gives the answer. */
  Future<Element> exchange(Element element) {
    Future<Element> answer = expect();
    write(element);
    return answer;
  }

  /**
   * Asks for TLS and starts it (RFC 6120 5.4.2). Bytes behind {@code <proceed/>} would have come
   * from outside TLS and end the stream.
   */
  Future<Void> startTls(ClientSSLOptions options) {
    startingTls = true;
    return exchange(Element.of("starttls", Ns.TLS))
        .compose(
            answer ->
                answer.is("proceed", Ns.TLS)
                    ? socket.upgradeToSsl(options, DnsName.of(domain)).recover(this::tlsFailed)
                    : failed(new TlsFailed("the server refuses STARTTLS")));
  }

  private Future<Void> tlsFailed(Throwable failure) {
    if (isEnded() && !(ended.future().result() instanceof Disconnected)) {
      return failed(ended.future().result()); // which is why TLS came to nothing
    }
    String detail = Failures.describe(failure);
    return failed(
        Failures.isOfConnection(failure) ? new Disconnected(detail) : new TlsFailed(detail));
  }

  /** The negotiation is over: from now on elements go to the consumer as they come. */
  void stanzas(Consumer<Element> consumer) {
    stanzas = consumer;
  }

  void write(Element element) {
    if (isEnded() || closing) {
      return;
    }
    XmlWriter.append(element, XmlContext.CLIENT_STREAM, out.clear());
    socket.write(Buffer.buffer(out.toByteArray()));
  }

  /** Closes the stream and then the connection (RFC 6120 4.4). */
  Future<Reason> close() {
    if (!isEnded() && !closing) {
      closing = true;
      socket.write(END_TAG);
      vertx.setTimer(CLOSE_MILLIS, late -> end(new Disconnected("closed here")));
    }
    return ended.future();
  }

  /** Ends the stream without ceremony. */
  void end(Reason reason) {
    if (!ended.tryComplete(reason)) {
      return;
    }
    reader.close();
    Promise<Element> waiting = expected;
    expected = null;
    if (waiting != null) {
      waiting.fail(new XmppException(reason));
    }
    socket.close();
  }

  private Future<Element> expect() {
    if (ended.future().isComplete()) {
      return failed(ended.future().result());
    }
    Promise<Element> answer = Promise.promise();
    expected = answer;
    return answer.future();
  }

  private void read(Buffer buffer) {
    received += buffer.length();
    byte[] bytes = buffer.getBytes();
    int taken = reader.feed(bytes, 0, bytes.length);
    if (taken < bytes.length) {
      end(new Violation("bytes between <proceed/> and TLS"));
    }
  }

  @Override
  public void streamOpened(StreamHeader header) {
    if (!header.version().orElse("").startsWith("1.")) {
      end(new Violation("a stream without version 1.0"));
    }
  }

  @Override
  public void element(Element element) {
    if (element.is("error", Ns.STREAMS)) {
      end(new StreamFailed(StreamError.read(element)));
      return;
    }
    if (startingTls && element.is("proceed", Ns.TLS)) {
      startingTls = false;
      reader.stop();
      reader.restart();
    }
    Promise<Element> asked = expected;
    if (asked != null) {
      expected = null;
      asked.complete(element);
    } else if (stanzas != null) {
      stanzas.accept(element);
    } else {
      end(new Violation("<" + element.name() + "/> without being asked"));
    }
  }

  @Override
  public void streamClosed() {
    if (!closing) {
      socket.write(END_TAG);
    }
    end(new Disconnected(closing ? "closed here" : "the server closed the stream"));
  }

  @Override
  public void failed(StreamError error) {
    socket.write(Buffer.buffer(XmlWriter.bytes(error.toElement(), XmlContext.CLIENT_STREAM)));
    socket.write(END_TAG);
    end(
        new Violation(
            error.condition().wire() + (error.text() == null ? "" : ", " + error.text())));
  }

  private static <T> Future<T> failed(Reason reason) {
    return Future.failedFuture(new XmppException(reason));
  }
}
