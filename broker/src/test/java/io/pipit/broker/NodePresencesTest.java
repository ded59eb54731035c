package io.pipit.broker;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.xmpp.Element;
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

/** What nodes do when clients come online and go offline, over real connections. */
class NodePresencesTest {

  private TestNode node;
  private final List<WireClient> clients = new ArrayList<>();

  @BeforeEach
  void start(@TempDir Path folder) {
    node = TestNode.startPlain(folder).account("juliet", "j").account("romeo", "r");
  }

  @AfterEach
  void stop() throws IOException {
    for (WireClient client : clients) {
      client.close();
    }
    node.close();
  }

  private WireClient login(String user, String resource) throws IOException {
    WireClient client = WireClient.login(node, user, user.substring(0, 1), resource);
    clients.add(client);
    return client;
  }

  private static WireClient online(WireClient client) throws IOException {
    client.send("<presence/>");
    return client;
  }

  /** The next message, whatever presence comes before it. */
  private static String message(WireClient client) throws IOException {
    Element next = client.next();
    while (next.name().equals("presence")) {
      next = client.next();
    }
    String text = XmlWriter.text(next);
    assertTrue(next.name().equals("message"), text);
    return text;
  }

  private static void create(WireClient owner, String options) throws IOException {
    owner
        .pubsub(
            "set",
            "c",
            "<create node='news'/><configure><x xmlns='jabber:x:data' type='submit'>"
                + options
                + "</x></configure>")
        .answer("result", "c");
  }

  private static String option(String name, String value) {
    return "<field var='pubsub#" + name + "'><value>" + value + "</value></field>";
  }

  private static void publish(WireClient publisher, String id) throws IOException {
    publisher
        .pubsub(
            "set",
            id,
            "<publish node='news'><item id='" + id + "'><v xmlns='urn:x'/></item></publish>")
        .answer("result", id);
  }

  private static String subscribe(WireClient client, String jid) throws IOException {
    return client
        .pubsub("set", "s", "<subscribe node='news' jid='" + jid + "'/>")
        .answer("result", "s");
  }

  @Test
  @Tag("PS-4.3-osap-subscriber-presence")
  void whoComesOnlineGetsTheNewestItem() throws IOException {
    WireClient juliet = login("juliet", "a");
    create(juliet, option("send_last_published_item", "on_sub_and_presence"));
    publish(juliet, "x");
    WireClient romeo = login("romeo", "r");
    subscribe(romeo, "romeo@localhost");
    // What the subscription brought has left when the node answers again, and reached nobody.
    romeo.pubsub("get", "i", "<items node='news'/>").answer("result", "i");
    online(romeo);
    String item = message(romeo);
    assertTrue(item.contains("<item id='x'>") && item.contains("<delay "), item);
    assertTrue(item.contains("to='romeo@localhost/r'"), item);
    romeo.send("<presence><show>away</show></presence>"); // not a new presence session
    publish(juliet, "y");
    assertTrue(message(romeo).contains("<item id='y'>"));
  }

  @Test
  @Tag("PS-12.5-tempsub-cancel")
  @Tag("PS-16.4.4-field-tempsub")
  @Tag("PS-16.4.4-field-notify-sub")
  void temporarySubscriptionEndsWithTheConnection() throws IOException {
    WireClient juliet = online(login("juliet", "a"));
    create(settled(juliet), option("tempsub", "1") + option("notify_sub", "1"));
    WireClient romeo = login("romeo", "r"); // without any presence
    subscribe(romeo, romeo.address());
    String told = message(juliet);
    assertTrue(told.contains("subscription='subscribed'") && told.contains(romeo.address()), told);
    romeo.close();
    told = message(juliet);
    assertTrue(told.contains("subscription='none'") && told.contains("romeo@localhost/r"), told);
  }

  /** Past its own presence, which comes back. */
  private static WireClient settled(WireClient juliet) throws IOException {
    juliet.next();
    return juliet;
  }

  @Test
  @Tag("PS-12.5-tempsub-cancel")
  void temporarySubscriptionEndsWithThePresence() throws IOException {
    WireClient juliet = settled(online(login("juliet", "a")));
    create(juliet, option("tempsub", "1") + option("notify_sub", "1"));
    WireClient romeo = online(login("romeo", "r"));
    romeo.next();
    subscribe(romeo, "romeo@localhost");
    assertTrue(message(juliet).contains("subscription='subscribed'"));
    WireClient other = online(login("romeo", "other"));
    other.close(); // the first one is still there
    publish(juliet, "x");
    assertTrue(message(romeo).contains("<item id='x'>"));
    romeo.send("<presence type='unavailable'/>");
    assertTrue(message(juliet).contains("subscription='none'"));
  }

  @Test
  @Tag("PS-16.4.4-field-purge-offline")
  void itemsGoWhenTheirPublisherDoes() throws IOException {
    WireClient juliet = login("juliet", "a");
    create(juliet, option("purge_offline", "1") + option("publish_model", "open"));
    subscribe(juliet, juliet.address());
    WireClient romeo = online(login("romeo", "r"));
    romeo.next();
    publish(juliet, "x");
    juliet.event("news", "x");
    publish(romeo, "y");
    juliet.event("news", "y");
    romeo.close();
    assertTrue(message(juliet).contains("<retract id='y'/>"));
  }

  @Test
  @Tag("PS-8.6-send-request")
  @Tag("PS-12.13-who-approves")
  void ownerIsAskedWhenItComesOnline() throws IOException {
    WireClient juliet = login("juliet", "a");
    create(juliet, option("access_model", "authorize"));
    WireClient romeo = login("romeo", "r");
    assertTrue(subscribe(romeo, romeo.address()).contains("subscription='pending'"));
    online(juliet);
    String form = message(juliet);
    assertTrue(form.contains("subscribe_authorization") && form.contains(romeo.address()), form);
    assertTrue(form.contains("to='juliet@localhost/a'"), form);
  }

  /** A crash says goodbye to nobody. */
  @Test
  @Tag("PS-12.5-tempsub-cancel")
  @Tag("PS-16.4.4-field-purge-offline")
  void afterARestartNobodyIsOnline() throws IOException {
    WireClient juliet = login("juliet", "a");
    create(juliet, option("purge_offline", "1") + option("tempsub", "1"));
    publish(juliet, "x");
    subscribe(juliet, juliet.address());
    juliet.pubsub("get", "i", "<items node='news'/>");
    assertTrue(juliet.answer("result", "i").contains("<item id='x'>"));
    node = node.restart();
    juliet = login("juliet", "a");
    juliet.pubsub("get", "i", "<items node='news'/>");
    assertFalse(juliet.answer("result", "i").contains("<item "));
    juliet.owner("get", "l", "<subscriptions node='news'/>");
    assertFalse(juliet.answer("result", "l").contains("<subscription "));
  }
}
