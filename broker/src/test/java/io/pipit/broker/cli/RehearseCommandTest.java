package io.pipit.broker.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.broker.cli.CommandLineRun.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node that is started, used and stopped for the sake of its classes. */
class RehearseCommandTest {

  @Test
  void nodeIsUsedAndLeavesNothing(@TempDir Path folder) throws Exception {
    Result result = CommandLineRun.in(folder).run("rehearse");
    assertEquals(0, result.exit(), result.err());
    assertEquals("", result.out());
    assertEquals(List.of(), filesIn(folder));
  }

  /** It would be archived without the classes that matter. */
  @Test
  void failureIsTold(@TempDir Path folder) throws Exception {
    Parts broken =
        new Parts(
            Optional.of(
                request -> {
                  throw new IOException("no room");
                }));
    Result result = new CommandLineRun(folder, broken).run("rehearse");
    assertTrue(result.exit() != 0);
    assertTrue(result.err().contains("no room"), result.err());
    assertEquals(List.of(), filesIn(folder));
  }

  private static List<Path> filesIn(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }
}
