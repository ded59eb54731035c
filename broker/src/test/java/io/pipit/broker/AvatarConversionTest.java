package io.pipit.broker;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.pep.profile.AvatarData;
import io.pipit.xmpp.xml.XmlWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Avatars of vCards and of personal eventing are the same: XEP-0398 4. What presence says of them
 * is in {@link AvatarPresenceTest}.
 */
class AvatarConversionTest {

  static final String DATA = "urn:xmpp:avatar:data";
  static final String METADATA = "urn:xmpp:avatar:metadata";

  private static final String JULIET = "juliet@" + TestNode.DOMAIN;
  private static final String GET = "<vCard xmlns='vcard-temp'/>";
  private static final String MARK = "urn:mark";

  private TestNode node;
  private PepClient juliet;
  private PepClient romeo;
  private PepClient paris;

  /** Romeo is juliet's contact and knows avatars of personal eventing; paris is a stranger. */
  @BeforeEach
  void start(@TempDir Path folder) throws IOException {
    node = TestNode.startPlain(folder);
    node.account("juliet", "juliet").account("romeo", "romeo").account("paris", "paris");
    juliet = PepClient.login(node, "juliet", "balcony", MARK);
    romeo = PepClient.login(node, "romeo", "orchard", MARK);
    PepClient.befriend(romeo, juliet);
    romeo.announce(METADATA, MARK);
    paris = PepClient.login(node, "paris", "church", METADATA);
  }

  @AfterEach
  void stop() throws IOException {
    juliet.close();
    romeo.close();
    paris.close();
    node.close();
  }

  static byte[] image(String content) {
    return content.getBytes(StandardCharsets.UTF_8);
  }

  static String id(String image) {
    return new AvatarData(image(image)).id();
  }

  private static String base64(String image) {
    return Base64.getEncoder().encodeToString(image(image));
  }

  static String vCard(String image) {
    return "<vCard xmlns='vcard-temp'><FN>Juliet</FN>" + photo(image) + "</vCard>";
  }

  private static String photo(String image) {
    return "<PHOTO><TYPE>image/png</TYPE><BINVAL>" + base64(image) + "</BINVAL></PHOTO>";
  }

  private static final String WITHOUT_PHOTO = "<vCard xmlns='vcard-temp'><FN>Juliet</FN></vCard>";

  static String data(String id, String image) {
    return PepClient.pubsub(
        "<publish node='"
            + DATA
            + "'><item id='"
            + id
            + "'><data xmlns='"
            + DATA
            + "'>"
            + base64(image)
            + "</data></item></publish>");
  }

  static String info(String image, String more) {
    return "<info bytes='"
        + image(image).length
        + "' id='"
        + id(image)
        + "' type='image/png'"
        + more
        + "/>";
  }

  static String metadata(String item, String infos) {
    return PepClient.pubsub(
        "<publish node='"
            + METADATA
            + "'><item id='"
            + item
            + "'><metadata xmlns='"
            + METADATA
            + "'>"
            + infos
            + "</metadata></item></publish>");
  }

  /** As a client does it that knows no vCards. */
  private void publish(String image) throws IOException {
    juliet.result("set", "", data(id(image), image));
    juliet.result("set", "", metadata(id(image), info(image, "")));
  }

  private void create(String model) throws IOException {
    juliet.create(DATA, "access_model=" + model);
    juliet.create(METADATA, "access_model=" + model);
  }

  private static void assertPhoto(String image, String vCard) {
    assertTrue(vCard.contains(photo(image)), vCard);
  }

  private static void assertNoPhoto(String vCard) {
    assertFalse(vCard.contains("PHOTO"), vCard);
  }

  /** No event came before the one that this causes. */
  private void assertNoEvent() throws IOException {
    juliet.publish(MARK, "mark");
    romeo.event(JULIET, MARK, "mark");
  }

  private void assertAvatarEvent(String image) throws IOException {
    String event = XmlWriter.text(romeo.event(JULIET, METADATA, id(image)));
    assertTrue(
        event.contains("bytes='" + image(image).length + "'")
            && event.contains("id='" + id(image) + "'")
            && event.contains("type='image/png'"),
        event);
  }

