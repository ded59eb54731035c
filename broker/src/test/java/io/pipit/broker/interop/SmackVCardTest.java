package io.pipit.broker.interop;

import static io.pipit.broker.interop.SmackClient.next;
import static io.pipit.broker.interop.SmackClient.refused;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.broker.TestNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jivesoftware.smack.filter.PresenceTypeFilter;
import org.jivesoftware.smack.packet.Presence;
import org.jivesoftware.smack.packet.StandardExtensionElement;
import org.jivesoftware.smack.packet.StanzaError.Condition;
import org.jivesoftware.smack.tcp.XMPPTCPConnection;
import org.jivesoftware.smackx.pep.PepManager;
import org.jivesoftware.smackx.pubsub.LeafNode;
import org.jivesoftware.smackx.pubsub.PayloadItem;
import org.jivesoftware.smackx.pubsub.PubSubManager;
import org.jivesoftware.smackx.pubsub.SimplePayload;
import org.jivesoftware.smackx.vcardtemp.VCardManager;
import org.jivesoftware.smackx.vcardtemp.packet.VCard;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jxmpp.jid.EntityBareJid;

/** Smack's vCards, unchanged, against a node. This version of it has no avatars of its own. */
class SmackVCardTest {

  private static final byte[] CAT = "cat".getBytes(StandardCharsets.UTF_8);
  private static final byte[] DOG = "dog".getBytes(StandardCharsets.UTF_8);
  private static final String DATA = "urn:xmpp:avatar:data";
  private static final String METADATA = "urn:xmpp:avatar:metadata";

  private TestNode node;
  private XMPPTCPConnection juliet;
  private XMPPTCPConnection romeo;

  @BeforeEach
  void start(@TempDir Path folder) throws Exception {
    node = TestNode.start(folder).account("juliet", "juliet").account("romeo", "romeo");
    juliet = SmackClient.login(node, "juliet", "juliet");
    romeo = SmackClient.login(node, "romeo", "romeo");
  }

  @AfterEach
  void stop() {
    juliet.disconnect();
    romeo.disconnect();
    node.close();
  }

  private static EntityBareJid account(XMPPTCPConnection connection) {
    return connection.getUser().asEntityBareJid();
  }

  private VCard seenByRomeo() throws Exception {
    return VCardManager.getInstanceFor(romeo).loadVCard(account(juliet));
  }

  private static VCard card(String name) {
    VCard card = new VCard();
    card.setFirstName(name);
    card.setNickName("J & \u00fc");
    return card;
  }

  @Test
  @Tag("XC-0054-get-own")
  @Tag("XC-0054-get-other")
  void vCardThatIsNotThere() {
    refused(Condition.item_not_found, () -> VCardManager.getInstanceFor(juliet).loadVCard());
    refused(Condition.service_unavailable, this::seenByRomeo);
  }

  @Test
  @Tag("XC-0054-set-other")
  void vCardOfAnother() {
    VCard card = card("Romeo");
    card.setTo(account(juliet));
    card.setType(org.jivesoftware.smack.packet.IQ.Type.set);
    refused(Condition.forbidden, () -> romeo.sendIqRequestAndWaitForResponse(card));
  }

  @Test
  @Tag("XC-0054-get-own")
  @Tag("XC-0054-get-other")
  void vCardIsSavedAndLoaded() throws Exception {
    assertTrue(VCardManager.getInstanceFor(juliet).isSupported(account(juliet)));
    VCardManager.getInstanceFor(juliet).saveVCard(card("Juliet"));
    for (VCard loaded : List.of(VCardManager.getInstanceFor(juliet).loadVCard(), seenByRomeo())) {
      assertEquals("Juliet", loaded.getFirstName());
      assertEquals("J & \u00fc", loaded.getNickName());
      assertNull(loaded.getAvatar());
    }
  }

  @Test
  @Tag("XC-0398-vcard-to-pep")
  @Tag("XC-0153-hash")
  void photoIsTheAvatar() throws Exception {
    BlockingQueue<Presence> presences = new LinkedBlockingQueue<>();
    juliet.addSyncStanzaListener(
        stanza -> presences.add((Presence) stanza), PresenceTypeFilter.AVAILABLE);
    VCard card = card("Juliet");
    card.setAvatar(CAT, "image/png");
    VCardManager.getInstanceFor(juliet).saveVCard(card);

    StandardExtensionElement update =
        (StandardExtensionElement) next(presences).getExtensionElement("x", "vcard-temp:x:update");
    assertEquals(card.getAvatarHash(), update.getFirstElement("photo").getText());
    VCard loaded = seenByRomeo();
    assertArrayEquals(CAT, loaded.getAvatar());
    assertEquals("image/png", loaded.getAvatarMimeType());
    assertEquals("Juliet", loaded.getFirstName());
    LeafNode data = PubSubManager.getInstanceFor(romeo, account(juliet)).getLeafNode(DATA);
    PayloadItem<SimplePayload> item =
        data.<PayloadItem<SimplePayload>>getItems(List.of(card.getAvatarHash())).get(0);
    assertTrue(
        item.getPayload().toXML().toString().contains(Base64.getEncoder().encodeToString(CAT)));
  }

  @Test
  @Tag("XC-0398-pep-to-vcard")
  void avatarIsThePhoto() throws Exception {
    VCard card = card("Juliet");
    card.setAvatar(CAT, "image/png");
    VCardManager.getInstanceFor(juliet).saveVCard(card); // so that the nodes are for everybody
    VCard dog = new VCard();
    dog.setAvatar(DOG, "image/png");
    String id = dog.getAvatarHash();
    PepManager pep = PepManager.getInstanceFor(juliet);
    pep.publish(
        DATA,
        new PayloadItem<>(
            id,
            new SimplePayload(
                "<data xmlns='"
                    + DATA
                    + "'>"
                    + Base64.getEncoder().encodeToString(DOG)
                    + "</data>")));
    pep.publish(
        METADATA,
        new PayloadItem<>(
            id,
            new SimplePayload(
                "<metadata xmlns='"
                    + METADATA
                    + "'><info bytes='3' type='image/png' id='"
                    + id
                    + "'/></metadata>")));
    VCard loaded = seenByRomeo();
    assertArrayEquals(DOG, loaded.getAvatar());
    assertEquals(id, loaded.getAvatarHash());
    assertEquals("Juliet", loaded.getFirstName());
  }
}
