package io.pipit.broker.stream.sasl;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.pipit.broker.store.ScramHash;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/** The client's side of SCRAM, written from RFC 5802 and not from the server's side. */
public final class ScramClient {

  private final ScramHash hash;
  private final String password;
  private final String header;
  private final byte[] binding;
  private final String bare;
  private String authMessage = "";
  private byte[] salted = {};

  /**
   * @param header the gs2-header, such as {@code n,,}
   * @param binding data of the channel binding, empty for none
   */
  public ScramClient(
      ScramHash hash, String user, String password, String nonce, String header, byte[] binding) {
    this.hash = hash;
    this.password = password;
    this.header = header;
    this.binding = binding;
    this.bare = "n=" + user + ",r=" + nonce;
  }

  public String first() {
    return header + bare;
  }

  public String last(String challenge) throws GeneralSecurityException {
    String[] parts = challenge.split(",");
    byte[] salt = Base64.getDecoder().decode(parts[1].substring(2));
    int iterations = Integer.parseInt(parts[2].substring(2));
    byte[] prefix = header.getBytes(UTF_8);
    byte[] bound =
        ByteBuffer.allocate(prefix.length + binding.length).put(prefix).put(binding).array();
    String withoutProof = "c=" + encode(bound) + "," + parts[0];
    authMessage = bare + "," + challenge + "," + withoutProof;
    salted =
        SecretKeyFactory.getInstance("PBKDF2With" + hash.hmac())
            .generateSecret(
                new PBEKeySpec(password.toCharArray(), salt, iterations, hash.bytes() * 8))
            .getEncoded();
    byte[] clientKey = hmac(salted, "Client Key");
    byte[] signature =
        hmac(MessageDigest.getInstance(hash.digest()).digest(clientKey), authMessage);
    for (int i = 0; i < clientKey.length; i++) {
      clientKey[i] ^= signature[i];
    }
    return withoutProof + ",p=" + encode(clientKey);
  }

  /** What the server must say to show that it knows the keys. */
  public String expectedFromServer() throws GeneralSecurityException {
    return "v=" + encode(hmac(hmac(salted, "Server Key"), authMessage));
  }

  private byte[] hmac(byte[] key, String text) throws GeneralSecurityException {
    Mac mac = Mac.getInstance(hash.hmac());
    mac.init(new SecretKeySpec(key, hash.hmac()));
    return mac.doFinal(text.getBytes(UTF_8));
  }

  private static String encode(byte[] data) {
    return Base64.getEncoder().encodeToString(data);
  }
}
