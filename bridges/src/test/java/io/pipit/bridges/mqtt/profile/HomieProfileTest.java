package io.pipit.bridges.mqtt.profile;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.pubsub.port.PortPresence;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The Homie convention, 4 and 5. */
class HomieProfileTest {

  private final HomieProfile profile = new HomieProfile();

  private Reading read(String topic, String payload, boolean retain) {
    return profile.read(BridgeMessage.of(topic, payload.getBytes(UTF_8), 1, retain), "devices");
  }

  private Reading retained(String topic, String payload) {
    return read(topic, payload, true);
  }

  private static List<String> written(Reading reading) {
    assertEquals("", reading.fault());
    return reading.items().stream()
        .map(
            item ->
                item.node()
                    + (item.retract()
                        ? " retracted"
                        : " " + new String(item.payload().content(), UTF_8)))
        .toList();
  }

  @ParameterizedTest(name = "{0}: {1}, {2}")
  @CsvSource({
    "init, init, AVAILABLE",
    "ready, ready, AVAILABLE",
    "alert, alert, AVAILABLE",
    "sleeping, sleeping, AWAY",
    "lost, lost, UNAVAILABLE",
    "disconnected, offline, UNAVAILABLE"
  })
  void stateIsTheStatusOfTheDevice(String state, String status, PortPresence presence) {
    for (String topic : List.of("homie/d1/$state", "homie/5/d1/$state")) {
      Reading reading = retained(topic, state);
      assertEquals(List.of("devices/d1/status {\"status\":\"" + status + "\"}"), written(reading));
      assertEquals(List.of(new DevicePresence("d1", presence)), reading.presences());
      assertEquals("current", reading.items().get(0).id());
    }
  }

  @Test
  void aStateThatIsNoneIsAFault() {
    Reading reading = retained("homie/d1/$state", "happy");
    assertFalse(reading.fault().isEmpty());
    assertTrue(reading.presences().isEmpty());
  }

  @Test
  void attributesOfVersion4AreOneConfiguration() {
    assertEquals(
        List.of("devices/d1/config {\"$name\":\"Pump\"}"),
        written(retained("homie/d1/$name", "Pump")));
    assertEquals(
        List.of("devices/d1/config {\"$name\":\"Pump\",\"n/p/$unit\":\"°C\"}"),
        written(retained("homie/d1/n/p/$unit", "°C")));
    assertEquals(List.of(), written(retained("homie/d1/n/p/$unit", "°C")), "the same again");
    assertEquals(
        List.of("devices/d1/config {\"$name\":\"Pump\"}"),
        written(retained("homie/d1/n/p/$unit", "")));
  }

  @Test
  void aDeviceThatStartsSaysItsConfigurationAtOnce() {
    retained("homie/d1/$state", "init");
    assertEquals(List.of(), written(retained("homie/d1/$name", "Pump")));
    assertEquals(List.of(), written(retained("homie/d1/$nodes", "n")));
    assertEquals(
        List.of(
            "devices/d1/status {\"status\":\"ready\"}",
            "devices/d1/config {\"$name\":\"Pump\",\"$nodes\":\"n\"}"),
        written(retained("homie/d1/$state", "ready")));
    assertEquals(
        List.of("devices/d1/status {\"status\":\"ready\"}"),
        written(retained("homie/d1/$state", "ready")));
  }

  /**
   * What version 3.0.1 of the npm package {@code homie-device} sends, from its start to its will.
   */
  @Test
  void whatAnotherImplementationSendsIsRead() {
    String sent =
        """
        $state init
        $homie 3.0.1
        $implementation nodejs:homie-device
        $implementation/version 3.0.1
        $name Pump
        $stats interval,uptime
        $nodes climate
        climate/$type sensor
        climate/$name Climate
        climate/$properties temp
        climate/temp/$name T
        climate/temp/$retained true
        climate/temp/$settable true
        climate/temp/$unit C
        climate/temp/$datatype float
        $stats/uptime 0
        $stats/interval 60
        $state ready
        climate/temp 21.5
        $state lost
        """;
    List<String> read =
        sent.lines()
            .map(line -> line.split(" ", 2))
            .flatMap(line -> written(retained("homie/pump/" + line[0], line[1])).stream())
            .toList();
    assertEquals(
        List.of(
            "devices/pump/status {\"status\":\"init\"}",
            "devices/pump/$stats/uptime 0",
            "devices/pump/$stats/interval 60",
            "devices/pump/status {\"status\":\"ready\"}",
            "devices/pump/config {\"$homie\":\"3.0.1\",\"$implementation\":\"nodejs:homie-device\","
                + "\"$implementation/version\":\"3.0.1\",\"$name\":\"Pump\",\"$nodes\":\"climate\","
                + "\"$stats\":\"interval,uptime\",\"climate/$name\":\"Climate\","
                + "\"climate/$properties\":\"temp\",\"climate/$type\":\"sensor\","
                + "\"climate/temp/$datatype\":\"float\",\"climate/temp/$name\":\"T\","
                + "\"climate/temp/$retained\":\"true\",\"climate/temp/$settable\":\"true\","
                + "\"climate/temp/$unit\":\"C\"}",
            "devices/pump/climate/temp 21.5",
            "devices/pump/status {\"status\":\"lost\"}"),
        read);
  }

