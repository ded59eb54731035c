package io.pipit.broker.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.bridges.mqtt.BridgeMetrics;
import io.pipit.bridges.mqtt.BridgeState;
import io.prometheus.client.CollectorRegistry;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class BridgeSeriesTest {

  private final CollectorRegistry registry = new CollectorRegistry();
  private final BrokerMetrics metrics = new BrokerMetrics(registry);
  private final BridgeSeries series = metrics.bridges();

  private Double value(String name, String... labelsAndValues) {
    String[] labels = new String[labelsAndValues.length / 2];
    String[] values = new String[labelsAndValues.length / 2];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = labelsAndValues[2 * i];
      values[i] = labelsAndValues[2 * i + 1];
    }
    return registry.getSampleValue("pipit_bridge_" + name, labels, values);
  }

  @Test
  void whatABridgeReportsIsCounted() {
    BridgeMetrics plant = series.of("plant");
    plant.state(BridgeState.UP);
    plant.connected("ok");
    plant.message(BridgeMetrics.Direction.IN, "ok", 5);
    plant.message(BridgeMetrics.Direction.IN, "ignored", 7);
    plant.message(BridgeMetrics.Direction.OUT, "ok", 11);
    plant.buffer(3, 30, 1.5);
    plant.dropped("age", 4);
    plant.duplicate();
    plant.loop();
    plant.inflight(2);
    plant.acknowledged(0.02);
    plant.mapError("bad_topic");

    assertEquals(1, value("up", "bridge", "plant"));
    assertEquals(1, value("state", "bridge", "plant", "state", "up"));
    assertEquals(0, value("state", "bridge", "plant", "state", "auth_failed"));
    assertEquals(1, value("connects_total", "bridge", "plant", "result", "ok"));
    assertEquals(
        1, value("messages_total", "bridge", "plant", "direction", "in", "result", "ignored"));
    assertEquals(12, value("bytes_total", "bridge", "plant", "direction", "in"));
    assertEquals(11, value("bytes_total", "bridge", "plant", "direction", "out"));
    assertEquals(3, value("buffer_items", "bridge", "plant"));
    assertEquals(30, value("buffer_bytes", "bridge", "plant"));
    assertEquals(1.5, value("buffer_oldest_seconds", "bridge", "plant"));
    assertEquals(4, value("dropped_total", "bridge", "plant", "reason", "age"));
    assertEquals(1, value("duplicates_total", "bridge", "plant"));
    assertEquals(1, value("loops_total", "bridge", "plant"));
    assertEquals(2, value("inflight", "bridge", "plant"));
    assertEquals(1, value("ack_seconds_count", "bridge", "plant"));
    assertEquals(1, value("map_errors_total", "bridge", "plant", "reason", "bad_topic"));
  }

  @Test
  void stateIsOneOfAll() {
    for (BridgeState state : BridgeState.values()) {
      series.of("plant").state(state);
      assertEquals(state, series.state("plant"));
      assertEquals(state == BridgeState.UP ? 1 : 0, value("up", "bridge", "plant"));
      assertEquals(
          1,
          Arrays.stream(BridgeState.values())
              .mapToDouble(each -> value("state", "bridge", "plant", "state", each.word()))
              .sum());
    }
  }

  @Test
  void seriesAreThereBeforeAnythingHappens() {
    series.of("plant");
    String text = metrics.expose(null).text();
    for (String name :
        new String[] {
          "up", "duplicates_total", "loops_total", "inflight", "buffer_items", "ack_seconds_count"
        }) {
      assertTrue(text.contains("pipit_bridge_" + name + "{bridge=\"plant\",} 0.0"), name);
    }
  }

  @Test
  void bridgeThatIsGoneTakesItsSeriesAlong() {
    series.of("plant").dropped("age", 1);
    series.of("other").state(BridgeState.UP);
    series.remove("plant");
    String text = metrics.expose(null).text();
    assertFalse(text.contains("plant"), text);
    assertEquals(1, value("up", "bridge", "other"));
    assertEquals(BridgeState.DOWN, series.state("plant"));
    series.remove("plant");
  }
}
