package io.pipit.broker.config;

import io.pipit.broker.config.Problem.Parsed;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Types of values with a unit: sizes, rates and times. A size without a unit is in bytes; a rate or
 * time without one is refused, except nought.
 */
final class Quantities {

  private static final Pattern QUANTITY = Pattern.compile("([0-9]{1,15})\\s?([A-Za-z/]*)");

  /** Largest first, so that a value is written with the largest unit that divides it. */
  private static final Map<String, Long> SIZES = new LinkedHashMap<>();

  private static final Map<String, Long> TIMES = new LinkedHashMap<>();

  static {
    SIZES.put("GiB", 1L << 30);
    SIZES.put("MiB", 1L << 20);
    SIZES.put("KiB", 1L << 10);
    SIZES.put("B", 1L);
    TIMES.put("d", 86_400_000L);
    TIMES.put("h", 3_600_000L);
    TIMES.put("m", 60_000L);
    TIMES.put("s", 1_000L);
    TIMES.put("ms", 1L);
  }

  private Quantities() {}

  /** A size; a bare number is bytes. */
  static ValueType<Integer> bytes(String least, String most) {
    return size("size", "", least, most);
  }

  /** Bytes per second. */
  static ValueType<Integer> rate(String least, String most) {
    return size("rate", "/s", least, most);
  }

  private static ValueType<Integer> size(String noun, String suffix, String least, String most) {
    boolean bareIsBytes = suffix.isEmpty();
    Scale scale =
        new Scale(
            SIZES,
            suffix,
            bareIsBytes,
            "write for example 64KiB"
                + suffix
                + " (B, KiB, MiB, GiB"
                + (suffix.isEmpty() ? ")" : ", each with " + suffix + ")"));
    long from = scale.read(least);
    long to = scale.read(most);
    return ValueType.of(
        noun + ", " + least + " to " + most,
        Map.of("type", bareIsBytes ? List.of("integer", "string") : "string"),
        text -> scale.parse(text, from, to, least + " to " + most).map(Math::toIntExact),
        value -> scale.write(value));
  }

  static ValueType<Duration> time(String least, String most) {
    Scale scale = new Scale(TIMES, "", false, "write for example 30s (ms, s, m, h, d)");
    long from = scale.read(least);
    long to = scale.read(most);
    return ValueType.of(
        "time, " + least + " to " + most,
        Map.of("type", "string", "pattern", "^(0|[0-9]+ ?(ms|s|m|h|d))$"),
        text -> scale.parse(text, from, to, least + " to " + most).map(Duration::ofMillis),
        value -> scale.write(value.toMillis()));
  }

  /** A time of any length, for flags such as {@code --timeout 10s}. */
  static Optional<Duration> parseTime(String text) {
    return time("0ms", "36500d").parse(text).value();
  }

  /** Units by name with their factors, largest first. */
  private record Scale(Map<String, Long> units, String suffix, boolean bare, String hint) {

    Parsed<Long> parse(String text, long least, long most, String range) {
      Matcher matcher = QUANTITY.matcher(text);
      if (!matcher.matches()) {
        return Parsed.fault(
            "'" + text + "' is not a number with a unit; " + hint, ErrorCode.CONFIG_VALUE);
      }
      long number = Long.parseLong(matcher.group(1));
      String unit = matcher.group(2);
      if (unit.isEmpty() && (number == 0 || bare)) {
        return ranged(text, number, least, most, range);
      }
      if (unit.isEmpty()) {
        return Parsed.fault("'" + text + "' has no unit; " + hint, ErrorCode.CONFIG_UNIT);
      }
      Long factor =
          unit.endsWith(suffix)
              ? units.get(unit.substring(0, unit.length() - suffix.length()))
              : null;
      if (factor == null) {
        return Parsed.fault("'" + unit + "' is not a unit here; " + hint, ErrorCode.CONFIG_UNIT);
      }
      // A number so large that it overflows is out of any range.
      long value = number > Long.MAX_VALUE / factor ? Long.MAX_VALUE : number * factor;
      return ranged(text, value, least, most, range);
    }

    private static Parsed<Long> ranged(
        String text, long value, long least, long most, String range) {
      return value < least || value > most
          ? Parsed.fault(text + " is out of range: " + range, ErrorCode.CONFIG_RANGE)
          : Parsed.of(value);
    }

    long read(String constant) {
      return parse(constant, 0, Long.MAX_VALUE, "")
          .value()
          .orElseThrow(() -> new AssertionError(constant));
    }

    String write(long value) {
      if (value == 0) {
        return "0";
      }
      for (Map.Entry<String, Long> unit : units.entrySet()) {
        if (value % unit.getValue() == 0) {
          boolean plainBytes = bare && unit.getValue() == 1;
          return value / unit.getValue() + (plainBytes ? "" : unit.getKey() + suffix);
        }
      }
      throw new AssertionError("the smallest unit divides every number");
    }
  }
}
