package io.pipit.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Pipit beside ejabberd, Prosody and Mosquitto: all run at the same time, one is driven at a time,
 * in the order A B C D D C B A, and medians are compared. Every setting is printed first.
 */
final class CompareBench {

  private static final String PIPIT = "pipit";
  private static final String MOSQUITTO = "mosquitto";
  private static final Path LOAD = Path.of("/proc/loadavg");

  /** What only varies another case is left out. */
  private static final Set<String> LEFT_OUT = Set.of("ingest-50", "fanout-1");

  private final Options options;
  private final Map<String, ServerUnderTest> servers = new LinkedHashMap<>();

  private CompareBench(Options options) {
    this.options = options;
  }

  static void run(Options options) throws IOException {
    new CompareBench(options).run();
  }

  private void run() throws IOException {
    List<WireCase> cases =
        WireCase.ANYWHERE.stream()
            .filter(one -> options.includes(one.name()))
            .filter(one -> options.names(one.name()) || !LEFT_OUT.contains(one.name()))
            .toList();
    try {
      start(cases);
      for (Map.Entry<String, ServerUnderTest> server : servers.entrySet()) {
        List<WireCase> here =
            cases.stream().flatMap(one -> at(server.getKey(), one).stream()).toList();
        WireBench.warmUp(server.getValue(), here, options.warmUpSeconds());
      }
      header();
      for (WireCase one : cases) {
        report(one, measure(one));
      }
      footer();
    } finally {
      for (ServerUnderTest server : servers.values()) {
        server.close();
      }
    }
  }

  private void start(List<WireCase> cases) throws IOException {
    int accounts = WireBench.accounts(cases);
    print(
        "%s, %d processors, Linux %s, load average %s, %d x %d s of each case after %d s of warm-up",
        Instant.now().truncatedTo(ChronoUnit.SECONDS),
        Runtime.getRuntime().availableProcessors(),
        System.getProperty("os.version"),
        load(),
        options.runs(),
        options.seconds(),
        options.warmUpSeconds());
    if (options.includesServer(PIPIT)) {
      NodeUnderTest node =
          new NodeUnderTest(accounts, options.javaOptions(), WireBench.settings(Map.of()));
      servers.put(PIPIT, node);
      print("\n%s", node.description().strip());
    }
    add(cases, "ejabberd", Ejabberd.SCRIPT, accounts, Ejabberd::new);
    add(cases, "prosody", Prosody.PROGRAM, accounts, () -> new Prosody(accounts));
    add(cases, MOSQUITTO, Mosquitto.PROGRAM, 0, Mosquitto::new);
  }

  @FunctionalInterface
  private interface Making {
    Peer make() throws IOException;
  }

  /** The Debian package has the same name. */
  private void add(List<WireCase> cases, String name, Path program, int accounts, Making making)
      throws IOException {
    if (!options.includesServer(name)) {
      return;
    }
    if (cases.stream().allMatch(one -> at(name, one).isEmpty())) {
      print("\n%s is left out: it does none of the cases", name);
      return;
    }
    if (!Files.isExecutable(program)) {
      print("\n%s is left out: there is no %s (Debian package %s)", name, program, name);
      return;
    }
    Peer peer = making.make();
    servers.put(name, peer);
    peer.start();
    peer.register(accounts);
    print("\n%s", peer.description().strip());
  }

  private static Optional<WireCase> at(String server, WireCase one) {
    if (server.equals(MOSQUITTO)) {
      return one.byMqtt();
    }
    return Optional.of(one).filter(each -> server.equals(PIPIT) || !each.isMqtt());
  }

  /** The runs of each server; none for one that does not do it. */
  private Map<String, List<WireRun>> measure(WireCase one) {
    Map<String, List<WireRun>> runs = new LinkedHashMap<>();
    Set<String> failed = new HashSet<>();
    List<Map.Entry<String, ServerUnderTest>> order = new ArrayList<>(servers.entrySet());
    servers.keySet().forEach(name -> runs.put(name, new ArrayList<>()));
    for (int i = 0; i < options.runs(); i++) {
      String id = one.name() + "-" + i;
      for (Map.Entry<String, ServerUnderTest> server : order) {
        String name = server.getKey();
        Optional<WireCase> here = failed.contains(name) ? Optional.empty() : at(name, one);
        if (here.isPresent()) {
          try {
            WireRun run = WireRun.of(here.get(), server.getValue(), id, options.seconds());
            runs.computeIfAbsent(name, none -> new ArrayList<>()).add(run);
          } catch (IOException | UncheckedIOException | IllegalStateException e) {
            failed.add(name);
            runs.put(name, List.of());
            System.err.println(name + " does not do " + one.name() + ": " + e.getMessage());
          }
        }
      }
      Collections.reverse(order);
    }
    return runs;
  }

  private void header() {
    print(
        "\nMedians: server CPU us of each, and how many times the first server's; per second; p50 /"
            + " p99 ms; lost, double and late if any.\n");
    print("| case | %s |", String.join(" | ", servers.keySet()));
    print("|---|%s", "---|".repeat(servers.size()));
  }

  private static void report(WireCase one, Map<String, List<WireRun>> runs) {
    double first = 0;
    StringBuilder line = new StringBuilder("| " + one.title() + ", a " + one.unit());
    for (List<WireRun> each : runs.values()) {
      line.append(" | ");
      if (each.isEmpty()) {
        line.append('-');
        continue;
      }
      double micros = WireRun.median(each, WireRun::serverMicros);
      line.append(String.format(Locale.ROOT, micros < 100 ? "%.1f us" : "%,.0f us", micros));
      if (first > 0) {
        line.append(String.format(Locale.ROOT, " (%.1fx)", micros / first));
      } else {
        first = micros;
      }
      line.append(
          String.format(
              Locale.ROOT,
              ", %,.0f/s, %.2f / %.1f ms",
              WireRun.median(each, WireRun::perSecond),
              WireRun.median(each, WireRun::median),
              WireRun.median(each, WireRun::p99)));
      String faults = WireRun.faults(each);
      line.append(faults.equals("0, 0, 0") ? "" : ", faults " + faults);
      double busy = WireRun.median(each, WireRun::driverPercent);
      line.append(busy < 90 ? "" : String.format(Locale.ROOT, ", driver %.0f %%", busy));
    }
    print("%s |", line);
  }

  private void footer() throws IOException {
    StringBuilder line = new StringBuilder("| resident memory at the end");
    for (ServerUnderTest server : servers.values()) {
      line.append(" | ").append(StoreFiles.mib(server.residentBytes()));
    }
    print("%s |", line);
    print("\nload average at the end: %s", load());
  }

  private static String load() throws IOException {
    String[] words = Files.readString(LOAD).split(" ");
    return words[0] + ", " + words[1] + ", " + words[2];
  }

  private static void print(String format, Object... values) {
    System.out.println(String.format(Locale.ROOT, format, values));
  }
}
