package io.pipit.broker.config;

import io.pipit.broker.config.Problem.Parsed;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
  private final Function<List<String>, Parsed<T>> elements;
  private final boolean mayBeNull;

  private ValueType(
      String name,
      Map<String, Object> schema,
      Function<String, Parsed<T>> parser,
      Function<T, String> writer,
      boolean list,
      Function<List<String>, Parsed<T>> elements,
      boolean mayBeNull) {
    this.name = name;
    this.schema = schema;
    this.parser = parser;
    this.writer = writer;
    this.list = list;
    this.elements = elements;
    this.mayBeNull = mayBeNull;
  }

  static <T> ValueType<T> of(
      String name,
      Map<String, Object> schema,
      Function<String, Parsed<T>> parser,
      Function<T, String> writer) {
    return new ValueType<>(
        name, schema, parser, writer, false, parts -> parser.apply(String.join(",", parts)), false);
  }

  /** What may be left out, and then is nothing: as an empty text, or null in YAML. */
  static <T> ValueType<Optional<T>> optional(ValueType<T> type) {
    return new ValueType<>(
        type.name,
        type.schema,
        text -> text.isEmpty() ? Parsed.of(Optional.empty()) : type.parse(text).map(Optional::of),
        value -> value.map(type.writer).orElse(""),
        false,
        parts -> type.elements.apply(parts).map(Optional::of),
        true);
  }

  /** A YAML sequence; in one text its elements are separated by commas. */
  static <E> ValueType<List<E>> listOf(ValueType<E> element) {
    return new ValueType<>(
        "list of " + element.name,
        Map.of("type", "array", "items", element.schema),
        text -> parseList(element, List.of(text.split(","))),
        values -> values.stream().map(element.writer).collect(Collectors.joining(",")),
        true,
        parts -> parseList(element, parts),
        false);
  }

  /**
   * A YAML sequence of mappings, which is no single text, so that the loader makes its values.
   *
   * @param writer of one of them, as YAML on one line
   */
  static <E> ValueType<List<E>> listOfMappings(
      String name, Map<String, Object> schema, Function<E, String> writer) {
    Function<String, Parsed<List<E>>> parser =
        text ->
            text.isBlank()
                ? Parsed.of(List.of())
                : Parsed.fault("a " + name + " is no single text", ErrorCode.CONFIG_TYPE);
    return new ValueType<>(
        name,
        Map.of("type", "array", "items", schema),
        parser,
        values ->
            values.isEmpty()
                ? ""
                : values.stream().map(writer).collect(Collectors.joining(", ", "[", "]")),
        true,
        parts -> parser.apply(String.join(",", parts)),
        false);
  }

  private static <E> Parsed<List<E>> parseList(ValueType<E> element, List<String> parts) {
    Parsed<List<E>> all = Parsed.of(List.of());
    for (String part : parts) {
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

  /** As {@link #parse}, of a list that was written element by element. */
  Parsed<T> parseElements(List<String> parts) {
    return elements.apply(parts);
  }

  /** Whether null in YAML is as if the key were not there. */
  boolean mayBeNull() {
    return mayBeNull;
  }

  String write(T value) {
    return writer.apply(value);
  }
}
