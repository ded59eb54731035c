package io.pipit.benchmarks;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** The entry of {@code benchmarks.jar}; without a command it says which there are. */
public final class Main {

  private static final String USAGE =
      """
      usage: java -jar benchmarks/target/benchmarks.jar COMMAND [options], in the root folder

      micro    JMH: parse, addresses, decide and apply, log, serialise, match; options of JMH
      wire     a node, case by case: CPU of each message, rate, latency, lost, double and late
                 --case=NAME --runs=3 --seconds=4 --warm-up=20 --java="-Xmx1g" --quick
                 --profile=FILE.html of the node, by async-profiler
      profile  FILE.collapsed...: which layers and threads took the time of such profiles
      compare  the same beside ejabberd, Prosody and Mosquitto, as far as they are installed;
               cases whose name begins with mqtt drive Pipit and Mosquitto by MQTT alike;
               --runs=4 takes each in the order A B C D D C B A, twice
                 options of wire, --server=pipit|ejabberd|prosody|mosquitto
      growth   cost of the same message with little and with much else, and their ratio
                 options of wire, --what=nodes|subscribers|connections
                 --nodes=1000000 --subscribers=100000 --connections=10000
                 --keep=FOLDER for the stores, which the next measurement then copies;
                 with --runs=0 they are only made
      memory   what a quiet connection holds
                 --case=session|tls|connection|mqtt --sessions=2000 --connections=1000
                 --java="-Xmx1g"
                 --quiet=SECONDS without a word, after which RSS is read once more
      store    start, kill and load of a node with much in its store
      backup   a node that is copied while it is driven
      soak     the same load for long
                 of all three: --nodes --items --bytes --kept --owners --publishers --rate
                 --seconds --busy=PERCENT --java="-Xmx1g"; of soak: --parts --set=NAME=VALUE
      heads    heap of nodes without items: [nodes [owners]]

      --case, --server and --what can be given several times; without them everything is run,
      but by compare neither ingest-50 nor fanout-1, and by growth fanout-100 and ingest-100 only.
      --quick is --runs=2 --seconds=1 --warm-up=6. With --in-turn the cases of wire take turns at
      one node, which has the settings of all of them, to be compared with each other.
      """;

  private Main() {}

  public static void main(String[] arguments) throws Exception {
    String what = arguments.length == 0 ? "" : arguments[0];
    List<String> rest =
        Arrays.asList(arguments).subList(Math.min(1, arguments.length), arguments.length);
    if (!what.equals("micro") && rest.contains("--help")) {
      explain();
      return;
    }
    try {
      run(what, rest);
    } catch (UsageException e) {
      System.err.println(what + ": " + e.getMessage() + "\n");
      explain();
      System.exit(2);
    }
  }

  private static void run(String what, List<String> rest) throws Exception {
    switch (what) {
      case "micro" -> org.openjdk.jmh.Main.main(rest.toArray(String[]::new));
      case "wire" -> WireBench.run(Options.parse(WireCase.names(WireCase.ALL), rest));
      case "profile" ->
          ProfileShares.table(rest.stream().map(Path::of).toList()).forEach(System.out::println);
      case "compare" ->
          CompareBench.run(Options.parse(WireCase.names(WireCase.ANYWHERE), 4, 1_000, rest));
      case "growth" ->
          GrowthBench.run(Options.parse(WireCase.names(WireCase.ANYWHERE), 4, 10_000, rest));
      case "heads" -> NodeHeads.run(rest);
      case "memory" -> MemoryBench.run(Options.parse(MemoryBench.CASES, rest));
      case "store" -> StoreBench.run(StoreOptions.parse(rest));
      case "soak" -> SoakBench.run(StoreOptions.parse(rest));
      case "backup" -> BackupBench.run(StoreOptions.parse(rest));
      case "", "help", "--help" -> explain();
      default -> throw UsageException.unknownCommand();
    }
  }

  private static void explain() {
    System.err.print(USAGE);
    System.err.println("cases of wire: " + String.join(" ", WireCase.names(WireCase.ALL)));
    System.err.println(
        "cases of compare and growth: " + String.join(" ", WireCase.names(WireCase.ANYWHERE)));
  }
}
