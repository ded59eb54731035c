package io.pipit.broker.http;

import io.pipit.broker.config.ErrorCode;

/**
 * What an act of administration came to: a value, or why not. A mistake of the caller is {@link
 * Refused}; a failed future is a defect or a broken disk.
 */
public sealed interface Answer<T> {

  /** It was done, and is durable. */
  record Done<T>(T value) implements Answer<T> {}

  /**
   * It was not done, and nothing has changed.
   *
   * @param reason one sentence for the person who asked, naming what it was about
   */
  record Refused<T>(ErrorCode code, String reason) implements Answer<T> {}

  static <T> Answer<T> done(T value) {
    return new Done<>(value);
  }

  static <T> Answer<T> refused(ErrorCode code, String reason) {
    return new Refused<>(code, reason);
  }
}
