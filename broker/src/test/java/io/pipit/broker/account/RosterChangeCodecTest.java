package io.pipit.broker.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.pipit.broker.account.RosterChange.Cleared;
import io.pipit.broker.account.RosterChange.ItemRemoved;
import io.pipit.broker.account.RosterChange.ItemSet;
import io.pipit.broker.account.RosterChange.RequestRemoved;
import io.pipit.broker.account.RosterChange.RequestStored;
import io.pipit.broker.account.RosterChange.Restored;
import io.pipit.broker.account.SubscriptionRequest.Attribute;
import io.pipit.pubsub.store.InMemoryLog;
import io.pipit.pubsub.store.LogRecord;
import io.pipit.pubsub.store.Partitions;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.Element;
import io.pipit.xmpp.xml.XmlWriter;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RosterChangeCodecTest {

  private static final BareJid OWNER = BareJid.of("owner@pipit.test");
  private static final BareJid ANN = BareJid.of("ann@pipit.test");

  static Stream<RosterChange> changes() {
    return Stream.of(
        new ItemSet(
            OWNER,
            new RosterItem(
                ANN, "Ännchen \uD83D\uDC26", List.of("b", "a"), Subscription.BOTH, true, true, 7)),
        new ItemSet(OWNER, RosterItem.of(ANN)),
        new ItemRemoved(OWNER, ANN, Long.MAX_VALUE),
        new RequestStored(
            OWNER,
            new SubscriptionRequest(
                ANN,
                List.of(new Attribute("id", "1")),
                List.of(XmlWriter.serialize(Element.of("x", "urn:x"))))),
        new RequestRemoved(OWNER, ANN),
        new Cleared(OWNER),
        new Restored(OWNER, 9, 3));
  }

  @ParameterizedTest
  @MethodSource("changes")
  void recordHoldsTheWholeChange(RosterChange change) {
    LogRecord record = AccountStateCodec.encode(change);
    assertEquals(change, AccountStateCodec.decode(record));
    assertEquals(Partitions.of(OWNER), record.partition());
  }

  @ParameterizedTest
  @MethodSource("changes")
  void shortenedRecordIsRefused(RosterChange change) {
    LogRecord record = AccountStateCodec.encode(change);
    for (int length = 0; length < record.payload().length; length++) {
      LogRecord cut =
          new LogRecord(record.type(), record.partition(), Arrays.copyOf(record.payload(), length));
      assertThrows(IllegalArgumentException.class, () -> AccountStateCodec.decode(cut));
    }
  }

  @ParameterizedTest
  @MethodSource("changes")
  void lengthenedRecordIsRefused(RosterChange change) {
    LogRecord record = AccountStateCodec.encode(change);
    LogRecord longer =
        new LogRecord(
            record.type(),
            record.partition(),
            Arrays.copyOf(record.payload(), record.payload().length + 1));
    assertThrows(IllegalArgumentException.class, () -> AccountStateCodec.decode(longer));
  }

  @Test
  void unknownTypeIsRefused() {
    LogRecord known = AccountStateCodec.encode(new Cleared(OWNER));
    LogRecord unknown =
        new LogRecord(AccountStateCodec.LAST_TYPE, known.partition(), known.payload());
    assertThrows(IllegalArgumentException.class, () -> AccountStateCodec.decode(unknown));
  }

  /** What is rebuilt from the log is what was in memory. */
  @Property(tries = 200)
  void replayIsState(@ForAll("histories") List<RosterChange> history) {
    AccountState live = new AccountState(OWNER);
    InMemoryLog log = new InMemoryLog();
    for (RosterChange change : history) {
      log.append(List.of(AccountStateCodec.encode(change)));
      live.apply(change, log.appended());
    }
    AccountState replayed = new AccountState(OWNER);
    log.reopened()
        .replay((position, record) -> replayed.apply(AccountStateCodec.decode(record), position));
    assertSame(live, replayed, history);
  }

  /** A snapshot of any moment and the log from any earlier one on are what was in memory. */
  @Property(tries = 200)
  void snapshotAndLogBehindItAreState(
      @ForAll("histories") List<RosterChange> history, @ForAll Random random) {
    int moment = random.nextInt(history.size() + 1);
    AccountState live = new AccountState(OWNER);
    AccountState rebuilt = new AccountState(OWNER);
    for (int position = 0; position <= history.size(); position++) {
      if (position > 0) {
        live.apply(history.get(position - 1), position);
      }
      if (position == moment) {
        live.head().stream()
            .map(change -> AccountStateCodec.decode(AccountStateCodec.encode(change)))
            .forEach(change -> rebuilt.apply(change, live.position()));
        assertEquals(live.position(), rebuilt.position());
      }
    }
    for (int position = random.nextInt(moment + 1); position < history.size(); position++) {
      rebuilt.replay(history.get(position), position + 1);
    }
    assertSame(live, rebuilt, history);
  }

  private static void assertSame(
      AccountState live, AccountState replayed, List<RosterChange> history) {
    assertEquals(List.copyOf(live.roster().items()), List.copyOf(replayed.roster().items()));
    assertEquals(live.roster().requests(), replayed.roster().requests());
    assertEquals(live.roster().version(), replayed.roster().version());
    for (RosterChange change : history) {
      if (change instanceof ItemSet set) {
        var known = OptionalLong.of(set.item().version());
        assertEquals(
            live.roster().changesSince(known, OWNER), replayed.roster().changesSince(known, OWNER));
      }
    }
  }

  /**
   * Histories of few contacts, so that changes meet; with versions that grow as decided ones do.
   */
  @Provide
  Arbitrary<List<RosterChange>> histories() {
    Arbitrary<BareJid> contact =
        Arbitraries.integers().between(0, 4).map(i -> BareJid.of("c" + i + "@pipit.test"));
    Arbitrary<RosterChange> change =
        Combinators.combine(
                Arbitraries.frequency(
                    Tuple.of(8, 0), Tuple.of(4, 1), Tuple.of(4, 2), Tuple.of(4, 3), Tuple.of(1, 4)),
                contact,
                Arbitraries.strings().ofMaxLength(6),
                Arbitraries.strings().ofMinLength(1).ofMaxLength(3).list().ofMaxSize(3),
                Arbitraries.of(Subscription.class),
                Arbitraries.of(true, false),
                Arbitraries.of(true, false))
            .as(
                (kind, jid, name, groups, subscription, ask, approved) ->
                    switch (kind) {
                      case 0 ->
                          new ItemSet(
                              OWNER,
                              new RosterItem(
                                  jid,
                                  wellFormed(name),
                                  groups.stream().map(RosterChangeCodecTest::wellFormed).toList(),
                                  subscription,
                                  ask,
                                  approved,
                                  0));
                      case 1 -> new ItemRemoved(OWNER, jid, 0);
                      case 2 ->
                          new RequestStored(
                              OWNER,
                              new SubscriptionRequest(
                                  jid, List.of(new Attribute("id", wellFormed(name))), List.of()));
                      case 3 -> new RequestRemoved(OWNER, jid);
                      default -> new Cleared(OWNER);
                    });
    return change.list().ofMaxSize(40).map(RosterChangeCodecTest::versioned);
  }

  /** Half a surrogate pair cannot come out of an XML parser. */
  private static String wellFormed(String text) {
    return text.codePoints()
        .filter(c -> c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private static List<RosterChange> versioned(List<RosterChange> changes) {
    long[] version = {0};
    return changes.stream()
        .map(
            change -> {
              if (change instanceof ItemSet set) {
                RosterItem item = set.item();
                return new ItemSet(OWNER, item.described(item.name(), item.groups(), ++version[0]));
              }
              return change instanceof ItemRemoved removed
                  ? new ItemRemoved(OWNER, removed.contact(), ++version[0])
                  : change;
            })
        .toList();
  }
}
