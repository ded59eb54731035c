package io.pipit.broker.cli;

import io.pipit.broker.config.Configuration;
import io.pipit.broker.config.Configuration.FirstAccount;
import io.pipit.broker.config.ConfigurationException;
import io.pipit.broker.config.ErrorCode;
import io.pipit.broker.config.PrivateFiles;
import io.pipit.broker.config.Problem;
import io.pipit.broker.store.AccountRole;
import io.pipit.broker.store.DataFolder;
import io.pipit.broker.store.LogOptions;
import io.pipit.broker.store.SegmentLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Makes the first accounts, once, on a store that holds nothing. Blocks. */
final class FirstRun {

  static final String ADMINISTRATOR = "admin";

  private FirstRun() {}

  /**
   * Whether nothing was ever stored. A first start that was killed has begun the log and left it
   * empty; so has one that found nothing to make.
   */
  static boolean isPending(DataFolder folder) throws CliException, IOException {
    long segments;
    try (Stream<Path> files = Files.list(folder.log())) {
      segments = files.count();
    }
    if (segments > 1) {
      return false; // spares a second reading of a long log
    }
    try (SegmentLog log = SegmentLog.open(folder.log(), LogOptions.defaults())) {
      return log.durable() == 0;
    } catch (IOException e) {
      throw new CliException(
          ErrorCode.DATA_FOLDER, "the log cannot be opened: " + e.getMessage(), e);
    }
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

  /** Makes the account {@code admin} with a random password, which only its file tells. */
  static void makeAdministrator(DataFolder folder, String domain) throws CliException, IOException {
    String password = Passwords.random();
    // The file first: an account whose password nobody knows would be of no use.
    PrivateFiles.write(
        new LocalNode(folder.root()).firstRunFile(),
        password
            + "\n\nThe first line is the password of "
            + ADMINISTRATOR
            + "@"
            + domain
            + ".\nChange it with: pipit user passwd "
            + ADMINISTRATOR
            + "\n");
    try (StoredAccounts accounts = StoredAccounts.open(folder, domain)) {
      accounts.create(ADMINISTRATOR, password, AccountRole.ADMINISTRATOR);
    }
  }
}
