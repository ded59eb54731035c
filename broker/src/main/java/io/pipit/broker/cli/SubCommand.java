package io.pipit.broker.cli;

import io.pipit.broker.config.ConfigurationException;
import io.pipit.broker.config.ErrorCode;
import io.pipit.devices.client.PubsubEvent;
import io.pipit.devices.client.PubsubEvent.Published;
import io.pipit.pubsub.NodeFilter;
import io.pipit.pubsub.SubscriptionType;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(name = "sub", description = "Subscribes to nodes and prints each item as it comes.")
final class SubCommand implements Callable<Integer> {

  /** Items that wait to be printed; beyond it the command ends instead of losing some silently. */
  private static final int WAITING = 100_000;

  private static final String ALL = "all";

  private final PipitCommand pipit;

  @Parameters(
      arity = "1..*",
      paramLabel = "NODE",
      description = "The nodes, collections, or filters such as 'a/#' and 'a/+/c'.")
  private List<String> nodes = List.of();

  @Option(names = "-C", paramLabel = "N", description = "Ends after so many items.")
  private Optional<Long> count = Optional.empty();

  @Option(names = "-W", paramLabel = "SECONDS", description = "Ends when no item came for so long.")
  private Optional<Long> patience = Optional.empty();

  @Option(
      names = "-F",
      paramLabel = "FORMAT",
      description = "%%n node, %%i id, %%p payload, %%t time, %%j publisher.")
  private Optional<String> lineFormat = Optional.empty();

  @Option(
      names = "--type",
      paramLabel = "TYPE",
      converter = TypeConverter.class,
      description =
          "Of collections and filters: items, nodes (what is created, deleted, configured, put in"
              + " or taken out), or all; default: items.")
  private SubscriptionType type = SubscriptionType.ITEMS;

  @Option(
      names = "--depth",
      paramLabel = "DEPTH",
      description = "Of collections: how many levels down, or all; default: all.")
  private String depth = ALL;

  @Option(
      names = "--since",
      paramLabel = "TIME",
      converter = GetCommand.TimeConverter.class,
      description =
          "First what was published since then, as far as nodes remember it: 1h, or"
              + " 2026-06-30T12:00:00Z.")
  private Optional<Instant> since = Optional.empty();

  @Option(
      names = "--after",
      paramLabel = "ID",
      description = "First what was published to the node after this item.")
  private Optional<String> after = Optional.empty();

  /** An event, and whether it came while the archives were read. */
  private record Waiting(PubsubEvent event, boolean early) {}

  private final BlockingQueue<Waiting> waiting = new LinkedBlockingQueue<>(WAITING);
  private final Set<String> collections = ConcurrentHashMap.newKeySet();
  private final CompletableFuture<CliException> failure = new CompletableFuture<>();
  private long printed;

  @Spec private CommandSpec spec = CommandSpec.create();

  SubCommand(PipitCommand pipit) {
    this.pipit = pipit;
  }

  @Override
  public Integer call() throws CliException, ConfigurationException, InterruptedException {
    check();
    try (PubsubSession session = PubsubSession.open(pipit)) {
      Replay replay = new Replay(session);
      boolean replays = since.isPresent() || after.isPresent();
      if (!replays) {
        replay.end();
      }
      PubsubSession.await("listen", session.pubsub().onEvent(event -> received(event, replay)));
      session
          .ended()
          .onSuccess(
              reason -> fail(ErrorCode.NO_CONNECTION, "the stream ended: " + reason.describe()));
      for (String node : nodes) {
        if (NodeFilter.isFilter(node) || session.isCollection(node)) {
          collections.add(node);
        }
      }
      String place = after.isPresent() ? placeOf(after.get(), replay) : null;
      for (String node : nodes) {
        session.await(Deed.SUBSCRIBE, node, session.pubsub().subscribe(node, options(node)));
        pipit.note("subscribed to " + node);
      }
      if (replays) {
        replayAll(replay, place);
      }
      printAll(replay);
      for (String node : nodes) {
        session.await(Deed.UNSUBSCRIBE, node, session.pubsub().unsubscribe(node));
      }
    }
    return ErrorCode.Exit.DONE;
  }

