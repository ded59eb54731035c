package io.pipit.xmpp.xml;

import static io.pipit.xmpp.StreamError.Condition.BAD_NAMESPACE_PREFIX;
import static io.pipit.xmpp.StreamError.Condition.NOT_WELL_FORMED;
import static io.pipit.xmpp.StreamError.Condition.RESTRICTED_XML;
import static io.pipit.xmpp.StreamError.Condition.UNSUPPORTED_ENCODING;

import com.fasterxml.aalto.AsyncXMLStreamReader;
import com.fasterxml.aalto.async.AsyncStreamReaderImpl;
import io.pipit.xmpp.StreamError;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import org.codehaus.stax2.XMLStreamReader2;
import org.jspecify.annotations.Nullable;

/**
 * The parser library behind the UTF-8 gate: bytes in, events of the XML that XMPP allows out (RFC
 * 6120 11.1). Everything else, and every failure of the library, is one {@link #FAULT}.
 *
 * <p>Bytes are given in slices, so that the caller can look at its limits between them.
 */
final class XmlTokens {

  /** The parser wants more bytes. */
  static final int INCOMPLETE = AsyncXMLStreamReader.EVENT_INCOMPLETE;

  /** The document is over; see {@link #fault()}. No event follows. */
  static final int FAULT = -1;

  private static final int SLICE = 4_096;

  private static final byte[] NO_BYTES = {};
  private static final byte[] LINE_FEED = {'\n'};

  private final StrictScanner scanner = new StrictScanner();
  private final XMLStreamReader2 reader = new AsyncStreamReaderImpl<>(scanner);

  /** A character that the bytes so far left unfinished, held back from the parser. */
  private final byte[] partial = new byte[4];

  private int partialLength;

  private byte[] slice = NO_BYTES;
  private int sliceStart;
  private int sliceLength;
  private boolean sliceIsPartial;

  /** Bytes fed before the present slice. */
  private long past;

  /** The start tag that it was given first, which no peer sent. */
  private final byte[] prologue;

  /** Bytes fed before the peer whose bytes it is given now. */
  private long others;

  /** Names it has read for peers before this one. */
  private int names;

  /** Where the last event ended: index in the slice, and among all bytes fed. */
  private int position;

  private long eventEnd;

  /** Whether the next event began in an earlier slice. */
  private boolean begunBefore;

  /** What the unfinished event began with in earlier slices, and has begun with by now. */
  private Beginning begunWith = Beginning.NOTHING;

  private Beginning beginning = Beginning.NOTHING;

  /** How many brackets, of {@code ]]>}, are at the end of the text so far. */
  private int brackets;

  /** What is wrong with the bytes right after those that were fed. */
  private @Nullable StreamError refused;

  private @Nullable StreamError fault;

  /** For a new document. */
  XmlTokens() {
    this(NO_BYTES);
  }

  /** For a document that begins with a start tag that was read before. */
  XmlTokens(byte[] prologue) {
    this.prologue = prologue;
    this.others = prologue.length;
    if (prologue.length > 0) {
      give(prologue, 0, prologue.length);
      int event = next();
      while (event != INCOMPLETE) {
        if (event == FAULT) {
          throw new IllegalStateException("the stream header does not parse again: " + fault);
        }
        event = next();
      }
    }
  }

  /**
   * Takes bytes, at most one slice of them; only after {@link #INCOMPLETE}.
   *
   * @return the index after the last byte taken
   */
  int offer(byte[] bytes, int from, int end) {
    if (partialLength > 0) {
      return completePartial(bytes, from, end);
    }
    int to = Math.min(end, from + SLICE);
    int good = Utf8Gate.check(bytes, from, to);
    give(bytes, from, good);
    if (good == to) {
      return to;
    }
    Utf8Gate.Verdict verdict = Utf8Gate.verdict(bytes, good, to);
    if (verdict == Utf8Gate.Verdict.INCOMPLETE) {
      if (to < end) {
        return good;
      }
      partialLength = to - good;
      System.arraycopy(bytes, good, partial, 0, partialLength);
    } else {
      refused = refusal(verdict, bytes[good]);
    }
    return to;
  }

