package io.pipit.broker.cli;

import io.pipit.broker.cli.NodeStarter.RunningNode;
import io.pipit.broker.config.Certificates;
import io.pipit.broker.config.Configuration;
import io.pipit.broker.config.ConfigurationException;
import io.pipit.broker.config.ConfigurationLoader.Loaded;
import io.pipit.broker.config.ErrorCode;
import io.pipit.broker.config.FileFault;
import io.pipit.broker.config.Problem;
import io.pipit.broker.config.RemoteAccess;
import io.pipit.broker.config.ServerCertificate;
import io.pipit.broker.config.Settings;
import io.pipit.broker.config.Settings.Changes;
import io.pipit.broker.http.Answer;
import io.pipit.broker.http.Reload;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the configuration of the node in this process again, from the same file, environment and
 * flags. All of it is read and checked as before a start; then a running node takes over what it
 * can, and what else differs is told. Any thread, one at a time; blocks.
 */
final class Reloading implements Reload {

  private static final Logger log = LoggerFactory.getLogger(Reloading.class);

  private final Source source;
  private final Path folder;
  private final ServerCertificate certificate;

  // Guarded by this.
  private Settings inEffect;
  private @Nullable RunningNode node;

  /** Where configurations come from. */
  @FunctionalInterface
  interface Source {
    Loaded load() throws ConfigurationException;
  }

  /**
   * @param folder the data of the node
   * @param started what it was started with
   * @param certificate with which it was
   */
  Reloading(Source source, Path folder, Loaded started, ServerCertificate certificate) {
    this.source = source;
    this.folder = folder;
    this.inEffect = started.settings();
    this.certificate = certificate;
  }

  /** The node runs: from now on it takes over what changes. */
  synchronized void begin(RunningNode running) {
    node = running;
  }

  /** The node stops. */
  synchronized void end() {
    node = null;
  }

  @Override
  public synchronized Answer<Reloaded> now() {
    if (node == null) {
      return Answer.refused(
          ErrorCode.UNAVAILABLE, "the node is starting or stopping; try again later");
    }
    Reloaded reloaded = reload(node);
    tell(reloaded);
    return Answer.done(reloaded);
  }

  private Reloaded reload(RunningNode running) {
    try {
      Loaded loaded = source.load();
      Configuration configuration =
          loaded.configuration().settled(folder, StoreDomain.find(folder, loaded));
      RemoteAccess.check(configuration, Certificates.exists(configuration), true);
      Optional<ServerCertificate> found = Certificates.find(configuration, Instant.now());
      Changes changes = inEffect.changes(loaded.settings());
      LogOutput.level(configuration.log());
      apply(running, configuration);
      inEffect = inEffect.takeOver(loaded.settings());
      return new Reloaded(
          List.of(), changes.live(), needsRestart(changes, found), loaded.warnings());
    } catch (ConfigurationException e) {
      return Reloaded.invalid(e.problems(), e.warnings());
    } catch (IOException e) {
      return Reloaded.invalid(
          List.of(Problem.of(FileFault.describe(e), ErrorCode.CONFIG_FILE)), List.of());
    }
  }

  private static void apply(RunningNode running, Configuration configuration) {
    try {
      running.apply(configuration);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // no fault of the configuration
    }
  }

  /** A certificate may be renewed in the files that it was read from before. */
  private List<String> needsRestart(Changes changes, Optional<ServerCertificate> found) {
    List<String> paths = new ArrayList<>(changes.restart());
    if (!paths.contains("tls.certfile")
        && found.filter(now -> now.chain().equals(certificate.chain())).isEmpty()) {
      paths.add("tls.certfile");
    }
    return paths;
  }

  private static void tell(Reloaded reloaded) {
    if (reloaded.problems().isEmpty()) {
      log.atInfo()
          .addKeyValue("event", "config.reload")
          .addKeyValue("applied", String.join(",", reloaded.applied()))
          .addKeyValue("needs_restart", String.join(",", reloaded.needsRestart()))
          .log("the configuration was read again");
    }
    reloaded
        .problems()
        .forEach(
            problem ->
                log.atWarn()
                    .addKeyValue("event", "config.invalid")
                    .addKeyValue("problem", problem)
                    .log("the configuration is not valid; nothing has changed"));
  }
}
