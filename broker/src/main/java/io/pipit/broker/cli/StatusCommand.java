package io.pipit.broker.cli;

import io.pipit.broker.config.ConfigurationException;
import io.pipit.broker.config.ErrorCode;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "status", description = "Says whether the node runs and how to reach it.")
final class StatusCommand implements Callable<Integer> {

  private static final long POLL_MILLIS = 50;

  private final PipitCommand pipit;

  @Option(
      names = "--wait",
      paramLabel = "TIME",
      description = "Waits so long for the node to be ready.")
  private Optional<Duration> wait = Optional.empty();

  StatusCommand(PipitCommand pipit) {
    this.pipit = pipit;
  }

  @Override
  public Integer call() throws CliException, ConfigurationException {
    LocalNode node = pipit.node();
    long end = System.nanoTime() + wait.orElse(Duration.ZERO).toNanos();
    while (true) {
      Optional<RunFile> run = node.running();
      if (run.isPresent() && print(node, run.get())) {
        return ErrorCode.Exit.DONE;
      }
      if (System.nanoTime() >= end) {
        throw unready(node, run.isPresent());
      }
      pause();
    }
  }

  private CliException unready(LocalNode node, boolean runs) {
    if (wait.isPresent()) {
      return new CliException(
          ErrorCode.TIMED_OUT,
          "the node on " + node.data() + " was not ready within " + wait.get().toMillis() + " ms");
    }
    return runs
        ? new CliException(
            ErrorCode.UNAVAILABLE,
            "the node on " + node.data() + " runs but is not ready; wait with --wait 30s")
        : node.notRunning();
  }

  /** Prints the status when the node is ready. */
  private boolean print(LocalNode node, RunFile run) throws CliException {
    NodeApi api = NodeApi.of(run, pipit.timeout());
    Map<String, Object> status = new LinkedHashMap<>();
    status.put("pid", run.pid());
    status.put("domain", run.domain());
    status.put("addresses", run.written());
    try {
      if (!api.isReady()) {
        return false;
      }
      status.put("ready", true);
      status.putAll(api.get("/status"));
    } catch (CliException e) {
      if (e.code() != ErrorCode.NO_CONNECTION) {
        throw e;
      }
      if (wait.isPresent()) {
        return false;
      }
      throw new CliException(
          ErrorCode.NOT_RUNNING,
          "the node on "
              + node.data()
              + " (process "
              + run.pid()
              + ") does not answer at "
              + run.written().getOrDefault("http", "its HTTP listener")
              + ": it is stopping or was killed; start it again with 'pipit run'",
          e);
    }
    StringBuilder text = new StringBuilder("running: " + run.domain() + ", process " + run.pid());
    run.written()
        .forEach((listener, address) -> text.append('\n').append(listener + " " + address));
    pipit.print(status, text.toString());
    return true;
  }

  private static void pause() throws CliException {
    try {
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CliException(ErrorCode.TIMED_OUT, "interrupted", e);
    }
  }
}
