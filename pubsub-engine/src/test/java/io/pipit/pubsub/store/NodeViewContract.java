package io.pipit.pubsub.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.pipit.pubsub.Item;
import io.pipit.pubsub.ItemEntry;
import io.pipit.pubsub.ItemHeader;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.SerializedXml;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What every {@link NodeView} keeps. An implementation extends this and says how it is opened. */
public abstract class NodeViewContract {

  private static final BareJid SERVICE = BareJid.of("pubsub.example.org");

  /** The views of a store that is empty before each test. */
  protected abstract NodeView.Factory views();

  private NodeView open() {
    return views().open(SERVICE, "node");
  }

  /** An item whose payload says its sequence number and id. */
  protected static Item item(long seq, String id) {
    byte[] xml = ("<v>" + seq + id + "</v>").getBytes(StandardCharsets.UTF_8);
    return new Item(
        seq,
        id,
        BareJid.of("alice@example.org"),
        Instant.ofEpochMilli(seq),
        new SerializedXml("v", "", xml));
  }

  /** The position at which the tests have the record of an item. */
  private static long position(long seq) {
    return 1_000 + seq;
  }

  private static void put(NodeView view, Item item) {
    view.put(item, position(item.seq()));
  }

  private static NodeView filled(NodeView view, String letters) {
    for (int i = 0; i < letters.length(); i++) {
      put(view, item(i + 1, letters.substring(i, i + 1)));
    }
    return view;
  }

  private static String ids(NodeView view) {
    return ids(view.range(0, view.size()));
  }

  private static String ids(List<Item> items) {
    return String.join("", items.stream().map(Item::id).toList());
  }

  @Test
  void bytesAreThoseOfThePayloadsOfItems() {
    NodeView view = filled(open(), "abcd");
    long each = item(1, "a").payloadBytes();
    assertEquals(4 * each, view.bytes());
    put(view, item(5, "c"));
    assertEquals(4 * each, view.bytes());
    view.remove("c");
    view.remove("c");
    assertEquals(3 * each, view.bytes());
    view.restore(item(5, "c"), 2_000);
    view.restore(item(5, "c"), 2_001);
    assertEquals(4 * each, view.bytes());
    view.dropThrough(2);
    assertEquals(2 * each, view.bytes());
    view.dropThrough(Long.MAX_VALUE);
    assertEquals(0, view.bytes());
  }

  @Test
  void newViewIsEmpty() {
    NodeView view = open();
    assertEquals(0, view.size());
    assertEquals(List.of(), view.range(0, 0));
    assertEquals(Optional.empty(), view.get("a"));
    assertEquals(0, view.rank(1));
    view.remove("a");
    view.dropThrough(9);
    assertEquals(0, view.size());
  }

  @Test
  void itemsAreFoundByIdAndPlaceAsTheyWerePut() {
    NodeView view = filled(open(), "abc");
    assertEquals(Optional.of(item(2, "b")), view.get("b"));
    assertEquals(List.of(item(1, "a"), item(2, "b"), item(3, "c")), view.range(0, 3));
    assertEquals(List.of(item(2, "b")), view.range(1, 2));
  }

  @Test
  void itemWithoutPayloadIsKept() {
    NodeView view = open();
    Item bare = new Item(1, "a", BareJid.of("alice@example.org"), Instant.EPOCH, null);
    put(view, bare);
    assertEquals(Optional.of(bare), view.get("a"));
  }

  @Test
  void sameIdReplacesAndIsTheNewest() {
    NodeView view = filled(open(), "abc");
    put(view, item(4, "a"));
    assertEquals("bca", ids(view));
    assertEquals(Optional.of(item(4, "a")), view.get("a"));
  }

  @Test
  void sequenceNumbersOnlyGrow() {
    NodeView view = filled(open(), "ab");
    assertThrows(IllegalArgumentException.class, () -> put(view, item(2, "c")));
    assertThrows(IllegalArgumentException.class, () -> put(view, item(1, "c")));
    assertEquals("ab", ids(view));
  }

  @Test
  void removedItemIsGone() {
    NodeView view = filled(open(), "abcd");
    view.remove("b");
    view.remove("a");
    view.remove("d");
    view.remove("x");
    assertEquals("c", ids(view));
    assertEquals(Optional.empty(), view.get("a"));
  }

  @Test
  void oldestGoFirst() {
    NodeView view = filled(open(), "abcd");
    view.dropThrough(0);
    assertEquals("abcd", ids(view));
    view.dropThrough(2);
    assertEquals("cd", ids(view));
    assertEquals(Optional.empty(), view.get("b"));
    view.dropThrough(Long.MAX_VALUE);
    assertEquals(0, view.size());
    put(view, item(5, "e"));
    assertEquals("e", ids(view));
  }

