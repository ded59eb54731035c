package io.pipit.broker.interop;

import io.pipit.broker.TestNode;
import java.util.List;

/** A door by which a client comes to a node. */
enum Protocol {
  XMPP("juliet"),
  MQTT311("benvolio"),
  MQTT5("mercutio");

  static final List<Protocol> MQTT = List.of(MQTT311, MQTT5);

  /** Who publishes by it. */
  final String publisher;

  Protocol(String publisher) {
    this.publisher = publisher;
  }

  /** A client whose session ends with its connection. */
  DoorClient connect(TestNode node, String user, String resource) throws Exception {
    return switch (this) {
      case XMPP -> new XmppDoor(node, user, resource);
      case MQTT311 -> new Mqtt311Door(node, user, resource + "3", false);
      case MQTT5 -> new Mqtt5Door(node, user, resource + "5", false);
    };
  }

  /** A client of MQTT whose session is there when it comes again under the same name. */
  DoorClient durable(TestNode node, String user, String resource) throws Exception {
    return switch (this) {
      case XMPP -> throw new IllegalArgumentException("what was missed is in the archive");
      case MQTT311 -> new Mqtt311Door(node, user, resource + "3", true);
      case MQTT5 -> new Mqtt5Door(node, user, resource + "5", true);
    };
  }
}
