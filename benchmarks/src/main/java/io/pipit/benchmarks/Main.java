package io.pipit.benchmarks;

import java.util.Arrays;

/**
 * The entry of {@code benchmarks.jar}: {@code micro}, {@code wire}, {@code memory}, {@code heads},
 * {@code store}, {@code soak} or {@code backup}.
 */
public final class Main {

  private Main() {}

  public static void main(String[] arguments) throws Exception {
    String what = arguments.length == 0 ? "" : arguments[0];
    String[] rest = Arrays.copyOfRange(arguments, Math.min(1, arguments.length), arguments.length);
    switch (what) {
      case "micro" -> org.openjdk.jmh.Main.main(rest);
      case "wire" -> WireBench.run(Options.parse(Arrays.asList(rest)));
      case "heads" -> NodeHeads.run(rest);
      case "memory" -> MemoryBench.run(Options.parse(Arrays.asList(rest)));
      case "store" -> StoreBench.run(StoreOptions.parse(Arrays.asList(rest)));
      case "soak" -> SoakBench.run(StoreOptions.parse(Arrays.asList(rest)));
      case "backup" -> BackupBench.run(StoreOptions.parse(Arrays.asList(rest)));
      default -> {
        System.err.println(
            "usage: java -jar benchmarks.jar micro|wire|memory|heads|store|soak|backup [options]");
        System.exit(2);
      }
    }
  }
}
