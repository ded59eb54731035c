package io.pipit.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import one.profiler.AsyncProfilerLoader;

/** Where a node spends its processor time, as async-profiler sees it. */
final class Profiler {

  private Profiler() {}

  /**
   * The option of the JVM with which a node writes its profile when it ends.
   *
   * @param file its name says how: {@code .html} for a flame graph, {@code .jfr} for JDK Mission
   *     Control, {@code .collapsed} for lines of stacks
   * @throws IllegalArgumentException where there is no such profiler for this machine
   */
  static String option(Path file) {
    try {
      Path library = AsyncProfilerLoader.getAsyncProfilerPath();
      if (library == null) {
        throw new IllegalArgumentException("async-profiler does not run on this system");
      }
      return "-agentpath:" + library + "=start,event=cpu,threads,file=" + file.toAbsolutePath();
    } catch (IOException e) {
      throw new UncheckedIOException("async-profiler cannot be unpacked", e);
    }
  }
}
