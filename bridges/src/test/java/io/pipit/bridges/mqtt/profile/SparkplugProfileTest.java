package io.pipit.bridges.mqtt.profile;

import static io.pipit.bridges.mqtt.profile.SparkplugBytes.aliased;
import static io.pipit.bridges.mqtt.profile.SparkplugBytes.bdSeq;
import static io.pipit.bridges.mqtt.profile.SparkplugBytes.byAlias;
import static io.pipit.bridges.mqtt.profile.SparkplugBytes.metric;
import static io.pipit.bridges.mqtt.profile.SparkplugBytes.payload;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.bridges.mqtt.MovableClock;
import io.pipit.pubsub.port.PortPresence;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A host application of Sparkplug B: births, data, deaths and what is missing between them. */
class SparkplugProfileTest {

  private static final int INT32 = 3;
  private static final int INT = 10;
  private static final byte[] TEMPERATURE = aliased("temp", 7, INT32, INT, 21);

  private final MovableClock clock = new MovableClock();
  private final SparkplugProfile profile = new SparkplugProfile(clock);

  private Reading read(String topic, byte[] payload) {
    return profile.read(BridgeMessage.of("spBv1.0/" + topic, payload, 0, false), "sparkplug");
  }

  private Reading good(String topic, byte[] payload) {
    Reading reading = read(topic, payload);
    assertEquals("", reading.fault());
    return reading;
  }

  private static String json(ProfileItem item) {
    assertEquals("json", item.payload().kind());
    return new String(item.payload().content(), UTF_8);
  }

  private static List<String> nodes(Reading reading) {
    return reading.items().stream().map(ProfileItem::node).toList();
  }

  private void born() {
    good("G/NBIRTH/E", payload(0, bdSeq(1), TEMPERATURE));
  }

  private static boolean asksRebirth(Reading reading) {
    return !reading.answers().isEmpty();
  }

  @Test
  void aBirthIsAnItemAndAStatus() {
    Reading birth = good("G/NBIRTH/E", payload(0, bdSeq(1), TEMPERATURE));
    assertEquals(List.of("sparkplug/G/E/metrics", "sparkplug/G/E/status"), nodes(birth));
    assertEquals(
        "{\"message\":\"NBIRTH\",\"ts\":1772366400000,\"seq\":0,\"metrics\":["
            + "{\"name\":\"bdSeq\",\"type\":\"UInt64\",\"value\":1,\"ts\":1772366400000,"
            + "\"is_null\":false},"
            + "{\"name\":\"temp\",\"type\":\"Int32\",\"value\":21,\"ts\":1772366400000,"
            + "\"is_null\":false}]}",
        json(birth.items().get(0)));
    assertEquals("{\"status\":\"ready\"}", json(birth.items().get(1)));
    assertEquals("current", birth.items().get(1).id());
    assertEquals(List.of(new DevicePresence("E", PortPresence.AVAILABLE)), birth.presences());
    assertFalse(asksRebirth(birth));
  }

  @Test
  void aliasesAreThoseOfTheLastBirth() {
    born();
    Reading data = good("G/NDATA/E", payload(1, byAlias(7, INT, 0xFFFF_FFFFL)));
    assertEquals(
        "{\"message\":\"NDATA\",\"ts\":1772366400000,\"seq\":1,\"metrics\":["
            + "{\"name\":\"temp\",\"type\":\"Int32\",\"value\":-1,\"ts\":1772366400000,"
            + "\"is_null\":false}]}",
        json(data.items().get(0)));
    assertFalse(asksRebirth(data));
    good("G/NBIRTH/E", payload(0, bdSeq(2), aliased("speed", 7, 7, INT, 1)));
    assertTrue(
        json(good("G/NDATA/E", payload(1, byAlias(7, INT, 5))).items().get(0))
            .contains("{\"name\":\"speed\",\"type\":\"UInt32\",\"value\":5"));
  }

  @Test
  void devicesHaveNamesOfTheirOwn() {
    born();
    Reading birth = good("G/DBIRTH/E/D", payload(1, aliased("door", 7, 11, 14, 1)));
    assertEquals(List.of("sparkplug/G/E/D/metrics", "sparkplug/G/E/D/status"), nodes(birth));
    assertEquals(List.of(new DevicePresence("D", PortPresence.AVAILABLE)), birth.presences());
    Reading data = good("G/DDATA/E/D", payload(2, byAlias(7, 14, 0)));
    assertTrue(json(data.items().get(0)).contains("\"door\",\"type\":\"Boolean\",\"value\":false"));
    assertFalse(asksRebirth(data));
  }

