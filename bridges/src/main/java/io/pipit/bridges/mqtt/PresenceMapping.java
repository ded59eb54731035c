package io.pipit.bridges.mqtt;

import java.util.List;

/**
 * Messages that say whether a device is there. A text that is in none of the lists says nothing.
 *
 * @param filter of topics, which need no entry that makes them items
 * @param device the template of the name of the device: one level
 * @param available texts by which it is there
 * @param unavailable texts by which it is gone
 * @param away texts by which it is away for a while
 */
public record PresenceMapping(
    String filter,
    String device,
    List<String> available,
    List<String> unavailable,
    List<String> away) {

  public PresenceMapping {
    available = List.copyOf(available);
    unavailable = List.copyOf(unavailable);
    away = List.copyOf(away);
  }

  /** With the words of the Homie convention. */
  public static PresenceMapping of(String filter, String device) {
    return new PresenceMapping(
        filter, device, BridgeDefaults.AVAILABLE, BridgeDefaults.UNAVAILABLE, BridgeDefaults.AWAY);
  }
}
