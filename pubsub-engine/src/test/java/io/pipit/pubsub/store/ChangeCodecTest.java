package io.pipit.pubsub.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.pubsub.AccessModel;
import io.pipit.pubsub.Affiliation;
import io.pipit.pubsub.Expiry;
import io.pipit.pubsub.FieldStatistics;
import io.pipit.pubsub.Item;
import io.pipit.pubsub.ItemEntry;
import io.pipit.pubsub.ItemHeader;
import io.pipit.pubsub.NodeConfig;
import io.pipit.pubsub.NodeConfigFields;
import io.pipit.pubsub.PublishKind;
import io.pipit.pubsub.RollUpPeriod;
import io.pipit.pubsub.Subscription;
import io.pipit.pubsub.SubscriptionOptionFields;
import io.pipit.pubsub.SubscriptionOptions;
import io.pipit.pubsub.SubscriptionState;
import io.pipit.pubsub.change.Change;
import io.pipit.pubsub.change.Change.ItemsKept.KeptItem;
import io.pipit.pubsub.change.Change.PublishRemembered.RememberedItem;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.Jid;
import io.pipit.xmpp.SerializedXml;
import io.pipit.xmpp.Show;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ChangeCodecTest {

  private static final BareJid SERVICE = BareJid.of("pubsub.example.org");
  private static final BareJid ALICE = BareJid.of("alice@example.org");
  private static final String NODE = "sensors/\u00E9\uD83D\uDE00";

  private static final NodeConfig CONFIG =
      NodeConfig.INITIAL
          .with(NodeConfigFields.TITLE, "Title \u00E9")
          .with(NodeConfigFields.ACCESS_MODEL, AccessModel.ROSTER)
          .with(NodeConfigFields.ROSTER_GROUPS_ALLOWED, List.of("Friends", ""))
          .with(NodeConfigFields.CONTACT, List.of(ALICE, Jid.of("bob@example.org/x")))
          .with(NodeConfigFields.MAX_ITEMS, NodeConfigFields.MAX)
          .with(NodeConfigFields.MAX_PAYLOAD_SIZE, 999_999_999)
          .with(NodeConfigFields.PERSIST_ITEMS, false);

  private static final Item WITH_HEADERS =
      new Item(
          7,
          "a",
          ALICE,
          Instant.ofEpochMilli(1),
          new SerializedXml("v", "", "<v/>".getBytes(StandardCharsets.UTF_8)),
          3,
          List.of(new ItemHeader("Content-Type", "text/\u00E9"), new ItemHeader("x", "")));

  static Stream<Change> changes() {
    SerializedXml payload =
        new SerializedXml("v", "urn:x", new byte[] {'<', 'v', '/', '>', (byte) 0xC3, (byte) 0xA9});
    return Stream.of(
        new Change.NodeCreated(SERVICE, NODE, ALICE, CONFIG, Instant.ofEpochMilli(1234567890123L)),
        new Change.NodeCreated(SERVICE, NODE, ALICE, NodeConfig.INITIAL, Instant.EPOCH),
        new Change.NodeConfigured(SERVICE, NODE, CONFIG, 0),
        new Change.NodeConfigured(SERVICE, NODE, CONFIG, Integer.MAX_VALUE),
        new Change.NodeDeleted(SERVICE, NODE),
        new Change.NodeDeleted(SERVICE, NODE, "xmpp:pubsub.example.org?;node=new"),
        new Change.NodePurged(SERVICE, NODE),
        new Change.ItemsPublished(
            SERVICE,
            NODE,
            List.of(
                new Item(1, "a", ALICE, Instant.ofEpochMilli(1), payload),
                new Item(Long.MAX_VALUE, "b", ALICE, Instant.ofEpochMilli(2), null)),
            127),
        new Change.ItemsPublished(SERVICE, NODE, List.of(WITH_HEADERS), 0),
        new Change.ItemsPublished(
            SERVICE,
            NODE,
            List.of(WITH_HEADERS, new Item(8, "b", ALICE, Instant.ofEpochMilli(2), null)),
            5,
            PublishKind.PASSING),
        new Change.ItemsPublished(SERVICE, NODE, List.of(), 0, PublishKind.STANDING),
        new Change.ItemStands(SERVICE, NODE, WITH_HEADERS),
        new Change.ItemStands(SERVICE, NODE, new Item(1, "a", ALICE, Instant.EPOCH, payload)),
        new Change.StandingEnded(SERVICE, NODE),
        new Change.StandingSet(SERVICE, NODE, null),
        new Change.StandingSet(SERVICE, NODE, ItemEntry.of(WITH_HEADERS, Long.MAX_VALUE)),
        new Change.ItemsKept(
            SERVICE,
            NODE,
            List.of(
                new KeptItem(
                    new Item(1, "a", ALICE, Instant.ofEpochMilli(1), payload), true, false),
                new KeptItem(WITH_HEADERS, false, true))),
        new Change.ItemsKept(
            SERVICE,
            NODE,
            List.of(
                new KeptItem(new Item(9, "b", ALICE, Instant.EPOCH, null), false, false, true))),
        new Change.ItemsExpired(SERVICE, NODE, 3),
        new Change.HistoryTrimmed(SERVICE, NODE, Instant.ofEpochMilli(4)),
        new Change.RolledUp(SERVICE, NODE, RollUpPeriod.HOUR, Instant.ofEpochMilli(3_600_000)),
        new Change.RollUpRestored(
            SERVICE,
            NODE,
            RollUpPeriod.MINUTE,
            Instant.ofEpochMilli(60_000),
            List.of(
                new FieldStatistics("", -0.0, Double.MAX_VALUE, -1e-300, 0.1, 1),
                new FieldStatistics("/a~1b", Double.MIN_VALUE, 2, 3, -4, Long.MAX_VALUE))),
        new Change.PublishRemembered(
            SERVICE, NODE, ALICE, "key", Instant.ofEpochMilli(3), List.of()),
        new Change.PublishRemembered(
            SERVICE,
            NODE,
            ALICE,
            null,
            Instant.ofEpochMilli(3),
            List.of(new RememberedItem("a", "digest"), new RememberedItem("b", ""))),
        new Change.ItemsRetracted(SERVICE, NODE, List.of("a", "b")),
        new Change.ItemsKept(
            SERVICE,
            NODE,
            List.of(
                new KeptItem(
                    new Item(1, "a", ALICE, Instant.ofEpochMilli(1), payload), true, false),
                new KeptItem(new Item(5, "a", ALICE, Instant.EPOCH, payload, 1), false, true),
                new KeptItem(new Item(9, "b", ALICE, Instant.EPOCH, null), true, true))),
        new Change.NodeRestored(
            SERVICE, NODE, 7, Instant.ofEpochMilli(3), 8, 2, List.of("sub-2", "sub-1")),
        new Change.NodeDeparted(
            SERVICE, NODE, "xmpp:x?;node=n", CONFIG, Map.of(ALICE, Affiliation.OWNER)),
        new Change.Subscribed(
            SERVICE,
            NODE,
            new Subscription(
                Jid.of("alice@example.org/1"),
                "sub-1",
                SubscriptionState.UNCONFIGURED,
                SubscriptionOptions.INITIAL
                    .with(SubscriptionOptionFields.SHOW_VALUES, Set.of(Show.XA, Show.CHAT))
                    .with(SubscriptionOptionFields.DIGEST, true)
                    .with(SubscriptionOptionFields.DIGEST_FREQUENCY, Duration.ofMillis(1_500))
                    .expiring(Expiry.at(Instant.ofEpochMilli(2_000_000_000_123L)))),
            Instant.ofEpochMilli(3)),
        new Change.Subscribed(SERVICE, NODE, Subscription.subscribed(ALICE, "sub-2"), null),
        new Change.Subscribed(
            SERVICE,
            NODE,
            new Subscription(
                ALICE,
                "sub-4",
                SubscriptionState.SUBSCRIBED,
                SubscriptionOptions.INITIAL.with(SubscriptionOptionFields.GROUP, "workers")),
            null),
        new Change.Subscribed(
            SERVICE,
            NODE,
            Subscription.subscribed(ALICE, "sub-3").askedBy(BareJid.of("owner@example.org")),
            Instant.ofEpochMilli(3)),
        new Change.DigestSent(
            SERVICE, NODE, Jid.of("alice@example.org/1"), "sub-1", 7, Instant.ofEpochMilli(9)),
        new Change.DigestSent(SERVICE, NODE, ALICE, "sub-2", Long.MAX_VALUE, null),
        new Change.DigestWaits(SERVICE, NODE, "all/#", ALICE, "sub-1", 7, Instant.ofEpochMilli(9)),
        new Change.DigestWaits(SERVICE, NODE, "", ALICE, "sub-1", 8, null),
        new Change.LeaseReminded(SERVICE, NODE, Jid.of("alice@example.org/1"), "sub-1"),
        new Change.Unsubscribed(SERVICE, NODE, Jid.of("alice@example.org/1"), "sub-1"),
        new Change.AffiliationChanged(SERVICE, NODE, ALICE, Affiliation.PUBLISH_ONLY),
        new Change.AffiliationChanged(SERVICE, NODE, ALICE, Affiliation.NONE));
  }

  @ParameterizedTest
  @MethodSource("changes")
  void changeReadsBackAsItWas(Change change) {
    LogRecord record = ChangeCodec.encode(change, 7);
    assertEquals(7, record.partition());
    assertTrue(ChangeCodec.isChange(record));
    assertEquals(change, ChangeCodec.decode(record));
  }

  @ParameterizedTest
  @MethodSource("changes")
  void recordThatEndsEarlyOrGoesOnIsRefused(Change change) {
    LogRecord record = ChangeCodec.encode(change, 7);
    byte[] payload = record.payload();
    for (int length = 0; length < payload.length; length++) {
      LogRecord cut = new LogRecord(record.type(), 7, Arrays.copyOf(payload, length));
      assertThrows(IllegalArgumentException.class, () -> ChangeCodec.decode(cut));
    }
    LogRecord longer = new LogRecord(record.type(), 7, Arrays.copyOf(payload, payload.length + 1));
    assertThrows(IllegalArgumentException.class, () -> ChangeCodec.decode(longer));
  }

  @Test
  void unknownFormatAndTypeAreRefused() {
    byte[] payload = ChangeCodec.encode(new Change.NodePurged(SERVICE, NODE), 0).payload().clone();
    assertThrows(
        IllegalArgumentException.class,
        () -> ChangeCodec.decode(new LogRecord((byte) 63, 0, payload)));
    payload[0] = 2;
    assertThrows(
        IllegalArgumentException.class,
        () -> ChangeCodec.decode(new LogRecord((byte) 4, 0, payload)));
  }

  @Test
  void recordsOfOthersAreNoChanges() {
    for (byte type : new byte[] {64, 96, 127}) {
      assertFalse(ChangeCodec.isChange(new LogRecord(type, 0, new byte[0])));
    }
  }

  @Test
  void itemCostsLittleMoreThanItsPayload() {
    byte[] xml = "x".repeat(200).getBytes(StandardCharsets.UTF_8);
    Change change =
        new Change.ItemsPublished(
            SERVICE,
            "sensors/1",
            List.of(
                new Item(
                    1_000_000,
                    "0123456789",
                    ALICE,
                    Instant.ofEpochMilli(1_800_000_000_000L),
                    new SerializedXml("reading", "urn:example:reading", xml))),
            1);
    assertTrue(ChangeCodec.encode(change, 0).payload().length < 200 + 120);
  }

  /** The layout is stored: a change of it needs a new version. */
  @Test
  void formatOneStaysAsItIs() {
    LogRecord record =
        ChangeCodec.encode(
            new Change.Unsubscribed(BareJid.of("p.example"), "n", Jid.of("a@b.example/c"), "s"), 3);
    assertEquals(8, record.type());
    assertEquals(
        "\u0001\tp.example\u0001n\ra@b.example/c\u0001s",
        new String(record.payload(), StandardCharsets.UTF_8));
  }

  private static String hex(Change change, int type) {
    LogRecord record = ChangeCodec.encode(change, 3);
    assertEquals(type, record.type());
    return HexFormat.of().formatHex(record.payload());
  }

  /** What could always be said is said as it always was: logs are read by what was before. */
  @Test
  void itemsWithoutHeadersAreWrittenAsEver() {
    BareJid service = BareJid.of("p.example");
    Item item =
        new Item(
            300,
            "i",
            BareJid.of("a@b.example"),
            Instant.ofEpochMilli(1_000),
            new SerializedXml("v", "u", "<v/>".getBytes(StandardCharsets.UTF_8)),
            2);
    Item empty = new Item(301, "j", BareJid.of("a@b.example"), Instant.ofEpochMilli(1_000), null);
    String head = "0109702e6578616d706c65016e";
    String first = "ac0201690b6140622e6578616d706c65e80701017601750" + "43c762f3e02";
    String second = "ad02016a0b6140622e6578616d706c65e80700ad02";
    assertEquals(
        head + "02" + first + second + "05",
        hex(new Change.ItemsPublished(service, "n", List.of(item, empty), 5), 5));
    assertEquals(
        head + "02" + "01" + first + "02" + second,
        hex(
            new Change.ItemsKept(
                service,
                "n",
                List.of(new KeptItem(item, true, false), new KeptItem(empty, false, true))),
            24));
    Change.ItemsPublished passing =
        new Change.ItemsPublished(service, "n", List.of(empty), 5, PublishKind.PASSING);
    assertEquals(head + "01" + "01" + second + "00" + "05", hex(passing, 29));
  }

  /** A record of a log that is older than subscriptions with a group. */
  @Test
  void subscriptionsOfBeforeHaveNoGroup() {
    Change.Subscribed change =
        new Change.Subscribed(
            BareJid.of("p.example"),
            "n",
            new Subscription(
                Jid.of("a@b.example/c"),
                "s",
                SubscriptionState.SUBSCRIBED,
                SubscriptionOptions.INITIAL.with(SubscriptionOptionFields.DELIVER, false)),
            null);
    String before =
        "0109702e6578616d706c65016e0d6140622e6578616d706c652f6301730a73756273637269626564"
            + "010e7075627375622364656c6976657201013000";
    assertEquals(before, hex(change, 7));
    Change.Subscribed read =
        (Change.Subscribed)
            ChangeCodec.decode(new LogRecord((byte) 7, 3, HexFormat.of().parseHex(before)));
    assertEquals(change, read);
    assertFalse(read.subscription().options().isGrouped());
  }

  @Test
  void unknownKindsAndFlagsAreRefused() {
    byte[] kind =
        ChangeCodec.encode(
                new Change.ItemsPublished(
                    BareJid.of("p.example"), "n", List.of(), 0, PublishKind.PASSING),
                0)
            .payload();
    kind[13] = 3;
    assertThrows(
        IllegalArgumentException.class,
        () -> ChangeCodec.decode(new LogRecord((byte) 29, 0, kind)));
    byte[] flags =
        ChangeCodec.encode(
                new Change.ItemsKept(
                    BareJid.of("p.example"),
                    "n",
                    List.of(new KeptItem(WITH_HEADERS, true, true, true))),
                0)
            .payload();
    assertEquals(7, flags[14]);
    flags[14] = 8;
    assertThrows(
        IllegalArgumentException.class,
        () -> ChangeCodec.decode(new LogRecord((byte) 33, 0, flags)));
  }

  @Test
  void partitionsAreStableAndSpread() {
    assertEquals(
        Partitions.of(SERVICE, "news"), Partitions.of(BareJid.of("pubsub.example.org"), "news"));
    Set<Integer> used = new HashSet<>();
    for (int i = 0; i < 10_000; i++) {
      int partition = Partitions.of(SERVICE, "sensors/room" + i + "/temperature");
      assertTrue(0 <= partition && partition < LogRecord.PARTITIONS);
      used.add(partition);
    }
    assertTrue(used.size() > 1_000, "spread over " + used.size());
  }

  @Test
  void whatNeedNotSurviveIsNotWritten() {
    Item item = new Item(1, "a", ALICE, Instant.ofEpochMilli(1), null);
    Change change = new Change.LastItemCached(SERVICE, NODE, item);
    assertFalse(change.isDurable());
    assertThrows(IllegalArgumentException.class, () -> ChangeCodec.encode(change, 0));
  }
}
