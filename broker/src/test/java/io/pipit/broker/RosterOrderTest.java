package io.pipit.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pipit.broker.stream.StreamLimits;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.Element;
import io.pipit.xmpp.xml.XmlWriter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What a client publishes behind a change of its roster is judged by the changed roster, though
 * accounts and nodes have different owners. Here the owner of the publisher's account is slow: it
 * has an event loop of its own, and stands still until it is told to go on.
 */
@Timeout(60)
class RosterOrderTest {

  private static final BareJid SERVER = BareJid.of(TestNode.DOMAIN);
  private static final BareJid SERVICE = BareJid.of(TestNode.SERVICE);
  private static final int IN_FLIGHT = StreamLimits.DEFAULTS.afterAuthentication().inFlight();

  private final List<WireClient> clients = new ArrayList<>();
  private SlowOwner server;
  private String owner;
  private String contact;
  private String node;

  @BeforeEach
  void start() throws Exception {
    server = SlowOwner.start();
    owner = server.slowAccount();
    contact = server.fastAccount();
    node = server.fastNode();
  }

  @AfterEach
  void close() throws Exception {
    server.goOn();
    for (WireClient client : clients) {
      client.close();
    }
    server.close();
  }

  private WireClient login(String account) throws IOException {
    WireClient client = WireClient.login(server.port(), account, account, "r");
    clients.add(client);
    client.send("<presence/>");
    until(client, "presence");
    return client;
  }

  private static String jid(String account) {
    return account + "@" + SERVER;
  }

  private static String publish(String node, String id) {
    return "<publish node='" + node + "'><item id='" + id + "'><t xmlns='urn:t'/></item></publish>";
  }

  /** Reads up to the next stanza of a name or, for requests and messages, of an id. */
  private static List<Element> until(WireClient client, String nameOrId) throws IOException {
    List<Element> read = new ArrayList<>();
    while (true) {
      Element next = client.next();
      read.add(next);
      if (next.name().equals(nameOrId) || next.attribute("id", "").equals(nameOrId)) {
        return read;
      }
    }
  }

  /** The node lets in contacts of a group, or all of them, and has one subscriber. */
  private void prepare(WireClient publisher, WireClient subscriber, String accessModel)
      throws IOException {
    subscriber.send("<presence type='subscribe' to='" + jid(owner) + "'/>");
    until(publisher, "presence");
    publisher.send("<presence type='subscribed' to='" + jid(contact) + "'/>");
    until(subscriber, "presence");
    publisher.send(rosterSet("set", "<item jid='" + jid(contact) + "'><group>in</group></item>"));
    until(publisher, "set");
    publisher.pubsub(
        "set",
        "create",
        "<create node='"
            + node
            + "'/><configure><x xmlns='jabber:x:data' type='submit'>"
            + "<field var='pubsub#access_model'><value>"
            + accessModel
            + "</value></field><field var='pubsub#roster_groups_allowed'><value>in</value></field>"
            + "</x></configure>");
    publisher.answer("result", "create");
    subscriber.pubsub(
        "set", "sub", "<subscribe node='" + node + "' jid='" + subscriber.address() + "'/>");
    until(subscriber, "sub");
    publisher.pubsub("set", "seen", publish(node, "seen"));
    publisher.answer("result", "seen");
    assertEquals(List.of("seen"), itemsOf(List.of(subscriber.next())));
  }

  private static String rosterSet(String id, String item) {
    return "<iq type='set' id='"
        + id
        + "'><query xmlns='jabber:iq:roster'>"
        + item
        + "</query></iq>";
  }

  private static List<String> itemsOf(List<Element> stanzas) {
    return stanzas.stream()
        .flatMap(
            stanza -> stanza.child("event", "http://jabber.org/protocol/pubsub#event").stream())
        .flatMap(event -> event.child("items", event.namespace()).stream())
        .flatMap(items -> items.elements().stream())
        .map(item -> item.attribute("id", ""))
        .toList();
  }

  /** Everything that the client has sent was read, and had what effects it can have now. */
  private List<Element> settle(WireClient client) throws Exception {
    client.send("<iq type='get' id='ping' to='" + SERVER + "'><ping xmlns='urn:xmpp:ping'/></iq>");
    List<Element> read = until(client, "ping");
    server.settle();
    return read;
  }

  @ParameterizedTest(name = "XC-6120-in-order {1}")
  @Tag("XC-6120-in-order")
  @CsvSource({
    "presence,<presence type='unsubscribed' to='%s'/>",
    "presence,<iq type='set' id='r'><query xmlns='jabber:iq:roster'>"
        + "<item jid='%s' subscription='remove'/></query></iq>",
    "roster,<iq type='set' id='r'><query xmlns='jabber:iq:roster'>"
        + "<item jid='%s'><group>out</group></item></query></iq>"
  })
  void contactThatWasCutOffDoesNotGetWhatIsPublishedNext(String accessModel, String cut)
      throws Exception {
    WireClient publisher = login(owner);
    WireClient subscriber = login(contact);
    prepare(publisher, subscriber, accessModel);
    server.stop();

    publisher.send(
        cut.formatted(jid(contact))
            + "<iq type='set' id='p' to='"
            + SERVICE
            + "'><pubsub xmlns='http://jabber.org/protocol/pubsub'>"
            + publish(node, "secret")
            + "</pubsub></iq>");
    List<Element> meanwhile = settle(publisher);
    assertEquals(1, meanwhile.size(), "answers but that to the ping, before the roster is decided");
    server.goOn();

    List<Element> answers = until(publisher, "p");
    assertEquals("result", answers.get(answers.size() - 1).attribute("type", ""));
    publisher.send("<message id='end' to='" + subscriber.address() + "'/>");
    List<Element> got = until(subscriber, "end");
    assertEquals(
        List.of(), itemsOf(got), () -> got.stream().map(XmlWriter::text).toList().toString());
  }

  @Test
  @Tag("XC-6120-in-order")
  void pipelineBehindAChangeIsDoneInItsOrder() throws Exception {
    WireClient publisher = login(owner);
    server.stop();
    publisher.send("<presence type='unsubscribed' to='" + jid(contact) + "'/>");
    publisher.pubsub("set", "create", "<create node='" + node + "'/>");
    int count = 2 * IN_FLIGHT; // more than is read before an answer
    StringBuilder pipeline = new StringBuilder();
    for (int i = 0; i < count; i++) {
      pipeline
          .append("<iq type='set' id='p" + i + "' to='" + SERVICE + "'>")
          .append("<pubsub xmlns='http://jabber.org/protocol/pubsub'>")
          .append(publish(node, "i"))
          .append("</pubsub></iq>");
    }
    publisher.send(pipeline.toString());
    server.goOn();
    publisher.answer("result", "create");
    for (int i = 0; i < count; i++) {
      publisher.answer("result", "p" + i);
    }
  }

  @Test
  void publishDoesNotGoByTheOwnerOfTheAccount() throws Exception {
    WireClient publisher = login(owner);
    publisher.pubsub("set", "create", "<create node='" + node + "'/>");
    publisher.answer("result", "create");
    server.stop();
    publisher.pubsub("set", "p", publish(node, "i"));
    publisher.answer("result", "p");
  }
}
