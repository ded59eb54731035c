package io.pipit.broker.cli;

import io.pipit.broker.config.ConfigurationException;
import io.pipit.broker.config.ErrorCode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Bridges of the running node to other brokers. */
@Command(name = "bridge", description = "Bridges of the running node to other brokers.")
final class BridgeCommand implements Runnable {

  /** A test has to wait for what does not answer. */
  private static final Duration LONGEST_TEST = Duration.ofMinutes(2);

  private final PipitCommand pipit;

  @Spec private CommandSpec spec = CommandSpec.create();

  BridgeCommand(PipitCommand pipit) {
    this.pipit = pipit;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "no verb was given");
  }

  @Command(description = "Lists the bridges with their states.")
  void ls() throws CliException, ConfigurationException {
    List<Map<String, Object>> bridges =
        api(pipit.timeout()).list("/bridges", "bridges").stream().map(Json::object).toList();
    pipit.print(bridges, "bridges", BridgeCommand::line);
  }

  private static String line(Map<String, Object> bridge) {
    Object address = bridge.getOrDefault("address", "");
    Object error = bridge.get("last_error");
    return (bridge.get("name") + " " + bridge.get("state") + " " + address).strip()
        + (error == null ? "" : " (" + error + ")");
  }

  @Command(description = "Shows how a bridge is, and why.")
  void status(@Parameters(paramLabel = "NAME") String name)
      throws CliException, ConfigurationException {
    Map<String, Object> bridge = send("GET", name, "", pipit.timeout());
    pipit.print(bridge, ObjectText.of(bridge));
  }

  @Command(description = "Tries once to connect as the bridge would, and says how far that got.")
  int test(@Parameters(paramLabel = "NAME") String name)
      throws CliException, ConfigurationException {
    Duration patience =
        pipit.timeout().compareTo(LONGEST_TEST) > 0 ? pipit.timeout() : LONGEST_TEST;
    Map<String, Object> result = send("POST", name, "/test", patience);
    List<Map<String, Object>> steps =
        result.get("steps") instanceof List<?> list
            ? list.stream().map(Json::object).toList()
            : List.of();
    pipit.print(result, String.join("\n", steps.stream().map(BridgeCommand::step).toList()));
    if (Boolean.TRUE.equals(result.get("passed"))) {
      return ErrorCode.Exit.DONE;
    }
    Optional<Map<String, Object>> failed =
        steps.stream().filter(step -> !Boolean.TRUE.equals(step.get("passed"))).findFirst();
    throw new CliException(
        ErrorCode.BRIDGE_TEST,
        "bridge '"
            + name
            + "' does not get through: "
            + failed
                .map(step -> step(step) + "; " + step.get("remedy"))
                .orElse("nothing was tried"));
  }

  private static String step(Map<String, Object> step) {
    return step.get("address")
        + " "
        + step.get("step")
        + (Boolean.TRUE.equals(step.get("passed")) ? ": ok, " : ": failed, ")
        + step.get("detail");
  }

  @Command(description = "Ends the connection of a bridge; what is for the broker waits.")
  void pause(@Parameters(paramLabel = "NAME") String name)
      throws CliException, ConfigurationException {
    send("POST", name, "/pause", pipit.timeout());
    pipit.note("bridge " + name + " is paused until 'pipit bridge resume' or the next start");
  }

  @Command(description = "Connects a bridge again, at once.")
  void resume(@Parameters(paramLabel = "NAME") String name)
      throws CliException, ConfigurationException {
    send("POST", name, "/resume", pipit.timeout());
    pipit.note("bridge " + name + " connects; see 'pipit bridge status " + name + "'");
  }

  @Command(name = "drop-buffer", description = "Drops what waits for the broker of a bridge.")
  void dropBuffer(@Parameters(paramLabel = "NAME") String name)
      throws CliException, ConfigurationException {
    Map<String, Object> answer = send("POST", name, "/drop-buffer", pipit.timeout());
    pipit.print(answer, "dropped: " + answer.get("dropped"));
  }

  private Map<String, Object> send(String method, String name, String act, Duration timeout)
      throws CliException, ConfigurationException {
    try {
      return api(timeout).send(method, "/bridges/" + NodeApi.segment(name) + act, Map.of());
    } catch (CliException e) {
      throw e.code() == ErrorCode.NO_SUCH_BRIDGE ? e.with("list them with 'pipit bridge ls'") : e;
    }
  }

  private NodeApi api(Duration timeout) throws CliException, ConfigurationException {
    return NodeApi.of(pipit.node().requireRunning(), timeout);
  }
}
