package io.pipit.broker.cli;

import io.pipit.broker.config.Certificates;
import io.pipit.broker.config.Configuration;
import io.pipit.broker.config.ConfigurationException;
import io.pipit.broker.config.ConfigurationLoader;
import io.pipit.broker.config.ConfigurationLoader.Loaded;
import io.pipit.broker.config.ConfigurationText;
import io.pipit.broker.config.ErrorCode;
import io.pipit.broker.config.PrivateFiles;
import io.pipit.broker.config.Settings.Shown;
import io.pipit.broker.store.DataFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "init",
    description = "Writes etc/pipit.yml and makes a certificate and the first account.")
final class InitCommand implements Callable<Integer> {

  private final PipitCommand pipit;

  @Option(names = "--domain", paramLabel = "DOMAIN", description = "The XMPP domain.")
  private Optional<String> domain = Optional.empty();

  InitCommand(PipitCommand pipit) {
    this.pipit = pipit;
  }

  /**
   * Every part that is there already is left as it is, so that it can be run again. What cannot be
   * completed leaves no configuration file, and no domain in the store unless an account may have
   * been made with it.
   */
  @Override
  public Integer call() throws CliException, ConfigurationException, IOException {
    Loaded loaded = pipit.configuration(domain);
    List<String> made = new ArrayList<>();
    try (DataFolder folder = pipit.nodeOf(loaded).holdAlone()) {
      Configuration configuration =
          loaded.configuration().settled(folder.root(), StoreDomain.find(folder.root(), loaded));
      Path file = pipit.shell().resolve(Path.of(ConfigurationLoader.DEFAULT_FILE));
      boolean isKept = loaded.file().isPresent() || Files.exists(file);
      try {
        if (isKept) {
          made.add("configuration: " + loaded.file().orElse(file.toString()) + " (kept)");
        } else {
          writeFile(file, loaded, configuration);
          made.add("configuration: " + ConfigurationLoader.DEFAULT_FILE);
        }
        made.add(makeCertificate(configuration));
        StoreDomain.keep(folder.root(), configuration.domain());
        made.add(makeAccount(folder, configuration));
      } catch (CliException | ConfigurationException | IOException e) {
        if (!isKept) {
          Files.deleteIfExists(file);
        }
        throw e;
      }
    }
    made.forEach(pipit::print);
    return ErrorCode.Exit.DONE;
  }

  private static void writeFile(Path file, Loaded loaded, Configuration configuration)
      throws IOException {
    Map<String, String> set = new LinkedHashMap<>();
    for (Shown shown : loaded.settings().shown()) {
      // Only what was said on this command line or in the environment, and no secrets.
      if (shown.isSet() && !shown.value().equals("***")) {
        set.put(shown.path(), shown.value());
      }
    }
    set.put("domain", configuration.domain());
    PrivateFiles.createFolder(file.resolveSibling(""));
    Files.writeString(file, ConfigurationText.file(set));
  }

  private static String makeCertificate(Configuration configuration)
      throws ConfigurationException, IOException {
    boolean kept = Certificates.exists(configuration);
    Certificates.findOrMake(configuration, Instant.now());
    Path file = configuration.tls().certfile().orElse(Certificates.certificateFile(configuration));
    return "certificate: " + file + (kept ? " (kept)" : " (self-signed)");
  }

  private String makeAccount(DataFolder folder, Configuration configuration)
      throws CliException, IOException {
    return FirstRun.look(folder, false).lacksAdministrator()
            && FirstRun.makeAdministrator(pipit, folder, configuration.domain())
        ? "account: "
            + FirstRun.ADMINISTRATOR
            + "@"
            + configuration.domain()
            + ", password in the first line of "
            + new LocalNode(folder.root()).firstRunFile()
        : "accounts: (kept)";
  }
}
