package io.pipit.broker.durability;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * What a node takes of its machine.
 *
 * @param threads of its process
 * @param files that it has open, sockets among them
 * @param residentBytes of its memory
 * @param heapBytes that are in use after a collection of all garbage
 */
record ProcessFigures(long threads, long files, long residentBytes, double heapBytes) {

  private static final long KIB = 1_024;
  private static final double MIB = 1_048_576;

  /** Asks the process of a node, after a collection. */
  static ProcessFigures of(ChildNode node) throws IOException, InterruptedException {
    collect(node.pid());
    Path process = Path.of("/proc", String.valueOf(node.pid()));
    List<String> status = Files.readAllLines(process.resolve("status"));
    long files;
    try (Stream<Path> open = Files.list(process.resolve("fd"))) {
      files = open.count();
    }
    return new ProcessFigures(
        number(status, "Threads:"),
        files,
        number(status, "VmRSS:") * KIB,
        metric(metrics(node), "jvm_memory_bytes_used{area=\"heap\",}"));
  }

  private static void collect(long pid) throws IOException, InterruptedException {
    Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    Process process =
        new ProcessBuilder(jcmd.toString(), String.valueOf(pid), "GC.run")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
      throw new IllegalStateException("jcmd " + pid + " GC.run failed");
    }
  }

  private static long number(List<String> status, String name) {
    return status.stream()
        .filter(line -> line.startsWith(name))
        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
        .findFirst()
        .orElseThrow();
  }

  /** The metrics of a node, a line for each series. */
  static List<String> metrics(ChildNode node) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + node.httpPort() + "/metrics"))
            .build();
    return HttpClient.newHttpClient()
        .send(request, HttpResponse.BodyHandlers.ofString())
        .body()
        .lines()
        .toList();
  }

  /** The sum of the series that begin with that. */
  static double metric(List<String> metrics, String begin) {
    return metrics.stream()
        .filter(line -> line.startsWith(begin))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  @Override
  public String toString() {
    return String.format(
        "%d threads, %d files, heap %.1f MiB, RSS %.0f MiB",
        threads, files, heapBytes / MIB, residentBytes / MIB);
  }
}
