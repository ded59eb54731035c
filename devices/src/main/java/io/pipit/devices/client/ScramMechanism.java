package io.pipit.devices.client;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/** The SCRAM mechanisms this client speaks, by the hash they are made of (RFC 5802, RFC 7677). */
enum ScramMechanism {
  /** First: mechanisms are tried in this order. */
  SHA_256("SCRAM-SHA-256", "SHA-256", "HmacSHA256", "PBKDF2WithHmacSHA256", 256),
  SHA_1("SCRAM-SHA-1", "SHA-1", "HmacSHA1", "PBKDF2WithHmacSHA1", 160);

  private final String wire;
  private final String digest;
  private final String mac;
  private final String keyFactory;
  private final int bits;

  ScramMechanism(String wire, String digest, String mac, String keyFactory, int bits) {
    this.wire = wire;
    this.digest = digest;
    this.mac = mac;
    this.keyFactory = keyFactory;
    this.bits = bits;
  }

  /** The name in {@code <mechanism/>}. */
  String wire() {
    return wire;
  }

  byte[] hash(byte[] data) {
    try {
      return MessageDigest.getInstance(digest).digest(data);
    } catch (GeneralSecurityException e) {
      throw missing(digest, e);
    }
  }

  byte[] hmac(byte[] key, byte[] data) {
    try {
      Mac hmac = Mac.getInstance(mac);
      hmac.init(new SecretKeySpec(key, mac));
      return hmac.doFinal(data);
    } catch (GeneralSecurityException e) {
      throw missing(mac, e);
    }
  }

  /** Hi() of RFC 5802 2.2. Slow on purpose: never on an event loop. */
  byte[] saltedPassword(String password, byte[] salt, int iterations) {
    PBEKeySpec spec = new PBEKeySpec(password.toCharArray(), salt, iterations, bits);
    try {
      return SecretKeyFactory.getInstance(keyFactory).generateSecret(spec).getEncoded();
    } catch (GeneralSecurityException e) {
      throw missing(keyFactory, e);
    } finally {
      spec.clearPassword();
    }
  }

  private static IllegalStateException missing(String algorithm, GeneralSecurityException cause) {
    return new IllegalStateException("this Java has no " + algorithm, cause);
  }
}
