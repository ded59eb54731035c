package io.pipit.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pipit.pep.caps.EntityCapabilities;
import io.pipit.xmpp.Element;
import io.pipit.xmpp.Ns;
import io.pipit.xmpp.xml.XmlWriter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * A client over a real socket that announces capabilities and answers for them by itself. Presence
 * and whatever else is not waited for is passed over.
 */
public final class PepClient implements AutoCloseable {

  private static final String CAPS_NODE = "https://pipit.test/client";

  private final WireClient wire;
  private final String account;
  private final List<Element> questions = new ArrayList<>();
  private final List<Element> events = new ArrayList<>();
  private Element info = Element.of("query", Ns.DISCO_INFO);
  private int ids;

  private PepClient(WireClient wire) {
    this.wire = wire;
    this.account = wire.address().substring(0, wire.address().indexOf('/'));
  }

  /** A client that has its roster and has sent no presence. Its password is its name. */
  static PepClient login(TestNode node, String name, String resource) throws IOException {
    return login(node.port(), name, resource);
  }

  private static PepClient login(int port, String name, String resource) throws IOException {
    PepClient client = new PepClient(WireClient.login(port, name, name, resource));
    client.result("get", "", "<query xmlns='jabber:iq:roster'/>");
    return client;
  }

  /** A client that is available and interested in these nodes. */
  static PepClient login(TestNode node, String name, String resource, String... interests)
      throws IOException {
    return login(node.port(), name, resource, interests);
  }

  /** As above, at a port of this machine. */
  public static PepClient login(int port, String name, String resource, String... interests)
      throws IOException {
    PepClient client = login(port, name, resource);
    client.announce(interests);
    return client;
  }

  /** Leads two accounts to share presence both ways. */
  public static void befriend(PepClient one, PepClient other) throws IOException {
    one.follow(other);
    other.follow(one);
  }

  /** The account gets the presence of another. */
  void follow(PepClient other) throws IOException {
    send("<presence type='subscribe' to='" + other.account + "'/>");
    other.presence("subscribe", account);
    other.send("<presence type='subscribed' to='" + account + "'/>");
    presence("subscribed", other.account);
  }

  /** Waits for presence of this type from an account. */
  Element presence(String type, String from) throws IOException {
    return await(
        stanza ->
            stanza.name().equals("presence")
                && stanza.attribute("type", "").equals(type)
                && stanza.attribute("from", "").startsWith(from));
  }

  public String account() {
    return account;
  }

  String address() {
    return wire.address();
  }

  PepClient send(String xml) throws IOException {
    wire.send(xml);
    return this;
  }

  /** Sends available presence with the hash of what it is interested in, and waits for its echo. */
  void announce(String... interests) throws IOException {
    announce(interests(interests), interests(interests));
  }

  /** As above, of one result that is announced and one that questions get. */
  void announce(Element announced, Element answered) throws IOException {
    info = answered;
    send(capabilities(announced));
    presence("", address());
    fence();
  }

  /** Available presence with the hash of what wants the events of these nodes. */
  static String capabilities(String... interests) {
    return capabilities(interests(interests));
  }

  private static String capabilities(Element announced) {
    String ver = EntityCapabilities.verificationString(announced).orElseThrow();
    return presence(EntityCapabilities.element(CAPS_NODE, ver));
  }

  static String presence(Element... children) {
    return XmlWriter.text(
        Element.builder("presence", Ns.CLIENT).children(List.of(children)).build());
  }

  /** The disco#info result of a client that wants the events of these nodes. */
  static Element interests(String... nodes) {
    Element.Builder query =
        Element.builder("query", Ns.DISCO_INFO)
            .child(
                Element.builder("identity", Ns.DISCO_INFO)
                    .attribute("category", "client")
                    .attribute("type", "pc")
                    .build());
    for (String node : nodes) {
      query.child(
          Element.builder("feature", Ns.DISCO_INFO).attribute("var", node + "+notify").build());
    }
    return query.build();
  }

  /** What the server asked about capabilities. */
  List<Element> questions() {
    return questions;
  }

  /** Everything that this client has sent has been handled by its account. */
  void fence() throws IOException {
    result("get", "", "<query xmlns='" + Ns.DISCO_ITEMS + "'/>");
  }

  /** A request to an account, the client's own when none is named; gives the answer as text. */
  String result(String type, String to, String content) throws IOException {
    Element answer = request(type, to, content);
    String text = XmlWriter.text(answer);
    assertEquals("result", answer.attribute("type", ""), text);
    return text;
  }

  /** A request that is answered with this stanza error. */
  String refused(String type, String to, String content, String condition) throws IOException {
    Element answer = request(type, to, content);
    String text = XmlWriter.text(answer);
    assertEquals("error", answer.attribute("type", ""), text);
    assertEquals(true, text.contains("<" + condition + " "), text);
    return text;
  }

