package io.pipit.broker.interop;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A program of Node.js around a package of npm, from the folder {@code npm} of the test resources.
 * It takes commands and answers each of them, as JSON, one to a line. Confined to its test.
 */
public final class NodeProgram implements AutoCloseable {

  private static final long SECONDS = 60;
  private static final String ENDED = "";

  private final Process process;
  private final Path errors;
  private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();

  private NodeProgram(Process process, Path errors) {
    this.process = process;
    this.errors = errors;
  }

  /** Starts one; skips the test, or fails, where the package is not there. */
  public static NodeProgram start(String script, String npmPackage) throws IOException {
    Path modules = ForeignProgram.requireNpm(npmPackage);
    Path errors = Files.createTempFile("node", ".txt");
    ProcessBuilder builder = new ProcessBuilder("node", file(script).toString());
    builder.environment().put("NODE_PATH", modules.toString());
    Process process = builder.redirectError(errors.toFile()).start();
    NodeProgram program = new NodeProgram(process, errors);
    Thread reader = new Thread(program::read, script);
    reader.setDaemon(true);
    reader.start();
    return program;
  }

  private static Path file(String script) {
    try {
      return Path.of(
          Objects.requireNonNull(NodeProgram.class.getResource("/npm/" + script)).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private void read() {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        answers.add(line);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      answers.add(ENDED);
    }
  }

  /** Has a command done, and waits for the answer, which may say what went wrong. */
  public JsonObject ask(JsonObject command) throws IOException, InterruptedException {
    if (!process.isAlive()) {
      throw new AssertionError("the program has ended: " + Files.readString(errors));
    }
    process.getOutputStream().write((command.encode() + "\n").getBytes(UTF_8));
    process.getOutputStream().flush();
    String answer = answers.poll(SECONDS, TimeUnit.SECONDS);
    if (answer == null || answer.equals(ENDED)) {
      kill(); // what is asked next is not answered either, and does not wait for that
      String how = answer == null ? " is not answered; " : " ends the program; ";
      throw new AssertionError(command + how + Files.readString(errors));
    }
    return new JsonObject(answer);
  }

  /** As {@link #ask}; nothing may go wrong. */
  public JsonObject must(JsonObject command) throws IOException, InterruptedException {
    JsonObject answer = ask(command);
    if (answer.containsKey("error")) {
      throw new AssertionError(command + " fails: " + answer);
    }
    return answer;
  }

  /** It is gone without a word (SIGKILL). */
  public void kill() throws InterruptedException {
    process.destroyForcibly();
    if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError("killed, and still there");
    }
  }

  @Override
  public void close() throws IOException {
    process.destroyForcibly();
    Files.delete(errors);
  }
}
