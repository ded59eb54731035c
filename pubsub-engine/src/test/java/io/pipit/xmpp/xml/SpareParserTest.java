package io.pipit.xmpp.xml;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.pipit.xmpp.Ns;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a stream leaves to the next one by a parser, and what not. */
class SpareParserTest {

  private final SpareParser spare = new SpareParser();

  private ReadStream stream() {
    ReadStream stream = new ReadStream(XmlLimits.AFTER_AUTHENTICATION, TreeBudget.UNBOUNDED, spare);
    stream.feed(ReadStream.HEADER);
    return stream;
  }

  private XmlTokens kept() {
    XmlTokens kept = spare.take(StreamReader.CLIENT_PROLOGUE);
    assertNotNull(kept);
    spare.keep(kept, kept.names());
    return kept;
  }

  @Test
  void oneParserServesWhoeverIsRead() {
    ReadStream first = stream();
    ReadStream second = stream();
    first.feed("<a/>");
    XmlTokens parser = kept();

    second.feed("<b/>  ");
    first.feed("<c><d>x</d></c>");

    assertSame(parser, kept());
    assertEquals("[a, c]", first.elements.stream().map(e -> e.name()).toList().toString());
    assertEquals("[b]", second.elements.stream().map(e -> e.name()).toList().toString());
  }

  @Test
  void aHalfReadStanzaKeepsItsParser() {
    ReadStream first = stream();
    ReadStream second = stream();
    first.feed("<a><b");

    second.feed("<c/>");
    XmlTokens parser = kept();
    first.feed("/></a><d");

    assertEquals(1, first.elements.get(0).elements().size());
    assertSame(parser, kept());
  }

  @Test
  @Tag("XC-6120-bad-prefix")
  void prefixesOfOneStreamAreUnknownInTheOther() {
    ReadStream first = stream();
    ReadStream second = stream();
    first.feed("<p:a xmlns:p='urn:p' xmlns='urn:other'><p:b/></p:a>");
    assertEquals(0, first.errors.size());
    kept();

    second.feed("<a/>");
    assertEquals(Ns.CLIENT, second.elements.get(0).namespace());
    second.feed("<p:b/>");

    assertEquals("bad-namespace-prefix", second.error());
  }

  @Test
  void theParserOfAStreamThatFailedIsGone() {
    ReadStream first = stream();
    first.feed("<a/>");
    kept();

    first.feed("<b></c>");

    assertEquals("not-well-formed", first.error());
    assertNull(spare.take(StreamReader.CLIENT_PROLOGUE));
  }

  @Test
  void namesAreCountedOverAllStreams() {
    ReadStream first = stream();
    ReadStream second = stream();
    first.feed("<a/>");
    XmlTokens parser = kept();
    for (int i = 0; i < 600; i++) {
      first.feed("<a" + i + " b='c'/>");
      second.feed("<c" + i + "><d/></c" + i + ">");
    }
    assertEquals(600, second.elements.size());

    // Each worn one was dropped and another made.
    assertEquals(false, parser == kept());
  }

  @Test
  void theParserOfALargeStanzaIsGone() {
    ReadStream first = stream();

    first.feed("<a>" + "x".repeat(20_000) + "</a>");

    assertEquals(20_000, first.elements.get(0).text().length());
    assertNull(spare.take(StreamReader.CLIENT_PROLOGUE));
  }

  @Test
  void whatIsBehindAStopIsReadLater() {
    ReadStream first = stream();
    first.stopAfter = "a";
    byte[] bytes = "<a/><b/>".getBytes(UTF_8);

    int taken = first.reader.feed(bytes, 0, bytes.length);
    assertEquals(4, taken);
    kept();
    first.reader.feed(bytes, taken, bytes.length - taken);

    assertEquals(2, first.elements.size());
  }

  @Test
  void anUnusualHeaderHasParsersOfItsOwn() {
    ReadStream first = stream();
    first.feed("<a/>");
    XmlTokens parser = kept();
    ReadStream other = new ReadStream(XmlLimits.AFTER_AUTHENTICATION, TreeBudget.UNBOUNDED, spare);
    other.feed(
        "<s:stream xmlns='jabber:client' xmlns:s='" + Ns.STREAMS + "' xmlns:x='urn:x'><x:a/>");
    ReadStream reordered =
        new ReadStream(XmlLimits.AFTER_AUTHENTICATION, TreeBudget.UNBOUNDED, spare);
    reordered.feed("<stream:stream xmlns:stream='" + Ns.STREAMS + "' xmlns='jabber:client'>");
    other.feed("<x:b/>");
    reordered.feed("<c/>");

    assertEquals("urn:x", other.elements.get(1).namespace());
    assertEquals(1, reordered.elements.size());
    assertSame(parser, kept());
  }
}
