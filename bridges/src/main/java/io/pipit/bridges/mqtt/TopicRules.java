package io.pipit.bridges.mqtt;

import io.pipit.pubsub.port.LevelNames;
import io.pipit.xmpp.BareJid;

/**
 * Which names go over a bridge: topics and nodes have the same ones, level by level, and nothing is
 * changed on the way. Stateless; any thread.
 */
final class TopicRules {

  /** What to do about a name that is no topic. */
  static final String TOPIC =
      "use 1 to 1,023 bytes in at most 16 levels, without +, # and control characters";

  /** What to do about a name that is no node. */
  static final String NODE =
      "use 1 to 1,023 bytes in at most 16 levels, without control characters; the first is not $";

  /** Names of nodes are good or not at every service alike. */
  private static final BareJid SOME_SERVICE = BareJid.of("pubsub.localhost");

  private TopicRules() {}

  /** Whether messages can be published there: also below {@code $}, where somebody wants that. */
  static boolean isTopic(String topic) {
    boolean hasWildcard = topic.indexOf('+') >= 0 || topic.indexOf('#') >= 0;
    return !hasWildcard && isNode(topic.startsWith("$") ? topic.substring(1) : topic);
  }

  /** Whether a node may be called so, of those that a bridge publishes to. */
  static boolean isNode(String node) {
    return LevelNames.isNode(SOME_SERVICE, node);
  }
}
