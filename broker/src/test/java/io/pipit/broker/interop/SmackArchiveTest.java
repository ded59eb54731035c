package io.pipit.broker.interop;

import static io.pipit.broker.interop.SmackClient.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.broker.TestNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jivesoftware.smack.XMPPException.XMPPErrorException;
import org.jivesoftware.smack.packet.Message;
import org.jivesoftware.smack.packet.StanzaError.Condition;
import org.jivesoftware.smack.tcp.XMPPTCPConnection;
import org.jivesoftware.smackx.mam.MamManager;
import org.jivesoftware.smackx.mam.MamManager.MamQuery;
import org.jivesoftware.smackx.mam.MamManager.MamQueryArgs;
import org.jivesoftware.smackx.pubsub.EventElement;
import org.jivesoftware.smackx.pubsub.ItemsExtension;
import org.jivesoftware.smackx.pubsub.LeafNode;
import org.jivesoftware.smackx.pubsub.PayloadItem;
import org.jivesoftware.smackx.pubsub.PubSubManager;
import org.jivesoftware.smackx.pubsub.SimplePayload;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jxmpp.jid.impl.JidCreate;

/** The archive manager of Smack, unchanged, on the archive of a node (XEP-0442). */
class SmackArchiveTest {

  private static String itemId(Message event) {
    return event.getExtension(EventElement.class).getEvent() instanceof ItemsExtension items
            && items.getItems().get(0) instanceof org.jivesoftware.smackx.pubsub.Item item
        ? item.getId()
        : "";
  }

  @Test
  @Tag("PF-0442-node-attr")
  @Tag("PF-0313-fin")
  @Tag("PF-0313-form")
  void smackReadsTheArchiveOfANodeInPages(@TempDir Path folder) throws Exception {
    try (TestNode node = TestNode.start(folder).account("juliet", "secret")) {
      XMPPTCPConnection juliet = SmackClient.login(node, "juliet", "secret");
      LeafNode leaf = PubSubManager.getInstanceFor(juliet).createNode("archived");
      for (int i = 0; i < 25; i++) {
        leaf.publish(
            new PayloadItem<>("i" + i % 20, new SimplePayload("<v xmlns='urn:v'>" + i + "</v>")));
      }
      MamManager archive =
          MamManager.getInstanceFor(
              juliet, JidCreate.domainBareFromOrThrowUnchecked(TestNode.SERVICE));
      assertTrue(archive.isSupported());
      assertEquals(7, archive.retrieveFormFields("archived").size());
      MamQuery query =
          archive.queryArchive(
              MamQueryArgs.builder().queryNode("archived").setResultPageSize(10).build());
      List<String> ids = new ArrayList<>();
      query.getMessages().forEach(message -> ids.add(itemId(message)));
      while (!query.isComplete()) {
        query.pageNext(10).forEach(message -> ids.add(itemId(message)));
      }
      assertEquals(25, ids.size());
      assertEquals("i0", ids.get(0));
      assertEquals("i4", ids.get(24));
      MamQuery last =
          archive.queryArchive(
              MamQueryArgs.builder()
                  .queryNode("archived")
                  .setResultPageSizeTo(1)
                  .queryLastPage()
                  .build());
      assertEquals("i4", itemId(last.getMessages().get(0)));
      assertFalse(last.isComplete());
      assertThrows(
          XMPPErrorException.class,
          () -> archive.queryArchive(MamQueryArgs.builder().queryNode("missing").build()));
      assertEquals(TestNode.SERVICE, archive.getArchiveAddress().toString());
      assertEquals("urn:xmpp:mam:2", archive.getMamNamespace());
      assertFalse(archive.isAdvancedConfigurationSupported());
      assertFalse(MamManager.getInstanceFor(juliet).isSupported());
      assertEquals(7, archive.retrieveFormFields().size());
      // The service has archives of nodes, and none of its own.
      refused(
          Condition.bad_request,
          () -> archive.queryMostRecentPage(juliet.getUser().asBareJid(), 5));
      refused(Condition.bad_request, archive::getMessageUidOfLatestMessage);
      assertTrue(juliet.isAuthenticated());
      juliet.disconnect();
    }
  }
}
