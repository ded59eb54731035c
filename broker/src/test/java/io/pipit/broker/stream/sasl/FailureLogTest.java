package io.pipit.broker.stream.sasl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.pipit.broker.store.ScramHash;
import java.net.InetAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What an operator reads of failed logins. */
class FailureLogTest {

  private final Logger logger = (Logger) LoggerFactory.getLogger(FailureLog.class);
  private final ListAppender<ILoggingEvent> told = new ListAppender<>();
  private final AtomicLong now = new AtomicLong();
  private final FailureLog failures = new FailureLog(now::get);

  @BeforeEach
  void listen() {
    told.start();
    logger.addAppender(told);
    logger.setAdditive(false);
  }

  @AfterEach
  void leave() {
    logger.detachAppender(told);
    logger.setAdditive(true);
  }

  private static Map<String, String> members(ILoggingEvent event) {
    Map<String, String> members = new LinkedHashMap<>();
    if (event.getKeyValuePairs() != null) {
      event.getKeyValuePairs().forEach(pair -> members.put(pair.key, String.valueOf(pair.value)));
    }
    return members;
  }

  private List<Map<String, String>> take() {
    List<Map<String, String>> taken = told.list.stream().map(FailureLogTest::members).toList();
    assertTrue(told.list.stream().allMatch(event -> event.getLevel() == Level.WARN));
    told.list.clear();
    return taken;
  }

  private void fail(String account, String address, int times) throws Exception {
    SaslPeer peer =
        new SaslPeer(InetAddress.getByName(address), address + ":4711", ChannelBindings.NONE);
    for (int i = 0; i < times; i++) {
      failures.failed(ClaimedAccount.of(account, "example.org"), peer);
    }
  }

  private void pass(Duration time) {
    now.addAndGet(time.toNanos());
    failures.tick();
  }

  @Test
  void firstFailureIsToldAtOnceAndTheRestAsACountEachMinute() throws Exception {
    fail("user", "192.0.2.1", 5);
    fail("other", "192.0.2.1", 1);
    Map<String, String> first =
        Map.of("event", "auth.fail", "conn", "192.0.2.1:4711", "jid", "user@example.org");
    assertEquals(List.of(first), take());
    pass(Duration.ofSeconds(59));
    assertEquals(List.of(), take());
    pass(Duration.ofSeconds(1));
    assertEquals(
        List.of(
            Map.of(
                "event", "auth.fail",
                "address", "192.0.2.1",
                "jid", "other@example.org",
                "count", "5")),
        take());
    pass(Duration.ofMinutes(1));
    assertEquals(List.of(), take());
    fail("user", "192.0.2.1", 1);
    assertEquals(List.of(first), take());
  }

  @Test
  void addressesBeyondTheBoundShareALine() throws Exception {
    for (int i = 0; i < 1_100; i++) {
      fail("user", "192.0." + i / 250 + "." + i % 250, 1);
    }
    assertEquals(1_001, take().size());
    pass(Duration.ofMinutes(1));
    List<Map<String, String>> counts = take();
    assertEquals(1, counts.size());
    assertEquals("others", counts.get(0).get("address"));
    assertEquals("99", counts.get(0).get("count"));
  }

  @Test
  void accountThatHasToWaitIsToldAndNoSecretEver() throws Exception {
    try (AuthenticatorFixture fixture = new AuthenticatorFixture()) {
      for (int i = 0; i < 10; i++) {
        ScramClient guess = AuthenticatorFixture.client(ScramHash.SHA_1, "guess-of-" + i);
        fixture.scram(Mechanism.SCRAM_SHA_1, fixture.clear, guess);
      }
      fixture.plain("\0user\0guess-of-another");
    }
    String text =
        String.join(
            " ", told.list.stream().map(event -> event + members(event).toString()).toList());
    assertFalse(text.contains("guess-of"), text);
    List<Map<String, String>> events = take();
    assertEquals("auth.fail", events.get(0).get("event"));
    assertEquals(
        Map.of(
            "event", "auth.lock",
            "conn", AuthenticatorFixture.CONN,
            "jid", "user@example.org",
            "address", "127.0.0.1",
            "seconds", "60"),
        events.get(1));
    assertEquals(2, events.size());
  }
}
