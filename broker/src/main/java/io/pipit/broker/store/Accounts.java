package io.pipit.broker.store;

import io.pipit.broker.store.AccountChange.AccountCreated;
import io.pipit.broker.store.AccountChange.AccountDisabled;
import io.pipit.broker.store.AccountChange.AccountEnabled;
import io.pipit.broker.store.AccountChange.AccountRemoved;
import io.pipit.broker.store.AccountChange.CredentialsChanged;
import io.pipit.pubsub.store.ChangeLog;
import io.pipit.pubsub.store.LogRecord;
import io.pipit.xmpp.BareJid;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * The accounts of this node: a view of the log, changed only by {@link #apply}.
 *
 * <p>Any thread reads. The owner of the account's partition changes: it asks {@link #refusal}, and
 * if there is none appends {@link AccountChange#toRecord()} and applies the change in the same
 * turn; what it tells waits until the record is durable.
 */
public final class Accounts implements CredentialStore, ChangeLog.Reader {

  private final ConcurrentHashMap<BareJid, Account> accounts = new ConcurrentHashMap<>();

  /** Why a change of an account is not made. */
  public enum Refusal {
    /** There is an account of this name already. */
    EXISTS,
    /** There is no account of this name. */
    MISSING
  }

  @Override
  public Optional<Credentials> credentials(BareJid account) {
    return account(account).map(Account::credentials);
  }

  public Optional<Account> account(BareJid jid) {
    return Optional.ofNullable(accounts.get(jid));
  }

  /** All accounts, by their addresses. */
  public List<Account> all() {
    return accounts.values().stream()
        .sorted(Comparator.comparing(account -> account.jid().toString()))
        .toList();
  }

  public int size() {
    return accounts.size();
  }

  /** Why the change cannot be made; empty when it can. For the owner of the account. */
  public Optional<Refusal> refusal(AccountChange change) {
    boolean exists = accounts.containsKey(change.account());
    if (change instanceof AccountCreated) {
      return exists ? Optional.of(Refusal.EXISTS) : Optional.empty();
    }
    return exists ? Optional.empty() : Optional.of(Refusal.MISSING);
  }

  /**
   * Makes a change that has its place in the log. One of an account that is not there changes
   * nothing: a repair of the log may have given up its creation.
   */
  public void apply(AccountChange change) {
    BareJid jid = change.account();
    if (change instanceof AccountCreated created) {
      accounts.put(jid, new Account(jid, created.role(), created.credentials()));
    } else if (change instanceof CredentialsChanged changed) {
      accounts.computeIfPresent(
          jid, (same, old) -> with(old, changed.credentials(), old.disabled()));
    } else if (change instanceof AccountDisabled) {
      accounts.computeIfPresent(jid, (same, old) -> with(old, old.credentials(), true));
    } else if (change instanceof AccountEnabled) {
      accounts.computeIfPresent(jid, (same, old) -> with(old, old.credentials(), false));
    } else if (change instanceof AccountRemoved) {
      accounts.remove(jid);
    } else {
      throw new AssertionError(change);
    }
  }

  /**
   * The changes that make the accounts again as they are, for a snapshot. Every change says all of
   * what it changes, so that the log may be read again behind it from any earlier position on. Any
   * thread.
   */
  public List<AccountChange> head() {
    return accounts.values().stream().flatMap(Accounts::head).toList();
  }

  private static Stream<AccountChange> head(Account account) {
    AccountCreated created =
        new AccountCreated(account.jid(), account.credentials(), account.role());
    return account.disabled()
        ? Stream.of(created, new AccountDisabled(account.jid()))
        : Stream.of(created);
  }

  /** Takes one account over from another view, as it is there or not there. For its owner. */
  public void restore(BareJid jid, Accounts from) {
    Account account = from.accounts.get(jid);
    if (account == null) {
      accounts.remove(jid);
    } else {
      accounts.put(jid, account);
    }
  }

  private static Account with(Account account, Credentials credentials, boolean disabled) {
    return new Account(account.jid(), account.role(), credentials.withDisabled(disabled));
  }

  /** Applies a record of the log at start-up. */
  @Override
  public void record(long position, LogRecord record) {
    apply(AccountChange.of(record));
  }
}
