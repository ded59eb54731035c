package io.pipit.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A node in a process of its own, started by the launcher, on loopback without TLS and with a data
 * folder that is removed with it.
 */
final class NodeUnderTest implements ServerUnderTest {

  private static final Path LAUNCHER = Path.of("pipit");
  private static final Path FOLDER = Path.of("benchmarks", "target");

  private final Path folder;
  private final boolean removesFolder;
  private final Process process;
  private final Map<String, String> settings = new TreeMap<>();
  private @Nullable InetSocketAddress http;
  private @Nullable InetSocketAddress tls;
  private @Nullable InetSocketAddress mqtt;
  private final InetSocketAddress address;

  /**
   * Starts the node and waits until it is ready.
   *
   * @param accounts so many are made, {@code u0} and so on
   * @param options of the JVM
   * @param environment settings besides those of every measurement
   */
  NodeUnderTest(int accounts, List<String> options, Map<String, String> environment)
      throws IOException {
    this(newFolder(), true, accounts, options, environment);
  }

  private NodeUnderTest(
      Path folder,
      boolean removesFolder,
      int accounts,
      List<String> options,
      Map<String, String> environment)
      throws IOException {
    if (!Files.exists(LAUNCHER)) {
      throw new IOException("there is no " + LAUNCHER + " in " + Path.of("").toAbsolutePath());
    }
    this.folder = folder;
    this.removesFolder = removesFolder;
    Path password = Files.writeString(folder.resolve("password"), PASSWORD + "\n");
    // The launcher becomes the node: it has the same process id, and the options that it has.
    ProcessBuilder builder = new ProcessBuilder(LAUNCHER.toAbsolutePath().toString(), "run");
    builder.directory(folder.toFile());
    builder.redirectError(errorLog().toFile());
    settings.put("JAVA_HOME", System.getProperty("java.home"));
    settings.put("PIPIT_JAVA_OPTS", String.join(" ", options));
    settings.put("PIPIT_DOMAIN", DOMAIN);
    settings.put("PIPIT_DATA", "data");
    settings.put("PIPIT_LISTENERS__C2S__PORT", "0");
    settings.put("PIPIT_LISTENERS__C2S__TLS", "off");
    settings.put("PIPIT_LISTENERS__C2S_TLS__PORT", "0");
    settings.put("PIPIT_LISTENERS__HTTP__PORT", "0");
    settings.put("PIPIT_LISTENERS__MQTT__PORT", "0");
    settings.put("PIPIT_LISTENERS__MQTTS__PORT", "0");
    settings.put("PIPIT_LISTENERS__MQTT_WS__PORT", "0");
    settings.put("PIPIT_LOG__LEVEL", "warn");
    settings.putAll(environment);
    builder.environment().putAll(settings);
    builder
        .environment()
        .put(
            "PIPIT_INIT__USERS",
            IntStream.range(0, accounts)
                .mapToObj(i -> "u" + i + ":" + password.getFileName())
                .collect(Collectors.joining(",")));
    process = started(builder);
    address = awaitReady();
  }

  /** As the constructor does, with a folder of the caller's that stays. */
  static NodeUnderTest in(
      Path folder, int accounts, List<String> options, Map<String, String> environment)
      throws IOException {
    return new NodeUnderTest(folder, false, accounts, options, environment);
  }

  /** Every setting that it was started with, but for its accounts. */
  String description() throws IOException {
    StringBuilder text = new StringBuilder("pipit\n  command: ");
    text.append(Files.readString(Path.of("/proc", pid() + "", "cmdline")).replace('\0', ' '));
    settings.forEach((name, value) -> text.append("\n  ").append(name).append('=').append(value));
    return text.toString();
  }

  /** A folder for a node. */
  static Path newFolder() throws IOException {
    return Files.createTempDirectory(FOLDER, "node-");
  }

  /** What the node logs. */
  Path errorLog() {
    return folder.resolve("error.log");
  }

  /** The data of a node with that folder. */
  static Path data(Path folder) {
    return folder.resolve("data");
  }

