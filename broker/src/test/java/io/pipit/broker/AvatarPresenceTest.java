package io.pipit.broker;

import static io.pipit.broker.AvatarConversionTest.DATA;
import static io.pipit.broker.AvatarConversionTest.METADATA;
import static io.pipit.broker.AvatarConversionTest.data;
import static io.pipit.broker.AvatarConversionTest.id;
import static io.pipit.broker.AvatarConversionTest.info;
import static io.pipit.broker.AvatarConversionTest.metadata;
import static io.pipit.broker.AvatarConversionTest.vCard;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pipit.xmpp.Element;
import io.pipit.xmpp.Ns;
import io.pipit.xmpp.xml.XmlWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What presence says of avatars: XEP-0398 5, XEP-0153 4.1. */
class AvatarPresenceTest {

  private static final String JULIET = "juliet@" + TestNode.DOMAIN;

  /** What presence says when it says nothing. */
  private static final String SILENT = "";

  /** What presence says of no image. */
  private static final String NO_PHOTO = update("<photo/>");

  private TestNode node;
  private WireClient juliet;
  private WireClient romeo;

  /** Romeo is juliet's contact. Both are available. */
  @BeforeEach
  void start(@TempDir Path folder) throws IOException {
    node = TestNode.startPlain(folder);
    node.account("juliet", "juliet").account("romeo", "romeo").account("paris", "paris");
    try (PepClient one = PepClient.login(node, "juliet", "1", "urn:mark");
        PepClient other = PepClient.login(node, "romeo", "1", "urn:mark")) {
      PepClient.befriend(one, other);
    }
    login();
  }

  private void login() throws IOException {
    romeo = login("romeo");
    romeo.send("<presence/>");
    received(romeo);
    juliet = login("juliet");
    assertEquals(List.of(), ofJuliet(romeo));
  }

  private WireClient login(String name) throws IOException {
    return WireClient.login(node, name, name, "r");
  }

  @AfterEach
  void stop() throws IOException {
    juliet.close();
    romeo.close();
    node.close();
  }

  /** All that a client got until now. */
  private static List<Element> received(WireClient client) throws IOException {
    client.send("<iq type='get' id='fence'><query xmlns='" + Ns.DISCO_ITEMS + "'/></iq>");
    List<Element> received = new ArrayList<>();
    while (true) {
      Element next = client.next();
      if (next.name().equals("iq") && next.attribute("id", "").equals("fence")) {
        return received;
      }
      received.add(next);
    }
  }

  /** What each available presence of juliet that a client got until now says of her avatar. */
  private List<String> ofJuliet(WireClient client) throws IOException {
    List<Element> stanzas = new ArrayList<>(received(client)); // what it asks is on its way to her
    received(juliet);
    stanzas.addAll(received(client));
    List<String> said = new ArrayList<>();
    for (Element stanza : stanzas) {
      if (stanza.name().equals("presence")
          && stanza.attribute("type").isEmpty()
          && stanza.attribute("from", "").equals(JULIET + "/r")) {
        StringBuilder updates = new StringBuilder();
        for (Element child : stanza.elements()) {
          if (child.namespace().equals("vcard-temp:x:update")) {
            updates.append(XmlWriter.text(child));
          }
        }
        said.add(updates.toString());
      }
    }
    return said;
  }

  private static String update(String content) {
    return "<x xmlns='vcard-temp:x:update'" + (content.isEmpty() ? "/>" : ">" + content + "</x>");
  }

  private static String hash(String image) {
    return update("<photo>" + id(image) + "</photo>");
  }

  /** A request of juliet's that is granted; what else she gets stays unread. */
  private void request(String content) throws IOException {
    juliet.send("<iq type='set' id='q'>" + content + "</iq>");
    while (true) {
      Element next = juliet.next();
      if (next.attribute("id", "").equals("q")) {
        assertEquals("result", next.attribute("type", ""), XmlWriter.text(next));
        return;
      }
    }
  }

