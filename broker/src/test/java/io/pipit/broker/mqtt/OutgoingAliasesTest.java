package io.pipit.broker.mqtt;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** Which topics get an alias on their way to a client. */
class OutgoingAliasesTest {

  private final OutgoingAliases aliases = new OutgoingAliases(4);

  private int next(String topic) {
    return aliases.next(topic, topic.length(), false, true);
  }

  private int retained(String topic) {
    return aliases.next(topic, topic.length(), true, true);
  }

  private void takeHalf() {
    assertEquals(1, next("topic/1"));
    assertEquals(2, next("topic/2"));
  }

  @Test
  void firstMessageIntroducesAnAliasAndLaterOnesUseIt() {
    assertEquals(1, next("topic/a"));
    assertEquals(-1, next("topic/a"));
    assertEquals(-1, retained("topic/a"));
  }

  @Test
  void onlyOneAliasIsHadByTheFirstTopic() {
    OutgoingAliases one = new OutgoingAliases(1);
    assertEquals(1, one.next("topic/a", 7, false, true));
    assertEquals(0, one.next("topic/b", 7, false, true));
    assertEquals(-1, one.next("topic/a", 7, false, true));
  }

  @Test
  void ofTheOtherHalfTheSecondMessageIntroducesOne() {
    takeHalf();
    assertEquals(0, next("topic/a"));
    assertEquals(3, next("topic/a"));
    assertEquals(-3, next("topic/a"));
  }

  /** [MQTT-3.1.2-26]: no alias is above what the client takes. */
  @Test
  void aliasesAreBoundedAndKeepTheirTopics() {
    takeHalf();
    for (String topic : new String[] {"topic/a", "topic/b", "topic/c"}) {
      next(topic);
      next(topic);
    }
    assertEquals(-3, next("topic/a"));
    assertEquals(-4, next("topic/b"));
    assertEquals(0, next("topic/c"));
    assertEquals(-1, next("topic/1"));
  }

  @Test
  void topicsThatComeOnceDoNotTakeThemAll() {
    takeHalf();
    for (int i = 10; i < 1_000; i++) {
      assertEquals(0, next("topic/" + i));
    }
    next("topic/a");
    assertEquals(3, next("topic/a"));
  }

  @Test
  void retainedMessagesOfManyTopicsTakeNone() {
    for (int i = 0; i < 1_000; i++) {
      assertEquals(0, retained("topic/" + i));
    }
    assertEquals(1, next("topic/a"));
    retained("topic/b");
    assertEquals(2, retained("topic/b"));
  }

  @Test
  void topicIsNotReplacedByWhatIsNotShorter() {
    for (int i = 0; i < 3; i++) {
      assertEquals(0, next("topic"));
    }
    assertEquals(1, next("topic6"));
  }

  @Test
  void aliasIsNotIntroducedWithoutRoomForBoth() {
    assertEquals(0, aliases.next("topic/a", 7, false, false));
    assertEquals(1, next("topic/a"));
    assertEquals(-1, aliases.next("topic/a", 7, false, false), "it is shorter");
  }
}
