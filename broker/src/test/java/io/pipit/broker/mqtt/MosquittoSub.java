package io.pipit.broker.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A {@code mosquitto_sub} that is running and has its subscriptions. Confined to its test. */
public final class MosquittoSub implements AutoCloseable {

  public static final Path PROGRAM = Path.of("/usr/bin/mosquitto_sub");
  private static final String MESSAGE = "message ";

  private final Process process;
  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
  private final List<String> output = new ArrayList<>();
  private final ArrayDeque<String> early = new ArrayDeque<>();

  /**
   * Starts it, and waits until its subscriptions are answered.
   *
   * @param more its arguments but for host and port
   */
  public MosquittoSub(int port, String... more) throws Exception {
    this(port, List.of(more));
  }

  MosquittoSub(int port, List<String> more) throws Exception {
    List<String> command = new ArrayList<>();
    // It writes in lines to a terminal only, and here it has none.
    command.addAll(List.of("/usr/bin/stdbuf", "-oL", PROGRAM.toString()));
    command.addAll(List.of("-h", "127.0.0.1", "-p", String.valueOf(port), "-d"));
    command.addAll(List.of("-F", MESSAGE + "%t %q %r %p"));
    command.addAll(more);
    process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    Thread reader = new Thread(this::read, "mosquitto_sub");
    reader.setDaemon(true);
    reader.start();
    String line = next();
    while (!line.startsWith("Subscribed")) {
      if (line.startsWith(MESSAGE)) {
        early.add(line); // of a session that it had before
      }
      line = next();
    }
  }

  private void read() {
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        lines.add(line);
      }
    } catch (IOException killed) {
      lines.add("ended: " + killed.getMessage());
    }
    lines.add("ended");
  }

  private String next() throws InterruptedException {
    String line = lines.poll(60, TimeUnit.SECONDS);
    if (line == null || line.startsWith("ended")) {
      throw new AssertionError("mosquitto_sub said no more than " + output);
    }
    output.add(line);
    return line;
  }

  /** The next message: topic, QoS, RETAIN as 0 or 1, payload. */
  public String message() throws InterruptedException {
    String line = early.isEmpty() ? next() : early.remove();
    while (!line.startsWith(MESSAGE)) {
      line = next();
    }
    return line.substring(MESSAGE.length());
  }

  /** So many messages. */
  List<String> take(int count) throws InterruptedException {
    List<String> messages = new ArrayList<>();
    while (messages.size() < count) {
      messages.add(message());
    }
    return messages;
  }

  /** The messages up to one with that payload, and without it. */
  List<String> until(String last) throws InterruptedException {
    List<String> messages = new ArrayList<>();
    String message = message();
    while (!message.endsWith(" " + last)) {
      messages.add(message);
      message = message();
    }
    return messages;
  }

  /** Is gone without a word. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor(60, TimeUnit.SECONDS);
  }

  /** Waits until it has ended by itself. */
  int exit() throws InterruptedException {
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      throw new AssertionError("mosquitto_sub goes on after " + output);
    }
    return process.exitValue();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
