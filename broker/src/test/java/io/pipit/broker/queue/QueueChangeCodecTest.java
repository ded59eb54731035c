package io.pipit.broker.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.broker.queue.QueueChange.Acknowledged;
import io.pipit.broker.queue.QueueChange.Dropped;
import io.pipit.broker.queue.QueueChange.Enqueued;
import io.pipit.broker.queue.QueueChange.EntriesRestored;
import io.pipit.broker.queue.QueueChange.Kept;
import io.pipit.broker.queue.QueueChange.Left;
import io.pipit.broker.queue.QueueChange.Place;
import io.pipit.broker.queue.QueueChange.QueueConfigured;
import io.pipit.broker.queue.QueueChange.QueueEnded;
import io.pipit.broker.queue.QueueChange.QueueMade;
import io.pipit.broker.queue.QueueChange.QueueRestored;
import io.pipit.broker.queue.QueueChange.Received;
import io.pipit.broker.queue.QueueChange.Released;
import io.pipit.broker.queue.QueueChange.Target;
import io.pipit.broker.queue.QueueChange.Withdrawn;
import io.pipit.pubsub.Item;
import io.pipit.pubsub.change.Change;
import io.pipit.pubsub.port.QueueBounds;
import io.pipit.pubsub.port.QueueBounds.Overflow;
import io.pipit.pubsub.port.QueueFilter;
import io.pipit.pubsub.store.ChangeCodec;
import io.pipit.pubsub.store.LogRecord;
import io.pipit.xmpp.BareJid;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class QueueChangeCodecTest {

  private static final BareJid ANN = BareJid.of("ann@example.org");
  private static final BareJid SERVICE = BareJid.of("pubsub.example.org");
  private static final QueueId ID = new QueueId(ANN, "mqtt/\u00E9\uD83D\uDE00");
  private static final Item ITEM = RandomQueues.item(new Random(1), 300);
  private static final WaitingItem WAITING =
      WaitingItem.of(SERVICE, "a/b", ITEM, false, true, true);

  private static final QueueSettings SETTINGS =
      new QueueSettings(
          List.of(
              new QueueFilter("a/+/#", 2, true, false, 268_435_455),
              new QueueFilter("$x", 0, false, true, 0)),
          new QueueBounds(
              Integer.MAX_VALUE, Long.MAX_VALUE, Duration.ofDays(7), Overflow.REFUSE, true),
          Duration.ofMillis(1),
          new byte[] {0, -1});

  static Stream<QueueChange> changes() {
    return Stream.of(
        new QueueMade(ID, SETTINGS),
        new QueueConfigured(5, SETTINGS),
        new QueueMade(
            new QueueId(SERVICE, ""),
            new QueueSettings(
                List.of(),
                new QueueBounds(0, 0, Duration.ZERO, Overflow.DROP_NEWEST, false),
                null,
                new byte[0])),
        new QueueEnded(Long.MAX_VALUE),
        new Enqueued(
            WAITING,
            3,
            null,
            List.of(
                new Target(1, 1, 1, false, List.of()),
                new Target(Long.MAX_VALUE, Long.MAX_VALUE, 2, true, List.of(1, 268_435_455)))),
        new Enqueued(
            new WaitingItem(
                SERVICE, "n", 1, "i", 0, Instant.EPOCH, Instant.EPOCH, true, false, false),
            0,
            ITEM,
            List.of()),
        new Acknowledged(1, List.of(new Span(1, 1), new Span(3, Long.MAX_VALUE))),
        new Acknowledged(1, List.of()),
        new Released(7, 65_536),
        new Withdrawn(SERVICE, "a/b", List.of()),
        new Withdrawn(SERVICE, "a/\u00E9", List.of("1", "")),
        new Dropped(7, List.of(new Span(0, 5)), DropReason.LOST),
        new Kept(ITEM, List.of(new Place(1, 2), new Place(3, Long.MAX_VALUE))),
        new Left(7, Instant.ofEpochMilli(1234567890123L)),
        new Received(7, 65_535, false),
        new Received(7, 0, true),
        new QueueRestored(
            7,
            ID,
            SETTINGS,
            9,
            Set.of(3L, 5L),
            Map.of(DropReason.OVERFLOW, 3L, DropReason.LOST, Long.MAX_VALUE),
            12,
            Set.of(1, 65_535),
            Instant.EPOCH),
        new QueueRestored(7, ID, SETTINGS, 1, Set.of(), Map.of(), 0, Set.of(), null),
        new EntriesRestored(
            7,
            List.of(
                new QueueEntry(1, WAITING, 5, 9, 1, false, List.of(), true),
                new QueueEntry(
                    Long.MAX_VALUE, WAITING, Long.MAX_VALUE, 0, 2, true, List.of(4), false))));
  }

  @ParameterizedTest
  @MethodSource("changes")
  void whatIsWrittenIsRead(QueueChange change) {
    LogRecord record = QueueChangeCodec.encode(change, 1023);
    assertEquals(1023, record.partition());
    assertTrue(QueueChangeCodec.isChange(record));
    assertEquals(change, QueueChangeCodec.decode(record));
  }

  @ParameterizedTest
  @MethodSource("changes")
  void cutRecordIsRefused(QueueChange change) {
    LogRecord record = QueueChangeCodec.encode(change, 0);
    for (int length = 0; length < record.payload().length; length++) {
      LogRecord cut = new LogRecord(record.type(), 0, Arrays.copyOf(record.payload(), length));
      assertThrows(IllegalArgumentException.class, () -> QueueChangeCodec.decode(cut));
    }
    LogRecord longer =
        new LogRecord(
            record.type(), 0, Arrays.copyOf(record.payload(), record.payload().length + 1));
    assertThrows(IllegalArgumentException.class, () -> QueueChangeCodec.decode(longer));
  }

  @Test
  void otherFormatsAndTypesAreRefused() {
    LogRecord record = QueueChangeCodec.encode(new QueueEnded(1), 0);
    byte[] other = record.payload().clone();
    other[0] = 2;
    assertThrows(
        IllegalArgumentException.class,
        () -> QueueChangeCodec.decode(new LogRecord(record.type(), 0, other)));
    assertThrows(
        IllegalArgumentException.class,
        () -> QueueChangeCodec.decode(new LogRecord((byte) 89, 0, record.payload())));
  }

  /** What is in logs by now is read for ever. */
  @Test
  void recordsAreTheseBytes() {
    assertEquals(
        "01"
            + "12"
            + HexFormat.of()
                .formatHex(
                    "pubsub.example.org".getBytes(java.nio.charset.StandardCharsets.US_ASCII)),
        hex(new Enqueued(WAITING, 1, null, List.of())).substring(0, 2 + 2 + 36));
    assertEquals("01" + "07" + "0301", hex(new Received(7, 3, true)));
    assertEquals("01" + "64" + "02" + "0100" + "0306", hex(spans()));
  }

  private static Acknowledged spans() {
    return new Acknowledged(100, List.of(new Span(1, 1), new Span(3, 9)));
  }

  /** One record for all queues of an item: a few bytes for each. */
  @Test
  void eachFurtherQueueTakesFewBytes() {
    Target one = new Target(1_000_000, 1_000, 1, false, List.of());
    int alone = length(new Enqueued(WAITING, 1, null, List.of(one)));
    int both = length(new Enqueued(WAITING, 1, null, List.of(one, one)));
    assertEquals(6, both - alone);
  }

  private static int length(QueueChange change) {
    return QueueChangeCodec.encode(change, 0).payload().length;
  }

  private static String hex(QueueChange change) {
    return HexFormat.of().formatHex(QueueChangeCodec.encode(change, 0).payload());
  }

  @Test
  void itemIsFoundInWhateverRecordHoldsIt() {
    Item other = RandomQueues.item(new Random(1), 299);
    List<LogRecord> records =
        List.of(
            ChangeCodec.encode(
                new Change.ItemsPublished(SERVICE, "a/b", List.of(other, ITEM), 0), 0),
            ChangeCodec.encode(new Change.ItemStands(SERVICE, "a/b", ITEM), 0),
            QueueChangeCodec.encode(new Enqueued(WAITING, 0, ITEM, List.of()), 0),
            QueueChangeCodec.encode(new Kept(ITEM, List.of()), 0));
    for (LogRecord record : records) {
      assertEquals(ITEM.payload(), QueueChangeCodec.item(record, WAITING).payload());
    }
    for (LogRecord record :
        List.of(
            ChangeCodec.encode(new Change.ItemStands(SERVICE, "a/b", other), 0),
            QueueChangeCodec.encode(new Enqueued(WAITING, 1, null, List.of()), 0),
            QueueChangeCodec.encode(new QueueEnded(1), 0))) {
      assertThrows(IllegalArgumentException.class, () -> QueueChangeCodec.item(record, WAITING));
    }
  }
}
