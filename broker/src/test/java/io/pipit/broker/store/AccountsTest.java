package io.pipit.broker.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.broker.store.AccountChange.AccountCreated;
import io.pipit.broker.store.AccountChange.AccountDisabled;
import io.pipit.broker.store.AccountChange.AccountEnabled;
import io.pipit.broker.store.AccountChange.AccountRemoved;
import io.pipit.broker.store.AccountChange.CredentialsChanged;
import io.pipit.pubsub.store.InMemoryLog;
import io.pipit.pubsub.store.LogRecord;
import io.pipit.pubsub.store.Partitions;
import io.pipit.xmpp.BareJid;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AccountsTest {

  private static final BareJid JULIET = BareJid.of("juliet@example.org");
  private static final BareJid ROMEO = BareJid.of("roméo@example.org");
  private static final Credentials FIRST = credentials("first");
  private static final Credentials SECOND = credentials("second");

  private final Accounts accounts = new Accounts();

  @Test
  void missingAccountHasNoCredentials() {
    assertEquals(Optional.empty(), accounts.credentials(JULIET));
    assertEquals(0, accounts.size());
  }

  @Test
  void accountIsCreatedChangedDisabledEnabledAndRemoved() {
    accounts.apply(new AccountCreated(JULIET, FIRST, AccountRole.ADMINISTRATOR));
    accounts.apply(new AccountCreated(ROMEO, FIRST, AccountRole.USER));
    assertEquals(Optional.of(FIRST), accounts.credentials(JULIET));
    assertEquals(List.of(JULIET, ROMEO), accounts.all().stream().map(Account::jid).toList());

    accounts.apply(new CredentialsChanged(JULIET, SECOND));
    assertEquals(Optional.of(SECOND), accounts.credentials(JULIET));
    assertEquals(AccountRole.ADMINISTRATOR, accounts.account(JULIET).orElseThrow().role());

    accounts.apply(new AccountDisabled(JULIET));
    assertTrue(accounts.account(JULIET).orElseThrow().disabled());
    accounts.apply(new CredentialsChanged(JULIET, FIRST));
    assertTrue(accounts.credentials(JULIET).orElseThrow().disabled(), "still disabled");
    accounts.apply(new AccountEnabled(JULIET));
    assertEquals(Optional.of(FIRST), accounts.credentials(JULIET));

    accounts.apply(new AccountRemoved(JULIET));
    assertEquals(Optional.empty(), accounts.account(JULIET));
    assertEquals(1, accounts.size());
  }

  @Test
  void changesThatCannotBeMadeAreRefused() {
    AccountCreated created = new AccountCreated(JULIET, FIRST, AccountRole.USER);
    List<AccountChange> others =
        List.of(
            new CredentialsChanged(JULIET, SECOND),
            new AccountDisabled(JULIET),
            new AccountEnabled(JULIET),
            new AccountRemoved(JULIET));
    assertEquals(Optional.empty(), accounts.refusal(created));
    for (AccountChange change : others) {
      assertEquals(Optional.of(Accounts.Refusal.MISSING), accounts.refusal(change));
      accounts.apply(change);
      assertEquals(0, accounts.size());
    }
    accounts.apply(created);
    assertEquals(Optional.of(Accounts.Refusal.EXISTS), accounts.refusal(created));
    for (AccountChange change : others) {
      assertEquals(Optional.empty(), accounts.refusal(change));
    }
  }

  @Test
  void accountNeedsAName() {
    BareJid domain = BareJid.of("example.org");
    assertThrows(
        IllegalArgumentException.class, () -> new AccountCreated(domain, FIRST, AccountRole.USER));
    assertThrows(
        IllegalArgumentException.class, () -> new Account(domain, AccountRole.USER, FIRST));
  }

  static List<AccountChange> changes() {
    return List.of(
        new AccountCreated(JULIET, FIRST, AccountRole.USER),
        new AccountCreated(ROMEO, FIRST.withDisabled(true), AccountRole.APPLICATION),
        new CredentialsChanged(ROMEO, SECOND),
        new AccountDisabled(JULIET),
        new AccountEnabled(JULIET),
        new AccountRemoved(JULIET));
  }

  @ParameterizedTest
  @MethodSource("changes")
  void changeComesBackFromItsRecord(AccountChange change) {
    LogRecord record = change.toRecord();
    assertEquals(change, AccountChange.of(record));
    assertTrue(
        record.type() >= AccountChange.FIRST_TYPE && record.type() <= AccountChange.LAST_TYPE);
    assertEquals(Partitions.of(change.account()), record.partition());
  }

  @ParameterizedTest
  @MethodSource("changes")
  void recordCutAnywhereOrTooLongIsNotRead(AccountChange change) {
    LogRecord record = change.toRecord();
    for (int length = 0; length <= record.payload().length + 1; length++) {
      if (length != record.payload().length) {
        LogRecord other =
            new LogRecord(
                record.type(), record.partition(), Arrays.copyOf(record.payload(), length));
        assertThrows(IllegalArgumentException.class, () -> AccountChange.of(other));
      }
    }
  }

  @Test
  void recordOfAnUnknownTypeIsNotRead() {
    byte[] payload = new AccountRemoved(JULIET).toRecord().payload();
    for (byte type : new byte[] {1, 63, 69, 95, 96}) {
      LogRecord record = new LogRecord(type, 1, payload);
      assertThrows(IllegalArgumentException.class, () -> AccountChange.of(record));
    }
  }

  @Test
  void rolesKeepTheNumbersThatStandInLogs() {
    assertEquals(
        List.of(AccountRole.USER, AccountRole.APPLICATION, AccountRole.ADMINISTRATOR),
        List.of(AccountRole.ofCode(0), AccountRole.ofCode(1), AccountRole.ofCode(2)));
    assertThrows(IllegalArgumentException.class, () -> AccountRole.ofCode(3));
  }

  @Test
  void passwordIsNowhereInTheRecord() {
    String text =
        new String(
            new AccountCreated(JULIET, FIRST, AccountRole.USER).toRecord().payload(),
            StandardCharsets.ISO_8859_1);
    assertFalse(text.contains("first"));
  }

  @Test
  void replayOfTheLogGivesTheSameAccounts() {
    InMemoryLog log = new InMemoryLog();
    for (AccountChange change : changes()) {
      log.append(List.of(change.toRecord()));
      accounts.apply(change);
    }
    Accounts replayed = new Accounts();
    log.reopened()
        .replay(new ReplayByType().to(AccountChange.FIRST_TYPE, AccountChange.LAST_TYPE, replayed));
    assertEquals(accounts.all(), replayed.all());
    assertEquals(1, replayed.size());
  }

  /** A snapshot of any moment and the log from any earlier one on. */
  @Test
  void snapshotAndLogBehindItGiveTheSameAccounts() {
    List<AccountChange> changes = new ArrayList<>(changes());
    changes.addAll(changes());
    for (int moment = 0; moment <= changes.size(); moment++) {
      Accounts live = new Accounts();
      changes.subList(0, moment).forEach(live::apply);
      Accounts rebuilt = new Accounts();
      live.head().forEach(rebuilt::apply);
      assertEquals(live.all(), rebuilt.all());
      changes.subList(moment, changes.size()).forEach(live::apply);
      for (int begin = 0; begin <= moment; begin++) {
        Accounts replayed = new Accounts();
        rebuilt.head().forEach(replayed::apply);
        changes.subList(begin, changes.size()).forEach(replayed::apply);
        assertEquals(live.all(), replayed.all());
      }
    }
  }

  @Test
  void replayRefusesWhatNobodyKnows() {
    ReplayByType replay = new ReplayByType().to(64, 95, accounts);
    IllegalStateException unknown =
        assertThrows(
            IllegalStateException.class,
            () -> replay.record(12, new LogRecord((byte) 63, 1, new byte[0])));
    assertEquals(
        "record 12 of the log has type 63, which this Pipit does not know: start it with the"
            + " version that wrote it",
        unknown.getMessage());
    assertThrows(
        IllegalStateException.class,
        () -> replay.record(13, new LogRecord((byte) 64, 1, new byte[0])));
  }

  @Test
  void replayTakesOneReaderForAType() {
    ReplayByType replay = new ReplayByType().to(64, 95, accounts);
    assertThrows(IllegalArgumentException.class, () -> replay.to(95, 127, accounts));
  }

  private static Credentials credentials(String password) {
    return Credentials.derive(password, new SecureRandom()).orElseThrow();
  }
}
