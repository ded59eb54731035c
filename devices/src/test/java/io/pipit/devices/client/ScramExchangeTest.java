package io.pipit.devices.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.xmpp.BareJid;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScramExchangeTest {

  private static final String NONCE = "fyko+d2lbbFgONRv9qkxdawL";
  private static final String SERVER_FIRST =
      "r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,s=QSXCR+Q6sek8bf92,i=4096";

  @Test
  void sha1ExampleOfRfc5802Section5() {
    ScramExchange exchange = new ScramExchange(ScramMechanism.SHA_1, "user", NONCE);
    assertEquals("n,,n=user,r=fyko+d2lbbFgONRv9qkxdawL", exchange.clientFirst());
    ScramExchange.Challenge challenge = exchange.challenge(SERVER_FIRST).orElseThrow();
    assertEquals(4096, challenge.iterations());
    ScramKeys keys =
        ScramKeys.derive(ScramMechanism.SHA_1, "pencil", challenge.salt(), challenge.iterations());
    assertEquals(
        "c=biws,r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,p=v0X8v3Bz2T0CJGbJQyF0X+HI4Ts=",
        exchange.clientFinal(keys));
    assertTrue(exchange.proves("v=rmF9pqV8S7suAoZWja4dJRkFsKQ="));
  }

  @Test
  void sha256ExampleOfRfc7677Section3() {
    ScramExchange exchange =
        new ScramExchange(ScramMechanism.SHA_256, "user", "rOprNGfwEbeRWgbNEkqO");
    assertEquals("n,,n=user,r=rOprNGfwEbeRWgbNEkqO", exchange.clientFirst());
    ScramExchange.Challenge challenge =
        exchange
            .challenge(
                "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,"
                    + "s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096")
            .orElseThrow();
    ScramKeys keys =
        ScramKeys.derive(
            ScramMechanism.SHA_256, "pencil", challenge.salt(), challenge.iterations());
    assertEquals(
        "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,"
            + "p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=",
        exchange.clientFinal(keys));
    assertTrue(exchange.proves("v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4="));
  }

  @Test
  void commaAndEqualsSignInTheNameAreEscaped() {
    assertEquals(
        "n,,n=a=2Cb=3Dc,r=x", new ScramExchange(ScramMechanism.SHA_1, "a,b=c", "x").clientFirst());
  }

  @Test
  void eachExchangeHasItsOwnNonce() {
    assertNotEquals(
        new ScramExchange(ScramMechanism.SHA_1, "user").clientFirst(),
        new ScramExchange(ScramMechanism.SHA_1, "user").clientFirst());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "e=other-error",
        "r=fyko+d2lbbFgONRv9qkxdawL,s=QSXCR+Q6sek8bf92,i=4096", // nothing of the server's own
        "r=somebodyElsesNonce,s=QSXCR+Q6sek8bf92,i=4096",
        "m=ext,r=fyko+d2lbbFgONRv9qkxdawL3rfc,s=QSXCR+Q6sek8bf92,i=4096",
        "r=fyko+d2lbbFgONRv9qkxdawL3rfc,s=QSXCR+Q6sek8bf92",
        "r=fyko+d2lbbFgONRv9qkxdawL3rfc,s=,i=4096",
        "r=fyko+d2lbbFgONRv9qkxdawL3rfc,s=*,i=4096",
        "r=fyko+d2lbbFgONRv9qkxdawL3rfc,i=4096,s=QSXCR+Q6sek8bf92",
        "r=fyko+d2lbbFgONRv9qkxdawL3rfc,s=QSXCR+Q6sek8bf92,i=4095",
        "r=fyko+d2lbbFgONRv9qkxdawL3rfc,s=QSXCR+Q6sek8bf92,i=-1",
        "r=fyko+d2lbbFgONRv9qkxdawL3rfc,s=QSXCR+Q6sek8bf92,i=1000001",
        "r=fyko+d2lbbFgONRv9qkxdawL3rfc,s=QSXCR+Q6sek8bf92,i=99999999999",
      })
  void refusesChallenge(String serverFirst) {
    ScramExchange exchange = new ScramExchange(ScramMechanism.SHA_1, "user", NONCE);
    assertTrue(exchange.challenge(serverFirst).isEmpty());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "v=",
        "v=*",
        "v=rmF9pqV8S7suAoZWja4dJRkFsKA=",
        "e=invalid-proof",
        "rmF9pqV8S7suAoZWja4dJRkFsKQ="
      })
  void refusesServerThatDoesNotProveItself(String serverFinal) {
    ScramExchange exchange = new ScramExchange(ScramMechanism.SHA_1, "user", NONCE);
    ScramExchange.Challenge challenge = exchange.challenge(SERVER_FIRST).orElseThrow();
    exchange.clientFinal(
        ScramKeys.derive(ScramMechanism.SHA_1, "pencil", challenge.salt(), challenge.iterations()));
    assertFalse(exchange.proves(serverFinal));
  }

  @Test
  void serverThatSkipsTheChallengeProvesNothing() {
    assertFalse(new ScramExchange(ScramMechanism.SHA_1, "user", NONCE).proves("v="));
  }

  @Test
  void keysAreDerivedOnceForASaltAndAgainForAnother() {
    Credentials credentials = Credentials.of(BareJid.of("user@localhost"), "pencil");
    var first = new ScramExchange.Challenge(Base64.getDecoder().decode("QSXCR+Q6sek8bf92"), 4096);
    var again = new ScramExchange.Challenge(first.salt().clone(), 4096);
    var more = new ScramExchange.Challenge(first.salt(), 5000);
    assertNull(credentials.keys(ScramMechanism.SHA_1, first));
    ScramKeys keys = credentials.derive(ScramMechanism.SHA_1, first);
    assertEquals(keys, credentials.keys(ScramMechanism.SHA_1, again));
    assertNull(credentials.keys(ScramMechanism.SHA_256, again));
    assertNull(credentials.keys(ScramMechanism.SHA_1, more));
    assertNotNull(credentials.keys(ScramMechanism.SHA_1, first));
  }

  @Test
  void credentialsNeedAnAccountAndAPassword() {
    assertThrows(
        IllegalArgumentException.class, () -> Credentials.of(BareJid.of("localhost"), "pencil"));
    assertThrows(
        IllegalArgumentException.class, () -> Credentials.of(BareJid.of("user@localhost"), ""));
    assertThrows(
        IllegalArgumentException.class,
        () -> Credentials.of(BareJid.of("user@localhost"), "tab\there"));
  }

  @Test
  void nothingPrintsASecret() {
    Credentials credentials = Credentials.of(BareJid.of("user@localhost"), "pencil");
    assertEquals("Credentials[user@localhost]", credentials.toString());
    byte[] salt = {1, 2, 3};
    assertEquals(
        "ScramKeys[SCRAM-SHA-1, 4096 iterations]",
        ScramKeys.derive(ScramMechanism.SHA_1, "pencil", salt, 4096).toString());
  }
}
