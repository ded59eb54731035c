package io.pipit.broker.cli;

import io.pipit.broker.config.ConfigurationException;
import io.pipit.broker.config.ErrorCode;
import io.pipit.broker.config.FileFault;
import io.pipit.broker.config.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * An account and a server that the user gave a name, in {@code contexts.yml} of the user's
 * configuration folder. Either {@code server} or {@code data}, the folder of a node of this
 * machine, says which node it is:
 *
 * <pre>
 * plant:
 *   jid: me@example.org
 *   password_file: /home/me/.config/pipit/plant
 *   server: example.org:5222
 *   cafile: /home/me/plant.pem
 * default:
 *   jid: admin@localhost
 *   password_file: /home/me/try/data/first-run.txt
 *   data: /home/me/try/data
 * </pre>
 */
record Context(Map<?, ?> values) {

  private static final String DEFAULT = "default";

  /**
   * The context of a command that talks to a node: one that is named; else {@code default}, unless
   * the command line, the environment or the working folder say which node is meant.
   */
  static Optional<Context> of(PipitCommand pipit) throws CliException, ConfigurationException {
    Shell shell = pipit.shell();
    Optional<String> named = pipit.context();
    if (named.isPresent()) {
      return Optional.of(
          find(shell, named.get())
              .orElseThrow(
                  () ->
                      new CliException(
                          ErrorCode.NO_SUCH_CONTEXT,
                          "there is no context '" + named.get() + "' in " + file(shell))));
    }
    boolean elsewhere =
        pipit.server().isPresent()
            || pipit.configuration().namesNode()
            || pipit.configuredNode().running().isPresent();
    return elsewhere ? Optional.empty() : find(shell, DEFAULT);
  }

  private static Optional<Context> find(Shell shell, String name) throws CliException {
    return Optional.ofNullable(all(shell).get(name))
        .filter(Map.class::isInstance)
        .map(values -> new Context((Map<?, ?>) values));
  }

  private static Map<?, ?> all(Shell shell) throws CliException {
    Path file = file(shell);
    try {
      Object all = new Load(LoadSettings.builder().build()).loadFromString(Files.readString(file));
      return all instanceof Map<?, ?> map ? map : Map.of();
    } catch (NoSuchFileException e) {
      return Map.of();
    } catch (IOException e) {
      throw unreadable(file + " cannot be read: " + FileFault.reason(e), e);
    } catch (MarkedYamlEngineException e) {
      String where =
          e.getProblemMark().map(mark -> ":" + (mark.getLine() + 1) + ":").orElse(":")
              + e.getProblemMark().map(mark -> (mark.getColumn() + 1) + ": ").orElse(" ");
      throw unreadable(file + where + "not valid YAML: " + e.getProblem(), e);
    } catch (YamlEngineException e) {
      throw unreadable(file + ": not valid YAML", e);
    }
  }

  private static CliException unreadable(String message, Exception cause) {
    return new CliException(ErrorCode.NO_SUCH_CONTEXT, message, cause);
  }

  /**
   * Names the account of a first start {@code default}, so that commands find the node from any
   * folder. One that is there stays, unless it is the only context and its node is gone. A folder
   * that cannot be written is no reason not to start.
   *
   * @return what could not be done, for a person
   */
  static Optional<String> keepDefault(Shell shell, LocalNode node, String account) {
    Path file = file(shell);
    try {
      Map<?, ?> all = all(shell);
      boolean gone =
          find(shell, DEFAULT)
              .flatMap(Context::data)
              .filter(data -> !Files.exists(data))
              .isPresent();
      if (all.containsKey(DEFAULT) && !(gone && all.size() == 1)) {
        return Optional.empty();
      }
      Map<String, Object> values = new LinkedHashMap<>();
      values.put("jid", account);
      values.put("password_file", node.firstRunFile().toString());
      values.put("data", node.data().toString());
      String before = all.isEmpty() || gone ? "" : Files.readString(file).stripTrailing() + "\n";
      PrivateFiles.createFolder(file.resolveSibling(""));
      PrivateFiles.write(file, before + Yaml.write(Map.of(DEFAULT, values)));
      return Optional.empty();
    } catch (CliException e) {
      return Optional.of("the context 'default' was not made: " + e.getMessage());
    } catch (IOException e) {
      return Optional.of("the context 'default' was not made: " + FileFault.describe(e));
    }
  }

  private static Path file(Shell shell) {
    return shell.configurationFolder().resolve("contexts.yml");
  }

  Optional<String> jid() {
    return text("jid");
  }

  Optional<String> server() {
    return text("server");
  }

  /** The data folder of a node of this machine. */
  Optional<Path> data() {
    return text("data").map(Path::of);
  }

  Optional<Path> passwordFile() {
    return text("password_file").map(Path::of);
  }

  Optional<Path> cafile() {
    return text("cafile").map(Path::of);
  }

  private Optional<String> text(String key) {
    return Optional.ofNullable(values.get(key)).map(Object::toString);
  }
}
