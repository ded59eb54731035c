package io.pipit.bridges.mqtt.link;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** A Mosquitto of Debian on a free port, with its files in a folder of the test. Any thread. */
public final class MosquittoBroker implements AutoCloseable {

  private static final Path PROGRAM = Path.of("/usr/sbin/mosquitto");
  private static final int ATTEMPTS = 10;
  private static final long SECONDS = 60;

  private final Path folder;
  private final List<String> settings;
  private final Map<String, String> environment;

  /** Guarded by itself, with all below that changes. */
  private final List<String> log = new ArrayList<>();

  private int port;
  private @Nullable Process process;
  private @Nullable Thread reader;

  /**
   * Starts one.
   *
   * @param settings lines of its configuration behind those of the listener; it logs everything
   *     unless they say what
   */
  public MosquittoBroker(Path folder, String... settings) throws Exception {
    this(folder, Map.of(), settings);
  }

  /** Starts one with more in its environment. */
  public MosquittoBroker(Path folder, Map<String, String> environment, String... settings)
      throws Exception {
    this.folder = folder;
    this.environment = Map.copyOf(environment);
    this.settings = List.of(settings);
    require();
    for (int attempt = 1; ; attempt++) {
      try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        port = free.getLocalPort();
      }
      try {
        start();
        return;
      } catch (IOException clash) {
        if (attempt == ATTEMPTS) {
          throw clash;
        }
      }
    }
  }

  /** Goes on only where it is installed: a test skips, or fails where all programs have to be. */
  private static void require() {
    if (Files.isExecutable(PROGRAM)) {
      return;
    }
    String missing = "the Debian package mosquitto is not installed";
    if (System.getenv("PIPIT_REQUIRE_FOREIGN") == null) {
      Assumptions.abort(missing);
    }
    Assertions.fail(missing);
  }

  public int port() {
    return port;
  }

  /** Starts it again on its port, with what it has on its disk. */
  public void start() throws Exception {
    List<String> lines = new ArrayList<>();
    if (System.getProperty("user.name").equals("root")) {
      lines.add("user root");
    }
    lines.add("log_dest stderr");
    if (settings.stream().noneMatch(line -> line.startsWith("log_type "))) {
      lines.add("log_type all");
    }
    lines.add("set_tcp_nodelay true");
    lines.add("listener " + port + " 127.0.0.1");
    lines.addAll(settings);
    Path file = folder.resolve("mosquitto.conf");
    Files.write(file, lines, UTF_8);
    if (reader != null) {
      reader.join(); // what the one before has said comes before
    }
    int before = logSize();
    ProcessBuilder program =
        new ProcessBuilder(PROGRAM.toString(), "-c", file.toString())
            .directory(folder.toFile())
            .redirectErrorStream(true);
    program.environment().putAll(environment);
    Process started = program.start();
    process = started;
    started.getOutputStream().close();
    Thread reading = new Thread(() -> read(started), "mosquitto");
    reading.setDaemon(true);
    reading.start();
    reader = reading;
    String line = awaitLog(before, text -> text.endsWith(" running") || text.equals("ended"));
    if (line.equals("ended")) {
      throw new IOException("mosquitto did not start: " + log());
    }
  }

  private void read(Process started) {
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(started.getInputStream(), UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        add(line);
      }
    } catch (IOException killed) {
      add(killed.toString());
    }
    add("ended");
  }

  private void add(String line) {
    synchronized (log) {
      log.add(line);
      log.notifyAll();
    }
  }

  public int logSize() {
    synchronized (log) {
      return log.size();
    }
  }

  public List<String> log() {
    synchronized (log) {
      return List.copyOf(log);
    }
  }

  /** How many lines of its log contain that. */
  public long logged(String part) {
    return log().stream().filter(line -> line.contains(part)).count();
  }

  /** The first line of its log from there on, now or later, that contains that. */
  public String awaitLog(int from, String part) throws InterruptedException {
    return awaitLog(from, line -> line.contains(part));
  }

  private String awaitLog(int from, Predicate<String> wanted) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    synchronized (log) {
      int next = from;
      while (true) {
        for (; next < log.size(); next++) {
          if (wanted.test(log.get(next))) {
            return log.get(next);
          }
        }
        long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
        if (left <= 0) {
          throw new AssertionError("mosquitto said no more than " + log);
        }
        log.wait(left);
      }
    }
  }

  /** It is gone without a word (SIGKILL). */
  public void kill() throws InterruptedException {
    Process ending = process();
    ending.destroyForcibly();
    Assertions.assertTrue(ending.waitFor(SECONDS, TimeUnit.SECONDS), "killed");
  }

  /** It ends in order (SIGTERM), and writes what it keeps. */
  public void stop() throws InterruptedException {
    Process ending = process();
    ending.destroy();
    Assertions.assertTrue(ending.waitFor(SECONDS, TimeUnit.SECONDS), "stopped");
  }

  /** It answers nothing any more, and nothing is closed (SIGSTOP). */
  public void freeze() throws Exception {
    signal("STOP");
  }

  /** It goes on (SIGCONT). */
  public void thaw() throws Exception {
    signal("CONT");
  }

  /** Has it write what it keeps (SIGUSR1), and waits until that is on the disk. */
  public void save() throws Exception {
    // The second one begins when the first is done.
    for (int i = 0; i < 2; i++) {
      int from = logSize();
      signal("USR1");
      awaitLog(from, "Saving in-memory database");
    }
  }

  private void signal(String name) throws Exception {
    Process kill =
        new ProcessBuilder("/bin/kill", "-" + name, String.valueOf(process().pid())).start();
    Assertions.assertTrue(kill.waitFor(SECONDS, TimeUnit.SECONDS), "kill ended");
    Assertions.assertEquals(0, kill.exitValue(), "kill -" + name);
  }

  private Process process() {
    return Objects.requireNonNull(process);
  }

  @Override
  public void close() {
    process().destroyForcibly();
  }
}
