package io.pipit.bridges.mqtt.profile;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.pipit.pubsub.port.PortPayload;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An item as a profile has it.
 *
 * @param id null for the one of its message
 * @param payload of no meaning when it is retracted
 * @param standing whether it stands for its node, as a retained message does for its topic
 * @param retract whether nothing stands for the node any more, and no item is published
 * @param title that the node gets if it has none, for people; empty for none
 */
public record ProfileItem(
    String node,
    @Nullable String id,
    PortPayload payload,
    boolean standing,
    boolean retract,
    String title) {

  /** The id of the item of a node that has one. */
  public static final String CURRENT = "current";

  private static final byte[] NO_BYTES = {};

  /** One that says nothing of a title. */
  ProfileItem(
      String node, @Nullable String id, PortPayload payload, boolean standing, boolean retract) {
    this(node, id, payload, standing, retract, "");
  }

  /** The same, at a node that gets a title if it has none. */
  public ProfileItem titled(String given) {
    return new ProfileItem(node, id, payload, standing, retract, given);
  }

  /** The one item of a node, as JSON. */
  static ProfileItem state(String node, String json) {
    return new ProfileItem(node, CURRENT, json(json), true, false);
  }

  /**
   * How a device is; since when is the time of the item, so that it is new only when it changes.
   */
  static ProfileItem status(String node, String status) {
    return state(node, Json.write(Map.of("status", status)));
  }

  /** Nothing stands for a node. */
  public static ProfileItem retracted(String node) {
    return new ProfileItem(node, CURRENT, new PortPayload("text", null, NO_BYTES), false, true);
  }

  static PortPayload json(String json) {
    return new PortPayload("json", "application/json", json.getBytes(UTF_8));
  }
}
