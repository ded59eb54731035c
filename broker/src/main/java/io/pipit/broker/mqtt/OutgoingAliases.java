package io.pipit.broker.mqtt;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The topic aliases that the node has introduced towards a client, for as long as their connection
 * (MQTT 5, 3.3.2.3.4). Confined to the loop of the connection.
 *
 * <p>Half of them go to the topics that come first. The other half, and all where a message is
 * retained, go to topics that come a second time, unless another topic came between that has the
 * same place: so what comes once, such as what is retained for thousands of topics, does not take
 * them all. An alias keeps its topic: one that is taken back and given costs the bytes that it is
 * to save.
 */
final class OutgoingAliases {

  /** No alias. */
  static final int NONE = 0;

  /** Three messages with the alias, which takes three bytes, are shorter than without. */
  private static final int SHORTEST_TOPIC = 6;

  private final int most;
  private final Map<String, Integer> known = new HashMap<>(0);

  /** The last topic of each place; made with the first message. */
  private @Nullable String @Nullable [] seen;

  /**
   * @param most the highest alias
   */
  OutgoingAliases(int most) {
    this.most = most;
  }

  /**
   * The alias for a message that is written now, as {@link
   * io.pipit.broker.mqtt.codec.SharedPublish#appendTo} has it.
   *
   * @param topicBytes of the topic
   * @param retain whether the message has RETAIN
   * @param mayIntroduce whether there is room to say topic and alias
   */
  int next(String topic, int topicBytes, boolean retain, boolean mayIntroduce) {
    if (topicBytes < SHORTEST_TOPIC) {
      return NONE;
    }
    Integer alias = known.get(topic);
    if (alias != null) {
      return -alias;
    }
    if (!mayIntroduce || known.size() == most) {
      return NONE;
    }
    boolean atOnce = !retain && known.size() < (most + 1) / 2;
    if (!atOnce && !wasSeen(topic)) {
      return NONE;
    }
    int introduced = known.size() + 1;
    known.put(topic, introduced);
    return introduced;
  }

  private boolean wasSeen(String topic) {
    @Nullable String[] places = seen;
    if (places == null) {
      places = new String[most];
      seen = places;
    }
    int place = Math.floorMod(topic.hashCode(), most);
    boolean was = topic.equals(places[place]);
    places[place] = topic;
    return was;
  }
}
