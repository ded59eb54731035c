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
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
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
