package io.pipit.pep.profile;

import static java.util.stream.Collectors.toUnmodifiableMap;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The general activities of XEP-0108 3. */
public enum GeneralActivity {
  DOING_CHORES,
  DRINKING,
  EATING,
  EXERCISING,
  GROOMING,
  HAVING_APPOINTMENT,
  INACTIVE,
  RELAXING,
  TALKING,
  TRAVELING,
  UNDEFINED,
  WORKING;

  private static final Map<String, GeneralActivity> BY_WIRE =
      Arrays.stream(values())
          .collect(toUnmodifiableMap(GeneralActivity::wire, Function.identity()));

  private final String wire = name().toLowerCase(Locale.ROOT);

  /** The name of its element. */
  public String wire() {
    return wire;
  }

  /** The activity of an element; empty for a name that is none. */
  public static Optional<GeneralActivity> ofWire(String wire) {
    return Optional.ofNullable(BY_WIRE.get(wire));
  }
}
