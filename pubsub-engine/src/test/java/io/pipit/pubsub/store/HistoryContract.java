package io.pipit.pubsub.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.pipit.pubsub.Item;
import io.pipit.pubsub.ItemEntry;
import io.pipit.xmpp.BareJid;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * What the {@link History} of every {@link NodeView} keeps. Items of these tests arrive as many
 * milliseconds after 1970 as their sequence number says.
 */
public abstract class HistoryContract {

  private static final BareJid SERVICE = BareJid.of("pubsub.example.org");

  /** The views of a store that is empty before each test. */
  protected abstract NodeView.Factory views();

  private History open() {
    return views().open(SERVICE, "node").history();
  }

  private static Item item(long seq, String id) {
    return NodeViewContract.item(seq, id);
  }

  private static void add(History history, Item item) {
    history.add(item, 1_000 + item.seq());
  }

  private static History filled(History history, String letters) {
    for (int i = 0; i < letters.length(); i++) {
      add(history, item(i + 1, letters.substring(i, i + 1)));
    }
    return history;
  }

  private static String ids(History history) {
    return String.join("", history.range(0, history.size()).stream().map(Item::id).toList());
  }

  @Test
  void newHistoryIsEmpty() {
    History history = open();
    assertEquals(0, history.size());
    assertEquals(List.of(), history.range(0, 0));
    assertEquals(0, history.rank(1));
    assertEquals(0, history.rank(Instant.EPOCH));
    assertNull(history.oldestArrival());
    history.remove("a");
    history.trim(9, Instant.MAX);
    assertEquals(0, history.size());
  }

  @Test
  void bytesAreThoseOfThePayloads() {
    History history = filled(open(), "abca");
    long each = item(1, "a").payloadBytes();
    assertEquals(4 * each, history.bytes());
    history.remove("a");
    assertEquals(2 * each, history.bytes());
    history.trim(2, Instant.EPOCH);
    assertEquals(each, history.bytes());
    history.trim(9, Instant.MAX);
    assertEquals(0, history.bytes());
  }

  @Test
  void everyPublishOfAnIdIsKeptAsItWas() {
    History history = filled(open(), "aba");
    assertEquals(List.of(item(1, "a"), item(2, "b"), item(3, "a")), history.range(0, 3));
  }

  @Test
  void itIsApartFromTheItems() {
    NodeView view = views().open(SERVICE, "node");
    add(view.history(), item(1, "a"));
    assertEquals(0, view.size());
    view.put(item(1, "a"), 1);
    view.put(item(2, "b"), 2);
    add(view.history(), item(2, "b"));
    view.dropThrough(2);
    assertEquals("ab", ids(view.history()));
    view.remove("a");
    assertEquals("ab", ids(view.history()));
  }

  @Test
  void removedIdLeavesWithAllItsPublishes() {
    History history = filled(open(), "abacaa");
    history.remove("a");
    assertEquals("bc", ids(history));
    history.remove("x");
    history.remove("b");
    history.remove("c");
    assertEquals(0, history.size());
    add(history, item(7, "d"));
    assertEquals("d", ids(history));
  }

  @Test
  void oldestAreForgottenByNumberAndByTime() {
    History history = filled(open(), "abcdef");
    history.trim(0, Instant.EPOCH);
    assertEquals("abcdef", ids(history));
    history.trim(1, Instant.EPOCH);
    assertEquals("bcdef", ids(history));
    history.trim(0, Instant.ofEpochMilli(4));
    assertEquals("def", ids(history));
    assertEquals(Instant.ofEpochMilli(4), history.oldestArrival());
    history.trim(3, Instant.ofEpochMilli(5));
    assertEquals("ef", ids(history));
    history.trim(5, Instant.EPOCH);
    assertEquals("f", ids(history));
    history.trim(0, Instant.MAX);
    assertEquals(0, history.size());
  }

