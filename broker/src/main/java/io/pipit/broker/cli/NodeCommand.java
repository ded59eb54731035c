package io.pipit.broker.cli;

import io.pipit.broker.config.ConfigurationException;
import io.pipit.broker.config.Suggestion;
import io.pipit.pubsub.NodeConfigFields;
import io.pipit.pubsub.OptionField;
import io.pipit.pubsub.ServiceLimits;
import io.pipit.xmpp.DataForm;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Pubsub nodes of the running node, with the rights of its administrator. */
@Command(name = "node", description = "Pubsub nodes of the running node.")
final class NodeCommand implements Runnable {

  private static final String PUBSUB_FIELD = "pubsub#";

  /** The node knows its own limits; those of here must not be narrower. */
  private static final ServiceLimits UNLIMITED =
      new ServiceLimits(
          Integer.MAX_VALUE,
          Integer.MAX_VALUE,
          Integer.MAX_VALUE,
          Integer.MAX_VALUE,
          Integer.MAX_VALUE,
          Integer.MAX_VALUE,
          Integer.MAX_VALUE,
          Integer.MAX_VALUE,
          Integer.MAX_VALUE,
          Integer.MAX_VALUE);

  private final PipitCommand pipit;

  @Spec private CommandSpec spec = CommandSpec.create();

  NodeCommand(PipitCommand pipit) {
    this.pipit = pipit;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "no verb was given");
  }

  @Command(description = "Lists the nodes.")
  void ls() throws CliException, ConfigurationException {
    List<Map<String, String>> nodes =
        api().list("/nodes", "nodes").stream()
            .map(node -> Map.of("node", node.toString()))
            .toList();
    pipit.print(nodes, "nodes", node -> node.getOrDefault("node", ""));
  }

  @Command(description = "Shows a node and its configuration.")
  void info(@Parameters(paramLabel = "NODE") String node)
      throws CliException, ConfigurationException {
    print(send("GET", node, Map.of()));
  }

  @Command(description = "Creates a node.")
  void create(
      @Parameters(index = "0", paramLabel = "NODE") String node,
      @Parameters(
              index = "1..*",
              arity = "0..*",
              paramLabel = "FIELD=VALUE",
              description = "Fields of the configuration, such as max_items=10.")
          List<String> fields)
      throws CliException, ConfigurationException {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("node", node);
    Map<String, Object> configuration = configuration(fields);
    if (!configuration.isEmpty()) {
      body.put("configuration", configuration);
    }
    send("POST", "/nodes", node, body);
    pipit.note("node " + node + " created");
  }

  @Command(description = "Shows the configuration of a node, or changes the given fields.")
  void config(
      @Parameters(index = "0", paramLabel = "NODE") String node,
      @Parameters(
              index = "1..*",
              arity = "0..*",
              paramLabel = "FIELD=VALUE",
              description = "Fields to change, such as access_model=whitelist.")
          List<String> fields)
      throws CliException, ConfigurationException {
    Map<String, Object> changes = configuration(fields);
    if (changes.isEmpty()) {
      print(Json.object(send("GET", node, Map.of()).getOrDefault("configuration", Map.of())));
    } else {
      send("PATCH", node, Map.of("configuration", changes));
      pipit.note("node " + node + " configured");
    }
  }

  @Command(description = "Deletes a node with its items and subscriptions.")
  void delete(@Parameters(paramLabel = "NODE") String node)
      throws CliException, ConfigurationException {
    send("DELETE", node, Map.of());
    pipit.note("node " + node + " deleted");
  }

  private Map<String, Object> send(String method, String node, Map<String, ?> body)
      throws CliException, ConfigurationException {
    return send(method, path(node), node, body);
  }

  private Map<String, Object> send(String method, String path, String node, Map<String, ?> body)
      throws CliException, ConfigurationException {
    try {
      return api().send(method, path, body);
    } catch (CliException e) {
      throw switch (e.code()) {
        case NO_SUCH_NODE -> e.with("list them with 'pipit node ls'");
        case CONFLICT -> e.with("look at it with 'pipit node info " + Refusals.quote(node) + "'");
        case REFUSED ->
            body.isEmpty()
                ? e
                : e.with("is it beyond a quota of the node? See 'pipit config show --effective'");
        default -> e;
      };
    }
  }

  private NodeApi api() throws CliException, ConfigurationException {
    return NodeApi.of(pipit.node().requireRunning(), pipit.timeout());
  }

  /** The name goes into the query, where every name can stand. */
  private static String path(String node) {
    return "/nodes?node=" + NodeApi.segment(node);
  }

  /** Fields by their name on the wire; several values of one field are given one by one. */
  private Map<String, Object> configuration(List<String> fields) {
    Map<String, List<String>> values = new LinkedHashMap<>();
    for (String field : fields == null ? List.<String>of() : fields) {
      int equals = field.indexOf('=');
      if (equals <= 0) {
        throw new ParameterException(
            spec.commandLine(), "'" + field + "' is not FIELD=VALUE, such as max_items=10");
      }
      values
          .computeIfAbsent(known(field.substring(0, equals)), name -> new ArrayList<>())
          .add(field.substring(equals + 1));
    }
    values.forEach(this::checkValues);
    return new LinkedHashMap<>(values);
  }

  /** The service says only that a value is wrong; here it is known what would be right. */
  private void checkValues(String wireName, List<String> values) {
    NodeConfigFields.named(wireName)
        .filter(field -> field.parse(values, UNLIMITED).isEmpty())
        .ifPresent(
            field -> {
              List<String> words = field.options().stream().map(DataForm.Option::value).toList();
              throw new ParameterException(
                  spec.commandLine(),
                  "'"
                      + String.join(", ", values)
                      + "' is no value of "
                      + written(field)
                      + " ("
                      + (words.isEmpty() ? field.label() : "one of " + String.join(", ", words))
                      + ")"
                      + Suggestion.nearest(values.get(0), words)
                          .map(nearest -> "; did you mean '" + nearest + "'?")
                          .orElse(""));
            });
  }

  /** The name as it is given here. */
  private static String written(OptionField<?> field) {
    return field.name().startsWith(PUBSUB_FIELD)
        ? field.name().substring(PUBSUB_FIELD.length())
        : field.name();
  }

  /** The name on the wire, where a service would leave out a field that it does not know. */
  private String known(String field) {
    String wireName = wireName(field);
    if (NodeConfigFields.named(wireName).isEmpty()) {
      List<String> names = NodeConfigFields.ALL.stream().map(NodeCommand::written).toList();
      String written =
          field.startsWith(PUBSUB_FIELD) ? field.substring(PUBSUB_FIELD.length()) : field;
      throw new ParameterException(
          spec.commandLine(),
          "unknown field '"
              + field
              + "'; "
              + Suggestion.nearest(written, names)
                  .map(nearest -> "did you mean '" + nearest + "'?")
                  .orElse("known are " + String.join(", ", names)));
    }
    return wireName;
  }

  private static String wireName(String field) {
    return field.contains("#") || field.startsWith("{") ? field : PUBSUB_FIELD + field;
  }

  private void print(Map<String, Object> object) {
    pipit.print(object, ObjectText.of(object));
  }
}
