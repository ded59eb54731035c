package io.pipit.xmpp.xml;

import io.pipit.xmpp.Element;
import io.pipit.xmpp.Ns;
import io.pipit.xmpp.StreamError;
import io.pipit.xmpp.StreamError.Condition;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import javax.xml.stream.XMLStreamConstants;
import org.codehaus.stax2.XMLStreamReader2;
import org.jspecify.annotations.Nullable;

/**
 * Reads one XMPP stream: bytes in as they come, stanzas out. Confined to the event loop of its
 * stream; never blocks.
 *
 * <p><b>Order.</b> The handler is called from {@link #feed}, for everything that the bytes so far
 * complete: first the header, then elements, at last either {@link Handler#streamClosed} or {@link
 * Handler#failed}; afterwards all input is ignored. From a call the handler may call {@link
 * #restart}, {@link #stop}, {@link #close} and {@link #limits}.
 *
 * <p><b>What is refused.</b> What is not UTF-8, not well-formed, restricted in XMPP (RFC 6120 11.1)
 * or beyond the limits. A stanza is counted while its bytes arrive, before there is a tree of it.
 *
 * <p><b>Memory.</b> A parser is some KiB, and most streams are quiet. At the end of every {@code
 * feed} that leaves nothing half-read the parser is let go, to be the {@link SpareParser} of the
 * event loop; the next byte of a stanza takes that or makes a new one, which is given a start tag
 * with the names of the stream's header. White space between stanzas needs no parser. After some
 * thousand names a parser is dropped, since it keeps them all.
 */
public final class StreamReader {

  /** Receives what a stream says. Called on the thread that feeds. */
  public interface Handler {

    /** The stream, or the stream after a restart, begins. */
    void streamOpened(StreamHeader header);

    /** A child of the stream is complete: a stanza or an element of the negotiation. */
    void element(Element element);

    /** The peer has closed the stream. */
    void streamClosed();

    /** The stream must end with this error. If no header was sent yet, it comes first (4.9.1.2). */
    void failed(StreamError error);
  }

  private enum State {
    HEADER,
    STANZAS,
    CLOSED
  }

  /** Of nearly all streams. */
  static final byte[] CLIENT_PROLOGUE =
      ("<stream:stream xmlns='jabber:client' xmlns:stream='" + Ns.STREAMS + "'>")
          .getBytes(StandardCharsets.UTF_8);

  /** What one tag or text may take before the parser makes an event of it. */
  private static final int MAX_UNFINISHED_BYTES = 131_072;

  private final Handler handler;
  private final TreeBudget budget;
  private final SpareParser spare;
  private final LongSupplier nanoTime;
  private XmlLimits limits;

  private State state = State.HEADER;
  private boolean stopped;

  /** Null while nothing is half-read. */
  private @Nullable XmlTokens tokens;

  private TreeBuilder tree;

  /** The start tag that a new parser is given, and its namespace declarations. */
  private byte[] prologue = CLIENT_PROLOGUE;

  private int prologueNamespaces = 2;

  /** Where the stanza being read began, in bytes of the parser. */
  private long stanzaStart;

  private int whitespace;
  private long whitespaceSince;

  public StreamReader(XmlLimits limits, Handler handler) {
    this(limits, handler, TreeBudget.UNBOUNDED, new SpareParser());
  }

  /**
   * @param budget what the half-read stanzas of all streams may take together; beyond, this one
   *     fails with {@code resource-constraint}
   * @param spare of the streams of this event loop
   */
  public StreamReader(XmlLimits limits, Handler handler, TreeBudget budget, SpareParser spare) {
    this(limits, handler, budget, spare, System::nanoTime);
  }

  /**
   * @param nanoTime the clock for limits that hold per second
   */
  public StreamReader(
      XmlLimits limits,
      Handler handler,
      TreeBudget budget,
      SpareParser spare,
      LongSupplier nanoTime) {
    this.limits = limits;
    this.handler = handler;
    this.budget = budget;
    this.spare = spare;
    this.tree = new TreeBuilder(0, budget);
    this.nanoTime = nanoTime;
    this.whitespaceSince = nanoTime.getAsLong();
  }

