package io.pipit.pep.caps;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Optional;

/** The hash functions that capabilities are verified with, by their names in XEP-0300. */
public enum HashFunction {
  /** For XEP-0115 alone, which all implement with it (9.1); too weak for XEP-0390. */
  SHA_1("sha-1", "SHA-1"),
  SHA_256("sha-256", "SHA-256"),
  SHA_512("sha-512", "SHA-512"),
  SHA3_256("sha3-256", "SHA3-256"),
  SHA3_512("sha3-512", "SHA3-512");

  private final String wire;
  private final String algorithm;

  HashFunction(String wire, String algorithm) {
    this.wire = wire;
    this.algorithm = algorithm;
  }

  public String wire() {
    return wire;
  }

  /** The function of that name; empty for one that is not known here. */
  public static Optional<HashFunction> ofWire(String name) {
    for (HashFunction function : values()) {
      if (function.wire.equals(name)) {
        return Optional.of(function);
      }
    }
    return Optional.empty();
  }

  /** The base64 of the hash, without white space (RFC 4648 3 and 4). */
  String base64(byte[] input) {
    try {
      return Base64.getEncoder().encodeToString(MessageDigest.getInstance(algorithm).digest(input));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform from 9 on has " + algorithm, e);
    }
  }
}
