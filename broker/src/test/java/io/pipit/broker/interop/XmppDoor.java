package io.pipit.broker.interop;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.pipit.broker.TestNode;
import io.pipit.broker.WireClient;
import io.pipit.xmpp.Element;
import io.pipit.xmpp.Text;
import io.pipit.xmpp.xml.XmlDocument;
import io.pipit.xmpp.xml.XmlWriter;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** The protocols' matrix by XMPP. */
final class XmppDoor implements DoorClient {

  private static final String PUBSUB = "http://jabber.org/protocol/pubsub";
  private static final String EVENT = PUBSUB + "#event";
  private static final String OWNER = PUBSUB + "#owner";
  private static final String SHIM = "http://jabber.org/protocol/shim";
  private static final String JSON = "urn:xmpp:json:0";
  private static final String OURS = "urn:pipit:payload:0";

  private final WireClient client;
  private int requests;

  XmppDoor(TestNode node, String user, String resource) throws IOException {
    client = WireClient.login(node, user, "secret", resource);
    client.send("<presence/>").next();
  }

  // ---- requests

  /** The answer to a request; it is the next element. */
  private Element request(String type, String content) throws IOException {
    String id = "r" + ++requests;
    client.send(
        "<iq type='"
            + type
            + "' id='"
            + id
            + "' to='"
            + TestNode.SERVICE
            + "'>"
            + content
            + "</iq>");
    Element answer = client.next();
    while (!answer.attribute("id", "").equals(id)) {
      if (!items(answer).isEmpty()) {
        throw new AssertionError("an item before its time: " + XmlWriter.text(answer));
      }
      answer = client.next();
    }
    return answer;
  }

  private static boolean isResult(Element answer) {
    return answer.attribute("type", "").equals("result");
  }

  private boolean pubsub(String namespace, String content) throws IOException {
    return isResult(request("set", "<pubsub xmlns='" + namespace + "'>" + content + "</pubsub>"));
  }

  /** Makes a node. */
  void create(String node, String publishModel) throws IOException {
    must(
        pubsub(
            PUBSUB,
            "<create node='"
                + node
                + "'/><configure><x xmlns='jabber:x:data' type='submit'>"
                + field("FORM_TYPE", PUBSUB + "#node_config")
                + field("pubsub#publish_model", publishModel)
                + "</x></configure>"));
  }

  private static String field(String name, String value) {
    return "<field var='" + name + "'><value>" + value + "</value></field>";
  }

  /** Only who is on its list reads the node. */
  void close(String node) throws IOException {
    must(
        pubsub(
            OWNER,
            "<configure node='"
                + node
                + "'><x xmlns='jabber:x:data' type='submit'>"
                + field("FORM_TYPE", PUBSUB + "#node_config")
                + field("pubsub#access_model", "whitelist")
                + "</x></configure>"));
  }

  void affiliate(String node, String user, String affiliation) throws IOException {
    must(
        pubsub(
            OWNER,
            "<affiliations node='"
                + node
                + "'><affiliation jid='"
                + user
                + "@localhost' affiliation='"
                + affiliation
                + "'/></affiliations>"));
  }

  private static void must(boolean done) {
    if (!done) {
      throw new AssertionError("an owner was refused");
    }
  }

  // ---- DoorClient

  @Override
  public boolean publish(String node, Sent item) throws IOException {
    return pubsub(
        PUBSUB,
        "<publish node='"
            + node
            + "'><item>"
            + XmlWriter.text(wrapped(item))
            + "</item></publish><headers xmlns='"
            + SHIM
            + "'><header name='unit'>"
            + item.unit()
            + "</header></headers>");
  }

  /** Publishes without waiting for the answer. */
  void post(String node, String payload) throws IOException {
    client.send(
        "<iq type='set' id='p"
            + ++requests
            + "' to='"
            + TestNode.SERVICE
            + "'><pubsub xmlns='"
            + PUBSUB
            + "'><publish node='"
            + node
            + "'><item>"
            + payload
            + "</item></publish></pubsub></iq>");
  }

  /** Reads the answers to so many posts, which have to be results; presence may come between. */
  void answered(int count) throws IOException {
    int results = 0;
    while (results < count) {
      Element stanza = client.next();
      if (isResult(stanza)) {
        results++;
      } else if (!stanza.name().equals("presence")) {
        throw new AssertionError("no result: " + XmlWriter.text(stanza));
      }
    }
  }

  @Override
  public boolean retain(String node, Sent item) throws IOException {
    return publish(node, item); // every item stands for its node
  }

  private static Element wrapped(Sent item) {
    String text = new String(item.payload(), UTF_8);
    return switch (item.kind()) {
      case JSON -> Element.of("json", JSON, new Text(text));
      case TEXT -> container("text", item, text);
      case BINARY -> container("data", item, Base64.getEncoder().encodeToString(item.payload()));
      case XML -> XmlDocument.parse(item.payload());
    };
  }

