package io.pipit.broker.metrics;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/**
 * One child for each constant of an enum, made at once, so that all series exist from the start.
 * Any thread.
 */
final class PerLabel<E extends Enum<E>, C> {

  private final List<C> children;

  PerLabel(E[] constants, Function<String, C> child) {
    children =
        Arrays.stream(constants)
            .map(constant -> child.apply(constant.name().toLowerCase(Locale.ROOT)))
            .toList();
  }

  /** The index never leaves the process, so that the order of the constants means nothing. */
  @SuppressWarnings("EnumOrdinal")
  C of(E constant) {
    return children.get(constant.ordinal());
  }
}
