package io.pipit.broker.config;

import java.util.Optional;
import java.util.function.Function;

/**
 * Something wrong with the configuration.
 *
 * @param where {@code file:line:column}, the name of an environment variable or of a flag; empty
 *     when the fault is in no single place
 */
public record Problem(String where, String message, ErrorCode code) {

  public static Problem of(String message, ErrorCode code) {
    return new Problem("", message, code);
  }

  static Problem at(Origin origin, String message, ErrorCode code) {
    return new Problem(origin.where(), message, code);
  }

  /** Why a text is not a value of a type. */
  record Fault(String message, ErrorCode code) {}

  /** A value, or why there is none. Exactly one of the two is present. */
  record Parsed<T>(Optional<T> value, Optional<Fault> fault) {

    static <T> Parsed<T> of(T value) {
      return new Parsed<>(Optional.of(value), Optional.empty());
    }

    static <T> Parsed<T> fault(String message, ErrorCode code) {
      return new Parsed<>(Optional.empty(), Optional.of(new Fault(message, code)));
    }

    <U> Parsed<U> map(Function<T, U> conversion) {
      return value.isPresent()
          ? Parsed.of(conversion.apply(value.get()))
          : new Parsed<>(Optional.empty(), fault);
    }
  }

  /** As it is printed: {@code where: message [code]}. */
  @Override
  public String toString() {
    return (where.isEmpty() ? "" : where + ": ") + message + " [" + code.code() + "]";
  }
}
