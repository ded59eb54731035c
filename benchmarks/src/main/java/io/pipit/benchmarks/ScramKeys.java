package io.pipit.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * What a client of SCRAM-SHA-256 keeps of a password (RFC 5802 3), so that only its first login
 * costs the derivation.
 *
 * @param salt and the iterations: the server's, in base64
 */
record ScramKeys(
    String salt, int iterations, byte[] clientKey, byte[] storedKey, byte[] serverKey) {

  static ScramKeys derive(String password, String salt, int iterations) {
    try {
      byte[] salted =
          SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
              .generateSecret(
                  new PBEKeySpec(
                      password.toCharArray(), Base64.getDecoder().decode(salt), iterations, 256))
              .getEncoded();
      byte[] clientKey = hmac(salted, "Client Key");
      return new ScramKeys(
          salt,
          iterations,
          clientKey,
          MessageDigest.getInstance("SHA-256").digest(clientKey),
          hmac(salted, "Server Key"));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Of the client, in base64. */
  String proof(String authMessage) {
    byte[] signature = hmac(storedKey, authMessage);
    byte[] proof = new byte[signature.length];
    for (int i = 0; i < proof.length; i++) {
      proof[i] = (byte) (clientKey[i] ^ signature[i]);
    }
    return Base64.getEncoder().encodeToString(proof);
  }

  /** Of the server, in base64. */
  String signature(String authMessage) {
    return Base64.getEncoder().encodeToString(hmac(serverKey, authMessage));
  }

  private static byte[] hmac(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(text.getBytes(UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ScramKeys keys
        && salt.equals(keys.salt)
        && iterations == keys.iterations
        && Arrays.equals(clientKey, keys.clientKey);
  }

  @Override
  public int hashCode() {
    return salt.hashCode();
  }

  @Override
  public String toString() {
    return "keys for the salt " + salt;
  }
}
