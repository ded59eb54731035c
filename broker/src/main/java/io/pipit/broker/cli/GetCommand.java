package io.pipit.broker.cli;

import io.pipit.broker.config.ConfigurationException;
import io.pipit.broker.config.ErrorCode;
import io.pipit.devices.client.PubsubItem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(name = "get", description = "Prints the stored items of a node, the oldest first.")
final class GetCommand implements Callable<Integer> {

  private final PipitCommand pipit;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(index = "0", paramLabel = "NODE", description = "The node.")
  private String node = "";

  @Option(
      names = "--max",
      paramLabel = "N",
      description = "So many items: the newest, or those next to ID; default: all.")
  private Optional<Integer> max = Optional.empty();

  @Option(names = "--id", paramLabel = "ID", description = "One item.")
  private Optional<String> id = Optional.empty();

  @Option(names = "--before", paramLabel = "ID", description = "Items older than this one.")
  private Optional<String> before = Optional.empty();

  @Option(names = "--after", paramLabel = "ID", description = "Items newer than this one.")
  private Optional<String> after = Optional.empty();

  GetCommand(PipitCommand pipit) {
    this.pipit = pipit;
  }

  @Override
  public Integer call() throws CliException, ConfigurationException {
    if (max.isPresent() && max.get() < 1) {
      throw new ParameterException(
          spec.commandLine(), "--max " + max.get() + " is no number of items; the least is 1");
    }
    if ((id.isPresent() ? 1 : 0) + (before.isPresent() ? 1 : 0) + (after.isPresent() ? 1 : 0) > 1) {
      throw new ParameterException(
          spec.commandLine(), "only one of --id, --before and --after can be given");
    }
    try (PubsubSession session = PubsubSession.open(pipit)) {
      StoredItems stored = new StoredItems(session, node);
      if (id.isPresent()) {
        printList(stored.named(id.get()));
      } else if (before.isPresent()) {
        printList(stored.before(before.get(), max));
      } else if (after.isPresent()) {
        printList(stored.after(after.get(), max));
      } else if (max.isPresent()) {
        printList(stored.newest(max.get()));
      } else if (pipit.format() == Format.TEXT || pipit.format() == Format.NDJSON) {
        stored.all(
            page -> {
              printList(page);
              return !pipit.isOutputClosed();
            });
      } else {
        List<PubsubItem> items = new ArrayList<>();
        stored.all(items::addAll);
        printList(items);
      }
    }
    return ErrorCode.Exit.DONE;
  }

  private void printList(List<PubsubItem> items) {
    List<Map<String, Object>> objects =
        items.stream().map(item -> ItemText.object(node, item)).toList();
    pipit.print(
        objects,
        "items",
        item -> (pipit.isVerbose() ? item.get("id") + " " : "") + item.getOrDefault("payload", ""));
  }
}