  /**
   * Reads bytes and calls the handler for what they complete. The array is not kept.
   *
   * @return how many bytes were taken: fewer than given only after {@link #stop}, exactly those up
   *     to the end of the element (or header) during which it was called
   */
  public int feed(byte[] bytes, int offset, int length) {
    int end = offset + length;
    int at = offset;
    stopped = false;
    while (at < end && !stopped && state != State.CLOSED) {
      if (tokens == null && state == State.STANZAS) {
        at = skipWhitespace(bytes, at, end);
        if (at == end || state == State.CLOSED) {
          break;
        }
      }
      at = read(bytes, at, end);
    }
    return state == State.CLOSED ? length : at - offset;
  }

  /**
   * Ends the present {@link #feed} after the element at hand, so that the caller gets back the
   * bytes behind it: before TLS they are an attack (RFC 6120 5.4.3.3), while reading pauses they
   * are for later.
   */
  public void stop() {
    stopped = true;
  }

  /** Expects a new stream, from the next byte on: after TLS and after SASL (RFC 6120 4.3.3). */
  public void restart() {
    if (state != State.CLOSED) {
      state = State.HEADER;
      tokens = null;
      tree.drop();
    }
  }

  /** Ignores everything from now on, without a call of the handler. */
  public void close() {
    state = State.CLOSED;
    tokens = null;
    tree.drop();
  }

  /** Limits for what is read from now on. */
  public void limits(XmlLimits newLimits) {
    limits = newLimits;
  }

  /** Whether a parser is held, because something is half-read. */
  boolean holdsParser() {
    return tokens != null;
  }

  private int skipWhitespace(byte[] bytes, int from, int end) {
    int at = from;
    while (at < end && isSpace(bytes[at])) {
      at++;
    }
    countWhitespace(at - from);
    return at;
  }

  private static boolean isSpace(int c) {
    return c == ' ' || c == '\n' || c == '\r' || c == '\t';
  }

  private void countWhitespace(int bytes) {
    whitespace += bytes;
    if (whitespace <= limits.whitespaceBytes()) {
      return;
    }
    // The clock is read only now, so that a second may hold up to twice the number.
    long now = nanoTime.getAsLong();
    if (limits.whitespacePerSecond()
        && bytes <= limits.whitespaceBytes()
        && now - whitespaceSince >= TimeUnit.SECONDS.toNanos(1)) {
      whitespaceSince = now;
      whitespace = bytes;
      return;
    }
    fail(StreamError.of(Condition.POLICY_VIOLATION, "too much white space"));
  }

  /** Gives the parser one slice, and returns the index after the bytes that are done with. */
  private int read(byte[] bytes, int from, int end) {
    XmlTokens source = tokens;
    if (source == null) {
      source = newParser();
      tokens = source;
    }
    int fed = source.offer(bytes, from, end);
    while (tokens == source) {
      int event = source.next();
      if (event == XmlTokens.INCOMPLETE) {
        checkUnfinished(source);
        return fed;
      }
      if (event == XmlTokens.FAULT) {
        fail(source.fault());
        return end;
      }
      if (!on(event, source)) {
        continue;
      }
      // Between two stanzas, with the bytes after this index not looked at.
      int at = source.position();
      stanzaStart = source.bytesUsed();
      if (tokens != source) {
        return at;
      }
      if (stopped || tree.isWorn() || isBlank(bytes, at, end)) {
        letGo(source);
        return at;
      }
    }
    return end;
  }

  private XmlTokens newParser() {
    stanzaStart = 0;
    if (state == State.HEADER) {
      tree = new TreeBuilder(0, budget);
      return new XmlTokens();
    }
    XmlTokens parser = spare.take(prologue);
    if (parser == null) {
      parser = new XmlTokens(prologue);
    }
    tree = new TreeBuilder(prologueNamespaces, budget, parser.names());
    return parser;
  }

  private void letGo(XmlTokens source) {
    tokens = null;
    if (!tree.isWorn()) {
      spare.keep(source, tree.names());
    }
  }

  private static boolean isBlank(byte[] bytes, int from, int end) {
    int at = from;
    while (at < end && isSpace(bytes[at])) {
      at++;
    }
    return at == end;
  }

  private void checkUnfinished(XmlTokens source) {
    if (source.bytesFed() - stanzaStart > limits.stanzaBytes()) {
      fail(StreamError.of(Condition.POLICY_VIOLATION, "stanza too large"));
    } else if (source.bytesFed() - source.bytesUsed() > MAX_UNFINISHED_BYTES) {
      fail(StreamError.of(Condition.POLICY_VIOLATION, "tag too large"));
    }
  }

