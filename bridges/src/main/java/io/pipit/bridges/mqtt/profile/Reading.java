package io.pipit.bridges.mqtt.profile;

import java.util.List;

/**
 * What a profile has read out of a message.
 *
 * @param items to publish, in this order
 * @param answers to send to the broker
 * @param presences of devices
 * @param fault why the message, or a part of it, could not be read; empty when it could
 */
public record Reading(
    List<ProfileItem> items,
    List<BridgeMessage> answers,
    List<DevicePresence> presences,
    String fault) {

  /** It means nothing here. */
  public static final Reading NOTHING = of(List.of());

  public Reading {
    items = List.copyOf(items);
    answers = List.copyOf(answers);
    presences = List.copyOf(presences);
  }

  /** Items only. */
  public static Reading of(List<ProfileItem> items) {
    return new Reading(items, List.of(), List.of(), "");
  }

  /** One that could not be read. */
  public static Reading fault(String why) {
    return new Reading(List.of(), List.of(), List.of(), why);
  }
}
