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
  private boolean isReady;

  /** What a signal ends the process with; read when all is closed. */
  private volatile int exit = ErrorCode.Exit.DONE;

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
    // Before anything else, so that a signal ends every moment of a start in the same way.
    Thread hook = new Thread(this::stopAndWait, "pipit-stop");
    if (!addHook(hook)) {
      return;
    }
    try {
      open(repair, companion);
    } catch (Exception e) {
      if (removeHook(hook)) {
        throw e;
      }
      if (isReady) {
        exit = CommandLines.explain(pipit, e);
      } else {
        // What a start was about when it was told to stop, such as a child that got the signal too.
        pipit.note("stopped before the node was ready: " + FileFault.describe(e));
      }
    } finally {
      removeHook(hook);
      closed.countDown();
    }
  }

  private void open(boolean repair, Companion companion) throws Exception {
    Loaded loaded = pipit.configuration();
    loaded.warnings().forEach(warning -> pipit.note("warning: " + warning));
    try (DataFolder folder = pipit.nodeOf(loaded).holdAlone()) {
      Configuration configuration =
          loaded.configuration().settled(folder.root(), StoreDomain.find(folder.root(), loaded));
      LogOutput.configure(configuration.log());
      ServerCertificate certificate =
          prepare(folder, configuration, loaded, FirstRun.look(folder, repair));
      if (!isStopping()) {
        serve(folder, configuration, loaded, certificate, repair, companion);
      }
    }
  }

  private boolean isStopping() {
    return stopped.getCount() == 0;
  }

  /** Makes what a first start needs; a later one changes nothing. */
  private ServerCertificate prepare(
      DataFolder folder, Configuration configuration, Loaded loaded, FirstRun.Found found)
      throws ConfigurationException, CliException, IOException {
    boolean configured = found.isEmpty() && !configuration.init().users().isEmpty();
    RemoteAccess.check(
        configuration, Certificates.exists(configuration), !found.isEmpty() || configured);
    Certificates.checkClientAuthorities(loaded);
    ServerCertificate certificate = Certificates.findOrMake(configuration, Instant.now());
    StoreDomain.keep(folder.root(), configuration.domain());
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
    Reloading reloading = new Reloading(pipit::configuration, folder.root(), loaded, certificate);
    NodeStarter.Request request =
        new NodeStarter.Request(
            configuration, folder, certificate, token, repair, stopped::countDown, reloading);
    HangUp signal = HangUp.runs(reloading::now);
    try (RunningNode node = start(request)) {
      reloading.begin(node);
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
      isReady = true;
      AutoCloseable beside = isStopping() ? () -> {} : companion.begin(configuration, node);
      try {
        stopped.await();
      } finally {
        reloading.end();
        beside.close();
      }
    } finally {
      local.withdraw();
      signal.undo();
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
   * it was told, unless the closing failed.
   */
  private void stopAndWait() {
    stopped.countDown();
    try {
      closed.await();
      pipit.shell().out().flush();
      pipit.shell().err().flush();
      Runtime.getRuntime().halt(exit);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether the process does not end already. */
  private static boolean addHook(Thread hook) {
    try {
      Runtime.getRuntime().addShutdownHook(hook);
      return true;
    } catch (IllegalStateException e) {
      return false;
    }
  }

  /** Whether no signal has come, so that from now on the command line says how the process ends. */
  private static boolean removeHook(Thread hook) {
    try {
      return Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      return false; // the hook itself is what stops this process
    }
  }
}
