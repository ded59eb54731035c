package io.pipit.broker.cli;

import io.pipit.broker.config.ConfigurationException;
import io.pipit.broker.config.ErrorCode;
import io.pipit.devices.client.PubsubEvent;
import io.pipit.devices.client.PubsubEvent.Published;
import io.pipit.pubsub.NodeFilter;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
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

  private final PipitCommand pipit;

  @Parameters(
      arity = "1..*",
      paramLabel = "NODE",
      description = "The nodes, or filters such as 'a/#' and 'a/+/c'.")
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

  private final BlockingQueue<Published> waiting = new LinkedBlockingQueue<>(WAITING);
  private final CompletableFuture<CliException> failure = new CompletableFuture<>();

  @Spec private CommandSpec spec = CommandSpec.create();

  SubCommand(PipitCommand pipit) {
    this.pipit = pipit;
  }

  @Override
  public Integer call() throws CliException, ConfigurationException, InterruptedException {
    check();
    try (PubsubSession session = PubsubSession.open(pipit)) {
      PubsubSession.await("listen", session.pubsub().onEvent(this::received));
      session
          .ended()
          .onSuccess(
              reason -> fail(ErrorCode.NO_CONNECTION, "the stream ended: " + reason.describe()));
      for (String node : nodes) {
        session.await(Deed.SUBSCRIBE, node, session.pubsub().subscribe(node));
        pipit.note("subscribed to " + node);
      }
      printAll();
      for (String node : nodes) {
        session.await(Deed.UNSUBSCRIBE, node, session.pubsub().unsubscribe(node));
      }
    }
    return ErrorCode.Exit.DONE;
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
  }

  /** On the event loop: only hands over. */
  private void received(PubsubEvent event) {
    if (event instanceof Published published) {
      if (isAskedFor(published.node()) && !waiting.offer(published)) {
        fail(ErrorCode.UNAVAILABLE, "items come faster than they can be printed");
      }
    } else if (event instanceof PubsubEvent.Deleted deleted && nodes.contains(deleted.node())) {
      fail(ErrorCode.NO_SUCH_NODE, "the node '" + deleted.node() + "' was deleted");
    }
  }

  private boolean isAskedFor(String node) {
    return nodes.stream()
        .anyMatch(
            asked ->
                asked.equals(node)
                    || NodeFilter.parse(asked).filter(filter -> filter.matches(node)).isPresent());
  }

  private void fail(ErrorCode code, String message) {
    failure.complete(new CliException(code, message));
  }

  private void printAll() throws CliException, InterruptedException {
    long printed = 0;
    long last = System.nanoTime();
    while (count.isEmpty() || printed < count.get()) {
      // Short, so that the end of the stream is noticed.
      Published next = waiting.poll(100, TimeUnit.MILLISECONDS);
      if (next != null) {
        print(next);
        if (pipit.isOutputClosed()) {
          return;
        }
        printed++;
        last = System.nanoTime();
      } else if (failure.isDone()) {
        throw failure.join();
      } else if (patience.isPresent()
          && System.nanoTime() - last > TimeUnit.SECONDS.toNanos(patience.get())) {
        throw new CliException(ErrorCode.TIMED_OUT, "no item came for " + patience.get() + " s");
      }
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
  }
}