  private void configure(String name, String model) throws IOException {
    request(
        PepClient.owner(
            "<configure node='"
                + name
                + "'>"
                + PepClient.form("access_model=" + model)
                + "</configure>"));
  }

  /** As a client does it that knows no vCards. */
  private void publish(String image) throws IOException {
    request(data(id(image), image));
    request(metadata(id(image), info(image, "")));
  }

  private void say(String content) throws IOException {
    juliet.send("<presence>" + content + "</presence>");
  }

  // ---- what is not said

  @ParameterizedTest(name = "XC-0153-hash {0}")
  @ValueSource(
      strings = {
        "<x xmlns='vcard-temp:x:update'/>",
        "<x xmlns='vcard-temp:x:update'><photo/></x>",
        "<x xmlns='vcard-temp:x:update'><photo>0123</photo></x>"
      })
  @Tag("XC-0153-hash")
  void presenceOfWhoHasNoAvatarGoesAsItIs(String own) throws IOException {
    say("");
    say(own);
    assertEquals(List.of(SILENT, own), ofJuliet(romeo));
  }

  @Test
  @Tag("XC-0153-hash")
  void emptyPhotoIsTheClientsOwnWord() throws IOException {
    publish("cat");
    say(NO_PHOTO);
    assertEquals(List.of(NO_PHOTO), ofJuliet(romeo));
    publish("dog");
    assertEquals(List.of(), ofJuliet(romeo), "it says what it said");
  }

  @Test
  @Tag("XC-0153-hash")
  void unavailablePresenceSaysNothing() throws IOException {
    publish("cat");
    say("");
    assertEquals(List.of(hash("cat")), ofJuliet(romeo));
    juliet.send("<presence type='unavailable'/>");
    received(juliet);
    List<Element> left = received(romeo);
    assertEquals(1, left.size());
    assertEquals(List.of(), left.get(0).elements());
  }

  @Test
  @Tag("XC-0153-hash")
  @Tag("XC-0398-pep-to-vcard")
  void imageThatCannotBeShownIsNotSaid() throws IOException {
    request(data(id("cat"), "dog"));
    request(metadata(id("cat"), info("cat", ""))); // not its hash
    say("");
    assertEquals(List.of(SILENT), ofJuliet(romeo));
    request(metadata(id("cat"), info("cat", " url='http://example.org/cat.png'")));
    request(metadata("gone", info("bird", ""))); // no such item
    request(metadata("odd", "<info id='" + id("dog") + "'/>"));
    assertEquals(List.of(), ofJuliet(romeo));
  }

  /** Presence goes to more than may see the image. */
  @ParameterizedTest(name = "XC-0153-hash {0}")
  @ValueSource(strings = {"whitelist", "authorize", "roster"})
  @Tag("XC-0153-hash")
  void imageThatNotAllMaySeeIsNotSaid(String model) throws IOException {
    publish("cat");
    configure(DATA, model);
    say("");
    assertEquals(List.of(SILENT), ofJuliet(romeo));
    configure(DATA, "presence");
    assertEquals(List.of(hash("cat")), ofJuliet(romeo));
    configure(METADATA, model);
    assertEquals(List.of(NO_PHOTO), ofJuliet(romeo), "taken back");
  }

  // ---- what is

  @Test
  @Tag("XC-0153-hash")
  void everyAvailablePresenceSaysTheHash() throws IOException {
    publish("cat");
    say("");
    say("<show>away</show>");
    say(update(""));
    say(update("<photo>0123</photo>"));
    say(update("<photo>0123</photo>") + update(""));
    assertEquals(
        List.of(hash("cat"), hash("cat"), hash("cat"), hash("cat"), hash("cat")), ofJuliet(romeo));
  }

