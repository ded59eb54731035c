package io.pipit.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.xmpp.Ns;
import io.pipit.xmpp.xml.XmlWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What users of other servers reported, over real sockets and over restarts. What went wrong there:
 * a deleted node came back with its old items and subscribers; a publish with preconditions right
 * after a deletion met the old node, or left a node behind when it was refused; unsubscribing by
 * subid ended the wrong subscription; pages backwards came in the wrong order or moved while items
 * arrived; nodes of accounts had no meta-data; a node that became private went on telling contacts;
 * whoever became an outcast went on hearing.
 */
@Timeout(60)
class KnownMistakesTest {

  private static final String ACCOUNT = "juliet@" + TestNode.DOMAIN;
  private static final Pattern SUBID = Pattern.compile(" subid='([^']*)'");

  private static TestNode start(Path folder) {
    return TestNode.startPlain(folder).account("juliet", "juliet").account("romeo", "romeo");
  }

  private static WireClient login(TestNode node, String name) throws IOException {
    WireClient client = WireClient.login(node, name, name, "a");
    client.send("<presence/>").next();
    return client;
  }

  private static String subscribe(String user) {
    return "<subscribe node='news' jid='" + user + "@" + TestNode.DOMAIN + "'/>";
  }

  private static String publish(String id) {
    return "<publish node='news'><item id='" + id + "'><r xmlns='urn:r'/></item></publish>";
  }

  private static String publishIf(String id, String option, String value) {
    return publish(id)
        + "<publish-options><x xmlns='jabber:x:data' type='submit'><field var='FORM_TYPE'><value>"
        + "http://jabber.org/protocol/pubsub#publish-options</value></field><field var='pubsub#"
        + option
        + "'><value>"
        + value
        + "</value></field></x></publish-options>";
  }

  private static String affiliate(String affiliation) {
    return "<affiliations node='news'><affiliation jid='romeo@"
        + TestNode.DOMAIN
        + "' affiliation='"
        + affiliation
        + "'/></affiliations>";
  }

  private static List<String> itemIds(WireClient client) throws IOException {
    return ids(client.pubsub("get", "items", "<items node='news'/>").answer("result", "items"));
  }

  private static List<String> ids(String answer) {
    Matcher item = Pattern.compile("<item id='([^']*)'").matcher(answer);
    List<String> ids = new ArrayList<>();
    while (item.find()) {
      ids.add(item.group(1));
    }
    return ids;
  }

  @Test
  @Tag("PS-8.4-no-resurrection")
  void deletedNodeDoesNotComeBackWithARestart(@TempDir Path folder) throws IOException {
    try (TestNode first = start(folder)) {
      try (WireClient juliet = login(first, "juliet");
          WireClient romeo = login(first, "romeo")) {
        juliet.pubsub("set", "1", "<create node='news'/>").answer("result", "1");
        juliet.pubsub("set", "2", publish("old")).answer("result", "2");
        juliet.owner("set", "3", affiliate("publisher")).answer("result", "3");
        romeo.next(); // is told of that
        romeo.pubsub("set", "4", subscribe("romeo")).answer("result", "4");
        juliet.owner("set", "5", "<delete node='news'/>").answer("result", "5");
        juliet.pubsub("set", "6", "<create node='news'/>").answer("result", "6");
      }
      try (TestNode again = first.restart();
          WireClient juliet = login(again, "juliet");
          WireClient romeo = login(again, "romeo")) {
        assertEquals(List.of(), itemIds(juliet));
        juliet.pubsub("set", "7", publish("new")).answer("result", "7");
        assertEquals(List.of("new"), itemIds(romeo), "it is not told, and may read");
        romeo.pubsub("set", "8", publish("mine")).refused("8", "forbidden");
        String own = romeo.pubsub("get", "9", "<subscriptions/>").answer("result", "9");
        assertFalse(own.contains("news"), own);
      }
    }
  }

