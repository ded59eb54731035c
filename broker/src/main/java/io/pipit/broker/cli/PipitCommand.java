package io.pipit.broker.cli;

import io.pipit.broker.config.ConfigurationException;
import io.pipit.broker.config.ConfigurationLoader;
import io.pipit.broker.config.ConfigurationLoader.Flag;
import io.pipit.broker.config.ConfigurationLoader.Loaded;
import io.pipit.broker.config.ErrorCode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The root of the command line: the flags that every verb knows. Confined to one run. */
@Command(
    name = "pipit",
    description = "An XMPP node made for events: publish-subscribe for devices and applications.",
    synopsisSubcommandLabel = "VERB",
    mixinStandardHelpOptions = true,
    scope = ScopeType.INHERIT,
    usageHelpAutoWidth = true)
final class PipitCommand implements Runnable {

  private final Shell shell;

  /** Set by the parser. */
  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--config",
      scope = ScopeType.INHERIT,
      paramLabel = "FILE",
      description = "Configuration file.")
  private Optional<String> config = Optional.empty();

  @Option(
      names = "--data",
      scope = ScopeType.INHERIT,
      paramLabel = "FOLDER",
      description = "Data folder of the node.")
  private Optional<String> data = Optional.empty();

  @Option(
      names = "--set",
      scope = ScopeType.INHERIT,
      paramLabel = "KEY=VALUE",
      description = "Sets a configuration key, such as listeners.c2s.port=0.")
  private Map<String, String> set = new LinkedHashMap<>();

  @Option(
      names = "--context",
      scope = ScopeType.INHERIT,
      paramLabel = "NAME",
      description = "Account and node to use.")
  private Optional<String> context = Optional.empty();

  @Option(
      names = "--server",
      scope = ScopeType.INHERIT,
      paramLabel = "ADDRESS",
      description = "HOST:PORT of an XMPP server, for pub, sub and get.")
  private Optional<String> server = Optional.empty();

  @Option(
      names = "--as",
      scope = ScopeType.INHERIT,
      paramLabel = "JID",
      description = "Account to use.")
  private Optional<String> as = Optional.empty();

  @Option(
      names = "--password-file",
      scope = ScopeType.INHERIT,
      paramLabel = "FILE",
      description = "File whose first line is the password; - is standard input.")
  private Optional<String> passwordFile = Optional.empty();

  @Option(
      names = "--cafile",
      scope = ScopeType.INHERIT,
      paramLabel = "FILE",
      description = "Certificates to trust, PEM.")
  private Optional<Path> cafile = Optional.empty();

  @Option(
      names = {"-o", "--output"},
      scope = ScopeType.INHERIT,
      paramLabel = "FORMAT",
      description = "text, json, ndjson or yaml.")
  private Format format = Format.TEXT;

  @Option(
      names = "--timeout",
      scope = ScopeType.INHERIT,
      paramLabel = "TIME",
      description = "Default: 10s.")
  private Duration timeout = Duration.ofSeconds(10);

  @Option(
      names = {"-q", "--quiet"},
      scope = ScopeType.INHERIT,
      description = "Results and errors only.")
  private boolean quiet;

  @Option(
      names = {"-v", "--verbose"},
      scope = ScopeType.INHERIT,
      description = "Say more; stack traces of defects.")
  private boolean verbose;

  @Option(names = "--no-color", scope = ScopeType.INHERIT, description = "No colours.")
  private boolean noColor;

  PipitCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public void run() {
    throw new ParameterException(Objects.requireNonNull(spec).commandLine(), "no verb was given");
  }

  Shell shell() {
    return shell;
  }

  Optional<String> context() {
    return context;
  }

  Optional<String> server() {
    return server;
  }

  Optional<String> account() {
    return as;
  }

  Optional<String> passwordFile() {
    return passwordFile;
  }

  Optional<Path> cafile() {
    return cafile;
  }

  Format format() {
    return format;
  }

  Duration timeout() {
    return timeout;
  }

  boolean isVerbose() {
    return verbose;
  }

  /** Whether colours may be used where the output is a terminal (https://no-color.org). */
  boolean allowsColor() {
    return !noColor && shell.environment().getOrDefault("NO_COLOR", "").isEmpty();
  }

  /** The configuration with the flags of this command line. */
  Loaded configuration() throws ConfigurationException {
    return configuration(Optional.empty());
  }

  /** The configuration with the flags of this command line and a domain. */
  Loaded configuration(Optional<String> domain) throws ConfigurationException {
    Map<String, Flag> flags = new LinkedHashMap<>();
    domain.ifPresent(text -> flags.put("domain", new Flag("--domain", text)));
    set.forEach((key, text) -> flags.put(key, new Flag("--set", text)));
    data.ifPresent(text -> flags.put("data", new Flag("--data", text)));
    return ConfigurationLoader.load(shell.workingFolder(), shell.environment(), config, flags);
  }

  /** The node of this machine that the configuration names. */
  LocalNode configuredNode() throws ConfigurationException {
    return nodeOf(configuration());
  }

  /**
   * The flags by which another command in the same folder, but without the flags and environment of
   * this one, finds the node; empty when it finds it without.
   */
  String nodeFlags() {
    Map<String, String> environment = shell.environment();
    StringBuilder flags = new StringBuilder();
    config
        .or(() -> Optional.ofNullable(environment.get("PIPIT_CONFIG")))
        .ifPresent(file -> flags.append(" --config ").append(Refusals.quote(file)));
    data.or(() -> Optional.ofNullable(environment.get("PIPIT_DATA")))
        .or(() -> Optional.ofNullable(set.get("data")))
        .ifPresent(folder -> flags.append(" --data ").append(Refusals.quote(folder)));
    return flags.toString();
  }

  /** As {@link #node}, for what changes a node: never one that only {@code default} names. */
  LocalNode namedNode() throws CliException, ConfigurationException {
    return context.isPresent() ? node() : configuredNode();
  }

  LocalNode nodeOf(Loaded loaded) {
    return new LocalNode(shell.resolve(loaded.configuration().data()));
  }

  /** The node of this machine that a context or else the configuration names. */
  LocalNode node() throws CliException, ConfigurationException {
    Optional<Path> folder = Context.of(this).flatMap(Context::data);
    return folder.isPresent() ? new LocalNode(shell.resolve(folder.get())) : configuredNode();
  }

  /** Writes one result: text lines as they are, or a JSON value. */
  void print(String text) {
    shell.out().println(text);
  }

  /** Something a person likes to know that is no result. */
  void note(String text) {
    if (!quiet) {
      shell.err().println(text);
    }
  }

  /** Writes an object in the format that was asked for. */
  void print(Map<String, ?> object, String text) {
    switch (format) {
      case TEXT -> print(text);
      case JSON -> print(Json.writePretty(object));
      case NDJSON -> print(Json.write(object));
      case YAML -> printAsIs(Yaml.write(object));
    }
  }

  /** Writes one object of many that come one by one and have no end. */
  void printNext(Map<String, ?> object, String text) {
    switch (format) {
      case TEXT -> print(text);
      case JSON, NDJSON -> print(Json.write(object));
      case YAML -> printAsIs(Yaml.writeDocument(object));
    }
  }

  /** Writes a text that ends with a line break already. */
  void printAsIs(String text) {
    shell.out().print(text);
    shell.out().flush();
  }

  /** Whether nobody reads the results any more, as when a pipe was closed. */
  boolean isOutputClosed() {
    return shell.out().checkError();
  }

  /** Writes a list in the format that was asked for; as JSON it is a member of an object. */
  <T extends Map<String, ?>> void print(List<T> entries, String member, Function<T, String> text) {
    switch (format) {
      case TEXT -> entries.forEach(entry -> print(text.apply(entry)));
      case JSON -> print(Json.writePretty(Map.of(member, entries)));
      case NDJSON -> entries.forEach(entry -> print(Json.write(entry)));
      case YAML -> printAsIs(Yaml.write(Map.of(member, entries)));
    }
  }

  /** A duration with a unit, for {@code --timeout}. */
  static final class DurationConverter implements CommandLine.ITypeConverter<Duration> {
    @Override
    public Duration convert(String text) {
      return ConfigurationLoader.parseTime(text)
          .orElseThrow(
              () ->
                  new CommandLine.TypeConversionException(
                      "'" + text + "' is not a time such as 10s (ms, s, m, h, d)"));
    }
  }

  /** Writes one line for an error. */
  void printError(String message, ErrorCode code) {
    shell.err().println("error: " + message + " [" + code.code() + "]");
  }
}
