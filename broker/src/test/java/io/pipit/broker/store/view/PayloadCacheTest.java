package io.pipit.broker.store.view;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.pubsub.Item;
import io.pipit.pubsub.ItemEntry;
import io.pipit.pubsub.change.Change;
import io.pipit.pubsub.store.ChangeCodec;
import io.pipit.pubsub.store.InMemoryLog;
import io.pipit.pubsub.store.ItemIndex;
import io.pipit.pubsub.store.Partitions;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.SerializedXml;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How many payloads stay in memory. */
class PayloadCacheTest {

  private static final BareJid SERVICE = BareJid.of("pubsub.example.org");
  private static final String NODE = "node";
  private static final SerializedXml IN_MEMORY = payload("<m/>");
  private static final SerializedXml IN_LOG = payload("<l/>");
  private static final int WEIGHT = PayloadCache.ITEM_BYTES + 4;

  private final InMemoryLog log = new InMemoryLog();

  private static SerializedXml payload(String xml) {
    return new SerializedXml("m", "", xml.getBytes(StandardCharsets.UTF_8));
  }

  /** Publishes items whose records hold another payload than memory does. */
  private ItemIndex publish(PayloadCache cache, int count) {
    ItemIndex index = new ItemIndex(cache, Long.MAX_VALUE);
    for (int seq = 1; seq <= count; seq++) {
      Change logged = new Change.ItemsPublished(SERVICE, NODE, List.of(item(seq, IN_LOG)), seq - 1);
      long position = log.append(List.of(ChangeCodec.encode(logged, Partitions.of(SERVICE, NODE))));
      index.put(item(seq, IN_MEMORY), position);
    }
    return index;
  }

  private static Item item(long seq, SerializedXml payload) {
    return new Item(
        seq, "i" + seq, BareJid.of("a@example.org"), Instant.ofEpochMilli(seq), payload, seq);
  }

  @Test
  void smallPayloadsCountWithTheObjectsAroundThem() {
    PayloadCache cache = new PayloadCache(log, 100L * WEIGHT);

    ItemIndex index = publish(cache, 1_000);

    assertEquals(100L * WEIGHT, cache.bytes());
    assertEquals(IN_LOG, index.range(899, 900).get(0).payload());
    assertEquals(IN_MEMORY, index.range(950, 951).get(0).payload());
  }

  @Test
  void oneThatWasAskedForStaysLonger() {
    PayloadCache cache = new PayloadCache(log, 100L * WEIGHT);
    ItemIndex index = publish(cache, 100);
    assertEquals(IN_MEMORY, index.range(0, 1).get(0).payload());

    index.put(item(101, IN_MEMORY), log.appended());

    assertEquals(IN_MEMORY, index.range(0, 1).get(0).payload());
    assertEquals(IN_LOG, index.range(1, 2).get(0).payload());
  }

  /** An index that names a record which is not there is damage: whoever needs it is told so. */
  @Test
  void recordThatIsGoneCannotBeRead() {
    PayloadCache cache = new PayloadCache(log, 100L * WEIGHT);
    ItemIndex index = new ItemIndex(cache, Long.MAX_VALUE);
    index.put(ItemEntry.of(item(1, IN_LOG), 0));

    assertThrows(UncheckedIOException.class, () -> index.get("i1"));
    assertThrows(UncheckedIOException.class, () -> index.range(0, 1));
  }

  @Test
  void whenAllWereAskedForTheBoundHoldsAndFewAreLookedAt() {
    PayloadCache cache = new PayloadCache(log, 100L * WEIGHT);
    ItemIndex index = publish(cache, 100);
    index.range(0, 100);

    index.put(item(101, IN_MEMORY), log.appended());

    assertTrue(cache.bytes() <= 100L * WEIGHT);
    assertEquals(IN_MEMORY, index.range(0, 1).get(0).payload());
    assertEquals(IN_LOG, index.range(PayloadCache.MOST_SPARED, 17).get(0).payload());
    assertEquals(IN_MEMORY, index.range(PayloadCache.MOST_SPARED + 1, 18).get(0).payload());
  }
}
