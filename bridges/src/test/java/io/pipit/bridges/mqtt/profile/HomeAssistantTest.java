package io.pipit.bridges.mqtt.profile;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.pubsub.port.PortPayload;
import io.pipit.pubsub.port.PortPresence;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The discovery of Home Assistant, read and written. */
class HomeAssistantTest {

  private final HomeAssistantProfile profile = new HomeAssistantProfile();
  private final HomeAssistantAnnouncer announcer = new HomeAssistantAnnouncer("b", "pipit/state");

  private Reading read(String topic, String payload) {
    return profile.read(BridgeMessage.of(topic, payload.getBytes(UTF_8), 1, true), "devices");
  }

  private Reading observe(String topic, String payload) {
    return profile.observe(BridgeMessage.of(topic, payload.getBytes(UTF_8), 1, false));
  }

  private static List<String> written(Reading reading) {
    assertEquals("", reading.fault());
    return reading.items().stream()
        .map(item -> item.node() + " " + new String(item.payload().content(), UTF_8))
        .toList();
  }

  private static PortPayload json(String json) {
    return new PortPayload("json", null, json.getBytes(UTF_8));
  }

  @Test
  void anEntitySaysWhatItIs() {
    assertEquals(
        List.of(
            "devices/boiler/entities/temp {\"title\":\"Boiler Temperature\",\"component\":\"sensor\","
                + "\"object\":\"temp\",\"name\":\"Temperature\",\"unit\":\"°C\","
                + "\"device_class\":\"temperature\",\"unique_id\":\"u1\","
                + "\"state_topic\":\"plant/boiler/t\",\"value_template\":\"{{ value }}\","
                + "\"availability_topics\":[\"plant/boiler/up\"],"
                + "\"device\":{\"identifiers\":[\"u\"],\"name\":\"Boiler\"}}"),
        written(
            read(
                "homeassistant/sensor/boiler/temp/config",
                "{\"name\":\"Temperature\",\"unit_of_measurement\":\"°C\","
                    + "\"device_class\":\"temperature\",\"unique_id\":\"u1\","
                    + "\"state_topic\":\"plant/boiler/t\",\"value_template\":\"{{ value }}\","
                    + "\"availability_topic\":\"plant/boiler/up\","
                    + "\"device\":{\"identifiers\":[\"u\"],\"name\":\"Boiler\"}}")));
  }

  @Test
  void abbreviationsAndTheBaseAreWrittenOut() {
    assertEquals(
        List.of(
            "devices/temp/entities/temp {\"title\":\"T\",\"component\":\"sensor\","
                + "\"object\":\"temp\",\"name\":\"T\",\"unit\":\"K\",\"unique_id\":\"7\","
                + "\"state_topic\":\"plant/t\",\"command_topic\":\"set/plant\"}"),
        written(
            read(
                "homeassistant/sensor/temp/config",
                "{\"~\":\"plant\",\"name\":\"T\",\"unit_of_meas\":\"K\",\"uniq_id\":7,"
                    + "\"stat_t\":\"~/t\",\"cmd_t\":\"set/~\"}")));
  }

  @Test
  void aDeviceSaysAllOfItsEntities() {
    Reading reading =
        read(
            "homeassistant/device/boiler/config",
            "{\"dev\":{\"ids\":\"u\",\"name\":\"Boiler\"},\"avty_t\":\"up\",\"cmps\":{"
                + "\"t\":{\"p\":\"sensor\",\"name\":\"T\",\"stat_t\":\"a\"},"
                + "\"v\":{\"p\":\"switch\",\"cmd_t\":\"b\"},\"x\":5}}");
    assertEquals(
        List.of("devices/boiler/entities/t", "devices/boiler/entities/v"),
        reading.items().stream().map(ProfileItem::node).toList());
    assertTrue(written(reading).get(1).contains("\"title\":\"Boiler\",\"component\":\"switch\""));
    assertEquals(1, observe("up", "online").presences().size());
  }

  @Test
  void anEmptyConfigurationTakesTheEntityAway() {
    ProfileItem item = read("homeassistant/sensor/boiler/temp/config", "").items().get(0);
    assertEquals("devices/boiler/entities/temp", item.node());
    assertTrue(item.retract());
  }

  @Test
  void availabilityIsPresenceAndStatus() {
    read(
        "homeassistant/sensor/boiler/t/config",
        "{\"avty\":[{\"t\":\"up\",\"pl_avail\":\"1\",\"pl_not_avail\":\"0\"},{\"topic\":\"gateway\"}]}");
    read("homeassistant/sensor/pump/t/config", "{\"availability_topic\":\"gateway\"}");
    Reading up = observe("up", "1");
    assertEquals(List.of(new DevicePresence("boiler", PortPresence.AVAILABLE)), up.presences());
    assertEquals(List.of("devices/boiler/status {\"status\":\"ready\"}"), written(up));
    assertEquals(
        List.of(
            new DevicePresence("boiler", PortPresence.UNAVAILABLE),
            new DevicePresence("pump", PortPresence.UNAVAILABLE)),
        observe("gateway", "offline").presences());
    assertEquals(Reading.NOTHING, observe("up", "online"));
    assertEquals(Reading.NOTHING, observe("elsewhere", "offline"));
  }

  @Test
  void namesAreOneLevelEach() {
    Reading reading =
        read("homeassistant/device/d/config", "{\"cmps\":{\"a/b+#\\u0000\":{\"p\":\"sensor\"}}}");
    assertEquals("devices/d/entities/a-b---", reading.items().get(0).node());
  }

