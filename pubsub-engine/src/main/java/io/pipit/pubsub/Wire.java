package io.pipit.pubsub;

import java.util.Locale;

/** How the constants of an enum are spelled on the wire when nothing special is said. */
final class Wire {

  private Wire() {}

  static String of(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