  private static Element container(String name, Sent item, String text) {
    return Element.builder(name, OURS)
        .attribute("type", item.kind().contentType)
        .child(new Text(text))
        .build();
  }

  @Override
  public boolean subscribe(String filter) throws IOException {
    return pubsub(PUBSUB, "<subscribe node='" + filter + "' jid='" + client.address() + "'/>");
  }

  @Override
  public Seen next() throws IOException {
    while (true) {
      Element message = client.next();
      List<Seen> items = items(message);
      if (items.size() == 1) {
        return items.get(0);
      } else if (!items.isEmpty()) {
        throw new AssertionError("several items at once: " + XmlWriter.text(message));
      }
    }
  }

  /** Of a message with an event. */
  private static List<Seen> items(Element message) {
    List<Element> headers = message.child("headers", SHIM).map(Element::elements).orElse(List.of());
    return message
        .child("event", EVENT)
        .flatMap(event -> event.child("items", EVENT))
        .map(items -> items(items, headers))
        .orElse(List.of());
  }

  private static List<Seen> items(Element items, List<Element> headers) {
    List<Seen> seen = new ArrayList<>();
    for (Element item : items.elements()) {
      if (item.name().equals("item")) {
        seen.add(item(items.attribute("node", ""), item, headers));
      }
    }
    return seen;
  }

  private static Seen item(String node, Element item, List<Element> headers) {
    Element payload = item.firstElement().orElseThrow();
    String name = payload.name() + " " + payload.namespace();
    Kind kind =
        switch (name) {
          case "json " + JSON -> Kind.JSON;
          case "text " + OURS -> Kind.TEXT;
          case "data " + OURS -> Kind.BINARY;
          default -> Kind.XML;
        };
    byte[] bytes =
        switch (kind) {
          case JSON, TEXT -> payload.text().getBytes(UTF_8);
          case BINARY -> Base64.getDecoder().decode(payload.text());
          case XML -> XmlWriter.text(payload).getBytes(UTF_8);
        };
    String publisher = item.attribute("publisher", "");
    int resource = publisher.indexOf('/');
    return new Seen(
        node,
        bytes,
        kind,
        item.attribute("id", ""),
        header(headers, "Published").map(Instant::parse).orElse(null),
        resource < 0 ? publisher : publisher.substring(0, resource),
        header(headers, "unit").orElse(""),
        null,
        false);
  }

  private static Optional<String> header(List<Element> headers, String name) {
    return headers.stream()
        .filter(header -> header.attribute("name", "").equals(name))
        .findFirst()
        .map(Element::text);
  }

  // ---- what a node holds

  /** All items of a node, oldest first; empty when they are refused. */
  Optional<List<Seen>> items(String node) throws IOException {
    return items(node, "");
  }

  /** Its newest item; empty when it is refused. */
  Optional<List<Seen>> newest(String node) throws IOException {
    return items(node, " max_items='1'");
  }

  private Optional<List<Seen>> items(String node, String more) throws IOException {
    Element answer =
        request(
            "get",
            "<pubsub xmlns='" + PUBSUB + "'><items node='" + node + "'" + more + "/></pubsub>");
    return isResult(answer)
        ? answer
            .child("pubsub", PUBSUB)
            .flatMap(pubsub -> pubsub.child("items", PUBSUB))
            .map(items -> items(items, List.of()))
        : Optional.empty();
  }

  /** What the archive of a node has, oldest first; empty when it is refused. */
  Optional<List<Seen>> archive(String node) throws IOException {
    String id = "r" + ++requests;
    client.send(
        "<iq type='set' id='"
            + id
            + "' to='"
            + TestNode.SERVICE
            + "'><query xmlns='urn:xmpp:mam:2' queryid='q' node='"
            + node
            + "'/></iq>");
    List<Seen> seen = new ArrayList<>();
    Element answer = client.next();
    while (!answer.attribute("id", "").equals(id)) {
      answer
          .child("result", "urn:xmpp:mam:2")
          .flatMap(result -> result.child("forwarded", "urn:xmpp:forward:0"))
          .ifPresent(forwarded -> seen.addAll(archived(forwarded)));
      answer = client.next();
    }
    return isResult(answer) ? Optional.of(seen) : Optional.empty();
  }

  private static List<Seen> archived(Element forwarded) {
    Element delay = forwarded.child("delay", "urn:xmpp:delay").orElseThrow();
    Instant published = Instant.parse(delay.attribute("stamp", ""));
    Element message = forwarded.child("message", "jabber:client").orElseThrow();
    return items(message).stream().map(item -> item.publishedAt(published)).toList();
  }

  @Override
  public void close() throws IOException {
    client.close();
  }
}
