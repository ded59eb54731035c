package io.pipit.broker.module;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.broker.MovableClock;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class IdsTest {

  private static final Instant NOW = Instant.parse("2026-03-04T05:06:07.890Z");

  @Test
  void idsAre26LettersAndDigitsThatXmlNeedNotEscape() {
    Ids ids = new Ids(Clock.fixed(NOW, ZoneOffset.UTC));
    for (int i = 0; i < 1_000; i++) {
      String id = ids.next();
      assertTrue(id.matches("[0-9a-hjkmnp-tv-z]{26}"), id);
    }
  }

  @Test
  void idsOfOneMillisecondDiffer() {
    Ids ids = new Ids(Clock.fixed(NOW, ZoneOffset.UTC));
    Set<String> made = new HashSet<>();
    for (int i = 0; i < 100_000; i++) {
      assertTrue(made.add(ids.next()));
    }
  }

  @Test
  void idsOfTwoShardsDiffer() {
    Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
    assertNotEquals(new Ids(clock).next(), new Ids(clock).next());
  }

  @Test
  void idsSortByTime() {
    MovableClock clock = new MovableClock(NOW);
    Ids ids = new Ids(clock);
    String before = ids.next();
    for (int step = 0; step < 2_000; step++) {
      clock.advance(Duration.ofMillis(1L << (step % 24)));
      String after = ids.next();
      assertTrue(after.compareTo(before) > 0, before + " " + after);
      before = after;
    }
  }

  @Test
  void timeIsReadBackFromTheFirstTenDigits() {
    String id = new Ids(Clock.fixed(NOW, ZoneOffset.UTC)).next();
    long millis = 0;
    for (char digit : id.substring(0, 10).toCharArray()) {
      millis = millis * 32 + "0123456789abcdefghjkmnpqrstvwxyz".indexOf(digit);
    }
    assertEquals(NOW.toEpochMilli(), millis);
  }
}
