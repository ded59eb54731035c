package io.pipit.pubsub;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.pipit.xmpp.Element;
import io.pipit.xmpp.SerializedXml;
import io.pipit.xmpp.xml.XmlBuffer;
import io.pipit.xmpp.xml.XmlContext;
import io.pipit.xmpp.xml.XmlDocument;
import io.pipit.xmpp.xml.XmlLimits;
import io.pipit.xmpp.xml.XmlWriter;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Bytes that come or go by a door which knows no XML, and the payload that they are stored as: JSON
 * in the container of XEP-0335, text and other bytes in containers of our own. What was wrapped
 * comes out byte for byte, but for XML, which is the same as a tree. Stateless; any thread.
 */
public final class PayloadContainer {

  /** Of the container of JSON (XEP-0335). */
  public static final String JSON_NAMESPACE = "urn:xmpp:json:0";

  /** Of the containers of text and of other bytes. */
  public static final String NAMESPACE = "urn:pipit:payload:0";

  private static final String JSON = "application/json";
  private static final String TEXT = "text/plain";
  private static final String XML = "application/xml";
  private static final String BINARY = "application/octet-stream";

  private static final String TYPE = " type='";

  /** A media type that is longer is none. */
  private static final int LONGEST_TYPE = 255;

  private PayloadContainer() {}

  /** What bytes are. */
  public enum Kind {
    JSON,
    TEXT,
    BINARY,
    XML,
    /** To be found out, by the media type or else by the bytes. */
    AUTO
  }

  /**
   * Bytes out of a payload.
   *
   * @param kind not {@link Kind#AUTO}
   * @param contentType their media type
   * @param bytes not to be changed
   */
  public record Content(Kind kind, String contentType, byte[] bytes) {

