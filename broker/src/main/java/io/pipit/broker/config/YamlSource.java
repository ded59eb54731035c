package io.pipit.broker.config;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * Reads YAML into texts by key, with line and column, and finds what does not fit the declared
 * keys. Confined to its caller.
 */
final class YamlSource {

  private final String label;
  private final List<Problem> problems;

  private YamlSource(String label, List<Problem> problems) {
    this.label = label;
    this.problems = problems;
  }

  /**
   * A text that was given for a key.
   *
   * @param elements those of a list that was written as one, each with its place; else empty
   */
  record Given(String text, List<Given> elements, Origin origin) {

    Given(String text, Origin origin) {
      this(text, List.of(), origin);
    }

    Given(List<Given> elements, Origin origin) {
      this(elements.stream().map(Given::text).collect(joining(",")), elements, origin);
    }
  }

  /**
   * A mapping with what was given in it.
   *
   * @param lists by the names of their keys, those that were given
   */
  record Part(Map<Key<?>, Given> values, Map<String, Elements> lists, String where) {}

  /**
   * A list of mappings.
   *
   * @param isWhole whether nothing in it was left out as wrong
   */
  record Elements(List<Part> parts, String where, boolean isWhole) {}

  /**
   * Reads a file.
   *
   * @param file the name of the file in messages
   * @param problems where what is wrong is added
   */
  static Part read(String file, String content, List<Problem> problems) {
    YamlSource source = new YamlSource(file, problems);
    return source
        .compose(content)
        .map(root -> source.root(root, Keys.FILE))
        .orElseGet(() -> new Part(Map.of(), Map.of(), file));
  }

  /**
   * Reads a list of mappings that is a text of its own.
   *
   * @param label what it is in messages, in front of line and column
   */
  static Elements readList(String label, String content, KeySet keys, List<Problem> problems) {
    YamlSource source = new YamlSource(label, problems);
    return source
        .compose(content)
        .map(root -> source.elements("this", root, keys))
        .orElseGet(() -> new Elements(List.of(), label, false));
  }

  private Optional<Node> compose(String content) {
    LoadSettings settings =
        LoadSettings.builder().setLabel(label).setAllowNonScalarKeys(true).build();
    try {
      return new Compose(settings).composeString(content);
    } catch (MarkedYamlEngineException e) {
      problems.add(
          new Problem(
              where(e.getProblemMark().or(e::getContextMark)),
              "not valid YAML: " + e.getProblem(),
              ErrorCode.CONFIG_SYNTAX));
    } catch (YamlEngineException e) {
      problems.add(
          new Problem(label, "not valid YAML: " + e.getMessage(), ErrorCode.CONFIG_SYNTAX));
    }
    return Optional.empty();
  }

  private Part root(Node node, KeySet keys) {
    Mapping root = new Mapping(keys, where(node.getStartMark()));
    if (node instanceof MappingNode mapping) {
      root.read("", mapping);
    } else if (!isEmpty(node)) {
      add(node, "the file has to hold keys such as 'domain: example.org'", ErrorCode.CONFIG_TYPE);
    }
    return root.part();
  }

  private Elements elements(String path, Node node, KeySet keys) {
    List<Part> parts = new ArrayList<>();
    int before = problems.size();
    if (node instanceof SequenceNode sequence) {
      for (Node element : sequence.getValue()) {
        if (element instanceof MappingNode mapping) {
          Mapping each = new Mapping(keys, where(element.getStartMark()));
          each.read("", mapping);
          parts.add(each.part());
        } else {
          add(
              element,
              "an element of '" + path + "' takes keys, not " + kind(element),
              ErrorCode.CONFIG_TYPE);
        }
      }
    } else if (!isEmpty(node)) {
      add(node, "'" + path + "' takes a list of keys, not " + kind(node), ErrorCode.CONFIG_TYPE);
    }
    return new Elements(parts, where(node.getStartMark()), problems.size() == before);
  }

