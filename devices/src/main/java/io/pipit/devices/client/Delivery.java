package io.pipit.devices.client;

/** What became of an item that a device published. */
public enum Delivery {
  /** The service has stored it. */
  STORED,
  /** It waits in the device's memory and is sent when there is a connection. */
  BUFFERED,
  /** It was never sent: a newer one of the same personal node took its place while it waited. */
  SUPERSEDED
}