  private String placeOf(String item, Replay replay) throws CliException {
    if (!collections.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(), "--after takes one node, and no collection: ids are its own");
    }
    return replay.placeOf(nodes.get(0), item);
  }

  private Map<String, String> options(String node) {
    return collections.contains(node)
        ? Map.of("subscription_type", type.wire(), "subscription_depth", depth)
        : Map.of();
  }

  /** Node by node, each from the oldest on. */
  private void replayAll(Replay replay, @Nullable String place) throws CliException {
    Instant start = since.orElse(Instant.EPOCH);
    Set<String> done = new HashSet<>();
    for (String asked : nodes) {
      if (!collections.contains(asked)) {
        replay.read(asked, start, place, this::printReplayed);
      } else if (type.hasItems()) {
        int levels = depth.equals(ALL) ? Integer.MAX_VALUE : Integer.parseInt(depth);
        for (String leaf : replay.leaves(asked, levels)) {
          if (!isDone() && !nodes.contains(leaf) && done.add(leaf)) {
            replayLeaf(replay, leaf, start);
          }
        }
      }
    }
    replay.end();
  }

  /** A leaf that the account may not read, or that has gone, is told nothing of either. */
  private void replayLeaf(Replay replay, String leaf, Instant start) throws CliException {
    try {
      replay.read(leaf, start, null, this::printReplayed);
    } catch (CliException e) {
      if (e.code() != ErrorCode.FORBIDDEN && e.code() != ErrorCode.NO_SUCH_NODE) {
        throw e;
      }
    }
  }

  private boolean printReplayed(Published published) {
    if (isDone()) {
      return false;
    }
    print(published);
    return !isDone();
  }

  private boolean isDone() {
    return pipit.isOutputClosed() || (count.isPresent() && printed >= count.get());
  }

  private void check() {
    if (count.isPresent() && count.get() < 1) {
      throw new ParameterException(
          spec.commandLine(), "-C " + count.get() + " is no number of items; the least is 1");
    }
    if (patience.isPresent() && patience.get() < 1) {
      throw new ParameterException(
          spec.commandLine(),
          "-W " + patience.get() + " is no time to wait; the least is 1 (second)");
    }
    if (!depth.matches("all|[1-9][0-9]{0,8}")) {
      throw new ParameterException(
          spec.commandLine(), "--depth '" + depth + "' is no number of levels, nor 'all'");
    }
    if (since.isPresent() && after.isPresent()) {
      throw new ParameterException(
          spec.commandLine(), "only one of --since and --after can be given");
    }
    if (after.isPresent() && (nodes.size() > 1 || NodeFilter.isFilter(nodes.get(0)))) {
      throw new ParameterException(
          spec.commandLine(), "--after takes one node, and no filter: ids are its own");
    }
  }

  /** On the event loop: only hands over. */
  private void received(PubsubEvent event, Replay replay) {
    if (event instanceof PubsubEvent.Deleted deleted && nodes.contains(deleted.node())) {
      fail(ErrorCode.NO_SUCH_NODE, "the node '" + deleted.node() + "' was deleted");
    } else if (isAskedFor(event)
        && !waiting.offer(
            new Waiting(
                event, event instanceof Published published && replay.isEarly(published)))) {
      fail(ErrorCode.UNAVAILABLE, "items come faster than they can be printed");
    }
  }

  private boolean isAskedFor(PubsubEvent event) {
    return event instanceof Published
        ? isAskedFor(event.node())
        : type.hasNodes() && !collections.isEmpty() && NodeEventText.isOne(event);
  }

  /** A collection does not say by its name what is in it. */
  private boolean isAskedFor(String node) {
    return nodes.contains(node)
        || collections.stream()
            .anyMatch(
                asked ->
                    !NodeFilter.isFilter(asked)
                        || NodeFilter.parse(asked)
                            .filter(filter -> filter.matches(node))
                            .isPresent());
  }

  private void fail(ErrorCode code, String message) {
    failure.complete(new CliException(code, message));
  }

  private void printAll(Replay replay) throws CliException, InterruptedException {
    long last = System.nanoTime();
    while (!isDone()) {
      // Short, so that the end of the stream is noticed.
      Waiting next = waiting.poll(100, TimeUnit.MILLISECONDS);
      if (next != null) {
        printLive(next, replay);
        last = System.nanoTime();
      } else if (failure.isDone()) {
        throw failure.join();
      } else if (patience.isPresent()
          && System.nanoTime() - last > TimeUnit.SECONDS.toNanos(patience.get())) {
        throw new CliException(ErrorCode.TIMED_OUT, "no item came for " + patience.get() + " s");
      }
    }
  }

  private void printLive(Waiting next, Replay replay) {
    if (!(next.event instanceof Published published)) {
      pipit.printNext(NodeEventText.object(next.event), NodeEventText.text(next.event));
      printed++;
    } else if (!next.early || !replay.wasRead(published)) {
      print(published);
    }
  }

  private void print(Published published) {
    String format = lineFormat.orElse(pipit.isVerbose() ? "%n %p" : "%p");
    String text =
        ItemText.format(
            format,
            published.node(),
            published.item(),
            published.delayedSince().orElseGet(Instant::now));
    pipit.printNext(ItemText.object(published.node(), published.item()), text);
    printed++;
  }

  /** The words of XEP-0248. */
  static final class TypeConverter implements CommandLine.ITypeConverter<SubscriptionType> {
    @Override
    public SubscriptionType convert(String word) {
      return SubscriptionType.ofWire(word)
          .orElseThrow(
              () ->
                  new CommandLine.TypeConversionException(
                      "'" + word + "' is none of items, nodes and all"));
    }
  }
}
