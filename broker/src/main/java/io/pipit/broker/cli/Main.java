package io.pipit.broker.cli;

import io.pipit.broker.config.ErrorCode;
import io.pipit.broker.config.FileFault;

/** The entry of the runnable jar. */
public final class Main {

  private Main() {}

  public static void main(String[] arguments) {
    // Java reads it once, with the first TLS connection of the process.
    System.setProperty("jdk.tls.rejectClientInitiatedRenegotiation", "true");
    StandardOutput out = StandardOutput.ofProcess();
    Shell shell = Shell.ofProcess(out);
    int exit = CommandLines.run(shell, Parts.ofProduct(), arguments);
    shell.out().flush();
    exit = told(out, shell, exit);
    shell.err().flush();
    System.exit(exit);
  }

  /** A command that could not write its results has failed, whatever it thinks. */
  private static int told(StandardOutput out, Shell shell, int exit) {
    if (exit != ErrorCode.Exit.DONE || out.fault().isEmpty()) {
      return exit;
    }
    new PipitCommand(shell)
        .printError(
            "standard output has not all of it: "
                + FileFault.explain(out.fault().get(), " and run it again"),
            ErrorCode.OUTPUT);
    return ErrorCode.OUTPUT.exit();
  }
}
