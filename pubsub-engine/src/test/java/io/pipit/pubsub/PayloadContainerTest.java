package io.pipit.pubsub;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.pubsub.PayloadContainer.Content;
import io.pipit.pubsub.PayloadContainer.Kind;
import io.pipit.xmpp.Element;
import io.pipit.xmpp.SerializedXml;
import io.pipit.xmpp.xml.XmlDocument;
import io.pipit.xmpp.xml.XmlWriter;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bytes to payloads and back. */
class PayloadContainerTest {

  private static SerializedXml auto(@Nullable String type, String content) {
    return PayloadContainer.wrap(Kind.AUTO, type, content.getBytes(UTF_8));
  }

  private static String xml(SerializedXml payload) {
    return new String(payload.bytes(), UTF_8);
  }

  /** As a client of XMPP has it: parsed, and written again. */
  private static SerializedXml overXmpp(SerializedXml payload) {
    Element parsed = XmlDocument.parse(payload.bytes());
    assertEquals(payload.name(), parsed.name());
    assertEquals(payload.namespace(), parsed.namespace());
    return XmlWriter.serialize(Element.builder("x", "y").child(parsed).build().elements().get(0));
  }

  @Property(tries = 10_000)
  void bytesComeOutAsTheyWentIn(@ForAll("contents") byte[] content, @ForAll Kind kind) {
    for (String type : new String[] {null, "application/json", "text/plain", "x/y", "a/b+xml"}) {
      SerializedXml payload = PayloadContainer.wrap(kind, type, content);
      Content out = PayloadContainer.content(payload);
      assertEquals(out, PayloadContainer.content(overXmpp(payload)));
      assertEquals(out.bytes().length, PayloadContainer.contentBytes(payload));
      if (out.kind() != Kind.XML) {
        assertArrayEquals(content, out.bytes());
        assertTrue(payload.bytes().length >= content.length);
      }
    }
  }

  @Provide
  Arbitrary<byte[]> contents() {
    Arbitrary<byte[]> bytes = Arbitraries.bytes().array(byte[].class).ofMaxSize(200);
    Arbitrary<byte[]> text =
        Arbitraries.strings()
            .withChars(
                "<>&'\"\r\n\t {}[]:,1e-a\\\u00E9\u20AC\uFFFD\uFFFE\uFFFF\u0000\uD83D\uDE00;#x/="
                    .toCharArray())
            .ofMaxLength(60)
            .map(string -> string.getBytes(UTF_8));
    Arbitrary<byte[]> json =
        Arbitraries.of("{}", "[1,\"a\\u0000\r\"]", "{\"a\":\"<&>\"}", " [ ] ", "{\"\u20AC\":[{}]}")
            .map(string -> string.getBytes(UTF_8));
    return Arbitraries.oneOf(bytes, text, json);
  }

  @Test
  void manyBytesComeOutAsTheyWentIn() {
    Random random = new Random(7);
    for (int i = 0; i < 200; i++) {
      byte[] content = new byte[random.nextInt(4_000)];
      random.nextBytes(content);
      SerializedXml payload = PayloadContainer.wrap(Kind.AUTO, null, content);
      assertArrayEquals(content, PayloadContainer.content(overXmpp(payload)).bytes());
    }
  }

  @ParameterizedTest(name = "{0} as {1} is {2} of {3}")
  @CsvSource({
    "'{\"t\":21.5}', , JSON, application/json",
    "'[1, 2]', , JSON, application/json",
    "' { } ', , JSON, application/json",
    "'21.5', , TEXT, text/plain",
    "'true', , TEXT, text/plain",
    "'{\"t\":21.5', , TEXT, text/plain",
    "'', , TEXT, text/plain",
    "'21.5', application/json, JSON, application/json",
    "'21.5', application/senml+json, JSON, application/json",
    "'21,5', application/json, TEXT, application/json",
    "'{}', text/csv, TEXT, text/csv",
    "'{}', text/plain; charset=utf-8, TEXT, text/plain; charset=utf-8",
    "'abc', image/png, BINARY, image/png",
    "'<a xmlns=''u''>1</a>', application/xml, XML, application/xml",
    "'<a xmlns=''u''>1</a>', image/svg+xml, XML, application/xml",
    "'<a>1</a>', application/xml, BINARY, application/xml",
    "'<a xmlns=''u''>1', text/xml, BINARY, text/xml",
    "'<!DOCTYPE a><a xmlns=''u''/>', application/xml, BINARY, application/xml",
    "'<a xmlns=''u''>1</a>', , TEXT, text/plain"
  })
  void kindIsFoundByTypeAndThenByContent(
      String content, @Nullable String type, Kind kind, String shown) {
    Content out = PayloadContainer.content(auto(type, content));
    assertEquals(kind, out.kind());
    assertEquals(shown, out.contentType());
    assertEquals(
        kind == Kind.XML ? content.replace("'", "'") : content, new String(out.bytes(), UTF_8));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\u0000", "a\u0008", "\uFFFE", "{\"a\":\"\uFFFF\"}", "\u001F"})
  void whatXmlCannotHoldIsStoredAsBytes(String content) {
    Content out = PayloadContainer.content(auto(null, content));
    assertEquals(Kind.BINARY, out.kind());
    assertArrayEquals(content.getBytes(UTF_8), out.bytes());
    Content typed = PayloadContainer.content(auto("text/csv", content));
    assertEquals("text/csv", typed.contentType());
    assertEquals(Kind.BINARY, typed.kind());
  }

