package io.pipit.broker.cli;

import io.pipit.broker.config.ConfigurationException;
import io.pipit.broker.config.ErrorCode;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;

@Command(name = "stop", description = "Stops the running node and waits for its end.")
final class StopCommand implements Callable<Integer> {

  private final PipitCommand pipit;

  StopCommand(PipitCommand pipit) {
    this.pipit = pipit;
  }

  @Override
  public Integer call() throws CliException, ConfigurationException {
    RunFile run = pipit.namedNode().requireRunning();
    NodeApi.of(run, pipit.timeout()).send("POST", "/stop", Map.of());
    Optional<CompletableFuture<ProcessHandle>> end =
        ProcessHandle.of(run.pid())
            .filter(process -> process.pid() != ProcessHandle.current().pid())
            .map(ProcessHandle::onExit);
    if (end.isPresent()) {
      await(end.get(), run.pid());
    }
    pipit.note("stopped");
    return ErrorCode.Exit.DONE;
  }

  private void await(CompletableFuture<ProcessHandle> end, long pid) throws CliException {
    try {
      end.get(pipit.timeout().toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      throw new CliException(
          ErrorCode.TIMED_OUT,
          "process " + pid + " was told to stop but still runs; wait longer with --timeout 60s",
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CliException(ErrorCode.TIMED_OUT, "interrupted", e);
    }
  }
}
