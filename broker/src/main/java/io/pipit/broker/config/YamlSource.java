package io.pipit.broker.config;

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
 * Reads a YAML file into texts by key, with line and column, and finds what does not fit the
 * declared keys. Confined to its caller.
 */
final class YamlSource {

  private final String file;
  private final List<Problem> problems;
  private final Map<Key<?>, Given> given = new LinkedHashMap<>();

  private YamlSource(String file, List<Problem> problems) {
    this.file = file;
    this.problems = problems;
  }

  /** A text that was given for a key. */
  record Given(String text, Origin origin) {}

  /**
   * Reads a file.
   *
   * @param file the name of the file in messages
   * @param problems where what is wrong is added
   */
  static Map<Key<?>, Given> read(String file, String content, List<Problem> problems) {
    YamlSource source = new YamlSource(file, problems);
    LoadSettings settings =
        LoadSettings.builder().setLabel(file).setAllowNonScalarKeys(true).build();
    try {
      new Compose(settings).composeString(content).ifPresent(source::root);
    } catch (MarkedYamlEngineException e) {
      problems.add(
          new Problem(
              source.where(e.getProblemMark().or(e::getContextMark)),
              "not valid YAML: " + e.getProblem(),
              ErrorCode.CONFIG_SYNTAX));
    } catch (YamlEngineException e) {
      problems.add(new Problem(file, "not valid YAML: " + e.getMessage(), ErrorCode.CONFIG_SYNTAX));
    }
    return source.given;
  }

  private void root(Node node) {
    if (node instanceof MappingNode mapping) {
      mapping("", mapping);
    } else if (!isEmpty(node)) {
      add(node, "the file has to hold keys such as 'domain: example.org'", ErrorCode.CONFIG_TYPE);
    }
  }

  private void mapping(String prefix, MappingNode mapping) {
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
    Optional<Key<?>> key = Keys.ALL.stream().filter(k -> k.path().equals(path)).findFirst();
    if (key.isPresent()) {
      value(key.get(), value);
    } else if (isGroup(path)) {
      if (value instanceof MappingNode nested) {
        mapping(path + ".", nested);
      } else if (!isEmpty(value)) {
        add(value, "'" + path + "' takes keys, not " + kind(value), ErrorCode.CONFIG_TYPE);
      }
    } else {
      add(name, unknown(prefix, name.getValue()), ErrorCode.CONFIG_UNKNOWN_KEY);
    }
  }

  private static boolean isGroup(String path) {
    return Keys.ALL.stream().anyMatch(key -> key.path().startsWith(path + "."));
  }

  private static String unknown(String prefix, String name) {
    Set<String> known = new LinkedHashSet<>();
    for (Key<?> key : Keys.ALL) {
      if (key.path().startsWith(prefix)) {
        known.add(key.path().substring(prefix.length()).split("\\.")[0]);
      }
    }
    return "unknown key '"
        + name
        + "'; "
        + Suggestion.nearest(name, known)
            .map(nearest -> "did you mean '" + nearest + "'?")
            .orElse("known here: " + String.join(", ", known));
  }

  private void value(Key<?> key, Node value) {
    Origin origin = new Origin(where(value.getStartMark()), false);
    if (value instanceof SequenceNode sequence && key.type().isList()) {
      List<String> elements = new ArrayList<>();
      for (Node element : sequence.getValue()) {
        if (!(element instanceof ScalarNode scalar)) {
          add(element, "'" + key.path() + "' takes a list of words", ErrorCode.CONFIG_TYPE);
          return;
        }
        elements.add(scalar.getValue());
      }
      given.put(key, new Given(String.join(",", elements), origin));
    } else if (!(value instanceof ScalarNode scalar)) {
      add(
          value,
          "'" + key.path() + "' takes a " + key.type().name() + ", not " + kind(value),
          ErrorCode.CONFIG_TYPE);
    } else if (isEmpty(scalar)) {
      add(value, "'" + key.path() + "' has no value", ErrorCode.CONFIG_TYPE);
    } else {
      given.put(key, new Given(scalar.getValue(), origin));
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
    return mark.map(m -> file + ":" + (m.getLine() + 1) + ":" + (m.getColumn() + 1)).orElse(file);
  }
}
