package io.pipit.broker.cli;

import io.pipit.broker.config.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import picocli.CommandLine.Command;

/**
 * Goes through what every start and the common verbs do, for a Java that is told to archive the
 * classes which it has loaded (the launcher does that). The node has a folder of its own, which is
 * removed with it, and ports that the system chooses.
 */
@Command(
    name = "rehearse",
    hidden = true,
    description = "Starts a node in a temporary folder, uses it and stops it.")
final class RehearseCommand implements Callable<Integer> {

  private static final String NODE = "rehearsal/of/a/start";

  /** Nobody waits for it alone, and nothing of it is loaded yet. */
  private static final String PATIENCE = "60s";

  private final PipitCommand pipit;
  private final Parts parts;
  private final NodeStarter starter;

  RehearseCommand(PipitCommand pipit, Parts parts, NodeStarter starter) {
    this.pipit = pipit;
    this.parts = parts;
    this.starter = starter;
  }

  @Override
  public Integer call() throws Exception {
    Path folder = Files.createTempDirectory("pipit-rehearsal");
    try {
      Shell shell = shell(folder);
      AtomicReference<Runnable> stop = new AtomicReference<>(() -> {});
      NodeStarter stoppable =
          request -> {
            stop.set(request.stop());
            return starter.start(request);
          };
      new NodeProcess(new PipitCommand(shell), stoppable)
          .run(
              (configuration, node) -> {
                run(shell, "status");
                run(shell, "pub", NODE, "{\"value\":1}");
                run(shell, "get", NODE);
                Objects.requireNonNull(stop.get()).run();
                return () -> {};
              });
      return ErrorCode.Exit.DONE;
    } finally {
      remove(folder);
    }
  }

  /** Everything of it is below the folder, whatever this process was started with. */
  private Shell shell(Path folder) {
    return new Shell(
        Map.of(
            "XDG_CONFIG_HOME", folder.resolve("config").toString(),
            "PIPIT_DATA", folder.resolve("data").toString(),
            "PIPIT_LISTENERS__C2S__PORT", "0",
            "PIPIT_LISTENERS__C2S_TLS__PORT", "0",
            "PIPIT_LISTENERS__HTTP__PORT", "0",
            "PIPIT_LISTENERS__MQTT__PORT", "0",
            "PIPIT_LISTENERS__MQTTS__PORT", "0",
            "PIPIT_LISTENERS__MQTT_WS__PORT", "0",
            "PIPIT_LOG__LEVEL", "warn"),
        folder,
        InputStream.nullInputStream(),
        new PrintWriter(Writer.nullWriter()),
        pipit.shell().err(),
        text -> Optional.empty());
  }

  private void run(Shell shell, String... arguments) throws CliException {
    List<String> line = new ArrayList<>(List.of("--timeout", PATIENCE));
    line.addAll(List.of(arguments));
    int exit = CommandLines.run(shell, parts, line.toArray(String[]::new));
    if (exit != ErrorCode.Exit.DONE) {
      throw new CliException(
          ErrorCode.DEFECT, "the rehearsal ended: '" + arguments[0] + "' returned " + exit);
    }
  }

  private static void remove(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
