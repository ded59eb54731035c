package io.pipit.broker;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.xmpp.Element;
import io.pipit.xmpp.Ns;
import io.pipit.xmpp.xml.XmlWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What only a whole node shows: XML in at one socket, XML out at others. */
class EndToEndTest {

  private static final String PAYLOAD = "<r xmlns='urn:example:r'>\u00e9 &amp; \ud83d\ude00</r>";

  private static TestNode node;
  private final List<WireClient> clients = new ArrayList<>();

  @BeforeAll
  static void start(@TempDir Path folder) {
    node =
        TestNode.startPlain(folder)
            .administrator("admin", "a")
            .account("juliet", "j")
            .account("romeo", "r")
            .account("benvolio", "b");
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  @AfterEach
  void disconnect() throws IOException {
    for (WireClient client : clients) {
      client.close();
    }
  }

  private WireClient login(String user, String resource) throws IOException {
    WireClient client = WireClient.login(node, user, user.substring(0, 1), resource);
    clients.add(client);
    return client;
  }

  private static String publish(String name, String id) {
    return "<publish node='" + name + "'><item id='" + id + "'>" + PAYLOAD + "</item></publish>";
  }

  private static String subscribe(String name, String jid) {
    return "<subscribe node='" + name + "' jid='" + jid + "'/>";
  }

  @Test
  @Tag("XC-6120-in-order")
  @Tag("PS-7.1.2-result-then-events")
  void pipelinedRequestsAreDoneInTheirOrder() throws IOException {
    WireClient juliet = login("juliet", "a");
    juliet
        .pubsub("set", "1", "<create node='e2e/pipelined'/>")
        .pubsub("set", "2", subscribe("e2e/pipelined", juliet.address()))
        .pubsub("set", "3", publish("e2e/pipelined", "x"))
        .pubsub("get", "4", "<items node='e2e/pipelined'/>")
        .owner("set", "5", "<delete node='e2e/pipelined'/>")
        .pubsub("set", "6", publish("e2e/pipelined", "y"));
    juliet.answer("result", "1");
    juliet.answer("result", "2");
    juliet.answer("result", "3"); // before what the publisher is told as a subscriber
    juliet.event("e2e/pipelined", "x");
    assertTrue(juliet.answer("result", "4").contains("\u00e9 &amp; \ud83d\ude00"));
    Element first = juliet.next();
    Element second = juliet.next();
    assertEquals("iq", first.name());
    assertEquals("message", second.name(), () -> XmlWriter.text(second));
    juliet.answer("result", "6"); // and creates the node again
  }

  @Test
  @Tag("PF-0442-node-attr")
  @Tag("PF-0313-fin")
  void archiveComesInOrderBeforeTheAnswer() throws IOException {
    int count = 2_500;
    WireClient juliet = login("juliet", "a");
    juliet.pubsub("set", "create", "<create node='e2e/archive'/>").answer("result", "create");
    for (int i = 0; i < count; i++) {
      juliet.pubsub("set", "p" + i, publish("e2e/archive", "i" + i));
    }
    for (int i = 0; i < count; i++) {
      juliet.answer("result", "p" + i);
    }
    String query = "<query xmlns='urn:xmpp:mam:2' queryid='q' node='e2e/archive'>";
    String after = "";
    int read = 0;
    boolean complete = false;
    while (!complete) {
      juliet.send("<iq type='set' id='m' to='pubsub.localhost'>" + query + after + "</query></iq>");
      String last = "";
      Element next = juliet.next();
      while (next.name().equals("message")) {
        String text = XmlWriter.text(next);
        assertTrue(text.contains("id='i" + read++ + "'"), text);
        last = next.child("result", "urn:xmpp:mam:2").orElseThrow().attribute("id", "");
        next = juliet.next();
      }
      Element fin = next.firstElement().orElseThrow();
      complete = fin.attribute("complete", "").equals("true");
      after = "<set xmlns='http://jabber.org/protocol/rsm'><after>" + last + "</after></set>";
    }
    assertEquals(count, read);
  }

  @Test
  @Tag("PF-0312-since")
  @Tag("PF-0312-feature")
  void whoComesBackIsToldOnceWhatItMissed() throws IOException {
    WireClient juliet = login("juliet", "a");
    juliet.pubsub("set", "1", "<create node='e2e/since'/>").answer("result", "1");
    WireClient romeo = login("romeo", "since");
    romeo.pubsub("set", "1", subscribe("e2e/since", "romeo@localhost")).answer("result", "1");
    juliet.pubsub("set", "2", publish("e2e/since", "x")).answer("result", "2");
    String ago = "<presence><ago xmlns='urn:xmpp:ago:0' secs='600'/></presence>";
    romeo.send(ago);
    Element first = romeo.next();
    Element second = romeo.next();
    Element missed = first.name().equals("message") ? first : second;
    assertTrue(XmlWriter.text(missed).contains("id='x'"), () -> XmlWriter.text(missed));
    assertTrue(missed.child("delay", "urn:xmpp:delay").isPresent());
    romeo.send(ago);
    assertEquals("presence", romeo.next().name());
    romeo.send("<iq type='get' id='i' to='pubsub.localhost'>");
    romeo.send("<query xmlns='http://jabber.org/protocol/disco#info'/></iq>");
    String info = romeo.answer("result", "i"); // and no event before
    assertTrue(info.contains("http://jabber.org/protocol/pubsub#since"), info);
  }

  @Test
  @Tag("PF-0030-unknown-jid")
  void addressesThatAreNotThereAnswerAsThoseThatSayNothing() throws IOException {
    WireClient juliet = login("juliet", "a");
    login("romeo", "here");
    int id = 0;
    for (String to :
        new String[] {"nobody@localhost", "romeo@localhost", "nobody@localhost/here"}) {
      for (String query : new String[] {"disco#info", "disco#items"}) {
        juliet.send(
            "<iq type='get' id='d"
                + ++id
                + "' to='"
                + to
                + "'><query xmlns='http://jabber.org/"
                + "protocol/"
                + query
                + "'/></iq>");
        juliet.refused("d" + id, "service-unavailable");
      }
    }
  }

  @Test
  @Tag("XC-6120-in-order")
  void everySubscriberSeesThePublishesInTheirOrder() throws IOException {
    int count = 1_000;
    WireClient juliet = login("juliet", "a");
    juliet.pubsub("set", "create", "<create node='e2e/order'/>").answer("result", "create");
    List<WireClient> subscribers = new ArrayList<>();
    for (int i = 0; i < 4; i++) { // accepted in turn by all event loops
      WireClient subscriber = login("romeo", "r" + i);
      subscriber
          .pubsub("set", "s", subscribe("e2e/order", subscriber.address()))
          .answer("result", "s");
      subscribers.add(subscriber);
    }
    for (int i = 0; i < count; i++) {
      juliet.pubsub("set", "p" + i, publish("e2e/order", "i" + i));
    }
    for (int i = 0; i < count; i++) {
      juliet.answer("result", "p" + i);
    }
    for (WireClient subscriber : subscribers) {
      for (int i = 0; i < count; i++) {
        subscriber.event("e2e/order", "i" + i);
      }
    }
  }

  @Test
  @Tag("PS-12.14-to")
  @Tag("PS-12.14-notify-change")
  void otherResourcesAreToldOfAnUnsubscriptionAndTheOneThatAskedIsAnswered() throws IOException {
    WireClient juliet = login("juliet", "a");
    juliet.pubsub("set", "c", "<create node='e2e/leave'/>").answer("result", "c");
    WireClient asks = login("benvolio", "asks");
    WireClient other = login("benvolio", "other");
    for (WireClient client : List.of(asks, other)) {
      client.send("<presence/>");
      Element presence = client.next();
      while (!presence.attribute("from", "").equals(client.address())) {
        presence = client.next();
      }
    }
    assertEquals("presence", asks.next().name()); // of the other one
    asks.pubsub("set", "s", subscribe("e2e/leave", "benvolio@localhost")).answer("result", "s");
    asks.pubsub("set", "u", "<unsubscribe node='e2e/leave' jid='benvolio@localhost'/>")
        .answer("result", "u");
    Element told = other.next();
    while (told.name().equals("presence")) {
      told = other.next();
    }
    String text = XmlWriter.text(told);
    assertTrue(text.contains("subscription='none'"), text);
    // An answer of the service comes behind everything that it sent before.
    asks.send("<iq type='get' id='p' to='pubsub.localhost'><ping xmlns='urn:xmpp:ping'/></iq>")
        .answer("result", "p");
  }

  @Test
  @Tag("XC-0199-answer")
  @Tag("XC-0199-feature")
  @Tag("XC-0092-version")
  @Tag("XC-0202-time")
  void serviceAnswersPingVersionAndTimeAndSaysSo() throws IOException {
    WireClient juliet = login("juliet", "a");
    String get = "<iq type='get' id='1' to='pubsub.localhost'>";
    juliet.send(get + "<query xmlns='http://jabber.org/protocol/disco#info'/></iq>");
    String info = juliet.answer("result", "1");
    Map<String, String> requests =
        Map.of(
            "urn:xmpp:ping", "<ping xmlns='urn:xmpp:ping'/>",
            "urn:xmpp:time", "<time xmlns='urn:xmpp:time'/>",
            "jabber:iq:version", "<query xmlns='jabber:iq:version'/>");
    for (Map.Entry<String, String> request : requests.entrySet()) {
      assertTrue(info.contains("<feature var='" + request.getKey() + "'/>"), info);
      juliet.send(get + request.getValue() + "</iq>");
      assertTrue(juliet.answer("result", "1").contains("from='pubsub.localhost'"));
      juliet.send(get.replace("get", "set") + request.getValue() + "</iq>");
      juliet.answer("error", "1");
      juliet.send(get.replace("localhost", "localhost/x") + request.getValue() + "</iq>");
      juliet.refused("1", "service-unavailable");
    }
    juliet.send(get + "<query xmlns='jabber:iq:last'/></iq>");
    juliet.answer("error", "1");
  }

  /** The address of a node is that of the service with its name in the request, and no other. */
  @Test
  @Tag("PS-4.6-addressable")
  @Tag("PS-4.6.1-jid-only-when-needed")
  @Tag("PS-4.6.1-not-localpart")
  @Tag("PS-4.6.2-jid-node-preferred")
  void nodeIsAddressedByTheServiceAndItsName() throws IOException {
    WireClient juliet = login("juliet", "a");
    juliet.pubsub("set", "c", "<create node='address'/>").answer("result", "c");
    String info = "<query xmlns='http://jabber.org/protocol/disco#info'";
    juliet.send("<iq type='get' id='1' to='pubsub.localhost'>" + info + " node='address'/></iq>");
    assertTrue(juliet.answer("result", "1").contains("category='pubsub' type='leaf'"));
    for (String address : List.of("address@pubsub.localhost", "pubsub.localhost/address")) {
      juliet.send("<iq type='get' id='2' to='" + address + "'>" + info + "/></iq>");
      juliet.refused("2", "service-unavailable");
      juliet.send("<message id='m' to='" + address + "'><body>x</body></message>");
      assertEquals("error", juliet.next().attribute("type", ""));
    }
  }

  /** By messages, which the service otherwise does not take. */
  @Test
  @Tag("PS-8.6-send-request")
  @Tag("PS-8.6-approve")
  @Tag("PS-8.6-only-owner")
  void ownerApprovesByAMessage() throws IOException {
    WireClient juliet = login("juliet", "approves");
    juliet.send("<presence/>").next();
    juliet
        .pubsub(
            "set",
            "c",
            "<create node='e2e/authorize'/><configure><x xmlns='jabber:x:data' type='submit'>"
                + "<field var='pubsub#access_model'><value>authorize</value></field></x></configure>")
        .answer("result", "c");
    WireClient romeo = login("romeo", "asks");
    String pending =
        romeo.pubsub("set", "s", subscribe("e2e/authorize", romeo.address())).answer("result", "s");
    assertTrue(pending.contains("subscription='pending'"), pending);
    String form = XmlWriter.text(juliet.next());
    assertTrue(form.contains("pubsub#subscribe_authorization"), form);
    String answer =
        "<message id='m1' to='pubsub.localhost'><x xmlns='jabber:x:data' type='submit'>"
            + "<field var='FORM_TYPE'><value>http://jabber.org/protocol/"
            + "pubsub#subscribe_authorization</value></field>"
            + "<field var='pubsub#node'><value>e2e/authorize</value></field>"
            + "<field var='pubsub#subscriber_jid'><value>"
            + romeo.address()
            + "</value></field><field var='pubsub#allow'><value>true</value></field></x></message>";
    romeo.send(answer);
    Element refused = romeo.next();
    assertEquals("error m1", refused.attribute("type", "") + " " + refused.attribute("id", ""));
    assertTrue(XmlWriter.text(refused).contains("<forbidden "), XmlWriter.text(refused));
    romeo.send("<message id='m2' to='pubsub.localhost'><body>x</body></message>");
    assertTrue(XmlWriter.text(romeo.next()).contains("<service-unavailable "));
    juliet.send(answer);
    String approved = XmlWriter.text(romeo.next());
    assertTrue(approved.contains("subscription='subscribed'"), approved);
    juliet.pubsub("set", "p", publish("e2e/authorize", "x")).answer("result", "p");
    romeo.event("e2e/authorize", "x");
  }

  @Test
  void discoveryOfServerServiceAndNode() throws IOException {
    WireClient juliet = login("juliet", "a");
    juliet.pubsub("set", "c", "<create node='e2e/disco'/>").answer("result", "c");
    String info = "<query xmlns='http://jabber.org/protocol/disco#info'/>";
    String items = "<query xmlns='http://jabber.org/protocol/disco#items'/>";
    juliet.send("<iq type='get' id='1' to='localhost'>" + info + "</iq>");
    String server = juliet.answer("result", "1");
    assertTrue(server.contains("category='server' type='im'"), server);
    assertTrue(server.contains("<feature var='urn:xmpp:ping'/>"), server);
    juliet.send("<iq type='get' id='2' to='localhost'>" + items + "</iq>");
    String services = juliet.answer("result", "2");
    assertTrue(services.contains("jid='pubsub.localhost'"), services);
    juliet.send("<iq type='get' id='3' to='pubsub.localhost'>" + info + "</iq>");
    String service = juliet.answer("result", "3");
    assertTrue(service.contains("category='pubsub' type='service'"), service);
    juliet.send("<iq type='get' id='4' to='pubsub.localhost'>" + items + "</iq>");
    String nodes = juliet.answer("result", "4");
    assertTrue(nodes.contains("node='e2e/disco'"), nodes);
    juliet.send(
        "<iq type='get' id='5' to='pubsub.localhost'>"
            + info.replace("/>", " node='e2e/disco'/>")
            + "</iq>");
    String leaf = juliet.answer("result", "5");
    assertTrue(leaf.contains("category='pubsub' type='leaf'"), leaf);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "disco|<iq type='get' id='x' to='TO'><query xmlns='http://jabber.org/protocol/disco#info'/></iq>",
        "roster|<iq type='get' id='x' to='TO'><query xmlns='jabber:iq:roster'/></iq>",
        "ping|<iq type='get' id='x' to='TO'><ping xmlns='urn:xmpp:ping'/></iq>",
        "unknown|<iq type='set' id='x' to='TO'><query xmlns='urn:example:unknown'/></iq>",
        "resource|<iq type='get' id='x' to='TO/home'><ping xmlns='urn:xmpp:ping'/></iq>",
        "message|<message type='chat' id='x' to='TO'><body>hi</body></message>",
      })
  void strangerIsNotToldWhoHasAnAccount(String what, String stanza) throws IOException {
    WireClient benvolio = login("benvolio", "a");
    benvolio.send(stanza.replace("TO", "juliet@localhost"));
    String existing = XmlWriter.text(benvolio.next());
    benvolio.send(stanza.replace("TO", "nobody@localhost"));
    String missing = XmlWriter.text(benvolio.next());
    assertEquals(existing.replace("juliet@", "nobody@"), missing);
    assertTrue(existing.contains("type='error'"), existing);
  }

