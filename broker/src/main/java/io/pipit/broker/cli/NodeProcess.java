package io.pipit.broker.cli;

import io.pipit.broker.cli.NodeStarter.RunningNode;
import io.pipit.broker.config.Certificates;
import io.pipit.broker.config.Configuration;
import io.pipit.broker.config.ConfigurationException;
import io.pipit.broker.config.ConfigurationLoader.Loaded;
import io.pipit.broker.config.ErrorCode;
import io.pipit.broker.config.FileFault;
import io.pipit.broker.config.RemoteAccess;
import io.pipit.broker.config.ServerCertificate;
import io.pipit.broker.store.DamagedLogException;
import io.pipit.broker.store.DataFolder;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.BindException;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;

/**
 * A node in the foreground, from the lock of its data folder to the last line: until it is told to
 * stop, by a signal or through its API. Confined to the main thread, but for what stops it.
 */
final class NodeProcess {

  private final PipitCommand pipit;
  private final NodeStarter starter;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final CountDownLatch closed = new CountDownLatch(1);

  NodeProcess(PipitCommand pipit, NodeStarter starter) {
    this.pipit = pipit;
    this.starter = starter;
  }

  /** What goes on while the node runs. */
  @FunctionalInterface
  interface Companion {
    /** Started when the node is ready; closed before it. */
    AutoCloseable begin(Configuration configuration, RunningNode node) throws Exception;
  }

  /** A companion that does nothing. */
  static final Companion ALONE = (configuration, node) -> () -> {};

  /** Runs until it is told to stop. */
  void run(Companion companion) throws Exception {
    run(false, companion);
  }

  /**
   * Runs until it is told to stop.
   *
   * @param repair whether damaged records of the log are given up
   */
  void run(boolean repair, Companion companion) throws Exception {
    Loaded loaded = pipit.configuration();
    loaded.warnings().forEach(warning -> pipit.note("warning: " + warning));
    try (DataFolder folder = pipit.nodeOf(loaded).holdAlone()) {
      Configuration configuration =
          loaded.configuration().settled(folder.root(), StoreDomain.settle(folder.root(), loaded));
      LogOutput.configure(configuration.log());
      ServerCertificate certificate =
          prepare(folder, configuration, loaded, FirstRun.look(folder, repair));
      serve(folder, configuration, loaded, certificate, repair, companion);
    } finally {
      closed.countDown();
    }
  }

  /** Makes what a first start needs; a later one changes nothing. */
  private ServerCertificate prepare(
      DataFolder folder, Configuration configuration, Loaded loaded, FirstRun.Found found)
      throws ConfigurationException, CliException, IOException {
    boolean configured = found.isEmpty() && !configuration.init().users().isEmpty();
    RemoteAccess.check(
        configuration, Certificates.exists(configuration), !found.isEmpty() || configured);
    ServerCertificate certificate = Certificates.findOrMake(configuration, Instant.now());
    if (configured) {
      FirstRun.makeConfigured(folder, configuration, pipit.shell().workingFolder());
    } else if (found.lacksAdministrator() && loaded.file().isEmpty()) {
      FirstRun.makeAdministrator(pipit, folder, configuration.domain());
    }
    return certificate;
  }

  private void serve(
      DataFolder folder,
      Configuration configuration,
      Loaded loaded,
      ServerCertificate certificate,
      boolean repair,
      Companion companion)
      throws Exception {
    LocalNode local = new LocalNode(folder.root());
    String token = Passwords.random();
    NodeStarter.Request request =
        new NodeStarter.Request(
            configuration, folder, certificate, token, repair, stopped::countDown);
    Thread hook = new Thread(this::stopAndWait, "pipit-stop");
    Runtime.getRuntime().addShutdownHook(hook);
    try (RunningNode node = start(request)) {
      local.announce(
          new RunFile(
              ProcessHandle.current().pid(), configuration.domain(), token, node.addresses()));
      Banner.lines(
              configuration,
              loaded.file(),
              node.addresses(),
              LocalAccount.find(local, configuration, pipit.shell()),
              loaded.settings().notYetAvailable(),
              millisSinceStart())
          .forEach(pipit::print);
      AutoCloseable beside = companion.begin(configuration, node);
      try {
        stopped.await();
      } finally {
        beside.close();
      }
    } finally {
      local.withdraw();
      removeHook(hook);
    }
  }

  private RunningNode start(NodeStarter.Request request) throws Exception {
    try {
      return starter.start(request);
    } catch (BindException e) {
      throw new CliException(
          ErrorCode.LISTENER,
          "a listener cannot be opened: "
              + e.getMessage()
              + "; end what uses the port, or choose another port or host (listeners.….port,"
              + " listeners.….host)",
          e);
    } catch (DamagedLogException e) {
      throw e;
    } catch (IOException e) {
      throw new CliException(
          ErrorCode.DATA_FOLDER, "the node cannot start: " + FileFault.describe(e), e);
    }
  }

  /** Of this Java: the process is older when the launcher built the jar first. */
  private static long millisSinceStart() {
    return System.currentTimeMillis() - ManagementFactory.getRuntimeMXBean().getStartTime();
  }

  /**
   * On a signal: the main thread closes everything, then the process ends with 0, since it did what
   * it was told.
   */
  private void stopAndWait() {
    stopped.countDown();
    try {
      closed.await();
      pipit.shell().out().flush();
      pipit.shell().err().flush();
      Runtime.getRuntime().halt(ErrorCode.Exit.DONE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void removeHook(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The hook itself is what stops this process.
    }
  }
}
