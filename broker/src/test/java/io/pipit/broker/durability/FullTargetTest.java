package io.pipit.broker.durability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.broker.cli.CommandLineRun;
import io.pipit.broker.cli.CommandLineRun.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Copies of a node whose target has no room for them: what is said, and that nothing stays. */
@Timeout(120)
class FullTargetTest {

  private static final int ITEMS = 400;

  private final CommandLineRun pipit;
  private final Path file;
  private final SmallDisk disk;

  FullTargetTest(@TempDir Path folder) throws IOException {
    pipit = CommandLineRun.in(folder);
    file = folder.resolve("whole.ndjson");
    disk = SmallDisk.mount(Files.createDirectory(folder.resolve("full")), 1);
  }

  @BeforeEach
  void fill() throws IOException {
    List<String> lines = new ArrayList<>();
    lines.add("{\"pipit\":\"export\",\"version\":1,\"domain\":\"localhost\"}");
    lines.add("{\"type\":\"node\",\"service\":\"pubsub.localhost\",\"node\":\"n\"}");
    for (int i = 0; i < ITEMS; i++) {
      lines.add(
          "{\"type\":\"item\",\"service\":\"pubsub.localhost\",\"node\":\"n\",\"id\":\"%d\","
                  .formatted(i)
              + "\"payload\":\"<a xmlns='urn:a'>"
              + "x".repeat(8_000)
              + "</a>\"}");
    }
    lines.add("{\"type\":\"end\",\"entries\":" + (ITEMS + 1) + "}");
    Files.write(file, lines);
    assertEquals(0, pipit.run("import", "whole.ndjson").exit());
  }

  @AfterEach
  void unmount() {
    disk.close();
  }

  private void assertTold(Result result, String failed, String where) throws IOException {
    assertEquals(1, result.exit(), result.err());
    assertTrue(result.err().startsWith("error: " + failed), result.err());
    assertTrue(result.err().contains(disk.folder() + "/" + where), result.err());
    assertTrue(result.err().contains("o space left on "), result.err());
    assertTrue(result.err().contains("; make room there "), result.err());
    assertTrue(result.err().endsWith(" [E1106]\n"), result.err());
  }

  private void assertNothingIsLeft() throws IOException {
    try (Stream<Path> left = Files.list(disk.folder())) {
      assertEquals(List.of(), left.toList());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"backup copy", "backup copy.tar", "export copy.ndjson", "export copy.xml"})
  void whatHasNoRoomIsToldAndRemoved(String command) throws IOException {
    String[] words = command.split(" ", -1);
    Result result = pipit.run(words[0], "full/" + words[1]);
    assertTold(result, "no " + words[0] + " was made: ", words[1]);
    assertNothingIsLeft();
  }

  @ParameterizedTest
  @ValueSource(strings = {"copy", "copy.tar"})
  void restoreThatHasNoRoomIsToldAndRemoved(String backup) throws IOException {
    assertEquals(0, pipit.run("backup", backup).exit());
    Result result = pipit.run("restore", backup, "--data", "full/data");
    assertTold(result, "nothing was restored from ", "data/restoring/");
    assertNothingIsLeft();
  }

  @Test
  void importThatHasNoRoomIsTold() throws IOException {
    Result result = pipit.run("import", "whole.ndjson", "--data", "full/data");
    assertTold(result, "the import ended early: ", "data");
    assertTrue(result.err().contains("run it again"), result.err());
  }
}
