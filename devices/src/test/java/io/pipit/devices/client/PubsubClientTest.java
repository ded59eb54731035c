package io.pipit.devices.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.devices.client.PubsubEvent.Configured;
import io.pipit.devices.client.PubsubEvent.Deleted;
import io.pipit.devices.client.PubsubEvent.Published;
import io.pipit.devices.client.PubsubEvent.Purged;
import io.pipit.devices.client.PubsubEvent.Retracted;
import io.pipit.devices.client.PubsubEvent.SubscriptionChanged;
import io.pipit.devices.client.XmppException.Violation;
import io.pipit.pubsub.PubsubNs;
import io.pipit.xmpp.Element;
import io.pipit.xmpp.Jid;
import io.pipit.xmpp.Ns;
import io.pipit.xmpp.ResultSet;
import io.pipit.xmpp.StanzaError;
import io.pipit.xmpp.xml.XmlWriter;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PubsubClientTest {

  private static final String NS = "<pubsub xmlns='" + PubsubNs.PUBSUB + "'>";

  private final Vertx vertx = Vertx.vertx();
  private final Answering server = new Answering();
  private XmppClient client = connect(server);
  private PubsubClient pubsub = new PubsubClient(client, Jid.of("pubsub.localhost"));

  /** Answers each request with what the test says. */
  private static final class Answering extends FakePubsub {
    volatile String answer = "";

    @Override
    void stanza(Connection connection, Element stanza) {
      if (stanza.is("iq", Ns.CLIENT)) {
        connection.result(stanza, answer);
      } else {
        super.stanza(connection, stanza);
      }
    }
  }

  private XmppClient connect(FakeServer to) {
    return Await.success(
        to.start(vertx)
            .compose(at -> XmppConnector.create(vertx, at).connect(FakeServer.CREDENTIALS, "r")));
  }

  @BeforeEach
  void forget() {
    server.received.clear();
  }

  @AfterEach
  void stop() {
    Await.success(client.close());
    Await.success(vertx.close());
  }

  /** The child of the one request that was sent. */
  private String sent() {
    Element iq = server.received.get(server.received.size() - 1);
    assertEquals("pubsub.localhost", iq.attribute("to", ""));
    return iq.attribute("type", "") + " " + XmlWriter.text(iq.firstElement().orElseThrow());
  }

  @Test
  void publishGivesTheIdOfTheService() {
    server.answer = NS + "<publish node='a'><item id='new'/></publish></pubsub>";
    assertEquals("new", Await.success(pubsub.publish("a", Payload.text("x"))));
    assertEquals(
        "set "
            + NS
            + "<publish node='a'><item><text xmlns='urn:pipit:payload:0' type='text/plain'>"
            + "x</text></item></publish></pubsub>",
        sent());
  }

  @Test
  void publishUnderAnIdGivesItBackWhenTheServiceDoesNot() {
    assertEquals("i1", Await.success(pubsub.publish("a", "i1", Payload.json("{}"))));
    assertEquals(
        "set "
            + NS
            + "<publish node='a'><item id='i1'><json xmlns='urn:xmpp:json:0'>{}</json></item>"
            + "</publish></pubsub>",
        sent());
  }

  @Test
  void retract() {
    Await.success(pubsub.retract("a", "i1"));
    assertEquals("set " + NS + "<retract node='a'><item id='i1'/></retract></pubsub>", sent());
  }

  @Test
  void subscribeUsesTheFullJidAndReadsTheSubscription() {
    server.answer =
        NS
            + "<subscription node='a' jid='user@localhost/r' subscription='pending' subid='7'/>"
            + "</pubsub>";
    assertEquals(
        new PubsubClient.Subscription("a", "user@localhost/r", "pending", "7"),
        Await.success(pubsub.subscribe("a")));
    assertEquals("set " + NS + "<subscribe node='a' jid='user@localhost/r'/></pubsub>", sent());
    Await.success(pubsub.unsubscribe("a", Jid.of("user@localhost"), "7"));
    assertEquals(
        "set " + NS + "<unsubscribe node='a' jid='user@localhost' subid='7'/></pubsub>", sent());
  }

  @Test
  void subscribedWithoutASubscriptionIsAViolation() {
    assertInstanceOf(Violation.class, Await.reason(pubsub.subscribe("a")));
  }

  @Test
  void createWithOptionsSendsAForm() {
    Map<String, Object> options = new LinkedHashMap<>();
    options.put("max_items", 5);
    options.put("pubsub#access_model", "whitelist");
    options.put("pipit#history_items", 10);
    options.put("roster_groups_allowed", List.of("a", "b"));
    Await.success(pubsub.create("a", options));
    assertEquals(
        "set "
            + NS
            + "<create node='a'/><configure><x xmlns='jabber:x:data' type='submit'>"
            + "<field var='FORM_TYPE' type='hidden'><value>"
            + PubsubNs.NODE_CONFIG
            + "</value></field>"
            + "<field var='pubsub#max_items'><value>5</value></field>"
            + "<field var='pubsub#access_model'><value>whitelist</value></field>"
            + "<field var='{urn:pipit:pubsub:0}history_items'><value>10</value></field>"
            + "<field var='pubsub#roster_groups_allowed'><value>a</value><value>b</value></field>"
            + "</x></configure></pubsub>",
        sent());
    Await.success(pubsub.create("a", Map.of()));
    assertEquals("set " + NS + "<create node='a'/></pubsub>", sent());
  }

  @Test
  void instantNodeNeedsAName() {
    assertInstanceOf(Violation.class, Await.reason(pubsub.createInstant()));
    server.answer = NS + "<create node='x1'/></pubsub>";
    assertEquals("x1", Await.success(pubsub.createInstant()));
  }

  @Test
  void ownerRequests() {
    String owner = "set <pubsub xmlns='" + PubsubNs.OWNER + "'>";
    Await.success(pubsub.delete("a"));
    assertEquals(owner + "<delete node='a'/></pubsub>", sent());
    Await.success(pubsub.purge("a"));
    assertEquals(owner + "<purge node='a'/></pubsub>", sent());
    Await.success(pubsub.configure("a", Map.of("title", "A")));
    assertTrue(sent().contains("<field var='pubsub#title'><value>A</value></field>"), sent());
  }

  @Test
  void configurationIsReadByTheNamesThatConfigureTakes() {
    server.answer =
        "<pubsub xmlns='"
            + PubsubNs.OWNER
            + "'><configure node='a'>"
            + "<x xmlns='jabber:x:data' type='form'>"
            + "<field var='FORM_TYPE' type='hidden'><value>f</value></field>"
            + "<field var='pubsub#max_items'><value>5</value></field>"
            + "<field var='{urn:pipit:pubsub:0}history_items'><value>1</value></field>"
            + "</x></configure></pubsub>";
    assertEquals(
        Map.of("max_items", List.of("5"), "pipit#history_items", List.of("1")),
        Await.success(pubsub.configuration("a")));
    server.answer = "";
    assertInstanceOf(Violation.class, Await.reason(pubsub.configuration("a")));
  }

  @Test
  void itemsByNumberByIdAndByPage() {
    server.answer =
        NS
            + "<items node='a'><item id='1' publisher='p@localhost'><json xmlns='urn:xmpp:json:0'>1"
            + "</json></item><item id='2'/></items><set xmlns='"
            + Ns.RSM
            + "'><first index='0'>1</first><last>2</last><count>9</count></set></pubsub>";
    List<PubsubItem> items =
        List.of(
            new PubsubItem("1", new Payload.Json("1"), "p@localhost"),
            new PubsubItem("2", null, null));
    assertEquals(items, Await.success(pubsub.newest("a", 2)));
    assertEquals("get " + NS + "<items node='a' max_items='2'/></pubsub>", sent());
    assertEquals(items, Await.success(pubsub.items("a", List.of("1", "2"))));
    assertEquals(
        "get " + NS + "<items node='a'><item id='1'/><item id='2'/></items></pubsub>", sent());
    ResultSet.Page<PubsubItem> page =
        Await.success(pubsub.items("a", ResultSet.Request.before("3", 2)));
    assertEquals(new ResultSet.Page<>(items, new ResultSet("1", 0, "2", 9)), page);
    assertEquals(
        "get "
            + NS
            + "<items node='a'/><set xmlns='"
            + Ns.RSM
            + "'><max>2</max><before>3</before></set></pubsub>",
        sent());
  }

  @Test
  void nodesAndInfo() {
    server.answer =
        "<query xmlns='"
            + Ns.DISCO_ITEMS
            + "'><item jid='pubsub.localhost' node='a' name='A'/><item jid='x@localhost'/></query>";
    assertEquals(
        List.of(new PubsubClient.NodeEntry("a", "A")),
        Await.success(pubsub.nodes(null, ResultSet.Request.first(10))).items());
    assertInstanceOf(Violation.class, Await.reason(pubsub.info("a")));
    server.answer = "<query xmlns='" + Ns.DISCO_INFO + "' node='a'/>";
    assertEquals("a", Await.success(pubsub.info("a")).attribute("node", ""));
  }

  @Test
  void refusalKeepsTheApplicationCondition() {
    FakePubsub refusing =
        new FakePubsub() {
          @Override
          void stanza(Connection connection, Element iq) {
            connection.send(
                "<iq type='error' from='pubsub.localhost' id='"
                    + iq.attribute("id", "")
                    + "'><error type='cancel'><not-allowed xmlns='"
                    + Ns.STANZA_ERRORS
                    + "'/><closed-node xmlns='"
                    + PubsubNs.ERRORS
                    + "'/></error></iq>");
          }
        };
    PubsubClient refused = new PubsubClient(connect(refusing), Jid.of("pubsub.localhost"));
    XmppException.Reason reason = Await.reason(refused.subscribe("a"));
    assertEquals(
        new XmppException.Refused(
            StanzaError.of(StanzaError.Condition.NOT_ALLOWED)
                .withApplication(Element.of("closed-node", PubsubNs.ERRORS))),
        reason);
    assertEquals("not-allowed, closed-node", reason.describe());
  }

  @Test
  void eventsOfThisServiceAreReadInOrder() {
    List<PubsubEvent> events = new ArrayList<>();
    Promise<Void> last = Promise.promise();
    Await.success(
        pubsub.onEvent(
            event -> {
              events.add(event);
              if (event instanceof Deleted) {
                last.complete();
              }
            }));
    Answering relay = server;
    relay.answer = "";
    Await.success(client.available());
    String event = "<event xmlns='" + PubsubNs.EVENT + "'>";
    String from = "<message from='pubsub.localhost'>";
    Await.success(pubsub.purge("any"));
    FakeServer.Connection connection = relay.connections.get(0);
    connection.send(
        "<message from='mallory@localhost'>"
            + event
            + "<purge node='a'/></event></message>"
            + "<message from='pubsub.localhost' type='error'>"
            + event
            + "<purge node='a'/></event></message>"
            + "<message from='pubsub.localhost'><body>no event</body></message>"
            + from
            + event
            + "<items node='a'><item id='1'><json xmlns='urn:xmpp:json:0'>{}</json></item>"
            + "<retract id='0'/></items></event>"
            + "<delay xmlns='urn:xmpp:delay' stamp='2026-03-01T12:00:00.500Z'/></message>"
            + from
            + event
            + "<items node='a'><item id='2'/></items></event>"
            + "<delay xmlns='urn:xmpp:delay' stamp='yesterday'/></message>"
            + from
            + event
            + "<subscription node='a' jid='u@localhost' subscription='subscribed'/>"
            + "<configuration node='a'/><purge node='a'/></event></message>"
            + from
            + event
            + "<delete node='a'/></event></message>");
    Await.success(last.future());
    assertEquals(
        List.of(
            new Published(
                "a",
                new PubsubItem("1", new Payload.Json("{}"), null),
                Instant.parse("2026-03-01T12:00:00.500Z")),
            new Retracted("a", "0"),
            new Published("a", new PubsubItem("2", null, null), null),
            new SubscriptionChanged("a", "u@localhost", "subscribed"),
            new Configured("a"),
            new Purged("a"),
            new Deleted("a")),
        events);
  }
}
