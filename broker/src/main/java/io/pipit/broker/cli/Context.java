package io.pipit.broker.cli;

import io.pipit.broker.config.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * An account and a server that the user gave a name, in {@code contexts.yml} of the user's
 * configuration folder:
 *
 * <pre>
 * plant:
 *   jid: me@example.org
 *   password_file: /home/me/.config/pipit/plant
 *   server: example.org:5222
 *   cafile: /home/me/plant.pem
 * </pre>
 */
record Context(Map<?, ?> values) {

  static final String DEFAULT = "default";

  /** Ends the command when there is no such context. */
  static Context named(Shell shell, String name) throws CliException {
    return find(shell, name)
        .orElseThrow(
            () ->
                new CliException(
                    ErrorCode.NO_SUCH_CONTEXT,
                    "there is no context '" + name + "' in " + file(shell)));
  }

  static Optional<Context> find(Shell shell, String name) throws CliException {
    try {
      Object all =
          new Load(LoadSettings.builder().build()).loadFromString(Files.readString(file(shell)));
      return all instanceof Map<?, ?> map && map.get(name) instanceof Map<?, ?> values
          ? Optional.of(new Context(values))
          : Optional.empty();
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException | YamlEngineException e) {
      throw new CliException(
          ErrorCode.NO_SUCH_CONTEXT, file(shell) + " cannot be read: " + e.getMessage(), e);
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
