package io.pipit.benchmarks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the command line says of a measurement of a whole node.
 *
 * @param runs repetitions of each case
 * @param seconds how long each is measured
 * @param warmUpSeconds of load before the first case
 * @param sessions authenticated and quiet, in the measurement of memory
 * @param connections not authenticated, in the measurement of memory; idle sessions in that of
 *     growth
 * @param nodes of the larger store, in the measurement of growth
 * @param subscribers the same
 * @param javaOptions of the node
 * @param cases names of those to run, empty for all
 * @param servers names of those to compare, empty for all
 * @param what in the measurement of growth, empty for everything
 * @param quietSeconds for how long nothing happens, in the measurement of memory, before the
 *     resident memory is read once more
 * @param inTurn whether the cases of the measurement over the wire take turns at one node
 * @param keep where the stores of the measurement of growth are kept for the next one
 */
record Options(
    int runs,
    int seconds,
    int warmUpSeconds,
    int sessions,
    int connections,
    int nodes,
    int subscribers,
    List<String> javaOptions,
    List<String> cases,
    List<String> servers,
    List<String> what,
    int quietSeconds,
    boolean inTurn,
    Optional<Path> keep) {

  private static final List<String> SERVERS = List.of("pipit", "ejabberd", "prosody", "mosquitto");

  private static final List<String> GROWTH = List.of("nodes", "subscribers", "connections");

  Options {
    javaOptions = List.copyOf(javaOptions);
    cases = List.copyOf(cases);
    servers = List.copyOf(servers);
    what = List.copyOf(what);
  }

  /**
   * Reads {@code --name=value}.
   *
   * @param knownCases those that the command has: one of another command would measure nothing
   * @throws UsageException for anything else
   */
  static Options parse(List<String> knownCases, List<String> arguments) {
    return parse(knownCases, 3, 1_000, arguments);
  }

  /** As {@link #parse(List, List)}, with other defaults. */
  static Options parse(
      List<String> knownCases, int defaultRuns, int defaultConnections, List<String> arguments) {
    int runs = defaultRuns;
    int seconds = 4;
    int warmUpSeconds = 20;
    int sessions = 2_000;
    int connections = defaultConnections;
    int nodes = 1_000_000;
    int subscribers = 100_000;
    List<String> javaOptions = new ArrayList<>();
    List<String> profiler = new ArrayList<>();
    List<String> cases = new ArrayList<>();
    List<String> servers = new ArrayList<>();
    List<String> what = new ArrayList<>();
    int quietSeconds = 0;
    boolean inTurn = false;
    Optional<Path> keep = Optional.empty();
    for (String argument : arguments) {
      int equal = argument.indexOf('=');
      String name = equal < 0 ? argument : argument.substring(0, equal);
      String value = argument.substring(equal + 1);
      switch (name) {
        case "--runs" -> runs = UsageException.number(name, value);
        case "--seconds" -> seconds = UsageException.number(name, value);
        case "--warm-up" -> warmUpSeconds = UsageException.number(name, value);
        case "--sessions" -> sessions = UsageException.number(name, value);
        case "--connections" -> connections = UsageException.number(name, value);
        case "--nodes" -> nodes = UsageException.number(name, value);
        case "--subscribers" -> subscribers = UsageException.number(name, value);
        case "--java" -> javaOptions.addAll(List.of(value.split(" ")));
        case "--profile" -> profiler.add(Profiler.option(Path.of(value)));
        case "--case" -> cases.add(UsageException.oneOf(name, value, knownCases));
        case "--server" -> servers.add(UsageException.oneOf(name, value, SERVERS));
        case "--what" -> what.add(UsageException.oneOf(name, value, GROWTH));
        case "--in-turn" -> inTurn = true;
        case "--quiet" -> quietSeconds = UsageException.number(name, value);
        case "--keep" -> keep = Optional.of(Path.of(value));
        case "--quick" -> {
          runs = 2;
          seconds = 1;
          warmUpSeconds = 6;
        }
        default -> throw UsageException.unknownOption(argument);
      }
    }
    if (javaOptions.isEmpty()) {
      javaOptions.add("-Xmx1g");
    }
    javaOptions.addAll(profiler);
    return new Options(
        runs,
        seconds,
        warmUpSeconds,
        sessions,
        connections,
        nodes,
        subscribers,
        javaOptions,
        cases,
        servers,
        what,
        quietSeconds,
        inTurn,
        keep);
  }

  boolean includes(String name) {
    return cases.isEmpty() || names(name);
  }

  /** Whether a case was asked for by its name. */
  boolean names(String name) {
    return cases.contains(name);
  }

  boolean includesServer(String name) {
    return servers.isEmpty() || servers.contains(name);
  }

  boolean grows(String name) {
    return what.isEmpty() || what.contains(name);
  }
}
