package io.pipit.broker.cli;

import io.pipit.broker.config.ConfigurationException;
import io.pipit.broker.config.ConfigurationLoader.Loaded;
import io.pipit.broker.config.ErrorCode;
import io.pipit.broker.store.DataFolder;
import io.pipit.broker.store.DataFolderInUseException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Accounts: through the running node, or on the store when none runs. */
@Command(name = "user", description = "Accounts of the node, running or not.")
final class UserCommand implements Runnable {

  private static final long POLL_MILLIS = 50;

  private final PipitCommand pipit;

  @Spec private CommandSpec spec = CommandSpec.create();

  UserCommand(PipitCommand pipit) {
    this.pipit = pipit;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "no verb was given");
  }

  @Command(description = "Makes an account; the password comes from a file, input or prompt.")
  void add(@Parameters(paramLabel = "NAME") String name)
      throws CliException, ConfigurationException, IOException {
    String password = Passwords.ofNew(pipit, name);
    with(true, accounts -> accounts.create(name, password));
    pipit.note("account " + name + " added");
  }

  @Command(description = "Changes the password of an account.")
  void passwd(@Parameters(paramLabel = "NAME") String name)
      throws CliException, ConfigurationException, IOException {
    String password = Passwords.ofNew(pipit, name);
    with(false, accounts -> accounts.changePassword(name, password));
    pipit.note("password of " + name + " changed");
  }

  @Command(description = "Removes an account with everything that is its own.")
  void del(@Parameters(paramLabel = "NAME") String name)
      throws CliException, ConfigurationException, IOException {
    with(false, accounts -> accounts.remove(name));
    pipit.note("account " + name + " removed");
  }

  @Command(description = "Lists the accounts.")
  void ls() throws CliException, ConfigurationException, IOException {
    with(
        false,
        accounts -> {
          List<Map<String, String>> names =
              accounts.names().stream().map(name -> Map.of("name", name)).toList();
          pipit.print(names, "users", entry -> entry.getOrDefault("name", ""));
        });
  }

  private interface Use {
    void of(AccountAccess accounts) throws CliException;
  }

  /**
   * Does something with the accounts.
   *
   * @param makesStore whether a store is made where there is none
   */
  private void with(boolean makesStore, Use use)
      throws CliException, ConfigurationException, IOException {
    Loaded loaded = pipit.configuration();
    LocalNode node = pipit.namedNode();
    long end = System.nanoTime() + pipit.timeout().toNanos();
    while (true) {
      Optional<RunFile> run = node.running();
      if (run.isPresent() && onNode(run.get(), use)) {
        return;
      }
      if (!makesStore && !node.hasStore()) {
        throw new CliException(
            ErrorCode.DATA_FOLDER,
            "there is no store in "
                + node.data()
                + "; name another folder with --data, or make it with 'pipit run' or 'pipit user"
                + " add NAME'");
      }
      try (DataFolder folder = node.hold()) {
        onStore(folder, loaded, use);
        return;
      } catch (DataFolderInUseException e) {
        // A node that is starting says soon how to reach it; another command ends soon.
        if (System.nanoTime() > end) {
          throw LocalNode.inUse(e);
        }
        pause();
      }
    }
  }

  /** Returns false when nothing answers: the file is left from a node that was killed. */
  private boolean onNode(RunFile run, Use use) throws CliException, IOException {
    try (AccountAccess accounts = new RunningAccounts(NodeApi.of(run, pipit.timeout()))) {
      use.of(accounts);
      return true;
    } catch (CliException e) {
      if (e.code() == ErrorCode.NO_CONNECTION) {
        return false;
      }
      throw e;
    }
  }

  private static void onStore(DataFolder folder, Loaded loaded, Use use)
      throws CliException, ConfigurationException, IOException {
    String domain = StoreDomain.find(folder.root(), loaded);
    StoreDomain.keep(folder.root(), domain);
    try (AccountAccess accounts = StoredAccounts.open(folder, domain)) {
      use.of(accounts);
    }
  }

  private static void pause() throws CliException {
    try {
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CliException(ErrorCode.TIMED_OUT, "interrupted", e);
    }
  }
}
