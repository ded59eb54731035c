package io.pipit.broker.cli;

import io.pipit.broker.config.ErrorCode;
import io.pipit.broker.config.FileFault;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where passwords come from: a file, a person or standard input, never an argument. */
final class Passwords {

  private static final int RANDOM_BYTES = 18;

  private Passwords() {}

  /**
   * The password of an account: from the file that the command line names, a person or standard
   * input.
   *
   * @param readsInput whether the command has another use for standard input
   */
  static String of(PipitCommand pipit, String account, boolean readsInput) throws CliException {
    Optional<String> file = pipit.passwordFile();
    if (file.isPresent() && !(file.get().equals("-") && readsInput)) {
      return ofFile(pipit, file.get());
    }
    Optional<String> typed =
        file.isPresent()
            ? Optional.empty()
            : pipit.shell().prompt().ask("Password of " + account + ": ");
    if (typed.isPresent()) {
      return usable(typed.get(), "what was typed");
    }
    if (readsInput) {
      throw new CliException(
          ErrorCode.NO_CREDENTIALS,
          "standard input is the payload and cannot be the password of "
              + account
              + " too; name a file with --password-file");
    }
    return ofInput(pipit);
  }

  /** Asks for a new password, a person twice. */
  static String ofNew(PipitCommand pipit, String account) throws CliException {
    if (pipit.passwordFile().isPresent()) {
      return ofFile(pipit, pipit.passwordFile().get());
    }
    Optional<String> first = pipit.shell().prompt().ask("New password of " + account + ": ");
    if (first.isEmpty()) {
      return ofInput(pipit);
    }
    Optional<String> second = pipit.shell().prompt().ask("Once more: ");
    if (!second.equals(first)) {
      throw new CliException(ErrorCode.NO_PASSWORD, "the two passwords differ");
    }
    return usable(first.get(), "what was typed");
  }

  /** The first line of a file; {@code -} is standard input. */
  static String ofFile(PipitCommand pipit, String file) throws CliException {
    return file.equals("-") ? ofInput(pipit) : ofFile(pipit.shell().resolve(Path.of(file)));
  }

  static String ofFile(Path file) throws CliException {
    try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      return usable(reader.readLine(), file.toString());
    } catch (IOException e) {
      throw new CliException(
          ErrorCode.NO_PASSWORD,
          "the password file " + file + " cannot be read: " + FileFault.reason(e),
          e);
    }
  }

  private static String ofInput(PipitCommand pipit) throws CliException {
    try {
      return usable(
          new BufferedReader(new InputStreamReader(pipit.shell().in(), StandardCharsets.UTF_8))
              .readLine(),
          "standard input");
    } catch (IOException e) {
      throw new CliException(
          ErrorCode.NO_PASSWORD, "standard input cannot be read: " + FileFault.reason(e), e);
    }
  }

  private static String usable(@Nullable String password, String source) throws CliException {
    if (password == null || password.isEmpty()) {
      throw new CliException(
          ErrorCode.NO_PASSWORD,
          "there is no password in "
              + source
              + "; give one with --password-file, on standard input or at the prompt");
    }
    return password;
  }

  /** A password that nobody guesses, of characters that can be typed. */
  static String random() {
    byte[] bytes = new byte[RANDOM_BYTES];
    new SecureRandom().nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
