package io.pipit.devices.sim;

import io.pipit.devices.client.Payload;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * What one simulated device publishes to one node. Confined to its caller, who asks in order of
 * time. Two sensors with the same description and seed give the same items at the same times, item
 * ids included.
 */
final class SimulatedSensor {

  private final Map<String, ValueModel.Series> series;
  private final Random ids;

  /**
   * @param fields the value models by the name of their member in the JSON object, written in order
   *     of name
   */
  SimulatedSensor(Map<String, ValueModel> fields, long seed) {
    this.ids = new Random(seed);
    this.series = new TreeMap<>();
    // A field's seed comes from its name, so that one more field does not change the others.
    fields.forEach((name, model) -> series.put(name, model.start(seed * 31 + name.hashCode())));
  }

  /** One item to publish. */
  record Reading(String itemId, Payload payload) {}

  Reading read(Instant time) {
    Map<String, Number> values = new LinkedHashMap<>();
    series.forEach((name, of) -> values.put(name, Decimal.rounded(of.at(time))));
    return new Reading(String.format("%016x", ids.nextLong()), Payload.json(values));
  }
}
