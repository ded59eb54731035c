package io.pipit.broker.mqtt;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The topic aliases that a client has introduced on its connection (MQTT 5, 3.3.2.3.4). Confined to
 * the loop of the connection.
 */
final class TopicAliases {

  private static final @Nullable String[] NOTHING = {};

  private final int most;
  private @Nullable String[] topics = NOTHING;

  /**
   * @param most the highest alias that the client was told it may use
   */
  TopicAliases(int most) {
    this.most = most;
  }

  /** Whether the client may use an alias [MQTT-3.3.2-8], [MQTT-3.3.2-9]. */
  boolean allows(long alias) {
    return alias >= 1 && alias <= most;
  }

  /** An alias that it {@link #allows} stands for a topic from now on. */
  void introduce(int alias, String topic) {
    if (alias > topics.length) {
      topics = Arrays.copyOf(topics, Math.min(most, Math.max(alias, 2 * topics.length)));
    }
    topics[alias - 1] = topic;
  }

  /** What an alias that it {@link #allows} stands for, unless it was not introduced. */
  Optional<String> topic(int alias) {
    return alias > topics.length ? Optional.empty() : Optional.ofNullable(topics[alias - 1]);
  }
}
