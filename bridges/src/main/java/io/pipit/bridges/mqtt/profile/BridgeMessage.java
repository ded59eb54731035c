package io.pipit.bridges.mqtt.profile;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A message as both versions of MQTT have it; of 3.1.1 the properties are empty.
 *
 * @param payload shared, must not be changed
 * @param retain to the broker: it is to be retained; from it: it is sent because of a subscription,
 *     as retained
 * @param duplicate whether it may have been sent before
 * @param packetId with which it came; 0 for QoS 0, and to the broker
 * @param expirySeconds null for none
 * @param correlation empty for none
 */
public record BridgeMessage(
    String topic,
    byte[] payload,
    int qos,
    boolean retain,
    boolean duplicate,
    int packetId,
    @Nullable String contentType,
    @Nullable String responseTopic,
    byte[] correlation,
    @Nullable Long expirySeconds,
    List<UserProperty> properties) {

  /** No payload, or no correlation data. */
  public static final byte[] NO_BYTES = {};

  public BridgeMessage {
    properties = List.copyOf(properties);
  }

  /** One without properties. */
  public static BridgeMessage of(String topic, byte[] payload, int qos, boolean retain) {
    return new BridgeMessage(
        topic, payload, qos, retain, false, 0, null, null, NO_BYTES, null, List.of());
  }

  /** The value of the first user property of that name. */
  public Optional<String> property(String name) {
    return properties.stream()
        .filter(property -> property.name().equals(name))
        .map(UserProperty::value)
        .findFirst();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof BridgeMessage that
        && topic.equals(that.topic)
        && Arrays.equals(payload, that.payload)
        && qos == that.qos
        && retain == that.retain
        && duplicate == that.duplicate
        && packetId == that.packetId
        && Objects.equals(contentType, that.contentType)
        && Objects.equals(responseTopic, that.responseTopic)
        && Arrays.equals(correlation, that.correlation)
        && Objects.equals(expirySeconds, that.expirySeconds)
        && properties.equals(that.properties);
  }

  @Override
  public int hashCode() {
    return 31 * topic.hashCode() + Arrays.hashCode(payload);
  }

  /** Without the payload, which belongs in no log. */
  @Override
  public String toString() {
    return topic + " (" + payload.length + " bytes, QoS " + qos + (retain ? ", retain)" : ")");
  }
}
