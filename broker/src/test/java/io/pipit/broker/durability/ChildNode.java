package io.pipit.broker.durability;

import io.pipit.broker.cli.Main;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A node in a process of its own, on free ports of the loopback address: {@code pipit run} from the
 * class path of this process. It never outlives this process, nor its {@link #close}. Confined to
 * its test.
 */
public final class ChildNode implements AutoCloseable {

  static final String DOMAIN = "localhost";
  static final String SERVICE = "pubsub." + DOMAIN;
  static final String HOST = "127.0.0.1";

  private static final long SECONDS = 60;
  private static final int KEPT_LINES = 100;

  /** The number of SIGHUP (signal(7)). */
  private static final int HANG_UP = 1;

  /** Has checkpoints, cleaning and unloading happen all the time. */
  static final Map<String, String> BUSY_STORE =
      Map.of(
          "PIPIT_STORE__CHECKPOINT_BYTES", "64KiB",
          "PIPIT_STORE__SEGMENT_BYTES", "64KiB",
          "PIPIT_STORE__INDEX_BYTES", "64KiB",
          "PIPIT_STORE__CACHE_BYTES", "1MiB");

  private final Path data;
  private final Process process;
  private final Thread end;
  private final CompletableFuture<Boolean> ready = new CompletableFuture<>();
  private final ArrayDeque<String> lines = new ArrayDeque<>();
  private final List<String> defects = new ArrayList<>();
  private JsonObject runFile = new JsonObject();

  private ChildNode(Path data, Process process) {
    this.data = data;
    this.process = process;
    this.end = new Thread(process::destroyForcibly);
    Runtime.getRuntime().addShutdownHook(end);
    Thread reader = new Thread(this::read, "output of node " + process.pid());
    reader.setDaemon(true);
    reader.start();
  }

  /**
   * Starts the process and does not wait for it.
   *
   * @param folder its working folder; its data are in the folder {@code data} there
   */
  public static ChildNode start(Path folder, Map<String, String> environment) throws IOException {
    Path data = folder.resolve("data");
    List<String> command = new ArrayList<>(hearsHangUp());
    command.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName(),
            "run"));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.directory(folder.toFile()).redirectErrorStream(true);
    Map<String, String> all = builder.environment();
    all.keySet().removeIf(name -> name.startsWith("PIPIT_"));
    // Contexts of the command line are not to be made for the user of the build.
    all.put("XDG_CONFIG_HOME", folder.resolve("config").toString());
    all.put("PIPIT_DOMAIN", DOMAIN);
    all.put("PIPIT_DATA", data.toString());
    all.put("PIPIT_LISTENERS__C2S__PORT", "0");
    all.put("PIPIT_LISTENERS__C2S__TLS", "off");
    all.put("PIPIT_LISTENERS__C2S_TLS__PORT", "0");
    all.put("PIPIT_LISTENERS__HTTP__PORT", "0");
    all.put("PIPIT_LISTENERS__MQTT__PORT", "0");
    all.put("PIPIT_LISTENERS__MQTTS__PORT", "0");
    all.put("PIPIT_LISTENERS__MQTT_WS__PORT", "0");
    all.put("PIPIT_LOG__FORMAT", "text");
    all.putAll(environment);
    return new ChildNode(data, builder.start());
  }

  /**
   * A build that was started by {@code nohup} ignores SIGHUP, and so does whatever it starts unless
   * this is put before it.
   */
  private static List<String> hearsHangUp() throws IOException {
    Path status = Path.of("/proc/self/status");
    boolean isIgnored =
        Files.isReadable(status)
            && Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("SigIgn:"))
                .map(line -> new BigInteger(line.substring("SigIgn:".length()).strip(), 16))
                .anyMatch(ignored -> ignored.testBit(HANG_UP - 1));
    return isIgnored ? List.of("env", "--default-signal=HUP") : List.of();
  }

  private void read() {
    try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        keep(line);
        if (line.startsWith("ready in ")) {
          ready.complete(true);
        }
      }
    } catch (IOException e) {
      keep("(the output could not be read: " + e + ")");
    }
    ready.complete(false);
  }

  private synchronized void keep(String line) {
    lines.add(line);
    if (lines.size() > KEPT_LINES) {
      lines.remove();
    }
    if (line.contains(" ERROR ")) {
      defects.add(line);
    }
    notifyAll();
  }

  /** Waits until the process has written something; gives it no time to write much more. */
  public synchronized void awaitOutput(String text) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    while (lines.stream().noneMatch(line -> line.contains(text))) {
      long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
      if (left <= 0) {
        throw new AssertionError("the node does not say '" + text + "':\n" + output());
      }
      wait(left);
    }
  }

  /** Waits until the node says that it is ready. */
  public ChildNode awaitReady() {
    if (!isReadyWithin(TimeUnit.SECONDS.toMillis(SECONDS))) {
      throw new AssertionError("the node does not become ready:\n" + output());
    }
    try {
      runFile = new JsonObject(Files.readString(data.resolve("run.json")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  /** Waits for the node to be ready or, if that takes longer, for the end of the time. */
  boolean isReadyWithin(long millis) {
    try {
      return ready.get(millis, TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  long pid() {
    return process.pid();
  }

  public int port() {
    return port("c2s");
  }

  /** The port for MQTT clients without TLS. */
  public int mqttPort() {
    return port("mqtt");
  }

  public int httpPort() {
    return port("http");
  }

  private int port(String listener) {
    String address = runFile.getJsonObject("addresses").getString(listener);
    return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
  }

  /** The secret of the administration over HTTP. */
  public String token() {
    return runFile.getString("token");
  }

  /** The last lines that the process wrote. */
  public synchronized String output() {
    return String.join("\n", lines);
  }

  /** What the process wrote as errors. */
  public synchronized List<String> defects() {
    return List.copyOf(defects);
  }

  /** Ends the process with SIGKILL and waits until it is gone. */
  public void kill() {
    process.toHandle().destroyForcibly();
    process.onExit().orTimeout(SECONDS, TimeUnit.SECONDS).join();
  }

  /** Sends the process SIGHUP. */
  public void hangUp() throws IOException, InterruptedException {
    Process kill = new ProcessBuilder("kill", "-HUP", Long.toString(process.pid())).start();
    if (kill.waitFor() != 0) {
      throw new AssertionError("kill ended with " + kill.exitValue());
    }
  }

  /** Asks the process to end with SIGTERM and gives its exit code. */
  public int stop() {
    process.toHandle().destroy();
    return process.onExit().orTimeout(SECONDS, TimeUnit.SECONDS).join().exitValue();
  }

  @Override
  public void close() {
    kill();
    try {
      Runtime.getRuntime().removeShutdownHook(end);
    } catch (IllegalStateException e) {
      // This process ends too, and the hook does the same once more.
    }
  }
}
