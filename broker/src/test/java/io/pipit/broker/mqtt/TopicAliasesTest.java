package io.pipit.broker.mqtt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class TopicAliasesTest {

  @Test
  void aliasesHaveABound() {
    TopicAliases aliases = new TopicAliases(3);
    assertFalse(aliases.allows(0));
    assertTrue(aliases.allows(1));
    assertTrue(aliases.allows(3));
    assertFalse(aliases.allows(4));
    assertFalse(new TopicAliases(0).allows(1));
  }

  @Test
  void aliasIsWhatItWasIntroducedForLast() {
    TopicAliases aliases = new TopicAliases(16);
    assertEquals(Optional.empty(), aliases.topic(16));
    aliases.introduce(2, "a");
    aliases.introduce(16, "b");
    aliases.introduce(2, "c");
    assertEquals(Optional.of("c"), aliases.topic(2));
    assertEquals(Optional.of("b"), aliases.topic(16));
    assertEquals(Optional.empty(), aliases.topic(1));
    assertEquals(Optional.empty(), aliases.topic(15));
  }
}
