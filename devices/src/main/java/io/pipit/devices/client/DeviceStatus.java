package io.pipit.devices.client;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How a device is doing.
 *
 * @param waiting items in memory that are not known to be stored
 * @param stored items that the service acknowledged
 * @param refused items that the service refused; they are not sent again
 * @param dropped items that were given up because the buffer was full
 */
public record DeviceStatus(boolean online, int waiting, long stored, long refused, long dropped) {

  /** The node of its account at which a device that has owners tells them. */
  public static final String NODE = "urn:pipit:device:status";

  /** The status as JSON, with the names of the components. */
  public Payload toPayload() {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("online", online);
    members.put("waiting", waiting);
    members.put("stored", stored);
    members.put("refused", refused);
    members.put("dropped", dropped);
    return Payload.json(members);
  }
}
