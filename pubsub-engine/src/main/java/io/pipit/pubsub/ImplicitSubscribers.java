package io.pipit.pubsub;

import io.pipit.xmpp.FullJid;
import java.util.function.Consumer;

/**
 * Who gets the events of a node without having subscribed: by the presence that they share with its
 * service, and their interest in the node (XEP-0060 9.1 and 9.2, XEP-0163 4). Whether each of them
 * may have an event is judged as for everybody else. Confined to the shard of the node.
 */
@FunctionalInterface
public interface ImplicitSubscribers {

  /** A service that nobody shares presence with. */
  ImplicitSubscribers NONE = (node, resource) -> {};

  /**
   * Names the available resources that want the events of a node, those of one entity together.
   *
   * @param found called for each of them, in this call
   */
  void of(String node, Consumer<FullJid> found);
}
