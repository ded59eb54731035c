package io.pipit.xmpp.xml;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each way to break a stream, and the stream error that ends it. */
class MalformedStreamTest {

  private static final String HEADER = ReadStream.HEADER_TO_EXAMPLE;
  private static final String STREAMS = "xmlns:stream='http://etherx.jabber.org/streams'";

  private final List<Arguments> rows = new ArrayList<>();

  private void stream(String requirement, String error, String... streams) {
    for (String stream : streams) {
      rows.add(Arguments.of(requirement, error, stream));
    }
  }

  /** Breaks a stanza, as its whole and deep inside another one. */
  private void stanza(String requirement, String error, String... stanzas) {
    for (String stanza : stanzas) {
      stream(requirement, error, HEADER + stanza, HEADER + "<message><body>" + stanza);
    }
  }

  static Stream<Arguments> restricted() {
    MalformedStreamTest table = new MalformedStreamTest();
    String row = "XC-6120-restricted-xml";
    table.stream(
        row,
        "restricted-xml",
        "<!-- c -->" + HEADER,
        "<?xml version='1.0'?><!-- c -->" + HEADER,
        "<?pi x?>" + HEADER,
        "<?pi?>" + HEADER,
        "<?xml version='1.0'?><?pi x?>" + HEADER,
        "<!DOCTYPE stream>" + HEADER,
        "<!DOCTYPE stream SYSTEM 'file:///etc/passwd'>" + HEADER,
        "<!DOCTYPE stream PUBLIC '-//x' 'http://127.0.0.1/'>" + HEADER,
        "<!DOCTYPE s [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;'>]>" + HEADER + "<a>&b;</a>",
        HEADER.replace("example.org", "&foo;"),
        HEADER.replace("'jabber:client'", "'&foo;'"));
    table.stanza(
        row,
        "restricted-xml",
        "<!-- c -->",
        "<!---->",
        "<?pi x?>",
        "<?xml-stylesheet href='a'?>",
        "<a>&foo;</a>",
        "<a>x&foo;</a>",
        "<a>&nbsp;</a>",
        "<a b='&foo;'/>",
        "<a b='x&nbsp;'/>",
        "<a xmlns='&foo;'/>",
        "<a xmlns:p='&foo;'/>",
        "<a><!-- c --></a>");
    return table.rows.stream();
  }

