package io.pipit.broker.durability;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A disk in memory that is full soon, mounted on a folder. Confined to its test. */
final class SmallDisk implements AutoCloseable {

  private static final long SECONDS = 30;

  private final Path folder;

  private SmallDisk(Path folder) {
    this.folder = folder;
  }

  /**
   * Mounts it; where that is not allowed the test is skipped, or fails where nothing may be
   * missing.
   *
   * @param folder is there and empty
   */
  static SmallDisk mount(Path folder, int mebibytes) throws IOException, InterruptedException {
    String options = "size=" + mebibytes + "m,mode=700";
    if (run(List.of("mount", "-t", "tmpfs", "-o", options, "pipit-test", folder.toString()))) {
      return new SmallDisk(folder);
    }
    String missing = "a small disk cannot be mounted here: that needs root and mount(8)";
    if (System.getenv("PIPIT_REQUIRE_FOREIGN") == null) {
      abort(missing);
    }
    return fail(missing);
  }

  Path folder() {
    return folder;
  }

  /** Fills part of it with something that is not the node's. */
  Path fill(int mebibytes) throws IOException {
    return Files.write(folder.resolve("filler"), new byte[mebibytes * 1024 * 1024]);
  }

  private static boolean run(List<String> command) throws IOException, InterruptedException {
    try {
      Process process =
          new ProcessBuilder(new ArrayList<>(command))
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor(SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException noSuchProgram) {
      return false;
    }
  }

  @Override
  public void close() throws IOException, InterruptedException {
    if (!run(List.of("umount", folder.toString()))) {
      run(List.of("umount", "-l", folder.toString()));
    }
  }
}
