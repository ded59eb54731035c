package io.pipit.broker.cli;

import java.util.List;
import java.util.Map;

/** What the node tells of something as text: a line for each member. Stateless. */
final class ObjectText {

  private ObjectText() {}

  static String of(Map<String, Object> object) {
    StringBuilder text = new StringBuilder();
    object.forEach((name, value) -> append(text, "", name, value));
    return text.toString().stripTrailing();
  }

  private static void append(StringBuilder text, String indent, String name, Object value) {
    if (value instanceof Map<?, ?> nested) {
      text.append(indent).append(name).append(":\n");
      nested.forEach((inner, each) -> append(text, indent + "  ", inner.toString(), each));
    } else if (value instanceof List<?> several) {
      String joined = String.join(", ", several.stream().map(Object::toString).toList());
      text.append(indent).append(name).append(": ").append(joined).append('\n');
    } else {
      text.append(indent).append(name).append(": ").append(value).append('\n');
    }
  }
}
