package io.pipit.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Another server, as Debian packages it: in a process of its own, with a configuration and a data
 * folder of its own, as the user who measures.
 */
abstract class Peer implements ServerUnderTest {

  private static final long START_NANOS = TimeUnit.SECONDS.toNanos(60);
  private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private final String debianPackage;
  private final Path folder;
  private final InetSocketAddress address;
  private @Nullable Process process;

  Peer(String debianPackage) throws IOException {
    this.debianPackage = debianPackage;
    this.folder = NodeUnderTest.newFolder().toAbsolutePath();
    this.address = new InetSocketAddress(InetAddress.getLoopbackAddress(), freePort());
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** The files that it is configured by, by their names. */
  abstract Map<String, String> files();

  abstract List<String> command() throws IOException;

  /** What is set in its environment. */
  Map<String, String> environment() throws IOException {
    return Map.of();
  }

  /** A folder that it may do with as it likes. */
  final Path folder() {
    return folder;
  }

  @Override
  public final InetSocketAddress address() {
    return address;
  }

  @Override
  public final long pid() {
    return started().pid();
  }

  private Process started() {
    Process running = process;
    if (running == null) {
      throw new IllegalStateException(debianPackage + " was not started");
    }
    return running;
  }

  /** Starts it and waits until it listens. */
  final void start() throws IOException {
    for (Map.Entry<String, String> file : files().entrySet()) {
      Files.writeString(folder.resolve(file.getKey()), file.getValue());
    }
    ProcessBuilder builder = new ProcessBuilder(command());
    builder.directory(folder.toFile());
    builder.redirectErrorStream(true).redirectOutput(folder.resolve("output").toFile());
    builder.environment().putAll(environment());
    Process running = NodeUnderTest.started(builder);
    process = running;
    long end = System.nanoTime() + START_NANOS;
    while (!listens()) {
      if (!running.isAlive() || System.nanoTime() > end) {
        throw new IOException(
            debianPackage + " did not start: " + Files.readString(folder.resolve("output")));
      }
      LockSupport.parkNanos(POLL_NANOS);
    }
  }

  private boolean listens() {
    try (Socket socket = new Socket(address.getAddress(), address.getPort())) {
      return socket.isConnected();
    } catch (IOException e) {
      return false; // not yet
    }
  }

  /** Makes the accounts {@code u0} and so on, over its own socket. */
  final void register(int accounts) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(64 * 1_024);
    for (int i = 0; i < accounts; i++) {
      try (WireClient client = new WireClient(address, buffer)) {
        client.register("u" + i);
      }
    }
  }

  /** Its version and every setting that it was started with. */
  final String description() throws IOException {
    StringBuilder text = new StringBuilder();
    text.append(debianPackage).append(' ').append(version()).append('\n');
    text.append("  command: ").append(String.join(" ", command())).append('\n');
    new TreeMap<>(environment())
        .forEach((name, value) -> text.append("  " + name + "=" + value + "\n"));
    new TreeMap<>(files())
        .forEach(
            (name, content) -> {
              text.append("  ").append(name).append(":\n");
              content.lines().forEach(line -> text.append("    " + shortened(line) + "\n"));
            });
    return text.toString();
  }

  private static String shortened(String line) {
    return line.length() < 200
        ? line
        : String.format(
            Locale.ROOT, "%s ... (%d characters)", line.substring(0, 120), line.length());
  }

  private String version() throws IOException {
    Process query =
        new ProcessBuilder("dpkg-query", "-W", "-f", "${Version}", debianPackage)
            .redirectErrorStream(true)
            .start();
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(query.getInputStream(), UTF_8))) {
      String line = lines.readLine();
      return line == null ? "of an unknown version" : line;
    }
  }

  /** Stops it by its own process handle, and removes what it stored. */
  @Override
  public final void close() throws IOException {
    Process running = process;
    if (running != null) {
      NodeUnderTest.end(running);
    }
    NodeUnderTest.remove(folder);
  }
}
