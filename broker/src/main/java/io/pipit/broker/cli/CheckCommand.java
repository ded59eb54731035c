package io.pipit.broker.cli;

import io.pipit.broker.config.ConfigurationException;
import io.pipit.broker.config.ErrorCode;
import io.pipit.broker.store.DataFolder;
import io.pipit.broker.store.StoreCheck;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(name = "check", description = "Looks for damage.")
final class CheckCommand implements Runnable {

  private final PipitCommand pipit;

  @Spec private CommandSpec spec = CommandSpec.create();

  CheckCommand(PipitCommand pipit) {
    this.pipit = pipit;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "no verb was given");
  }

  @Command(description = "Reads the whole store of a node that does not run; changes nothing.")
  int store() throws CliException, ConfigurationException, IOException {
    LocalNode node = pipit.namedNode();
    if (!node.hasStore()) {
      throw new CliException(
          ErrorCode.DATA_FOLDER,
          "there is no store in " + node.data() + "; name another folder with --data");
    }
    try (DataFolder folder = node.holdAlone()) {
      StoreCheck.Result result = StoreCheck.of(folder);
      Map<String, Object> found = new LinkedHashMap<>();
      found.put("segments", result.segments());
      found.put("snapshots", result.snapshots());
      found.put("first", result.first());
      found.put("last", result.last());
      found.put("records", result.records());
      found.put("damage", result.damage());
      StringBuilder text = new StringBuilder();
      result.damage().forEach(damage -> text.append("damaged: ").append(damage).append('\n'));
      text.append(result.records())
          .append(" records (")
          .append(result.first())
          .append(" to ")
          .append(result.last())
          .append("), ")
          .append(result.segments())
          .append(" segments, ")
          .append(result.snapshots())
          .append(" snapshots: ")
          .append(result.damage().isEmpty() ? "no damage" : "damaged");
      pipit.print(found, text.toString());
      return result.damage().isEmpty() ? ErrorCode.Exit.DONE : ErrorCode.Exit.FAILED;
    }
  }
}
