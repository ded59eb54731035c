package io.pipit.broker.cli;

import io.pipit.broker.config.Configuration;
import io.pipit.broker.config.Configuration.FirstAccount;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The account that who can read its password file uses without saying so: the one that the first
 * start made.
 *
 * @param name the part before the {@code @}
 * @param passwordFile absolute; its first line is the password that the first start gave
 */
record LocalAccount(String name, Path passwordFile) {

  /**
   * That of a node of this machine: {@code admin} of try-out mode, else the first of {@code
   * init.users}; empty when neither is there.
   */
  static Optional<LocalAccount> find(LocalNode node, Configuration configuration, Shell shell) {
    if (Files.exists(node.firstRunFile())) {
      return Optional.of(new LocalAccount(FirstRun.ADMINISTRATOR, node.firstRunFile()));
    }
    return configuration.init().users().stream()
        .findFirst()
        .map(account -> of(account, shell))
        .filter(account -> Files.isReadable(account.passwordFile()));
  }

  private static LocalAccount of(FirstAccount account, Shell shell) {
    return new LocalAccount(account.name(), shell.resolve(account.passwordFile()));
  }
}
