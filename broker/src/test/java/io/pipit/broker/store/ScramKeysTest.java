package io.pipit.broker.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScramKeysTest {

  private static final byte[] SALT = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  /** The exchange of RFC 5802 5. */
  @Test
  void serverKeySignsTheExampleOfRfc5802() throws Exception {
    ScramKeys keys = keys(ScramHash.SHA_1, "pencil", "QSXCR+Q6sek8bf92", 4096);
    String exchange =
        "n=user,r=fyko+d2lbbFgONRv9qkxdawL,"
            + "r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,s=QSXCR+Q6sek8bf92,i=4096,"
            + "c=biws,r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j";
    assertEquals("rmF9pqV8S7suAoZWja4dJRkFsKQ=", signature(ScramHash.SHA_1, keys, exchange));
  }

  /** The exchange of RFC 7677 3. */
  @Test
  void serverKeySignsTheExampleOfRfc7677() throws Exception {
    ScramKeys keys = keys(ScramHash.SHA_256, "pencil", "W22ZaJ0SNY7soEsUEjb6gQ==", 4096);
    String exchange =
        "n=user,r=rOprNGfwEbeRWgbNEkqO,"
            + "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,"
            + "i=4096,c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0";
    assertEquals(
        "6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=",
        signature(ScramHash.SHA_256, keys, exchange));
  }

  @Test
  void otherPasswordDoesNotMatch() {
    ScramKeys keys = ScramKeys.derive(ScramHash.SHA_256, "right", SALT, 4096).orElseThrow();
    assertTrue(keys.matches(ScramHash.SHA_256, "right"));
    assertFalse(keys.matches(ScramHash.SHA_256, "Right"));
    assertFalse(keys.matches(ScramHash.SHA_256, "right "));
    assertFalse(keys.matches(ScramHash.SHA_1, "right"));
    assertFalse(keys.matches(ScramHash.SHA_256, ""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "bell\u0007", "tab\there", "half \ud800 pair", "\u0000"})
  void passwordThatOpaqueStringRefusesHasNoKeys(String password) {
    assertEquals(Optional.empty(), ScramKeys.derive(ScramHash.SHA_1, password, SALT, 4096));
    assertEquals(Optional.empty(), Credentials.derive(password, new SecureRandom()));
  }

  @Test
  void passwordIsPreparedSoThatBothSpellingsMatch() {
    // RFC 8265 4.2.2: other spaces become U+0020, composed and decomposed letters are one.
    ScramKeys keys =
        ScramKeys.derive(ScramHash.SHA_1, "pass\u00a0caf\u00e9", SALT, 4096).orElseThrow();
    assertTrue(keys.matches(ScramHash.SHA_1, "pass cafe\u0301"));
    assertFalse(keys.matches(ScramHash.SHA_1, "pass cafe"));
  }

  @Test
  void tooFewIterationsAreNotAccepted() {
    assertThrows(
        IllegalArgumentException.class,
        () -> ScramKeys.derive(ScramHash.SHA_1, "secret", SALT, 4095));
  }

  @Test
  void credentialsHoldKeysOfBothHashesWithFreshSalts() {
    Credentials credentials = Credentials.derive("secret", new SecureRandom()).orElseThrow();
    assertTrue(credentials.keys(ScramHash.SHA_1).matches(ScramHash.SHA_1, "secret"));
    assertTrue(credentials.keys(ScramHash.SHA_256).matches(ScramHash.SHA_256, "secret"));
    assertEquals(10_000, credentials.sha256().iterations());
    assertNotEquals(credentials, Credentials.derive("secret", new SecureRandom()).orElseThrow());
  }

  @Test
  void textOfKeysSaysNothingSecret() {
    assertEquals(
        "ScramKeys[4096 iterations]",
        ScramKeys.derive(ScramHash.SHA_1, "secret", SALT, 4096).orElseThrow().toString());
  }

  private static ScramKeys keys(ScramHash hash, String password, String salt, int iterations) {
    return ScramKeys.derive(hash, password, Base64.getDecoder().decode(salt), iterations)
        .orElseThrow();
  }

  private static String signature(ScramHash hash, ScramKeys keys, String exchange)
      throws Exception {
    Mac mac = Mac.getInstance(hash.hmac());
    mac.init(new SecretKeySpec(keys.serverKey(), hash.hmac()));
    return Base64.getEncoder()
        .encodeToString(mac.doFinal(exchange.getBytes(StandardCharsets.US_ASCII)));
  }
}
