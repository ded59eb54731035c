package io.pipit.broker.cli;

import io.pipit.broker.config.ConfigurationException;
import io.pipit.broker.config.ErrorCode;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The queues of the running node, in which items wait for sessions and bridges. */
@Command(name = "queue", description = "Queues in which items wait for sessions and bridges.")
final class QueueCommand implements Runnable {

  private final PipitCommand pipit;

  @Spec private CommandSpec spec = CommandSpec.create();

  QueueCommand(PipitCommand pipit) {
    this.pipit = pipit;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "no verb was given");
  }

  @Command(description = "Lists the queues, each with what waits in it.")
  void ls() throws CliException, ConfigurationException {
    List<Map<String, Object>> queues =
        api().list("/queues", "queues").stream().map(Json::object).toList();
    pipit.print(queues, "queues", QueueCommand::line);
  }

  private static String line(Map<String, Object> queue) {
    return queue.get("owner")
        + "/"
        + queue.get("name")
        + " "
        + queue.get("items")
        + " items, "
        + queue.get("bytes")
        + " bytes";
  }

  @Command(description = "Shows a queue: what waits, what became of the rest, and its bounds.")
  void show(
      @Parameters(paramLabel = "OWNER/NAME", description = "As 'pipit queue ls' shows it.")
          String queue)
      throws CliException, ConfigurationException {
    Map<String, Object> shown = send("GET", queue);
    pipit.print(shown, ObjectText.of(shown));
  }

  @Command(description = "Ends a queue with all that waits in it.")
  void drop(
      @Parameters(paramLabel = "OWNER/NAME", description = "As 'pipit queue ls' shows it.")
          String queue)
      throws CliException, ConfigurationException {
    Map<String, Object> dropped = send("DELETE", queue);
    pipit.note("queue " + queue + " ended, with " + dropped.get("items") + " items");
  }

  private Map<String, Object> send(String method, String queue)
      throws CliException, ConfigurationException {
    int slash = queue.indexOf('/');
    if (slash <= 0) {
      throw new ParameterException(
          spec.commandLine(), "'" + queue + "' is not OWNER/NAME, as 'pipit queue ls' shows it");
    }
    // Into the query, where every name can stand.
    String path =
        "/queues?owner="
            + NodeApi.segment(queue.substring(0, slash))
            + "&name="
            + NodeApi.segment(queue.substring(slash + 1));
    try {
      return api().send(method, path, Map.of());
    } catch (CliException e) {
      throw e.code() == ErrorCode.NO_SUCH_QUEUE ? e.with("list them with 'pipit queue ls'") : e;
    }
  }

  private NodeApi api() throws CliException, ConfigurationException {
    return NodeApi.of(pipit.node().requireRunning(), pipit.timeout());
  }
}
