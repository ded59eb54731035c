package io.pipit.broker.cli;

import io.pipit.broker.config.ErrorCode;
import io.pipit.broker.store.Account;
import io.pipit.broker.store.AccountChange;
import io.pipit.broker.store.AccountChange.AccountCreated;
import io.pipit.broker.store.AccountChange.AccountRemoved;
import io.pipit.broker.store.AccountChange.CredentialsChanged;
import io.pipit.broker.store.AccountRole;
import io.pipit.broker.store.Accounts;
import io.pipit.broker.store.Credentials;
import io.pipit.broker.store.DataFolder;
import io.pipit.broker.store.LogOptions;
import io.pipit.broker.store.SegmentLog;
import io.pipit.pubsub.store.LogRecord;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.Jid;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The accounts of a node that does not run, on its log. The caller holds the data folder; closing
 * makes all changes durable together, so that a crash leaves all of them or none.
 */
final class StoredAccounts implements AccountAccess {

  private final String domain;
  private final Path folder;
  private final SegmentLog log;
  private final Accounts accounts = new Accounts();
  private final List<LogRecord> changes = new ArrayList<>();

  private StoredAccounts(String domain, Path folder, SegmentLog log) {
    this.domain = domain;
    this.folder = folder;
    this.log = log;
  }

  static StoredAccounts open(DataFolder folder, String domain) throws IOException {
    StoredAccounts opened =
        new StoredAccounts(domain, folder.log(), SegmentLog.open(folder, LogOptions.defaults()));
    opened.log.replay(
        (position, record) -> {
          if (isAccountChange(record)) {
            opened.accounts.record(position, record);
          }
        });
    return opened;
  }

  static boolean isAccountChange(LogRecord record) {
    return record.type() >= AccountChange.FIRST_TYPE && record.type() <= AccountChange.LAST_TYPE;
  }

  @Override
  public List<String> names() {
    return accounts.all().stream().map(Account::jid).map(BareJid::local).toList();
  }

  @Override
  public void create(String name, String password) throws CliException {
    create(name, password, AccountRole.USER);
  }

  void create(String name, String password, AccountRole role) throws CliException {
    BareJid account = account(name);
    change(new AccountCreated(account, derive(password), role));
  }

  @Override
  public void changePassword(String name, String password) throws CliException {
    BareJid account = account(name);
    change(new CredentialsChanged(account, derive(password)));
  }

  @Override
  public void remove(String name) throws CliException {
    change(new AccountRemoved(account(name)));
  }

  private BareJid account(String name) throws CliException {
    return Jid.parse(name + "@" + domain)
        .filter(jid -> jid instanceof BareJid && jid.domain().equals(domain))
        .map(Jid::bare)
        .filter(jid -> !jid.local().isEmpty())
        .orElseThrow(
            () ->
                new CliException(
                    ErrorCode.BAD_USER_NAME,
                    "'" + name + "' cannot be the name of an account; give the part before the @"));
  }

  private static Credentials derive(String password) throws CliException {
    Optional<Credentials> credentials = Credentials.derive(password, new SecureRandom());
    return credentials.orElseThrow(
        () ->
            new CliException(
                ErrorCode.NO_PASSWORD,
                "this password has characters that no password may have (RFC 8265 4.2)"));
  }

  /** Nobody else uses the log: what is decided here holds when it is appended. */
  private void change(AccountChange change) throws CliException {
    Optional<Accounts.Refusal> refusal = accounts.refusal(change);
    if (refusal.isPresent()) {
      throw refused(refusal.get(), change.account());
    }
    changes.add(change.toRecord());
    accounts.apply(change);
  }

  /** Gives up everything that was changed. */
  void discard() {
    changes.clear();
  }

  private static CliException refused(Accounts.Refusal refusal, BareJid account) {
    return switch (refusal) {
      case EXISTS ->
          new CliException(
              ErrorCode.USER_EXISTS,
              "there is an account "
                  + account
                  + " already; change its password with 'pipit user passwd "
                  + account.local()
                  + "'");
      case MISSING ->
          new CliException(
              ErrorCode.NO_SUCH_USER,
              "there is no account " + account + "; list them with 'pipit user ls'");
    };
  }

  /** Waits until everything is durable. */
  @Override
  public void close() throws IOException {
    log.append(changes);
    log.close();
    if (log.hasFailed()) {
      throw new IOException(
          log.isWithoutRoom()
              ? "the disk of " + folder + " is full and nothing was stored; make room on it"
              : "the log in " + folder + " could not be written; the change may be lost");
    }
  }
}