  // ---- from personal eventing to the vCard

  @Test
  @Tag("XC-0398-pep-to-vcard")
  @Tag("PF-0084-data")
  void avatarIsThePhotoOfTheVCard() throws IOException {
    create("open");
    publish("cat");
    assertPhoto("cat", juliet.result("get", "", GET));
    assertPhoto("cat", paris.result("get", JULIET, GET));
    juliet.result("set", "", vCard("cat"));
    publish("dog");
    String both = paris.result("get", JULIET, GET);
    assertPhoto("dog", both);
    assertTrue(both.contains("<FN>Juliet</FN>"), both);
    assertFalse(both.contains(base64("cat")), both);
  }

  @Test
  @Tag("XC-0398-pep-to-vcard")
  void avatarTakesThePlaceOfAPhotoElsewhere() throws IOException {
    String elsewhere = "<PHOTO><EXTVAL>http://example.org/a.png</EXTVAL></PHOTO>";
    juliet.result("set", "", "<vCard xmlns='vcard-temp'><FN>Juliet</FN>" + elsewhere + "</vCard>");
    create("presence");
    publish("cat");
    String contact = romeo.result("get", JULIET, GET);
    assertPhoto("cat", contact);
    assertFalse(contact.contains("EXTVAL"), contact);
    assertTrue(paris.result("get", JULIET, GET).contains(elsewhere));
  }

  /** Section 8: the vCard is for everybody, the photo for who may read both nodes. */
  @Test
  @Tag("XC-0398-pep-to-vcard")
  void photoIsForThoseWhoMayReadTheAvatar() throws IOException {
    publish("cat"); // for contacts, as nodes are by default
    assertPhoto("cat", romeo.result("get", JULIET, GET));
    paris.refused("get", JULIET, GET, "service-unavailable");
    juliet.result("set", "", vCard("cat"));
    assertNoPhoto(paris.result("get", JULIET, GET));
    juliet.configure(DATA, "access_model=open");
    assertNoPhoto(paris.result("get", JULIET, GET));
    juliet.configure(METADATA, "access_model=open");
    assertPhoto("cat", paris.result("get", JULIET, GET));
    juliet.configure(DATA, "access_model=whitelist");
    assertNoPhoto(paris.result("get", JULIET, GET));
    assertNoPhoto(romeo.result("get", JULIET, GET));
    assertPhoto("cat", juliet.result("get", "", GET));
  }

  @Test
  @Tag("XC-0398-pep-to-vcard")
  void imageAtAnUrlIsPassedOver() throws IOException {
    create("open");
    juliet.result("set", "", data(id("cat"), "cat"));
    String elsewhere = info("dog", " url='http://example.org/dog.png'");
    juliet.result("set", "", metadata("1", elsewhere + info("cat", "")));
    assertPhoto("cat", paris.result("get", JULIET, GET));
    juliet.result("set", "", metadata("1", elsewhere));
    paris.refused("get", JULIET, GET, "service-unavailable");
  }

  @Test
  @Tag("XC-0398-pep-to-vcard")
  void imageOfAnotherHashIsNotBelieved() throws IOException {
    create("open");
    juliet.result("set", "", data(id("cat"), "dog"));
    juliet.result("set", "", metadata(id("cat"), info("cat", "")));
    paris.refused("get", JULIET, GET, "service-unavailable");
    juliet.refused("get", "", GET, "item-not-found");
  }

  @Test
  @Tag("PF-0084-disable")
  void avatarThatIsShownNoMoreIsNoPhoto() throws IOException {
    create("open");
    publish("cat");
    juliet.result("set", "", metadata("none", ""));
    paris.refused("get", JULIET, GET, "service-unavailable");
    juliet.refused("get", "", GET, "item-not-found");
  }

  // ---- from the vCard to personal eventing