  private InetSocketAddress awaitReady() throws IOException {
    BufferedReader banner =
        new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
    InetSocketAddress clients = null;
    for (String line = banner.readLine(); line != null; line = banner.readLine()) {
      String[] words = line.split(" ");
      if (words[0].equals("c2s")) {
        clients = address(words[1]);
      } else if (words[0].equals("http")) {
        http = address(words[1]);
      } else if (words[0].equals("c2s_tls")) {
        tls = address(words[1]);
      } else if (words[0].equals("mqtt")) {
        mqtt = address(words[1]);
      }
      if (words[0].equals("ready") && clients != null) {
        return clients;
      }
    }
    throw new IOException("the node did not start: " + Files.readString(errorLog()));
  }

  private static InetSocketAddress address(String text) {
    int colon = text.lastIndexOf(':');
    return new InetSocketAddress(
        text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)));
  }

  @Override
  public InetSocketAddress address() {
    return address;
  }

  @Override
  public InetSocketAddress mqttAddress() {
    return Objects.requireNonNull(mqtt);
  }

  /** Where it listens to clients that begin with TLS. */
  InetSocketAddress tlsAddress() {
    return Objects.requireNonNull(tls);
  }

  /** The sum of all series of a metric. */
  double metric(String name) throws IOException {
    InetSocketAddress at = Objects.requireNonNull(http);
    URL url = new URL("http", at.getHostString(), at.getPort(), "/metrics");
    double sum = 0;
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(url.openStream(), UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith(name + " ") || line.startsWith(name + "{")) {
          sum += Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1));
        }
      }
    }
    return sum;
  }

  @Override
  public long pid() {
    return process.pid();
  }

  /**
   * Bytes that went to the disk which has the data, from everybody: the tenth field of each line is
   * sectors written. What the kernel counts for a process is far more, since it counts the room
   * made ahead again with each record that is put there.
   */
  long diskBytes() throws IOException {
    String disk = Files.getFileStore(folder).name().replaceFirst("^/dev/", "");
    for (String line : Files.readAllLines(Path.of("/proc/diskstats"))) {
      String[] fields = line.strip().split("\\s+");
      if (fields[2].equals(disk)) {
        return Long.parseLong(fields[9]) * 512;
      }
    }
    throw new IOException("nothing counts what is written to " + disk);
  }

  /** Bytes of the live objects of each class, after a full collection. */
  Map<String, Long> liveBytes() throws IOException {
    Process jcmd =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                process.pid() + "",
                "GC.class_histogram")
            .redirectErrorStream(true)
            .start();
    Map<String, Long> classes = new TreeMap<>();
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(jcmd.getInputStream(), UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String[] words = line.strip().split("\\s+");
        if (words.length >= 4 && words[0].matches("[0-9]+:")) {
          classes.merge(words[3], Long.parseLong(words[2]), Long::sum);
        }
      }
    }
    return classes;
  }

  /** Bytes of all live objects, after a full collection. */
  long live() throws IOException {
    return liveBytes().values().stream().mapToLong(Long::longValue).sum();
  }

  /** Starts another verb on the node with a folder, by the launcher too. */
  static Process verb(Path folder, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(LAUNCHER.toAbsolutePath().toString()));
    command.addAll(List.of(arguments));
    command.addAll(List.of("--data", data(folder).toAbsolutePath().toString()));
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    return builder
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /** Ends the node at once, as SIGKILL does. */
  void kill() {
    process.destroyForcibly();
  }

  /** Stops the node by its own process handle, and removes what it stored. */
  @Override
  public void close() throws IOException {
    end(process);
    if (removesFolder) {
      remove(folder);
    }
  }

  /** Starts a process that does not outlive this one. */
  static Process started(ProcessBuilder builder) throws IOException {
    Process process = builder.start();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    return process;
  }

  /** Asks a process to end, and waits until it has. */
  static void end(Process process) {
    process.destroy();
    try {
      if (!process.waitFor(120, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  /** Removes a folder with everything in it. */
  static void remove(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
