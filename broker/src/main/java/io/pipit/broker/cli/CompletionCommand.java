package io.pipit.broker.cli;

import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(name = "completion", description = "Prints a completion script for a shell.")
final class CompletionCommand implements Runnable {

  private final PipitCommand pipit;

  @Spec private CommandSpec spec = CommandSpec.create();

  CompletionCommand(PipitCommand pipit) {
    this.pipit = pipit;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "name a shell: bash or zsh");
  }

  @Command(description = "source <(pipit completion bash)")
  void bash() {
    pipit.print(AutoComplete.bash("pipit", spec.root().commandLine()));
  }

  /** The script turns on zsh's emulation of bash by itself. */
  @Command(description = "source <(pipit completion zsh)")
  void zsh() {
    bash();
  }
}
