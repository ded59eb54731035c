package io.pipit.broker.config;

import io.pipit.broker.config.Problem.Parsed;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What a key holds: how its text is read and written, and what the documentation says about it. The
 * same text is used in the file, in the environment and in flags. Any thread.
 */
final class ValueType<T> {

  private final String name;
  private final Map<String, Object> schema;
  private final Function<String, Parsed<T>> parser;
  private final Function<T, String> writer;
  private final boolean list;

  private ValueType(
      String name,
      Map<String, Object> schema,
      Function<String, Parsed<T>> parser,
      Function<T, String> writer,
      boolean list) {
    this.name = name;
    this.schema = schema;
    this.parser = parser;
    this.writer = writer;
    this.list = list;
  }

  static <T> ValueType<T> of(
      String name,
      Map<String, Object> schema,
      Function<String, Parsed<T>> parser,
      Function<T, String> writer) {
    return new ValueType<>(name, schema, parser, writer, false);
  }

  /** A YAML sequence; in one text its elements are separated by commas. */
  static <E> ValueType<List<E>> listOf(ValueType<E> element) {
    return new ValueType<>(
        "list of " + element.name,
        Map.of("type", "array", "items", element.schema),
        text -> parseList(element, text),
        values -> values.stream().map(element.writer).collect(Collectors.joining(",")),
        true);
  }

  private static <E> Parsed<List<E>> parseList(ValueType<E> element, String text) {
    Parsed<List<E>> all = Parsed.of(List.of());
    for (String part : text.split(",")) {
      if (!part.isBlank() && all.value().isPresent()) {
        List<E> before = all.value().get();
        all = element.parse(part.strip()).map(value -> append(before, value));
      }
    }
    return all;
  }

  private static <E> List<E> append(List<E> list, E last) {
    List<E> longer = new ArrayList<>(list);
    longer.add(last);
    return List.copyOf(longer);
  }

  /** What it takes, as a noun phrase with its range: {@code time, 5s to 2m}. */
  String name() {
    return name;
  }

  /** The JSON Schema (2020-12) of the value. */
  Map<String, Object> schema() {
    return schema;
  }

  boolean isList() {
    return list;
  }

  Parsed<T> parse(String text) {
    return parser.apply(text);
  }

  String write(T value) {
    return writer.apply(value);
  }
}