  /** One byte at a time until the character is whole: there are at most three. */
  private int completePartial(byte[] bytes, int from, int end) {
    int at = from;
    while (at < end) {
      partial[partialLength++] = bytes[at++];
      if (Utf8Gate.check(partial, 0, partialLength) == partialLength) {
        give(partial, 0, partialLength);
        sliceIsPartial = true;
        partialLength = 0;
        return at;
      }
      Utf8Gate.Verdict verdict = Utf8Gate.verdict(partial, 0, partialLength);
      if (verdict != Utf8Gate.Verdict.INCOMPLETE) {
        refused = refusal(verdict, partial[0]);
        return at;
      }
    }
    return at;
  }

  private void give(byte[] bytes, int from, int to) {
    if (sliceLength > 0) {
      begunBefore = position < sliceStart + sliceLength;
    }
    begunWith = begunBefore ? beginning : Beginning.NOTHING;
    past += sliceLength;
    slice = bytes;
    sliceStart = from;
    sliceLength = to - from;
    sliceIsPartial = false;
    position = from;
    try {
      scanner.feedInput(bytes, from, sliceLength);
    } catch (XMLStreamException notDrained) {
      throw new IllegalStateException(notDrained);
    }
  }

  private StreamError refusal(Utf8Gate.Verdict verdict, byte first) {
    // UTF-16 and UTF-32 without a byte order mark begin with NUL among the first four bytes.
    boolean wide = first == 0 && others == 0 && past + sliceLength < 4;
    return wide || verdict == Utf8Gate.Verdict.ILL_FORMED
        ? StreamError.of(UNSUPPORTED_ENCODING, "not UTF-8")
        : StreamError.of(NOT_WELL_FORMED, "not a character of XML");
  }

  /** The start tag that it was given first; empty for a new document. */
  byte[] prologue() {
    return prologue;
  }

  /** How many names it has read for other peers. */
  int names() {
    return names;
  }

  /**
   * Forgets, after the end of a child of the prologue, what is left of its bytes, so that another
   * peer's may follow.
   *
   * @param namesRead how many names it has read altogether
   * @return whether it can go on
   */
  boolean isReadyForOther(int namesRead) {
    scanner.skipInput();
    if (partialLength > 0 || next() != INCOMPLETE) {
      return false;
    }
    give(NO_BYTES, 0, 0);
    others = past;
    eventEnd = past;
    begunBefore = false;
    begunWith = Beginning.NOTHING;
    beginning = Beginning.NOTHING;
    brackets = 0;
    names = namesRead;
    return true;
  }

  /** The next event: of XMLStreamConstants, {@link #INCOMPLETE} or {@link #FAULT}. */
  int next() {
    int event;
    try {
      event = reader.next();
      if (event == INCOMPLETE) {
        if (isWrongEndTag()) {
          return fail(StreamError.of(NOT_WELL_FORMED));
        }
        return refused == null ? INCOMPLETE : fail(refused);
      }
      int start = position;
      if (event == XMLStreamConstants.CHARACTERS) {
        // Takes the whole piece, of which the scanner has looked at one character.
        int unused = reader.getTextLength();
      }
      position = scanner.position();
      eventEnd = past + position - sliceStart;
      if (event != XMLStreamConstants.CHARACTERS) {
        brackets = 0;
      } else if (closesNoCdata(start)) {
        return fail(StreamError.of(NOT_WELL_FORMED));
      }
      begunBefore = false;
      begunWith = Beginning.NOTHING;
      beginning = Beginning.NOTHING;
    } catch (XMLStreamException | RuntimeException malformed) {
      return fail(classify(String.valueOf(malformed.getMessage())));
    }
    return switch (event) {
      case XMLStreamConstants.START_DOCUMENT -> declaration();
      case XMLStreamConstants.DTD,
          XMLStreamConstants.COMMENT,
          XMLStreamConstants.PROCESSING_INSTRUCTION,
          XMLStreamConstants.ENTITY_REFERENCE ->
          fail(StreamError.of(RESTRICTED_XML));
      default -> event;
    };
  }

