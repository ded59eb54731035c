package io.pipit.broker.cli;

import io.pipit.broker.config.ConfigurationException;
import io.pipit.broker.config.ErrorCode;
import io.pipit.broker.config.FileFault;
import io.pipit.broker.config.Problem;
import io.pipit.broker.config.Suggestion;
import io.pipit.broker.store.DamagedLogException;
import io.pipit.broker.transfer.TransferFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Puts the verbs together and turns what goes wrong into a line and an exit code. */
final class CommandLines {

  private CommandLines() {}

  /** Runs one command line to its end. */
  static int run(Shell shell, Parts parts, String... arguments) {
    PipitCommand pipit = new PipitCommand(shell);
    if (parts.starter().isPresent() && List.of(arguments).equals(List.of("run"))) {
      return runNode(pipit, parts.starter().get());
    }
    return create(pipit, parts).execute(arguments);
  }

  /**
   * The verb {@code run} without an option, as services and containers start it: there is nothing
   * to parse, and the parser with all its verbs took 0.2 s of the start.
   */
  private static int runNode(PipitCommand pipit, NodeStarter starter) {
    try {
      return new RunCommand(pipit, starter).call();
    } catch (Exception e) {
      return explain(pipit, e);
    }
  }

  static CommandLine create(PipitCommand pipit, Parts parts) {
    CommandLine root = new CommandLine(pipit);
    root.getCommandSpec().version("pipit " + Version.pipit(), "Java " + Version.java());
    root.addSubcommand("version", new VersionCommand(pipit));
    root.addSubcommand("config", new ConfigCommand(pipit));
    root.addSubcommand("init", new InitCommand(pipit));
    parts
        .starter()
        .ifPresent(
            starter -> {
              root.addSubcommand("run", new RunCommand(pipit, starter));
              root.addSubcommand("demo", new DemoCommand(pipit, starter));
              root.addSubcommand("rehearse", new RehearseCommand(pipit, parts, starter));
            });
    root.addSubcommand("status", new StatusCommand(pipit));
    root.addSubcommand("stop", new StopCommand(pipit));
    root.addSubcommand("reload", new ReloadCommand(pipit));
    root.addSubcommand("user", new UserCommand(pipit));
    root.addSubcommand("pub", new PubCommand(pipit));
    root.addSubcommand("sub", new SubCommand(pipit));
    root.addSubcommand("get", new GetCommand(pipit));
    root.addSubcommand("check", new CheckCommand(pipit));
    root.addSubcommand("node", new NodeCommand(pipit));
    root.addSubcommand("queue", new QueueCommand(pipit));
    root.addSubcommand("bridge", new BridgeCommand(pipit));
    root.addSubcommand("backup", new BackupCommand(pipit));
    root.addSubcommand("restore", new RestoreCommand(pipit));
    root.addSubcommand("export", new ExportCommand(pipit));
    root.addSubcommand("import", new ImportCommand(pipit));
    root.addSubcommand("completion", new CompletionCommand(pipit));
    root.setOut(pipit.shell().out());
    root.setErr(pipit.shell().err());
    root.setAbbreviatedOptionsAllowed(false);
    root.registerConverter(Duration.class, new PipitCommand.DurationConverter());
    root.registerConverter(Format.class, new Words<>(Format.class));
    root.registerConverter(PubCommand.Type.class, new Words<>(PubCommand.Type.class));
    root.registerConverter(TransferFormat.class, new Words<>(TransferFormat.class));
    root.registerConverter(ConfigCommand.Form.class, new Words<>(ConfigCommand.Form.class));
    root.setParameterExceptionHandler((e, arguments) -> explainUsage(pipit, e));
    root.setExecutionExceptionHandler((e, line, result) -> explain(pipit, e));
    return root;
  }

  private static int explainUsage(PipitCommand pipit, ParameterException e) {
    String message =
        e instanceof UnmatchedArgumentException unmatched
            ? unmatched(unmatched)
            : String.valueOf(e.getMessage());
    pipit.printError(
        message
            + (message.endsWith("?") ? " See '" : "; see '")
            + e.getCommandLine().getCommandSpec().qualifiedName()
            + " --help'",
        ErrorCode.USAGE);
    return ErrorCode.USAGE.exit();
  }

  private static String unmatched(UnmatchedArgumentException e) {
    CommandSpec command = e.getCommandLine().getCommandSpec();
    String first = e.getUnmatched().isEmpty() ? "" : e.getUnmatched().get(0);
    boolean isOption = first.startsWith("-");
    boolean isVerb = !isOption && !command.subcommands().isEmpty();
    Collection<String> known =
        isOption
            ? command.optionsMap().keySet()
            : isVerb ? command.subcommands().keySet() : List.of();
    return (isOption
            ? "there is no option '" + first + "'"
            : isVerb
                ? "there is no verb '" + first + "'"
                : "'" + first + "' is one argument too many")
        + Suggestion.nearest(first, known)
            .map(nearest -> "; did you mean '" + nearest + "'?")
            .orElse("");
  }

  /** Writes what went wrong and gives the exit code that says so. */
  static int explain(PipitCommand pipit, Exception e) {
    if (e instanceof UncheckedIOException && e.getCause() instanceof IOException file) {
      return explain(pipit, file);
    }
    boolean isDefect =
        e instanceof CliException known
            ? known.code() == ErrorCode.DEFECT
            : !(e instanceof ConfigurationException);
    if (isDefect && pipit.isVerbose()) {
      e.printStackTrace(pipit.shell().err());
    }
    if (e instanceof CliException known) {
      pipit.printError(String.valueOf(known.getMessage()), known.code());
      return known.code().exit();
    }
    if (e instanceof ConfigurationException configuration) {
      for (Problem problem : configuration.problems()) {
        pipit.shell().err().println("error: " + problem);
      }
      configuration.warnings().forEach(warning -> pipit.note("warning: " + warning));
      return ErrorCode.Exit.CONFIGURATION;
    }
    if (e instanceof DamagedLogException damaged) {
      pipit.printError(String.valueOf(damaged.getMessage()), ErrorCode.DATA_FOLDER);
      return ErrorCode.DATA_FOLDER.exit();
    }
    if (e instanceof IOException file) {
      pipit.printError(FileFault.describe(file), ErrorCode.DATA_FOLDER);
      return ErrorCode.DATA_FOLDER.exit();
    }
    pipit.printError(
        "this is a defect of Pipit: " + e + "; run it again with -v to see where",
        ErrorCode.DEFECT);
    return ErrorCode.DEFECT.exit();
  }
}
