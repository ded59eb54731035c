package io.pipit.broker.config;

import io.pipit.broker.config.Settings.Setting;
import io.pipit.broker.config.YamlSource.Elements;
import io.pipit.broker.config.YamlSource.Given;
import io.pipit.broker.config.YamlSource.Part;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Puts the configuration together: defaults, then the file, the environment and the flags, the
 * later winning. Finds everything that is wrong before it gives up. Confined to its caller.
 */
public final class ConfigurationLoader {

  /** The file that is read when it exists and no other is named. */
  public static final String DEFAULT_FILE = "etc/pipit.yml";

  private static final String ENVIRONMENT_PREFIX = "PIPIT_";

  /** Read by others than this class: the name of the file, and the launcher's options of Java. */
  private static final Set<String> NO_KEYS = Set.of("PIPIT_CONFIG", "PIPIT_JAVA_OPTS");

  /** What Kubernetes gives every container of a namespace with a service called pipit. */
  private static final Pattern SERVICE_LINK =
      Pattern.compile(
          "PIPIT(_[A-Z0-9_]+)?_(SERVICE_HOST|SERVICE_PORT(_[A-Z0-9_]+)?"
              + "|PORT_[0-9]+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?)");

  private static final Pattern SERVICE_ADDRESS = Pattern.compile("(tcp|udp|sctp)://.*");

  private static final Pattern REFERENCE = Pattern.compile("\\$\\{(env|file):([^}]*)}");

  private final Path workingFolder;
  private final Map<String, String> environment;
  private final List<Problem> problems = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();
  private final Map<Key<?>, Setting> values = new LinkedHashMap<>();

  private ConfigurationLoader(Path workingFolder, Map<String, String> environment) {
    this.workingFolder = workingFolder;
    this.environment = environment;
  }

  /**
   * A configuration that has no fault by itself.
   *
   * @param file the file that was read; empty in try-out mode
   * @param warnings what was given and is not used, a line each
   */
  public record Loaded(
      Configuration configuration,
      Settings settings,
      Optional<String> file,
      List<String> warnings) {

    public Loaded {
      warnings = List.copyOf(warnings);
    }

    /** Whether somebody named the domain; otherwise that of the store holds. */
    public boolean namesDomain() {
      return !settings.origin(Keys.DOMAIN).isDefault();
    }

    /** Whether somebody said which node is meant, by its file or its data folder. */
    public boolean namesNode() {
      return file.isPresent() || !settings.origin(Keys.DATA).isDefault();
    }
  }

  /**
   * Reads everything.
   *
   * @param workingFolder what relative paths start from
   * @param environment the environment of the process
   * @param file the file that was named with {@code --config}
   * @param flags key path to text, as given with {@code --set}
   * @throws ConfigurationException with every problem
   */
  public static Loaded load(
      Path workingFolder,
      Map<String, String> environment,
      Optional<String> file,
      Map<String, Flag> flags)
      throws ConfigurationException {
    return new ConfigurationLoader(workingFolder, environment).load(file, flags);
  }

  /**
   * A value from the command line.
   *
   * @param name as the user wrote it, such as {@code --data}
   */
  public record Flag(String name, String text) {}

  private Loaded load(Optional<String> named, Map<String, Flag> flags)
      throws ConfigurationException {
    Keys.ALL.forEach(key -> values.put(key, Settings.byDefault(key)));
    Optional<String> file =
        named
            .or(() -> Optional.ofNullable(environment.get("PIPIT_CONFIG")))
            .or(() -> Optional.of(DEFAULT_FILE).filter(this::exists));
    file.ifPresent(this::readFile);
    readEnvironment();
    flags.forEach(this::readFlag);
    Settings settings = new Settings(values);
    ListenerCheck.check(settings, problems);
    checkCertificate(settings);
    BridgeReader.checkTemplates(settings, problems);
    if (!problems.isEmpty()) {
      throw new ConfigurationException(inOrder(file), warnings);
    }
    return new Loaded(Configuration.of(settings), settings, file, warnings);
  }

  /** What is wrong with the file comes first, from its first line to its last. */
  private List<Problem> inOrder(Optional<String> file) {
    Pattern place = Pattern.compile(Pattern.quote(file.orElse("")) + ":([0-9]+):([0-9]+)");
    return problems.stream()
        .sorted(
            Comparator.comparingLong(
                problem -> {
                  Matcher at = place.matcher(problem.where());
                  if (file.isPresent() && at.matches()) {
                    return (Long.parseLong(at.group(1)) << 32) + Long.parseLong(at.group(2));
                  }
                  return problem.where().equals(file.orElse("")) ? 0 : Long.MAX_VALUE;
                }))
        .toList();
  }

  private boolean exists(String file) {
    return Files.exists(workingFolder.resolve(file));
  }

