package io.pipit.broker.stream.sasl;

import static io.pipit.broker.stream.sasl.AuthenticatorFixture.respond;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.broker.store.ScramHash;
import io.pipit.xmpp.BareJid;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ScramExchangeTest {

  private final AuthenticatorFixture fixture = new AuthenticatorFixture();

  @AfterEach
  void close() {
    fixture.close();
  }

  // ---- success

  @Test
  @Tag("XC-6120-sasl-mti")
  void exampleOfRfc5802() throws Exception {
    fixture.nonce = "3rfcNHYJY1ZVvWVs7j";
    SaslExchange exchange = fixture.authenticator.start(Mechanism.SCRAM_SHA_1, fixture.clear);

    assertEquals(
        "r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,s=QSXCR+Q6sek8bf92,i=4096",
        challenge(respond(exchange, "n,,n=user,r=fyko+d2lbbFgONRv9qkxdawL")));
    assertEquals(
        "v=rmF9pqV8S7suAoZWja4dJRkFsKQ=",
        success(
            respond(
                exchange,
                "c=biws,r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,"
                    + "p=v0X8v3Bz2T0CJGbJQyF0X+HI4Ts=")));
  }

  @Test
  void exampleOfRfc7677() throws Exception {
    fixture.nonce = "%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0";
    SaslExchange exchange = fixture.authenticator.start(Mechanism.SCRAM_SHA_256, fixture.clear);

    assertEquals(
        "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,"
            + "s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096",
        challenge(respond(exchange, "n,,n=user,r=rOprNGfwEbeRWgbNEkqO")));
    assertEquals(
        "v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=",
        success(
            respond(
                exchange,
                "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,"
                    + "p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=")));
  }

  @ParameterizedTest(name = "XC-6120-sasl-mti {0}")
  @EnumSource(names = {"SCRAM_SHA_256_PLUS", "SCRAM_SHA_1_PLUS"})
  void provesKnowledgeBoundToTheChannel(Mechanism mechanism) throws Exception {
    ScramClient client =
        new ScramClient(
            mechanism.hash(),
            "user",
            "pencil",
            "n",
            "p=tls-exporter,,",
            AuthenticatorFixture.EXPORTER_DATA);

    SaslStep step = fixture.scram(mechanism, fixture.bound, client);

    assertEquals(client.expectedFromServer(), success(step));
  }

  @Test
  void accountIsThePreparedOne() throws Exception {
    ScramClient client =
        new ScramClient(
            ScramHash.SHA_256, "USER", "pencil", "n", "n,a=User@EXAMPLE.org,", new byte[0]);

    SaslStep step = fixture.scram(Mechanism.SCRAM_SHA_256, fixture.clear, client);

    assertEquals(
        BareJid.of("user@example.org"), assertInstanceOf(SaslStep.Success.class, step).account());
  }

  @Test
  void escapedCharactersOfTheNameAreUnderstood() throws Exception {
    fixture.add("a=b,c", "pencil", false);
    ScramClient client =
        new ScramClient(ScramHash.SHA_256, "a=3Db=2Cc", "pencil", "n", "n,,", new byte[0]);

    SaslStep step = fixture.scram(Mechanism.SCRAM_SHA_256, fixture.clear, client);

    assertInstanceOf(SaslStep.Success.class, step);
  }

  @Test
  void nonceOfTheServerIsFreshAndLong() {
    try (Authenticator own =
        new Authenticator("example.org", account -> java.util.Optional.empty(), new byte[16])) {
      assertNotEquals(own.nonce(), own.nonce());
      assertEquals(18, Base64.getDecoder().decode(own.nonce()).length);
    }
  }

  // ---- refusals

  @Test
  @Tag("XC-6120-sasl-failures")
  void wrongUnknownAndDisabledGetTheSameAnswers() throws Exception {
    fixture.add("disabled", "pencil", true);

    String wrong = refusedAtLast("user", "crayon");
    assertEquals(wrong, refusedAtLast("nobody", "pencil"));
    assertEquals(wrong, refusedAtLast("disabled", "pencil"));
    assertEquals(wrong, refusedAtLast("not/a localpart", "pencil"));
  }

  private String refusedAtLast(String user, String password) throws Exception {
    ScramClient client =
        new ScramClient(ScramHash.SHA_256, user, password, "n", "n,,", new byte[0]);
    SaslExchange exchange = fixture.authenticator.start(Mechanism.SCRAM_SHA_256, fixture.clear);
    String challenge = challenge(respond(exchange, client.first()));
    byte[] salt = Base64.getDecoder().decode(challenge.split(",")[1].substring(2));
    assertEquals(16, salt.length);
    return failure(respond(exchange, client.last(challenge)));
  }

  @Test
  void unknownAccountKeepsItsSalt() throws Exception {
    SaslStep once =
        respond(
            fixture.authenticator.start(Mechanism.SCRAM_SHA_1, fixture.clear), "n,,n=nobody,r=n");
    SaslStep again =
        respond(
            fixture.authenticator.start(Mechanism.SCRAM_SHA_1, fixture.clear), "n,,n=NoBody,r=n");
    SaslStep other =
        respond(
            fixture.authenticator.start(Mechanism.SCRAM_SHA_1, fixture.clear), "n,,n=noone,r=n");

    assertEquals(challenge(once), challenge(again));
    assertNotEquals(challenge(once), challenge(other));
  }

  @ParameterizedTest(name = "XC-6120-sasl-failures {0} {1}: {2}")
  @CsvSource(
      delimiter = ' ',
      value = {
        // what is no client-first-message at all
        "SCRAM_SHA_256 n malformed-request",
        "SCRAM_SHA_256 n,,n=user malformed-request",
        "SCRAM_SHA_256 n,,n=user,r= malformed-request",
        "SCRAM_SHA_256 n,,r=n,n=user malformed-request",
        "SCRAM_SHA_256 n,,n=,r=n malformed-request",
        "SCRAM_SHA_256 n,,n=us=er,r=n malformed-request",
        "SCRAM_SHA_256 n,,n=us=2cer,r=n malformed-request",
        "SCRAM_SHA_256 n,x=admin,n=user,r=n malformed-request",
        "SCRAM_SHA_256 n,,m=ext,n=user,r=n malformed-request",
        "SCRAM_SHA_256 nn,,n=user,r=n malformed-request",
        "SCRAM_SHA_256 ,,n=user,r=n malformed-request",
        "SCRAM_SHA_256 z,,n=user,r=n malformed-request",
        // somebody else's identity
        "SCRAM_SHA_256 n,a=admin@example.org,n=user,r=n invalid-authzid",
        "SCRAM_SHA_256 n,a=user,n=user,r=n invalid-authzid",
        "SCRAM_SHA_256 n,a=user@example.org/r,n=user,r=n invalid-authzid",
        "SCRAM_SHA_256 n,a=user@example.net,n=user,r=n invalid-authzid",
        // channel binding where none is, and the other way round
        "SCRAM_SHA_256 p=tls-exporter,,n=user,r=n malformed-request",
        "SCRAM_SHA_256_PLUS n,,n=user,r=n malformed-request",
        "SCRAM_SHA_256_PLUS y,,n=user,r=n malformed-request",
        "SCRAM_SHA_256_PLUS p=tls-unique,,n=user,r=n not-authorized",
        "SCRAM_SHA_256_PLUS pp=tls-exporter,,n=user,r=n not-authorized",
        // the offer of -PLUS was removed on the way
        "SCRAM_SHA_256 y,,n=user,r=n not-authorized",
        "SCRAM_SHA_1 y,,n=user,r=n not-authorized",
      })
  void badFirstMessage(Mechanism mechanism, String message, String condition) throws Exception {
    SaslExchange exchange = fixture.authenticator.start(mechanism, fixture.bound);

    assertEquals(condition, failure(respond(exchange, message)));
  }

  @ParameterizedTest
  @CsvSource({"SCRAM_SHA_256_PLUS, 'p=tls-unique,,n=user,r=n'", "SCRAM_SHA_256, 'y,,n=user,r=n'"})
  void otherWayOfBindingIsNoWrongPassword(Mechanism mechanism, String message) throws Exception {
    SaslExchange exchange = fixture.authenticator.start(mechanism, fixture.bound);
    assertEquals(
        new SaslStep.Failure(SaslError.UNSUPPORTED_CHANNEL_BINDING), respond(exchange, message));
  }

  @Test
  void clientThatCouldBindIsServedWhereNothingWasOffered() throws Exception {
    ScramClient client =
        new ScramClient(ScramHash.SHA_1, "user", "pencil", "n", "y,,", new byte[0]);

    assertInstanceOf(
        SaslStep.Success.class, fixture.scram(Mechanism.SCRAM_SHA_1, fixture.clear, client));
  }

  @Test
  void proofFromAnotherChannelIsRefused() throws Exception {
    ScramClient client =
        new ScramClient(
            ScramHash.SHA_256,
            "user",
            "pencil",
            "n",
            "p=tls-exporter,,",
            "exported by another connection".getBytes(UTF_8));

    assertEquals(
        "not-authorized",
        failure(fixture.scram(Mechanism.SCRAM_SHA_256_PLUS, fixture.bound, client)));
  }

  @ParameterizedTest(name = "XC-6120-sasl-failures {0}: {1}")
  @CsvSource(
      delimiter = ' ',
      value = {
        "c=biws,r=clientsnonceserversnonce malformed-request",
        "c=biws,r=clientsnonceserversnonce,p= malformed-request",
        "c=biws,r=clientsnonceserversnonce,p=AAAA malformed-request",
        "c=biws,r=clientsnonceserversnonce,p=@ malformed-request",
        "c=b,r=clientsnonceserversnonce,p=v0X8v3Bz2T0CJGbJQyF0X+HI4Ts= malformed-request",
        "r=clientsnonceserversnonce,c=biws,p=v0X8v3Bz2T0CJGbJQyF0X+HI4Ts= malformed-request",
        "c=biws,r=clientsnonceserversnonce,p=v0X8v3Bz2T0CJGbJQyF0X+HI4Ts= not-authorized",
      })
  void badLastMessage(String message, String condition) throws Exception {
    SaslExchange exchange = fixture.authenticator.start(Mechanism.SCRAM_SHA_1, fixture.clear);
    respond(exchange, "n,,n=user,r=clientsnonce");

    assertEquals(condition, failure(respond(exchange, message)));
  }

  @Test
  void lastMessageForAnotherNonceOrHeaderIsRefused() throws Exception {
    for (String change : new String[] {"r=clients/r=Clients", "c=biws/c=eSws"}) {
      ScramClient client = AuthenticatorFixture.client(ScramHash.SHA_1, "pencil");
      SaslExchange exchange = fixture.authenticator.start(Mechanism.SCRAM_SHA_1, fixture.clear);
      String last = client.last(challenge(respond(exchange, client.first())));
      String[] fromTo = change.split("/");

      assertEquals(
          "not-authorized", failure(respond(exchange, last.replace(fromTo[0], fromTo[1]))));
    }
  }

  @Test
  void illFormedUtf8IsMalformed() throws Exception {
    SaslExchange exchange = fixture.authenticator.start(Mechanism.SCRAM_SHA_1, fixture.clear);

    assertEquals(
        "malformed-request",
        failure(respond(exchange, new byte[] {'n', ',', ',', 'n', '=', (byte) 0xC0, (byte) 0x80})));
    assertEquals("malformed-request", failure(respond(exchange, new byte[0])));
  }

  @Test
  void keysThatChangedBetweenTheMessagesAreRefused() throws Exception {
    ScramClient client = AuthenticatorFixture.client(ScramHash.SHA_1, "pencil");
    SaslExchange exchange = fixture.authenticator.start(Mechanism.SCRAM_SHA_1, fixture.clear);
    String last = client.last(challenge(respond(exchange, client.first())));
    fixture.add("user", "crayon", false);

    assertEquals("not-authorized", failure(respond(exchange, last)));
  }

  @Test
  void exchangeIsOfOneUse() throws Exception {
    ScramClient client = AuthenticatorFixture.client(ScramHash.SHA_1, "crayon");
    SaslExchange exchange = fixture.authenticator.start(Mechanism.SCRAM_SHA_1, fixture.clear);
    String last = client.last(challenge(respond(exchange, client.first())));

    assertEquals("not-authorized", failure(respond(exchange, last)));
    assertEquals("malformed-request", failure(respond(exchange, last)));
  }

  static String challenge(SaslStep step) {
    return new String(assertInstanceOf(SaslStep.Challenge.class, step).data(), UTF_8);
  }

  static String success(SaslStep step) {
    SaslStep.Success success = assertInstanceOf(SaslStep.Success.class, step);
    assertTrue(success.account().toString().endsWith("@example.org"));
    return new String(success.data(), UTF_8);
  }

  static String failure(SaslStep step) {
    return assertInstanceOf(SaslStep.Failure.class, step).error().wire();
  }
}