  @Test
  void sequenceNumbersOnlyGrow() {
    History history = filled(open(), "ab");
    assertThrows(IllegalArgumentException.class, () -> add(history, item(2, "c")));
    assertThrows(IllegalArgumentException.class, () -> add(history, item(1, "c")));
    assertEquals("ab", ids(history));
  }

  @Test
  void rankIsThePlaceOfASequenceNumberAndOfATime() {
    History history = filled(open(), "abcd");
    history.remove("b");
    assertEquals(0, history.rank(1));
    assertEquals(1, history.rank(2));
    assertEquals(1, history.rank(3));
    assertEquals(3, history.rank(5));
    assertEquals(0, history.rank(Instant.ofEpochMilli(1)));
    assertEquals(1, history.rank(Instant.ofEpochMilli(2)));
    assertEquals(1, history.rank(Instant.ofEpochMilli(3)));
    assertEquals(3, history.rank(Instant.MAX));
  }

  @Test
  void entriesSayWhereTheirPayloadsAre() {
    History history = filled(open(), "aba");
    ItemEntry b = ItemEntry.of(item(2, "b"), 1_002);
    assertEquals(b, history.entry(1));
    assertEquals(List.of(b, ItemEntry.of(item(3, "a"), 1_003)), history.entries(1, 3));
    history.restore(item(2, "b"), 2_000);
    assertEquals(2_000, history.entry(1).position());
    assertEquals("aba", ids(history));
  }

  @Test
  void publishesComeBackInAnyOrder() {
    History history = open();
    add(history, item(6, "f"));
    history.restore(item(3, "a"), 2_000);
    history.restore(item(1, "a"), 2_001);
    history.restore(item(4, "b"), 2_002);
    assertEquals("aabf", ids(history));
    assertEquals(
        List.of(2_001L, 2_000L, 2_002L, 1_006L),
        history.entries(0, 4).stream().map(ItemEntry::position).toList());
    add(history, item(7, "g"));
    history.trim(1, Instant.ofEpochMilli(4));
    assertEquals("bfg", ids(history));
  }

  @Test
  void placesOutsideAreRefused() {
    History history = filled(open(), "ab");
    assertThrows(IndexOutOfBoundsException.class, () -> history.range(-1, 1));
    assertThrows(IndexOutOfBoundsException.class, () -> history.range(0, 3));
    assertThrows(IndexOutOfBoundsException.class, () -> history.range(2, 1));
    assertThrows(IndexOutOfBoundsException.class, () -> history.entries(0, 3));
    assertThrows(IndexOutOfBoundsException.class, () -> history.entry(2));
  }

  @Test
  void rangeIsACopy() {
    History history = filled(open(), "ab");
    List<Item> before = history.range(0, 2);
    history.trim(2, Instant.EPOCH);
    assertEquals(List.of(item(1, "a"), item(2, "b")), before);
  }

  /** The same as a plain list does it, over many steps. */
  @Test
  void behavesLikeAList() {
    History history = open();
    List<Item> model = new ArrayList<>();
    Random random = new Random(11);
    for (int seq = 1; seq <= 5_000; seq++) {
      String id = Integer.toString(random.nextInt(60));
      switch (random.nextInt(8)) {
        case 0 -> {
          history.remove(id);
          model.removeIf(item -> item.id().equals(id));
        }
        case 1 -> {
          long through = Math.max(0, seq - random.nextInt(90));
          Instant from = Instant.ofEpochMilli(seq - random.nextInt(120));
          history.trim(through, from);
          model.removeIf(item -> item.seq() <= through || item.arrival().isBefore(from));
        }
        default -> {
          add(history, item(seq, id));
          model.add(item(seq, id));
        }
      }
      assertEquals(model.size(), history.size());
      int from = random.nextInt(model.size() + 1);
      assertEquals(model.subList(from, model.size()), history.range(from, model.size()));
      if (from < model.size()) {
        assertEquals(from, history.rank(model.get(from).seq()));
        assertEquals(from, history.rank(model.get(from).arrival()));
      }
    }
  }
}