  /** A mapping that is being read, with the groups in it. */
  private final class Mapping {

    private final KeySet keys;
    private final String where;
    private final Map<Key<?>, Given> given = new LinkedHashMap<>();
    private final Map<String, Elements> lists = new LinkedHashMap<>();

    Mapping(KeySet keys, String where) {
      this.keys = keys;
      this.where = where;
    }

    Part part() {
      return new Part(given, lists, where);
    }

    void read(String prefix, MappingNode mapping) {
      Set<String> seen = new LinkedHashSet<>();
      for (NodeTuple tuple : mapping.getValue()) {
        if (!(tuple.getKeyNode() instanceof ScalarNode name)) {
          add(tuple.getKeyNode(), "a key has to be a word", ErrorCode.CONFIG_TYPE);
          continue;
        }
        String path = prefix + name.getValue();
        if (!seen.add(path)) {
          add(name, "'" + path + "' is given twice", ErrorCode.CONFIG_DUPLICATE);
          continue;
        }
        entry(prefix, path, name, tuple.getValueNode());
      }
    }

    private void entry(String prefix, String path, ScalarNode name, Node value) {
      Optional<Key<?>> key = keys.key(path);
      KeySet list = keys.lists().get(path);
      if (list != null) {
        lists.put(path, elements(path, value, list));
      } else if (key.isPresent()) {
        value(key.get(), value);
      } else if (keys.isGroup(path)) {
        if (value instanceof MappingNode nested) {
          read(path + ".", nested);
        } else if (!isEmpty(value)) {
          add(value, "'" + path + "' takes keys, not " + kind(value), ErrorCode.CONFIG_TYPE);
        }
      } else {
        add(name, unknown(prefix, name.getValue()), ErrorCode.CONFIG_UNKNOWN_KEY);
      }
    }

    private String unknown(String prefix, String name) {
      Set<String> known = keys.names(prefix);
      return "unknown key '"
          + name
          + "'; "
          + Suggestion.nearest(name, known)
              .map(nearest -> "did you mean '" + nearest + "'?")
              .orElse("known here: " + String.join(", ", known));
    }

    private void value(Key<?> key, Node value) {
      Origin origin = new Origin(YamlSource.this.where(value.getStartMark()), false);
      if (value instanceof SequenceNode sequence && key.type().isList()) {
        List<Given> elements = new ArrayList<>();
        for (Node element : sequence.getValue()) {
          if (!(element instanceof ScalarNode scalar)) {
            add(element, "'" + key.path() + "' takes a list of words", ErrorCode.CONFIG_TYPE);
            return;
          }
          Origin place = new Origin(YamlSource.this.where(element.getStartMark()), false);
          elements.add(new Given(scalar.getValue(), place));
        }
        given.put(key, new Given(elements, origin));
      } else if (!(value instanceof ScalarNode scalar)) {
        add(
            value,
            "'" + key.path() + "' takes a " + key.type().name() + ", not " + kind(value),
            ErrorCode.CONFIG_TYPE);
      } else if (!isEmpty(scalar)) {
        given.put(key, new Given(scalar.getValue(), origin));
      } else if (scalar.getValue().isEmpty() || !key.type().mayBeNull()) {
        add(value, "'" + key.path() + "' has no value", ErrorCode.CONFIG_TYPE);
      }
    }
  }

  private static boolean isEmpty(Node node) {
    return node.getTag().equals(Tag.NULL);
  }

  private static String kind(Node node) {
    return switch (node.getNodeType()) {
      case MAPPING -> "keys";
      case SEQUENCE -> "a list";
      default -> "a single value";
    };
  }

  private void add(Node node, String message, ErrorCode code) {
    problems.add(new Problem(where(node.getStartMark()), message, code));
  }

  private String where(Optional<Mark> mark) {
    return mark.map(m -> label + ":" + (m.getLine() + 1) + ":" + (m.getColumn() + 1)).orElse(label);
  }
}
