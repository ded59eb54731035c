package io.pipit.bridges.mqtt.link;

/**
 * What the broker said to a filter.
 *
 * @param code the QoS that is granted, or 128 and more for a refusal
 */
public record SubscribeAnswer(String filter, int code) {

  private static final int FIRST_REFUSAL = 128;

  public boolean isRefused() {
    return code >= FIRST_REFUSAL;
  }
}
