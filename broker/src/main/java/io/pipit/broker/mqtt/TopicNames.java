package io.pipit.broker.mqtt;

import io.pipit.pubsub.port.LevelNames;
import io.pipit.xmpp.BareJid;
import java.util.Optional;

/**
 * Topics and nodes have the same names, level by level. What cannot be a node is no topic here, and
 * is refused with "topic name invalid"; nothing is ever changed on the way. Stateless; any thread.
 */
public final class TopicNames {

  private static final String SHARED = "$share/";

  private TopicNames() {}

  /** The node of a topic at a service; empty when there can be none. */
  public static Optional<String> node(BareJid service, String topic) {
    return LevelNames.isNode(service, topic) ? Optional.of(topic) : Optional.empty();
  }

  /**
   * A filter as SUBSCRIBE and UNSUBSCRIBE have it.
   *
   * @param group of a shared subscription (MQTT 5, 4.8.2); empty for one of the client's own
   * @param filter over topics
   */
  public record TopicFilter(Optional<String> group, String filter) {}

  /**
   * Takes a filter apart; empty when it breaks the rules of 4.7.1 and 4.8.2: {@code #} is a whole
   * level and the last one, {@code +} is a whole level, and the group of a shared one is not empty
   * and has no wildcard.
   */
  public static Optional<TopicFilter> filter(String text) {
    if (!text.startsWith(SHARED)) {
      return LevelNames.isFilter(text)
          ? Optional.of(new TopicFilter(Optional.empty(), text))
          : Optional.empty();
    }
    int slash = text.indexOf('/', SHARED.length());
    if (slash < 0) {
      return Optional.empty();
    }
    String group = text.substring(SHARED.length(), slash);
    String filter = text.substring(slash + 1);
    boolean valid = !group.isEmpty() && !hasWildcard(group) && LevelNames.isFilter(filter);
    return valid ? Optional.of(new TopicFilter(Optional.of(group), filter)) : Optional.empty();
  }

  private static boolean hasWildcard(String text) {
    return text.indexOf('#') >= 0 || text.indexOf('+') >= 0;
  }
}