  private void readFile(String file) {
    try {
      String content = Files.readString(workingFolder.resolve(file));
      Part root = YamlSource.read(file, content, problems);
      root.values().forEach(this::take);
      Elements bridges = root.lists().get(Keys.BRIDGES.path());
      if (bridges != null) {
        takeBridges(bridges, new Origin(bridges.where(), false));
      }
    } catch (IOException e) {
      problems.add(
          new Problem(file, "cannot be read: " + FileFault.reason(e), ErrorCode.CONFIG_FILE));
    }
  }

  private void readEnvironment() {
    Map<String, Key<?>> names = new LinkedHashMap<>();
    Keys.ALL.forEach(key -> names.put(key.environmentName(), key));
    // Sorted, so that the same mistakes give the same message.
    new TreeMap<>(environment)
        .forEach(
            (name, text) -> {
              Key<?> key = names.get(name);
              Key<?> fromFile =
                  name.endsWith("_FILE") ? names.get(name.replaceAll("_FILE$", "")) : null;
              Origin origin = new Origin("$" + name, false);
              if (key != null) {
                take(key, new Given(text, origin));
              } else if (fromFile != null) {
                takeFile(fromFile, text, origin);
              } else if (name.startsWith(ENVIRONMENT_PREFIX)) {
                checkForeign(name, text, origin, names);
              }
            });
  }

  private void takeFile(Key<?> key, String path, Origin origin) {
    if (environment.containsKey(key.environmentName())) {
      problems.add(
          Problem.at(
              origin,
              "given beside $" + key.environmentName() + "; remove one of them",
              ErrorCode.CONFIG_DUPLICATE));
      return;
    }
    readReference(origin, path)
        .ifPresent(
            text -> {
              if (key.equals(Keys.BRIDGES)) {
                takeBridges(path, text, origin);
              } else {
                convert(key, new Given(text, origin.hide()), values);
              }
            });
  }

  /** A list in a text of its own, whose secrets are hidden one by one. */
  private void takeBridges(String label, String text, Origin origin) {
    takeBridges(YamlSource.readList(label, text, BridgeKeys.BRIDGE, problems), origin);
  }

  private void takeBridges(Elements bridges, Origin origin) {
    List<BridgeEntry> entries = new BridgeReader(workingFolder, this::take, problems).read(bridges);
    values.put(Keys.BRIDGES, new Setting(entries, origin));
  }

  /**
   * A variable that is no key of ours. One with {@code __} means a key and is refused, as is one
   * that is nearly a key; the links of Kubernetes belong to somebody else; of any other the user is
   * told.
   */
  private void checkForeign(String name, String text, Origin origin, Map<String, Key<?>> names) {
    if (NO_KEYS.contains(name) || isServiceLink(name, text)) {
      return;
    }
    Optional<String> nearest =
        Suggestion.nearest(
            name.substring(ENVIRONMENT_PREFIX.length()),
            Stream.concat(names.keySet().stream(), NO_KEYS.stream().sorted())
                .map(known -> known.substring(ENVIRONMENT_PREFIX.length()))
                .toList());
    if (name.contains("__") || nearest.isPresent()) {
      problems.add(
          Problem.at(
              origin,
              "no key has this name"
                  + nearest.map(n -> "; did you mean $" + ENVIRONMENT_PREFIX + n + "?").orElse(""),
              ErrorCode.CONFIG_UNKNOWN_KEY));
    } else {
      warnings.add(origin.where() + " is no setting of Pipit and is ignored");
    }
  }

  private static boolean isServiceLink(String name, String text) {
    return SERVICE_LINK.matcher(name).matches()
        || (name.endsWith("_PORT") && SERVICE_ADDRESS.matcher(text).matches());
  }

  private void readFlag(String path, Flag flag) {
    Origin origin = new Origin(flag.name(), false);
    Keys.ALL.stream()
        .filter(key -> key.path().equals(path))
        .findFirst()
        .ifPresentOrElse(
            key -> take(key, new Given(flag.text(), origin)),
            () ->
                problems.add(
                    Problem.at(
                        origin,
                        "unknown key '"
                            + path
                            + "'"
                            + nearestKey(path)
                                .map(nearest -> "; did you mean '" + nearest + "'?")
                                .orElse(""),
                        ErrorCode.CONFIG_UNKNOWN_KEY)));
  }

  /** The key that was meant, or the part of a key that its first wrong part was meant to be. */
  private static Optional<String> nearestKey(String path) {
    Optional<String> whole = Suggestion.nearest(path, Keys.ALL.stream().map(Key::path).toList());
    return whole.isPresent() || !path.contains(".")
        ? whole
        : Suggestion.nearest(
            path.substring(0, path.indexOf('.')),
            Keys.ALL.stream().map(key -> key.path().split("\\.")[0]).distinct().toList());
  }

