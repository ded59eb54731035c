package io.pipit.benchmarks;

import java.io.IOException;

/**
 * Publishers with a node each at the pubsub service, and so many subscribers of each node, all of
 * them accounts of their own.
 */
final class PublishLoad extends PublisherLoad {

  static final String PUBSUB = "<pubsub xmlns='http://jabber.org/protocol/pubsub'>";

  /**
   * @param name begins the names of the nodes
   */
  PublishLoad(ServerUnderTest server, String name, Shape shape) throws IOException {
    super(server, shape);
    for (int i = 0; i < shape.publishers(); i++) {
      publisher(name + "-" + i, i);
    }
  }

  private void publisher(String name, int index) throws IOException {
    WireClient client = client("u" + index, "publisher");
    createNode(client, name);
    Publisher publisher =
        publisher(client, Publisher.template(ServerUnderTest.SERVICE, name, shape.bytes()));
    for (int i = 0; i < shape.subscribers(); i++) {
      String account = "u" + (shape.publishers() + index * shape.subscribers() + i);
      WireClient subscriber = client(account, "subscriber");
      subscribe(subscriber, name, account);
      subscriber.join(selector, publisher.subscriber());
    }
    client.join(selector, publisher::acknowledged);
  }

  static void createNode(WireClient owner, String name) throws IOException {
    owner.ask("set", ServerUnderTest.SERVICE, create(name, "open"));
  }

  /**
   * The request for a node that keeps ten items and does not tell of those that it drops, the same
   * at every server whatever its defaults.
   */
  static String create(String name, String accessModel) {
    return PUBSUB
        + "<create node='"
        + name
        + "'/><configure><x xmlns='jabber:x:data' type='submit'>"
        + field("FORM_TYPE", "http://jabber.org/protocol/pubsub#node_config")
        + field("pubsub#max_items", "10")
        + field("pubsub#persist_items", "1")
        + field("pubsub#deliver_payloads", "1")
        + field("pubsub#access_model", accessModel)
        + field("pubsub#send_last_published_item", "never")
        + field("pubsub#notify_retract", "0")
        + "</x></configure></pubsub>";
  }

  private static String field(String name, String value) {
    return "<field var='" + name + "'><value>" + value + "</value></field>";
  }

  private static void subscribe(WireClient subscriber, String node, String account)
      throws IOException {
    subscriber.ask(
        "set",
        ServerUnderTest.SERVICE,
        PUBSUB
            + "<subscribe node='"
            + node
            + "' jid='"
            + account
            + "@"
            + ServerUnderTest.DOMAIN
            + "'/></pubsub>");
  }
}
