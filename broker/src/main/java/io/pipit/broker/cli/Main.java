package io.pipit.broker.cli;

/** The entry of the runnable jar. */
public final class Main {

  private Main() {}

  public static void main(String[] arguments) {
    // Java reads it once, with the first TLS connection of the process.
    System.setProperty("jdk.tls.rejectClientInitiatedRenegotiation", "true");
    Shell shell = Shell.ofProcess();
    int exit = CommandLines.run(shell, Parts.ofProduct(), arguments);
    shell.out().flush();
    shell.err().flush();
    System.exit(exit);
  }
}
