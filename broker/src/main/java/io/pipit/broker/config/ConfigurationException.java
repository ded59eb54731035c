package io.pipit.broker.config;

import java.util.List;
import java.util.stream.Collectors;

/** The configuration cannot be used. Holds every problem that was found, not only the first. */
public final class ConfigurationException extends Exception {

  private static final long serialVersionUID = 1L;

  private final transient List<Problem> problems;
  private final transient List<String> warnings;

  public ConfigurationException(List<Problem> problems) {
    this(problems, List.of());
  }

  /**
   * @param warnings what was given besides and is not used, a line each
   */
  ConfigurationException(List<Problem> problems, List<String> warnings) {
    super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
    this.problems = List.copyOf(problems);
    this.warnings = List.copyOf(warnings);
  }

  public ConfigurationException(Problem problem) {
    this(List.of(problem));
  }

  public List<Problem> problems() {
    return problems;
  }

  public List<String> warnings() {
    return warnings;
  }
}