  @Test
  void rankIsThePlaceOfASequenceNumberAlsoWhenItIsGone() {
    NodeView view = filled(open(), "abcd");
    view.remove("b");
    assertEquals(0, view.rank(1));
    assertEquals(1, view.rank(2));
    assertEquals(1, view.rank(3));
    assertEquals(2, view.rank(4));
    assertEquals(3, view.rank(5));
    assertEquals(3, view.rank(Long.MAX_VALUE));
    assertEquals(0, view.rank(Instant.EPOCH));
    assertEquals(1, view.rank(Instant.ofEpochMilli(2)));
    assertEquals(2, view.rank(Instant.ofEpochMilli(4)));
    assertEquals(3, view.rank(Instant.MAX));
  }

  private static Item inPlaceOf(long created, long seq, String id) {
    Item item = item(seq, id);
    return new Item(seq, id, item.publisher(), item.arrival(), item.payload(), created);
  }

  private static String byCreation(NodeView view) {
    return String.join(
        "", view.entriesByCreation(0, view.size()).stream().map(ItemEntry::id).toList());
  }

  @Test
  void itemsComeInTheOrderOfTheirCreationToo() {
    NodeView view = filled(open(), "abcd");
    put(view, inPlaceOf(2, 5, "b"));
    assertEquals("acdb", ids(view));
    assertEquals("abcd", byCreation(view));
    assertEquals(
        Optional.of(5L), view.entriesByCreation(1, 2).stream().findFirst().map(ItemEntry::seq));
    put(view, inPlaceOf(1, 6, "a"));
    put(view, item(7, "e"));
    assertEquals("abcde", byCreation(view), "also when it was asked for before");
    view.remove("c");
    assertEquals("abde", byCreation(view));
    assertEquals(2, view.rankByCreation(3));
    assertEquals(2, view.rankByCreation(4));
    assertEquals(4, view.rankByCreation(99));
    put(view, item(8, "b"));
    assertEquals("adeb", byCreation(view), "an item that starts anew");
    view.dropThrough(4);
    assertEquals("aeb", byCreation(view));
    view.dropThrough(7);
    assertEquals("b", byCreation(view));
    view.dropThrough(8);
    assertEquals("", byCreation(view));
  }

  @Test
  void entriesSayWhereTheirPayloadsAre() {
    NodeView view = filled(open(), "abc");
    ItemEntry b = ItemEntry.of(item(2, "b"), position(2));
    assertEquals(Optional.of(b), view.entry("b"));
    assertEquals(Optional.empty(), view.entry("x"));
    assertEquals(b, view.entry(1));
    assertEquals(List.of(b, ItemEntry.of(item(3, "c"), position(3))), view.entries(1, 3));
    assertEquals(List.of(b), view.entriesByCreation(1, 2));
    assertEquals(item(2, "b").payloadBytes(), b.payloadBytes());
    view.remove("a");
    assertEquals(b, view.entry(0));
  }

  @Test
  void itemThatWasCopiedHasAnotherPosition() {
    NodeView view = filled(open(), "abc");
    view.restore(item(2, "b"), 2_000);
    assertEquals("abc", ids(view));
    assertEquals(Optional.of(2_000L), view.entry("b").map(ItemEntry::position));
    put(view, item(4, "b"));
    view.restore(item(2, "b"), 3_000);
    assertEquals("acb", ids(view), "a newer one is here");
    assertEquals(Optional.of(position(4)), view.entry("b").map(ItemEntry::position));
  }

  @Test
  void itemsComeBackInAnyOrder() {
    NodeView view = open();
    put(view, item(5, "e"));
    view.restore(item(2, "b"), 2_000);
    view.restore(item(1, "d"), 2_001);
    view.restore(item(4, "d"), 2_002);
    view.restore(item(3, "c"), 2_003);
    assertEquals("bcde", ids(view));
    assertEquals("bcde", byCreation(view));
    assertEquals(
        List.of(2_000L, 2_003L, 2_002L, position(5)),
        view.entries(0, 4).stream().map(ItemEntry::position).toList());
    view.restore(item(1, "a"), 2_004);
    assertEquals("abcde", byCreation(view));
    put(view, item(6, "f"));
    view.dropThrough(3);
    assertEquals("def", ids(view));
  }

  @Test
  void placesOutsideAreRefused() {
    NodeView view = filled(open(), "ab");
    assertThrows(IndexOutOfBoundsException.class, () -> view.range(-1, 1));
    assertThrows(IndexOutOfBoundsException.class, () -> view.range(0, 3));
    assertThrows(IndexOutOfBoundsException.class, () -> view.range(2, 1));
    assertThrows(IndexOutOfBoundsException.class, () -> view.entries(0, 3));
    assertThrows(IndexOutOfBoundsException.class, () -> view.entry(2));
    assertThrows(IndexOutOfBoundsException.class, () -> view.entry(-1));
  }

