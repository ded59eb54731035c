package io.pipit.xmpp.xml;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pipit.xmpp.Element;
import io.pipit.xmpp.Ns;
import io.pipit.xmpp.SerializedXml;
import io.pipit.xmpp.StreamError;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class XmlWriterTest {

  private static String inStream(Element element) {
    return new String(XmlWriter.bytes(element, XmlContext.CLIENT_STREAM), StandardCharsets.UTF_8);
  }

  @Test
  void declaresANamespaceOnlyWhereItChanges() {
    Element message =
        Element.of(
            "message",
            Ns.CLIENT,
            Element.builder("body", Ns.CLIENT).text("hi").build(),
            Element.of("x", "urn:a", Element.of("y", "urn:a"), Element.of("z", "")));

    assertEquals(
        "<message><body>hi</body><x xmlns='urn:a'><y/><z xmlns=''/></x></message>",
        inStream(message));
    assertEquals(
        "<message xmlns='jabber:client'><body>hi</body>"
            + "<x xmlns='urn:a'><y/><z xmlns=''/></x></message>",
        XmlWriter.text(message));
  }

  @Test
  void serializedXmlDeclaresEvenTheEmptyNamespace() {
    assertEquals("<a xmlns=''><b/></a>", XmlWriter.text(Element.of("a", "", Element.of("b", ""))));
  }

  @Test
  void copiesSerializedXmlByteForByte() {
    SerializedXml payload =
        new SerializedXml(
            "p", "urn:p", "<p xmlns='urn:p'>&lt;</p>".getBytes(StandardCharsets.UTF_8));

    assertEquals(
        "<message><p xmlns='urn:p'>&lt;</p></message>",
        inStream(Element.of("message", Ns.CLIENT, payload)));
  }

  @Test
  void elementsOfTheStreamHaveThePrefixStream() {
    Element features = Element.of("features", Ns.STREAMS, Element.of("bind", Ns.BIND));
    assertEquals(
        "<stream:features><bind xmlns='" + Ns.BIND + "'/></stream:features>", inStream(features));

    Element error = StreamError.of(StreamError.Condition.NOT_WELL_FORMED, "no").toElement();
    assertEquals(
        "<stream:error xmlns:stream='http://etherx.jabber.org/streams'>"
            + "<not-well-formed xmlns='urn:ietf:params:xml:ns:xmpp-streams'/>"
            + "<text xmlns='urn:ietf:params:xml:ns:xmpp-streams' xml:lang='en'>no</text>"
            + "</stream:error>",
        XmlWriter.text(error));
  }

  @Test
  void attributesInANamespaceGetADeclaredPrefix() {
    Element element =
        Element.builder("a", "")
            .attribute("plain", "1")
            .attribute(Element.XML_LANG, "de")
            .attribute("{urn:x}b", "2")
            .attribute("{urn:{y}}b", "3")
            .build();

    assertEquals(
        "<a xmlns='' plain='1' xml:lang='de' xmlns:a2='urn:x' a2:b='2' xmlns:a3='urn:{y}' a3:b='3'/>",
        XmlWriter.text(element));
  }

  @Test
  void escapesWhatAParserWouldChange() {
    String all = "&<>\"'\t\n\r\u007f\u00e4\u20ac\ud83d\ude00";
    Element element = Element.builder("a", "").attribute("b", all).text(all).build();

    assertEquals(
        "<a xmlns='' b='&amp;&lt;&gt;&quot;&apos;&#x9;&#xA;&#xD;\u007f\u00e4\u20ac\ud83d\ude00'>"
            + "&amp;&lt;&gt;&quot;&apos;\t\n&#xD;\u007f\u00e4\u20ac\ud83d\ude00</a>",
        XmlWriter.text(element));
  }

  @Test
  void writesWhatIsNoCharacterOfXmlAsTheReplacementCharacter() {
    String bad = "\u0000\u001f" + "\ud83d" + "\u0001" + "\ude00" + "\uffff";

    assertEquals(
        "<a xmlns=''>\ufffd\ufffd\ufffd\ufffd\ufffd\ufffdx</a>",
        XmlWriter.text(Element.builder("a", "").text(bad + "x").build()));
  }

  @Test
  void encodesAsTheJdkDoes() {
    StringBuilder every = new StringBuilder();
    for (int c = ' '; c <= Character.MAX_CODE_POINT; c += 37) {
      if (c < 0xD800 || c > 0xDFFF) {
        every.appendCodePoint(c);
      }
    }
    assertArrayEquals(
        every.toString().getBytes(StandardCharsets.UTF_8),
        new XmlBuffer(0).markup(every.toString()).toByteArray());
  }

  @Test
  void aDeepTreeIsWrittenWithoutRecursion() {
    int depth = 200_000;
    Element deep = Element.of("a", "");
    for (int i = 1; i < depth; i++) {
      deep = Element.of("a", "", deep);
    }
    assertEquals("<a xmlns=''>".length() + 7L * (depth - 2) + 8, XmlWriter.bytes(deep).length);
  }
}
