package io.pipit.xmpp.xml;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.xmpp.Element;
import io.pipit.xmpp.Ns;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class XmlLimitsTest {

  private static final XmlLimits BEFORE = XmlLimits.BEFORE_AUTHENTICATION;
  private static final XmlLimits AFTER = XmlLimits.AFTER_AUTHENTICATION;

  /** What is allowed, and the same with one more. */
  static Stream<Arguments> limits() {
    return Stream.of(BEFORE, AFTER)
        .flatMap(
            limits ->
                Stream.of(
                    row(
                        "stanza",
                        limits,
                        sized(limits.stanzaBytes()),
                        sized(limits.stanzaBytes() + 1)),
                    row("depth", limits, deep(limits.depth()), deep(limits.depth() + 1)),
                    row("elements", limits, wide(limits.elements()), wide(limits.elements() + 1)),
                    row(
                        "attributes",
                        limits,
                        attributes(limits.attributes()),
                        attributes(limits.attributes() + 1)),
                    // Two declarations are those of the stream.
                    row(
                        "namespaces",
                        limits,
                        namespaces(limits.namespaces() - 2),
                        namespaces(limits.namespaces() - 1)),
                    row(
                        "element name",
                        limits,
                        "<" + name(limits.nameBytes()) + "/>",
                        "<" + name(limits.nameBytes() + 1) + "/>"),
                    row(
                        "attribute name",
                        limits,
                        "<a " + name(limits.nameBytes()) + "=''/>",
                        "<a " + name(limits.nameBytes() + 1) + "=''/>"),
                    row(
                        "prefix",
                        limits,
                        "<a xmlns:" + name(limits.nameBytes()) + "='u'/>",
                        "<a xmlns:" + name(limits.nameBytes() + 1) + "='u'/>"),
                    row(
                        "attribute value",
                        limits,
                        "<a b='" + name(limits.attributeBytes()) + "'/>",
                        "<a b='" + name(limits.attributeBytes() + 1) + "'/>"),
                    row(
                        "namespace name",
                        limits,
                        "<a xmlns='" + name(limits.attributeBytes()) + "'/>",
                        "<a xmlns='" + name(limits.attributeBytes() + 1) + "'/>"),
                    row(
                        "distinct names",
                        // Where a stanza before authentication is not long enough for so many.
                        limits.withStanzaBytes(262_144),
                        names(120),
                        names(1_100))));
  }

  private static Arguments row(String what, XmlLimits limits, String most, String tooMuch) {
    return Arguments.of(what, limits, most, tooMuch);
  }

  private static String sized(int bytes) {
    return "<a>" + "x".repeat(bytes - 7) + "</a>";
  }

  private static String deep(int levels) {
    return "<a>".repeat(levels) + "</a>".repeat(levels);
  }

  private static String wide(int children) {
    return "<a>" + "<b/>".repeat(children) + "</a>";
  }

  private static String attributes(int count) {
    return "<a" + joined(count, i -> " a" + i + "=''") + "/>";
  }

  private static String namespaces(int count) {
    return "<a"
        + joined(count / 2, i -> " xmlns:p" + i + "='u" + i + "'")
        + "><b"
        + joined(count - count / 2, i -> " xmlns:q" + i + "='u" + i + "'")
        + "/></a>";
  }

  private static String names(int count) {
    return "<a>"
        + joined(count / 4, i -> "<b" + i + " c" + i + "=''/><d" + i + " e" + i + "=''/>")
        + "</a>";
  }

  private static String joined(int count, java.util.function.IntFunction<String> piece) {
    return String.join("", IntStream.range(0, count).mapToObj(piece).toList());
  }

  /** A name of that many bytes, of which some are in a character of two. */
  private static String name(int bytes) {
    return "\u00e9" + "n".repeat(bytes - 2);
  }

  @ParameterizedTest(name = "XC-6120-dos {0}")
  @MethodSource("limits")
  @Tag("XC-6120-dos")
  @Tag("XC-6120-stanza-size")
  void theLimitIsAllowedAndOneMoreIsNot(
      String what, XmlLimits limits, String most, String tooMuch) {
    for (int read : new int[] {1 << 20, 4_096, 100}) {
      ReadStream allowed = feed(limits, most, read);
      assertEquals("", allowed.error());
      assertEquals(1, allowed.elements.size());

      ReadStream refused = feed(limits, tooMuch, read);
      assertEquals("policy-violation", refused.error());
      assertEquals(0, refused.elements.size());
    }
  }

  private static ReadStream feed(XmlLimits limits, String stanza, int read) {
    ReadStream stream = new ReadStream(limits);
    stream.feed(ReadStream.HEADER);
    byte[] bytes = stanza.getBytes(UTF_8);
    for (int at = 0; at < bytes.length; at += read) {
      stream.reader.feed(bytes, at, Math.min(read, bytes.length - at));
    }
    return stream;
  }

  @ParameterizedTest(name = "XC-6120-stanza-size {0}")
  @MethodSource("endless")
  @Tag("XC-6120-stanza-size")
  @Tag("XC-6120-dos")
  void whatNeverEndsIsCutAtTheLimit(String what, String start, String more) {
    for (XmlLimits limits : new XmlLimits[] {BEFORE, AFTER}) {
      ReadStream stream = new ReadStream(limits);
      stream.feed(start);
      byte[] bytes = more.repeat(1_000).getBytes(UTF_8);
      long fed = 0;
      while (stream.errors.isEmpty() && fed < 1 << 22) {
        stream.feed(bytes);
        fed += bytes.length;
      }
      assertEquals("policy-violation", stream.error());
      assertTrue(fed <= limits.stanzaBytes() + 2L * bytes.length, () -> what);
    }
  }

  static Stream<Arguments> endless() {
    String header = ReadStream.HEADER;
    return Stream.of(
        Arguments.of("text", header + "<a>", "x"),
        Arguments.of("cdata", header + "<a><![CDATA[", "x"),
        Arguments.of("attribute", header + "<a b='", "x"),
        Arguments.of("namespace", header + "<a xmlns='", "x"),
        Arguments.of("name", header + "<a", "x"),
        Arguments.of("attribute name", header + "<a b", "x"),
        Arguments.of("attributes", header + "<a ", "b='' "),
        Arguments.of("space in a tag", header + "<a", " "),
        Arguments.of("end tag", header + "<a></a", " "),
        Arguments.of("comment", header + "<!--", "x"),
        Arguments.of("instruction", header + "<?x ", "x"),
        Arguments.of("elements", header + "<a>", "<b/>"),
        Arguments.of("text pieces", header + "<a>", "&lt;"),
        Arguments.of("header", "<stream:stream to='", "x"),
        Arguments.of("prolog", "<?xml version='1.0'?>", " "),
        Arguments.of("white space", header, " "));
  }

  @Test
  @Tag("XC-6120-dos")
  void theTreeIsCountedBeforeItIsTooLarge() {
    XmlLimits limits = AFTER.withStanzaBytes(10_000_000);
    assertEquals(2_097_152, limits.treeBytes());
    String attributes = joined(60, i -> " " + (char) ('a' + i % 26) + i + "=''");
    String stanza = "<a>" + ("<b" + attributes + "/>").repeat(1_000) + "</a>";

    assertEquals("policy-violation", feed(limits, stanza, 1 << 20).error());
  }

  @Test
  @Tag("XC-6120-dos")
  void whitespaceBeforeAuthenticationIsLimitedInAll() {
    ReadStream stream = new ReadStream(BEFORE);
    stream.feed(ReadStream.HEADER + "<a/>");
    for (int i = 0; i < BEFORE.whitespaceBytes(); i++) {
      stream.nanos += TimeUnit.SECONDS.toNanos(10);
      stream.feed(" ");
    }
    assertEquals("", stream.error());
    stream.feed("\n");
    assertEquals("policy-violation", stream.error());
  }

  @Test
  @Tag("XC-6120-dos")
  @Tag("XC-6120-idle")
  void whitespaceAfterAuthenticationIsLimitedPerSecond() {
    ReadStream stream = new ReadStream(AFTER);
    stream.feed(ReadStream.HEADER);
    for (int i = 0; i < 10_000; i++) {
      stream.nanos += TimeUnit.MILLISECONDS.toNanos(2);
      stream.feed(" ");
    }
    assertEquals("", stream.error());
    stream.feed(" ".repeat(AFTER.whitespaceBytes()) + "<a/> ");
    stream.feed(" ".repeat(AFTER.whitespaceBytes()));
    assertEquals("policy-violation", stream.error());
  }

  @Test
  void limitsCanBeRaisedWhileAStreamRuns() {
    ReadStream stream = new ReadStream(BEFORE);
    stream.feed(ReadStream.HEADER);
    stream.reader.limits(AFTER);
    stream.feed(sized(BEFORE.stanzaBytes() * 2));
    assertEquals(1, stream.elements.size());
  }

  @Test
  @Tag("XC-6120-dos")
  void manyStanzasWithNewNamesDoNotAddUp() {
    ReadStream stream = new ReadStream(AFTER);
    stream.feed(ReadStream.HEADER);
    XmlBuffer all = new XmlBuffer();
    for (int i = 0; i < 20_000; i++) {
      all.markup("<n" + i + " m" + i + "='1'/>");
    }
    stream.feed(all.toByteArray());
    assertEquals(20_000, stream.elements.size());
    assertEquals(
        Element.builder("n19999", Ns.CLIENT).attribute("m19999", "1").build(),
        stream.elements.get(19_999));
  }

  @Test
  @Tag("XC-6120-dos")
  void aDeepAndAWideTreeTakeNoStack() {
    int many = 100_000;
    byte[] deep = deep(many).replace("<a", "<a xmlns='urn:a'").getBytes(UTF_8);
    Element tree = XmlDocument.parse(deep);
    assertEquals(tree, XmlDocument.parse(XmlWriter.bytes(tree)));
    assertEquals(tree.hashCode(), XmlDocument.parse(deep).hashCode());

    byte[] wide = wide(many).getBytes(UTF_8);
    assertEquals(many, XmlDocument.parse(wide).elements().size());
  }

  @Test
  void aReadArrayIsNotChanged() {
    byte[] bytes = (ReadStream.HEADER + "<a>&lt;\r\n</a>").getBytes(UTF_8);
    byte[] before = Arrays.copyOf(bytes, bytes.length);
    new ReadStream(AFTER).feed(bytes);
    assertArrayEquals(before, bytes);
  }

  @Test
  void limitsOutOfRangeAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> AFTER.withStanzaBytes(0));
  }
}
