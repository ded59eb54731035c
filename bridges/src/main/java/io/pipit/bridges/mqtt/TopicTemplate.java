package io.pipit.bridges.mqtt;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A name that is made of what a filter matched: {@code {1}} to {@code {9}} are the levels of its
 * {@code +} from left to right, <code>{*}</code> is all that its {@code #} matched, {@code {topic}}
 * the whole name, {@code {level:N}} the level N of it, from 1. {@code {node}} is this node and
 * {@code {name}} the bridge. Immutable; any thread.
 *
 * <p>A level that is <code>{*}</code> alone is left out when {@code #} matched nothing, so that
 * {@code cmd/{*}} is {@code cmd} for what the filter {@code a/#} has as {@code a}, and different
 * names stay different.
 */
public final class TopicTemplate {

  private static final Pattern PLACEHOLDER = Pattern.compile("\\{([^{}]*)}");
  private static final Pattern GROUP = Pattern.compile("[1-9]");
  private static final Pattern LEVEL = Pattern.compile("level:([1-9]\\d?)");
  private static final String REST = "*";
  private static final String WHOLE = "topic";

  /** What no filter matched, for templates that take nothing of it. */
  static final TopicFilter.Match NOTHING =
      new TopicFilter.Match("", List.of(), List.of(), List.of());

  /** What stands for this node and the bridge in templates. */
  public record Place(String node, String name) {}

  /**
   * A piece of it.
   *
   * @param number of a group or level
   */
  private record Part(Kind kind, int number, String text) {
    static Part literal(String text) {
      return new Part(Kind.LITERAL, 0, text);
    }
  }

  private enum Kind {
    LITERAL,
    GROUP,
    LEVEL,
    REST,
    WHOLE
  }

  /** A template, or what is wrong with the text. */
  public sealed interface Parsed {

    /** It can be used. */
    record Valid(TopicTemplate template) implements Parsed {}

    /** It cannot. */
    record Invalid(String message, String remedy) implements Parsed {}
  }

  /** One list for each level of the template. */
  private final List<List<Part>> levels;

  private TopicTemplate(List<List<Part>> levels) {
    this.levels = levels;
  }

  /** Reads a template of what a filter matches. */
  public static Parsed parse(String text, TopicFilter filter, Place place) {
    return new Parser(Optional.of(filter), place).parse(text);
  }

  /** Reads one that has nothing to take levels of, but {@code {node}} and {@code {name}}. */
  public static Parsed parse(String text, Place place) {
    return new Parser(Optional.empty(), place).parse(text);
  }

  /** One that {@link BridgeCheck} found good. */
  static TopicTemplate checked(String text, TopicFilter filter, Place place) {
    if (parse(text, filter, place) instanceof Parsed.Valid valid) {
      return valid.template();
    }
    throw new IllegalArgumentException("options that were not checked: " + text);
  }

  /** The text of a template without a filter. */
  public static Optional<String> constant(String text, Place place) {
    return parse(text, place) instanceof Parsed.Valid valid
        ? valid.template().render(NOTHING)
        : Optional.empty();
  }

  /** Confined to its caller. */
  private record Parser(Optional<TopicFilter> filter, Place place) {

    Parsed parse(String text) {
      List<List<Part>> levels = new ArrayList<>();
      for (String level : text.split("/", -1)) {
        List<Part> parts = new ArrayList<>();
        Matcher matcher = PLACEHOLDER.matcher(level);
        int from = 0;
        while (matcher.find()) {
          literal(level.substring(from, matcher.start()), parts);
          Optional<Parsed.Invalid> wrong = placeholder(text, matcher.group(1), parts);
          if (wrong.isPresent()) {
            return wrong.get();
          }
          from = matcher.end();
        }
        literal(level.substring(from), parts);
        boolean hasBrace =
            parts.stream().anyMatch(part -> part.kind() == Kind.LITERAL && brace(part.text()));
        if (hasBrace) {
          return new Parsed.Invalid(
              "'" + text + "' has a brace that is not part of a placeholder",
              "write placeholders as {1} and names without braces");
        }
        levels.add(List.copyOf(parts));
      }
      return new Parsed.Valid(new TopicTemplate(List.copyOf(levels)));
    }

    private static boolean brace(String literal) {
      return literal.indexOf('{') >= 0 || literal.indexOf('}') >= 0;
    }

    private static void literal(String text, List<Part> parts) {
      if (!text.isEmpty()) {
        parts.add(Part.literal(text));
      }
    }

    private Optional<Parsed.Invalid> placeholder(String text, String name, List<Part> parts) {
      if (name.equals("node") || name.equals("name")) {
        parts.add(Part.literal(name.equals("node") ? place.node() : place.name()));
        return Optional.empty();
      }
      Matcher level = LEVEL.matcher(name);
      boolean isGroup = GROUP.matcher(name).matches();
      if (!isGroup && !level.matches() && !name.equals(REST) && !name.equals(WHOLE)) {
        return invalid(
            "'" + text + "' has {" + name + "}, which is no placeholder",
            "use {1} to {9}, {*}, {topic}, {level:N}, {node} or {name}");
      }
      if (filter.isEmpty()) {
        return invalid(
            "'" + text + "' has {" + name + "} where no filter matches anything",
            "use {node} and {name} only");
      }
      return isGroup || name.equals(REST) || name.equals(WHOLE)
          ? group(text, name, filter.get(), parts)
          : level(text, Integer.parseInt(level.group(1)), filter.get(), parts);
    }

    private static Optional<Parsed.Invalid> group(
        String text, String name, TopicFilter filter, List<Part> parts) {
      if (name.equals(WHOLE)) {
        parts.add(new Part(Kind.WHOLE, 0, ""));
        return Optional.empty();
      }
      if (name.equals(REST)) {
        parts.add(new Part(Kind.REST, 0, ""));
        return filter.isOpen()
            ? Optional.empty()
            : invalid(
                "'" + text + "' has {*}, and the filter '" + filter + "' has no '#' at its end",
                "end the filter with '#' or leave {*} out");
      }
      int number = Integer.parseInt(name);
      parts.add(new Part(Kind.GROUP, number, ""));
      return number <= filter.groups()
          ? Optional.empty()
          : invalid(
              "'"
                  + text
                  + "' has {"
                  + number
                  + "}, and the filter '"
                  + filter
                  + "' has "
                  + (filter.groups() == 0 ? "no '+'" : "only " + filter.groups() + " '+'"),
              "use the groups that the filter has");
    }

    private static Optional<Parsed.Invalid> level(
        String text, int number, TopicFilter filter, List<Part> parts) {
      parts.add(new Part(Kind.LEVEL, number, ""));
      return number <= filter.levels().size() || filter.isOpen()
          ? Optional.empty()
          : invalid(
              "'"
                  + text
                  + "' has {level:"
                  + number
                  + "}, and what '"
                  + filter
                  + "' matches has "
                  + filter.levels().size()
                  + " levels",
              "count the levels from 1");
    }

    private static Optional<Parsed.Invalid> invalid(String message, String remedy) {
      return Optional.of(new Parsed.Invalid(message, remedy));
    }
  }

  /**
   * The name for what the filter matched. Empty when it has no such level, and when the name would
   * begin with {@code $} though the template does not: nobody who only chooses a level reaches the
   * names that brokers keep for themselves.
   */
  public Optional<String> render(TopicFilter.Match match) {
    List<String> made = new ArrayList<>();
    for (List<Part> parts : levels) {
      boolean isRest = parts.size() == 1 && parts.get(0).kind() == Kind.REST;
      if (isRest && match.rest().isEmpty()) {
        continue;
      }
      StringBuilder level = new StringBuilder();
      for (Part part : parts) {
        if (part.kind() == Kind.LEVEL && part.number() > match.levels().size()) {
          return Optional.empty();
        }
        level.append(value(part, match));
      }
      made.add(level.toString());
    }
    String name = String.join("/", made);
    return name.startsWith("$") && !beginsReserved() ? Optional.empty() : Optional.of(name);
  }

  private static String value(Part part, TopicFilter.Match match) {
    return switch (part.kind()) {
      case LITERAL -> part.text();
      case GROUP -> match.groups().get(part.number() - 1);
      case LEVEL -> match.levels().get(part.number() - 1);
      case REST -> String.join("/", match.rest());
      case WHOLE -> match.name();
    };
  }

  private boolean beginsReserved() {
    List<Part> first = levels.get(0);
    return !first.isEmpty()
        && first.get(0).kind() == Kind.LITERAL
        && first.get(0).text().startsWith("$");
  }

  /** Whether it makes the same name of everything. */
  public boolean isConstant() {
    return levels.stream().flatMap(List::stream).allMatch(part -> part.kind() == Kind.LITERAL);
  }

  /** Whether every name that it makes has one level. */
  public boolean isOneLevel() {
    return levels.size() == 1
        && levels.get(0).stream()
            .noneMatch(part -> part.kind() == Kind.REST || part.kind() == Kind.WHOLE);
  }

  /** A filter that matches every name that it makes of what the other filter matches. */
  public TopicFilter reach(TopicFilter filter) {
    List<String> reached = new ArrayList<>();
    for (List<Part> parts : levels) {
      boolean isAlone = parts.size() == 1;
      Kind only = isAlone ? parts.get(0).kind() : Kind.LITERAL;
      if (isAlone && only == Kind.WHOLE && reached.isEmpty()) {
        reached.addAll(filter.levels());
      } else if (parts.stream().allMatch(part -> part.kind() == Kind.LITERAL)) {
        reached.add(literal(parts));
      } else if (parts.stream().anyMatch(TopicTemplate::isLong)) {
        reached.add("#");
      } else {
        reached.add("+");
      }
      int open = reached.indexOf("#");
      if (open >= 0) {
        return of(reached.subList(0, open + 1));
      }
    }
    return of(reached);
  }

  private static boolean isLong(Part part) {
    return part.kind() == Kind.REST || part.kind() == Kind.WHOLE;
  }

  private static String literal(List<Part> parts) {
    StringBuilder text = new StringBuilder();
    parts.forEach(part -> text.append(part.text()));
    return text.toString();
  }

  /** What is no filter, because it is too long or empty, is taken for any name. */
  private static TopicFilter of(List<String> levels) {
    return TopicFilter.parse(String.join("/", levels))
        .orElseGet(() -> TopicFilter.parse("#").orElseThrow());
  }
}
