package io.pipit.benchmarks;

import java.util.ArrayList;
import java.util.List;

/**
 * What the command line says of a measurement of a whole node.
 *
 * @param runs repetitions of each case
 * @param seconds how long each is measured
 * @param warmUpSeconds of load before the first case
 * @param sessions authenticated and quiet, in the measurement of memory
 * @param connections not authenticated, in the measurement of memory
 * @param javaOptions of the node
 * @param cases names of those to run, empty for all
 */
record Options(
    int runs,
    int seconds,
    int warmUpSeconds,
    int sessions,
    int connections,
    List<String> javaOptions,
    List<String> cases) {

  Options {
    javaOptions = List.copyOf(javaOptions);
    cases = List.copyOf(cases);
  }

  /**
   * Reads {@code --name=value}.
   *
   * @throws IllegalArgumentException for anything else
   */
  static Options parse(List<String> arguments) {
    int runs = 3;
    int seconds = 4;
    int warmUpSeconds = 20;
    int sessions = 2_000;
    int connections = 1_000;
    List<String> javaOptions = new ArrayList<>();
    List<String> cases = new ArrayList<>();
    for (String argument : arguments) {
      int equal = argument.indexOf('=');
      String name = equal < 0 ? argument : argument.substring(0, equal);
      String value = argument.substring(equal + 1);
      switch (name) {
        case "--runs" -> runs = Integer.parseInt(value);
        case "--seconds" -> seconds = Integer.parseInt(value);
        case "--warm-up" -> warmUpSeconds = Integer.parseInt(value);
        case "--sessions" -> sessions = Integer.parseInt(value);
        case "--connections" -> connections = Integer.parseInt(value);
        case "--java" -> javaOptions.addAll(List.of(value.split(" ")));
        case "--case" -> cases.add(value);
        default -> throw new IllegalArgumentException("unknown option " + argument);
      }
    }
    if (javaOptions.isEmpty()) {
      javaOptions.add("-Xmx1g");
    }
    return new Options(runs, seconds, warmUpSeconds, sessions, connections, javaOptions, cases);
  }

  boolean includes(String name) {
    return cases.isEmpty() || cases.contains(name);
  }
}
