package io.pipit.broker.account;

import java.util.Locale;

/** The {@code subscription} of a roster item (RFC 6121 2.1.2.5), seen from the roster's owner. */
public enum Subscription {
  NONE(false, false),
  /** The owner gets the contact's presence. */
  TO(true, false),
  /** The contact gets the owner's presence. */
  FROM(false, true),
  BOTH(true, true);

  private final boolean to;
  private final boolean from;
  private final String wire = name().toLowerCase(Locale.ROOT);

  Subscription(boolean to, boolean from) {
    this.to = to;
    this.from = from;
  }

  static Subscription of(boolean to, boolean from) {
    if (to) {
      return from ? BOTH : TO;
    }
    return from ? FROM : NONE;
  }

  /**
   * @throws IllegalArgumentException when no value is written so
   */
  static Subscription ofWire(String wire) {
    return valueOf(wire.toUpperCase(Locale.ROOT));
  }

  /** Whether the owner gets the contact's presence. */
  public boolean includesTo() {
    return to;
  }

  /** Whether the contact gets the owner's presence. */
  public boolean includesFrom() {
    return from;
  }

  public String wire() {
    return wire;
  }
}