  @Test
  void dataBeforeABirthAskForIt() {
    Reading data = good("G/NDATA/E", payload(3, byAlias(7, INT, 5)));
    assertTrue(json(data.items().get(0)).contains("{\"alias\":7,\"type\":\"Unknown\",\"value\":5"));
    BridgeMessage command = data.answers().get(0);
    assertEquals("spBv1.0/G/NCMD/E", command.topic());
    assertEquals(0, command.qos());
    assertFalse(command.retain());
    assertArrayEquals(
        HexFormat.of()
            .parseHex(
                "08809494caca3312210a144e6f646520436f6e74726f6c2f52656269727468"
                    + "18809494caca33200b7001"),
        command.payload());
  }

  @Test
  void aDeviceThatWasNotBornAsksForIt() {
    born();
    assertTrue(asksRebirth(good("G/DDATA/E/D", payload(1, metric("x", INT32, INT, 1)))));
  }

  @Test
  void aMetricThatWasNotBornAsksForIt() {
    born();
    assertTrue(asksRebirth(good("G/NDATA/E", payload(1, byAlias(8, INT, 1)))));
  }

  @Test
  void aMissingMessageAsksForARebirthOnceAMinute() {
    born();
    assertFalse(asksRebirth(good("G/NDATA/E", payload(1, TEMPERATURE))));
    assertTrue(asksRebirth(good("G/NDATA/E", payload(3, TEMPERATURE))));
    assertFalse(asksRebirth(good("G/NDATA/E", payload(9, TEMPERATURE))));
    clock.move(Duration.ofSeconds(59));
    assertFalse(asksRebirth(good("G/NDATA/E", payload(11, TEMPERATURE))));
    clock.move(Duration.ofSeconds(1));
    assertFalse(asksRebirth(good("G/NDATA/E", payload(12, TEMPERATURE))));
    assertTrue(asksRebirth(good("G/NDATA/E", payload(14, TEMPERATURE))));
    assertTrue(asksRebirth(good("G/NDATA/other", payload(14, TEMPERATURE))), "each edge node");
  }

  @Test
  void seqGoesAroundOverAllMessagesOfTheEdgeNode() {
    good("G/NBIRTH/E", payload(254, bdSeq(1), TEMPERATURE));
    assertFalse(asksRebirth(good("G/DBIRTH/E/D", payload(255, TEMPERATURE))));
    assertFalse(asksRebirth(good("G/DDATA/E/D", payload(0, TEMPERATURE))));
    assertFalse(asksRebirth(good("G/NDATA/E", payload(1, TEMPERATURE))));
    assertFalse(asksRebirth(good("G/DDEATH/E/D", payload(2))));
    assertTrue(asksRebirth(good("G/NDATA/E", payload(2, TEMPERATURE))));
  }

  @Test
  void aMessageThatComesAgainIsNoGap() {
    born();
    good("G/NDATA/E", payload(1, TEMPERATURE));
    BridgeMessage again =
        new BridgeMessage(
            "spBv1.0/G/NDATA/E",
            payload(1, TEMPERATURE),
            1,
            false,
            true,
            5,
            null,
            null,
            BridgeMessage.NO_BYTES,
            null,
            List.of());
    assertFalse(asksRebirth(profile.read(again, "sparkplug")));
  }

  @Test
  void aDeathOfThisBirthEndsTheEdgeNodeAndItsDevices() {
    born();
    good("G/DBIRTH/E/D", payload(1, metric("x", INT32, INT, 1)));
    Reading death = good("G/NDEATH/E", payload(null, bdSeq(1)));
    assertEquals(
        List.of(
            "sparkplug/G/E/D/metrics",
            "sparkplug/G/E/D/status",
            "sparkplug/G/E/metrics",
            "sparkplug/G/E/status"),
        nodes(death));
    assertEquals(
        "{\"message\":\"NDEATH\",\"ts\":1772366400000,\"stale\":true,\"metrics\":["
            + "{\"name\":\"x\",\"type\":\"Int32\",\"stale\":true}]}",
        json(death.items().get(0)));
    assertEquals("{\"status\":\"offline\"}", json(death.items().get(3)));
    assertEquals(
        List.of(
            new DevicePresence("D", PortPresence.UNAVAILABLE),
            new DevicePresence("E", PortPresence.UNAVAILABLE)),
        death.presences());
    assertTrue(asksRebirth(good("G/NDATA/E", payload(2, TEMPERATURE))), "it is not born any more");
  }

