package io.pipit.broker.store;

import java.security.SecureRandom;
import java.util.Optional;

/**
 * What an account is authenticated with. The password itself is never stored. Any thread.
 *
 * @param sha1 keys for SCRAM-SHA-1
 * @param sha256 keys for SCRAM-SHA-256
 * @param disabled whether logins are refused; the peer is told the same as for a wrong password
 */
public record Credentials(ScramKeys sha1, ScramKeys sha256, boolean disabled) {

  private static final int SALT_BYTES = 16;

  public Credentials {
    if (sha1.storedKey().length != ScramHash.SHA_1.bytes()
        || sha256.storedKey().length != ScramHash.SHA_256.bytes()) {
      throw new IllegalArgumentException("keys of another hash");
    }
  }

  /**
   * Credentials for a new password, with fresh salts. Takes milliseconds of CPU: never on an event
   * loop.
   *
   * @return empty when the password is not allowed, see {@link ScramKeys#derive}
   */
  public static Optional<Credentials> derive(String password, SecureRandom random) {
    return fresh(ScramHash.SHA_1, password, random)
        .flatMap(
            sha1 ->
                fresh(ScramHash.SHA_256, password, random)
                    .map(sha256 -> new Credentials(sha1, sha256, false)));
  }

  private static Optional<ScramKeys> fresh(ScramHash hash, String password, SecureRandom random) {
    byte[] salt = new byte[SALT_BYTES];
    random.nextBytes(salt);
    return ScramKeys.derive(hash, password, salt, hash.defaultIterations());
  }

  /** The keys for a mechanism's hash. */
  public ScramKeys keys(ScramHash hash) {
    return hash == ScramHash.SHA_1 ? sha1 : sha256;
  }

  /** Whether there are keys for a hash: accounts of other servers may come with those of one. */
  public boolean hasKeys(ScramHash hash) {
    return !keys(hash).isNone();
  }

  /** The same keys, with logins refused or allowed. */
  Credentials withDisabled(boolean value) {
    return new Credentials(sha1, sha256, value);
  }
}
