package io.pipit.broker.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class CheckCommandTest {

  @Test
  void checkOfTheStoreTellsWhatIsThereAndWhereItIsDamaged(@TempDir Path folder) throws Exception {
    CommandLineRun run = CommandLineRun.in(folder);
    assertEquals(1, run.run("check", "store").exit(), "there is no store");
    for (String name : new String[] {"ann", "bob", "cyd"}) {
      assertEquals(
          0, run.input("secret\n").run("user", "add", name, "--password-file", "-").exit());
    }
    CommandLineRun.Result whole = run.run("check", "store");
    assertEquals(0, whole.exit());
    assertEquals("3 records (1 to 3), 1 segments, 0 snapshots: no damage", whole.lines().get(0));
    Path segment = folder.resolve("data/log/00000000000000000001.log");
    byte[] bytes = Files.readAllBytes(segment);
    bytes[60] ^= 1;
    Files.write(segment, bytes);
    CommandLineRun.Result damaged = run.run("check", "store");
    assertEquals(1, damaged.exit());
    assertTrue(damaged.out().contains(segment.getFileName() + " at byte 32"), damaged.out());
    assertTrue(run.run("check", "store", "-o", "json").out().contains("\"damage\""));
    assertEquals(2, run.run("check").exit());
  }
}
