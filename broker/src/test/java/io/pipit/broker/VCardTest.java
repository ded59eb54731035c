package io.pipit.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.xmpp.Element;
import io.pipit.xmpp.xml.XmlWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The vCards of accounts over real sockets: XEP-0054. */
class VCardTest {

  private static final String JULIET = "juliet@" + TestNode.DOMAIN;
  private static final String ROMEO = "romeo@" + TestNode.DOMAIN;
  private static final String NOBODY = "nobody@" + TestNode.DOMAIN;
  private static final String GET = "<vCard xmlns='vcard-temp'/>";
  private static final int VCARD_BYTES = 1_024;
  private static final int PAYLOAD_BYTES = 4_096;

  private TestNode node;
  private PepClient juliet;
  private PepClient romeo;

  @BeforeEach
  void start(@TempDir Path folder) throws IOException {
    node =
        TestNode.start(
            folder,
            Map.of(
                "PIPIT_LISTENERS__C2S__TLS", "off",
                "PIPIT_QUOTAS__VCARD_BYTES", String.valueOf(VCARD_BYTES),
                "PIPIT_QUOTAS__PAYLOAD_BYTES", String.valueOf(PAYLOAD_BYTES)));
    node.account("juliet", "juliet").account("romeo", "romeo");
    login();
  }

  private void login() throws IOException {
    juliet = PepClient.login(node, "juliet", "balcony", "urn:mark");
    romeo = PepClient.login(node, "romeo", "orchard", "urn:mark");
  }

  @AfterEach
  void stop() throws IOException {
    juliet.close();
    romeo.close();
    node.close();
  }

  private static String vCard(String content) {
    return "<vCard xmlns='vcard-temp'>" + content + "</vCard>";
  }

  /** As an answer has it. */
  private static void assertHas(String vCard, String answer) {
    assertTrue(answer.contains(vCard), answer);
  }

  @Nested
  class Refused {

    @Test
    @Tag("XC-0054-get-own")
    void ownThatIsNotThereIsNotFound() throws IOException {
      String error = juliet.refused("get", "", GET, "item-not-found");
      assertTrue(error.contains("<error type='cancel'"), error);
      juliet.refused("get", JULIET, GET, "item-not-found");
      juliet.result("set", "", vCard("<FN>Juliet</FN>"));
      juliet.result("set", "", GET);
      juliet.refused("get", "", GET, "item-not-found");
    }

    /** Who asks learns nothing of who has an account. */
    @Test
    @Tag("XC-0054-get-other")
    void noVCardIsToldAsNoAccount() throws IOException {
      String none = romeo.refused("get", JULIET, GET, "service-unavailable");
      String nobody = romeo.refused("get", NOBODY, GET, "service-unavailable");
      assertTrue(none.contains("<error type='cancel'"), none);
      assertEquals(anonymous(nobody, NOBODY), anonymous(none, JULIET));
    }

    @Test
    @Tag("XC-0054-get-other")
    void contactGetsTheSame() throws IOException {
      PepClient.befriend(romeo, juliet);
      String none = romeo.refused("get", JULIET, GET, "service-unavailable");
      String nobody = romeo.refused("get", NOBODY, GET, "service-unavailable");
      assertEquals(anonymous(nobody, NOBODY), anonymous(none, JULIET));
    }

    @Test
    @Tag("XC-0054-set-other")
    void vCardOfAnotherIsNotSet() throws IOException {
      juliet.result("set", "", vCard("<FN>Juliet</FN>"));
      String error = romeo.refused("set", JULIET, vCard("<FN>Mine</FN>"), "forbidden");
      assertTrue(error.contains("<error type='auth'"), error);
      String nobody = romeo.refused("set", NOBODY, vCard("<FN>Mine</FN>"), "forbidden");
      assertEquals(anonymous(nobody, NOBODY), anonymous(error, JULIET));
      assertHas(vCard("<FN>Juliet</FN>"), romeo.result("get", JULIET, GET));
    }

    private String anonymous(String error, String account) {
      return error.replace(account, "?").replaceAll("id='r[0-9]+'", "");
    }

    @Test
    void moreThanTheQuotaIsNotKept() throws IOException {
      juliet.result("set", "", vCard("<FN>Juliet</FN>"));
      String much = vCard("<DESC>" + "x".repeat(VCARD_BYTES) + "</DESC>");
      juliet.refused("set", "", much, "policy-violation");
      // A photo that is no image of its own counts.
      juliet.refused(
          "set", "", vCard(photo("text/plain", new byte[VCARD_BYTES])), "policy-violation");
      assertHas(vCard("<FN>Juliet</FN>"), juliet.result("get", "", GET));
    }

