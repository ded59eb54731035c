package io.pipit.broker.stream.sasl;

import io.pipit.broker.store.ScramHash;
import java.util.Optional;

/** The mechanisms that Pipit implements, the one that a client should prefer first. */
public enum Mechanism {
  SCRAM_SHA_256_PLUS("SCRAM-SHA-256-PLUS", ScramHash.SHA_256, true),
  SCRAM_SHA_256("SCRAM-SHA-256", ScramHash.SHA_256, false),
  SCRAM_SHA_1_PLUS("SCRAM-SHA-1-PLUS", ScramHash.SHA_1, true),
  SCRAM_SHA_1("SCRAM-SHA-1", ScramHash.SHA_1, false),
  /** Sends the password itself, so that it is for encrypted connections only. */
  PLAIN("PLAIN", ScramHash.SHA_256, false);

  private final String wire;
  private final ScramHash hash;
  private final boolean bindsChannel;

  Mechanism(String wire, ScramHash hash, boolean bindsChannel) {
    this.wire = wire;
    this.hash = hash;
    this.bindsChannel = bindsChannel;
  }

  /** The mechanism of that registered name. */
  public static Optional<Mechanism> of(String wire) {
    for (Mechanism mechanism : values()) {
      if (mechanism.wire.equals(wire)) {
        return Optional.of(mechanism);
      }
    }
    return Optional.empty();
  }

  /** Its registered name. */
  public String wire() {
    return wire;
  }

  /** Which of an account's keys the credential is checked against. */
  ScramHash hash() {
    return hash;
  }

  /** Whether it is bound to the TLS connection it runs in (RFC 5802 6). */
  public boolean bindsChannel() {
    return bindsChannel;
  }
}
