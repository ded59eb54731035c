package io.pipit.broker.cli;

import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Runs command lines in this process, in a folder of their own. Confined to its test. */
public final class CommandLineRun {

  private final Path folder;
  private final Parts parts;
  private final Map<String, String> environment = new HashMap<>();
  private String input = "";

  CommandLineRun(Path folder, Parts parts) {
    this.folder = folder;
    this.parts = parts;
    environment.put("XDG_CONFIG_HOME", folder.resolve("config").toString());
  }

  /** Without the verbs that run a node. */
  public static CommandLineRun in(Path folder) {
    return new CommandLineRun(folder, Parts.ofProduct());
  }

  public CommandLineRun env(String name, String value) {
    environment.put(name, value);
    return this;
  }

  /** What the next command reads from standard input. */
  public CommandLineRun input(String text) {
    input = text;
    return this;
  }

  /** What a command left. */
  public record Result(int exit, String out, String err) {
    public List<String> lines() {
      return out.lines().toList();
    }
  }

  public Result run(String... arguments) {
    return run(new StringWriter(), new StringWriter(), arguments);
  }

  /** A command under way, and when it has said on standard error what it was to say. */
  public record Running(CompletableFuture<Result> end, CompletableFuture<Void> said) {}

  /** Starts a command on a thread of its own; nothing else is run here meanwhile. */
  public Running start(String announcement, String... arguments) {
    CompletableFuture<Void> said = new CompletableFuture<>();
    StringWriter err =
        new StringWriter() {
          @Override
          public void write(String text, int from, int length) {
            super.write(text, from, length);
            if (toString().contains(announcement)) {
              said.complete(null);
            }
          }
        };
    CompletableFuture<Result> end = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              end.complete(run(new StringWriter(), err, arguments));
              said.completeExceptionally(new AssertionError("never said: " + announcement));
            });
    thread.setDaemon(true);
    thread.start();
    return new Running(end, said);
  }

  private Result run(StringWriter out, StringWriter err, String... arguments) {
    Shell shell =
        new Shell(
            environment,
            folder,
            new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
            new PrintWriter(out, true),
            new PrintWriter(err, true),
            text -> Optional.empty());
    int exit = CommandLines.run(shell, parts, arguments);
    shell.out().flush();
    shell.err().flush();
    return new Result(exit, out.toString(), err.toString());
  }
}