  static Stream<Arguments> malformed() {
    MalformedStreamTest table = new MalformedStreamTest();
    String row = "XC-6120-well-formed";
    table.stream(
        row,
        "not-well-formed",
        "x",
        "GET / HTTP/1.1\r\n\r\n",
        "\u0016\u0003\u0001",
        " <?xml version='1.0'?>" + HEADER,
        "<?xml version='1.1'?>" + HEADER,
        "<?xml version='2.0'?>" + HEADER,
        "<?xml?>" + HEADER,
        "<?xml encoding='UTF-8'?>" + HEADER,
        "<?xml version='1.0' standalone='maybe'?>" + HEADER,
        "\ufeff" + HEADER,
        "<>",
        "< stream>",
        "</stream:stream>",
        HEADER.replace(" to=", "to="),
        HEADER.replace(" to=", " to='x' to="),
        HEADER.replace(">", " xmlns='jabber:client'>"),
        HEADER + "</stream>xxx",
        HEADER + "<a></a></strean:stream>",
        HEADER + "</>    ");
    table.stanza(
        row,
        "not-well-formed",
        "<a></b>  ",
        "<a><b></a></b>",
        "<a/ >",
        "<a / >",
        "<1a/>",
        "<-a/>",
        "<a b/>",
        "<a b=/>",
        "<a b=1/>",
        "<a b='<'/>",
        "<a b='1'c='2'/>",
        "<a b='1' b='2'/>",
        "<a xmlns:p='urn:1' xmlns:q='urn:1' p:b='1' q:b='2'/>",
        "<a xmlns='urn:1' xmlns='urn:2'/>",
        "<a xmlns:p='urn:1' xmlns:p='urn:2'/>",
        "<a>]]></a>",
        "<a>x]]></a>",
        "<a>&lt;]]></a>",
        "<a>]]]]></a>",
        "<a><b/>]]></a>",
        "<a><![CDATA[x]]>]]></a>",
        "<a>&</a>",
        "<a>& </a>",
        "<a>&;</a>",
        "<a>&amp</a>",
        "<a>&#;</a>",
        "<a>&#x;</a>",
        "<a>&#xg;</a>",
        "<a>&#0;</a>",
        "<a>&#1;</a>",
        "<a>&#x1F;</a>",
        "<a>&#xD800;</a>",
        "<a>&#xDFFF;</a>",
        "<a>&#xFFFE;</a>",
        "<a>&#xFFFF;</a>",
        "<a>&#x110000;</a>",
        "<a>&#99999999999999;</a>",
        "<a>&#-1;</a>",
        "<a b='&'/>",
        "<a b='&#0;'/>",
        "<a b='&#x;'/>",
        "<a b='&#xFFFF;'/>",
        "<a b='&#9;&#x;'/>",
        "<a b='&#9;&#;'/>",
        "<a xmlns='&#97;&#x;'/>",
        "<a b='&#x110000;'/>",
        "<a b='&#4294967361;'/>",
        "<a>\u0000</a>",
        "<a>\u0001</a>",
        "<a>\u000b</a>",
        "<a>\u001f</a>",
        "<a>\ufffe</a>",
        "<a>\uffff</a>",
        "<a b='\u0001'/>",
        "<a b='\ufffe'/>",
        "<a\u0001/>",
        "<a></\u0000a>",
        "<a><![CDATA[\u0001]]></a>",
        "<a><![CDAT[x]]></a>",
        "<a><![cdata[x]]></a>",
        "<a><!x></a>",
        "<a><!DOCTYPE a></a>",
        "<a><!ELEMENT a ANY></a>",
        "<a:b:c/>",
        "<:a/>",
        "<a xmlns:p='urn:p'><p:/></a>",
        "<a xmlns:p='urn:p'><p:1/></a>",
        "<a xmlns:p='urn:p' p:='1'/>",
        "<a xmlns:p='urn:p' p:-='1'/>",
        "<a xmlns:='urn:p'/>",
        "<a xmlns:1='urn:p'/>",
        "<a :b='1'/>",
        "<a\u2190/>",
        "<\ud83d\ude00/>",
        "<?xml version='1.0'?><a/>");
    return table.rows.stream();
  }

  static Stream<Arguments> prefixes() {
    MalformedStreamTest table = new MalformedStreamTest();
    String row = "XC-6120-bad-prefix";
    table.stream(
        row,
        "bad-namespace-prefix",
        "<stream:stream xmlns='jabber:client'>",
        HEADER.replace("xmlns:stream", "xmlns:streams"),
        HEADER.replace(">", " xmlns:p=''>"),
        HEADER.replace(">", " p:x='x'>"));
    table.stanza(
        row,
        "bad-namespace-prefix",
        "<p:a/>",
        "<a p:b='1'/>",
        "<a xmlns:p=''/>",
        "<a xmlns:p='urn:p'/><p:b/>",
        "<a xmlns:xml='urn:x'/>",
        "<a xmlns:xmlns='urn:x'/>",
        "<a xmlns:p='http://www.w3.org/XML/1998/namespace'/>",
        "<a xmlns='http://www.w3.org/XML/1998/namespace'/>",
        "<a xmlns:p='http://www.w3.org/2000/xmlns/'/>",
        "<a xmlns='http://www.w3.org/2000/xmlns/'/>");
    return table.rows.stream();
  }

  static Stream<Arguments> headers() {
    MalformedStreamTest table = new MalformedStreamTest();
    table.stream(
        "XC-6120-stream-namespaces",
        "invalid-namespace",
        "<stream/>",
        "<stream xmlns='jabber:client'>",
        "<stream xmlns='http://etherx.jabber.org/streams'>",
        "<stream:stream " + STREAMS + ">",
        "<stream:stream xmlns='' " + STREAMS + ">",
        "<stream:stream xmlns='jabber:wrong' " + STREAMS + ">",
        "<stream:stream xmlns='jabber:client ' " + STREAMS + ">",
        "<stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/stream'>",
        "<open xmlns='urn:ietf:params:xml:ns:xmpp-framing'/>");
    table.stream(
        "XC-6120-stream-namespaces",
        "bad-format",
        "<stream:streams xmlns='jabber:client' " + STREAMS + ">",
        "<stream:features xmlns='jabber:client' " + STREAMS + "/>");
    table.stream(
        "XC-6120-well-formed",
        "bad-format",
        HEADER + "x",
        HEADER + "<a/>x<a/>",
        HEADER + " \u00a0 ",
        HEADER + "&#32;x",
        HEADER + "<![CDATA[ ]]>",
        HEADER + "<a/><![CDATA[]]>");
    return table.rows.stream();
  }