  Element request(String type, String to, String content) throws IOException {
    String id = "r" + ++ids;
    String address = to.isEmpty() ? "" : " to='" + to + "'";
    send("<iq type='" + type + "' id='" + id + "'" + address + ">" + content + "</iq>");
    return await(stanza -> stanza.name().equals("iq") && stanza.attribute("id", "").equals(id));
  }

  static String pubsub(String content) {
    return "<pubsub xmlns='http://jabber.org/protocol/pubsub'>" + content + "</pubsub>";
  }

  static String owner(String content) {
    return "<pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>" + content + "</pubsub>";
  }

  /** Creates a node of its own with these fields, each NAME=VALUE. */
  void create(String node, String... fields) throws IOException {
    result(
        "set",
        "",
        pubsub("<create node='" + node + "'/><configure>" + form(fields) + "</configure>"));
  }

  void configure(String node, String... fields) throws IOException {
    result("set", "", owner("<configure node='" + node + "'>" + form(fields) + "</configure>"));
  }

  static String form(String... fields) {
    StringBuilder form = new StringBuilder("<x xmlns='jabber:x:data' type='submit'>");
    form.append(field("FORM_TYPE", "http://jabber.org/protocol/pubsub#node_config"));
    for (String field : fields) {
      int at = field.indexOf('=');
      form.append(field("pubsub#" + field.substring(0, at), field.substring(at + 1)));
    }
    return form.append("</x>").toString();
  }

  private static String field(String name, String value) {
    return "<field var='" + name + "'><value>" + value + "</value></field>";
  }

  /** Publishes an item without naming an address. */
  public void publish(String node, String id) throws IOException {
    result("set", "", pubsub(item(node, id)));
  }

  static String item(String node, String id) {
    return "<publish node='"
        + node
        + "'><item id='"
        + id
        + "'><tune xmlns='urn:t'/></item></publish>";
  }

  /** The next event is of items with these ids; gives the message. */
  public Element event(String from, String node, String... ids) throws IOException {
    Element message = nextEvent();
    String text = XmlWriter.text(message);
    Element items = message.firstElement().flatMap(Element::firstElement).orElseThrow();
    assertEquals(from, message.attribute("from", ""), text);
    assertEquals(node, items.attribute("node", ""), text);
    assertEquals(
        List.of(ids),
        items.elements().stream().map(item -> item.attribute("id", "")).toList(),
        text);
    return message;
  }

  /**
   * The next events are of one item each of these nodes, in any order, and then of that item.
   *
   * @param items by their nodes
   */
  public void assertNextEvents(
      String from, Map<String, String> items, String lastNode, String lastItem) throws IOException {
    Map<String, String> came = new HashMap<>();
    for (int i = 0; i < items.size(); i++) {
      Element message = nextEvent();
      Element told = message.firstElement().flatMap(Element::firstElement).orElseThrow();
      assertEquals(from, message.attribute("from", ""), XmlWriter.text(message));
      came.put(told.attribute("node", ""), told.firstElement().orElseThrow().attribute("id", ""));
    }
    assertEquals(items, came);
    event(from, lastNode, lastItem);
  }

  /** The next message with an event. */
  Element nextEvent() throws IOException {
    return await(PepClient::isEvent);
  }

  /** How many events came while something else was waited for. */
  int kept() {
    return events.size();
  }

  private static boolean isEvent(Element stanza) {
    return stanza.name().equals("message")
        && stanza.child("event", "http://jabber.org/protocol/pubsub#event").isPresent();
  }

  /** The events that came and were not waited for, oldest first. */
  List<Element> takeEvents() {
    List<Element> taken = List.copyOf(events);
    events.clear();
    return taken;
  }

  /** Reads on to a stanza, passing over others; events are kept until they are waited for. */
  Element await(Predicate<Element> wanted) throws IOException {
    for (Element event : events) {
      if (wanted.test(event)) {
        events.remove(event);
        return event;
      }
    }
    while (true) {
      Element stanza = wire.next();
      boolean question =
          stanza.name().equals("iq")
              && stanza.attribute("type", "").equals("get")
              && stanza.firstElement().filter(q -> q.is("query", Ns.DISCO_INFO)).isPresent();
      if (question) {
        answer(stanza);
      } else if (wanted.test(stanza)) {
        return stanza;
      } else if (isEvent(stanza)) {
        events.add(stanza);
      }
    }
  }

  private void answer(Element question) throws IOException {
    questions.add(question);
    String node = question.firstElement().orElseThrow().attribute("node", "");
    send(
        XmlWriter.text(
            Element.builder("iq", Ns.CLIENT)
                .attribute("type", "result")
                .attribute("id", question.attribute("id", ""))
                .attribute("to", question.attribute("from", ""))
                .child(info.with("node", node))
                .build()));
  }

  @Override
  public void close() throws IOException {
    wire.close();
  }
}
