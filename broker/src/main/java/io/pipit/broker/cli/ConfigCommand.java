package io.pipit.broker.cli;

import io.pipit.broker.config.Certificates;
import io.pipit.broker.config.ConfigurationException;
import io.pipit.broker.config.ConfigurationLoader;
import io.pipit.broker.config.ConfigurationLoader.Loaded;
import io.pipit.broker.config.ConfigurationText;
import io.pipit.broker.config.Settings.Shown;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(name = "config", description = "Looks at the configuration.")
final class ConfigCommand implements Runnable {

  private final PipitCommand pipit;

  @Spec private CommandSpec spec = CommandSpec.create();

  ConfigCommand(PipitCommand pipit) {
    this.pipit = pipit;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "no verb was given");
  }

  @Command(description = "Prints what was set, with its origin.")
  void show(
      @Option(names = "--effective", description = "Every key, also those left at their default.")
          boolean effective)
      throws ConfigurationException {
    Loaded loaded = pipit.configuration();
    List<Shown> shown =
        loaded.settings().shown().stream().filter(value -> effective || value.isSet()).toList();
    switch (pipit.format()) {
      case TEXT ->
          shown.forEach(v -> pipit.print(v.path() + ": " + v.value() + "  # " + v.origin()));
      case NDJSON -> shown.forEach(value -> pipit.print(Json.write(object(value))));
      case YAML -> pipit.printAsIs(Yaml.write(shown.stream().map(ConfigCommand::object).toList()));
      case JSON ->
          pipit.print(Json.writePretty(shown.stream().map(ConfigCommand::object).toList()));
    }
    notices(loaded);
    if (!effective) {
      long all = loaded.settings().shown().size();
      pipit.note(
          "file: "
              + loaded.file().orElse("none (" + ConfigurationLoader.DEFAULT_FILE + " is not there)")
              + "; "
              + shown.size()
              + " of "
              + all
              + " keys are set, the others have their defaults: --effective prints all");
    }
  }

  private void notices(Loaded loaded) {
    loaded.settings().notices().forEach(pipit::note);
    loaded.warnings().forEach(warning -> pipit.note("warning: " + warning));
  }

  private static Map<String, Object> object(Shown shown) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("key", shown.path());
    object.put("value", shown.value());
    object.put("origin", shown.origin());
    return object;
  }

  enum Form {
    JSON,
    YAML,
    MARKDOWN;

    /** As it is written on the command line. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Command(description = "Describes every key.")
  void schema(
      @Option(
              names = "--form",
              paramLabel = "FORM",
              defaultValue = "json",
              description = "json: JSON Schema; yaml: example file; markdown: table.")
          Form form) {
    switch (form) {
      case JSON -> pipit.print(Json.writePretty(ConfigurationText.schema()));
      case YAML -> pipit.shell().out().print(ConfigurationText.example());
      case MARKDOWN -> pipit.shell().out().print(ConfigurationText.table());
    }
  }

  @Command(description = "Looks for mistakes, also in the certificate.")
  void check() throws ConfigurationException {
    Loaded loaded = pipit.configuration();
    Certificates.check(loaded, Instant.now());
    notices(loaded);
    pipit.print("the configuration is valid: " + loaded.file().orElse("no file, defaults"));
  }
}
