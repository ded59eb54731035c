package io.pipit.bridges.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pipit.bridges.mqtt.link.IncomingMessage;
import io.pipit.bridges.mqtt.link.MessageProperties;
import io.pipit.xmpp.BareJid;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** What Home Assistant's discovery has nodes called. */
class BridgeTitlesTest {

  private static final String TEMPERATURE =
      """
      {"name": "Temperature", "state_topic": "plant/boiler/t",
       "availability_topic": "plant/boiler/up", "device": {"name": "Boiler"}}
      """;

  private static final Vertx VERTX = Vertx.vertx();
  private final InMemoryPort port = new InMemoryPort();
  private final BridgeEnvironment environment =
      new BridgeEnvironment(
          VERTX,
          VERTX.getOrCreateContext(),
          port.on(Runnable::run),
          Clock.systemUTC(),
          BridgeFixture.NODE,
          "localhost",
          new CountedMetrics());
  private final BridgeInbound inbound = inbound();

  @AfterAll
  static void stop() {
    BridgeFixture.await(VERTX.close());
  }

  private BridgeInbound inbound() {
    BridgeOptions options =
        BridgeFixture.options("titles", 1)
            .subscribe(
                List.of(
                    SubscribeMapping.builder("homeassistant/#")
                        .payload(PayloadKind.HA_DISCOVERY)
                        .build(),
                    BridgeFixture.from("plant/#", "here/{*}").build()))
            .build();
    BridgeInbound made =
        new BridgeInbound(
            environment,
            new InboundWork.Place("titles", BareJid.of("bridge-titles@localhost"), "bridge/titles"),
            new BridgeTally(new BridgeLog("titles", environment.clock()), environment.clock()),
            new BridgeMapping(options, BridgeFixture.NODE, environment.clock(), new Random(1)),
            answer -> {});
    made.up(new NoLink(), true, true);
    return made;
  }

  private void came(String topic, String text) {
    inbound.message(
        new IncomingMessage(
            0, topic, text.getBytes(UTF_8), 0, true, false, MessageProperties.NONE));
  }

  @Test
  void entityItsStateAndItsDeviceHaveTitles() {
    came("homeassistant/sensor/boiler/temp/config", TEMPERATURE);
    assertEquals("Boiler Temperature", port.titleOf("devices/boiler/entities/temp"));
    assertEquals("", port.titleOf("here/boiler/t"), "it is not there yet");
    came("plant/boiler/t", "21.5");
    assertEquals("Boiler Temperature", port.titleOf("here/boiler/t"));
    came("plant/boiler/up", "online");
    assertEquals("Boiler", port.titleOf("devices/boiler/status"));
  }

  @Test
  void titleIsAskedForOnceForEachDiscovery() {
    came("homeassistant/sensor/boiler/temp/config", TEMPERATURE);
    for (int i = 0; i < 3; i++) {
      came("plant/boiler/t", "2" + i);
    }
    assertEquals(1, port.titlesAsked("here/boiler/t"));
    came("homeassistant/sensor/boiler/temp/config", TEMPERATURE);
    came("plant/boiler/t", "30");
    assertEquals(2, port.titlesAsked("here/boiler/t"));
  }

  @Test
  void nameThatIsNoneOrTooLongGivesNoTitle() {
    came("homeassistant/sensor/a/x/config", "{\"name\": \"" + "n".repeat(300) + "\"}");
    assertEquals("", port.titleOf("devices/a/entities/x"));
    came("homeassistant/sensor/b/x/config", "{\"name\": \"one\\ntwo\"}");
    assertEquals("one two", port.titleOf("devices/b/entities/x"));
    came("plant/other", "1");
    assertEquals(0, port.titlesAsked("here/other"));
  }
}
