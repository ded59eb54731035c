package io.pipit.benchmarks;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the command line says of a measurement of the store.
 *
 * @param nodes so many
 * @param items of all nodes together, at the start
 * @param bytes of each payload
 * @param kept items that each node keeps
 * @param owners of the nodes, besides those who publish
 * @param publishers connections that publish and read, at random nodes
 * @param rate publishes a second
 * @param seconds how long
 * @param parts of a soak
 * @param busy of every 100 nodes, how many are published to
 * @param javaOptions of the node
 * @param settings of the node, by the names of environment variables
 */
record StoreOptions(
    int nodes,
    int items,
    int bytes,
    int kept,
    int owners,
    int publishers,
    int rate,
    int seconds,
    int parts,
    int busy,
    List<String> javaOptions,
    Map<String, String> settings) {

  StoreOptions {
    javaOptions = List.copyOf(javaOptions);
    settings = Map.copyOf(settings);
  }

  /** How many nodes are published to, from the first. */
  int busyNodes() {
    return Math.max(1, (int) ((long) nodes * busy / 100));
  }

  /** Nodes without items. */
  static StoreOptions ofNodes(int nodes) {
    return parse(List.of("--nodes=" + nodes, "--items=0"));
  }

  /**
   * Reads {@code --name=value}.
   *
   * @throws UsageException for anything else
   */
  static StoreOptions parse(List<String> arguments) {
    int nodes = 100_000;
    int items = 1_000_000;
    int bytes = 300;
    int kept = 10;
    int owners = 0;
    int publishers = 20;
    int rate = 2_000;
    int seconds = 20;
    int parts = 10;
    int busy = 100;
    Map<String, String> settings = new HashMap<>();
    List<String> javaOptions = new ArrayList<>();
    for (String argument : arguments) {
      int equal = argument.indexOf('=');
      String name = equal < 0 ? argument : argument.substring(0, equal);
      String value = argument.substring(equal + 1);
      switch (name) {
        case "--nodes" -> nodes = UsageException.number(name, value);
        case "--items" -> items = UsageException.number(name, value);
        case "--bytes" -> bytes = UsageException.number(name, value);
        case "--kept" -> kept = UsageException.number(name, value);
        case "--owners" -> owners = UsageException.number(name, value);
        case "--publishers" -> publishers = UsageException.number(name, value);
        case "--rate" -> rate = UsageException.number(name, value);
        case "--seconds" -> seconds = UsageException.number(name, value);
        case "--parts" -> parts = UsageException.number(name, value);
        case "--busy" -> busy = UsageException.number(name, value);
        case "--set" -> settings.put(value.replaceAll("=.*", ""), value.replaceAll("^[^=]*=", ""));
        case "--java" -> javaOptions.addAll(List.of(value.split(" ")));
        default -> throw UsageException.unknownOption(argument);
      }
    }
    if (owners == 0) {
      owners = Math.max(1, nodes / 100);
    }
    if (javaOptions.isEmpty()) {
      javaOptions.add("-Xmx1g");
    }
    return new StoreOptions(
        nodes,
        items,
        bytes,
        kept,
        owners,
        publishers,
        rate,
        seconds,
        parts,
        busy,
        javaOptions,
        settings);
  }
}
