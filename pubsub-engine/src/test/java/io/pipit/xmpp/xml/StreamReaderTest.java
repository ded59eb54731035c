package io.pipit.xmpp.xml;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.xmpp.Element;
import io.pipit.xmpp.Ns;
import io.pipit.xmpp.StreamError;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StreamReaderTest {

  private final ReadStream stream = new ReadStream(XmlLimits.AFTER_AUTHENTICATION);

  @Test
  void readsHeaderStanzasAndEnd() {
    stream.feed("<?xml version='1.0'?>" + ReadStream.HEADER_TO_EXAMPLE);
    stream.feed("<message id='1'><body>hi</body></message><presence/></stream:stream>");

    assertEquals("example.org", stream.headers.get(0).to().orElseThrow());
    assertEquals("1.0", stream.headers.get(0).version().orElseThrow());
    assertEquals(Ns.CLIENT, stream.headers.get(0).contentNamespace());
    assertEquals(
        List.of(
            Element.builder("message", Ns.CLIENT)
                .attribute("id", "1")
                .textElement("body", Ns.CLIENT, "hi")
                .build(),
            Element.of("presence", Ns.CLIENT)),
        stream.elements);
    assertTrue(stream.closed);
    assertTrue(stream.errors.isEmpty());
  }

  @ParameterizedTest(name = "XC-6120-well-formed {0}")
  @Tag("XC-6120-well-formed")
  @ValueSource(strings = {"<message></iq>", "<message><body>text</message>", "<a>]</b >"})
  void wrongEndTagIsToldOfWithoutWaitingForMoreBytes(String malformed) {
    for (int cut = 1; cut <= malformed.length(); cut++) {
      ReadStream cutStream = new ReadStream(XmlLimits.AFTER_AUTHENTICATION);
      cutStream.feed(ReadStream.HEADER_TO_EXAMPLE);
      cutStream.feed(malformed.substring(0, cut));
      cutStream.feed(malformed.substring(cut));
      assertEquals(
          StreamError.Condition.NOT_WELL_FORMED, cutStream.errors.get(0).condition(), "cut " + cut);
    }
  }

  @Test
  void aStreamThatIsOneEmptyTagOpensAndCloses() {
    stream.feed(ReadStream.HEADER_TO_EXAMPLE.replace(">", "/>"));

    assertEquals(1, stream.headers.size());
    assertTrue(stream.closed);
  }

  @Test
  void otherPrefixesOfTheStreamWorkAfterTheParserWasDropped() {
    stream.feed("<s:stream xmlns:s='" + Ns.STREAMS + "' xmlns='jabber:client' xmlns:x='urn:x'>");
    stream.feed("<x:a/>");
    stream.feed("</s:stream>");

    assertEquals(List.of(Element.of("a", "urn:x")), stream.elements);
    assertTrue(stream.closed);
  }

  @Test
  void holdsNoParserBetweenStanzas() {
    stream.feed(ReadStream.HEADER_TO_EXAMPLE);
    assertFalse(stream.reader.holdsParser());
    stream.feed("\n");
    assertFalse(stream.reader.holdsParser());
    stream.feed("<a");
    assertTrue(stream.reader.holdsParser());
    stream.feed("/> \r\n");
    assertFalse(stream.reader.holdsParser());
    assertEquals(1, stream.elements.size());
  }

  @Test
  @Tag("XC-6120-starttls-injection")
  void stopGivesBackTheBytesBehindTheElement() {
    stream.feed(ReadStream.HEADER_TO_EXAMPLE);
    stream.stopAfter = "starttls";
    String starttls = "<starttls xmlns='" + Ns.TLS + "'/>";
    byte[] bytes = (starttls + " <auth/>\u00e4").getBytes(UTF_8);

    assertEquals(starttls.length(), stream.reader.feed(bytes, 0, bytes.length));
    assertEquals(1, stream.elements.size());
  }

  @Test
  void stopInTheLastElementLeavesNothing() {
    stream.feed(ReadStream.HEADER_TO_EXAMPLE);
    stream.stopAfter = "starttls";
    byte[] bytes = "xx<starttls/>".getBytes(UTF_8);

    assertEquals(bytes.length - 2, stream.reader.feed(bytes, 2, bytes.length - 2));
  }

  @Test
  void bytesBehindAStopCanBeFedLater() {
    stream.feed(ReadStream.HEADER_TO_EXAMPLE);
    stream.stopAfter = "a";
    byte[] bytes = "<a/>\u20ac".getBytes(UTF_8);
    int taken = stream.reader.feed(bytes, 0, bytes.length);

    assertEquals(4, taken);
    assertTrue(stream.errors.isEmpty());
    stream.reader.feed(bytes, taken, bytes.length - taken);
    assertEquals("bad-format", stream.error());
  }

  @Test
  void aRestartInTheMiddleOfABufferReadsTheNextHeader() {
    stream.restartAfter = "auth";
    stream.feed(
        ReadStream.HEADER_TO_EXAMPLE
            + "<auth/>"
            + "<?xml version='1.0'?>"
            + ReadStream.HEADER_TO_EXAMPLE
            + "<presence/>");

    assertEquals(2, stream.headers.size());
    assertEquals(2, stream.elements.size());
    assertTrue(stream.errors.isEmpty());
  }

  @Test
  void nothingIsReadAfterCloseOrFailure() {
    stream.feed(ReadStream.HEADER_TO_EXAMPLE + "<a/>");
    stream.reader.close();
    stream.feed("<b/><<<");

    assertEquals(1, stream.elements.size());
    assertTrue(stream.errors.isEmpty());

    ReadStream failed = new ReadStream(XmlLimits.AFTER_AUTHENTICATION);
    failed.feed("<a><a/>");
    failed.feed("<a/>");
    failed.reader.restart();
    failed.feed(ReadStream.HEADER_TO_EXAMPLE);
    assertEquals(1, failed.errors.size());
    assertTrue(failed.headers.isEmpty());
  }

  @Test
  void textOfManyPiecesIsOneNode() {
    stream.feed(ReadStream.HEADER_TO_EXAMPLE + "<a>");
    stream.feed("x&lt;");
    stream.feed("&#x1F600;<![CDATA[<y>");
    stream.feed("]]>z</a>");

    Element a = stream.elements.get(0);
    assertEquals("x<\ud83d\ude00<y>z", a.text());
    assertEquals(1, a.children().size());
  }
}