  @Test
  void messageBehindThePresenceReachesTheOwnAccount() throws IOException {
    WireClient juliet = login("juliet", "own");
    juliet.send(
        "<presence/><message to='juliet@localhost' type='chat' id='m'><body>note</body></message>");
    // Its own presence comes back too (RFC 6121 4.2.2), through the shard's queue of outputs.
    Map<String, Element> got = new HashMap<>();
    for (int i = 0; i < 2; i++) {
      Element element = juliet.next();
      got.put(element.name(), element);
    }
    assertEquals(Set.of("presence", "message"), got.keySet());
    Element message = requireNonNull(got.get("message"));
    assertEquals("juliet@localhost/own", message.attribute("from", ""));
    assertEquals("note", message.child("body", "jabber:client").orElseThrow().text());
  }

  @Test
  void rosterChangeIsPushedToEveryInterestedResource() throws IOException {
    WireClient first = login("benvolio", "one");
    WireClient second = login("benvolio", "two");
    for (WireClient client : List.of(first, second)) {
      client.send("<iq type='get' id='r'><query xmlns='jabber:iq:roster'/></iq>");
      client.answer("result", "r");
    }
    first.send(
        "<iq type='set' id='s'><query xmlns='jabber:iq:roster'><item jid='tybalt@example.org'"
            + " name='T'/></query></iq>");
    String push = XmlWriter.text(second.next());
    assertTrue(push.contains("jid='tybalt@example.org'"), push);
    List<String> both = List.of(XmlWriter.text(first.next()), XmlWriter.text(first.next()));
    assertTrue(both.stream().anyMatch(text -> text.contains("id='s'")), both::toString);
    assertTrue(both.stream().anyMatch(text -> text.contains("tybalt")), both::toString);
  }

