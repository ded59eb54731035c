package io.pipit.bridges.mqtt;

import java.util.Locale;

/** How a bridge is connected. */
public enum BridgeState {
  /** An attempt is under way. */
  CONNECTING,
  /** The broker has taken the connection. */
  UP,
  /** There is none, and there will be an attempt. */
  DOWN,
  /** As {@link #DOWN}, since the broker refuses who the bridge is: the next attempt is far off. */
  AUTH_FAILED,
  /** As {@link #DOWN}, since TLS does not come about. */
  TLS_FAILED,
  /** There is none, and there will be none until somebody says so. */
  PAUSED;

  /** As it is written in the API, at the status node and in metrics. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
