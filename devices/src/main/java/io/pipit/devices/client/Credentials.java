package io.pipit.devices.client;

import io.pipit.xmpp.BareJid;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import rocks.xmpp.precis.PrecisProfiles;

/**
 * An account and its password. Share one object between all sessions of an account: it keeps the
 * keys that SCRAM derived last, so that PBKDF2 runs once and not at each connect. Any thread.
 */
public final class Credentials {

  private final BareJid account;
  private final String password;
  private volatile @Nullable ScramKeys keys;

  private Credentials(BareJid account, String password) {
    this.account = account;
    this.password = password;
  }

  /**
   * @param account {@code local@domain}
   * @throws IllegalArgumentException when the account has no localpart or the password is empty or
   *     has characters that no password may have (RFC 8265 4.2)
   */
  public static Credentials of(BareJid account, String password) {
    if (account.local().isEmpty()) {
      throw new IllegalArgumentException("not an account: " + account);
    }
    return new Credentials(account, prepared(password));
  }

  public BareJid account() {
    return account;
  }

  String password() {
    return password;
  }

  /** The derived keys when they are known for this salt, else null. */
  @Nullable ScramKeys keys(ScramMechanism mechanism, ScramExchange.Challenge challenge) {
    ScramKeys known = keys;
    return known != null && known.fits(mechanism, challenge.salt(), challenge.iterations())
        ? known
        : null;
  }

  /** Derives and remembers the keys. Slow: never on an event loop. */
  ScramKeys derive(ScramMechanism mechanism, ScramExchange.Challenge challenge) {
    ScramKeys derived =
        ScramKeys.derive(mechanism, password, challenge.salt(), challenge.iterations());
    keys = derived;
    return derived;
  }

  private static String prepared(String password) {
    Objects.requireNonNull(password);
    boolean printableAscii = password.chars().allMatch(c -> c >= ' ' && c <= '~');
    String prepared =
        printableAscii ? password : PrecisProfiles.OPAQUE_STRING.enforce(password).toString();
    if (prepared.isEmpty()) {
      throw new IllegalArgumentException("the password is empty");
    }
    return prepared;
  }

  /** Says nothing about the password. */
  @Override
  public String toString() {
    return "Credentials[" + account + "]";
  }
}
