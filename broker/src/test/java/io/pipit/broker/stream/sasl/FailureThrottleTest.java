package io.pipit.broker.stream.sasl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.broker.store.ScramHash;
import java.net.InetAddress;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("XC-6120-dos")
class FailureThrottleTest {

  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);
  private final FailureThrottle throttle = new FailureThrottle(now::get);
  private final InetAddress home = address("192.0.2.1");
  private final InetAddress elsewhere = address("192.0.2.2");

  @Test
  void tenFailuresMakeThePairWaitLongerAndLonger() {
    fail("user", home, 9);
    assertFalse(throttle.mustWait("user", home));

    for (int minutes : new int[] {1, 2, 4, 8, 15, 15}) {
      fail("user", home, 1);
      waitsFor(Duration.ofMinutes(minutes));
    }
  }

  private void waitsFor(Duration delay) {
    assertTrue(throttle.mustWait("user", home));
    pass(delay.minusNanos(1));
    assertTrue(throttle.mustWait("user", home));
    pass(Duration.ofNanos(1));
    assertFalse(throttle.mustWait("user", home));
  }

  @Test
  void accountIsNotLockedForOthers() {
    fail("user", home, 10);

    assertTrue(throttle.mustWait("user", home));
    assertFalse(throttle.mustWait("user", elsewhere));
    assertFalse(throttle.mustWait("other", home));
  }

  @Test
  void successForgetsTheFailuresOfThePair() {
    fail("user", home, 9);
    throttle.succeeded("user", home);
    fail("user", home, 9);

    assertFalse(throttle.mustWait("user", home));
  }

  @Test
  void oldFailuresDoNotCount() {
    fail("user", home, 9);
    pass(Duration.ofMinutes(11));
    fail("user", home, 9);

    assertFalse(throttle.mustWait("user", home));
  }

  @Test
  void addressThatFailsWithManyAccountsIsRefused() {
    for (int i = 0; i < 99; i++) {
      fail("user" + i, home, 1);
    }
    assertFalse(throttle.refuses(home));
    fail("another", home, 1);

    assertTrue(throttle.refuses(home));
    assertTrue(throttle.mustWait("never seen", home));
    assertFalse(throttle.refuses(elsewhere));
    pass(Duration.ofMinutes(15));
    assertFalse(throttle.refuses(home));
    fail("another", home, 1);
    assertFalse(throttle.refuses(home), "one more does not refuse it again");
  }

  @Test
  void networkOfIpv6IsOneAddress() {
    for (int i = 0; i < 100; i++) {
      fail("user" + i, address("2001:db8:0:1::" + i), 1);
    }

    assertTrue(throttle.refuses(address("2001:db8:0:1:ffff::1")));
    assertFalse(throttle.refuses(address("2001:db8:0:2::1")));
  }

  @Test
  void exchangesOfAPairThatMustWaitAreNotJudged() throws Exception {
    try (AuthenticatorFixture fixture = new AuthenticatorFixture()) {
      for (int i = 0; i < 10; i++) {
        ScramClient guess = AuthenticatorFixture.client(ScramHash.SHA_1, "guess" + i);
        assertEquals(
            "not-authorized",
            ScramExchangeTest.failure(fixture.scram(Mechanism.SCRAM_SHA_1, fixture.clear, guess)));
      }
      ScramClient right = AuthenticatorFixture.client(ScramHash.SHA_1, "pencil");

      assertEquals(
          "temporary-auth-failure",
          ScramExchangeTest.failure(fixture.scram(Mechanism.SCRAM_SHA_1, fixture.clear, right)));
      assertEquals(
          "temporary-auth-failure", ScramExchangeTest.failure(fixture.plain("\0user\0pencil")));
      fixture.now.addAndGet(Duration.ofMinutes(1).toNanos());
      assertInstanceOf(
          SaslStep.Success.class, fixture.scram(Mechanism.SCRAM_SHA_1, fixture.clear, right));
    }
  }

  private void fail(String account, InetAddress address, int times) {
    for (int i = 0; i < times; i++) {
      throttle.failed(account, address);
    }
  }

  private void pass(Duration time) {
    now.addAndGet(time.toNanos());
  }

  private static InetAddress address(String text) {
    try {
      return InetAddress.getByName(text);
    } catch (java.net.UnknownHostException e) {
      throw new AssertionError(e);
    }
  }
}
