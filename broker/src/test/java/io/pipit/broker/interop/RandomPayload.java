package io.pipit.broker.interop;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.pipit.broker.interop.DoorClient.Kind;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * A payload that chance has made, of which the bytes are what matters.
 *
 * @param kind what it was made as
 * @param contentType what is said of it where that can be said, not always the truth; null for
 *     nothing
 */
record RandomPayload(Kind kind, @Nullable String contentType, byte[] bytes) {

  /** The largest payload that a node takes by default. */
  static final int LARGEST = 131_072;

  /** First and last characters of ranges; each range is as likely as another one. */
  private static final int[][] CHARACTERS = {
    {'a', 'z'},
    {' ', '~'},
    {'\t', '\r'},
    {0x00, 0x1F},
    {0x7F, 0x9F}, // NEL among them, which XML 1.1 takes for an end of line
    {0xA0, 0x17F},
    {0x300, 0x36F}, // marks that combine
    {0x590, 0x6FF}, // from right to left
    {0x2000, 0x206F}, // spaces, joiners and what turns direction
    {0x4E00, 0x9FFF},
    {0xE000, 0xE0FF}, // private use
    {0xFDD0, 0xFDEF}, // no characters, but XML can hold them
    {0xFEFF, 0xFEFF}, // byte order mark
    {0xFFF9, 0xFFFF}, // the last two are none, and XML cannot hold them
    {0x1F600, 0x1F64F},
    {0x10FFF0, 0x10FFFF},
  };

  /** What parsers look for. */
  private static final String[] SNIPPETS = {
    "<",
    ">",
    "&",
    "]]>",
    "<![CDATA[",
    "&amp;",
    "&#0;",
    "<!--",
    "<?xml?>",
    "'",
    "\"",
    "\\u0000",
    "\\",
    "{}",
    "[1",
    "\r\n",
    "\n\r",
    "<json xmlns='urn:xmpp:json:0'>",
    "</data>",
    "\u0000"
  };

  private static final String[] CONTENT_TYPES = {
    "application/json", "text/plain; charset=utf-8", "application/octet-stream", "a/b+json", "x"
  };

  private static final List<Kind> KINDS = List.copyOf(EnumSet.allOf(Kind.class));

  static RandomPayload next(Random random) {
    Kind kind = KINDS.get(random.nextInt(KINDS.size()));
    byte[] bytes =
        switch (kind) {
          case BINARY -> binary(random);
          case TEXT -> text(random, length(random)).getBytes(UTF_8);
          case JSON -> json(random, 4).getBytes(UTF_8);
          case XML -> xml(random).getBytes(UTF_8);
        };
    // Bytes that are called XML are kept as a tree, so that nothing else is called so.
    String contentType =
        switch (random.nextInt(3)) {
          case 0 -> null;
          case 1 -> CONTENT_TYPES[random.nextInt(CONTENT_TYPES.length)];
          default -> kind.contentType;
        };
    return new RandomPayload(kind, contentType, bytes);
  }

  /** One of which not much more would be refused. */
  static RandomPayload large(Random random) {
    byte[] bytes = new byte[LARGEST - random.nextInt(3)];
    if (random.nextBoolean()) {
      random.nextBytes(bytes);
      return new RandomPayload(Kind.BINARY, null, bytes);
    }
    Arrays.fill(bytes, (byte) (' ' + random.nextInt(5)));
    return new RandomPayload(Kind.TEXT, "text/plain", bytes);
  }

  private static int length(Random random) {
    return random.nextInt(random.nextInt(8) == 0 ? 400 : 20);
  }

  /** Anything; or UTF-8 with something wrong in it. */
  private static byte[] binary(Random random) {
    byte[] bytes = new byte[length(random)];
    random.nextBytes(bytes);
    if (random.nextBoolean()) {
      bytes = text(random, 1 + length(random)).getBytes(UTF_8);
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      bytes = random.nextBoolean() ? bytes : Arrays.copyOf(bytes, random.nextInt(bytes.length) + 1);
    }
    return bytes;
  }

  private static String text(Random random, int length) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      if (random.nextInt(6) == 0) {
        text.append(SNIPPETS[random.nextInt(SNIPPETS.length)]);
      } else {
        int[] range = CHARACTERS[random.nextInt(CHARACTERS.length)];
        text.appendCodePoint(range[0] + random.nextInt(range[1] - range[0] + 1));
      }
    }
    return text.toString();
  }

  private static String json(Random random, int depth) {
    String space = " \t\r\n".substring(0, random.nextInt(5));
    String value =
        switch (random.nextInt(depth == 0 ? 3 : 5)) {
          case 0 -> new String[] {"-0", "1e400", "0.10", "true", "null", "12"}[random.nextInt(6)];
          case 1, 2 -> quoted(text(random, length(random)));
          case 3 -> "[" + json(random, depth - 1) + "," + json(random, depth - 1) + "]";
          default -> {
            String name = quoted(text(random, 3));
            yield "{" + name + space + ":" + json(random, depth - 1) + "," + name + ":1}";
          }
        };
    return space + value + space;
  }

  private static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ') {
        quoted.append(String.format("\\u%04X", (int) c));
      } else {
        quoted.append(c == '"' || c == '\\' ? "\\" : "").append(c);
      }
    }
    return quoted.append('"').toString();
  }

  /** One root in a namespace. */
  private static String xml(Random random) {
    return "<r xmlns='urn:example:random' xmlns:p='urn:p' p:a='"
        + escaped(legal(text(random, 5)))
        + "'>"
        + escaped(legal(text(random, length(random))))
        + (random.nextBoolean() ? "<p:c/>" : "<c xmlns='' b=\"1\">" + random.nextInt() + "</c>")
        + escaped(legal(text(random, 3)))
        + "</r>";
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("'", "&#39;");
  }

  private static String legal(String text) {
    return text.codePoints()
        .filter(RandomPayload::isXml)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  /** Char of XML 1.0 2.2. */
  private static boolean isXml(int c) {
    return c == '\t' || c == '\n' || c == '\r' || (c >= ' ' && c != 0xFFFE && c != 0xFFFF);
  }

  /** The characters, when it is UTF-8 and XML can hold all of them. */
  Optional<String> asXmlText() {
    try {
      String text = UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return Optional.of(text).filter(all -> all.codePoints().allMatch(RandomPayload::isXml));
    } catch (CharacterCodingException notUtf8) {
      return Optional.empty();
    }
  }

  /** For who has to find out what went wrong. */
  @Override
  public String toString() {
    byte[] begin = Arrays.copyOf(bytes, Math.min(bytes.length, 400));
    return kind + " " + contentType + " " + bytes.length + " " + HexFormat.of().formatHex(begin);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof RandomPayload that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }
}
