package io.pipit.broker.config;

/**
 * Where a value comes from.
 *
 * @param where {@code default}, {@code file:line:column}, {@code $NAME} or {@code --flag}
 * @param hidden whether the value was read from a file of its own, as one does with secrets, and
 *     must not be shown
 */
public record Origin(String where, boolean hidden) {

  static final Origin DEFAULT = new Origin("default", false);

  boolean isDefault() {
    return equals(DEFAULT);
  }

  Origin hide() {
    return new Origin(where, true);
  }
}
