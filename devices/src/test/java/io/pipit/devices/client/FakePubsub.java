package io.pipit.devices.client;

import io.pipit.pubsub.PubsubNs;
import io.pipit.xmpp.Element;
import io.pipit.xmpp.xml.XmlWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * A server with just enough publish-subscribe for the tests of its clients: nodes with the items of
 * each id, and subscribers that are the connections of this server.
 */
public class FakePubsub extends FakeServer {

  static final String ACCOUNT = "user@localhost";

  public final Map<String, Map<String, String>> nodes = new ConcurrentSkipListMap<>();
  private final Map<String, Connection> subscribers = new ConcurrentHashMap<>();

  @Override
  void stanza(Connection connection, Element iq) {
    Element pubsub = iq.child("pubsub", PubsubNs.PUBSUB).orElse(null);
    Element operation = pubsub == null ? null : pubsub.firstElement().orElse(null);
    if (operation == null) {
      super.stanza(connection, iq);
      return;
    }
    String node = operation.attribute("node", "");
    switch (operation.name()) {
      case "create" -> {
        if (nodes.putIfAbsent(node, new LinkedHashMap<>()) == null) {
          connection.result(iq, "");
        } else {
          connection.error(iq, "conflict");
        }
      }
      case "publish" -> {
        if (iq.attribute("to", "").equals(ACCOUNT)) {
          nodes.putIfAbsent(node, new LinkedHashMap<>()); // as accounts do (XEP-0163 4.2)
        }
        publish(connection, iq, node, operation);
      }
      case "subscribe" -> {
        subscribers.put(node, connection);
        String jid = operation.attribute("jid", "");
        connection.result(
            iq,
            "<pubsub xmlns='"
                + PubsubNs.PUBSUB
                + "'><subscription node='"
                + node
                + "' jid='"
                + jid
                + "' subscription='subscribed' subid='s1'/></pubsub>");
      }
      case "unsubscribe" -> {
        subscribers.remove(node);
        connection.result(iq, "");
      }
      default -> connection.error(iq, "feature-not-implemented");
    }
  }

  private void publish(Connection connection, Element iq, String node, Element publish) {
    Map<String, String> items = nodes.get(node);
    if (items == null) {
      connection.error(iq, "item-not-found");
      return;
    }
    Element item = publish.child("item", PubsubNs.PUBSUB).orElseThrow();
    String id = item.attribute("id", "generated");
    items.put(id, XmlWriter.text(item.firstElement().orElseThrow()));
    connection.result(
        iq,
        "<pubsub xmlns='"
            + PubsubNs.PUBSUB
            + "'><publish node='"
            + node
            + "'><item id='"
            + id
            + "'/></publish></pubsub>");
    Connection subscriber = subscribers.get(node);
    if (subscriber != null) {
      subscriber.send(
          "<message from='pubsub.localhost' type='headline'><event xmlns='"
              + PubsubNs.EVENT
              + "'><items node='"
              + node
              + "'><item id='"
              + id
              + "'>"
              + items.get(id)
              + "</item></items></event></message>");
    }
  }

  /**
   * The payloads of a node by item id, in the order in which the ids came; none if there is no
   * node.
   */
  public Map<String, String> items(String node) {
    return nodes.getOrDefault(node, Map.of());
  }

  public Set<String> subscribed() {
    return new TreeSet<>(subscribers.keySet());
  }
}
