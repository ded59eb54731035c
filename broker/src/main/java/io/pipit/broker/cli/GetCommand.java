package io.pipit.broker.cli;

import io.pipit.broker.config.ConfigurationException;
import io.pipit.broker.config.ConfigurationLoader;
import io.pipit.broker.config.ErrorCode;
import io.pipit.devices.client.ArchiveClient;
import io.pipit.devices.client.PubsubEvent;
import io.pipit.devices.client.PubsubItem;
import io.pipit.xmpp.DateTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(name = "get", description = "Prints the stored items of a node, the oldest first.")
final class GetCommand implements Callable<Integer> {

  /** Publishes asked for at once; the service may give fewer. */
  private static final int PAGE = 500;

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

  @Option(
      names = "--since",
      paramLabel = "TIME",
      converter = TimeConverter.class,
      description =
          "What was published since then, also what was overwritten: 1h, or 2026-06-30T12:00:00Z.")
  private Optional<Instant> since = Optional.empty();

  GetCommand(PipitCommand pipit) {
    this.pipit = pipit;
  }

  @Override
  public Integer call() throws CliException, ConfigurationException {
    if (max.isPresent() && max.get() < 1) {
      throw new ParameterException(
          spec.commandLine(), "--max " + max.get() + " is no number of items; the least is 1");
    }
    if (Stream.of(id, before, after, since).filter(Optional::isPresent).count() > 1) {
      throw new ParameterException(
          spec.commandLine(), "only one of --id, --before, --after and --since can be given");
    }
    if (max.isPresent() && since.isPresent()) {
      throw new ParameterException(spec.commandLine(), "--since does not take --max");
    }
    try (PubsubSession session = PubsubSession.open(pipit)) {
      StoredItems stored = new StoredItems(session, node);
      if (since.isPresent()) {
        printHistory(session, since.get());
      } else if (id.isPresent()) {
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

  private void printHistory(PubsubSession session, Instant start) throws CliException {
    boolean streams = pipit.format() == Format.TEXT || pipit.format() == Format.NDJSON;
    ArchiveClient archive = session.archive();
    List<Map<String, Object>> all = new ArrayList<>();
    String last = null;
    ArchiveClient.Page page;
    do {
      page = session.await(Deed.READ, node, archive.since(node, start, last, PAGE));
      last = page.last();
      for (PubsubEvent.Published each : page.published()) {
        all.add(ItemText.object(node, each.item(), each.delayedSince()));
      }
      if (streams) {
        printObjects(all);
        all.clear();
      }
    } while (!page.complete() && !pipit.isOutputClosed());
    if (!streams) {
      printObjects(all);
    }
  }

  private void printList(List<PubsubItem> items) {
    printObjects(items.stream().map(item -> ItemText.object(node, item)).toList());
  }

  private void printObjects(List<Map<String, Object>> objects) {
    pipit.print(
        objects,
        "items",
        item -> (pipit.isVerbose() ? item.get("id") + " " : "") + item.getOrDefault("payload", ""));
  }

  /** A time, or how long ago it was. */
  static final class TimeConverter implements CommandLine.ITypeConverter<Instant> {
    @Override
    public Instant convert(String text) {
      return ConfigurationLoader.parseTime(text)
          .map(ago -> Instant.now().minus(ago))
          .or(() -> DateTime.parse(text))
          .orElseThrow(
              () ->
                  new CommandLine.TypeConversionException(
                      "'" + text + "' is not a time such as 1h or 2026-06-30T12:00:00Z"));
    }
  }
}
