package io.pipit.broker.cli;

import io.pipit.broker.config.ConfigurationException;
import io.pipit.broker.config.ConfigurationLoader.Loaded;
import io.pipit.broker.config.ErrorCode;
import io.pipit.broker.config.PrivateFiles;
import io.pipit.broker.config.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The domain that a data folder belongs to, kept in its file {@code domain}. Accounts and nodes
 * carry the domain in their addresses, so that it never changes.
 */
final class StoreDomain {

  private StoreDomain() {}

  /**
   * The domain of the folder: the one it was used with before, else that of the configuration. The
   * caller holds the folder.
   *
   * @throws ConfigurationException when the configuration names another one
   */
  static String find(Path data, Loaded loaded) throws ConfigurationException, IOException {
    Path file = file(data);
    String configured = loaded.configuration().domain();
    if (!Files.exists(file)) {
      return configured;
    }
    String kept = Files.readString(file).strip();
    if (loaded.namesDomain() && !kept.equals(configured)) {
      throw new ConfigurationException(
          Problem.of(
              "the store in "
                  + data
                  + " belongs to the domain "
                  + kept
                  + " and cannot serve "
                  + configured
                  + "; use that domain or another data folder",
              ErrorCode.CONFIG_DOMAIN));
    }
    return kept;
  }

  /**
   * Makes a domain that {@link #find} has given the one of the folder: before its first account,
   * and not before everything that can refuse the domain.
   */
  static void keep(Path data, String domain) throws IOException {
    if (!Files.exists(file(data))) {
      PrivateFiles.write(file(data), domain + "\n");
    }
  }

  private static Path file(Path data) {
    return data.resolve("domain");
  }
}
