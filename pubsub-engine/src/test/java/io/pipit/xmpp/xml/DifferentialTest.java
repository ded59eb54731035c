package io.pipit.xmpp.xml;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.pipit.xmpp.Element;
import io.pipit.xmpp.xml.XmlDocument.Malformed;
import io.pipit.xmpp.xml.XmlDocument.Parsed;
import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Optional;
import java.util.Random;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What our reader takes, the parser of the JDK takes too, and both see the same tree; what ours
 * refuses, the JDK refuses too or it is restricted in XMPP. A difference between two parsers is how
 * stanzas are smuggled.
 */
class DifferentialTest {

  private static final String[] SEEDS = {
    "<a xmlns='jabber:client' xmlns:p='urn:p' b='1' p:c=\"2\" xml:lang='de'>x&amp;&lt;&gt;&quot;"
        + "&apos;&#65;&#x1F600;<p:d/><![CDATA[<y>]]>\u00e9\u20ac\ud83d\ude00</a>",
    "<?xml version='1.0' encoding='UTF-8'?>\n<iq type='set' id='1'><pubsub xmlns='urn:ps'>"
        + "<publish node='n'><item id='i'><e xmlns='urn:e'>12.5</e></item></publish></pubsub></iq>\n",
    "<m><b>one</b> two <c:c xmlns:c='urn:c' c:a='&#9;&#10;'><c:d></c:d></c:c>]]&gt;</m>",
    "<\u00e9 \u00e9='\u00e9'>\r\n\t<x xmlns=''><y xmlns='urn:y'/></x></\u00e9>",
  };

  private static final String[] PIECES = {
    "<",
    ">",
    "/",
    "=",
    "'",
    "\"",
    "&",
    ";",
    "#",
    "x",
    "]]>",
    "<![CDATA[",
    "<!--",
    "-->",
    "<?",
    "?>",
    "&amp;",
    "&#",
    "&#x",
    "&#0;",
    "&#xFFFE;",
    "&#1114112;",
    "&lt",
    "xmlns",
    "xmlns:p=",
    "xmlns:",
    ":",
    " ",
    "\n",
    "\r",
    "\t",
    "\u0000",
    "\u0001",
    "\u0085",
    "\u2028",
    "\ufeff",
    "\ufffe",
    "a",
    "1",
    "-",
    ".",
    "<a>",
    "</a>",
    "<a/>",
    "xml",
    "<!DOCTYPE a>",
    "p:",
    "p:p:",
    " p:c='3'",
    " b='1'",
    "\u00e9",
    "\u0300",
    "\ud83d\ude00",
    "]",
    "]]",
    "'urn:p'",
    " xmlns='urn:z'",
  };

  @ParameterizedTest(name = "XC-6120-well-formed seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  @Tag("XC-6120-well-formed")
  void agreesWithTheParserOfTheJdk(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 2_000; i++) {
      byte[] bytes = SEEDS[random.nextInt(SEEDS.length)].getBytes(UTF_8);
      int mutations = 1 + random.nextInt(3);
      for (int m = 0; m < mutations; m++) {
        bytes = mutate(bytes, random);
      }
      compare(bytes);
    }
  }

  private static byte[] mutate(byte[] bytes, Random random) {
    int at = random.nextInt(bytes.length + 1);
    int to = Math.min(bytes.length, at + random.nextInt(6));
    byte[] piece =
        switch (random.nextInt(4)) {
          case 0 -> new byte[] {(byte) random.nextInt(256)};
          case 1 -> new byte[0];
          case 2 -> {
            int from = random.nextInt(bytes.length + 1);
            yield Arrays.copyOfRange(
                bytes, from, Math.min(bytes.length, from + random.nextInt(20)));
          }
          default -> PIECES[random.nextInt(PIECES.length)].getBytes(UTF_8);
        };
    if (random.nextBoolean()) {
      to = at;
    }
    return ByteBuffer.allocate(at + piece.length + bytes.length - to)
        .put(bytes, 0, at)
        .put(piece)
        .put(bytes, to, bytes.length - to)
        .array();
  }

  private static void compare(byte[] bytes) {
    String shown = new String(bytes, UTF_8);
    if (shown.startsWith("\ufeff")) {
      // In a stream this is no byte order mark but a character, and in the wrong place.
      assertInstanceOf(Malformed.class, XmlDocument.read(bytes, XmlLimits.AFTER_AUTHENTICATION));
      return;
    }
    XmlDocument ours = XmlDocument.read(bytes, XmlLimits.AFTER_AUTHENTICATION);
    Optional<Element> mine =
        ours instanceof Parsed parsed ? Optional.of(parsed.root()) : Optional.empty();
    assertEquals(jdk(bytes), mine, () -> ours + " for " + shown);
  }

  /** The tree that the JDK sees; empty for what it refuses and what XMPP does not allow. */
  private static Optional<Element> jdk(byte[] bytes) {
    try {
      UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
    } catch (CharacterCodingException notUtf8) {
      return Optional.empty();
    }
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    try {
      return tree(factory.createXMLStreamReader(new ByteArrayInputStream(bytes), "UTF-8"));
    } catch (XMLStreamException malformed) {
      return Optional.empty();
    }
  }

  private static Optional<Element> tree(XMLStreamReader reader) throws XMLStreamException {
    Deque<Element.Builder> open = new ArrayDeque<>();
    Element root = null;
    String encoding = reader.getCharacterEncodingScheme();
    boolean allowed =
        (encoding == null || encoding.equalsIgnoreCase("UTF-8"))
            && (reader.getVersion() == null || reader.getVersion().equals("1.0"));
    while (reader.hasNext()) {
      switch (reader.next()) {
        case XMLStreamConstants.START_ELEMENT -> {
          allowed &= isNamespaceWellFormed(reader);
          open.push(start(reader));
        }
        case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE -> {
          if (!open.isEmpty()) {
            open.element().text(reader.getText());
          }
        }
        case XMLStreamConstants.END_ELEMENT -> {
          Element element = open.pop().build();
          if (open.isEmpty()) {
            root = element;
          } else {
            open.element().child(element);
          }
        }
        case XMLStreamConstants.END_DOCUMENT -> {}
        default -> allowed = false;
      }
    }
    return allowed ? Optional.ofNullable(root) : Optional.empty();
  }

  /** The JDK takes names that begin with a colon. */
  private static boolean isNamespaceWellFormed(XMLStreamReader reader) {
    boolean wellFormed = !reader.getLocalName().startsWith(":");
    for (int i = 0; i < reader.getAttributeCount(); i++) {
      wellFormed &= !reader.getAttributeLocalName(i).startsWith(":");
    }
    return wellFormed;
  }

  private static Element.Builder start(XMLStreamReader reader) {
    String namespace = reader.getNamespaceURI();
    Element.Builder element =
        Element.builder(reader.getLocalName(), namespace == null ? "" : namespace);
    for (int i = 0; i < reader.getAttributeCount(); i++) {
      String in = reader.getAttributeNamespace(i);
      String local = reader.getAttributeLocalName(i);
      element.attribute(
          in == null || in.isEmpty() ? local : "{" + in + "}" + local, reader.getAttributeValue(i));
    }
    return element;
  }
}
