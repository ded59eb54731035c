package io.pipit.bridges.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.bridges.mqtt.profile.BridgeMessage;
import io.pipit.bridges.mqtt.profile.UserProperty;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where the ids of items come from, and that a message which comes again has the same one. */
class ItemIdsTest {

  private final MovableClock clock = new MovableClock();
  private final RedeliveredIds redelivered = new RedeliveredIds(clock);
  private int made;

  private String fresh() {
    made++;
    return "new-" + made;
  }

  private static BridgeMessage message(String payload, UserProperty... properties) {
    return message(payload, null, properties);
  }

  private static BridgeMessage message(
      String payload, @Nullable String contentType, UserProperty... properties) {
    return new BridgeMessage(
        "a/b",
        payload.getBytes(UTF_8),
        1,
        false,
        false,
        7,
        contentType,
        null,
        BridgeMessage.NO_BYTES,
        null,
        List.of(properties));
  }

  private static UserProperty property(String name, String value) {
    return new UserProperty(name, value);
  }

  private static Optional<String> id(String rule, BridgeMessage message) {
    return ItemIds.parse(rule).orElseThrow().of(message);
  }

  private static BridgeMessage sent(int packetId, String payload, boolean duplicate) {
    return new BridgeMessage(
        "a",
        payload.getBytes(UTF_8),
        packetId == 0 ? 0 : 1,
        false,
        duplicate,
        packetId,
        null,
        null,
        BridgeMessage.NO_BYTES,
        null,
        List.of());
  }

  @Test
  void autoIsOursThenThatOfACloudEvent() {
    UserProperty ours = property("pipit-id", "1");
    UserProperty event = property("id", "2");
    UserProperty version = property("specversion", "1.0");
    assertEquals(Optional.of("1"), id("auto", message("", event, version, ours)));
    assertEquals(Optional.of("2"), id("auto", message("", event, version)));
    assertEquals(Optional.of("3"), id("auto", message("", property("ce-id", "3"))));
    assertEquals(Optional.empty(), id("auto", message("", event)));
    assertEquals(Optional.empty(), id("auto", message("{\"id\":\"4\"}")));
    String structured = "application/cloudevents+json; charset=utf-8";
    assertEquals(Optional.of("4"), id("auto", message("{\"id\":\"4\"}", structured)));
  }

  @Test
  void propertyAndCurrent() {
    assertEquals(Optional.of("x"), id("property:k", message("", property("k", "x"))));
    assertEquals(Optional.empty(), id("property:K", message("", property("k", "x"))));
    assertEquals(Optional.of("current"), id("current", message("")));
  }

  @ParameterizedTest(name = "{0} of {1} is {2}")
  @CsvSource(
      delimiter = ';',
      value = {
        "/id; {\"id\":\"x\"}; x",
        "/a/id; {\"a\":{\"id\":7}}; 7",
        "/a/1; {\"a\":[5,6]}; 6",
        "/a~1b; {\"a/b\":true}; true",
        "/id; {\"z\":[1,{\"id\":2}],\"id\":\"y\"}; y"
      })
  void member(String pointer, String json, String id) {
    assertEquals(Optional.of(id), id("json:" + pointer, message(json)));
  }

  @ParameterizedTest(name = "payload {0}")
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "{\"id\":{}}",
        "{\"id\":null}",
        "{\"id\":\"\"}",
        "{\"id\":\"a\\u0001\"}",
        "{\"id",
        "no json"
      })
  void noMember(String json) {
    assertEquals(Optional.empty(), id("json:/id", message(json)));
  }

  @Test
  void whatNoItemCanHaveIsNoId() {
    assertEquals(
        Optional.empty(), id("auto", message("", property("pipit-id", "x".repeat(1_024)))));
    assertEquals(Optional.empty(), id("auto", message("", property("pipit-id", ""))));
    assertEquals(
        1_023,
        id("auto", message("", property("pipit-id", "x".repeat(1_023)))).orElseThrow().length());
  }

  @ParameterizedTest(name = "rule ''{0}''")
  @ValueSource(strings = {"", "AUTO", "property:", "property", "json:", "json:id", "ulid"})
  void noRule(String text) {
    assertTrue(ItemIds.parse(text).isEmpty());
  }

  @Test
  void aMessageThatComesAgainHasTheSameId() {
    String first = redelivered.of(sent(7, "x", false), this::fresh);
    assertEquals(first, redelivered.of(sent(7, "x", true), this::fresh));
    assertEquals(first, redelivered.of(sent(7, "x", true), this::fresh));
  }

  @Test
  void anotherMessageHasAnotherId() {
    Set<String> ids = new HashSet<>();
    ids.add(redelivered.of(sent(7, "x", false), this::fresh));
    ids.add(redelivered.of(sent(7, "x", false), this::fresh)); // the same packet identifier again
    ids.add(redelivered.of(sent(8, "x", true), this::fresh));
    ids.add(redelivered.of(sent(7, "y", true), this::fresh));
    ids.add(redelivered.of(sent(0, "x", true), this::fresh));
    assertEquals(5, ids.size());
  }

  @Test
  void afterFiveMinutesItIsForgotten() {
    String first = redelivered.of(sent(7, "x", false), this::fresh);
    clock.move(RedeliveredIds.AGE);
    assertEquals(first, redelivered.of(sent(7, "x", true), this::fresh));
    clock.move(RedeliveredIds.AGE.plus(Duration.ofMillis(1)));
    assertNotEquals(first, redelivered.of(sent(7, "x", true), this::fresh));
    assertEquals(1, redelivered.size());
  }

  @Test
  void ofTooManyTheOldestIsForgotten() {
    String first = redelivered.of(sent(1, "x", false), this::fresh);
    String second = redelivered.of(sent(2, "x", false), this::fresh);
    for (int i = 0; i < RedeliveredIds.MOST - 1; i++) {
      redelivered.of(sent(3, "payload " + i, false), this::fresh);
    }
    assertEquals(RedeliveredIds.MOST, redelivered.size());
    assertEquals(second, redelivered.of(sent(2, "x", true), this::fresh));
    assertNotEquals(first, redelivered.of(sent(1, "x", true), this::fresh));
  }

  @Test
  void newIdsSortByTimeAndDiffer() {
    Ulid ulid = new Ulid(clock, new Random(1));
    String first = ulid.next();
    assertTrue(first.matches("[0-9A-HJKMNP-TV-Z]{26}"), first);
    assertEquals("01KJMMA2G0", first.substring(0, 10));
    assertNotEquals(first, ulid.next());
    clock.move(Duration.ofMillis(1));
    assertTrue(ulid.next().compareTo(first) > 0);
  }
}
