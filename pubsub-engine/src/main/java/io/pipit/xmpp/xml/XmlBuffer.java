package io.pipit.xmpp.xml;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A growable buffer of UTF-8 bytes for markup. Confined to its caller; {@link #clear} makes it
 * ready to be used again. It makes no intermediate strings.
 *
 * <p>What is not a character of XML 1.0 (most control characters, lone surrogates, U+FFFE and
 * U+FFFF) is written as U+FFFD by the escaping methods: such a string cannot come from a stream,
 * and one from another source must not break the stream of its recipient.
 */
public final class XmlBuffer {

  private static final byte[] PLAIN = {};
  private static final byte[] REPLACEMENT = ascii("\u00ef\u00bf\u00bd");
  private static final byte[][] IN_TEXT = new byte[128][];
  private static final byte[][] IN_ATTRIBUTE = new byte[128][];

  static {
    for (int c = 0; c < 128; c++) {
      byte[] escaped =
          switch (c) {
            case '&' -> ascii("&amp;");
            case '<' -> ascii("&lt;");
            case '>' -> ascii("&gt;");
            case '"' -> ascii("&quot;");
            case '\'' -> ascii("&apos;");
            // A parser turns a raw carriage return into a line feed (XML 1.0 2.11).
            case '\r' -> ascii("&#xD;");
            case '\t', '\n' -> PLAIN;
            default -> c < ' ' ? REPLACEMENT : PLAIN;
          };
      IN_TEXT[c] = escaped;
      IN_ATTRIBUTE[c] = escaped;
    }
    // A parser turns these into spaces in an attribute value (XML 1.0 3.3.3).
    IN_ATTRIBUTE['\t'] = ascii("&#x9;");
    IN_ATTRIBUTE['\n'] = ascii("&#xA;");
  }

  private byte[] bytes;
  private int size;

  public XmlBuffer() {
    this(256);
  }

  /** A buffer with room for that many bytes before it grows. */
  public XmlBuffer(int capacity) {
    bytes = new byte[capacity];
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  /** Appends one byte. */
  public XmlBuffer octet(int value) {
    reserve(1);
    bytes[size++] = (byte) value;
    return this;
  }

  /** Appends bytes as they are. */
  public XmlBuffer bytes(byte[] source) {
    return bytes(source, 0, source.length);
  }

  public XmlBuffer bytes(byte[] source, int offset, int length) {
    reserve(length);
    System.arraycopy(source, offset, bytes, size, length);
    size += length;
    return this;
  }

  /** Appends a string that is markup or a name already: encoded, not escaped. */
  public XmlBuffer markup(String value) {
    int length = value.length();
    reserve(length);
    for (int i = 0; i < length; i++) {
      char c = value.charAt(i);
      if (c < 0x80) {
        bytes[size++] = (byte) c;
      } else {
        i += encode(value, i);
      }
    }
    return this;
  }

  /** Appends character data, escaped for the place between tags. */
  public XmlBuffer text(String value) {
    return escape(value, IN_TEXT);
  }

  /** Appends an attribute value, escaped for the place between quotes; without the quotes. */
  public XmlBuffer attributeValue(String value) {
    return escape(value, IN_ATTRIBUTE);
  }

  private XmlBuffer escape(String value, byte[][] escapes) {
    int length = value.length();
    // Room for what is left at one byte each is kept at every turn, so that the usual one is a
    // store.
    reserve(length);
    for (int i = 0; i < length; i++) {
      char c = value.charAt(i);
      if (c >= 0x80) {
        i += encode(value, i);
        continue;
      }
      byte[] escaped = escapes[c];
      if (escaped.length == 0) {
        bytes[size++] = (byte) c;
      } else {
        reserve(escaped.length + length - i);
        System.arraycopy(escaped, 0, bytes, size, escaped.length);
        size += escaped.length;
      }
    }
    return this;
  }

  /** Encodes the character at an index, and returns how many more chars than one it took. */
  private int encode(String value, int index) {
    reserve(4 + value.length() - index);
    int c = value.codePointAt(index);
    if (c >= Character.MIN_SUPPLEMENTARY_CODE_POINT) {
      bytes[size++] = (byte) (0xF0 | (c >> 18));
      bytes[size++] = (byte) (0x80 | ((c >> 12) & 0x3F));
      bytes[size++] = (byte) (0x80 | ((c >> 6) & 0x3F));
      bytes[size++] = (byte) (0x80 | (c & 0x3F));
      return 1;
    }
    if (Character.isSurrogate((char) c) || c >= 0xFFFE) {
      c = 0xFFFD;
    }
    if (c >= 0x800) {
      bytes[size++] = (byte) (0xE0 | (c >> 12));
      bytes[size++] = (byte) (0x80 | ((c >> 6) & 0x3F));
    } else {
      bytes[size++] = (byte) (0xC0 | (c >> 6));
    }
    bytes[size++] = (byte) (0x80 | (c & 0x3F));
    return 0;
  }

  private void reserve(int more) {
    if (bytes.length - size < more) {
      bytes = Arrays.copyOf(bytes, Math.max(Math.addExact(size, more), 2 * bytes.length));
    }
  }

  /** How many bytes it holds. */
  public int size() {
    return size;
  }

  /**
   * The bytes from index 0 to {@link #size}, without a copy: valid until the next call that changes
   * the buffer.
   */
  public byte[] array() {
    return bytes;
  }

  public byte[] toByteArray() {
    return Arrays.copyOf(bytes, size);
  }

  /** Forgets the content and keeps the memory. */
  public XmlBuffer clear() {
    size = 0;
    return this;
  }

  /** The content as a string. */
  @Override
  public String toString() {
    return new String(bytes, 0, size, StandardCharsets.UTF_8);
  }
}
