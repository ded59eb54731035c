package io.pipit.broker.mqtt;

import io.pipit.broker.mqtt.codec.UserProperty;
import io.pipit.pubsub.port.CarriedHeaders;
import io.pipit.pubsub.port.PortHeader;
import java.util.Optional;

/**
 * What the headers of items are in packets: {@link CarriedHeaders}, whose pairs are user
 * properties. Stateless; any thread.
 */
final class MqttHeaders {

  /** From a client: by which the node knows the publish when it is sent again. */
  static final String KEY = "pipit-key";

  private MqttHeaders() {}

  /** The user property for a header; empty when it is a property of MQTT, or the node's to say. */
  static Optional<UserProperty> userProperty(PortHeader header) {
    return CarriedHeaders.pair(header).map(pair -> new UserProperty(pair.name(), pair.value()));
  }

  /** The header for a user property of a client; empty when it is the node's to say. */
  static Optional<PortHeader> header(UserProperty property) {
    return CarriedHeaders.header(new PortHeader(property.name(), property.value()));
  }
}
