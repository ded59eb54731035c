package io.pipit.broker.mqtt;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ToldTopicsTest {

  private final ToldTopics topics = new ToldTopics(2);

  @Test
  void topicIsToldForFiltersThatWaitedBefore() {
    topics.begin("a/#");
    topics.add("a/1", 7);
    topics.begin("a/+");
    assertTrue(topics.isTold("a/#", "a/1", 6));
    assertFalse(topics.isTold("a/#", "a/2", 6));
    assertFalse(topics.isTold("a/+", "a/1", 6));
    topics.add("a/1", 7);
    assertTrue(topics.isTold("a/+", "a/1", 6));
  }

  @Test
  void nothingIsKeptWhileNobodyWaits() {
    topics.add("a", 7);
    topics.begin("a");
    assertFalse(topics.isTold("a", "a", 6));
    topics.add("a", 7);
    topics.end("a");
    topics.begin("a");
    assertFalse(topics.isTold("a", "a", 6));
  }

  @Test
  void topicThatWasToldOfLongestAgoIsForgotten() {
    topics.begin("#");
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
    topics.begin("a/#");
    topics.add("a/1", 7);
    assertTrue(topics.isTold("a/#", "a/1", 6));
    assertFalse(topics.isTold("a/#", "a/1", 7));
  }
}