  @ParameterizedTest(name = "payload {0}")
  @ValueSource(strings = {"[]", "{", "x", "{} {}", "\"a\"", "{\"a\":1,}"})
  void noConfiguration(String payload) {
    assertFalse(read("homeassistant/sensor/t/config", payload).fault().isEmpty());
  }

  @Test
  void whatIsNestedTooDeepIsRefused() {
    String deep = "{\"a\":" + "[".repeat(900) + "]".repeat(900) + "}";
    assertFalse(read("homeassistant/sensor/t/config", deep).fault().isEmpty());
    assertFalse(read("homeassistant/device/t/config", "{}").fault().isEmpty());
  }

  @ParameterizedTest(name = "topic {0}")
  @ValueSource(
      strings = {
        "homeassistant/sensor/config",
        "homeassistant/sensor/a/b/c/config",
        "homeassistant/sensor/a/state",
        "x"
      })
  void noTopic(String topic) {
    assertFalse(read(topic, "{}").fault().isEmpty());
  }

  @Test
  void homeAssistantItselfIsNothing() {
    assertEquals(Reading.NOTHING, read("homeassistant/status", "online"));
  }

  @Test
  void whatIsRememberedIsBounded() {
    for (int i = 0; i < HomeAssistantProfile.MOST_TOPICS; i++) {
      read("homeassistant/sensor/d" + i + "/config", "{\"avty_t\":\"up" + i + "\"}");
    }
    read("homeassistant/sensor/more/config", "{\"avty_t\":\"more\"}");
    assertEquals(Reading.NOTHING, observe("more", "online"));
    assertEquals(1, observe("up0", "online").presences().size());
    read("homeassistant/sensor/d0/config", "{\"avty_t\":\"up0\",\"pl_avail\":\"yes\"}");
    assertEquals(1, observe("up0", "yes").presences().size());
  }

  @Test
  void aTopicIsAnnouncedOnce() {
    List<BridgeMessage> messages = announcer.announce("n/t", "out/t", json("21"));
    assertEquals(1, messages.size());
    BridgeMessage message = messages.get(0);
    assertEquals("homeassistant/sensor/pipit_b_out__t/config", message.topic());
    assertTrue(message.retain());
    assertEquals(1, message.qos());
    assertEquals(
        "{\"name\":\"n/t\",\"unique_id\":\"pipit_b_out__t\",\"state_topic\":\"out/t\","
            + "\"availability_topic\":\"pipit/state\",\"payload_available\":\"1\","
            + "\"payload_not_available\":\"0\","
            + "\"device\":{\"identifiers\":[\"pipit_b\"],\"name\":\"Pipit b\"}}",
        new String(message.payload(), UTF_8));
    assertEquals(List.of(), announcer.announce("n/t", "out/t", json("22")));
  }

  @Test
  void eachPlainMemberIsASensor() {
    String payload =
        "{\"t\":21.5,\"on\":true,\"deep\":{\"x\":1},\"list\":[1],\"a'] }}\":1,\"h u\":\"x\"}";
    assertEquals(
        List.of("h u", "on", "t"),
        announcer.announce("n", "o", json(payload)).stream()
            .map(message -> new String(message.payload(), UTF_8))
            .map(text -> text.replaceAll(".*value_json\\['([^']*)'].*", "$1"))
            .toList());
  }

  /** What this node announces, it can read. */
  @Test
  void whatIsAnnouncedIsDiscovered() {
    BridgeMessage message = announcer.announce("n/t", "out/t", json("{\"c\":21}")).get(0);
    Reading reading = profile.read(message, "devices");
    assertEquals("", reading.fault());
    assertTrue(written(reading).get(0).contains("\"title\":\"Pipit b n/t c\""));
    assertTrue(written(reading).get(0).contains("\"state_topic\":\"out/t\""));
    assertEquals(1, observe("pipit/state", "1").presences().size());
  }

  @Test
  void allAreAnnouncedAgainWhenHomeAssistantIsOnline() {
    announcer.announce("a", "a", json("1"));
    announcer.announce("b", "b", json("{\"x\":1,\"y\":2}"));
    BridgeMessage online =
        BridgeMessage.of("homeassistant/status", "online".getBytes(UTF_8), 0, false);
    assertEquals(3, announcer.answers(online).size());
    BridgeMessage offline =
        BridgeMessage.of("homeassistant/status", "offline".getBytes(UTF_8), 0, false);
    assertEquals(List.of(), announcer.answers(offline));
    BridgeMessage other = BridgeMessage.of("status", "online".getBytes(UTF_8), 0, false);
    assertEquals(List.of(), announcer.answers(other));
  }

  @Test
  void ofTooManySensorsTheOthersAreNotAnnounced() {
    for (int i = 0; i < HomeAssistantAnnouncer.MOST_SENSORS; i++) {
      announcer.announce("n", "t" + i, json("1"));
    }
    assertEquals(List.of(), announcer.announce("n", "more", json("1")));
  }

  @Property(tries = 1_000)
  void anyPayloadIsReadOrRefused(@ForAll byte[] payload, @ForAll String text) {
    profile.read(BridgeMessage.of("homeassistant/sensor/x/config", payload, 0, false), "d");
    read(
        "homeassistant/sensor/x/config",
        "{\"~\":\"" + text + "\",\"stat_t\":\"~\",\"avty\":" + text);
    announcer.announce(text, text, new PortPayload("json", null, payload));
  }
}