  /**
   * Whether text that began at an index holds {@code ]]>} (XML 1.0 2.4). The library looks for it,
   * but not where a piece of text begins, and pieces begin wherever bytes were cut.
   */
  private boolean closesNoCdata(int start) {
    int open = begunBefore ? 0 : brackets;
    int at = start;
    while (at < position && slice[at] == ']') {
      open++;
      at++;
    }
    if (at < position) {
      if (slice[at] == '>' && open >= 2) {
        return true;
      }
      open = 0;
      for (int i = position - 1; i > at && slice[i] == ']'; i--) {
        open++;
      }
    }
    brackets = open;
    return false;
  }

  /** How an unfinished event begins. */
  private enum Beginning {
    NOTHING,
    /** A {@code <} and nothing yet. */
    TAG,
    END_TAG,
    OTHER
  }

  /**
   * Whether the unfinished event is an end tag that is there up to its {@code >}. The right one
   * would have been an event; of a wrong name the library tells only when more bytes come, and a
   * peer that waits for its error sends none.
   */
  private boolean isWrongEndTag() {
    beginning = begunWith;
    int end = sliceStart + sliceLength;
    for (int at = begunBefore ? sliceStart : position; at < end; at++) {
      byte octet = slice[at];
      switch (beginning) {
        case NOTHING -> beginning = octet == '<' ? Beginning.TAG : Beginning.OTHER;
        case TAG -> beginning = octet == '/' ? Beginning.END_TAG : Beginning.OTHER;
        case END_TAG -> {
          if (octet == '>') {
            return true;
          }
        }
        case OTHER -> {
          return false;
        }
      }
    }
    return false;
  }

  private int declaration() {
    String version = reader.getVersion();
    if (version != null && !version.equals("1.0")) {
      return fail(StreamError.of(NOT_WELL_FORMED, "not XML 1.0"));
    }
    return XMLStreamConstants.START_DOCUMENT;
  }

  private int fail(StreamError error) {
    fault = error;
    return FAULT;
  }

  /** The library tells its errors apart only by their text. */
  private StreamError classify(String message) {
    if (scanner.isInDoctype()) {
      return StreamError.of(RESTRICTED_XML);
    }
    if (message.contains("namespace prefix") || message.contains("Illegal namespace declaration")) {
      return StreamError.of(BAD_NAMESPACE_PREFIX);
    }
    if (message.contains("ENTITY_REFERENCE")) {
      return StreamError.of(RESTRICTED_XML);
    }
    if (message.contains(StrictScanner.UNSUPPORTED_ENCODING)) {
      return StreamError.of(UNSUPPORTED_ENCODING);
    }
    return StreamError.of(NOT_WELL_FORMED);
  }

  /** Why the last event was {@link #FAULT}. */
  StreamError fault() {
    return fault == null ? StreamError.of(NOT_WELL_FORMED) : fault;
  }

  /** The names, attributes and text of the present event. */
  XMLStreamReader2 reader() {
    return reader;
  }

  /**
   * Whether nothing is left unfinished: asked at the end of a document, whose root is closed. Ends
   * this parser.
   */
  boolean isWhole() {
    if (partialLength > 0) {
      return false;
    }
    // A carriage return at the end may be half a line break, for which the parser would wait.
    give(LINE_FEED, 0, 1);
    if (next() != INCOMPLETE) {
      return false;
    }
    scanner.endOfInput();
    return next() == XMLStreamConstants.END_DOCUMENT;
  }

  /** Whether the present start tag is its own end tag. */
  boolean isEmptyElement() {
    try {
      return reader.isEmptyElement();
    } catch (XMLStreamException unread) {
      throw new IllegalStateException(unread);
    }
  }

  /** How many bytes of the peer the parser was given. */
  long bytesFed() {
    return past + sliceLength - others;
  }

  /** How many bytes of the peer the events so far have used. */
  long bytesUsed() {
    return eventEnd - others;
  }

  /** The index, in the array of the last {@link #offer}, after the bytes that made the events. */
  int position() {
    if (sliceIsPartial) {
      throw new IllegalStateException("an event ended inside a character");
    }
    return position;
  }
}