  private void take(Key<?> key, Given given) {
    if (key.equals(Keys.BRIDGES)) {
      takeBridges(given.origin().where(), given.text(), given.origin());
    } else {
      take(key, given, values);
    }
  }

  /** Takes what was given for a key, with its references replaced. */
  private void take(Key<?> key, Given given, Map<Key<?>, Setting> into) {
    if (given.elements().isEmpty()) {
      resolve(given.text(), given.origin()).ifPresent(text -> convert(key, text, into));
      return;
    }
    List<Given> resolved =
        given.elements().stream()
            .flatMap(element -> resolve(element.text(), element.origin()).stream())
            .toList();
    if (resolved.size() == given.elements().size()) {
      boolean hidden = resolved.stream().anyMatch(element -> element.origin().hidden());
      convert(key, new Given(resolved, hidden ? given.origin().hide() : given.origin()), into);
    }
  }

  /** A text with its references replaced; empty when one of them leads nowhere. */
  private Optional<Given> resolve(String written, Origin where) {
    Matcher matcher = REFERENCE.matcher(written);
    StringBuilder text = new StringBuilder();
    Origin origin = where;
    while (matcher.find()) {
      Optional<String> replacement =
          matcher.group(1).equals("env")
              ? readVariable(origin, matcher.group(2))
              : readReference(origin, matcher.group(2));
      if (replacement.isEmpty()) {
        return Optional.empty();
      }
      if (matcher.group(1).equals("file")) {
        origin = origin.hide();
      }
      matcher.appendReplacement(text, Matcher.quoteReplacement(replacement.get()));
    }
    matcher.appendTail(text);
    return Optional.of(new Given(text.toString(), origin));
  }

  /** A time with its unit, such as the value of {@code --timeout}; empty when it is none. */
  public static Optional<Duration> parseTime(String text) {
    return Quantities.parseTime(text);
  }

  private Optional<String> readVariable(Origin origin, String name) {
    Optional<String> value = Optional.ofNullable(environment.get(name));
    if (value.isEmpty()) {
      problems.add(
          Problem.at(
              origin,
              "the environment variable '" + name + "' is not set",
              ErrorCode.CONFIG_REFERENCE));
    }
    return value;
  }

  private Optional<String> readReference(Origin origin, String path) {
    try {
      return Optional.of(Files.readString(workingFolder.resolve(path)).stripTrailing());
    } catch (IOException e) {
      problems.add(
          Problem.at(
              origin,
              "the file '" + path + "' cannot be read: " + FileFault.reason(e),
              ErrorCode.CONFIG_REFERENCE));
      return Optional.empty();
    }
  }

  private void convert(Key<?> key, Given given, Map<Key<?>, Setting> into) {
    List<Given> elements = key.type().isList() ? elements(given) : List.of();
    Problem.Parsed<?> parsed =
        given.elements().isEmpty()
            ? key.type().parse(given.text())
            : key.type().parseElements(given.elements().stream().map(Given::text).toList());
    parsed.value().ifPresent(value -> into.put(key, new Setting(value, given.origin())));
    if (parsed.fault().isPresent() && !elements.isEmpty()) {
      // Each of them says what is wrong with it, at its place.
      for (Given element : elements) {
        key.type().parseElements(List.of(element.text())).fault().ifPresent(at(key, element));
      }
    } else {
      parsed.fault().ifPresent(at(key, given));
    }
  }

  private static List<Given> elements(Given given) {
    return given.elements().isEmpty()
        ? Stream.of(given.text().split(",")).map(text -> new Given(text, given.origin())).toList()
        : given.elements();
  }

  private Consumer<Problem.Fault> at(Key<?> key, Given given) {
    return fault ->
        problems.add(
            Problem.at(given.origin(), key.path() + ": " + hide(fault, given), fault.code()));
  }

  private static String hide(Problem.Fault fault, Given given) {
    return given.origin().hidden() && !given.text().isEmpty()
        ? fault.message().replace(given.text(), "***")
        : fault.message();
  }

  private void checkCertificate(Settings settings) {
    boolean certificate = settings.get(Keys.TLS_CERTFILE).isPresent();
    boolean key = settings.get(Keys.TLS_KEYFILE).isPresent();
    if (certificate != key) {
      Key<?> given = certificate ? Keys.TLS_CERTFILE : Keys.TLS_KEYFILE;
      Key<?> missing = certificate ? Keys.TLS_KEYFILE : Keys.TLS_CERTFILE;
      problems.add(
          Problem.at(
              settings.origin(given),
              given.path() + " needs " + missing.path() + " beside it",
              ErrorCode.CONFIG_VALUE));
    }
  }
}
