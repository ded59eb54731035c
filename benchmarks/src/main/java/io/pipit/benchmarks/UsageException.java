package io.pipit.benchmarks;

import java.nio.file.Path;
import java.util.Collection;

/** The command line cannot be read; the message says why. */
final class UsageException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  private UsageException(String message) {
    super(message);
  }

  static UsageException unknownOption(String argument) {
    return new UsageException("there is no option " + argument);
  }

  static UsageException unknownCommand() {
    return new UsageException("there is no such command");
  }

  static UsageException noProfile(Path file) {
    return new UsageException("there is no profile with a stack in each line in " + file);
  }

  /** The number of an option, or what is wrong with it. */
  static int number(String name, String value) {
    try {
      return Integer.parseInt(value);
    } catch (NumberFormatException e) {
      throw new UsageException(name + " needs a number, not '" + value + "'");
    }
  }

  /** The value of an option that names one of several things. */
  static String oneOf(String name, String value, Collection<String> known) {
    if (known.contains(value)) {
      return value;
    }
    throw new UsageException(
        name + "=" + value + " is not known; there are " + String.join(", ", known));
  }
}
