package io.pipit.broker.stream.sasl;

import static io.pipit.broker.stream.sasl.ScramExchangeTest.failure;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.pipit.xmpp.BareJid;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlainExchangeTest {

  private final AuthenticatorFixture fixture = new AuthenticatorFixture();

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  @Tag("XC-6120-sasl-mti")
  void rightPasswordOnceAndAgain() throws Exception {
    for (int i = 0; i < 2; i++) {
      SaslStep.Success success =
          assertInstanceOf(SaslStep.Success.class, fixture.plain("\0user\0pencil"));
      assertEquals(BareJid.of("user@example.org"), success.account());
      assertEquals(0, success.data().length);
    }
  }

  @Test
  void ownAddressAsAuthzidIsAccepted() throws Exception {
    assertInstanceOf(SaslStep.Success.class, fixture.plain("User@Example.ORG\0user\0pencil"));
  }

  @ParameterizedTest(name = "XC-6120-sasl-failures {0}: {1}")
  @CsvSource(
      delimiter = ' ',
      value = {
        "'' malformed-request",
        "user malformed-request",
        "user/pencil malformed-request",
        "/user malformed-request",
        "//pencil malformed-request",
        "/user/ malformed-request",
        "/user/pencil/ malformed-request",
        "/user/pencil/x malformed-request",
        "admin@example.org/user/pencil invalid-authzid",
        "admin/user/pencil invalid-authzid",
        "user@example.org@/user/pencil invalid-authzid",
        "/user/Pencil not-authorized",
        "/nobody/pencil not-authorized",
        "/user@example.org/pencil not-authorized",
        "/user@example.net/pencil not-authorized",
      })
  void refused(String message, String condition) throws Exception {
    assertEquals(condition, failure(fixture.plain(message.replace('/', '\0'))));
  }

  @Test
  @Tag("XC-6120-sasl-failures")
  void disabledAccountIsRefusedAsAWrongPasswordIs() throws Exception {
    assertInstanceOf(SaslStep.Success.class, fixture.plain("\0user\0pencil"));
    fixture.add("user", "pencil", true);

    assertEquals("not-authorized", failure(fixture.plain("\0user\0pencil")));
  }

  @Test
  void rememberedPasswordIsForgottenWhenItChanges() throws Exception {
    assertInstanceOf(SaslStep.Success.class, fixture.plain("\0user\0pencil"));
    fixture.add("user", "crayon", false);

    assertEquals("not-authorized", failure(fixture.plain("\0user\0pencil")));
    assertInstanceOf(SaslStep.Success.class, fixture.plain("\0user\0crayon"));
  }

  @Test
  void illFormedUtf8IsMalformed() throws Exception {
    SaslExchange exchange = fixture.authenticator.start(Mechanism.PLAIN, fixture.clear);

    assertEquals(
        "malformed-request",
        failure(
            AuthenticatorFixture.respond(
                exchange, "\0user\0pencil\u00ff".getBytes(StandardCharsets.ISO_8859_1))));
  }

  @Test
  @Tag("XC-6120-sasl-failures")
  void moreThanTheWorkersTakeIsATemporaryFailureExceptForKnownPasswords() throws Exception {
    try (AuthenticatorFixture small = new AuthenticatorFixture(1, 1)) {
      assertInstanceOf(SaslStep.Success.class, small.plain("\0user\0pencil"));

      CountDownLatch started = new CountDownLatch(1);
      CountDownLatch go = new CountDownLatch(1);
      PlainExchange working = new PlainExchange(small.authenticator, small.clear);
      CompletableFuture<SaslStep> first = new CompletableFuture<>();
      working.respond(
          "\0user\0wrong".getBytes(StandardCharsets.UTF_8),
          step -> {
            started.countDown();
            await(go);
            first.complete(step);
          });
      started.await();
      CompletableFuture<SaslStep> queued = new CompletableFuture<>();
      new PlainExchange(small.authenticator, small.clear)
          .respond("\0user\0wrong".getBytes(StandardCharsets.UTF_8), queued::complete);

      assertEquals("temporary-auth-failure", failure(small.plain("\0user\0wrong")));
      assertInstanceOf(SaslStep.Success.class, small.plain("\0user\0pencil"));

      go.countDown();
      assertEquals("not-authorized", failure(first.get(10, TimeUnit.SECONDS)));
      assertEquals("not-authorized", failure(queued.get(10, TimeUnit.SECONDS)));
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
