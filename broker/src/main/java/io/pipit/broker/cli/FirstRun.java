package io.pipit.broker.cli;

import io.pipit.broker.config.Configuration;
import io.pipit.broker.config.Configuration.FirstAccount;
import io.pipit.broker.config.ConfigurationException;
import io.pipit.broker.config.ErrorCode;
import io.pipit.broker.config.FileFault;
import io.pipit.broker.config.PrivateFiles;
import io.pipit.broker.config.Problem;
import io.pipit.broker.store.AccountChange;
import io.pipit.broker.store.AccountChange.AccountCreated;
import io.pipit.broker.store.AccountRole;
import io.pipit.broker.store.DamagedLogException;
import io.pipit.broker.store.DataFolder;
import io.pipit.broker.store.LogOptions;
import io.pipit.broker.store.SegmentLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/** Makes the first accounts, once, on a store that holds nothing. Blocks. */
final class FirstRun {

  static final String ADMINISTRATOR = "admin";

  private FirstRun() {}

  /**
   * What the log says about earlier starts.
   *
   * @param isEmpty nothing was ever stored: this is the first start, or an earlier one was killed
   * @param lacksAdministrator no account that administers was ever made, be it removed since
   */
  record Found(boolean isEmpty, boolean lacksAdministrator) {}

  /**
   * Looks into the log of a store that is young; one with several segments has had its first start.
   *
   * @param repair whether damaged records are given up
   */
  static Found look(DataFolder folder, boolean repair) throws CliException, IOException {
    try (Stream<Path> files = Files.list(folder.log())) {
      if (files
              .filter(
                  file ->
                      !file.endsWith(SegmentLog.RESERVE_FILE) && !isBesideSegments(file.toString()))
              .count()
          > 1) {
        return new Found(false, false); // spares a second reading of a long log
      }
    }
    try (SegmentLog log = SegmentLog.open(folder, LogOptions.defaults().withRepair(repair))) {
      AtomicBoolean administrator = new AtomicBoolean();
      log.replay(
          (position, record) -> {
            if (StoredAccounts.isAccountChange(record)
                && AccountChange.of(record) instanceof AccountCreated created
                && created.role() == AccountRole.ADMINISTRATOR) {
              administrator.set(true);
            }
          });
      return new Found(log.durable() == 0, !administrator.get());
    } catch (DamagedLogException e) {
      throw e;
    } catch (IOException e) {
      throw new CliException(
          ErrorCode.DATA_FOLDER, "the log cannot be opened: " + FileFault.describe(e), e);
    }
  }

  /** Whether a file is there for what a repair gave up, or can be made again. */
  private static boolean isBesideSegments(String file) {
    return file.endsWith(".damaged") || file.endsWith(".lost") || file.endsWith(".table");
  }

  /**
   * Makes the accounts of {@code init.users}, all or none; the first of them administers. Their
   * password files are all read before anything is stored.
   */
  static void makeConfigured(DataFolder folder, Configuration configuration, Path workingFolder)
      throws ConfigurationException, IOException {
    List<Problem> problems = new ArrayList<>();
    List<String> passwords = new ArrayList<>();
    for (FirstAccount account : configuration.init().users()) {
      try {
        passwords.add(Passwords.ofFile(workingFolder.resolve(account.passwordFile())));
      } catch (CliException e) {
        problems.add(problem(account.name(), e));
      }
    }
    if (!problems.isEmpty()) {
      throw new ConfigurationException(problems);
    }
    try (StoredAccounts accounts = StoredAccounts.open(folder, configuration.domain())) {
      for (int i = 0; i < passwords.size(); i++) {
        String name = configuration.init().users().get(i).name();
        try {
          accounts.create(
              name, passwords.get(i), i == 0 ? AccountRole.ADMINISTRATOR : AccountRole.USER);
        } catch (CliException e) {
          problems.add(problem(name, e));
        }
      }
      if (!problems.isEmpty()) {
        accounts.discard();
      }
    }
    if (!problems.isEmpty()) {
      throw new ConfigurationException(problems);
    }
  }

  private static Problem problem(String name, CliException e) {
    return Problem.of(
        "init.users: " + name + ": " + e.getMessage(), ErrorCode.CONFIG_FIRST_ACCOUNT);
  }

  /**
   * Makes the account {@code admin} with a random password, which only its file tells, and the
   * context that uses it. An {@code admin} that somebody has made before keeps its password.
   *
   * @return whether the account was made
   */
  static boolean makeAdministrator(PipitCommand pipit, DataFolder folder, String domain)
      throws CliException, IOException {
    LocalNode node = new LocalNode(folder.root());
    try (StoredAccounts accounts = StoredAccounts.open(folder, domain)) {
      if (accounts.names().contains(ADMINISTRATOR)) {
        return false;
      }
      String password = Passwords.random();
      // The file first: an account whose password nobody knows would be of no use.
      PrivateFiles.write(
          node.firstRunFile(),
          password
              + "\n\nThe first line is the password of "
              + ADMINISTRATOR
              + "@"
              + domain
              + ".\nChange it with: pipit user passwd "
              + ADMINISTRATOR
              + "\n");
      accounts.create(ADMINISTRATOR, password, AccountRole.ADMINISTRATOR);
    }
    Context.keepDefault(pipit.shell(), node, ADMINISTRATOR + "@" + domain).ifPresent(pipit::note);
    return true;
  }
}
