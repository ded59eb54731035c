package io.pipit.broker.cli;

import io.pipit.broker.config.ErrorCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "run", description = "Runs the node in the foreground until it is told to stop.")
final class RunCommand implements Callable<Integer> {

  private final PipitCommand pipit;
  private final NodeStarter starter;

  @Option(
      names = "--repair",
      description = "Gives up damaged records of the log, keeping a copy of the damaged file.")
  private boolean repair;

  RunCommand(PipitCommand pipit, NodeStarter starter) {
    this.pipit = pipit;
    this.starter = starter;
  }

  @Override
  public Integer call() throws Exception {
    new NodeProcess(pipit, starter).run(repair, NodeProcess.ALONE);
    return ErrorCode.Exit.DONE;
  }
}