  @Test
  @Tag("XC-0153-hash")
  void whoProbesOrComesLaterIsToldToo() throws IOException {
    publish("cat");
    say("<status>here</status>");
    assertEquals(List.of(hash("cat")), ofJuliet(romeo));
    try (WireClient phone = WireClient.login(node, "romeo", "romeo", "phone")) {
      phone.send("<presence/>");
      assertEquals(List.of(hash("cat")), ofJuliet(phone));
    }
    try (WireClient phone = WireClient.login(node, "juliet", "juliet", "phone")) {
      phone.send("<presence/>");
      assertEquals(List.of(hash("cat")), ofJuliet(phone));
    }
  }

  /** What presence says that is directed to a client. */
  private List<String> directedTo(WireClient client) throws IOException {
    String address = client.address();
    juliet.send("<presence to='" + address + "'/>");
    juliet.send("<presence to='" + address + "'>" + NO_PHOTO + "</presence>");
    return ofJuliet(client);
  }

  /** Paris does not see juliet's presence otherwise. */
  @Test
  @Tag("XC-0153-hash")
  @Tag("XC-0398-pep-to-vcard")
  void directedPresenceSaysTheHashToWhoMayReadTheAvatar() throws IOException {
    publish("cat"); // for contacts
    say("");
    try (WireClient paris = login("paris")) {
      paris.send("<presence/>");
      assertEquals(List.of(SILENT, NO_PHOTO), directedTo(paris));
      assertEquals(List.of(hash("cat")), ofJuliet(romeo));
      assertEquals(List.of(hash("cat"), NO_PHOTO), directedTo(romeo));
      configure(METADATA, "open");
      assertEquals(List.of(SILENT, NO_PHOTO), directedTo(paris), "the image is for contacts");
      configure(DATA, "open");
      assertEquals(List.of(hash("cat"), NO_PHOTO), directedTo(paris));
      affiliate("outcast");
      assertEquals(List.of(SILENT, NO_PHOTO), directedTo(paris));
      configure(DATA, "presence");
      configure(METADATA, "presence");
      affiliate("member");
      assertEquals(List.of(hash("cat"), NO_PHOTO), directedTo(paris));
    }
  }

  /** Others may not: paris is no contact, romeo is one. */
  @Test
  @Tag("XC-0153-hash")
  @Tag("XC-0398-pep-to-vcard")
  void directedPresenceSaysTheHashToMembersOfAWhitelist() throws IOException {
    publish("cat");
    say("");
    try (WireClient paris = login("paris")) {
      paris.send("<presence/>");
      configure(DATA, "whitelist");
      configure(METADATA, "whitelist");
      affiliate("member");
      assertEquals(List.of(hash("cat"), NO_PHOTO), ofJuliet(romeo), "taken back");
      assertEquals(List.of(hash("cat"), NO_PHOTO), directedTo(paris));
      assertEquals(List.of(SILENT, NO_PHOTO), directedTo(romeo));
      publish("dog");
      assertEquals(List.of(hash("dog"), NO_PHOTO), directedTo(paris));
      say("");
      assertEquals(List.of(NO_PHOTO), ofJuliet(romeo), "and no other");
      request(metadata("none", ""));
      assertEquals(List.of(NO_PHOTO, NO_PHOTO), directedTo(paris));
      publish("dog");
    }
    node = node.restart();
    login();
    say("");
    assertEquals(List.of(SILENT), ofJuliet(romeo));
    try (WireClient paris = login("paris")) {
      paris.send("<presence/>");
      assertEquals(List.of(hash("dog"), NO_PHOTO), directedTo(paris));
    }
  }

  private void affiliate(String affiliation) throws IOException {
    for (String name : new String[] {DATA, METADATA}) {
      request(
          PepClient.owner(
              "<affiliations node='"
                  + name
                  + "'><affiliation jid='paris@"
                  + TestNode.DOMAIN
                  + "' affiliation='"
                  + affiliation
                  + "'/></affiliations>"));
    }
  }

