package io.pipit.broker.mqtt;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ToldTopicsTest {

  private final ToldTopics topics = new ToldTopics(2);

  private void begin(String filter) {
    topics.begin(filter, topics.expect());
    topics.expected();
  }

  @Test
  void topicIsToldForFiltersThatWaitedBefore() {
    begin("a/#");
    topics.add("a/1", 7);
    begin("a/+");
    assertTrue(topics.isTold("a/#", "a/1", 6));
    assertFalse(topics.isTold("a/#", "a/2", 6));
    assertFalse(topics.isTold("a/+", "a/1", 6));
    topics.add("a/1", 7);
    assertTrue(topics.isTold("a/+", "a/1", 6));
  }

  @Test
  void nothingIsKeptWhileNobodyWaits() {
    topics.add("a", 7);
    begin("a");
    assertFalse(topics.isTold("a", "a", 6));
    topics.add("a", 7);
    topics.end("a");
    begin("a");
    assertFalse(topics.isTold("a", "a", 6));
  }

  @Test
  void topicThatWasToldOfLongestAgoIsForgotten() {
    begin("#");
    topics.add("1", 7);
    topics.add("2", 7);
    topics.add("1", 7);
    topics.add("3", 7);
    assertTrue(topics.isTold("#", "1", 6));
    assertFalse(topics.isTold("#", "2", 6));
    assertTrue(topics.isTold("#", "3", 6));
  }

  @Test
  void whatIsNotOlderIsNotTold() {
    begin("a/#");
    topics.add("a/1", 7);
    assertTrue(topics.isTold("a/#", "a/1", 6));
    assertFalse(topics.isTold("a/#", "a/1", 7));
  }

  @Test
  void whatWasToldWhileTheSubscriptionWasMadeCounts() {
    long mark = topics.expect();
    topics.add("a", 7);
    topics.addItself("b", 7);
    topics.begin("#", mark);
    assertFalse(topics.expected());
    assertTrue(topics.isTold("#", "a", 6));
    assertTrue(topics.isTold("#", "b", 7));
    assertFalse(topics.isTold("#", "b", 6), "7 does not stand");
    assertTrue(topics.end("#"));
  }

  @Test
  void whatPassesDoesNotMakeOlderThingsToldForLaterFilters() {
    begin("a");
    topics.add("a", Long.MAX_VALUE);
    begin("#");
    topics.addItself("a", 8);
    assertTrue(topics.isTold("a", "a", 7));
    assertFalse(topics.isTold("#", "a", 7));
  }
}
