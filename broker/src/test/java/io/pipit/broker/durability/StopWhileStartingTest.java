package io.pipit.broker.durability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node that is told to stop before it is ready. */
class StopWhileStartingTest {

  private static final int SIGTERM_BEFORE_MAIN = 128 + 15;
  private static final int STARTS = 10;
  private static final long STEP_MILLIS = 150;

  @Test
  void endsWithoutAnErrorWheneverItIsTold(@TempDir Path folder) throws IOException {
    for (int i = 0; i < STARTS; i++) {
      Path own = Files.createDirectory(folder.resolve("start-" + i));
      try (ChildNode node = ChildNode.start(own, i % 2 == 0 ? Map.of() : ChildNode.BUSY_STORE)) {
        // The moment is anywhere; wherever it is, the end is the same.
        node.isReadyWithin(i * STEP_MILLIS);
        int exit = node.stop();
        String output = node.output();
        if (exit == SIGTERM_BEFORE_MAIN) {
          assertEquals("", output, "nothing of ours had run");
          assertFalse(Files.exists(own.resolve("data")), "nothing of ours had run");
        } else {
          assertEquals(0, exit, output);
        }
        assertFalse(output.contains("error") || output.contains("defect"), output);
        assertFalse(Files.exists(own.resolve("data/run.json")), output);
      }
    }
  }
}
