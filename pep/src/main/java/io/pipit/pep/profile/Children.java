package io.pipit.pep.profile;

import io.pipit.xmpp.DateTime;
import io.pipit.xmpp.Element;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The children of a payload that hold one value each, and the first thing that is wrong with those
 * that its format asks for. Confined to one reading.
 */
final class Children {

  /** A decimal of XML Schema, with no more digits than a measurement has. */
  private static final Pattern DECIMAL =
      Pattern.compile("[+-]?(?:[0-9]{1,40}(?:\\.[0-9]{0,40})?|\\.[0-9]{1,40})");

  private static final Pattern INTEGER = Pattern.compile("\\+?0{0,40}[0-9]{1,9}");

  /** What no URI or IRI has (RFC 3987 2.2). */
  private static final Pattern NOT_IN_A_URI = Pattern.compile("[\\p{Z}\\p{Cc}<>\"{}|\\\\^`]");

  private final Element payload;
  private final Map<String, Element> known = new HashMap<>();
  private final Set<String> repeated = new HashSet<>();
  private @Nullable String problem;

  Children(Element payload) {
    this.payload = payload;
    for (Element child : payload.elements()) {
      boolean ours = child.namespace().equals(payload.namespace());
      if (ours && known.putIfAbsent(child.name(), child) != null) {
        repeated.add(child.name());
      }
    }
  }

  /** The child of a name; null when there is none. */
  @Nullable Element element(String name) {
    if (repeated.contains(name)) {
      fails("there is more than one <" + name + "/>");
    }
    return known.get(name);
  }

  /** Text as it is; null when there is no such child. */
  @Nullable String text(String name) {
    Element child = element(name);
    return child == null ? null : child.text();
  }

  /** A URI or IRI, whatever its scheme; null when there is no such child. */
  @Nullable String uri(String name) {
    return read(
        name,
        "no URI",
        text -> NOT_IN_A_URI.matcher(text).find() ? Optional.empty() : Optional.of(text));
  }

  @Nullable BigDecimal decimal(String name) {
    return read(name, "no decimal number", Children::decimalOf);
  }

  /** A number of a range, both ends included; null when there is no such child. */
  @Nullable BigDecimal decimal(String name, BigDecimal least, BigDecimal most) {
    return read(
        name,
        "no decimal number from " + least + " to " + most,
        text ->
            decimalOf(text)
                .filter(number -> number.compareTo(least) >= 0 && number.compareTo(most) <= 0));
  }

  /** A number of a range, both ends included; null when there is no such child. */
  @Nullable Integer integer(String name, int least, int most) {
    return read(
        name,
        "no number from " + least + " to " + most,
        text ->
            Optional.of(text)
                .filter(digits -> INTEGER.matcher(digits).matches())
                .map(digits -> Integer.valueOf(digits.substring(digits.startsWith("+") ? 1 : 0)))
                .filter(number -> number >= least && number <= most));
  }

  /** A time as XEP-0082 has it; null when there is no such child. */
  @Nullable Instant time(String name) {
    return read(name, "no time with its zone", DateTime::parse);
  }

  /** The text of a child that a pattern describes; null when there is no such child. */
  @Nullable String matching(String name, Pattern pattern, String otherwise) {
    return read(
        name, otherwise, text -> Optional.of(text).filter(t -> pattern.matcher(t).matches()));
  }

  private static Optional<BigDecimal> decimalOf(String text) {
    return DECIMAL.matcher(text).matches() ? Optional.of(new BigDecimal(text)) : Optional.empty();
  }

  private <T> @Nullable T read(
      String name, String otherwise, Function<String, Optional<T>> reader) {
    String text = text(name);
    if (text == null) {
      return null;
    }
    // Space around a value means nothing where it is not text.
    Optional<T> value = reader.apply(text.trim());
    if (value.isEmpty()) {
      fails("<" + name + "/> holds " + otherwise);
    }
    return value.orElse(null);
  }

  /** Says that a child has to be there, with something in it. */
  void require(String name) {
    String text = text(name);
    if (text == null || text.isBlank()) {
      fails("there is no <" + name + "/>");
    }
  }

  void fails(String what) {
    if (problem == null) {
      problem = "<" + payload.name() + "/>: " + what;
    }
  }

  /** The value, asked for when nothing is wrong. */
  <T> Reading<T> reading(Supplier<T> value) {
    return problem == null ? new Reading.Valid<>(value.get()) : new Reading.Invalid<>(problem);
  }
}
