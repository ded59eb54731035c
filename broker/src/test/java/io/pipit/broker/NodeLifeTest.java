package io.pipit.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.xmpp.Element;
import io.pipit.xmpp.xml.XmlWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a node does when it ends, when it comes back, and when rights are taken away. */
class NodeLifeTest {

  private static final String FORM =
      "<x xmlns='jabber:x:data' type='submit'><field var='FORM_TYPE'><value>"
          + "http://jabber.org/protocol/pubsub#node_config</value></field>"
          + "<field var='pubsub#access_model'><value>MODEL</value></field>"
          + "<field var='pubsub#title'><value>A title</value></field></x>";

  private static String create(String name, String model) {
    return "<create node='"
        + name
        + "'/><configure>"
        + FORM.replace("MODEL", model)
        + "</configure>";
  }

  private static String publish(String name, String id) {
    return "<publish node='" + name + "'><item id='" + id + "'><r xmlns='urn:r'/></item></publish>";
  }

  @Test
  void restartKeepsWhatWasAcknowledged(@TempDir Path folder) throws IOException {
    try (TestNode node = TestNode.startPlain(folder).account("juliet", "j").account("romeo", "r")) {
      try (WireClient juliet = WireClient.login(node, "juliet", "j", "a");
          WireClient romeo = WireClient.login(node, "romeo", "r", "a")) {
        juliet.pubsub("set", "1", create("kept", "whitelist")).answer("result", "1");
        juliet
            .owner(
                "set",
                "2",
                "<affiliations node='kept'><affiliation jid='romeo@localhost'"
                    + " affiliation='publisher'/></affiliations>")
            .answer("result", "2");
        romeo
            .pubsub("set", "3", "<subscribe node='kept' jid='romeo@localhost'/>")
            .answer("result", "3");
        romeo.pubsub("set", "4", publish("kept", "one")).answer("result", "4");
        juliet.pubsub("set", "5", publish("kept", "two")).answer("result", "5");
        juliet.pubsub("set", "6", create("gone", "open")).answer("result", "6");
        juliet.owner("set", "7", "<delete node='gone'/>").answer("result", "7");
        juliet.send(
            "<iq type='set' id='8'><query xmlns='jabber:iq:roster'><item jid='a@example.org'"
                + " name='A'><group>G</group></item></query></iq>");
        juliet.answer("result", "8");
      }
      List<String> before = state(node);
      try (TestNode again = node.restart()) {
        assertEquals(before, state(again));
        // And it works on: the subscription is told of the next item.
        try (WireClient juliet = WireClient.login(again, "juliet", "j", "a");
            WireClient romeo = WireClient.login(again, "romeo", "r", "a")) {
          romeo.send("<presence/>").next();
          juliet.pubsub("set", "p", publish("kept", "three")).answer("result", "p");
          romeo.event("kept", "three");
        }
      }
    }
  }

  /** Everything that clients can ask for. */
  private static List<String> state(TestNode node) throws IOException {
    List<String> answers = new ArrayList<>();
    try (WireClient juliet = WireClient.login(node, "juliet", "j", "state");
        WireClient romeo = WireClient.login(node, "romeo", "r", "state")) {
      answers.add(juliet.pubsub("get", "1", "<items node='kept'/>").answer("result", "1"));
      answers.add(juliet.owner("get", "2", "<configure node='kept'/>").answer("result", "2"));
      answers.add(juliet.owner("get", "3", "<affiliations node='kept'/>").answer("result", "3"));
      answers.add(juliet.owner("get", "4", "<subscriptions node='kept'/>").answer("result", "4"));
      answers.add(romeo.pubsub("get", "5", "<subscriptions/>").answer("result", "5"));
      answers.add(romeo.pubsub("get", "6", "<affiliations/>").answer("result", "6"));
      juliet.pubsub("get", "7", "<items node='gone'/>").refused("7", "item-not-found");
      juliet.send("<iq type='get' id='8'><query xmlns='jabber:iq:roster'/></iq>");
      answers.add(juliet.answer("result", "8"));
    }
    return answers;
  }

