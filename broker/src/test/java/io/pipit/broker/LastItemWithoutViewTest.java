package io.pipit.broker;

import static io.pipit.broker.AvatarConversionTest.METADATA;
import static io.pipit.broker.AvatarConversionTest.data;
import static io.pipit.broker.AvatarConversionTest.id;
import static io.pipit.broker.AvatarConversionTest.info;
import static io.pipit.broker.AvatarConversionTest.metadata;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.xmpp.Element;
import io.pipit.xmpp.xml.XmlWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Who comes while the items of a node have to be read from the log first: what there is to be told
 * comes later, once, whatever else waits for the node.
 */
@Timeout(60)
@Tag("PEP-4.3.3-on-initial-presence")
class LastItemWithoutViewTest {

  private static final String TUNE = "http://jabber.org/protocol/tune";
  private static final String JULIET = "juliet@" + TestNode.DOMAIN;
  private static final String ROMEO = "romeo@" + TestNode.DOMAIN;
  private static final String UNAVAILABLE = "<presence type='unavailable'/>";

  private NodeWithoutView node;

  @BeforeEach
  void start(@TempDir Path folder) throws Exception {
    node = NodeWithoutView.start(folder);
  }

  @AfterEach
  void stop() {
    node.close();
  }

  private static String set(String content) {
    return "<iq type='set' id='s'>" + content + "</iq>";
  }

  private static String publish(String item) {
    return set(PepClient.pubsub(PepClient.item(TUNE, item)));
  }

  private static String configure(String... fields) {
    return set(
        PepClient.owner(
            "<configure node='" + TUNE + "'>" + PepClient.form(fields) + "</configure>"));
  }

  /** Juliet has a node with an item; romeo is her contact, unless he is to become it. */
  private NodeWithoutView.Client furnish(boolean isContact, String... fields) throws Exception {
    NodeWithoutView.Client juliet = node.connect("juliet", "balcony");
    NodeWithoutView.Client romeo = node.connect("romeo", "orchard");
    juliet.send("<presence to='" + ROMEO + "' type='subscribe'/>");
    romeo.send("<presence to='" + JULIET + "' type='subscribed'/>");
    if (isContact) {
      romeo.send("<presence to='" + JULIET + "' type='subscribe'/>");
      juliet.send("<presence to='" + ROMEO + "' type='subscribed'/>");
    }
    juliet.send(
        set(
            PepClient.pubsub(
                "<create node='"
                    + TUNE
                    + "'/><configure>"
                    + PepClient.form(fields)
                    + "</configure>")),
        publish("one"));
    node = node.restart();
    return node.connect("juliet", "balcony");
  }

  private NodeWithoutView.Client arrival() {
    NodeWithoutView.Client romeo = node.connect("romeo", "orchard").announce(TUNE);
    assertEquals(List.of(), romeo.takeItems());
    return romeo;
  }

  private void assertTold(List<String> items, NodeWithoutView.Client client) {
    node.read();
    assertEquals(items, client.takeItems());
  }

  private static void assertWaits(NodeWithoutView.Client client) {
    assertTrue(client.take().stream().noneMatch(stanza -> stanza.name().equals("iq")));
  }

  @Test
  void contactThatComes() throws Exception {
    furnish(true);
    NodeWithoutView.Client romeo = arrival();
    assertTold(List.of("one"), romeo);
    romeo.announce(TUNE);
    assertEquals(List.of(), romeo.takeItems());
  }

  @Test
  void ownResourceThatComes() throws Exception {
    NodeWithoutView.Client juliet = furnish(true);
    juliet.announce(TUNE);
    assertTold(List.of("one"), juliet);
  }

  /** It waits once for each node: others are not refused because presence comes and goes. */
  @Test
  @Tag("PEP-4.3.3-not-on-update")
  void contactThatComesAndGoes() throws Exception {
    furnish(true);
    NodeWithoutView.Client romeo = arrival();
    for (int i = 0; i < 20; i++) {
      romeo.send(UNAVAILABLE).announce(TUNE);
    }
    assertTold(List.of("one"), romeo);
  }

  @Test
  @Tag("PS-9.2-match-only")
  void contactThatWantsItNoMoreOrLater() throws Exception {
    furnish(true);
    NodeWithoutView.Client romeo = arrival();
    romeo.announce("urn:else");
    assertTold(List.of(), romeo);
    romeo.announce(TUNE);
    assertEquals(List.of("one"), romeo.takeItems());
  }

  @Test
  @Tag("PEP-7.1-recalc-presence")
  void contactThatLosesTheRight() throws Exception {
    NodeWithoutView.Client juliet = furnish(true);
    NodeWithoutView.Client romeo = arrival();
    juliet.send("<presence to='" + ROMEO + "' type='unsubscribed'/>");
    assertTold(List.of(), romeo);
  }

  @Test
  void contactThatComesBehindAPublish() throws Exception {
    NodeWithoutView.Client juliet = furnish(true);
    juliet.send(publish("two"));
    assertWaits(juliet);
    assertTold(List.of("one", "two"), arrival());
  }

  @Test
  void contactThatComesInFrontOfAPublish() throws Exception {
    NodeWithoutView.Client juliet = furnish(true);
    NodeWithoutView.Client romeo = arrival();
    juliet.send(publish("two"));
    assertWaits(juliet);
    assertTold(List.of("one", "two"), romeo);
  }