  @Test
  @Tag("XC-0398-vcard-to-pep")
  @Tag("PF-0084-metadata")
  @Tag("PF-0084-data")
  void photoIsTheAvatar() throws IOException {
    juliet.result("set", "", vCard("cat"));
    assertAvatarEvent("cat");
    assertNoEvent();
    String items =
        paris.result(
            "get",
            JULIET,
            PepClient.pubsub("<items node='" + DATA + "'><item id='" + id("cat") + "'/></items>"));
    assertTrue(items.contains(">" + base64("cat") + "</data>"), items);
    assertTrue(juliet.result("get", "", GET).contains(vCard("cat")));
    assertTrue(paris.result("get", JULIET, GET).contains(vCard("cat")));
  }

  @Test
  @Tag("XC-0398-vcard-to-pep")
  void samePhotoIsPublishedOnce() throws IOException {
    juliet.result("set", "", vCard("cat"));
    assertAvatarEvent("cat");
    juliet.result("set", "", vCard("cat"));
    juliet.result("set", "", vCard("cat").replace("Juliet", "J"));
    assertNoEvent();
    juliet.result("set", "", vCard("dog"));
    assertAvatarEvent("dog");
    assertNoEvent();
  }

  /** An old client sends back what it was shown, and changes nothing. */
  @Test
  @Tag("XC-0398-vcard-to-pep")
  @Tag("XC-0398-pep-to-vcard")
  void avatarThatComesBackByTheVCardIsNotPublishedAgain() throws IOException {
    create("presence");
    publish("cat");
    assertAvatarEvent("cat");
    assertTrue(juliet.result("get", "", GET).contains(photo("cat")));
    juliet.result("set", "", vCard("cat"));
    assertNoEvent();
    paris.refused(
        "get", JULIET, PepClient.pubsub("<items node='" + DATA + "'/>"), "not-authorized");
  }

  /** A node that is there is not opened to everybody by an old client. */
  @Test
  @Tag("XC-0398-vcard-to-pep")
  void nodesStayForWhomTheyAre() throws IOException {
    create("presence");
    juliet.result("set", "", vCard("cat"));
    assertAvatarEvent("cat");
    assertNoPhoto(paris.result("get", JULIET, GET));
    assertPhoto("cat", romeo.result("get", JULIET, GET));
  }

  @Test
  @Tag("XC-0398-vcard-to-pep")
  @Tag("PF-0084-disable")
  void vCardWithoutPhotoEndsTheAvatarOnce() throws IOException {
    juliet.result("set", "", vCard("cat"));
    assertAvatarEvent("cat");
    juliet.result("set", "", WITHOUT_PHOTO);
    String event = XmlWriter.text(romeo.nextEvent());
    assertTrue(event.contains("<metadata xmlns='" + METADATA + "'/>"), event);
    juliet.result("set", "", WITHOUT_PHOTO);
    juliet.result(
        "set", "", "<vCard xmlns='vcard-temp'><FN>J</FN><PHOTO><BINVAL/></PHOTO></vCard>");
    assertNoEvent();
    assertNoPhoto(paris.result("get", JULIET, GET).replace("<PHOTO><BINVAL/></PHOTO>", ""));
  }

  @Test
  @Tag("XC-0398-vcard-to-pep")
  void noPhotoWhereNoneWasPublishesNothing() throws IOException {
    juliet.result("set", "", WITHOUT_PHOTO);
    juliet.refused(
        "get", "", PepClient.pubsub("<items node='" + METADATA + "'/>"), "item-not-found");
  }

  /** Nothing of the vCard is kept then. */
  @ParameterizedTest(name = "XC-0398-vcard-to-pep {0}")
  @ValueSource(strings = {DATA, METADATA})
  @Tag("XC-0398-vcard-to-pep")
  void vCardWhosePhotoANodeDoesNotTakeIsRefusedWhole(String small) throws IOException {
    juliet.result("set", "", "<vCard xmlns='vcard-temp'><FN>Before</FN></vCard>");
    juliet.create(small, "access_model=open", "max_payload_size=10");
    String error = juliet.refused("set", "", vCard("cat"), "not-acceptable");
    assertTrue(error.contains("payload-too-big"), error);
    String kept = paris.result("get", JULIET, GET);
    assertTrue(kept.contains("<vCard xmlns='vcard-temp'><FN>Before</FN></vCard>"), kept);
    String other = small.equals(DATA) ? METADATA : DATA;
    juliet.refused("get", "", PepClient.pubsub("<items node='" + other + "'/>"), "item-not-found");
  }

