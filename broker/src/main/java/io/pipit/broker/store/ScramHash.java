package io.pipit.broker.store;

/** The hash functions of the SCRAM mechanisms that Pipit offers (RFC 5802, RFC 7677). */
public enum ScramHash {
  SHA_1("SHA-1", "HmacSHA1", 20, 4_096),
  SHA_256("SHA-256", "HmacSHA256", 32, 10_000);

  private final String digest;
  private final String hmac;
  private final int bytes;
  private final int defaultIterations;

  ScramHash(String digest, String hmac, int bytes, int defaultIterations) {
    this.digest = digest;
    this.hmac = hmac;
    this.bytes = bytes;
    this.defaultIterations = defaultIterations;
  }

  /** Name of the {@link java.security.MessageDigest}, which is also the mechanism's suffix. */
  public String digest() {
    return digest;
  }

  /** Name of the {@link javax.crypto.Mac}. */
  public String hmac() {
    return hmac;
  }

  /** Name of the key derivation for {@link javax.crypto.SecretKeyFactory}. */
  String pbkdf2() {
    return "PBKDF2With" + hmac;
  }

  /** Length of a key, in bytes. */
  public int bytes() {
    return bytes;
  }

  /** PBKDF2 iterations for new credentials. */
  public int defaultIterations() {
    return defaultIterations;
  }
}