  @ParameterizedTest(name = "{0} {1} {2}")
  @MethodSource("restricted")
  @Tag("XC-6120-restricted-xml")
  void restrictedXmlIsRefused(String requirement, String error, String stream) {
    assertFailsWith(error, stream.getBytes(UTF_8));
  }

  @ParameterizedTest(name = "{0} {1} {2}")
  @MethodSource("malformed")
  @Tag("XC-6120-well-formed")
  void malformedXmlIsRefused(String requirement, String error, String stream) {
    assertFailsWith(error, stream.getBytes(UTF_8));
  }

  @ParameterizedTest(name = "{0} {1} {2}")
  @MethodSource("prefixes")
  @Tag("XC-6120-bad-prefix")
  void unboundAndWrongPrefixesAreRefused(String requirement, String error, String stream) {
    assertFailsWith(error, stream.getBytes(UTF_8));
  }

  @ParameterizedTest(name = "{0} {1} {2}")
  @MethodSource("headers")
  @Tag("XC-6120-stream-namespaces")
  void wrongNamespacesAndStrayTextAreRefused(String requirement, String error, String stream) {
    assertFailsWith(error, stream.getBytes(UTF_8));
  }

  static Stream<Arguments> encodings() {
    List<Arguments> rows = new ArrayList<>();
    for (String name : List.of("UTF-16", "UTF-16LE", "UTF-16BE", "UTF-32", "UTF-32LE")) {
      for (String start : List.of(HEADER, "<?xml version='1.0'?>" + HEADER)) {
        rows.add(Arguments.of(name, start.getBytes(Charset.forName(name))));
      }
    }
    for (String name :
        List.of("ISO-8859-1", "US-ASCII", "UTF-16", "windows-1252", "UTF8", "UTF--8", "no", "")) {
      String declaration = "<?xml version='1.0' encoding='" + name + "'?>";
      rows.add(Arguments.of("declared " + name, (declaration + HEADER).getBytes(UTF_8)));
    }
    // Overlong, surrogate, beyond U+10FFFF, lone continuation, truncated, impossible bytes.
    for (String bytes :
        List.of(
            "c080",
            "c1bf",
            "e08080",
            "e09fbf",
            "f0808080",
            "f08fbfbf",
            "eda080",
            "edbfbf",
            "f4908080",
            "f5808080",
            "80",
            "bf",
            "c220",
            "e28220",
            "f09f9820",
            "fe",
            "ff",
            "f8888080",
            "fc8480808080",
            "eda0bdedb880")) {
      for (String place : List.of("<a>", "<a>x", "<a b='", "<a xmlns='", "<", "<a><![CDATA[")) {
        byte[] start = (HEADER + place).getBytes(UTF_8);
        byte[] wrong = HexFormat.of().parseHex(bytes + "20");
        byte[] all = new byte[start.length + wrong.length];
        System.arraycopy(start, 0, all, 0, start.length);
        System.arraycopy(wrong, 0, all, start.length, wrong.length);
        rows.add(Arguments.of(bytes + " in " + place, all));
      }
    }
    return rows.stream();
  }

  @ParameterizedTest(name = "XC-6120-encoding-utf8 {0}")
  @MethodSource("encodings")
  @Tag("XC-6120-encoding-utf8")
  void whatIsNotUtf8IsRefused(String what, byte[] stream) {
    assertFailsWith("unsupported-encoding", stream);
  }

  /** In one read, byte by byte, and never with an element of the broken part. */
  private static void assertFailsWith(String error, byte[] bytes) {
    ReadStream whole = new ReadStream(XmlLimits.AFTER_AUTHENTICATION);
    whole.feed(bytes);
    ReadStream slowly = new ReadStream(XmlLimits.AFTER_AUTHENTICATION);
    for (byte b : bytes) {
      slowly.feed(new byte[] {b});
    }
    for (ReadStream stream : List.of(whole, slowly)) {
      assertEquals(error, stream.error());
      assertEquals(1, stream.errors.size());
      assertFalse(stream.closed);
      assertTrue(stream.elements.size() <= 1);
      assertFalse(stream.reader.holdsParser());
    }
    assertEquals(whole.elements, slowly.elements);
  }
}
