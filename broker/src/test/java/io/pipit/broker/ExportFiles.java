package io.pipit.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.broker.cli.CommandLineRun;
import io.pipit.broker.cli.CommandLineRun.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A folder of exports, which commands write and read. Confined to its test. */
final class ExportFiles {

  private final Path folder;
  private final CommandLineRun pipit;

  ExportFiles(Path folder) {
    this.folder = folder;
    this.pipit = CommandLineRun.in(folder);
  }

  /** Runs a command whatever becomes of it. */
  Result run(String... command) {
    return pipit.run(command);
  }

  Result succeed(String... command) {
    Result result = run(command);
    assertEquals(0, result.exit(), result.err());
    return result;
  }

  /** What a command says when it reads a text from standard input. */
  Result read(String text, String... command) {
    return pipit.input(text).run(command);
  }

  String export(String data, String file) throws IOException {
    succeed("export", file, "--data", data);
    return Files.readString(folder.resolve(file));
  }

  /** The header and the entries of an export as ndjson; not its end. */
  List<String> lines(String data, String file) throws IOException {
    List<String> all = new ArrayList<>(export(data, file).lines().toList());
    assertEquals("{\"type\":\"end\",\"entries\":%d}".formatted(all.size() - 2), last(all));
    all.remove(all.size() - 1);
    return all;
  }

  private static String last(List<String> lines) {
    return lines.get(lines.size() - 1);
  }

  /** Writes a file of ndjson: a header, entries, and the end that is due to so many. */
  void write(String file, List<String> lines) throws IOException {
    List<String> all = new ArrayList<>(lines);
    all.add("{\"type\":\"end\",\"entries\":" + (lines.size() - 1) + "}");
    Files.write(folder.resolve(file), all);
  }

  static List<String> refusals(Result result) {
    return result.err().lines().filter(line -> line.startsWith("refused: ")).toList();
  }

  /**
   * The command told of these lines, and of no others.
   *
   * @param first the number of the first one
   * @param reasons a part of what is told of each; may be empty
   */
  static void assertRefused(Result result, int first, List<String> reasons) {
    assertEquals(1, result.exit(), result.err());
    List<String> refusals = refusals(result);
    assertEquals(reasons.size(), refusals.size(), result.err());
    for (int i = 0; i < reasons.size(); i++) {
      String place = "refused: line " + (first + i) + ": ";
      assertTrue(refusals.get(i).startsWith(place), refusals.get(i));
      assertTrue(refusals.get(i).contains(reasons.get(i)), refusals.get(i));
    }
    assertTrue(result.err().endsWith(" [E1107]\n"), result.err());
  }

  /** The command refused the file as a whole, before it touched the data folder. */
  void assertNothingImported(Result result, String reason, String data) {
    assertEquals(1, result.exit(), result.err());
    assertTrue(result.err().startsWith("error: nothing was imported from "), result.err());
    assertTrue(result.err().contains(reason), result.err());
    assertTrue(result.err().endsWith(" [E1106]\n"), result.err());
    assertTrue(!Files.exists(folder.resolve(data)), result.err());
  }
}
