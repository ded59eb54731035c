package io.pipit.broker.store;

import io.pipit.pubsub.store.LogRecord;
import io.pipit.xmpp.BareJid;

/** A decided change of an account, as it stands in the log. */
public sealed interface AccountChange {

  /** The first record type of accounts. */
  int FIRST_TYPE = 64;

  /** The last record type of accounts. */
  int LAST_TYPE = 69;

  /** Whose account. */
  BareJid account();

  /** The change as a record of the account's partition. */
  default LogRecord toRecord() {
    return AccountCodec.encode(this);
  }

  /**
   * Reads a record of types {@value #FIRST_TYPE} to {@value #LAST_TYPE}.
   *
   * @throws IllegalArgumentException when this is not such a change: a defect, or another version
   *     wrote it
   */
  static AccountChange of(LogRecord record) {
    return AccountCodec.decode(record);
  }

  /** A new account, also in the place of one that was removed. */
  record AccountCreated(BareJid account, Credentials credentials, AccountRole role)
      implements AccountChange {

    public AccountCreated {
      if (account.local().isEmpty()) {
        throw new IllegalArgumentException("an account without a name: " + account);
      }
    }
  }

  /**
   * A new password. Does not enable a disabled account, whatever the credentials say of that.
   *
   * @param credentials with the new keys
   */
  record CredentialsChanged(BareJid account, Credentials credentials) implements AccountChange {}

  /** Logins are refused from now on. */
  record AccountDisabled(BareJid account) implements AccountChange {}

  /** Logins are allowed again. */
  record AccountEnabled(BareJid account) implements AccountChange {}

  /** The account is gone; what else it owned is removed by changes of their own. */
  record AccountRemoved(BareJid account) implements AccountChange {}
}
