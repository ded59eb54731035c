package io.pipit.xmpp.xml;

import io.pipit.xmpp.Element;
import io.pipit.xmpp.StreamError;
import io.pipit.xmpp.StreamError.Condition;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;
import java.util.Optional;
import javax.xml.stream.XMLStreamConstants;
import org.codehaus.stax2.XMLStreamReader2;
import org.jspecify.annotations.Nullable;

/**
 * Reads one XML document of any length part by part, under the same rules as a stream: no document
 * type, no entities, no comments, and limits for each part. Used once, by one thread.
 *
 * <p>The handler says of each element, from the outermost inwards, whether it wants what is in it
 * one by one, or the whole.
 */
public final class DocumentReader {

  /** Receives the parts of a document. Called on the thread that reads. */
  public interface Handler {

    /**
     * An element begins.
     *
     * @param start without its content
     * @return whether its children are wanted one by one; otherwise {@link #element} follows
     */
    boolean opened(Element start);

    /** An element that is wanted whole. */
    void element(Element whole);

    /** The end of the innermost element that was opened. */
    void closed();
  }

  /** Beyond its limit, what a part may take before it is looked at. */
  private static final int BUFFER_BYTES = 16 * 1024;

  /** What one tag or text may take before the parser makes an event of it. */
  private static final int MAX_UNFINISHED_BYTES = 131_072;

  /** An element whose children are handed out, as a new parser is given it. */
  private record Opened(byte[] startTag, int namespaces) {}

  private final XmlLimits limits;
  private final Handler handler;
  private final Deque<Opened> opened = new ArrayDeque<>();
  private XmlTokens tokens = new XmlTokens();
  private TreeBuilder tree = new TreeBuilder(0, TreeBudget.UNBOUNDED);

  /** Where the part being read began, in bytes of the present parser. */
  private long partStart;

  private boolean isBetweenParts;
  private boolean isOver;

  /**
   * @param limits of each part that is wanted whole, and of how deep others may be opened
   */
  public DocumentReader(XmlLimits limits, Handler handler) {
    this.limits = limits;
    this.handler = handler;
  }

  /**
   * Reads some more of the document.
   *
   * @param length how many bytes of the buffer are there
   * @return what is wrong with it; nothing may be read after that
   */
  public Optional<StreamError> read(byte[] buffer, int length) {
    int at = 0;
    while (at < length) {
      at = tokens.offer(buffer, at, length);
      StreamError error = events();
      if (error != null) {
        return Optional.of(error);
      }
      if (isBetweenParts && tree.isWorn() && !isOver) {
        at = tokens.position();
        renew();
      }
    }
    return Optional.empty();
  }

  /** The document has ended: says what is wrong with that, empty when it is whole. */
  public Optional<StreamError> end() {
    return isOver && tokens.isWhole()
        ? Optional.empty()
        : Optional.of(StreamError.of(Condition.NOT_WELL_FORMED, "the document is not complete"));
  }

  /** Takes the events of what the parser was given; stops early at a boundary, when it is worn. */
  private @Nullable StreamError events() {
    int event = tokens.next();
    while (event != XmlTokens.INCOMPLETE) {
      isBetweenParts = false;
      StreamError error = on(event);
      if (error != null) {
        return error;
      }
      if (isBetweenParts && tree.isWorn() && !isOver) {
        return null;
      }
      event = tokens.next();
    }
    isBetweenParts = false;
    if (tokens.bytesFed() - tokens.bytesUsed() > MAX_UNFINISHED_BYTES) {
      return StreamError.of(Condition.POLICY_VIOLATION, "a tag or text is too large");
    }
    return tree.isOpen() && tokens.bytesFed() - partStart > limits.stanzaBytes() + BUFFER_BYTES
        ? tooLarge()
        : null;
  }

  private @Nullable StreamError on(int event) {
    XMLStreamReader2 reader = tokens.reader();
    switch (event) {
      case XmlTokens.FAULT -> {
        return tokens.fault();
      }
      case XMLStreamConstants.START_ELEMENT -> {
        return tree.isOpen() ? tree.start(reader, limits) : begin(reader);
      }
      case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> {
        return tree.isOpen() ? tree.text(reader.getText(), limits) : null;
      }
      case XMLStreamConstants.END_ELEMENT -> {
        return endOfElement();
      }
      default -> {
        return null;
      }
    }
  }

  private @Nullable StreamError begin(XMLStreamReader2 reader) {
    partStart = tokens.bytesUsed();
    StreamError error = tree.start(reader, limits);
    if (error != null) {
      return error;
    }
    Element start = tree.end();
    if (start == null) {
      throw new AssertionError("the element is not the outermost");
    }
    if (!handler.opened(start)) {
      return tree.start(reader, limits);
    }
    if (opened.size() == limits.depth()) {
      return StreamError.of(Condition.POLICY_VIOLATION, "elements nested too deep");
    }
    opened.push(new Opened(StreamReader.prologue(reader), reader.getNamespaceCount()));
    return null;
  }

  private @Nullable StreamError endOfElement() {
    if (tree.isOpen()) {
      Element whole = tree.end();
      if (whole == null) {
        return null;
      }
      if (tokens.bytesUsed() - partStart > limits.stanzaBytes()) {
        return tooLarge();
      }
      tree.drop();
      handler.element(whole);
    } else {
      opened.pop();
      handler.closed();
    }
    isBetweenParts = true;
    isOver = opened.isEmpty();
    return null;
  }

  private static StreamError tooLarge() {
    return StreamError.of(Condition.POLICY_VIOLATION, "an element is too large");
  }

  /** A parser keeps all names that it has seen: goes on with a new one. */
  private void renew() {
    byte[] prologue = new byte[0];
    int namespaces = 0;
    Iterator<Opened> outermostFirst = opened.descendingIterator();
    while (outermostFirst.hasNext()) {
      Opened each = outermostFirst.next();
      int length = prologue.length;
      prologue = Arrays.copyOf(prologue, length + each.startTag().length);
      System.arraycopy(each.startTag(), 0, prologue, length, each.startTag().length);
      namespaces += each.namespaces();
    }
    tokens = new XmlTokens(prologue);
    tree = new TreeBuilder(namespaces, TreeBudget.UNBOUNDED);
    isBetweenParts = false;
  }
}
