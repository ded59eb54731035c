package io.pipit.xmpp.xml;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pipit.xmpp.Element;
import io.pipit.xmpp.Ns;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Where the bytes of a stream are cut into reads changes nothing. */
class StreamReaderPropertyTest {

  private static final String SMILE = "\ud83d\ude00";

  /** A little of everything that is allowed. */
  private static final String WHOLE =
      "<?xml version=\"1.0\" encoding='utf-8' ?>\r\n"
          + "<st:stream to = 'a&lt;b' xml:lang=\"de\" xmlns='jabber:client' xmlns:e='urn:\u00e9'\n"
          + " xmlns:st='http://etherx.jabber.org/streams' >\r\n \t"
          + "<message id='"
          + SMILE
          + "' to=\"&#x1F600;\u20ac\"><body>x"
          + SMILE
          + "\r\ny&amp;&#128512;</body><e:x e:\u00e9='1&#xA;2\n3'/></message>"
          + "<a xmlns='urn:"
          + SMILE
          + "'><![CDATA[<"
          + SMILE
          + "]>]]>\u00e9]<b c=']]>' xmlns=''/>]&gt;]]\r>]]&gt;</a >\n\n<iq/> </st:stream >";

  private static ReadStream read(byte[] bytes, int... cuts) {
    ReadStream stream = new ReadStream(XmlLimits.AFTER_AUTHENTICATION);
    int from = 0;
    for (int cut : cuts) {
      stream.reader.feed(bytes, from, cut - from);
      from = cut;
    }
    stream.reader.feed(bytes, from, bytes.length - from);
    return stream;
  }

  private static void assertSame(ReadStream expected, ReadStream actual, String where) {
    assertEquals(expected.headers, actual.headers, where);
    assertEquals(expected.elements, actual.elements, where);
    assertEquals(expected.errors, actual.errors, where);
    assertEquals(expected.closed, actual.closed, where);
  }

  @Test
  @Tag("XC-6120-well-formed")
  void everyCutAndEveryPairOfCloseCutsGiveTheSameStanzas() {
    byte[] bytes = WHOLE.getBytes(UTF_8);
    ReadStream whole = read(bytes);
    assertEquals(List.of(), whole.errors);
    assertEquals(3, whole.elements.size());
    assertEquals("x" + SMILE + "\ny&" + SMILE, whole.elements.get(0).elements().get(0).text());
    assertEquals("<" + SMILE + "]>\u00e9]]>]]\n>]]>", whole.elements.get(1).text());
    for (int first = 0; first <= bytes.length; first++) {
      for (int second = first; second <= Math.min(first + 20, bytes.length); second++) {
        assertSame(whole, read(bytes, first, second), first + ", " + second);
      }
    }
  }

  @Test
  void oneByteAtATimeGivesTheSameStanzas() {
    byte[] bytes = WHOLE.getBytes(UTF_8);
    int[] all = new int[bytes.length];
    for (int i = 0; i < all.length; i++) {
      all[i] = i;
    }
    assertSame(read(bytes), read(bytes, all), "one by one");
  }

  @Property(tries = 300)
  void anyStanzasInAnyReadsAreReadAsTheyWereWritten(
      @ForAll("stanzas") List<Element> stanzas, @ForAll List<Integer> cuts) {
    byte[] bytes = stream(stanzas);
    int[] sorted = cuts.stream().mapToInt(c -> Math.floorMod(c, bytes.length)).sorted().toArray();

    ReadStream stream = read(bytes, sorted);

    assertEquals(List.of(), stream.errors);
    assertEquals(stanzas, stream.elements);
    assertEquals(true, stream.closed);
  }

  @Property(tries = 300)
  void streamsThatShareAParserReadWhatEachWasSent(
      @ForAll("stanzas") List<Element> first,
      @ForAll("stanzas") List<Element> second,
      @ForAll List<@IntRange(min = 1, max = 200) Integer> pieces) {
    SpareParser spare = new SpareParser();
    List<List<Element>> sent = List.of(first, second);
    List<ReadStream> streams =
        List.of(
            new ReadStream(XmlLimits.AFTER_AUTHENTICATION, TreeBudget.UNBOUNDED, spare),
            new ReadStream(XmlLimits.AFTER_AUTHENTICATION, TreeBudget.UNBOUNDED, spare));
    List<byte[]> bytes = sent.stream().map(StreamReaderPropertyTest::stream).toList();

    int[] at = {0, 0};
    for (int turn = 0; at[0] < bytes.get(0).length || at[1] < bytes.get(1).length; turn++) {
      int of = turn % 2;
      int piece = pieces.isEmpty() ? 40 : pieces.get(turn / 2 % pieces.size());
      int length = Math.min(bytes.get(of).length - at[of], piece);
      streams.get(of).reader.feed(bytes.get(of), at[of], length);
      at[of] += length;
    }

    for (int i = 0; i < 2; i++) {
      assertEquals(List.of(), streams.get(i).errors);
      assertEquals(sent.get(i), streams.get(i).elements);
      assertEquals(true, streams.get(i).closed);
    }
  }

  private static byte[] stream(List<Element> stanzas) {
    XmlBuffer out = new XmlBuffer();
    out.markup(ReadStream.HEADER);
    for (Element stanza : stanzas) {
      XmlWriter.append(stanza, XmlContext.CLIENT_STREAM, out);
    }
    out.markup("</stream:stream>");
    return out.toByteArray();
  }

  @Property(tries = 300)
  void whatIsWrittenAloneIsReadAlone(@ForAll("stanzas") List<Element> elements) {
    for (Element element : elements) {
      assertEquals(element, XmlDocument.parse(XmlWriter.bytes(element)));
      // Copied into another place, it is still the same.
      Element outer = Element.of("outer", "urn:outer", XmlWriter.serialize(element));
      assertEquals(element, XmlDocument.parse(XmlWriter.bytes(outer)).firstElement().orElseThrow());
    }
  }

  @Provide
  Arbitrary<List<Element>> stanzas() {
    return elements(3).list().ofMaxSize(6);
  }

  private static Arbitrary<Element> elements(int levels) {
    Arbitrary<String> names = Arbitraries.of("message", "x", "b", "\u00e9l\u00e9ment", "a.b-c_1");
    Arbitrary<String> namespaces =
        Arbitraries.of(Ns.CLIENT, "", "urn:x", "urn:" + SMILE, Ns.STREAMS, "a'b\"<&>\t\n");
    Arbitrary<String> texts =
        Arbitraries.strings()
            .withChars("ab <>&'\"\r\n\t]\u0085\u00e9\u20ac\u2028")
            .ofMaxLength(12)
            .map(text -> text + (text.length() % 3 == 0 ? SMILE : ""));
    Arbitrary<String> attributes =
        Arbitraries.of("id", "to", "\u00e9", Element.XML_LANG, "{urn:y}z", "{urn:" + SMILE + "}z");
    Arbitrary<List<Element>> children =
        levels == 0 ? Arbitraries.just(List.of()) : elements(levels - 1).list().ofMaxSize(3);
    return Combinators.combine(
            names, namespaces, Arbitraries.maps(attributes, texts).ofMaxSize(4), texts, children)
        .as(
            (name, namespace, values, text, inner) -> {
              Element.Builder element = Element.builder(name, namespace);
              values.forEach(element::attribute);
              for (Element child : inner) {
                element.text(text).child(child);
              }
              return element.text(text).build();
            });
  }
}
