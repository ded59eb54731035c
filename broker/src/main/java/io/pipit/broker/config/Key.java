package io.pipit.broker.config;

import java.util.Locale;

/**
 * The declaration of one configuration key.
 *
 * @param path from the root of the file, with dots: {@code listeners.c2s.port}
 * @param defaultText the default as it would be written in the file
 * @param doc one or two sentences in Markdown
 */
record Key<T>(String path, ValueType<T> type, String defaultText, Effect effect, String doc) {

  /** What a value does. */
  enum Effect {
    /** It is used once, with a store that is empty, and is what the store says later. */
    FIRST_START("on first start"),
    /** It is read when the node starts. */
    ON_START("on start"),
    /** It is read when the node starts, and again by a reload. */
    LIVE("on start and reload"),
    /** It is checked and kept for a later version; giving it is reported. */
    NOT_YET("not yet available");

    private final String label;

    Effect(String label) {
      this.label = label;
    }

    String label() {
      return label;
    }
  }

  /** {@code PIPIT_LISTENERS__C2S__PORT}. */
  String environmentName() {
    return "PIPIT_" + path.toUpperCase(Locale.ROOT).replace(".", "__");
  }

  /** The last part of the path. */
  String leaf() {
    return path.substring(path.lastIndexOf('.') + 1);
  }

  T defaultValue() {
    return type.parse(defaultText)
        .value()
        .orElseThrow(() -> new AssertionError("default of " + path + ": " + defaultText));
  }
}
