package io.pipit.pep.caps;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.pipit.xmpp.Element;
import io.pipit.xmpp.Ns;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class CapabilityHashesTest {

  @Nested
  class IllFormed {

    @Test
    @Tag("CAPS2-4.1-ill-formed")
    void childThatIsNeitherIdentityNorFeatureNorForm() {
      assertIllFormed(feature("urn:xmpp:ping"), Element.of("set", Ns.RSM));
      assertIllFormed(feature("urn:xmpp:ping"), Element.of("feature", "urn:other"));
    }

    @Test
    @Tag("CAPS2-4.1-ill-formed")
    void formWithReportedOrItem() {
      for (String name : List.of("reported", "item")) {
        assertIllFormed(
            form(field("FORM_TYPE", "urn:one"))
                .withChildren(
                    List.of(field("FORM_TYPE", "urn:one"), Element.of(name, Ns.DATA_FORMS))));
      }
    }

    @Test
    @Tag("CAPS2-4.1-ill-formed")
    void formWithoutFormType() {
      assertIllFormed(form(field("os", "Mac")));
      assertIllFormed(form(field("FORM_TYPE")));
      assertIllFormed(form(field("FORM_TYPE", "urn:one", "urn:two")));
      assertIllFormed(form(field("FORM_TYPE", "urn:one"), field("FORM_TYPE", "urn:two")));
    }

    @Test
    @Tag("CAPS2-4.1-ill-formed")
    void itHasNoHashes() {
      Element info = info(List.of(form(field("os", "Mac"))));
      assertThrows(IllegalArgumentException.class, () -> CapabilityHashes.element(info));
    }

    private void assertIllFormed(Element... parts) {
      assertEquals(Optional.empty(), CapabilityHashes.input(info(List.of(parts)), ""));
    }
  }

  @Test
  @Tag("CAPS2-4.5-vectors")
  @Tag("CAPS2-4.1-input")
  void simpleExampleOfTheText() {
    Element info = info(simple());
    assertEquals(
        Optional.of("kzBZbkqJ3ADrj7v08reD1qcWUwNGHaidNUgD7nHpiw8="),
        CapabilityHashes.hash(HashFunction.SHA_256, info, ""));
    assertEquals(
        Optional.of("79mdYAfU9rEdTOcWDO7UEAt6E56SUzk/g6TnqUeuD9Q="),
        CapabilityHashes.hash(HashFunction.SHA3_256, info, ""));
  }

  @Test
  @Tag("CAPS2-4.5-vectors")
  @Tag("CAPS2-4.1-input")
  void complexExampleOfTheTextInAnyOrder() {
    List<Element> parts = new ArrayList<>(complex());
    for (int turn = 0; turn < parts.size(); turn++) {
      assertEquals(
          Optional.of("u79ZroNJbdSWhdSp311mddz44oHHPsEBntQ5b1jqBSY="),
          CapabilityHashes.hash(HashFunction.SHA_256, info(parts), ""));
      assertEquals(
          Optional.of("XpUJzLAc93258sMECZ3FJpebkzuyNXDzRNwQog8eycg="),
          CapabilityHashes.hash(HashFunction.SHA3_256, info(parts), ""));
      Collections.rotate(parts, 1);
    }
  }

  @Test
  @Tag("CAPS2-4.1-input")
  void separatorsEndEachText() {
    byte[] input =
        CapabilityHashes.input(
                info(
                    List.of(
                        identity("client", "pc", "", "Psi"),
                        feature("urn:b"),
                        feature("urn:a"),
                        form(field("os", "b", "a"), field("FORM_TYPE", "urn:one")))),
                "")
            .orElseThrow();
    assertEquals(
        "urn:a\u001furn:b\u001f\u001c"
            + "client\u001fpc\u001f\u001fPsi\u001f\u001e\u001c"
            + "FORM_TYPE\u001furn:one\u001f\u001eos\u001fa\u001fb\u001f\u001e\u001d\u001c",
        new String(input, StandardCharsets.UTF_8));
  }

  @Test
  @Tag("CAPS2-4.1-input")
  void languageIsInheritedFromTheResultOrItsStanza() {
    Element silent = info(List.of(identity("client", "pc", "", "Psi")));
    Element explicit = info(List.of(identity("client", "pc", "en", "Psi")));
    Optional<String> expected = CapabilityHashes.hash(HashFunction.SHA_256, explicit, "");
    assertEquals(expected, CapabilityHashes.hash(HashFunction.SHA_256, silent, "en"));
    assertEquals(
        expected,
        CapabilityHashes.hash(HashFunction.SHA_256, silent.with(Element.XML_LANG, "en"), "de"));
    assertEquals(expected, CapabilityHashes.hash(HashFunction.SHA_256, explicit, "de"));
  }

  @Test
  @Tag("CAPS2-4.2-hash-set")
  @Tag("CAPS2-4.3-hash-node")
  void announcesTheHashesThatEverybodyKnows() {
    Element info = info(simple());
    assertEquals(
        Element.of(
            "c",
            "urn:xmpp:caps",
            hash("sha-256", "kzBZbkqJ3ADrj7v08reD1qcWUwNGHaidNUgD7nHpiw8="),
            hash("sha3-256", "79mdYAfU9rEdTOcWDO7UEAt6E56SUzk/g6TnqUeuD9Q=")),
        CapabilityHashes.element(info));
    assertEquals(
        List.of(
            "urn:xmpp:caps#sha-256.kzBZbkqJ3ADrj7v08reD1qcWUwNGHaidNUgD7nHpiw8=",
            "urn:xmpp:caps#sha3-256.79mdYAfU9rEdTOcWDO7UEAt6E56SUzk/g6TnqUeuD9Q="),
        CapabilityHashes.nodes(info));
  }

  private static Element hash(String algo, String value) {
    return Element.builder("hash", "urn:xmpp:hashes:2").attribute("algo", algo).text(value).build();
  }

  private static List<Element> simple() {
    List<Element> parts = new ArrayList<>();
    parts.add(identity("client", "mobile", "", "BombusMod"));
    for (String name :
        """
        http://jabber.org/protocol/si http://jabber.org/protocol/bytestreams
        http://jabber.org/protocol/chatstates http://jabber.org/protocol/disco#info
        http://jabber.org/protocol/disco#items urn:xmpp:ping jabber:iq:time jabber:iq:privacy
        jabber:iq:version http://jabber.org/protocol/rosterx urn:xmpp:time jabber:x:oob
        http://jabber.org/protocol/ibb http://jabber.org/protocol/si/profile/file-transfer
        urn:xmpp:receipts jabber:iq:roster jabber:iq:last\
        """
            .split("\\s+")) {
      parts.add(feature(name));
    }
    return parts;
  }

  private static List<Element> complex() {
    List<Element> parts = new ArrayList<>();
    parts.add(identity("client", "pc", "en", "Tkabber"));
    parts.add(identity("client", "pc", "ru", "Ткаббер"));
    for (String name :
        """
        games:board http://jabber.org/protocol/activity http://jabber.org/protocol/activity+notify
        http://jabber.org/protocol/bytestreams http://jabber.org/protocol/chatstates
        http://jabber.org/protocol/commands http://jabber.org/protocol/disco#info
        http://jabber.org/protocol/disco#items http://jabber.org/protocol/evil
        http://jabber.org/protocol/feature-neg http://jabber.org/protocol/geoloc
        http://jabber.org/protocol/geoloc+notify http://jabber.org/protocol/ibb
        http://jabber.org/protocol/iqibb http://jabber.org/protocol/mood
        http://jabber.org/protocol/mood+notify http://jabber.org/protocol/rosterx
        http://jabber.org/protocol/si http://jabber.org/protocol/si/profile/file-transfer
        http://jabber.org/protocol/tune http://www.facebook.com/xmpp/messages
        http://www.xmpp.org/extensions/xep-0084.html#ns-metadata+notify jabber:iq:avatar
        jabber:iq:browse jabber:iq:dtcp jabber:iq:filexfer jabber:iq:ibb jabber:iq:inband
        jabber:iq:jidlink jabber:iq:last jabber:iq:oob jabber:iq:privacy jabber:iq:roster
        jabber:iq:time jabber:iq:version jabber:x:data jabber:x:event jabber:x:oob
        urn:xmpp:avatar:metadata+notify urn:xmpp:ping urn:xmpp:receipts urn:xmpp:time\
        """
            .split("\\s+")) {
      parts.add(feature(name));
    }
    parts.add(
        form(
            field("FORM_TYPE", "urn:xmpp:dataforms:softwareinfo"),
            field("software", "Tkabber"),
            field("software_version", "0.11.1-svn-20111216-mod (Tcl/Tk 8.6b2)"),
            field("os", "Windows"),
            field("os_version", "XP")));
    return parts;
  }

  private static Element info(List<Element> parts) {
    return Element.builder("query", Ns.DISCO_INFO).children(parts).build();
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

  private static Element form(Element... fields) {
    return Element.builder("x", Ns.DATA_FORMS)
        .attribute("type", "result")
        .children(List.of(fields))
        .build();
  }

  private static Element field(String name, String... values) {
    Element.Builder field = Element.builder("field", Ns.DATA_FORMS).attribute("var", name);
    for (String value : values) {
      field.textElement("value", Ns.DATA_FORMS, value);
    }
    return field.build();
  }
}
