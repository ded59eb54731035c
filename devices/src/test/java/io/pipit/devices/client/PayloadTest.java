package io.pipit.devices.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.xmpp.Element;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PayloadTest {

  @Test
  void jsonKeepsItsText() {
    Payload payload = Payload.json("{ \"t\" : 21.50 }");
    assertEquals(
        Element.builder("json", "urn:xmpp:json:0").text("{ \"t\" : 21.50 }").build(),
        payload.toElement());
    assertEquals(payload, Payload.of(payload.toElement()));
  }

  @Test
  void jsonOfValuesKeepsTheirOrder() {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("z", 1);
    values.put("a", Map.of("deep", true));
    assertEquals(new Payload.Json("{\"z\":1,\"a\":{\"deep\":true}}"), Payload.json(values));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{", "{\"a\":}", "nope", "{} {}"})
  void whatIsNotJsonIsRefused(String text) {
    assertThrows(IllegalArgumentException.class, () -> Payload.json(text));
  }

  @Test
  void jsonThatXmlCannotHoldIsBinaryOfItsType() {
    String text = "\"\uFFFF\"";
    Payload payload = Payload.json(text);
    assertEquals(new Payload.Binary("application/json", text.getBytes(UTF_8)), payload);
    assertEquals(payload, Payload.of(payload.toElement()));
  }

  @Test
  void textWithAControlCharacterIsBinaryOfItsType() {
    assertEquals(new Payload.Binary("text/plain", new byte[] {'a', 0}), Payload.text("a\0"));
  }

  @Test
  void textAndBinaryReadBack() {
    Payload text = Payload.text("tab\t, line\n, 😀");
    assertEquals(text, Payload.of(text.toElement()));
    byte[] all = new byte[256];
    for (int i = 0; i < all.length; i++) {
      all[i] = (byte) i;
    }
    Payload binary = new Payload.Binary("image/x", all);
    assertEquals(binary, Payload.of(binary.toElement()));
    assertEquals("(256 bytes of image/x)", binary.toDisplay());
  }

  @Test
  void detectsJsonTextAndBinary() {
    assertEquals(new Payload.Json(" {\"a\":1}"), Payload.detect(" {\"a\":1}".getBytes(UTF_8)));
    assertEquals(new Payload.Json("[1]"), Payload.detect("[1]".getBytes(UTF_8)));
    assertEquals(new Payload.Text("{a"), Payload.detect("{a".getBytes(UTF_8)));
    assertEquals(new Payload.Text("21.5"), Payload.detect("21.5".getBytes(UTF_8)));
    byte[] bytes = {(byte) 0xC3, 0x28};
    assertTrue(Payload.detect(bytes) instanceof Payload.Binary binary && binary.bytes() == bytes);
  }

  @Test
  void anythingElseIsXml() {
    Element entry = Element.of("entry", "http://www.w3.org/2005/Atom");
    assertEquals(new Payload.Xml(entry), Payload.of(entry));
    Element broken = Element.builder("data", "urn:pipit:payload:0").text("A").build();
    assertEquals(new Payload.Xml(broken), Payload.of(broken));
  }

  @Test
  void xmlNeedsANamespace() {
    assertThrows(IllegalArgumentException.class, () -> new Payload.Xml(Element.of("entry", "")));
  }

  @Test
  void base64OfOthersMayHaveLineBreaks() {
    Element data = Element.builder("data", "urn:pipit:payload:0").text("AAEC\n AwQ=\n").build();
    assertTrue(Payload.of(data) instanceof Payload.Binary);
    assertArrayEquals(new byte[] {0, 1, 2, 3, 4}, ((Payload.Binary) Payload.of(data)).bytes());
  }
}
