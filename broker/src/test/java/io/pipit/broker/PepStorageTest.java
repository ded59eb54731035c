package io.pipit.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.xmpp.Element;
import io.pipit.xmpp.xml.XmlWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What clients keep at their account: XEP-0222, 0223, 0402, 0490, 0084, 0080, and keys. */
class PepStorageTest {

  private static final String[] PRIVATE = {"persist_items=true", "access_model=whitelist"};
  private static final String[] BOOKMARKS = {
    "persist_items=true",
    "max_items=max",
    "send_last_published_item=never",
    "access_model=whitelist"
  };

  private static TestNode node;
  private PepClient juliet;
  private PepClient romeo;

  @BeforeAll
  static void start(@TempDir Path folder) {
    node = TestNode.startPlain(folder);
    node.account("juliet", "juliet").account("romeo", "romeo").account("nurse", "nurse");
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  @BeforeEach
  void login() throws IOException {
    juliet = PepClient.login(node, "juliet", "balcony");
    romeo = PepClient.login(node, "romeo", "orchard");
  }

  @AfterEach
  void logout() throws IOException {
    juliet.close();
    romeo.close();
  }

  private static String publish(String name, String id, String payload, String... options) {
    return PepClient.pubsub(
        "<publish node='"
            + name
            + "'><item id='"
            + id
            + "'>"
            + payload
            + "</item></publish>"
            + (options.length == 0
                ? ""
                : "<publish-options>"
                    + PepClient.form(options).replace("#node_config", "#publish-options")
                    + "</publish-options>"));
  }

  private static String items(String name) {
    return PepClient.pubsub("<items node='" + name + "'/>");
  }

  @Test
  @Tag("PF-0223-private")
  void privateDataIsCreatedForItsOwnerAlone() throws IOException {
    String name = "urn:example:private";
    juliet.result("set", "", publish(name, "1", "<a xmlns='urn:a'/>", PRIVATE));
    assertTrue(juliet.result("get", "", items(name)).contains("<a xmlns='urn:a'"));
    romeo.refused("get", juliet.account(), items(name), "not-allowed");
  }

  @Test
  @Tag("PF-0223-private")
  void privateDataIsNotPublishedWhereOthersRead() throws IOException {
    String name = "urn:example:known";
    juliet.create(name, "access_model=open", "persist_items=1");
    String error =
        juliet.refused("set", "", publish(name, "1", "<a xmlns='urn:a'/>", PRIVATE), "conflict");
    assertTrue(error.contains("precondition-not-met"), error);
    assertTrue(!juliet.result("get", "", items(name)).contains("<a "));
    juliet.configure(name, "access_model=whitelist");
    juliet.result("set", "", publish(name, "1", "<a xmlns='urn:a'/>", PRIVATE));
  }

  @ParameterizedTest(name = "PF-0222-public {0}")
  @ValueSource(strings = {"open", "presence", "whitelist"})
  void publicDataHasTheAccessModelThatItsOwnerWants(String model) throws IOException {
    String name = "urn:example:public:" + model;
    String[] options = {
      "persist_items=true", "send_last_published_item=never", "access_model=" + model
    };
    juliet.result("set", "", publish(name, "1", "<a xmlns='urn:a'/>", options));
    juliet.result("set", "", publish(name, "1", "<b xmlns='urn:a'/>", options));
    String configuration =
        juliet.result("get", "", PepClient.owner("<configure node='" + name + "'/>"));
    assertTrue(configuration.contains("<value>" + model + "</value>"), configuration);
    assertTrue(configuration.contains("<value>never</value>"), configuration);
    if (model.equals("open")) {
      assertTrue(romeo.result("get", juliet.account(), items(name)).contains("<b "));
    }
  }

  @Test
  @Tag("PF-0384-omemo")
  void anybodyRetrievesTheKeysThatAnAccountPublishesInTheOpen() throws IOException {
    String[] options = {"access_model=open", "max_items=max", "persist_items=true"};
    for (String name : new String[] {"urn:xmpp:omemo:2:devices", "urn:xmpp:omemo:2:bundles"}) {
      juliet.result("set", "", publish(name, "12345", "<a xmlns='urn:a'/>", options));
      juliet.result("set", "", publish(name, "31415", "<b xmlns='urn:a'/>", options));
      String all = romeo.result("get", juliet.account(), items(name));
      assertTrue(all.contains("id='12345'") && all.contains("id='31415'"), all);
      String one =
          romeo.result(
              "get",
              juliet.account(),
              PepClient.pubsub("<items node='" + name + "'><item id='31415'/></items>"));
      assertTrue(!one.contains("id='12345'") && one.contains("<b xmlns='urn:a'/>"), one);
      romeo.refused("set", juliet.account(), publish(name, "6", "<a xmlns='urn:a'/>"), "forbidden");
    }
  }

  /** The largest users of preconditions: what they ask for has to be so at a node that is there. */
  @Test
  @Tag("PF-0384-omemo")
  void keysAreNotPublishedWhereOthersCannotRetrieveThem() throws IOException {
    String[] options = {"access_model=open", "max_items=max"};
    String name = "urn:xmpp:omemo:2:bundles";
    String own = name + ":own"; // another of that kind
    juliet.create(own, "access_model=presence", "max_items=max");
    String key = "<bundle xmlns='urn:xmpp:omemo:2'/>";
    for (String fields : new String[] {"access_model=presence", "max_items=1"}) {
      juliet.configure(own, options);
      juliet.configure(own, fields);
      String error = juliet.refused("set", "", publish(own, "1", key, options), "conflict");
      assertTrue(error.contains("precondition-not-met"), error);
    }
    juliet.configure(own, options);
    juliet.result("set", "", publish(own, "1", key, options));
    assertTrue(romeo.result("get", juliet.account(), items(own)).contains(key));
  }

  /** XEP-0373 4: the list of keys, and a node for each of them, which strangers can retrieve. */
  @Test
  @Tag("PF-0222-public")
  void keysOfOpenPgpAreThereForEverybody() throws IOException {
    String list = "urn:xmpp:openpgp:0:public-keys";
    String print = "1357B01865B2503C18453D208CAC2A9678548E35";
    String key = "<pubkey xmlns='urn:xmpp:openpgp:0'><data>QkFTRTY0</data></pubkey>";
    String keys =
        "<public-keys-list xmlns='urn:xmpp:openpgp:0'><pubkey-metadata"
            + " date='2026-03-01T12:00:00Z' v4-fingerprint='"
            + print
            + "'/></public-keys-list>";
    String[] options = {"persist_items=true", "access_model=open"};
    juliet.result("set", "", publish(list + ":" + print, "2026-03-01T12:00:00Z", key, options));
    juliet.result("set", "", publish(list, "current", keys, options));
    assertTrue(romeo.result("get", juliet.account(), items(list)).contains(keys));
    String newest =
        romeo.result(
            "get",
            juliet.account(),
            PepClient.pubsub("<items node='" + list + ":" + print + "' max_items='1'/>"));
    assertTrue(newest.contains(key), newest);
  }

  /** XEP-0373 5: the encrypted secret key is for the own devices. */
  @Test
  @Tag("PF-0223-private")
  @Tag("PF-0223-no-leak")
  @Tag("XC-0223-private-pep")
  void secretKeyOfOpenPgpIsForOwnResourcesAlone() throws IOException {
    String name = "urn:xmpp:openpgp:0:secret-key";
    String key = "<secretkey xmlns='urn:xmpp:openpgp:0'>QkFTRTY0</secretkey>";
    juliet.announce();
    try (PepClient phone = PepClient.login(node, "juliet", "phone", name);
        PepClient nurse = PepClient.login(node, "nurse", "room", name)) {
      PepClient.befriend(juliet, nurse);
      juliet.result("set", "", publish(name, "current", key, PRIVATE));
      phone.event(juliet.account(), name, "current");
      juliet.fence();
      nurse.fence();
      assertEquals(0, nurse.kept());
      nurse.refused("get", juliet.account(), items(name), "not-allowed");
      juliet.configure(name, "access_model=open");
      String error = juliet.refused("set", "", publish(name, "2", key, PRIVATE), "conflict");
      assertTrue(error.contains("precondition-not-met"), error);
    }
  }

  @Test
  @Tag("PF-0223-identity")
  @Tag("XC-0223-private-pep")
  void accountSaysThatItKeepsPrivateData() throws IOException {
    String info =
        juliet.result("get", "", "<query xmlns='http://jabber.org/protocol/disco#info'/>");
    assertTrue(info.contains("category='pubsub' type='pep'"), info);
    assertTrue(info.contains("http://jabber.org/protocol/pubsub#publish-options"), info);
  }

  /** Read marks are one item for each chat, of which every device retrieves all. */
  @Test
  @Tag("PF-0490-mds")
  void readMarksAreToldOnceToADeviceThatComes() throws IOException {
    String name = "urn:xmpp:mds:displayed:1"; // as one more of its kind
    for (int i = 0; i < 20; i++) {
      juliet.result("set", "", publish(name, "chat" + i, "<a xmlns='urn:a'/>", BOOKMARKS));
    }
    juliet.result("set", "", publish(name, "chat3", "<b xmlns='urn:a'/>", BOOKMARKS));
    try (PepClient phone = PepClient.login(node, "juliet", "phone", name)) {
      phone.fence();
      assertEquals(0, phone.kept(), "it asks for them");
      String all = phone.result("get", "", items(name));
      assertEquals(20, all.split("<item ", -1).length - 1, all);
      assertTrue(all.contains("<b xmlns='urn:a'/>"), all);
    }
  }

  @Test
  @Tag("PF-0490-mds")
  @Tag("XC-0223-private-pep")
  void whatOneResourceDisplayedIsToldToTheOthersAndToNobodyElse() throws IOException {
    String name = "urn:xmpp:mds:displayed:0";
    String displayed = "<displayed xmlns='" + name + "'/>";
    try (PepClient phone = PepClient.login(node, "juliet", "phone", name)) {
      for (String chat : new String[] {"romeo@localhost", "nurse@localhost"}) {
        juliet.result("set", "", publish(name, chat, displayed, BOOKMARKS));
        phone.event(juliet.account(), name, chat);
      }
      String all = juliet.result("get", "", items(name));
      assertTrue(all.contains("id='romeo@localhost'"), all);
      assertTrue(all.contains("id='nurse@localhost'"), all);
      romeo.refused("get", juliet.account(), items(name), "not-allowed");
    }
  }

  @Test
  @Tag("PF-0292-vcard4")
  void profileOfAnAccountIsAsItWasPublished() throws IOException {
    String name = "urn:xmpp:vcard4";
    String card =
        "<vcard xmlns='urn:ietf:params:xml:ns:vcard-4.0'><fn><text>Juliet Capulet</text></fn>"
            + "</vcard>";
    juliet.result("set", "", publish(name, "current", card, "access_model=open"));
    String found = romeo.result("get", juliet.account(), items(name));
    assertTrue(found.contains(card), found);
  }

  private static String conference(String name) {
    return "<conference xmlns='urn:xmpp:bookmarks:1' name='" + name + "' autojoin='true'/>";
  }

  @Test
  @Tag("PF-0402-one-item-per-room")
  @Tag("PF-0402-options")
  void bookmarksAreOneItemForEachRoom() throws IOException {
    String name = "urn:xmpp:bookmarks:1";
    for (String room : new String[] {"a@rooms.example.org", "b@rooms.example.org"}) {
      juliet.result("set", "", publish(name, room, conference(room), BOOKMARKS));
    }
    juliet.result(
        "set", "", publish(name, "a@rooms.example.org", conference("renamed"), BOOKMARKS));
    String all = juliet.result("get", "", items(name));
    assertTrue(all.contains("id='a@rooms.example.org'"), all);
    assertTrue(all.contains("id='b@rooms.example.org'"), all);
    assertTrue(all.contains("name='renamed'") && !all.contains("name='a@"), all);
    romeo.refused("get", juliet.account(), items(name), "not-allowed");
  }

  @Test
  @Tag("PF-0402-options")
  void bookmarksAreNotPublishedToANodeThatKeepsFewer() throws IOException {
    String name = "urn:xmpp:bookmarks:few";
    juliet.create(name, "access_model=whitelist", "max_items=1");
    juliet.refused("set", "", publish(name, "a@r", conference("a"), BOOKMARKS), "conflict");
  }

  @Test
  @Tag("PF-0402-retract-notify")
  void otherClientsAreToldOfARemovedBookmark() throws IOException {
    String name = "urn:xmpp:bookmarks:told";
    try (PepClient phone = PepClient.login(node, "juliet", "phone", name)) {
      juliet.result("set", "", publish(name, "a@r", conference("a"), BOOKMARKS));
      phone.event(juliet.account(), name, "a@r");
      juliet.result(
          "set",
          "",
          PepClient.pubsub(
              "<retract node='" + name + "' notify='true'><item id='a@r'/></retract>"));
      Element event = phone.nextEvent();
      assertTrue(XmlWriter.text(event).contains("<retract id='a@r'"), XmlWriter.text(event));
    }
    assertTrue(!juliet.result("get", "", items(name)).contains("conference"));
  }

  @Test
  @Tag("PF-0084-data")
  void avatarOfManyBytesIsKeptUnderItsHash() throws IOException {
    String name = "urn:xmpp:avatar:data";
    String hash = "111f4b3c50d7b0df729d299bc6f8e9ef9066971f";
    byte[] image = new byte[65_536];
    for (int i = 0; i < image.length; i++) {
      image[i] = (byte) (i * 31);
    }
    String base64 = Base64.getEncoder().encodeToString(image);
    juliet.result(
        "set",
        "",
        publish(
            name, hash, "<data xmlns='" + name + "'>" + base64 + "</data>", "access_model=open"));
    String found =
        romeo.result(
            "get",
            juliet.account(),
            PepClient.pubsub("<items node='" + name + "'><item id='" + hash + "'/></items>"));
    assertTrue(found.contains(base64) && found.contains("id='" + hash + "'"));
  }

  @Test
  @Tag("PF-0084-metadata")
  @Tag("PF-0084-disable")
  @Tag("PF-0080-geoloc")
  void contactsAreToldThePayloadsAsTheyAre() throws IOException {
    String avatar = "urn:xmpp:avatar:metadata";
    String place = "http://jabber.org/protocol/geoloc";
    juliet.announce();
    romeo.announce(avatar, place);
    PepClient.befriend(juliet, romeo);
    assertTold(
        avatar,
        "<metadata xmlns='urn:xmpp:avatar:metadata'><info bytes='12345' height='64' id='1'"
            + " type='image/png' width='64'/><info bytes='1' id='2' type='image/gif'"
            + " url='http://example.org/a.gif'/><pointer><x xmlns='urn:x'/></pointer></metadata>");
    assertTold(avatar, "<metadata xmlns='urn:xmpp:avatar:metadata'/>");
    assertTold(
        place,
        "<geoloc xmlns='http://jabber.org/protocol/geoloc'><accuracy>20</accuracy>"
            + "<alt>12.5</alt><lat>45.44</lat><lon>12.33</lon>"
            + "<timestamp>2026-06-30T12:00:00Z</timestamp><tzo>+02:00</tzo></geoloc>");
    assertTold(place, "<geoloc xmlns='http://jabber.org/protocol/geoloc'/>");
  }

  private void assertTold(String name, String payload) throws IOException {
    juliet.result("set", "", publish(name, "current", payload));
    Element items = romeo.nextEvent().firstElement().flatMap(Element::firstElement).orElseThrow();
    assertEquals(name, items.attribute("node", ""));
    assertEquals(
        payload,
        items.firstElement().flatMap(Element::firstElement).map(XmlWriter::text).orElseThrow());
  }
}