  @Test
  void theDescriptionOfVersion5IsTheConfigurationAsItIs() {
    String json = "{ \"name\":\"Pump\", \"nodes\":{} }";
    assertEquals(
        List.of("devices/d1/config " + json), written(retained("homie/5/d1/$description", json)));
    assertFalse(retained("homie/5/d1/$description", "[]").fault().isEmpty());
    assertEquals(
        List.of("devices/d1/config retracted"), written(retained("homie/5/d1/$description", "")));
  }

  @Test
  void aRetainedPropertyIsAState() {
    Reading retained = retained("homie/d1/climate/temp", "21.5");
    assertEquals(List.of("devices/d1/climate/temp 21.5"), written(retained));
    assertEquals("current", retained.items().get(0).id());
    assertTrue(retained.items().get(0).standing());
    Reading live = read("homie/5/d1/button/press", "short", false);
    assertEquals(List.of("devices/d1/button/press short"), written(live));
    assertNull(live.items().get(0).id());
    assertFalse(live.items().get(0).standing());
  }

  @Test
  void anEmptyPropertyIsTakenAwayAndAZeroByteIsAnEmptyText() {
    assertEquals(List.of("devices/d1/n/p retracted"), written(retained("homie/5/d1/n/p", "")));
    Reading empty = retained("homie/5/d1/n/p", "\0");
    assertEquals(List.of("devices/d1/n/p "), written(empty));
    assertEquals("text", empty.items().get(0).payload().kind());
  }

  @Test
  void whatVersion5HasMore() {
    assertEquals(
        List.of("devices/d1/n/p/$target 5"), written(retained("homie/5/d1/n/p/$target", "5")));
    assertEquals(
        List.of("devices/d1/$alert/battery low"),
        written(retained("homie/5/d1/$alert/battery", "low")));
    assertEquals(
        List.of("devices/d1/$log/warn hot"), written(read("homie/5/d1/$log/warn", "hot", false)));
  }

  @ParameterizedTest(name = "topic {0}")
  @ValueSource(
      strings = {
        "homie/d1/n/p/set",
        "homie/5/d1/n/p/set",
        "homie/5/d1/$other",
        "homie/$broadcast/alert",
        "homie/5/$broadcast/alert"
      })
  void whatIsForDevicesIsNothingHere(String topic) {
    assertEquals(Reading.NOTHING, read(topic, "x", false));
  }

  @ParameterizedTest(name = "topic {0}")
  @ValueSource(strings = {"homie", "homie/d1", "homie/5/d1", "homie//x", "homie/d1/a/b/c/d"})
  void noTopic(String topic) {
    assertFalse(read(topic, "x", false).fault().isEmpty());
  }

  @Test
  void aDeviceThatIsRemovedTakesItsConfigurationAlong() {
    retained("homie/d1/$name", "Pump");
    Reading removed = retained("homie/d1/$state", "");
    assertEquals(
        List.of("devices/d1/status {\"status\":\"removed\"}", "devices/d1/config retracted"),
        written(removed));
    assertEquals(
        List.of("devices/d1/config {\"$nodes\":\"n\"}"), written(retained("homie/d1/$nodes", "n")));
  }

  @Test
  void whatADeviceSaysIsBounded() {
    String kibi = "x".repeat(1_024);
    int taken = 0;
    while (retained("homie/d1/$a" + taken, kibi).fault().isEmpty()) {
      taken++;
      assertTrue(taken < 64);
    }
    assertTrue(taken > 55, "taken: " + taken);
    assertTrue(retained("homie/d1/$a0", "").fault().isEmpty());
    assertTrue(retained("homie/d1/$new", "y").fault().isEmpty());
  }

  @Test
  void ofTooManyDevicesTheSilentOneIsForgotten() {
    String large = "x".repeat(60_000);
    int devices = HomieProfile.MOST_CHARACTERS / 60_000 + 1;
    retained("homie/first/$a", large);
    for (int i = 0; i < devices; i++) {
      retained("homie/d" + i + "/$a", large);
    }
    assertEquals(
        List.of("devices/first/config {\"$b\":\"y\"}"), written(retained("homie/first/$b", "y")));
  }

  @Property(tries = 500)
  void anyMessageIsReadOrRefused(@ForAll String level, @ForAll byte[] payload) {
    for (String topic :
        List.of("homie/5/d/" + level, "homie/d/" + level, level, "homie/" + level)) {
      Reading reading = profile.read(BridgeMessage.of(topic, payload, 1, true), "devices");
      assertTrue(reading.items().size() <= 2);
    }
  }
}
