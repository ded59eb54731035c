package io.pipit.broker.mqtt;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ToldTopicsTest {

  private final ToldTopics topics = new ToldTopics(2);

  @Test
  void topicIsToldForFiltersThatWaitedBefore() {
    topics.begin("a/#");
    topics.add("a/1");
    topics.begin("a/+");
    assertTrue(topics.isTold("a/#", "a/1"));
    assertFalse(topics.isTold("a/#", "a/2"));
    assertFalse(topics.isTold("a/+", "a/1"));
    topics.add("a/1");
    assertTrue(topics.isTold("a/+", "a/1"));
  }

  @Test
  void nothingIsKeptWhileNobodyWaits() {
    topics.add("a");
    topics.begin("a");
    assertFalse(topics.isTold("a", "a"));
    topics.add("a");
    topics.end("a");
    topics.begin("a");
    assertFalse(topics.isTold("a", "a"));
  }

  @Test
  void topicThatWasToldOfLongestAgoIsForgotten() {
    topics.begin("#");
    topics.add("1");
    topics.add("2");
    topics.add("1");
    topics.add("3");
    assertTrue(topics.isTold("#", "1"));
    assertFalse(topics.isTold("#", "2"));
    assertTrue(topics.isTold("#", "3"));
  }
}
