package io.pipit.broker.cli;

import io.pipit.devices.client.PubsubEvent;
import io.pipit.devices.client.PubsubEvent.ChildChanged;
import io.pipit.devices.client.PubsubEvent.Configured;
import io.pipit.devices.client.PubsubEvent.Created;
import io.pipit.devices.client.PubsubEvent.Deleted;
import java.util.LinkedHashMap;
import java.util.Map;

/** How events of nodes are printed that a collection or filter tells of (XEP-0248 5.3). */
final class NodeEventText {

  private NodeEventText() {}

  /** Whether it is about a node and not about its items or subscriptions. */
  static boolean isOne(PubsubEvent event) {
    return event instanceof Created
        || event instanceof Deleted
        || event instanceof Configured
        || event instanceof ChildChanged;
  }

  /** {@code create a/b}, {@code associate a/b all}: what happened, and to which nodes. */
  static String text(PubsubEvent event) {
    return String.join(" ", object(event).values());
  }

  static Map<String, String> object(PubsubEvent event) {
    Map<String, String> object = new LinkedHashMap<>();
    if (event instanceof ChildChanged changed) {
      object.put("event", changed.isAssociated() ? "associate" : "disassociate");
      object.put("node", changed.child());
      object.put("collection", changed.node());
    } else {
      object.put("event", word(event));
      object.put("node", event.node());
    }
    return object;
  }

  private static String word(PubsubEvent event) {
    if (event instanceof Created) {
      return "create";
    }
    return event instanceof Deleted ? "delete" : "configure";
  }
}