  @Test
  void endOfAPresenceSubscriptionEndsTheEvents(@TempDir Path folder) throws IOException {
    try (TestNode node = TestNode.startPlain(folder).account("juliet", "j").account("romeo", "r");
        WireClient juliet = WireClient.login(node, "juliet", "j", "a");
        WireClient romeo = WireClient.login(node, "romeo", "r", "a")) {
      juliet.pubsub("set", "1", create("private", "presence")).answer("result", "1");
      juliet.pubsub("set", "2", create("public", "open")).answer("result", "2");
      String subscribe = "<subscribe node='NODE' jid='" + romeo.address() + "'/>";
      romeo
          .pubsub("set", "no", subscribe.replace("NODE", "private"))
          .refused("no", "not-authorized");
      romeo.send("<iq type='get' id='r'><query xmlns='jabber:iq:roster'/></iq>");
      romeo.answer("result", "r");
      romeo.send("<presence type='subscribe' to='juliet@localhost'/>");
      juliet.send("<presence type='subscribed' to='romeo@localhost'/>");
      juliet.pubsub("get", "3", "<subscriptions/>").answer("result", "3");
      // Her word may come before his, and then approves in advance. He is told and his roster says.
      String told = "";
      while (!(told.contains("type='subscribed'") && told.contains("subscription='to'"))) {
        told += XmlWriter.text(romeo.next());
      }
      romeo.pubsub("set", "s1", subscribe.replace("NODE", "private")).answer("result", "s1");
      romeo.pubsub("set", "s2", subscribe.replace("NODE", "public")).answer("result", "s2");
      juliet.pubsub("set", "4", publish("private", "seen")).answer("result", "4");
      romeo.event("private", "seen");

      juliet.send("<iq type='get' id='r'><query xmlns='jabber:iq:roster'/></iq>");
      juliet.answer("result", "r");
      juliet.send("<presence type='unsubscribed' to='romeo@localhost'/>");
      Element push = juliet.next(); // her roster has it: from now on he sees nothing
      assertEquals("set", push.attribute("type", ""), () -> XmlWriter.text(push));
      juliet.pubsub("set", "5", publish("private", "secret")).answer("result", "5");
      juliet.pubsub("set", "6", publish("public", "open")).answer("result", "6");
      String seen = "";
      while (!seen.contains("id='open'")) {
        seen = XmlWriter.text(romeo.next());
        assertTrue(!seen.contains("secret"), seen);
      }
      romeo.pubsub("get", "7", "<items node='private'/>").refused("7", "not-authorized");
    }
  }

  @Test
  void streamsAreToldThatTheNodeStops(@TempDir Path folder) throws IOException {
    TestNode node = TestNode.startPlain(folder).account("juliet", "j");
    try (WireClient juliet = WireClient.login(node, "juliet", "j", "a");
        WireClient stranger = WireClient.open(node)) {
      CompletableFuture<Void> closed = CompletableFuture.runAsync(node::close);
      for (WireClient client : List.of(juliet, stranger)) {
        Element error = client.end();
        assertTrue(XmlWriter.text(error).contains("<system-shutdown "), XmlWriter.text(error));
        client.close();
      }
      closed.orTimeout(30, TimeUnit.SECONDS).join();
    }
  }

  @Test
  @Tag("XC-0077-register")
  void anybodyRegistersWhereItIsOpen(@TempDir Path folder) throws IOException {
    try (TestNode node =
        TestNode.start(
            folder,
            Map.of("PIPIT_LISTENERS__C2S__TLS", "off", "PIPIT_AUTH__REGISTRATION", "open"))) {
      try (WireClient stranger = WireClient.open(node)) {
        String query = "<query xmlns='jabber:iq:register'>";
        stranger.send("<iq type='get' id='1'>" + query + "</query></iq>");
        assertTrue(stranger.answer("result", "1").contains("<username/>"));
        String account = "<username>tybalt</username><password>prince of cats</password>";
        stranger.send("<iq type='set' id='2'>" + query + account + "</query></iq>");
        stranger.answer("result", "2");
        stranger.send("<iq type='set' id='3'>" + query + account + "</query></iq>");
        stranger.refused("3", "conflict");
      }
      WireClient.login(node, "tybalt", "prince of cats", "a").close();
    }
  }
}
