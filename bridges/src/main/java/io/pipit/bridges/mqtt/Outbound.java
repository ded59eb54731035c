package io.pipit.bridges.mqtt;

import io.pipit.bridges.mqtt.profile.BridgeMessage;
import java.util.List;

/**
 * What an item is for the broker.
 *
 * @param messages to publish, in this order; none for an item that stays here
 * @param dropped why not more, in words for metrics: {@code loop}, {@code expired} or {@code
 *     bad_topic}
 */
public record Outbound(List<BridgeMessage> messages, List<String> dropped) {

  public Outbound {
    messages = List.copyOf(messages);
    dropped = List.copyOf(dropped);
  }
}
