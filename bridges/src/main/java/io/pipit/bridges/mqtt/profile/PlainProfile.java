package io.pipit.bridges.mqtt.profile;

import io.pipit.pubsub.port.PortPayload;
import java.util.List;

/**
 * A message is an item of its node, byte for byte. What is not of the kind that was promised is
 * stored as bytes, which the node decides. Immutable; any thread.
 */
public final class PlainProfile implements PayloadProfile {

  private final String kind;

  /**
   * @param kind {@code json}, {@code text}, {@code binary}, {@code xml}, or {@code auto}: by the
   *     content type, else by the bytes
   */
  public PlainProfile(String kind) {
    this.kind = kind;
  }

  @Override
  public Reading read(BridgeMessage message, String node) {
    return Reading.of(List.of(item(message, node)));
  }

  ProfileItem item(BridgeMessage message, String node) {
    boolean isEmpty = message.payload().length == 0;
    String known = isEmpty && kind.equals("auto") ? "text" : kind;
    PortPayload payload = new PortPayload(known, message.contentType(), message.payload());
    return new ProfileItem(node, null, payload, message.retain(), false);
  }
}
