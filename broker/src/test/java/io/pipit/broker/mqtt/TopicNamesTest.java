package io.pipit.broker.mqtt;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pipit.broker.mqtt.TopicNames.TopicFilter;
import io.pipit.xmpp.BareJid;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which topics are nodes, and which filters are filters. */
class TopicNamesTest {

  private static final BareJid SERVICE = BareJid.of("pubsub.example.org");

  @ParameterizedTest(name = "topic {0}")
  @ValueSource(
      strings = {"a", "a/b/c", "/a", "a/", "a//b", "/", "a b", "Ünïcode/\uD83D\uDC26", "1"})
  void topicIsTheNodeOfThatName(String topic) {
    assertEquals(Optional.of(topic), TopicNames.node(SERVICE, topic));
  }

  @ParameterizedTest(name = "topic {0}")
  @ValueSource(
      strings = {"", "$SYS/a", "$share/g/a", "a/#", "a\u0001b", "a\u00A0b", "a\u007F", "a\uFFFE"})
  void whatIsNoNodeIsNoTopic(String topic) {
    assertEquals(Optional.empty(), TopicNames.node(SERVICE, topic));
  }

  @Test
  void levelsAndBytesAreBounded() {
    String sixteen = "a/".repeat(15) + "a";
    assertEquals(Optional.of(sixteen), TopicNames.node(SERVICE, sixteen));
    assertEquals(Optional.empty(), TopicNames.node(SERVICE, sixteen + "/a"));
    assertEquals(1_023, TopicNames.node(SERVICE, "a".repeat(1_023)).orElseThrow().length());
    assertEquals(Optional.empty(), TopicNames.node(SERVICE, "a".repeat(1_024)));
    assertEquals(Optional.empty(), TopicNames.filter(sixteen + "/#"));
  }

  @ParameterizedTest(name = "[MQTT-4.7.1-1] [MQTT-4.7.1-2] filter {0}")
  @ValueSource(
      strings = {"#", "+", "a", "/", "+/+", "/+", "a/#", "+/a/#", "a/+/b", "$SYS/#", "a//#"})
  void filter(String filter) {
    assertEquals(Optional.of(new TopicFilter(Optional.empty(), filter)), TopicNames.filter(filter));
  }

  @ParameterizedTest(name = "[MQTT-4.7.1-1] [MQTT-4.7.1-2] filter {0}")
  @ValueSource(strings = {"", "a#", "#/a", "a/#/b", "a+", "+a/b", "a/b+", "##", "++", "+#", "#+"})
  void noFilter(String filter) {
    assertEquals(Optional.empty(), TopicNames.filter(filter));
  }

  @ParameterizedTest(name = "4.8.2 {0}: {1} over {2}")
  @CsvSource({"$share/g/a/#, g, a/#", "$share/g//a, g, /a", "$share/g/#, g, #", "$share/g//, g, /"})
  void sharedFilter(String text, String group, String filter) {
    assertEquals(Optional.of(new TopicFilter(Optional.of(group), filter)), TopicNames.filter(text));
  }

  @ParameterizedTest(name = "[MQTT-4.8.2-1] [MQTT-4.8.2-2] {0}")
  @ValueSource(
      strings = {
        "$share/",
        "$share/g",
        "$share/g/",
        "$share//a",
        "$share/+/a",
        "$share/g#/a",
        "$share/g/a#"
      })
  void noSharedFilter(String text) {
    assertEquals(Optional.empty(), TopicNames.filter(text));
  }
}
