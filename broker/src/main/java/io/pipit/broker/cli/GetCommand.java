package io.pipit.broker.cli;

import io.pipit.broker.config.ConfigurationException;
import io.pipit.broker.config.ErrorCode;
import io.pipit.devices.client.PubsubItem;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "get", description = "Prints stored items of a node.")
final class GetCommand implements Callable<Integer> {

  private final PipitCommand pipit;

  @Parameters(index = "0", paramLabel = "NODE", description = "The node.")
  private String node = "";

  @Option(names = "--max", paramLabel = "N", description = "The newest items only; default: 10.")
  private int max = 10;

  @Option(names = "--id", paramLabel = "ID", description = "One item.")
  private Optional<String> id = Optional.empty();

  GetCommand(PipitCommand pipit) {
    this.pipit = pipit;
  }

  @Override
  public Integer call() throws CliException, ConfigurationException {
    try (PubsubSession session = PubsubSession.open(pipit)) {
      List<PubsubItem> items =
          PubsubSession.await(
              "get items of '" + node + "'",
              id.isPresent()
                  ? session.pubsub().items(node, List.of(id.get()))
                  : session.pubsub().newest(node, max));
      if (id.isPresent() && items.isEmpty()) {
        throw new CliException(
            ErrorCode.NO_SUCH_NODE, "there is no item '" + id.get() + "' in '" + node + "'");
      }
      List<Map<String, Object>> objects =
          items.stream().map(item -> ItemText.object(node, item)).toList();
      pipit.print(
          objects,
          "items",
          item ->
              (pipit.isVerbose() ? item.get("id") + " " : "") + item.getOrDefault("payload", ""));
    }
    return ErrorCode.Exit.DONE;
  }
}
