package io.pipit.broker.durability;

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
   * Mounts it; where that is not allowed, which no package mends, the test is skipped.
   *
   * @param folder is there and empty
   */
  static SmallDisk mount(Path folder, int mebibytes) {
    String options = "size=" + mebibytes + "m,mode=700";
    if (run(List.of("mount", "-t", "tmpfs", "-o", options, "pipit-test", folder.toString()))) {
      return new SmallDisk(folder);
    }
    return abort("a small disk cannot be mounted here: that needs root and mount(8)");
  }

  Path folder() {
    return folder;
  }

  /** Fills part of it with something that is not the node's. */
  Path fill(int mebibytes) throws IOException {
    return Files.write(folder.resolve("filler"), new byte[mebibytes * 1024 * 1024]);
  }

  private static boolean run(List<String> command) {
    try {
      Process process =
          new ProcessBuilder(new ArrayList<>(command))
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor(SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException noSuchProgram) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public void close() {
    if (!run(List.of("umount", folder.toString()))) {
      run(List.of("umount", "-l", folder.toString()));
    }
  }
}