  @Test
  @Tag("PS-7.1.5-race-create")
  void publishRightBehindADeletionMakesANewNode(@TempDir Path folder) throws IOException {
    try (TestNode first = start(folder)) {
      try (WireClient juliet = login(first, "juliet")) {
        juliet.pubsub("set", "1", publishIf("old", "title", "Old")).answer("result", "1");
        for (int round = 0; round < 20; round++) {
          juliet.owner("set", "d" + round, "<delete node='news'/>");
          juliet.pubsub("set", "p" + round, publishIf("new" + round, "title", "T" + round));
          juliet.answer("result", "d" + round);
          juliet.answer("result", "p" + round);
          assertEquals(List.of("new" + round), itemIds(juliet));
        }
        juliet.owner("set", "d", "<delete node='news'/>");
        juliet.pubsub("set", "p", publishIf("never", "unheard_of", "1"));
        juliet.answer("result", "d");
        juliet.refused("p", "conflict");
        juliet.pubsub("get", "i", "<items node='news'/>").refused("i", "item-not-found");
      }
      try (TestNode again = first.restart();
          WireClient juliet = login(again, "juliet")) {
        juliet.pubsub("get", "i", "<items node='news'/>").refused("i", "item-not-found");
      }
    }
  }

  @Test
  @Tag("PS-6.2.3.5-subid-include")
  void subscriptionThatIsNamedEndsAndNoOther(@TempDir Path folder) throws IOException {
    String form = PepClient.form("deliver=0").replace("#node_config", "#subscribe_options");
    try (TestNode first = start(folder)) {
      String one;
      String two;
      try (WireClient juliet = login(first, "juliet");
          WireClient romeo = login(first, "romeo")) {
        juliet.pubsub("set", "1", "<create node='news'/>").answer("result", "1");
        one = subid(romeo.pubsub("set", "2", subscribe("romeo")).answer("result", "2"));
        two =
            subid(
                romeo
                    .pubsub("set", "3", subscribe("romeo") + "<options>" + form + "</options>")
                    .answer("result", "3"));
      }
      try (TestNode again = first.restart();
          WireClient juliet = login(again, "juliet");
          WireClient romeo = login(again, "romeo")) {
        String end =
            "<unsubscribe node='news' jid='romeo@" + TestNode.DOMAIN + "' subid='" + one + "'/>";
        romeo.pubsub("set", "4", end).answer("result", "4");
        juliet.pubsub("set", "5", publish("a")).answer("result", "5");
        String left = romeo.pubsub("get", "6", "<subscriptions/>").answer("result", "6");
        assertTrue(left.contains(two) && !left.contains(one), left);
        romeo.pubsub("set", "7", end).refused("7", "not-acceptable");
      }
    }
  }

  private static String subid(String answer) {
    Matcher subid = SUBID.matcher(answer);
    assertTrue(subid.find(), answer);
    return subid.group(1);
  }

  /** The clock does not tell items apart that come at once, and new ones do not move a page. */
  @Test
  @Tag("PF-0059-backwards")
  @Tag("PF-0059-uid-stable")
  void pagesBackwardsStandStillWhileItemsArrive(@TempDir Path folder) throws IOException {
    try (TestNode node = start(folder);
        WireClient juliet = login(node, "juliet")) {
      juliet.pubsub("set", "c", "<create node='news'/>").answer("result", "c");
      for (int i = 0; i < 10; i++) {
        juliet.pubsub("set", "p" + i, publish("i" + i));
      }
      for (int i = 0; i < 10; i++) {
        juliet.answer("result", "p" + i);
      }
      List<String> all = new ArrayList<>();
      String before = "";
      for (int page = 0; page < 4; page++) {
        String answer =
            juliet
                .pubsub(
                    "get",
                    "page" + page,
                    "<items node='news'/><set xmlns='"
                        + Ns.RSM
                        + "'><max>3</max><before>"
                        + before
                        + "</before></set>")
                .answer("result", "page" + page);
        all.addAll(0, ids(answer));
        Matcher first = Pattern.compile("<first[^>]*>([^<]*)</first>").matcher(answer);
        assertTrue(first.find(), answer);
        before = first.group(1);
        juliet.pubsub("set", "n" + page, publish("late" + page)).answer("result", "n" + page);
      }
      assertEquals(List.of("i0", "i1", "i2", "i3", "i4", "i5", "i6", "i7", "i8", "i9"), all);
    }
  }

