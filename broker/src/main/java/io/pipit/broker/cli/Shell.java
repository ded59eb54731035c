package io.pipit.broker.cli;

import java.io.Console;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What a command sees of the shell that started it.
 *
 * @param workingFolder what relative paths start from
 * @param out results
 * @param err everything else
 */
record Shell(
    Map<String, String> environment,
    Path workingFolder,
    InputStream in,
    PrintWriter out,
    PrintWriter err,
    PasswordPrompt prompt) {

  /** Asks a person for a password. */
  @FunctionalInterface
  interface PasswordPrompt {
    /** Empty when nobody sits at a terminal. */
    Optional<String> ask(String text);
  }

  /** That of this process. */
  static Shell ofProcess(StandardOutput out) {
    return new Shell(
        System.getenv(),
        Path.of("").toAbsolutePath(),
        System.in,
        new PrintWriter(out, true, StandardCharsets.UTF_8),
        new PrintWriter(System.err, true, StandardCharsets.UTF_8),
        Shell::askOnConsole);
  }

  @SuppressWarnings("SystemConsoleNull") // the chosen one is null without a terminal on every JDK
  private static Optional<String> askOnConsole(String text) {
    // Later JDKs have a console also without a terminal unless this one is chosen.
    System.setProperty("jdk.console", "java.base");
    Console console = System.console();
    if (console == null) {
      return Optional.empty();
    }
    char[] password = console.readPassword("%s", text);
    return password == null ? Optional.empty() : Optional.of(new String(password));
  }

  Path resolve(Path path) {
    return workingFolder.resolve(path);
  }

  /** The folder of this user's contexts (XDG Base Directory). */
  Path configurationFolder() {
    String xdg = environment.getOrDefault("XDG_CONFIG_HOME", "");
    Path base =
        xdg.isEmpty()
            ? Path.of(environment.getOrDefault("HOME", System.getProperty("user.home")), ".config")
            : Path.of(xdg);
    return base.resolve("pipit");
  }
}
