package io.pipit.broker.script;

import io.pipit.xmpp.Element;
import io.pipit.xmpp.Node;
import io.pipit.xmpp.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * XML that has to be received: the same elements, texts and attributes, these in any order. White
 * space between elements does not matter.
 *
 * <ul>
 *   <li>{@code {any}} stands for any value and {@code {stamp}} for any time (XEP-0082);
 *   <li>{@code {x}} is what {@code {x}} was where the scenario first had it, or anything there;
 *   <li>{@code ...} in an element says that it may have other attributes and children too.
 * </ul>
 */
final class Expected {

  private static final Pattern PLACEHOLDER = Pattern.compile("\\{([a-z0-9]+)}");
  private static final Pattern STAMP =
      Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(?:\\.\\d+)?Z");
  private static final String MORE = "...";

  private final Map<String, String> values;

  /**
   * @param values the placeholders known so far; those met are added
   */
  Expected(Map<String, String> values) {
    this.values = values;
  }

  /** The text with the placeholders that are known. */
  static String filled(String text, Map<String, String> values) {
    return PLACEHOLDER
        .matcher(text)
        .replaceAll(
            found -> Matcher.quoteReplacement(values.getOrDefault(found.group(1), found.group())));
  }

  /** What is wrong with what was received, empty if nothing is. */
  Optional<String> difference(Element expected, Element actual) {
    String where = "<" + expected.name() + "/>";
    if (!expected.is(actual.name(), actual.namespace())) {
      return Optional.of(
          where
              + " of "
              + expected.namespace()
              + " is "
              + actual.name()
              + " of "
              + actual.namespace());
    }
    boolean more = texts(expected).contains(MORE);
    return attributes(expected, actual, more)
        .or(() -> more ? among(expected, actual) : all(expected, actual))
        .map(difference -> where + ": " + difference);
  }

  private Optional<String> attributes(Element expected, Element actual, boolean more) {
    TreeSet<String> names = new TreeSet<>(attributeNames(expected));
    if (!more) {
      names.addAll(attributeNames(actual));
    }
    for (String name : names) {
      String wanted = expected.attribute(name).orElse(null);
      String found = actual.attribute(name).orElse(null);
      if (wanted == null || found == null || !same(wanted, found)) {
        return Optional.of(name + " is " + found + ", expected " + wanted);
      }
    }
    return Optional.empty();
  }

  private Optional<String> all(Element expected, Element actual) {
    if (!same(texts(expected), texts(actual))) {
      return Optional.of("text '" + texts(actual) + "', expected '" + texts(expected) + "'");
    }
    List<Element> theirs = actual.elements();
    List<Element> ours = expected.elements();
    for (int i = 0; i < Math.min(ours.size(), theirs.size()); i++) {
      Optional<String> difference = difference(ours.get(i), theirs.get(i));
      if (difference.isPresent()) {
        return difference;
      }
    }
    return ours.size() == theirs.size()
        ? Optional.empty()
        : Optional.of(theirs.size() + " children, expected " + ours.size());
  }

  /** The children of one are among those of the other, in their order. */
  private Optional<String> among(Element expected, Element actual) {
    List<Element> theirs = actual.elements();
    int at = 0;
    for (Element child : expected.elements()) {
      Optional<String> difference = Optional.of("no " + child);
      while (difference.isPresent()) {
        if (at == theirs.size()) {
          return difference;
        }
        difference = difference(child, theirs.get(at++));
      }
    }
    return Optional.empty();
  }

  private boolean same(String wanted, String found) {
    Matcher placeholder = PLACEHOLDER.matcher(wanted);
    if (!placeholder.matches()) {
      return wanted.equals(found);
    }
    return switch (placeholder.group(1)) {
      case "any" -> true;
      case "stamp" -> STAMP.matcher(found).matches();
      default -> found.equals(values.computeIfAbsent(placeholder.group(1), name -> found));
    };
  }

  private static String texts(Element element) {
    StringBuilder text = new StringBuilder();
    for (Node child : element.children()) {
      if (child instanceof Text part) {
        text.append(part.value());
      }
    }
    return text.toString().strip();
  }

  private static List<String> attributeNames(Element element) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < element.attributeCount(); i++) {
      names.add(element.attributeName(i));
    }
    return names;
  }
}
