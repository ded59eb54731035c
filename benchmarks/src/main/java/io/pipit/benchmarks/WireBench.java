package io.pipit.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Drives a node over its sockets and says what a message costs it: the user and system time of its
 * process for each publish or delivery, which a busy machine disturbs less than rates. Everything
 * is persisted, and a publish is acknowledged and delivered only when it is durable.
 */
final class WireBench {

  /** A stream may send as fast as it can: the driver stands for many devices. */
  static final Map<String, String> SETTINGS =
      Map.of(
          "PIPIT_LIMITS__INBOUND_RATE",
          "1GiB/s",
          // Else what is refused would be acknowledged as if it were stored.
          "PIPIT_MQTT__REFUSE",
          "disconnect");

  /** What a node does in its first seconds, at twice the cost. */
  static final List<WireCase> WARM_UP =
      List.of(WireCase.INGEST_100, WireCase.FANOUT_100, WireCase.CHAT_50);

  /** The same for MQTT. */
  static final List<WireCase> MQTT_WARM_UP =
      List.of(WireCase.MQTT_INGEST_100, WireCase.MQTT_FANOUT_100, WireCase.MQTT_FANOUT_100_QOS1);

  private final Options options;

  private WireBench(Options options) {
    this.options = options;
  }

  static void run(Options options) throws IOException {
    new WireBench(options).run();
  }

  /** Runs the other load that comes first, of as many seconds by each protocol of the cases. */
  static void warmUp(ServerUnderTest server, List<WireCase> cases, int seconds) throws IOException {
    if (cases.stream().anyMatch(one -> !one.isMqtt())) {
      WireRun.warmUp(server, WARM_UP, seconds);
    }
    if (cases.stream().anyMatch(WireCase::isMqtt)) {
      WireRun.warmUp(server, MQTT_WARM_UP, seconds);
    }
  }

  private void run() throws IOException {
    List<WireCase> cases =
        WireCase.ALL.stream().filter(one -> options.includes(one.name())).toList();
    print(
        "| case | node CPU us | driver CPU us (busy) | per second | p50 / p99 / p99.9 / worst ms |"
            + " lost, double, late |");
    print("|---|---|---|---|---|---|");
    if (options.inTurn()) {
      runInTurn(cases);
      return;
    }
    Set<Map<String, String>> settings = new LinkedHashSet<>();
    cases.forEach(one -> settings.add(one.settings()));
    for (Map<String, String> each : settings) {
      run(each, cases.stream().filter(one -> one.settings().equals(each)).toList());
    }
  }

  private void run(Map<String, String> settings, List<WireCase> cases) throws IOException {
    int accounts = accounts(cases);
    try (NodeUnderTest node =
        new NodeUnderTest(accounts, options.javaOptions(), settings(settings))) {
      warmUp(node, cases, options.warmUpSeconds());
      for (WireCase one : cases) {
        warmUp(one, node);
        List<WireRun> runs = new ArrayList<>();
        for (int i = 0; i < options.runs(); i++) {
          runs.add(WireRun.of(one, node, one.name() + "-" + i, options.seconds()));
        }
        report(one, runs);
      }
    }
  }

  /** Its own code is compiled too: what counts is a node that runs for long. */
  private void warmUp(WireCase one, NodeUnderTest node) throws IOException {
    WireRun.of(one, node, one.name() + "-warm", options.warmUpSeconds() / 4);
  }

  /**
   * Has one node with the settings of all cases run them in the order A B B A: it is as warm for
   * each of them, and the machine changes from minute to minute by more than they differ.
   */
  private void runInTurn(List<WireCase> cases) throws IOException {
    Map<String, String> all = new HashMap<>();
    cases.forEach(one -> all.putAll(one.settings()));
    Map<WireCase, List<WireRun>> runs = new LinkedHashMap<>();
    cases.forEach(one -> runs.put(one, new ArrayList<>()));
    try (NodeUnderTest node =
        new NodeUnderTest(accounts(cases), options.javaOptions(), settings(all))) {
      warmUp(node, cases, options.warmUpSeconds());
      for (WireCase one : cases) {
        warmUp(one, node);
      }
      List<WireCase> order = new ArrayList<>(cases);
      for (int i = 0; i < options.runs(); i++) {
        for (WireCase one : order) {
          List<WireRun> those = Objects.requireNonNull(runs.get(one));
          those.add(WireRun.of(one, node, one.name() + "-" + i, options.seconds()));
        }
        Collections.reverse(order);
      }
    }
    runs.forEach(WireBench::report);
  }

  /** Those of all measurements over the wire, and others. */
  static Map<String, String> settings(Map<String, String> others) {
    Map<String, String> all = new HashMap<>(SETTINGS);
    all.putAll(others);
    return all;
  }

  /** What the cases need, with those of the warm-up. */
  static int accounts(List<WireCase> cases) {
    return Math.max(accountsOf(cases), accountsOf(WARM_UP));
  }

  private static int accountsOf(List<WireCase> cases) {
    return cases.stream().mapToInt(WireCase::accounts).max().orElse(0);
  }

  private static void report(WireCase one, List<WireRun> runs) {
    print(
        String.format(
            Locale.ROOT,
            "| %s | %s a %s | %s (%.0f %%) | %s | %s | %s |",
            one.title(),
            WireRun.spread(runs, WireRun::serverMicros, "%.1f"),
            one.unit(),
            WireRun.spread(runs, WireRun::driverMicros, "%.1f"),
            WireRun.median(runs, WireRun::driverPercent),
            WireRun.spread(runs, WireRun::perSecond, "%,.0f"),
            WireRun.latencies(runs),
            WireRun.faults(runs)));
  }

  private static void print(String line) {
    System.out.println(line);
  }
}
