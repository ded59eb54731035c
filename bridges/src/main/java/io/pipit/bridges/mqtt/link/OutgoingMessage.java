package io.pipit.bridges.mqtt.link;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.jspecify.annotations.Nullable;

/**
 * A message for the broker.
 *
 * @param payload shared, must not be changed
 * @param exactId at QoS 2 its identifier, from {@link MqttLink#FIRST_EXACT_ID} on and not that of
 *     another one on its way; 0 otherwise
 * @param again whether it was sent before with that identifier
 */
public record OutgoingMessage(
    String topic,
    byte[] payload,
    int qos,
    boolean retain,
    int exactId,
    boolean again,
    MessageProperties properties) {

  private static final long MAX_HEAD = 48;
  private static final long PAIR_HEAD = 5;

  /** The bytes of its packet, or a few more. */
  public long packetBytes() {
    long bytes = MAX_HEAD + utf8(topic) + payload.length;
    bytes += utf8(properties.contentType()) + utf8(properties.responseTopic());
    for (MessageProperties.Pair pair : properties.user()) {
      bytes += PAIR_HEAD + utf8(pair.name()) + utf8(pair.value());
    }
    return bytes + properties.correlation().length;
  }

  private static long utf8(@Nullable String text) {
    return text == null ? 0 : text.getBytes(UTF_8).length;
  }
}
