package io.pipit.broker.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class MainTest {

  private final Path folder;

  MainTest(@TempDir Path folder) {
    this.folder = folder;
  }

  /** A disk that is always full, as some systems have it. */
  private static final File FULL = new File("/dev/full");

  @Test
  void resultsThatCannotBeWrittenAreAFailure() throws Exception {
    assertFails(
        "error: standard output has not all of it: No space left on device; make room there and"
            + " run it again [E1108]\n",
        "version");
  }

  @Test
  void exportThatIsNotWholeIsAFailure() throws Exception {
    CommandLineRun pipit = CommandLineRun.in(folder);
    assertEquals(0, pipit.input("pencil\n").run("user", "add", "juliet").exit());
    assertFails(
        "error: the export on standard output is not whole: there is no space left on its disk, or"
            + " who read it has ended; run it again [E1108]\n",
        "export",
        "-");
  }

  private void assertFails(String told, String... command) throws Exception {
    assumeTrue(FULL.exists());
    List<String> whole =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
    whole.addAll(List.of(command));
    Process process =
        new ProcessBuilder(whole).directory(folder.toFile()).redirectOutput(FULL).start();
    String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(told, err);
    assertEquals(1, process.waitFor());
  }
}
