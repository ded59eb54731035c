package io.pipit.pubsub;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Makes the names of publishes in archives tell nothing (XEP-0313 7.2, XEP-0359 6): each is a block
 * of 16 bytes, encrypted with a key that only the node has. So nothing has to be kept for a name,
 * nobody else can make one up, and it is the same after a restart. Confined to its user.
 */
public final class ArchiveKey {

  /** How many bytes a name has. */
  public static final int BLOCK_BYTES = 16;

  private static final String PURPOSE = "names in archives";

  private final Cipher sealing;
  private final Cipher opening;

  /**
   * @param secret of the node, 16 bytes or more that stay the same for good
   */
  public ArchiveKey(byte[] secret) {
    if (secret.length < BLOCK_BYTES) {
      throw new IllegalArgumentException("a secret of " + secret.length + " bytes");
    }
    try {
      Mac derivation = Mac.getInstance("HmacSHA256");
      derivation.init(new SecretKeySpec(secret, "HmacSHA256"));
      byte[] derived = derivation.doFinal(PURPOSE.getBytes(StandardCharsets.UTF_8));
      SecretKeySpec key = new SecretKeySpec(Arrays.copyOf(derived, BLOCK_BYTES), "AES");
      this.sealing = cipher(Cipher.ENCRYPT_MODE, key);
      this.opening = cipher(Cipher.DECRYPT_MODE, key);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java runtime has AES and HMAC-SHA-256", e);
    }
  }

  /** No two blocks are alike and each is encrypted by itself, so that none needs a vector. */
  private static Cipher cipher(int mode, SecretKeySpec key) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/CBC/NoPadding");
    cipher.init(mode, key, new IvParameterSpec(new byte[BLOCK_BYTES]));
    return cipher;
  }

  /** The block as it is written. */
  public byte[] seal(byte[] block) {
    return apply(sealing, block);
  }

  /** What was sealed; of anything else bytes that mean nothing. */
  public byte[] open(byte[] sealed) {
    return apply(opening, sealed);
  }

  private static byte[] apply(Cipher cipher, byte[] block) {
    if (block.length != BLOCK_BYTES) {
      throw new IllegalArgumentException("a block of " + block.length + " bytes");
    }
    try {
      return cipher.doFinal(block);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a whole block needs no padding", e);
    }
  }
}
