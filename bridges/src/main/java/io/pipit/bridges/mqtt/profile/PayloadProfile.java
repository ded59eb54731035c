package io.pipit.bridges.mqtt.profile;

/**
 * Reads the payloads of messages. One profile serves all mappings of its kind of a bridge, and is
 * confined to its loop. A payload that is not what it should be is an answer, never an exception.
 */
public interface PayloadProfile {

  /**
   * What a message is.
   *
   * @param message whose payload is not empty, unless the profile {@link #readsEmpty}
   * @param node the name of its node, or what the nodes of the profile are below
   */
  Reading read(BridgeMessage message, String node);

  /** Whether an empty message means something of its own. */
  default boolean readsEmpty() {
    return false;
  }

  /** What a message says that is no item by this profile: nothing, for most of them. */
  default Reading observe(BridgeMessage message) {
    return Reading.NOTHING;
  }

  /**
   * What the node is called whose item a message of that topic is. It is said once for each time
   * that it was learnt; empty when nothing is known, or it was said.
   */
  default String takeTitle(String topic) {
    return "";
  }
}