  @Test
  void badInputEndsOneStreamOnly() throws IOException {
    WireClient romeo = login("romeo", "stays");
    for (String bad :
        List.of(
            "<iq type='get'",
            "<a:b/>",
            "<!DOCTYPE a []>",
            "<message></presence>",
            "<message>&undefined;</message>",
            "<message xmlns='jabber:server'/>",
            "</wrong>",
            "\u0001")) {
      WireClient juliet = login("juliet", "bad");
      juliet.send(bad.equals("<iq type='get'") ? bad + "<" : bad);
      Element error = juliet.end();
      assertEquals("error", error.name(), bad);
      romeo.send("<iq type='get' id='p' to='localhost'><ping xmlns='urn:xmpp:ping'/></iq>");
      romeo.answer("result", "p");
    }
  }

  @Test
  void registrationIsRefusedUnlessItWasOpened() throws IOException {
    try (WireClient stranger = WireClient.open(node)) {
      stranger.send("<iq type='get' id='r'><query xmlns='jabber:iq:register'/></iq>");
      Element error = stranger.end();
      assertTrue(XmlWriter.text(error).contains("not-authorized"), () -> XmlWriter.text(error));
    }
    WireClient juliet = login("juliet", "a");
    juliet.send("<iq type='get' id='r' to='localhost'><query xmlns='jabber:iq:register'/></iq>");
    juliet.refused("r", "service-unavailable");
  }