  /**
   * Of several photos the first that holds its image is the avatar, and all stay where they are.
   */
  @Test
  @Tag("XC-0398-vcard-to-pep")
  @Tag("XC-0398-pep-to-vcard")
  void vCardOfSeveralPhotosStaysAsItIs() throws IOException {
    String elsewhere = "<PHOTO><EXTVAL>http://example.org/a.png</EXTVAL></PHOTO>";
    String two =
        "<vCard xmlns='vcard-temp'>"
            + elsewhere
            + photo("cat")
            + "<FN>Juliet</FN>"
            + photo("dog")
            + "</vCard>";
    juliet.result("set", "", two);
    assertAvatarEvent("cat");
    assertNoEvent();
    assertTrue(paris.result("get", JULIET, GET).contains(two));
    juliet.result("set", "", metadata("none", ""));
    juliet.configure(METADATA, "access_model=whitelist");
    String rest = paris.result("get", JULIET, GET);
    assertTrue(
        rest.contains(
            "<vCard xmlns='vcard-temp'>"
                + elsewhere
                + "<FN>Juliet</FN>"
                + photo("dog")
                + "</vCard>"),
        rest);
  }

  /** What a node lets go is in the vCard as well, for those alone who may read the node. */
  @ParameterizedTest(name = "XC-0398-vcard-to-pep: {0} with {1}")
  @CsvSource({
    METADATA + ", persist_items=0",
    METADATA + ", item_expire=1",
    METADATA + ", purge_offline=1",
    DATA + ", persist_items=0",
    DATA + ", item_expire=1"
  })
  @Tag("XC-0398-vcard-to-pep")
  void photoIsKeptWhateverTheNodesKeep(String name, String option) throws IOException {
    create("presence");
    juliet.configure(name, option);
    juliet.result("set", "", vCard("cat"));
    assertPhoto("cat", juliet.result("get", "", GET));
    juliet.configure(METADATA, "persist_items=0"); // what the node has had is gone
    assertTrue(juliet.result("get", "", GET).contains(vCard("cat")));
    assertTrue(romeo.result("get", JULIET, GET).contains(vCard("cat")));
    assertNoPhoto(paris.result("get", JULIET, GET));
    juliet.result("set", "", vCard("dog"));
    assertTrue(juliet.result("get", "", GET).contains(vCard("dog")));
    juliet.result("set", "", "<vCard xmlns='vcard-temp'>" + photo("cat") + "</vCard>");
    paris.refused("get", JULIET, GET, "service-unavailable");
    juliet.result("set", "", WITHOUT_PHOTO);
    assertTrue(juliet.result("get", "", GET).contains(WITHOUT_PHOTO));
  }

  @Test
  @Tag("XC-0398-vcard-to-pep")
  void sameImageOfAnotherTypeIsPublished() throws IOException {
    juliet.result("set", "", vCard("cat"));
    assertAvatarEvent("cat");
    String jpeg = vCard("cat").replace("image/png", "image/jpeg");
    juliet.result("set", "", jpeg);
    String event = XmlWriter.text(romeo.nextEvent());
    assertTrue(event.contains("image/jpeg"), event);
    assertTrue(paris.result("get", JULIET, GET).contains(jpeg));
    juliet.result("set", "", jpeg);
    assertNoEvent();
  }

  @Test
  void avatarAndVCardAreThereAfterARestart() throws IOException {
    juliet.result("set", "", vCard("cat"));
    node = node.restart();
    juliet = PepClient.login(node, "juliet", "balcony");
    paris = PepClient.login(node, "paris", "church");
    assertTrue(paris.result("get", JULIET, GET).contains(vCard("cat")));
    juliet.result("set", "", WITHOUT_PHOTO);
    assertTrue(paris.result("get", JULIET, GET).contains(WITHOUT_PHOTO));
  }
}
