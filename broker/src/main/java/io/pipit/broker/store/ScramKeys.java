package io.pipit.broker.store;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import rocks.xmpp.precis.PrecisProfiles;

/**
 * What is kept of a password for one SCRAM hash (RFC 5802 3): enough to prove knowledge of it to
 * each other, not enough to log in elsewhere. Any thread; the arrays are shared and must not be
 * changed.
 *
 * @param salt 1 to 255 bytes, drawn per account
 * @param iterations of PBKDF2, at least 4,096 (RFC 5802 5.1)
 * @param storedKey H(ClientKey), against which a client's proof is checked
 * @param serverKey signs the server's final message
 */
public record ScramKeys(byte[] salt, int iterations, byte[] storedKey, byte[] serverKey) {

  /** The fewest iterations that are accepted, also for imported keys. */
  public static final int MIN_ITERATIONS = 4_096;

  private static final int NONE_SALT_BYTES = 16;

  public ScramKeys {
    if (salt.length < 1 || salt.length > 255) {
      throw new IllegalArgumentException("salt of " + salt.length + " bytes");
    }
    if (iterations < MIN_ITERATIONS) {
      throw new IllegalArgumentException("only " + iterations + " iterations");
    }
    if (storedKey.length != serverKey.length) {
      throw new IllegalArgumentException("keys of different hashes");
    }
  }

  /**
   * Derives the keys of a password. Takes milliseconds of CPU: never on an event loop.
   *
   * @return empty when the password is not one that OpaqueString (RFC 8265 4.2) allows, such as an
   *     empty one
   */
  public static Optional<ScramKeys> derive(
      ScramHash hash, String password, byte[] salt, int iterations) {
    return prepare(password).map(prepared -> deriveFromPrepared(hash, prepared, salt, iterations));
  }

  /**
   * What an account has for a hash of which nobody knows the keys: nothing can be proven against
   * it.
   */
  public static ScramKeys none(ScramHash hash, SecureRandom random) {
    byte[] salt = new byte[NONE_SALT_BYTES];
    random.nextBytes(salt);
    return new ScramKeys(
        salt, hash.defaultIterations(), new byte[hash.bytes()], new byte[hash.bytes()]);
  }

  /** Whether these are {@link #none}: no hash of anything is all zeros. */
  public boolean isNone() {
    return Arrays.equals(storedKey, new byte[storedKey.length]);
  }

  /**
   * Whether this is the password, for PLAIN. As slow as {@link #derive}; compares in constant time.
   */
  public boolean matches(ScramHash hash, String password) {
    return derive(hash, password, salt, iterations)
        .filter(derived -> MessageDigest.isEqual(derived.storedKey, storedKey))
        .isPresent();
  }

  /**
   * The password as it is hashed (RFC 8265 4.2.1). Printable ASCII is left as it is by the rules.
   */
  static Optional<String> prepare(String password) {
    if (!password.isEmpty() && password.chars().allMatch(c -> c >= 0x20 && c < 0x7F)) {
      return Optional.of(password);
    }
    try {
      return Optional.of(PrecisProfiles.OPAQUE_STRING.enforce(password));
    } catch (IllegalArgumentException refused) {
      return Optional.empty(); // RFC 8265 4.2: a disallowed code point or nothing left
    }
  }

  private static ScramKeys deriveFromPrepared(
      ScramHash hash, String password, byte[] salt, int iterations) {
    PBEKeySpec spec =
        new PBEKeySpec(password.toCharArray(), salt, iterations, hash.bytes() * Byte.SIZE);
    try {
      byte[] salted = SecretKeyFactory.getInstance(hash.pbkdf2()).generateSecret(spec).getEncoded();
      byte[] storedKey =
          MessageDigest.getInstance(hash.digest()).digest(hmac(hash, salted, "Client Key"));
      return new ScramKeys(salt, iterations, storedKey, hmac(hash, salted, "Server Key"));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no " + hash.pbkdf2(), e);
    } finally {
      spec.clearPassword();
    }
  }

  private static byte[] hmac(ScramHash hash, byte[] key, String text)
      throws GeneralSecurityException {
    Mac mac = Mac.getInstance(hash.hmac());
    mac.init(new SecretKeySpec(key, hash.hmac()));
    return mac.doFinal(text.getBytes(StandardCharsets.US_ASCII));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ScramKeys that
        && iterations == that.iterations
        && Arrays.equals(salt, that.salt)
        && MessageDigest.isEqual(storedKey, that.storedKey)
        && MessageDigest.isEqual(serverKey, that.serverKey);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(salt);
  }

  /** Says nothing secret: this text may end up in a log. */
  @Override
  public String toString() {
    return "ScramKeys[" + iterations + " iterations]";
  }
}
