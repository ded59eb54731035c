package io.pipit.broker.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.broker.queue.QueueChange.Enqueued;
import io.pipit.broker.queue.QueueChange.Received;
import io.pipit.pubsub.Item;
import io.pipit.pubsub.ItemHeader;
import io.pipit.pubsub.store.Partitions;
import io.pipit.xmpp.BareJid;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class QueueTypesTest {

  private static final BareJid ANN = BareJid.of("ann@example.org");
  private static final BareJid SERVICE = BareJid.of("pubsub.example.org");

  @Test
  void spansAreAsFewAsCanBe() {
    assertEquals(List.of(), Span.of(List.of()));
    assertEquals(
        List.of(new Span(1, 3), new Span(5, 5), new Span(7, 8)),
        Span.of(List.of(1L, 2L, 3L, 5L, 7L, 8L)));
    assertThrows(IllegalArgumentException.class, () -> new Span(2, 1));
    assertThrows(IllegalArgumentException.class, () -> new Span(-1, 1));
  }

  @Test
  void queuesOfAnAccountAreWhereItIs() {
    assertEquals(Partitions.of(ANN), new QueueId(ANN, "a").partition());
    assertEquals(Partitions.of(ANN), new QueueId(ANN, "b").partition());
  }

  @Test
  void settingsWithTheSameAttachmentAreEqual() {
    QueueSettings one = RandomQueues.settings(new Random(3));
    QueueSettings same = RandomQueues.settings(new Random(3));
    assertEquals(one, same);
    assertEquals(one.hashCode(), same.hashCode());
    assertNotEquals(
        one, new QueueSettings(one.filters(), one.bounds(), one.expiry(), new byte[] {9, 9, 9, 9}));
  }

  @Test
  void itemExpiresWhenItsPublisherSaid() {
    WaitingItem waiting = waiting("2026-01-01T00:00:00Z");
    Instant expires = Instant.parse("2026-01-01T00:00:00Z");
    assertEquals(expires, waiting.expires());
    assertFalse(waiting.isExpired(expires.minusMillis(1)));
    assertTrue(waiting.isExpired(expires));
  }

  @Test
  void whatIsNoTimeIsNoExpiry() {
    assertNull(waiting("tomorrow").expires());
    assertFalse(waiting("tomorrow").isExpired(Instant.MAX));
  }

  private static WaitingItem waiting(String expires) {
    Item item =
        new Item(1, "a", ANN, Instant.EPOCH, null, 1, List.of(new ItemHeader("expires", expires)));
    return WaitingItem.of(SERVICE, "node", item, false, true, true);
  }

  @Test
  void impossibleChangesAreDefects() {
    Item item = RandomQueues.item(new Random(1), 1);
    WaitingItem waiting = WaitingItem.of(SERVICE, "node", item, false, true, true);
    assertThrows(IllegalArgumentException.class, () -> new Enqueued(waiting, 1, item, List.of()));
    assertThrows(IllegalArgumentException.class, () -> new Received(1, 0, false));
  }

  @Test
  void reasonsHaveWords() {
    assertEquals("by_hand", DropReason.BY_HAND.word());
  }
}
