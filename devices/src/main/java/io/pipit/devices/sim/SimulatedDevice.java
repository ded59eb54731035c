package io.pipit.devices.sim;

import java.util.Map;
import java.util.TreeMap;

/**
 * A device of a fleet: what it publishes where.
 *
 * @param id its name, without {@code /}
 * @param nodes by node, the value models by the name of their member in the JSON object
 */
public record SimulatedDevice(String id, Map<String, Map<String, ValueModel>> nodes) {

  public SimulatedDevice {
    Map<String, Map<String, ValueModel>> copy = new TreeMap<>();
    nodes.forEach((node, fields) -> copy.put(node, Map.copyOf(fields)));
    nodes = copy;
  }

  /** The sensors for a seed, by node, in order of name; each has a seed of its own. */
  Map<String, SimulatedSensor> sensors(long seed) {
    Map<String, SimulatedSensor> sensors = new TreeMap<>();
    nodes.forEach(
        (node, fields) ->
            sensors.put(
                node, new SimulatedSensor(fields, seed * 31 + (id + "/" + node).hashCode())));
    return sensors;
  }
}