  @Test
  @Tag("PS-12.4-bounce-cancel")
  void eventThatComesBackAsAnErrorEndsTheSubscription() throws IOException {
    WireClient juliet = login("juliet", "a");
    WireClient romeo = login("romeo", "r");
    juliet.pubsub("set", "1", "<create node='e2e/bounce'/>").answer("result", "1");
    romeo.pubsub("set", "1", subscribe("e2e/bounce", romeo.address())).answer("result", "1");
    juliet.pubsub("set", "2", publish("e2e/bounce", "x")).answer("result", "2");
    romeo.event("e2e/bounce", "x");
    romeo
        .send(
            "<message type='error' to='pubsub.localhost'><event xmlns='http://jabber.org/protocol/pubsub#event'>"
                + "<items node='e2e/bounce'/></event><error type='cancel'><service-unavailable"
                + " xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></message>")
        .pubsub("get", "2", "<subscriptions node='e2e/bounce'/>");
    assertFalse(romeo.answer("result", "2").contains("subid"));
  }

  /** The stylesheet may find no time on a busy machine: then an event goes without a body. */
  @Test
  @Tag("PS-12.8-include-body")
  @Tag("PS-12.8-body-xslt")
  @Tag("PS-12.8-xslt-by-service")
  void stylesheetOfTheNodeMakesTheBodyOfAnEvent() throws IOException {
    WireClient admin = login("admin", "a");
    WireClient juliet = login("juliet", "a");
    WireClient romeo = login("romeo", "r");
    admin
        .pubsub(
            "set",
            "1",
            "<publish node='e2e/sheets'><item id='body'><text xmlns='urn:t'><![CDATA["
                + "<xsl:stylesheet version='1.0' xmlns:xsl='http://www.w3.org/1999/XSL/Transform'"
                + " xmlns:r='urn:example:r'><xsl:template match='/r:r'>"
                + "Reading: <xsl:value-of select='.'/></xsl:template></xsl:stylesheet>"
                + "]]></text></item></publish>")
        .answer("result", "1");
    juliet
        .pubsub(
            "set",
            "1",
            "<create node='e2e/body'/><configure><x xmlns='jabber:x:data' type='submit'>"
                + "<field var='FORM_TYPE'><value>http://jabber.org/protocol/pubsub#node_config"
                + "</value></field><field var='pubsub#body_xslt'>"
                + "<value>xmpp:pubsub.localhost?;node=e2e/sheets;item=body</value></field></x>"
                + "</configure>")
        .answer("result", "1");
    romeo
        .pubsub(
            "set",
            "1",
            subscribe("e2e/body", romeo.address())
                + "<options><x xmlns='jabber:x:data' type='submit'><field var='FORM_TYPE'>"
                + "<value>http://jabber.org/protocol/pubsub#subscribe_options</value></field>"
                + "<field var='pubsub#include_body'><value>1</value></field></x></options>")
        .answer("result", "1");
    Optional<Element> body = Optional.empty();
    while (body.isEmpty()) {
      juliet.pubsub("set", "2", publish("e2e/body", "x")).answer("result", "2");
      Element event = romeo.next();
      assertTrue(event.child("event", "http://jabber.org/protocol/pubsub#event").isPresent());
      body = event.child("body", Ns.CLIENT);
    }
    assertEquals("Reading: \u00e9 & \ud83d\ude00", body.get().text());
  }
}