  @Test
  void illFormedUtf8IsStoredAsBytes() {
    byte[] surrogate = {(byte) 0xED, (byte) 0xA0, (byte) 0x80};
    byte[] overlong = {'{', '"', (byte) 0xC0, (byte) 0x80, '"', ':', '1', '}'};
    for (byte[] content : new byte[][] {surrogate, overlong, {(byte) 0xFF}, {'a', (byte) 0xC3}}) {
      Content out =
          PayloadContainer.content(PayloadContainer.wrap(Kind.AUTO, "application/json", content));
      assertEquals(Kind.BINARY, out.kind());
      assertEquals("application/json", out.contentType());
      assertArrayEquals(content, out.bytes());
    }
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void typeThatIsNoneIsLeftOut(Kind kind) {
    for (String type : new String[] {"", "text/\u00E9", "a\nb", "x".repeat(256)}) {
      assertEquals(
          PayloadContainer.content(PayloadContainer.wrap(kind, null, new byte[] {'1'})),
          PayloadContainer.content(PayloadContainer.wrap(kind, type, new byte[] {'1'})));
    }
  }

  @Test
  void typeComesBackWithQuotesAndMarkup() {
    String type = "text/plain; x=\"<'&>\"; y type='1";
    assertEquals(type, PayloadContainer.content(auto(type, "a")).contentType());
    assertEquals(
        type,
        PayloadContainer.content(PayloadContainer.wrap(Kind.BINARY, type, new byte[] {1}))
            .contentType());
  }

  @Test
  void containersAreThoseThatClientsKnow() {
    assertEquals(
        "<json xmlns='urn:xmpp:json:0'>{&quot;a&quot;:1}</json>", xml(auto(null, "{\"a\":1}")));
    assertEquals(
        "<text xmlns='urn:pipit:payload:0' type='text/plain'>a</text>", xml(auto(null, "a")));
    assertEquals(
        "<data xmlns='urn:pipit:payload:0' type='application/octet-stream'>AAE=</data>",
        xml(PayloadContainer.wrap(Kind.AUTO, null, new byte[] {0, 1})));
  }

  @Test
  void whatOnlyLooksLikeAContainerIsXml() {
    for (String payload :
        new String[] {
          "<json xmlns='urn:xmpp:json:0'><a/></json>",
          "<json xmlns='urn:xmpp:json:0'>{}<a/></json>",
          "<data xmlns='urn:pipit:payload:0'>A</data>",
          "<other xmlns='urn:pipit:payload:0'>A</other>",
          "<json xmlns='urn:other'>{}</json>",
          "<text xmlns='urn:pipit:payload:0'>A&#x9;</text>"
        }) {
      SerializedXml stored =
          new SerializedXml(
              payload.substring(1, 5),
              payload.substring(payload.indexOf('\'') + 1, payload.indexOf('\'', 14)),
              payload.getBytes(UTF_8));
      Content out = PayloadContainer.content(stored);
      assertEquals(Kind.XML, out.kind(), payload);
      assertArrayEquals(stored.bytes(), out.bytes());
    }
  }

  @Test
  void noPayloadIsEmptyText() {
    Content none = PayloadContainer.content(null);
    assertEquals(Kind.TEXT, none.kind());
    assertEquals(0, none.bytes().length);
    SerializedXml empty = auto(null, "");
    assertEquals("<text xmlns='urn:pipit:payload:0' type='text/plain'/>", xml(empty));
    assertEquals(none, PayloadContainer.content(empty));
    assertEquals(
        0,
        PayloadContainer.content(PayloadContainer.wrap(Kind.BINARY, null, new byte[0]))
            .bytes()
            .length);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "0",
        "-0",
        "1.5e+10",
        "\"\"",
        "\"\\u00e9\\n\"",
        "null",
        "[true,false]",
        "{\"a\":{\"b\":[1,2,{}]}}",
        " 1 ",
        "\t[\r\n]"
      })
  void jsonIsJson(String text) {
    assertTrue(JsonSyntax.isJson(text.getBytes(UTF_8)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "}",
        "[1,]",
        "{\"a\"}",
        "{\"a\":}",
        "{a:1}",
        "{\"a\":1,}",
        "01",
        "1.",
        ".5",
        "+1",
        "1e",
        "--1",
        "\"",
        "\"\\x\"",
        "\"\\u12\"",
        "\"a\nb\"",
        "nul",
        "truee",
        "1 2",
        "[1}",
        "'a'",
        "NaN",
        "\"\\"
      })
  void whatIsNoJsonIsNone(String text) {
    assertFalse(JsonSyntax.isJson(text.getBytes(UTF_8)));
  }

  @Test
  void deepNestingIsNoJson() {
    String deep = "[".repeat(100_000) + "]".repeat(100_000);
    assertFalse(JsonSyntax.isJson(deep.getBytes(UTF_8)));
    String less = "[".repeat(JsonSyntax.MOST_DEPTH) + "]".repeat(JsonSyntax.MOST_DEPTH);
    assertTrue(JsonSyntax.isJson(less.getBytes(UTF_8)));
  }
}