  /** Once, to contacts and own resources; what was directed is the client's to renew. */
  @Test
  @Tag("XC-0153-hash")
  @Tag("XC-0398-pep-to-vcard")
  void newAvatarIsToldOnce() throws IOException {
    say("<show>away</show>");
    assertEquals(List.of(SILENT), ofJuliet(romeo));
    try (WireClient paris = login("paris");
        WireClient phone = WireClient.login(node, "juliet", "juliet", "phone")) {
      paris.send("<presence/>");
      phone.send("<presence/>");
      juliet.send("<presence to='" + paris.address() + "'/>");
      assertEquals(List.of(SILENT), ofJuliet(paris));
      assertEquals(List.of(SILENT), ofJuliet(phone));
      received(romeo);

      publish("cat");
      assertEquals(List.of(hash("cat")), ofJuliet(romeo));
      assertEquals(List.of(hash("cat")), ofJuliet(phone));
      assertEquals(List.of(), ofJuliet(paris));

      publish("cat");
      assertEquals(List.of(), ofJuliet(romeo), "the same");
      publish("dog");
      assertEquals(List.of(hash("dog")), ofJuliet(romeo));
    }
  }

  @Test
  @Tag("XC-0153-hash")
  @Tag("XC-0398-pep-to-vcard")
  void imageThatComesBehindItsMetadataIsTold() throws IOException {
    publish("cat");
    say("");
    assertEquals(List.of(hash("cat")), ofJuliet(romeo));
    request(PepClient.owner("<purge node='" + DATA + "'/>"));
    assertEquals(List.of(NO_PHOTO), ofJuliet(romeo));
    request(data(id("cat"), "cat"));
    assertEquals(List.of(hash("cat")), ofJuliet(romeo), "it is back");
    request(metadata(id("dog"), info("dog", "")));
    assertEquals(List.of(NO_PHOTO), ofJuliet(romeo), "not there yet");
    request(data(id("dog"), "dog"));
    assertEquals(List.of(hash("dog")), ofJuliet(romeo));
    publish("cat");
    assertEquals(List.of(hash("cat")), ofJuliet(romeo), "once");
  }

  @Test
  @Tag("XC-0153-hash")
  @Tag("XC-0398-vcard-to-pep")
  void photoOfAVCardIsToldOnce() throws IOException {
    say("");
    assertEquals(List.of(SILENT), ofJuliet(romeo));
    request(vCard("cat"));
    assertEquals(List.of(hash("cat")), ofJuliet(romeo));
    // As an old client says it itself.
    say(hash("cat"));
    assertEquals(List.of(hash("cat")), ofJuliet(romeo));
    request("<vCard xmlns='vcard-temp'><FN>Juliet</FN></vCard>");
    assertEquals(List.of(NO_PHOTO), ofJuliet(romeo));
  }

  @Test
  @Tag("XC-0153-hash")
  @Tag("PF-0084-disable")
  void avatarThatIsShownNoMoreIsToldOnce() throws IOException {
    publish("cat");
    say("");
    assertEquals(List.of(hash("cat")), ofJuliet(romeo));
    request(metadata("none", ""));
    assertEquals(List.of(NO_PHOTO), ofJuliet(romeo));
    say("<show>dnd</show>");
    assertEquals(List.of(NO_PHOTO), ofJuliet(romeo));
    publish("cat");
    assertEquals(List.of(hash("cat")), ofJuliet(romeo));
    request(PepClient.owner("<delete node='" + METADATA + "'/>"));
    assertEquals(List.of(NO_PHOTO), ofJuliet(romeo), "taken back");
  }

  /** With the first presence already, which comes once. */
  @Test
  @Tag("XC-0153-hash")
  void avatarIsKnownAfterARestart() throws IOException {
    publish("cat");
    node = node.restart();
    login();
    say("");
    assertEquals(List.of(hash("cat")), ofJuliet(romeo));
    juliet.close();
    juliet = login("juliet");
    received(romeo);
    say("");
    assertEquals(List.of(hash("cat")), ofJuliet(romeo));
  }
}