  @Test
  @Tag("PEP-5-model-others")
  void contactThatComesBehindAnOpening() throws Exception {
    NodeWithoutView.Client juliet = furnish(true, "access_model=whitelist");
    juliet.send(configure("access_model=presence"));
    assertWaits(juliet);
    assertTold(List.of("one"), arrival());
  }

  @Test
  void accountThatBecomesAContactBehindAPublish() throws Exception {
    NodeWithoutView.Client juliet = furnish(false);
    NodeWithoutView.Client romeo = arrival();
    romeo.send("<presence to='" + JULIET + "' type='subscribe'/>");
    juliet.send(publish("two"), "<presence to='" + ROMEO + "' type='subscribed'/>");
    assertTold(List.of("one", "two"), romeo);
  }

  @Test
  @Tag("PS-12.2-trigger-roster-add")
  void contactThatGainsAGroupBehindAPublish() throws Exception {
    NodeWithoutView.Client juliet =
        furnish(true, "access_model=roster", "roster_groups_allowed=Friends");
    NodeWithoutView.Client romeo = arrival();
    juliet.send(
        publish("two"),
        set(
            "<query xmlns='jabber:iq:roster'><item jid='"
                + ROMEO
                + "'><group>Friends</group></item></query>"));
    assertTold(List.of("one", "two"), romeo);
  }

  @Test
  @Tag("PS-12.2-trigger-first-presence")
  void subscriberOfTheServiceThatComesBehindAPublish() throws Exception {
    String service = "' to='" + TestNode.SERVICE + "'>";
    NodeWithoutView.Client juliet = node.connect("juliet", "balcony");
    NodeWithoutView.Client romeo = node.connect("romeo", "orchard");
    String publish = "<iq type='set' id='p" + service + "%s</iq>";
    juliet.send(
        "<iq type='set' id='c"
            + service
            + PepClient.pubsub(
                "<create node='news'/><configure>"
                    + PepClient.form("send_last_published_item=on_sub_and_presence")
                    + "</configure>")
            + "</iq>",
        publish.formatted(PepClient.pubsub(PepClient.item("news", "one"))));
    romeo.send(
        "<iq type='set' id='s"
            + service
            + PepClient.pubsub("<subscribe node='news' jid='" + ROMEO + "'/>")
            + "</iq>");
    node = node.restart();
    juliet = node.connect("juliet", "balcony");
    juliet.send(publish.formatted(PepClient.pubsub(PepClient.item("news", "two"))));
    assertWaits(juliet);
    romeo = node.connect("romeo", "orchard").send("<presence/>");
    assertTold(List.of("one", "two"), romeo);
  }

  // ---- what presence says of the avatar

  /** What each available presence of juliet's says that romeo got. */
  private static List<String> avatars(NodeWithoutView.Client romeo) {
    List<String> said = new ArrayList<>();
    for (Element stanza : romeo.take()) {
      if (stanza.name().equals("presence")
          && stanza.attribute("type", "").isEmpty()
          && stanza.attribute("from", "").startsWith(JULIET)) {
        said.add(
            stanza
                .child("x", "vcard-temp:x:update")
                .flatMap(Element::firstElement)
                .map(Element::text)
                .orElse("nothing"));
      }
    }
    return said;
  }

  private static void publishAvatar(NodeWithoutView.Client client, String image) {
    client.send(set(data(id(image), image)), set(metadata(id(image), info(image, ""))));
  }

  @Test
  @Tag("XC-0153-hash")
  void avatarIsSaidOnceItIsKnown() throws Exception {
    publishAvatar(node.connect("juliet", "phone"), "cat");
    NodeWithoutView.Client juliet = furnish(true);
    NodeWithoutView.Client romeo = node.connect("romeo", "orchard").send("<presence/>");
    juliet.send("<presence/>", "<presence><show>away</show></presence>");
    assertEquals(List.of("nothing", "nothing"), avatars(romeo));
    node.read();
    assertEquals(List.of(id("cat")), avatars(romeo));
    juliet.send("<presence/>");
    assertEquals(List.of(id("cat")), avatars(romeo));
  }

  @Test
  @Tag("XC-0153-hash")
  void avatarThatIsPublishedMeanwhileIsSaidOnce() throws Exception {
    publishAvatar(node.connect("juliet", "phone"), "cat");
    NodeWithoutView.Client juliet = furnish(true);
    NodeWithoutView.Client romeo = node.connect("romeo", "orchard").announce(METADATA);
    romeo.take();
    juliet.send("<presence/>");
    publishAvatar(juliet, "dog");
    assertEquals(List.of("nothing"), avatars(romeo));
    node.read();
    List<Element> all = romeo.take();
    long presences = all.stream().filter(stanza -> stanza.name().equals("presence")).count();
    String text = all.stream().map(XmlWriter::text).toList().toString();
    assertTrue(presences <= 2, text); // of the cat and of the dog
    assertTrue(text.contains("<photo>" + id("dog")), text);
    assertEquals(2, all.stream().filter(stanza -> stanza.name().equals("message")).count(), text);
  }

  @Test
  @Tag("XC-0153-hash")
  void avatarOfWhoHasLeftBeforeItIsKnownIsNotSaid() throws Exception {
    publishAvatar(node.connect("juliet", "phone"), "cat");
    NodeWithoutView.Client juliet = furnish(true);
    NodeWithoutView.Client romeo = node.connect("romeo", "orchard").send("<presence/>");
    juliet.send("<presence/>", UNAVAILABLE);
    avatars(romeo);
    node.read();
    assertEquals(List.of(), avatars(romeo));
    juliet.send("<presence/>");
    assertEquals(List.of(id("cat")), avatars(romeo));
  }
}
