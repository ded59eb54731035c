package io.pipit.broker.cli;

import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Command;

@Command(name = "version", description = "Prints the versions of Pipit and of Java.")
final class VersionCommand implements Runnable {

  private final PipitCommand pipit;

  VersionCommand(PipitCommand pipit) {
    this.pipit = pipit;
  }

  @Override
  public void run() {
    pipit.print(
        new TreeMap<>(Map.of("version", Version.pipit(), "java", Version.java())),
        "pipit " + Version.pipit() + "\nJava " + Version.java());
  }
}
