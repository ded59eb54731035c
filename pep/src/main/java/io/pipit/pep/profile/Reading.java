package io.pipit.pep.profile;

/** What came of reading a payload. Any thread. */
public sealed interface Reading<T> {

  /** It is what its specification says. */
  record Valid<T>(T value) implements Reading<T> {}

  /**
   * It is not.
   *
   * @param problem what is wrong, for a person; without what the payload holds
   */
  record Invalid<T>(String problem) implements Reading<T> {}
}
