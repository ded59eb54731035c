package io.pipit.broker.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.pipit.broker.account.BlockListChange.Blocked;
import io.pipit.broker.account.BlockListChange.Unblocked;
import io.pipit.broker.account.DocumentChange.DocumentRemoved;
import io.pipit.broker.account.DocumentChange.DocumentSet;
import io.pipit.pubsub.store.LogRecord;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.Element;
import io.pipit.xmpp.Jid;
import io.pipit.xmpp.SerializedXml;
import io.pipit.xmpp.xml.XmlWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What an account keeps beside its roster, in memory and in the log. */
class AccountStateTest {

  private static final BareJid OWNER = BareJid.of("owner@pipit.test");
  private static final Jid ANN = Jid.of("ann@pipit.test");
  private static final Jid BOB = Jid.of("bob@pipit.test/hall");

  private final AccountState account = new AccountState(OWNER);
  private long position;

  static Stream<AccountStateChange> changes() {
    return Stream.of(
        new Blocked(OWNER, List.of(ANN, BOB, Jid.of("eve.test"))),
        new Unblocked(OWNER, List.of(ANN)),
        new DocumentSet(OWNER, DocumentKind.PRIVATE, document("notes", "urn:x", "Ännchen")),
        new DocumentSet(OWNER, DocumentKind.VCARD, document("vCard", "vcard-temp", "")),
        new DocumentRemoved(OWNER, DocumentKind.PRIVATE, "notes", "urn:x"));
  }

  @ParameterizedTest
  @MethodSource("changes")
  void recordHoldsTheWholeChange(AccountStateChange change) {
    assertEquals(change, AccountStateCodec.decode(AccountStateCodec.encode(change)));
  }

  @ParameterizedTest
  @MethodSource("changes")
  void recordOfAnotherLengthIsRefused(AccountStateChange change) {
    LogRecord record = AccountStateCodec.encode(change);
    int whole = record.payload().length;
    for (int length = 0; length <= whole + 1; length++) {
      LogRecord other =
          new LogRecord(record.type(), record.partition(), Arrays.copyOf(record.payload(), length));
      if (length != whole) {
        assertThrows(IllegalArgumentException.class, () -> AccountStateCodec.decode(other));
      }
    }
  }

  @Test
  void recordOfATypeThatNobodyWritesIsRefused() {
    LogRecord known = AccountStateCodec.encode(new Blocked(OWNER, List.of(ANN)));
    for (byte type : new byte[] {102, 111, 114, 115, 118, 127}) {
      LogRecord unknown = new LogRecord(type, known.partition(), known.payload());
      assertThrows(IllegalArgumentException.class, () -> AccountStateCodec.decode(unknown));
    }
  }

  @Test
  void blockListKeepsTheOrderInWhichAddressesWereAdded() {
    apply(new Blocked(OWNER, List.of(BOB)));
    apply(new Blocked(OWNER, List.of(ANN, BOB)));
    assertEquals(List.of(BOB, ANN), account.blockList().jids());
    apply(new Unblocked(OWNER, List.of(BOB, Jid.of("nobody.test"))));
    assertEquals(List.of(ANN), account.blockList().jids());
    apply(new Unblocked(OWNER, List.of(ANN)));
    assertEquals(0, account.blockList().size());
  }

  @Test
  void documentTakesThePlaceOfTheOneOfItsKindNameAndNamespace() {
    SerializedXml last = document("notes", "urn:x", "newer");
    apply(new DocumentSet(OWNER, DocumentKind.PRIVATE, document("notes", "urn:x", "old")));
    apply(new DocumentSet(OWNER, DocumentKind.PRIVATE, document("notes", "urn:y", "other")));
    apply(new DocumentSet(OWNER, DocumentKind.VCARD, document("notes", "urn:x", "card")));
    apply(new DocumentSet(OWNER, DocumentKind.PRIVATE, last));
    Documents documents = account.documents();
    assertEquals(Optional.of(last), documents.get(DocumentKind.PRIVATE, "notes", "urn:x"));
    assertEquals(2, documents.all(DocumentKind.PRIVATE).size());
    assertEquals(
        last.bytes().length + document("notes", "urn:y", "other").bytes().length,
        documents.bytes(DocumentKind.PRIVATE));

    apply(new DocumentRemoved(OWNER, DocumentKind.PRIVATE, "notes", "urn:x"));
    assertEquals(Optional.empty(), documents.get(DocumentKind.PRIVATE, "notes", "urn:x"));
    assertEquals(1, documents.all(DocumentKind.VCARD).size());
  }

  @Test
  void headMakesTheSameStateAgain() {
    fill();
    // More than one record of a snapshot.
    apply(
        new Blocked(
            OWNER,
            IntStream.range(0, 2500).mapToObj(i -> Jid.of("c" + i + "@other.test")).toList()));
    AccountState rebuilt = new AccountState(OWNER);
    account.head().stream()
        .map(change -> AccountStateCodec.decode(AccountStateCodec.encode(change)))
        .forEach(change -> rebuilt.apply(change, account.position()));
    assertSame(account, rebuilt);
    assertEquals(2502, rebuilt.blockList().size());
  }

  @Test
  void replayLeavesOutWhatTheSnapshotHas() {
    AccountState rebuilt = new AccountState(OWNER);
    rebuilt.apply(new Blocked(OWNER, List.of(ANN)), 5);
    rebuilt.replay(new Unblocked(OWNER, List.of(ANN)), 5);
    rebuilt.replay(
        new DocumentSet(OWNER, DocumentKind.VCARD, document("vCard", "vcard-temp", "")), 4);
    assertEquals(List.of(ANN), rebuilt.blockList().jids());
    assertEquals(List.of(), rebuilt.documents().all(DocumentKind.VCARD));
    rebuilt.replay(new Unblocked(OWNER, List.of(ANN)), 6);
    assertEquals(List.of(), rebuilt.blockList().jids());
  }

  @Test
  void nothingIsKeptOfAnAccountThatIsGone() {
    fill();
    apply(new RosterChange.Cleared(OWNER));
    assertEquals(0, account.blockList().size());
    assertEquals(0, account.documents().bytes(DocumentKind.PRIVATE));
    assertEquals(0, account.roster().size());
  }

  @Test
  void restoredStateHasAllThatTheOtherHas() {
    fill();
    AccountState other = new AccountState(OWNER);
    other.restore(account);
    assertSame(account, other);
    assertEquals(account.position(), other.position());
  }

  private void fill() {
    apply(
        new RosterChange.ItemSet(OWNER, RosterItem.of(ANN.bare()).described("Ann", List.of(), 1)));
    apply(new Blocked(OWNER, List.of(ANN, BOB)));
    apply(new DocumentSet(OWNER, DocumentKind.PRIVATE, document("notes", "urn:x", "kept")));
    apply(new DocumentSet(OWNER, DocumentKind.VCARD, document("vCard", "vcard-temp", "card")));
  }

  private void apply(AccountStateChange change) {
    account.apply(change, ++position);
  }

  private static void assertSame(AccountState expected, AccountState actual) {
    assertEquals(expected.head(), actual.head());
  }

  private static SerializedXml document(String name, String namespace, String text) {
    return XmlWriter.serialize(Element.builder(name, namespace).text(text).build());
  }
}
