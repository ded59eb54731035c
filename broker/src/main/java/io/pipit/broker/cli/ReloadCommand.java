package io.pipit.broker.cli;

import io.pipit.broker.config.ConfigurationException;
import io.pipit.broker.config.ErrorCode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(
    name = "reload",
    description = "Has the running node read its configuration again; a bad one changes nothing.")
final class ReloadCommand implements Callable<Integer> {

  private final PipitCommand pipit;

  ReloadCommand(PipitCommand pipit) {
    this.pipit = pipit;
  }

  @Override
  public Integer call() throws CliException, ConfigurationException {
    RunFile run = pipit.namedNode().requireRunning();
    Map<String, Object> answer =
        NodeApi.of(run, pipit.timeout()).sendConfiguration("POST", "/reload");
    List<String> applied = texts(answer, "applied");
    List<String> needsRestart = texts(answer, "needs_restart");
    List<String> warnings = texts(answer, "warnings");
    Map<String, Object> done = new LinkedHashMap<>();
    done.put("applied", applied);
    done.put("needs_restart", needsRestart);
    done.put("warnings", warnings);
    pipit.print(done, text(applied, needsRestart));
    warnings.forEach(warning -> pipit.note("warning: " + warning));
    return ErrorCode.Exit.DONE;
  }

  private static String text(List<String> applied, List<String> needsRestart) {
    String done = applied.isEmpty() ? "nothing to apply" : "applied: " + String.join(", ", applied);
    return needsRestart.isEmpty()
        ? done
        : done + "\nneeds restart: " + String.join(", ", needsRestart);
  }

  private static List<String> texts(Map<String, Object> answer, String member) {
    return answer.get(member) instanceof List<?> list
        ? list.stream().map(Object::toString).toList()
        : List.of();
  }
}