    static final Content NONE = new Content(Kind.TEXT, TEXT, new byte[0]);

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Content that
          && kind == that.kind
          && contentType.equals(that.contentType)
          && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
      return kind + " " + contentType + " (" + bytes.length + " bytes)";
    }
  }

  /**
   * The payload that holds bytes. What is not what it is said to be, or what XML cannot hold, is
   * stored as bytes with its media type kept.
   *
   * @param contentType null when it is not known
   */
  public static SerializedXml wrap(Kind kind, @Nullable String contentType, byte[] content) {
    String type = contentType == null || !isType(contentType) ? null : contentType;
    Kind wanted = kind == Kind.AUTO ? kindOf(type, content) : kind;
    Optional<SerializedXml> wrapped =
        switch (wanted) {
          case JSON -> JsonSyntax.isJson(content) ? json(content) : Optional.empty();
          case TEXT -> text(type == null ? TEXT : type, content);
          case XML -> xml(content);
          case BINARY, AUTO -> Optional.empty();
        };
    Kind known = kind == Kind.AUTO && wanted == Kind.TEXT ? Kind.BINARY : wanted;
    return wrapped.orElseGet(() -> binary(type == null ? usual(known) : type, content));
  }

  private static String usual(Kind kind) {
    return switch (kind) {
      case JSON -> JSON;
      case TEXT -> TEXT;
      case XML -> XML;
      case BINARY, AUTO -> BINARY;
    };
  }

  private static Kind kindOf(@Nullable String type, byte[] content) {
    if (type != null) {
      String essence = type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
      if (essence.equals(JSON) || essence.endsWith("+json")) {
        return JsonSyntax.isJson(content) ? Kind.JSON : Kind.TEXT;
      }
      if (essence.equals(XML) || essence.equals("text/xml") || essence.endsWith("+xml")) {
        return Kind.XML;
      }
      return essence.startsWith("text/") ? Kind.TEXT : Kind.BINARY;
    }
    return JsonSyntax.isJsonContainer(content) ? Kind.JSON : Kind.TEXT;
  }

  private static boolean isType(String contentType) {
    return !contentType.isEmpty()
        && contentType.length() <= LONGEST_TYPE
        && contentType.chars().allMatch(c -> c >= ' ' && c < 0x7F);
  }

  private static Optional<SerializedXml> json(byte[] content) {
    return decoded(content)
        .map(
            text ->
                container("json", JSON_NAMESPACE, null, new XmlBuffer(64 + content.length), text));
  }

  private static Optional<SerializedXml> text(String type, byte[] content) {
    return decoded(content)
        .map(text -> container("text", NAMESPACE, type, new XmlBuffer(96 + content.length), text));
  }

  private static SerializedXml binary(String type, byte[] content) {
    String text = Base64.getEncoder().encodeToString(content);
    return container("data", NAMESPACE, type, new XmlBuffer(96 + text.length()), text);
  }

  /** As our own writer has it: {@link #content} reads nothing else. */
  private static SerializedXml container(
      String name, String namespace, @Nullable String type, XmlBuffer out, String text) {
    Element.Builder element = Element.builder(name, namespace);
    if (type != null) {
      element.attribute("type", type);
    }
    if (!text.isEmpty()) {
      element.text(text);
    }
    XmlWriter.append(element.build(), XmlContext.STANDALONE, out);
    return new SerializedXml(name, namespace, out.toByteArray());
  }

  /** One root element with a namespace, without a document type. */
  private static Optional<SerializedXml> xml(byte[] content) {
    return XmlDocument.read(content, XmlLimits.AFTER_AUTHENTICATION)
                instanceof XmlDocument.Parsed parsed
            && !parsed.root().namespace().isEmpty()
        ? Optional.of(XmlWriter.serialize(parsed.root()))
        : Optional.empty();
  }

  /** Text that XML can hold; empty for bytes that are no such thing. */
  private static Optional<String> decoded(byte[] content) {
    return utf8(content).filter(PayloadContainer::isXmlText);
  }

  private static Optional<String> utf8(byte[] content) {
    try {
      return Optional.of(UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString());
    } catch (CharacterCodingException notUtf8) {
      return Optional.empty();
    }
  }

  /** Char of XML 1.0 2.2; what was decoded has no lone surrogates. */
  private static boolean isXmlText(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if ((c < ' ' && c != '\t' && c != '\n' && c != '\r') || c >= 0xFFFE) {
        return false;
      }
    }
    return true;
  }

  /** The bytes that a payload holds; for one that is no container, the payload as it is. */
  public static Content content(@Nullable SerializedXml payload) {
    if (payload == null) {
      return Content.NONE;
    }
    byte[] xml = payload.bytes();
    Kind kind = container(payload);
    int start = kind == Kind.XML ? -1 : textStart(xml);
    int end = start < 0 ? -1 : textEnd(xml, start);
    if (end < 0) {
      return new Content(Kind.XML, XML, xml);
    }
    byte[] text = unescaped(xml, start, end);
    if (text == null) {
      return new Content(Kind.XML, XML, xml);
    }
    if (kind == Kind.JSON) {
      return new Content(kind, JSON, text);
    }
    String type = type(xml, start);
    if (kind == Kind.TEXT) {
      return new Content(kind, type.isEmpty() ? TEXT : type, text);
    }
    try {
      byte[] bytes = Base64.getMimeDecoder().decode(text);
      return new Content(kind, type.isEmpty() ? BINARY : type, bytes);
    } catch (IllegalArgumentException notBase64) {
      return new Content(Kind.XML, XML, xml);
    }
  }

  /**
   * How many bytes a payload holds, which is what a limit counts: a container takes more than what
   * is in it.
   */
  public static int contentBytes(SerializedXml payload) {
    return container(payload) == Kind.XML
        ? payload.bytes().length
        : content(payload).bytes().length;
  }

  /** By the name of the root; {@link Kind#XML} for what is no container. */
  private static Kind container(SerializedXml payload) {
    if (payload.namespace().equals(JSON_NAMESPACE)) {
      return payload.name().equals("json") ? Kind.JSON : Kind.XML;
    }
    if (!payload.namespace().equals(NAMESPACE)) {
      return Kind.XML;
    }
    return switch (payload.name()) {
      case "text" -> Kind.TEXT;
      case "data" -> Kind.BINARY;
      default -> Kind.XML;
    };
  }

  /** Where the text of the root begins: an attribute of our writer holds no {@code >}. */
  private static int textStart(byte[] xml) {
    for (int at = 0; at < xml.length; at++) {
      if (xml[at] == '>') {
        return at + 1;
      }
    }
    return -1;
  }

  /** Where it ends; negative when there is more than text in the root. */
  private static int textEnd(byte[] xml, int start) {
    if (xml[start - 2] == '/') {
      return start; // an empty element
    }
    for (int at = start; at < xml.length; at++) {
      if (xml[at] == '<') {
        return at + 1 < xml.length && xml[at + 1] == '/' ? at : -1;
      }
    }
    return -1;
  }

  /** The attribute of the root; empty for none. A value of our writer holds no quote. */
  private static String type(byte[] xml, int start) {
    String head = new String(xml, 0, start, UTF_8);
    int value = head.indexOf(TYPE) + TYPE.length();
    if (value < TYPE.length()) {
      return "";
    }
    String written = head.substring(value, head.indexOf('\'', value));
    return written.indexOf('&') < 0
        ? written
        : XmlDocument.parse(("<t" + TYPE + written + "'/>").getBytes(UTF_8)).attribute("type", "");
  }

  /** What our writer escaped; null for a reference that it does not write. */
  private static byte @Nullable [] unescaped(byte[] xml, int start, int end) {
    byte[] text = new byte[end - start];
    int length = 0;
    for (int at = start; at < end; at++) {
      if (xml[at] != '&') {
        text[length++] = xml[at];
        continue;
      }
      int semicolon = at + 1;
      while (semicolon < end && xml[semicolon] != ';') {
        semicolon++;
      }
      int octet = octet(new String(xml, at + 1, semicolon - at - 1, UTF_8));
      if (octet < 0) {
        return null;
      }
      text[length++] = (byte) octet;
      at = semicolon;
    }
    return length == text.length ? text : Arrays.copyOf(text, length);
  }

  private static int octet(String reference) {
    return switch (reference) {
      case "amp" -> '&';
      case "lt" -> '<';
      case "gt" -> '>';
      case "quot" -> '"';
      case "apos" -> '\'';
      case "#xD" -> '\r';
      default -> -1;
    };
  }
}