    @Test
    void photoLargerThanAnItemMayBeIsNotKept() throws IOException {
      juliet.result("set", "", vCard("<FN>Juliet</FN>"));
      String photo = photo("image/png", new byte[PAYLOAD_BYTES]);
      juliet.refused("set", "", vCard("<FN>J</FN>" + photo), "policy-violation");
      assertHas(vCard("<FN>Juliet</FN>"), juliet.result("get", "", GET));
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
        strings = {
          "<query xmlns='vcard-temp'/>",
          "<vCard xmlns='urn:ietf:params:xml:ns:vcard-4.0'/>",
          "<vcard xmlns='vcard-temp'/>"
        })
    void otherElementsAreUnknown(String request) throws IOException {
      juliet.refused("get", "", request, "service-unavailable");
      juliet.refused("set", "", request, "service-unavailable");
    }
  }

  private static String photo(String type, byte[] image) {
    return "<PHOTO><TYPE>"
        + type
        + "</TYPE><BINVAL>"
        + Base64.getEncoder().encodeToString(image)
        + "</BINVAL></PHOTO>";
  }

  @Test
  @Tag("XC-0054-get-own")
  @Tag("XC-0054-get-other")
  void everybodyReadsWhatItsOwnerSet() throws IOException {
    String first =
        vCard(
            "<FN>Juliet Capulet</FN><N><FAMILY>Capulet</FAMILY><GIVEN>Juliet</GIVEN></N>"
                + "<X-OTHER xmlns='urn:other' a='b'>c<d/></X-OTHER>");
    juliet.result("set", "", first);
    assertHas(first, juliet.result("get", "", GET));
    assertHas(first, juliet.result("get", JULIET, GET));
    assertHas(first, romeo.result("get", JULIET, GET));
    juliet.result("set", JULIET, vCard("<FN>J</FN>"));
    assertHas(vCard("<FN>J</FN>"), romeo.result("get", JULIET, GET));
    assertHas(vCard("<FN>J</FN>"), romeo.result("get", JULIET, vCard("<FN/>")));
  }

  @Test
  @Tag("XC-0054-get-other")
  void vCardIsReadWhileNobodyIsOnlineAndAfterARestart() throws IOException {
    juliet.result("set", "", vCard("<FN>Juliet</FN>"));
    romeo.result("set", "", vCard("<FN>Romeo</FN>"));
    romeo.result("set", "", GET);
    juliet.close();
    assertHas(vCard("<FN>Juliet</FN>"), romeo.result("get", JULIET, GET));
    node = node.restart();
    login();
    assertHas(vCard("<FN>Juliet</FN>"), romeo.result("get", JULIET, GET));
    juliet.refused("get", ROMEO, GET, "service-unavailable");
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "<PHOTO><EXTVAL>http://example.org/a.png</EXTVAL></PHOTO>",
        "<PHOTO><TYPE>image/png</TYPE><BINVAL>no base64!</BINVAL></PHOTO>",
        "<PHOTO><TYPE>text/plain</TYPE><BINVAL>YWJj</BINVAL></PHOTO>"
      })
  void photoThatIsNoImageOfItsOwnStaysAsItIs(String photo) throws IOException {
    juliet.result("set", "", vCard("<FN>Juliet</FN>" + photo));
    assertHas(vCard("<FN>Juliet</FN>" + photo), romeo.result("get", JULIET, GET));
    juliet.refused(
        "get", "", PepClient.pubsub("<items node='urn:xmpp:avatar:metadata'/>"), "item-not-found");
  }

  /**
   * A nickname travels in a request as it is, and to who is away when it comes (RFC 6121 3.1.3).
   */
  @Test
  @Tag("PF-0172-nick")
  void nicknameComesWithARequest() throws IOException {
    String nick = "<nick xmlns='http://jabber.org/protocol/nick'>Ishmael &amp; co</nick>";
    romeo.send("<presence type='subscribe' to='" + JULIET + "'>" + nick + "</presence>");
    assertHas(nick, XmlWriter.text(juliet.presence("subscribe", ROMEO)));
    try (PepClient later = PepClient.login(node, "juliet", "garden")) {
      later.send("<presence/>");
      assertHas(nick, XmlWriter.text(later.presence("subscribe", ROMEO)));
    }
  }

  @Test
  @Tag("PF-0172-nick")
  void nicknameReachesContacts() throws IOException {
    String name = "http://jabber.org/protocol/nick";
    PepClient.befriend(romeo, juliet);
    romeo.announce(name);
    juliet.result(
        "set",
        "",
        PepClient.pubsub(
            "<publish node='"
                + name
                + "'><item id='current'><nick xmlns='"
                + name
                + "'>Ishmael</nick></item></publish>"));
    Element event = romeo.event(JULIET, name, "current");
    assertHas(">Ishmael</nick>", XmlWriter.text(event));
  }
}
