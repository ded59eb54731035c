package io.pipit.broker.interop;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs a client that others wrote, as a process of its own. */
public final class ForeignProgram {

  private static final long SECONDS = 120;

  /** Debian's own, for which its packages are; another may come first on the path. */
  static final String PYTHON = "/usr/bin/python3";

  private ForeignProgram() {}

  /** What a program left. */
  public record Result(int exit, String output) {}

  /**
   * Goes on only when a Python module of a Debian package is there: otherwise the test is skipped,
   * or fails where all foreign programs have to be there.
   */
  static void requirePython(String module, String debianPackage)
      throws IOException, InterruptedException {
    requireDebian(
        Path.of(PYTHON).toFile().canExecute()
            && run(Path.of("."), List.of(PYTHON, "-c", "import " + module)).exit() == 0,
        debianPackage);
  }

  /** As {@link #requirePython}, for a program. */
  public static void requireProgram(Path program, String debianPackage) {
    requireDebian(program.toFile().canExecute(), debianPackage);
  }

  /**
   * The same for a package of npm, in the folder that {@code PIPIT_NPM} names. Where nothing is
   * named there may be no network to get it from, and the test is skipped in any case.
   *
   * @return the folder that Node.js finds it in
   */
  public static Path requireNpm(String npmPackage) {
    String folder = System.getenv("PIPIT_NPM");
    if (folder == null) {
      return abort("PIPIT_NPM does not say where the npm package " + npmPackage + " is");
    }
    Path modules = Path.of(folder, "node_modules");
    require(
        Files.exists(modules.resolve(npmPackage).resolve("package.json")),
        "the npm package " + npmPackage + " is not in " + folder);
    return modules;
  }

  private static void requireDebian(boolean there, String debianPackage) {
    require(there, "the Debian package " + debianPackage + " is not installed");
  }

  private static void require(boolean there, String missing) {
    if (there) {
      return;
    }
    if (System.getenv("PIPIT_REQUIRE_FOREIGN") == null) {
      abort(missing);
    }
    fail(missing);
  }

  /** Runs a program to its end; both its outputs are taken together. */
  public static Result run(Path folder, List<String> command)
      throws IOException, InterruptedException {
    Path output = Files.createTempFile("foreign", ".txt");
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      process.getOutputStream().close();
      boolean ended = process.waitFor(SECONDS, TimeUnit.SECONDS);
      String text = Files.readString(output, StandardCharsets.UTF_8);
      return ended
          ? new Result(process.exitValue(), text)
          : fail(command + " did not end within " + SECONDS + " s: " + text);
    } finally {
      process.destroyForcibly();
      Files.delete(output);
    }
  }
}
