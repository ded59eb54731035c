package io.pipit.broker.mqtt;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** Which topics get an alias on their way to a client. */
class OutgoingAliasesTest {

  private final OutgoingAliases aliases = new OutgoingAliases(2);

  private int next(String topic) {
    return aliases.next(topic, topic.length(), true);
  }

  @Test
  void secondMessageIntroducesAnAliasAndLaterOnesUseIt() {
    assertEquals(0, next("topic/a"));
    assertEquals(1, next("topic/a"));
    assertEquals(-1, next("topic/a"));
    assertEquals(-1, next("topic/a"));
  }

  /** [MQTT-3.1.2-26]: no alias is above what the client takes. */
  @Test
  void aliasesAreBoundedAndKeepTheirTopics() {
    for (String topic : new String[] {"topic/a", "topic/b", "topic/c"}) {
      next(topic);
      next(topic);
    }
    assertEquals(-1, next("topic/a"));
    assertEquals(-2, next("topic/b"));
    assertEquals(0, next("topic/c"));
  }

  @Test
  void topicsThatComeOnceTakeNone() {
    for (int i = 0; i < 1_000; i++) {
      assertEquals(0, next("topic/" + i));
    }
    next("topic/a");
    assertEquals(1, next("topic/a"));
  }

  @Test
  void topicIsNotReplacedByWhatIsNotShorter() {
    for (int i = 0; i < 3; i++) {
      assertEquals(0, next("topic6"));
    }
    next("topic/7");
    assertEquals(1, next("topic/7"));
  }

  @Test
  void aliasIsNotIntroducedWithoutRoomForBoth() {
    next("topic/a");
    assertEquals(0, aliases.next("topic/a", 7, false));
    assertEquals(1, next("topic/a"));
    assertEquals(-1, aliases.next("topic/a", 7, false), "it is shorter");
  }
}
