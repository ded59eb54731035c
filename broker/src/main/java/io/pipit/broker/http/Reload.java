package io.pipit.broker.http;

import io.pipit.broker.config.Problem;
import java.util.List;

/** Reads the configuration of the running broker again. Any thread; blocks. */
@FunctionalInterface
public interface Reload {

  /**
   * Reads and checks all of it, and only then takes over what a running broker can. Refused: the
   * broker is still starting ({@code UNAVAILABLE}).
   */
  Answer<Reloaded> now();

  /**
   * What came of it.
   *
   * @param problems with what was read; when there are any, nothing has changed
   * @param applied the paths of the keys with another value that is in effect now
   * @param needsRestart the paths of those whose other value takes effect with the next start
   * @param warnings what was given and is not used, a line each
   */
  record Reloaded(
      List<Problem> problems,
      List<String> applied,
      List<String> needsRestart,
      List<String> warnings) {

    public Reloaded {
      problems = List.copyOf(problems);
      applied = List.copyOf(applied);
      needsRestart = List.copyOf(needsRestart);
      warnings = List.copyOf(warnings);
    }

    /** Nothing was changed. */
    public static Reloaded invalid(List<Problem> problems, List<String> warnings) {
      return new Reloaded(problems, List.of(), List.of(), warnings);
    }
  }
}
