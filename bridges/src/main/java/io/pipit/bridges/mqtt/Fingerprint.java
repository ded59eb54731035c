package io.pipit.bridges.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * What tells one message from another in 16 bytes: the front of the SHA-256 of its topic and its
 * payload. Nobody can make a message that is taken for one of somebody else.
 */
record Fingerprint(long front, long back) {

  static Fingerprint of(String topic, byte[] payload) {
    MessageDigest digest = sha256();
    digest.update(topic.getBytes(UTF_8));
    digest.update((byte) 0); // no topic has it
    ByteBuffer hash = ByteBuffer.wrap(digest.digest(payload));
    return new Fingerprint(hash.getLong(), hash.getLong());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException missing) {
      throw new AssertionError("every Java has it", missing);
    }
  }
}