  @Test
  void rangeIsACopy() {
    NodeView view = filled(open(), "ab");
    List<Item> before = view.range(0, 2);
    view.dropThrough(2);
    assertEquals("ab", ids(before));
  }

  @Test
  void nodesAreApart() {
    NodeView.Factory views = views();
    NodeView one = filled(views.open(SERVICE, "one"), "ab");
    NodeView other = views.open(SERVICE, "other");
    NodeView elsewhere = views.open(BareJid.of("alice@example.org"), "one");
    put(other, item(1, "z"));
    assertEquals("ab", ids(one));
    assertEquals("z", ids(other));
    assertEquals(0, elsewhere.size());
  }

  private static ItemEntry entry(Item item) {
    return ItemEntry.of(item, position(item.seq()));
  }

  private static Item withHeader(long seq, String id) {
    Item bare = item(seq, id);
    return new Item(
        seq,
        id,
        bare.publisher(),
        bare.arrival(),
        bare.payload(),
        seq,
        List.of(new ItemHeader("Content-Type", "text/plain")));
  }

  @Test
  void itemsComeBackWithTheirHeaders() {
    NodeView view = open();
    Item whole = withHeader(1, "a");
    Item headersAlone =
        new Item(2, "b", whole.publisher(), whole.arrival(), null, 2, whole.headers());
    put(view, whole);
    put(view, headersAlone);
    assertEquals(List.of(whole, headersAlone), view.range(0, 2));
    assertEquals(whole.payloadBytes() + headersAlone.payloadBytes(), view.bytes());
    assertEquals(item(1, "a").payloadBytes() + 22, whole.payloadBytes());
  }

  @Test
  void whatIsHeldStaysReadable() {
    NodeView view = filled(open(), "ab");
    view.hold(entry(item(1, "a")));
    put(view, item(3, "a"));
    assertEquals(item(1, "a"), view.read(entry(item(1, "a"))), "overwritten");
    view.dropThrough(Long.MAX_VALUE);
    assertEquals(0, view.size());
    assertEquals(item(1, "a"), view.read(entry(item(1, "a"))), "dropped");
    Item other = withHeader(4, "c");
    view.hold(other, position(4));
    assertEquals(other, view.read(entry(other)), "never an item");
    assertEquals(0, view.size());
    view.release();
    assertEquals(0, view.bytes());
  }

  @Test
  void whatIsHereCanBeReadByItsEntry() {
    NodeView view = filled(open(), "ab");
    view.history().add(item(2, "b"), position(2));
    assertEquals(item(1, "a"), view.read(entry(item(1, "a"))));
    view.remove("b");
    assertEquals(item(2, "b"), view.read(entry(item(2, "b"))), "remembered");
  }

  @Test
  void whatIsHeldMayComeToAnotherRecord() {
    NodeView view = filled(open(), "a");
    view.hold(entry(item(1, "a")));
    view.restore(item(1, "a"), 2_000);
    view.hold(item(1, "a"), 2_000);
    assertEquals(item(1, "a"), view.read(ItemEntry.of(item(1, "a"), 2_000)));
    view.remove("a");
    view.hold(item(1, "a"), 3_000);
    assertEquals(item(1, "a"), view.read(ItemEntry.of(item(1, "a"), 3_000)));
  }

  /** The same as a plain list does it, over many steps. */
  @Test
  void behavesLikeAList() {
    NodeView view = open();
    List<Item> model = new ArrayList<>();
    Random random = new Random(7);
    for (int seq = 1; seq <= 5_000; seq++) {
      String id = Integer.toString(random.nextInt(60));
      switch (random.nextInt(8)) {
        case 0 -> {
          view.remove(id);
          model.removeIf(item -> item.id().equals(id));
        }
        case 1 -> {
          long through = Math.max(0, seq - random.nextInt(70));
          view.dropThrough(through);
          model.removeIf(item -> item.seq() <= through);
        }
        default -> {
          put(view, item(seq, id));
          model.removeIf(item -> item.id().equals(id));
          model.add(item(seq, id));
        }
      }
      if (!model.isEmpty() && random.nextInt(4) == 0) {
        Item copied = model.get(random.nextInt(model.size()));
        if (random.nextBoolean()) {
          view.remove(copied.id());
        }
        view.restore(copied, position(copied.seq()));
      }
      assertEquals(model.size(), view.size());
      int from = random.nextInt(model.size() + 1);
      assertEquals(model.subList(from, model.size()), view.range(from, model.size()));
      assertEquals(
          model.stream().map(item -> ItemEntry.of(item, position(item.seq()))).toList(),
          view.entries(0, model.size()));
      if (from < model.size()) {
        assertEquals(from, view.rank(model.get(from).seq()));
      }
    }
  }
}
