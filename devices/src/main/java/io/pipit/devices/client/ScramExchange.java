package io.pipit.devices.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;

/**
 * The client's side of one SCRAM authentication without channel binding (RFC 5802 3): three
 * messages as text, no I/O. Used once, in the order {@link #clientFirst}, {@link #challenge},
 * {@link #clientFinal}, {@link #proves}. Confined to its caller.
 */
final class ScramExchange {

  /** RFC 7677 4: fewer iterations protect nobody. */
  static final int MIN_ITERATIONS = 4_096;

  /** More would let a server burn this machine's processor: about a second of it. */
  static final int MAX_ITERATIONS = 1_000_000;

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final String GS2_HEADER = "n,,";

  private final ScramMechanism mechanism;
  private final String nonce;
  private final String clientFirstBare;
  private String serverFirst = "";
  private String serverNonce = "";
  private byte[] serverSignature = {};

  ScramExchange(ScramMechanism mechanism, String username) {
    this(mechanism, username, randomNonce());
  }

  ScramExchange(ScramMechanism mechanism, String username, String nonce) {
    this.mechanism = mechanism;
    this.nonce = nonce;
    this.clientFirstBare = "n=" + username.replace("=", "=3D").replace(",", "=2C") + ",r=" + nonce;
  }

  /** What the server wants the password mixed with. */
  record Challenge(byte[] salt, int iterations) {}

  String clientFirst() {
    return GS2_HEADER + clientFirstBare;
  }

  /** Reads {@code server-first-message}; empty when it is malformed, replayed or unreasonable. */
  Optional<Challenge> challenge(String message) {
    String[] parts = message.split(",", -1);
    // A first part m= would be a mandatory extension: we know none (RFC 5802 5.1).
    if (parts.length < 3
        || !parts[0].startsWith("r=" + nonce)
        || parts[0].length() == 2 + nonce.length()
        || !parts[1].startsWith("s=")
        || !parts[2].matches("i=[1-9][0-9]{0,8}")) {
      return Optional.empty();
    }
    int iterations = Integer.parseInt(parts[2].substring(2));
    Optional<byte[]> salt = base64(parts[1].substring(2));
    if (salt.isEmpty()
        || salt.get().length == 0
        || iterations < MIN_ITERATIONS
        || iterations > MAX_ITERATIONS) {
      return Optional.empty();
    }
    serverFirst = message;
    serverNonce = parts[0].substring(2);
    return Optional.of(new Challenge(salt.get(), iterations));
  }

  /** {@code client-final-message}, with the proof that the keys are known. */
  String clientFinal(ScramKeys keys) {
    String withoutProof =
        "c=" + Base64.getEncoder().encodeToString(GS2_HEADER.getBytes(UTF_8)) + ",r=" + serverNonce;
    byte[] authMessage = (clientFirstBare + "," + serverFirst + "," + withoutProof).getBytes(UTF_8);
    byte[] proof =
        mechanism.hmac(mechanism.hash(keys.clientKey()), authMessage); // the client signature
    for (int i = 0; i < proof.length; i++) {
      proof[i] ^= keys.clientKey()[i];
    }
    serverSignature = mechanism.hmac(keys.serverKey(), authMessage);
    return withoutProof + ",p=" + Base64.getEncoder().encodeToString(proof);
  }

  /** Whether {@code server-final-message} proves that the server knows the account's keys too. */
  boolean proves(String serverFinal) {
    String verifier = serverFinal.split(",", 2)[0];
    return serverSignature.length > 0
        && verifier.startsWith("v=")
        && base64(verifier.substring(2))
            .filter(signature -> MessageDigest.isEqual(signature, serverSignature))
            .isPresent();
  }

  private static Optional<byte[]> base64(String text) {
    try {
      return Optional.of(Base64.getDecoder().decode(text));
    } catch (IllegalArgumentException malformed) {
      return Optional.empty();
    }
  }

  private static String randomNonce() {
    byte[] bytes = new byte[18];
    RANDOM.nextBytes(bytes);
    return Base64.getEncoder().encodeToString(bytes);
  }
}
