package io.pipit.bridges.mqtt;

import io.pipit.bridges.mqtt.link.IncomingMessage;
import io.pipit.bridges.mqtt.link.LinkUp;
import io.pipit.bridges.mqtt.link.MessageProperties;
import io.pipit.bridges.mqtt.link.OutgoingMessage;
import io.pipit.bridges.mqtt.profile.BridgeMessage;
import io.pipit.bridges.mqtt.profile.UserProperty;
import java.util.ArrayList;
import java.util.List;

/** Messages as a link has them, and as the rules of a bridge have them. Stateless; any thread. */
final class LinkMessages {

  private LinkMessages() {}

  static BridgeMessage read(IncomingMessage message) {
    MessageProperties properties = message.properties();
    List<UserProperty> user = new ArrayList<>();
    for (MessageProperties.Pair pair : properties.user()) {
      user.add(new UserProperty(pair.name(), pair.value()));
    }
    return new BridgeMessage(
        message.topic(),
        message.payload(),
        message.qos(),
        message.retained(),
        message.duplicate(),
        message.id(),
        properties.contentType(),
        properties.responseTopic(),
        properties.correlation(),
        properties.expirySeconds(),
        user);
  }

  /** A message as the broker can take it: no more QoS than it has, and retained if it retains. */
  static OutgoingMessage write(BridgeMessage message, LinkUp up, boolean isVersion5) {
    return new OutgoingMessage(
        message.topic(),
        message.payload(),
        Math.min(message.qos(), up.maxQos()),
        message.retain() && up.retainAvailable(),
        0,
        false,
        isVersion5 ? properties(message) : MessageProperties.NONE);
  }

  private static MessageProperties properties(BridgeMessage message) {
    List<MessageProperties.Pair> user = new ArrayList<>();
    for (UserProperty property : message.properties()) {
      user.add(new MessageProperties.Pair(property.name(), property.value()));
    }
    return new MessageProperties(
        message.contentType(),
        message.responseTopic(),
        message.correlation(),
        message.expirySeconds(),
        user);
  }

  /** A message of QoS 2 with its identifier, or of QoS 1 where it has none. */
  static OutgoingMessage exactly(OutgoingMessage message, int id, boolean again) {
    return with(message, id == 0 ? 1 : 2, id, id != 0 && again);
  }

  /** A message whose arrival nobody waits for. */
  static OutgoingMessage atMostOnce(OutgoingMessage message) {
    return with(message, 0, 0, false);
  }

  private static OutgoingMessage with(OutgoingMessage message, int qos, int id, boolean again) {
    return new OutgoingMessage(
        message.topic(), message.payload(), qos, message.retain(), id, again, message.properties());
  }
}