  /** Takes one event, and says whether a stanza or the header ended with it. */
  private boolean on(int event, XmlTokens source) {
    XMLStreamReader2 reader = source.reader();
    switch (event) {
      case XMLStreamConstants.START_DOCUMENT, XMLStreamConstants.SPACE -> {
        return false;
      }
      case XMLStreamConstants.START_ELEMENT -> {
        StreamError error = tree.start(reader, limits);
        if (error != null) {
          fail(error);
        } else if (state == State.HEADER) {
          return header(source);
        }
        return false;
      }
      case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> {
        text(reader.getText(), event, source);
        return false;
      }
      case XMLStreamConstants.END_ELEMENT -> {
        if (tree.isOpen()) {
          Element element = tree.end();
          return element != null && stanza(element, source);
        }
        close();
        handler.streamClosed();
        return false;
      }
      default -> throw new AssertionError(event);
    }
  }

  private boolean header(XmlTokens source) {
    XMLStreamReader2 reader = source.reader();
    String contentNamespace = TreeBuilder.defaultNamespace(reader);
    if (tooLarge(source)) {
      return false;
    }
    if (!reader.getNamespaceURI().equals(Ns.STREAMS)
        || !(contentNamespace.equals(Ns.CLIENT) || contentNamespace.equals(Ns.SERVER))) {
      fail(StreamError.of(Condition.INVALID_NAMESPACE));
      return false;
    }
    if (!reader.getLocalName().equals("stream")) {
      fail(StreamError.of(Condition.BAD_FORMAT));
      return false;
    }
    prologueNamespaces = reader.getNamespaceCount();
    prologue = isUsual(reader, contentNamespace) ? CLIENT_PROLOGUE : prologue(reader);
    // An end tag that is part of the start tag follows as an event of the same parser.
    boolean emptyElement = source.isEmptyElement();
    Element root = tree.end();
    if (root == null) {
      throw new AssertionError("the header is not the outermost element");
    }
    tree.drop();
    state = State.STANZAS;
    handler.streamOpened(new StreamHeader(root, contentNamespace));
    return !emptyElement;
  }

  /** The start tag of the stream with its namespaces and without its attributes. */
  static byte[] prologue(XMLStreamReader2 reader) {
    XmlBuffer tag = new XmlBuffer(128).octet('<');
    if (!reader.getPrefix().isEmpty()) {
      tag.markup(reader.getPrefix()).octet(':');
    }
    tag.markup(reader.getLocalName());
    for (int i = 0; i < reader.getNamespaceCount(); i++) {
      String prefix = reader.getNamespacePrefix(i);
      tag.markup(prefix.isEmpty() ? " xmlns" : " xmlns:").markup(prefix).markup("='");
      tag.attributeValue(reader.getNamespaceURI(i)).octet('\'');
    }
    return tag.octet('>').toByteArray();
  }

  /** Whether it declares what nearly all streams do, in whatever order. */
  private static boolean isUsual(XMLStreamReader2 reader, String contentNamespace) {
    return reader.getNamespaceCount() == 2
        && reader.getPrefix().equals("stream")
        && contentNamespace.equals(Ns.CLIENT);
  }

  private void text(String text, int event, XmlTokens source) {
    if (tree.isOpen()) {
      StreamError error = tree.text(text, limits);
      if (error != null) {
        fail(error);
      }
    } else if (event == XMLStreamConstants.CHARACTERS && isSpaces(text)) {
      countWhitespace(text.length());
      stanzaStart = source.bytesUsed();
    } else {
      fail(StreamError.of(Condition.BAD_FORMAT, "text between stanzas"));
    }
  }

  private static boolean isSpaces(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (!isSpace(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private boolean stanza(Element element, XmlTokens source) {
    if (tooLarge(source)) {
      return false;
    }
    handler.element(element);
    tree.drop();
    return true;
  }

  private boolean tooLarge(XmlTokens source) {
    if (source.bytesUsed() - stanzaStart <= limits.stanzaBytes()) {
      return false;
    }
    fail(StreamError.of(Condition.POLICY_VIOLATION, "stanza too large"));
    return true;
  }

  private void fail(StreamError error) {
    close();
    handler.failed(error);
  }
}
