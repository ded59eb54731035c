package io.pipit.devices.client;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;

/**
 * What SCRAM derives from a password under one salt and iteration count (RFC 5802 3). The arrays
 * are not copied: nobody changes them.
 */
record ScramKeys(
    ScramMechanism mechanism, byte[] salt, int iterations, byte[] clientKey, byte[] serverKey) {

  /** Runs PBKDF2: milliseconds of processor time, never on an event loop. */
  static ScramKeys derive(ScramMechanism mechanism, String password, byte[] salt, int iterations) {
    byte[] salted = mechanism.saltedPassword(password, salt, iterations);
    return new ScramKeys(
        mechanism,
        salt,
        iterations,
        mechanism.hmac(salted, "Client Key".getBytes(US_ASCII)),
        mechanism.hmac(salted, "Server Key".getBytes(US_ASCII)));
  }

  boolean fits(ScramMechanism wanted, byte[] wantedSalt, int wantedIterations) {
    return mechanism == wanted && iterations == wantedIterations && Arrays.equals(salt, wantedSalt);
  }

  /** Says nothing about the keys. */
  @Override
  public String toString() {
    return "ScramKeys[" + mechanism.wire() + ", " + iterations + " iterations]";
  }
}
