package io.pipit.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Public subscriptions over time: what they are after a restart, and without their account. */
class PublicSubscriptionsTest {

  private static final String BLOG = "urn:example:blog";
  private static final String LIST =
      PepClient.pubsub("<items node='urn:xmpp:pps:subscriptions:0'/>");
  private static final String SUBSCRIBERS =
      PepClient.pubsub("<items node='urn:xmpp:pps:subscribers:0/" + BLOG + "'/>");
  private static final String SUBSCRIBE =
      PepClient.pubsub(
          "<subscribe node='"
              + BLOG
              + "' jid='romeo@localhost'><public xmlns='urn:xmpp:pps:0'/></subscribe>");

  @Test
  @Tag("PF-0465-public")
  @Tag("PF-0465-subscribers")
  void listsAreWhatTheSubscriptionsAreAlsoAfterARestart(@TempDir Path folder) throws IOException {
    try (TestNode node =
        TestNode.startPlain(folder)
            .account("juliet", "juliet")
            .account("romeo", "romeo")
            .account("paris", "paris")) {
      try (PepClient juliet = PepClient.login(node, "juliet", "a");
          PepClient romeo = PepClient.login(node, "romeo", "a")) {
        juliet.create(BLOG, "access_model=open");
        juliet.result("set", TestNode.SERVICE, PepClient.pubsub("<create node='" + BLOG + "'/>"));
        romeo.result("set", juliet.account(), SUBSCRIBE);
        romeo.result("set", TestNode.SERVICE, SUBSCRIBE);
      }
      try (TestNode again = node.restart();
          PepClient juliet = PepClient.login(again, "juliet", "a");
          PepClient paris = PepClient.login(again, "paris", "a")) {
        String list = paris.result("get", "romeo@localhost", LIST);
        assertEquals(2, list.split("<subscription ", -1).length - 1, list);
        assertTrue(list.contains("jid='juliet@localhost'"), list);
        assertTrue(list.contains("jid='" + TestNode.SERVICE + "'"), list);
        String page =
            PepClient.pubsub(
                "<items node='urn:xmpp:pps:subscriptions:0'/>"
                    + "<set xmlns='http://jabber.org/protocol/rsm'><max>1</max></set>");
        String first = paris.result("get", "romeo@localhost", page);
        assertTrue(first.contains("juliet@") && !first.contains(TestNode.SERVICE), first);
        assertTrue(first.contains("<count>2</count>"), first);
        assertTrue(
            paris.result("get", juliet.account(), SUBSCRIBERS).contains("jid='romeo@localhost'"));

        // The owner takes it away.
        juliet.result(
            "set",
            "",
            PepClient.owner(
                "<subscriptions node='"
                    + BLOG
                    + "'><subscription jid='romeo@localhost' subscription='none'/>"
                    + "</subscriptions>"));
        String rest = paris.result("get", "romeo@localhost", LIST);
        assertFalse(rest.contains("jid='juliet@localhost'"), rest);
        assertTrue(rest.contains("jid='" + TestNode.SERVICE + "'"), rest);
      }
    }
  }

  @Test
  @Tag("PF-0465-no-probe")
  void strangerDoesNotLearnWhetherThereIsAnAccount(@TempDir Path folder) throws IOException {
    try (TestNode node =
            TestNode.startPlain(folder).account("romeo", "romeo").account("paris", "paris");
        PepClient romeo = PepClient.login(node, "romeo", "a");
        PepClient paris = PepClient.login(node, "paris", "a")) {
      String there = paris.refused("get", "romeo@localhost", LIST, "service-unavailable");
      String missing = paris.refused("get", "nobody@localhost", LIST, "service-unavailable");
      assertEquals(withoutNames(there), withoutNames(missing));
      assertFalse(romeo.result("get", "", LIST).contains("<item "), "his own is empty");
    }
  }

  private static String withoutNames(String answer) {
    return answer.replaceAll("(romeo|nobody)@localhost", "X").replaceAll(" id='[^']*'", "");
  }
}
