package io.pipit.pep.caps;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.pipit.xmpp.Element;
import io.pipit.xmpp.Node;
import io.pipit.xmpp.Ns;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class EntityCapabilitiesTest {

  private static final String SOFTWARE = "urn:xmpp:dataforms:softwareinfo";

  @Nested
  class IllFormed {

    @Test
    @Tag("CAPS-5.4-dup-identity")
    void sameIdentityTwice() {
      assertIllFormed(identity("client", "pc", "en", "Psi"), identity("client", "pc", "en", "Psi"));
    }

    @Test
    @Tag("CAPS-5.4-dup-identity")
    void sameFeatureTwice() {
      assertIllFormed(feature("urn:xmpp:ping"), feature("urn:xmpp:time"), feature("urn:xmpp:ping"));
    }

    @Test
    @Tag("CAPS-5.4-dup-identity")
    void sameFormTypeTwice() {
      assertIllFormed(form(SOFTWARE, field("os", "Mac")), form(SOFTWARE, field("software", "Psi")));
    }

    @Test
    @Tag("CAPS-5.4-form-no-formtype")
    void formTypeWithTwoDifferentValues() {
      assertIllFormed(x(hidden("urn:one", "urn:two"), field("os", "Mac")));
    }

    @Test
    @Tag("CAPS-5.4-form-no-formtype")
    void twoFormTypesThatDiffer() {
      assertIllFormed(x(hidden("urn:one"), hidden("urn:two")));
    }

    @Test
    @Tag("CAPS-5.4-form-no-formtype")
    void formTypeWithoutValue() {
      assertIllFormed(x(hidden()));
    }

    @Test
    @Tag("CAPS-9.2-preimage")
    void factorThatCouldPassForTwo() {
      assertIllFormed(feature("urn:xmpp:ping<urn:xmpp:time"));
      assertIllFormed(identity("client", "pc", "", "Psi<http://jabber.org/protocol/muc"));
      assertIllFormed(form(SOFTWARE, field("os", "Mac<os_version<10")));
    }
  }

  @Test
  @Tag("CAPS-5.1-vector-simple")
  @Tag("CAPS-5.1-algorithm")
  @Tag("CAPS-5.1-base64-strict")
  @Tag("CAPS-9.1-sha1")
  void simpleExampleOfTheText() {
    assertEquals(
        Optional.of("QgayPKawpkPSDYmwT/WM94uAlu0="),
        ver(
            feature("http://jabber.org/protocol/muc"),
            identity("client", "pc", "", "Exodus 0.9.1"),
            feature("http://jabber.org/protocol/disco#items"),
            feature("http://jabber.org/protocol/disco#info"),
            feature("http://jabber.org/protocol/caps")));
  }

  @Test
  @Tag("CAPS-5.1-vector-complex")
  @Tag("CAPS-5.1-algorithm")
  void complexExampleOfTheTextInAnyOrder() {
    List<Node> parts =
        new ArrayList<>(
            List.of(
                identity("client", "pc", "en", "Psi 0.11"),
                identity("client", "pc", "el", "Ψ 0.11"),
                feature("http://jabber.org/protocol/caps"),
                feature("http://jabber.org/protocol/disco#info"),
                feature("http://jabber.org/protocol/disco#items"),
                feature("http://jabber.org/protocol/muc"),
                form(
                    SOFTWARE,
                    field("software_version", "0.11"),
                    field("os", "Mac"),
                    field("ip_version", "ipv6", "ipv4"),
                    field("os_version", "10.5.1"),
                    field("software", "Psi"))));
    for (int turn = 0; turn < parts.size(); turn++) {
      assertEquals(Optional.of("q07IKJEyjvHSyhy//CH0CxmKi8w="), ver(parts.toArray(Node[]::new)));
      Collections.rotate(parts, 1);
    }
  }

  @Test
  @Tag("CAPS-5.1-octet-collation")
  void sortsByOctetsAndNotByUtf16() {
    // U+FF5E is EF BD 9E and U+1F600 is F0 9F 98 80; as chars, the surrogate D83D comes first.
    assertEquals(
        Optional.of("XhWoSAi5cguDGtJ5nhA8P0X+HL4="),
        ver(feature("\uD83D\uDE00"), feature("\uFF5E")));
  }

  @Test
  @Tag("CAPS-5.4-form-no-formtype")
  void formWithoutHiddenFormTypeHasNoPartInTheHash() {
    Optional<String> without = ver(feature("urn:xmpp:ping"));
    assertEquals(without, ver(feature("urn:xmpp:ping"), x(field("os", "Mac"))));
    assertEquals(
        without,
        ver(feature("urn:xmpp:ping"), x(field("FORM_TYPE", SOFTWARE), field("os", "Mac"))));
  }

  @Test
  @Tag("CAPS-5.4-form-no-formtype")
  void formTypeWithTheSameValueTwiceIsWellFormed() {
    assertEquals(
        ver(form(SOFTWARE, field("os", "Mac"))),
        ver(x(hidden(SOFTWARE, SOFTWARE), field("os", "Mac"))));
  }

  @Test
  void otherIdentityOfTheSameKindIsNoDuplicate() {
    assertNotEquals(
        Optional.empty(),
        ver(identity("client", "pc", "en", "Psi"), identity("client", "pc", "el", "Psi")));
  }

  @Test
  void unknownChildrenHaveNoPartInTheHash() {
    assertEquals(
        ver(feature("urn:xmpp:ping")),
        ver(feature("urn:xmpp:ping"), Element.of("set", Ns.RSM), Element.of("x", "urn:other")));
  }

  @Test
  @Tag("CAPS-9.3-poisoning")
  void elementNamesItsHash() {
    assertEquals(
        Element.builder("c", "http://jabber.org/protocol/caps")
            .attribute("hash", "sha-1")
            .attribute("node", "https://example.org/software")
            .attribute("ver", "QgayPKawpkPSDYmwT/WM94uAlu0=")
            .build(),
        EntityCapabilities.element("https://example.org/software", "QgayPKawpkPSDYmwT/WM94uAlu0="));
  }

  private static void assertIllFormed(Node... parts) {
    assertEquals(Optional.empty(), ver(parts));
  }

  private static Optional<String> ver(Node... parts) {
    return EntityCapabilities.verificationString(Element.of("query", Ns.DISCO_INFO, parts));
  }

  private static Element identity(String category, String type, String lang, String name) {
    Element.Builder identity =
        Element.builder("identity", Ns.DISCO_INFO)
            .attribute("category", category)
            .attribute("type", type)
            .attribute("name", name);
    return lang.isEmpty() ? identity.build() : identity.attribute(Element.XML_LANG, lang).build();
  }

  private static Element feature(String name) {
    return Element.builder("feature", Ns.DISCO_INFO).attribute("var", name).build();
  }

  private static Element form(String type, Element... fields) {
    List<Element> all = new ArrayList<>(Arrays.asList(fields));
    all.add(hidden(type));
    return x(all.toArray(Element[]::new));
  }

  private static Element x(Element... fields) {
    return Element.builder("x", Ns.DATA_FORMS)
        .attribute("type", "result")
        .children(List.of(fields))
        .build();
  }

  private static Element hidden(String... values) {
    return field("FORM_TYPE", values).with("type", "hidden");
  }

  private static Element field(String name, String... values) {
    Element.Builder field = Element.builder("field", Ns.DATA_FORMS).attribute("var", name);
    for (String value : values) {
      field.textElement("value", Ns.DATA_FORMS, value);
    }
    return field.build();
  }
}
