package io.pipit.broker.interop;

import static io.pipit.broker.interop.SmackClient.next;
import static io.pipit.broker.interop.SmackClient.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.broker.TestNode;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jivesoftware.smack.StanzaCollector;
import org.jivesoftware.smack.filter.StanzaTypeFilter;
import org.jivesoftware.smack.packet.Message;
import org.jivesoftware.smack.packet.MessageBuilder;
import org.jivesoftware.smack.packet.StanzaError;
import org.jivesoftware.smack.tcp.XMPPTCPConnection;
import org.jivesoftware.smackx.blocking.BlockingCommandManager;
import org.jivesoftware.smackx.blocking.element.BlockedErrorExtension;
import org.jivesoftware.smackx.ping.packet.Ping;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jxmpp.jid.Jid;
import org.jxmpp.jid.impl.JidCreate;

/** Smack's blocking command (XEP-0191), unchanged, against a node. */
class SmackBlockingTest {

  @Test
  @Tag("XC-0191-list")
  @Tag("XC-0191-block")
  @Tag("XC-0191-push")
  @Tag("XC-0191-inbound")
  @Tag("XC-0191-outbound")
  void blocksAndUnblocks(@TempDir Path folder) throws Exception {
    try (TestNode node =
        TestNode.start(folder).account("juliet", "juliet").account("romeo", "romeo")) {
      XMPPTCPConnection juliet = SmackClient.login(node, "juliet", "juliet");
      XMPPTCPConnection romeo = SmackClient.login(node, "romeo", "romeo");
      try {
        BlockingCommandManager blocking = BlockingCommandManager.getInstanceFor(juliet);
        assertTrue(blocking.isSupportedByServer());
        assertEquals(List.of(), blocking.getBlockList());

        BlockingQueue<List<Jid>> blocked = new LinkedBlockingQueue<>();
        blocking.addJidsBlockedListener(blocked::add);
        Jid account = romeo.getUser().asBareJid();
        Jid domain = JidCreate.domainBareFrom("verona.test");
        blocking.blockContacts(List.of(account, domain));
        assertEquals(List.of(account, domain), next(blocked));
        assertEquals(List.of(account, domain), blocking.getBlockList());

        try (StanzaCollector answers = juliet.createStanzaCollector(StanzaTypeFilter.MESSAGE)) {
          send(juliet, romeo.getUser());
          Message refusal = answers.nextResult(20_000);
          assertNotNull(refusal);
          StanzaError error = refusal.getError();
          assertNotNull(error, refusal::toString);
          assertEquals(StanzaError.Condition.not_acceptable, error.getCondition());
          assertNotNull(BlockedErrorExtension.from(refusal));
        }
        refused(
            StanzaError.Condition.service_unavailable,
            () -> romeo.sendIqRequestAndWaitForResponse(new Ping(juliet.getUser())));

        BlockingQueue<List<Jid>> unblocked = new LinkedBlockingQueue<>();
        blocking.addJidsUnblockedListener(unblocked::add);
        blocking.unblockContacts(List.of(account));
        assertEquals(List.of(account), next(unblocked));
        BlockingQueue<String> all = new LinkedBlockingQueue<>();
        blocking.addAllJidsUnblockedListener(() -> all.add("all"));
        blocking.unblockAll();
        next(all);
        assertEquals(List.of(), blocking.getBlockList());

        try (StanzaCollector messages = romeo.createStanzaCollector(StanzaTypeFilter.MESSAGE)) {
          send(juliet, romeo.getUser());
          assertEquals("wherefore", ((Message) messages.nextResultOrThrow()).getBody());
        }
      } finally {
        juliet.disconnect();
        romeo.disconnect();
      }
    }
  }

  private static void send(XMPPTCPConnection from, Jid to) throws Exception {
    from.sendStanza(
        MessageBuilder.buildMessage("m")
            .ofType(Message.Type.chat)
            .to(to)
            .setBody("wherefore")
            .build());
  }
}