  @Test
  void aDeathOfAnotherBirthIsOld() {
    born();
    Reading death = good("G/NDEATH/E", payload(null, bdSeq(0)));
    assertEquals(Reading.NOTHING, death);
    assertFalse(asksRebirth(good("G/NDATA/E", payload(1, TEMPERATURE))));
  }

  @Test
  void aDeathOfWhoIsNotKnownIsADeath() {
    Reading death = good("G/NDEATH/E", payload(null, bdSeq(9)));
    assertEquals(List.of("sparkplug/G/E/status"), nodes(death));
  }

  @Test
  void aDeathOfADeviceEndsIt() {
    born();
    good("G/DBIRTH/E/D", payload(1, metric("x", INT32, INT, 1)));
    Reading death = good("G/DDEATH/E/D", payload(2));
    assertEquals(List.of("sparkplug/G/E/D/metrics", "sparkplug/G/E/D/status"), nodes(death));
    assertTrue(asksRebirth(good("G/DDATA/E/D", payload(3, TEMPERATURE))));
  }

  @Test
  void commandsAreForOthers() {
    assertEquals(Reading.NOTHING, read("G/NCMD/E", payload(null)));
    assertEquals(Reading.NOTHING, read("G/DCMD/E/D", payload(null)));
  }

  @Test
  void theStateOfAHostIsAnItem() {
    Reading state =
        profile.read(
            BridgeMessage.of("spBv1.0/STATE/scada", "{\"online\":true}".getBytes(UTF_8), 1, true),
            "sparkplug");
    assertEquals(List.of("sparkplug/STATE/scada"), nodes(state));
    assertTrue(state.items().get(0).standing());
  }

  @ParameterizedTest(name = "topic {0}")
  @ValueSource(
      strings = {
        "G/NDATA",
        "G/NDATA/E/D",
        "G/DDATA/E",
        "G/XDATA/E",
        "G/DDATA/E/D/F",
        "G",
        "G/ndata/E"
      })
  void noTopic(String topic) {
    assertFalse(read(topic, payload(0)).fault().isEmpty());
    assertFalse(
        profile
            .read(BridgeMessage.of("other/" + topic, payload(0), 0, false), "s")
            .fault()
            .isEmpty());
  }

  @Test
  void aPayloadThatCannotBeReadChangesNothing() {
    born();
    assertFalse(read("G/NBIRTH/E", new byte[] {0x12, 0x7F}).fault().isEmpty());
    assertFalse(asksRebirth(good("G/NDATA/E", payload(1, byAlias(7, INT, 1)))));
  }

  @Test
  void whatIsRememberedIsBounded() {
    SparkplugProfile small = new SparkplugProfile(clock, 100_000);
    for (int i = 0; i < 1_000; i++) {
      BridgeMessage birth =
          BridgeMessage.of("spBv1.0/G/NBIRTH/E" + i, payload(0, bdSeq(1), TEMPERATURE), 0, false);
      assertEquals("", small.read(birth, "s").fault());
      assertTrue(small.remembered() <= 100_000);
    }
    BridgeMessage newest =
        BridgeMessage.of("spBv1.0/G/NDATA/E999", payload(1, TEMPERATURE), 0, false);
    assertFalse(asksRebirth(small.read(newest, "s")));
    BridgeMessage oldest =
        BridgeMessage.of("spBv1.0/G/NDATA/E0", payload(1, TEMPERATURE), 0, false);
    assertTrue(asksRebirth(small.read(oldest, "s")), "forgotten, and so asked again");
  }

  @Test
  void birthsAgainAndAgainDoNotAddUp() {
    for (int i = 0; i < 100; i++) {
      good("G/NBIRTH/E", payload(0, bdSeq(i), TEMPERATURE));
      good("G/DBIRTH/E/D" + i, payload(1, metric("x", INT32, INT, 1)));
    }
    long one = profile.remembered();
    for (int i = 0; i < 100; i++) {
      good("G/NBIRTH/E", payload(0, bdSeq(i), TEMPERATURE));
      good("G/DBIRTH/E/D" + (i % 10), payload(1, metric("x", INT32, INT, 1)));
      good("G/DDEATH/E/D" + (i % 10), payload(2));
    }
    assertTrue(profile.remembered() < one, one + " then " + profile.remembered());
  }
}
