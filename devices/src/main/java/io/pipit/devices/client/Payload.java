package io.pipit.devices.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.pipit.xmpp.Element;
import io.pipit.xmpp.xml.XmlWriter;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/**
 * What an item holds, in the four kinds that every door of the node understands. Any thread.
 *
 * <p>JSON and text keep their characters as given; what XML cannot hold (control characters, lone
 * surrogates) becomes {@link Binary} with its content type kept.
 */
public sealed interface Payload {

  /** The payload as the one child of {@code <item/>}. */
  Element toElement();

  /** What a person reads: the text itself, or a short description of binary data. */
  String toDisplay();

  /** About how much memory it takes. */
  default int sizeBytes() {
    if (this instanceof Binary binary) {
      return binary.bytes().length;
    }
    return this instanceof Xml xml
        ? XmlWriter.bytes(xml.element()).length
        : 2 * toDisplay().length();
  }

  /** A JSON container (XEP-0335) with the original text. */
  record Json(String text) implements Payload {
    @Override
    public Element toElement() {
      return Element.builder("json", JSON).text(text).build();
    }

    @Override
    public String toDisplay() {
      return text;
    }
  }

  /** Plain text. */
  record Text(String text) implements Payload {
    @Override
    public Element toElement() {
      return Element.builder("text", PAYLOAD).attribute("type", TEXT_PLAIN).text(text).build();
    }

    @Override
    public String toDisplay() {
      return text;
    }
  }

  /** Bytes of a media type. The array is not copied and must not be changed. */
  record Binary(String type, byte[] bytes) implements Payload {
    @Override
    public Element toElement() {
      return Element.builder("data", PAYLOAD)
          .attribute("type", type)
          .text(Base64.getEncoder().encodeToString(bytes))
          .build();
    }

    @Override
    public String toDisplay() {
      return "(" + bytes.length + " bytes of " + type + ")";
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Binary that
          && type.equals(that.type)
          && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
      return 31 * type.hashCode() + Arrays.hashCode(bytes);
    }
  }

  /** Any other namespaced element. */
  record Xml(Element element) implements Payload {
    public Xml {
      if (element.namespace().isEmpty()) {
        throw new IllegalArgumentException(
            "a payload needs a namespace: <" + element.name() + "/>");
      }
    }

    @Override
    public Element toElement() {
      return element;
    }

    @Override
    public String toDisplay() {
      return "<" + element.name() + " xmlns='" + element.namespace() + "'/>";
    }
  }

  /** Namespace of the JSON container. */
  String JSON = "urn:xmpp:json:0";

  /** Namespace of the text and binary containers. */
  String PAYLOAD = "urn:pipit:payload:0";

  String TEXT_PLAIN = "text/plain";

  /**
   * JSON text, kept as it is.
   *
   * @throws IllegalArgumentException when it is not JSON
   */
  static Payload json(String text) {
    try {
      io.vertx.core.json.Json.decodeValue(text);
    } catch (DecodeException e) {
      throw new IllegalArgumentException("not JSON: " + e.getMessage(), e);
    }
    return isXmlText(text) ? new Json(text) : new Binary("application/json", text.getBytes(UTF_8));
  }

  /** A JSON object of plain values, lists and maps, in the order of the map. */
  static Payload json(Map<String, ?> values) {
    JsonObject object = new JsonObject();
    values.forEach(object::put);
    return json(object.encode());
  }

  static Payload text(String text) {
    return isXmlText(text) ? new Text(text) : new Binary(TEXT_PLAIN, text.getBytes(UTF_8));
  }

  /** By content: a JSON object or array, else text, else binary. */
  static Payload detect(byte[] bytes) {
    Optional<String> decoded = utf8(bytes);
    if (decoded.isEmpty() || !isXmlText(decoded.get())) {
      return new Binary("application/octet-stream", bytes);
    }
    String text = decoded.get();
    return isJsonContainer(text) ? new Json(text) : new Text(text);
  }

  /** Reads the child of an item back; never fails, since anything unknown is plain XML. */
  static Payload of(Element element) {
    if (element.is("json", JSON)) {
      return new Json(element.text());
    }
    if (element.is("text", PAYLOAD)) {
      return new Text(element.text());
    }
    if (element.is("data", PAYLOAD)) {
      try {
        return new Binary(
            element.attribute("type", "application/octet-stream"),
            Base64.getMimeDecoder().decode(element.text()));
      } catch (IllegalArgumentException notBase64) {
        return new Xml(element);
      }
    }
    return new Xml(element);
  }

  private static boolean isJsonContainer(String text) {
    String start = text.stripLeading();
    if (!start.startsWith("{") && !start.startsWith("[")) {
      return false;
    }
    try {
      Object value = io.vertx.core.json.Json.decodeValue(text);
      return value instanceof JsonObject || value instanceof JsonArray;
    } catch (DecodeException notJson) {
      return false;
    }
  }

  private static Optional<String> utf8(byte[] bytes) {
    try {
      return Optional.of(UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException notUtf8) {
      return Optional.empty();
    }
  }

  /** Char of XML 1.0 2.2. */
  private static boolean isXmlText(String text) {
    return text.codePoints().allMatch(Payload::isXmlCharacter);
  }

  private static boolean isXmlCharacter(int c) {
    if (c < ' ') {
      return c == '\t' || c == '\n' || c == '\r';
    }
    return !(c >= 0xD800 && c <= 0xDFFF) && c != 0xFFFE && c != 0xFFFF;
  }
}