  @Test
  @Tag("PS-5.4-meta-form")
  @Tag("PS-5.4-meta-formtype")
  void nodesOfAccountsHaveMetaData(@TempDir Path folder) throws IOException {
    try (TestNode node = start(folder);
        PepClient juliet = PepClient.login(node, "juliet", "a", "urn:none")) {
      juliet.publish("urn:tune", "one");
      juliet.configure("urn:tune", "title=What I hear");
      String info =
          juliet.result("get", ACCOUNT, "<query xmlns='" + Ns.DISCO_INFO + "' node='urn:tune'/>");
      assertTrue(info.contains("http://jabber.org/protocol/pubsub#meta-data"), info);
      assertTrue(info.contains("What I hear"), info);
      assertTrue(info.contains("category='pubsub' type='leaf'"), info);
    }
  }

  @Test
  @Tag("PF-0223-no-leak")
  void nodeThatBecomesPrivateTellsContactsNothingMore(@TempDir Path folder) throws IOException {
    try (TestNode node = start(folder);
        PepClient juliet = PepClient.login(node, "juliet", "a", "urn:tune");
        PepClient romeo = PepClient.login(node, "romeo", "a", "urn:mark")) {
      PepClient.befriend(romeo, juliet);
      romeo.announce("urn:tune", "urn:mark");
      juliet.create("urn:tune");
      juliet.create("urn:mark", "send_last_published_item=never");
      juliet.publish("urn:tune", "one");
      romeo.event(ACCOUNT, "urn:tune", "one");
      juliet.configure("urn:tune", "access_model=whitelist");
      juliet.publish("urn:tune", "secret");
      romeo.announce("urn:mark");
      romeo.announce("urn:tune", "urn:mark");
      juliet.publish("urn:mark", "mark");
      romeo.event(ACCOUNT, "urn:mark", "mark");
    }
  }

  /** Its subscription ends, and none that is left in its roster or its other resource helps. */
  @Test
  @Tag("PS-8.9.2.2-outcast-stops-events")
  void outcastHearsNothingMoreAtAnyResource(@TempDir Path folder) throws IOException {
    try (TestNode node = start(folder);
        WireClient juliet = login(node, "juliet");
        WireClient romeo = login(node, "romeo");
        WireClient other = WireClient.login(node, "romeo", "romeo", "b")) {
      juliet.pubsub("set", "1", "<create node='news'/>").answer("result", "1");
      romeo.pubsub("set", "2", subscribe("romeo")).answer("result", "2");
      other
          .pubsub("set", "3", "<subscribe node='news' jid='" + other.address() + "'/>")
          .answer("result", "3");
      juliet.owner("set", "4", affiliate("outcast")).answer("result", "4");
      juliet.pubsub("set", "5", publish("secret")).answer("result", "5");
      for (WireClient client : List.of(romeo, other)) {
        String heard = heard(client);
        assertFalse(heard.contains("secret"), heard);
        client.pubsub("get", "i", "<items node='news'/>").refused("i", "forbidden");
      }
    }
  }

  /** What came before the answer to a question that is decided after the publish. */
  private static String heard(WireClient client) throws IOException {
    client.pubsub("set", "last", subscribe("romeo"));
    StringBuilder heard = new StringBuilder();
    String next;
    do {
      next = XmlWriter.text(client.next());
      heard.append(next);
    } while (!next.contains("id='last'"));
    return heard.toString();
  }
}
