package io.pipit.broker.store.view;

import io.pipit.pubsub.Item;
import io.pipit.pubsub.ItemEntry;
import io.pipit.pubsub.store.History;
import io.pipit.pubsub.store.ItemIndex;
import io.pipit.pubsub.store.NodeView;
import io.pipit.pubsub.store.StoredItem;
import io.pipit.xmpp.BareJid;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The items of one node, whose index is on the heap while it is used and in the view's file while
 * it is not. Confined to the owner of the node.
 *
 * <p>An index that has changed since the file was written stays on the heap until the next file.
 */
final class StoredView implements NodeView {

  private static final Logger LOG = LoggerFactory.getLogger(StoredView.class);

  /** What an index takes that has no entry. */
  static final int EMPTY_WEIGHT = 4;

  private final BareJid service;
  private final String node;
  private ShardViews home;
  private @Nullable ItemIndex index;

  /** Where the index rests; null when what rests is not what is here. */
  private @Nullable Rest rest;

  /** Of the file that {@link #rest} speaks of. */
  private int generation;

  /** What rests turned out to be damaged. */
  private boolean isDamaged;

  /** The place in the log up to which what rests has everything. */
  private long restsThrough;

  /** Where the index will rest once the file that is being written is whole, but for the number. */
  private @Nullable Rest next;

  /** What changes the index once it is here; null when nothing does. */
  private @Nullable LaterChanges later;

  /** What is held, while there is more to say of it than its entry does. */
  private @Nullable StoredItem held;

  private int nextNumber;
  private long nextThrough;

  /** What the shard counts for this index, and of that, for one that cannot leave the heap. */
  private int counted;

  private int countedChanged;

  private boolean isFresh;

  StoredView(BareJid service, String node, ShardViews home) {
    this.service = service;
    this.node = node;
    this.home = home;
  }

  ShardViews home() {
    return home;
  }

  BareJid service() {
    return service;
  }

  String node() {
    return node;
  }

  /**
   * Belongs to another shard's views from now on, with nothing of the ones before: those are of
   * another thread. All that it has is durable.
   */
  void moveTo(ShardViews other) {
    ItemIndex known = index;
    home = other;
    index = null;
    held = null;
    isDamaged = false; // which is found out again
    counted = 0;
    countedChanged = 0;
    if (known != null && rest == null) {
      index = home.copy(known);
      home.loaded(this);
    }
    count();
  }

  @Override
  public boolean isHere() {
    return index != null || rest == null || (!isDamaged && home.canRead(generation));
  }

  private ItemIndex index() {
    isFresh = true;
    ItemIndex known = index;
    if (known == null) {
      known = home.load(this);
      arrived(known);
    }
    return known;
  }

  private void arrived(ItemIndex loaded) {
    index = loaded;
    Rest there = rest;
    // The log has lost something of it: then it is what was read, and not what rests.
    boolean isLess = there != null && !there.counts(loaded);
    LaterChanges waiting = later;
    if (waiting != null) {
      later = null;
      rest = null;
      next = null;
      waiting.applyTo(loaded);
    }
    if (isDamaged || isLess) {
      isDamaged = false; // it stays on the heap until the next file
      rest = null;
      next = null;
    }
    home.loaded(this);
    count();
  }

  /**
   * The index was read from the log elsewhere.
   *
   * @param of what it was read for
   */
  void arrived(Rest of, List<byte[]> chunks) {
    if (index == null && of.equals(rest)) {
      arrived(home.decode(chunks));
      isFresh = true;
    }
  }

  /** What rests cannot be read: it has to be read from the log. */
  void cannotBeRead() {
    isDamaged = home.canRead(generation);
  }

  /** What a change of the index has to wait in; null when the index is here. */
  private @Nullable LaterChanges later() {
    Rest there = rest;
    if (there == null || index != null || (isHere() && home.ifHere(this::index) != null)) {
      return null;
    }
    LaterChanges waiting = later;
    if (waiting == null) {
      waiting = new LaterChanges(there);
      later = waiting;
      next = null;
    }
    return waiting;
  }

  /** Where the index rests as it is now; null when what rests is not what is here. */
  private @Nullable Rest unchanged() {
    return later == null ? rest : null;
  }

  private void empty() {
    later = null;
    rest = null;
    next = null;
    count();
  }

  /** What there is to know of an item whose payload the log has; null when it has not yet. */
  private @Nullable ItemEntry readable(Item item, long position) {
    return home.isDurable(position) ? ItemEntry.of(item, position) : null;
  }

  /** The index, which is about to change. */
  private ItemIndex changing() {
    ItemIndex changed = index();
    rest = null;
    next = null;
    return changed;
  }

  private void count() {
    int weight = weight();
    int changed = unchanged() != null || isEmpty() ? 0 : weight;
    int more = weight - counted;
    int moreChanged = changed - countedChanged;
    counted = weight;
    countedChanged = changed;
    home.count(this, more, moreChanged);
  }

  /** What the index takes, in entries. */
  private int weight() {
    LaterChanges waiting = later;
    return index == null && waiting == null ? 0 : EMPTY_WEIGHT + entries();
  }

  /** An item and the publish that is remembered of it are one. */
  private int entries() {
    ItemIndex known = index;
    LaterChanges waiting = later;
    return (known == null ? 0 : Math.max(known.size(), known.history().size()))
        + (waiting == null ? 0 : waiting.entries());
  }

  /** Whether it was used since this was asked last. */
  boolean wasFresh() {
    boolean was = isFresh;
    isFresh = false;
    return was;
  }

  /** Whether the index can leave the heap: it rests in the file, or there is nothing in it. */
  boolean canUnload() {
    return rest != null || isEmpty();
  }

  boolean isEmpty() {
    return entries() == 0;
  }

  /** The index leaves the heap. */
  void unload() {
    index = null;
    count();
  }

  /** At a start: the index is in the file. */
  void restAt(Rest there, int inGeneration, long through) {
    rest = there;
    generation = inGeneration;
    restsThrough = through;
    if (home.hasLostSince(there.oldestPosition())) {
      forgetLost();
    }
  }

  /**
   * What a repair gave up is no item any more: nothing could be told of it, and nothing of the log
   * behind it would ever go. An index that is made from the log has none of it anyway.
   */
  private void forgetLost() {
    ItemIndex known = isHere() ? home.ifHere(this::index) : null;
    int lost = known == null ? 0 : known.removeLost(home::isLost);
    if (lost > 0) {
      rest = null;
      LOG.atWarn()
          .addKeyValue("event", "store.repair")
          .addKeyValue("service", service)
          .addKeyValue("node", node)
          .addKeyValue("lost", lost)
          .log("items went with the records that were given up");
      count();
    }
  }

  long restsThrough() {
    return restsThrough;
  }

  /** How the index goes to the next file: as it rests now, null when it does not. */
  @Nullable Rest resting() {
    return rest;
  }

  int generation() {
    return generation;
  }

  /**
   * The index as it goes to the next file, in which it will rest unless it changes before.
   *
   * @param number that it will have there
   * @param through the place in the log up to which the node has everything
   */
  TakenIndex take(int number, long through) {
    nextNumber = number;
    nextThrough = through;
    Rest there = unchanged();
    if (there == null) {
      return takeHere(number, through);
    }
    next = there; // not a second one for each node until the file is whole
    return new TakenIndex(there.as(number), List.of(), there, generation);
  }

  /** The same of an index that is here. */
  TakenIndex takeHere(int number, long through) {
    nextNumber = number;
    nextThrough = through;
    List<byte[]> chunks = IndexCodec.encode(index());
    Rest there = Rest.of(service, node, index(), number, chunks.size());
    next = there;
    return new TakenIndex(there, chunks, null, 0);
  }

  /** The file is whole. */
  void restsNow(int inGeneration) {
    Rest planned = next;
    if (planned != null) {
      rest = planned.as(nextNumber);
      generation = inGeneration;
      isDamaged = false;
      restsThrough = nextThrough;
      next = null;
      count();
    }
  }

  @Override
  public void put(Item item, long position) {
    LaterChanges waiting = later();
    if (waiting == null) {
      changing().put(item, position);
    } else {
      waiting.put(item, position, readable(item, position));
    }
    count();
  }

  @Override
  public void restore(Item item, long position) {
    LaterChanges waiting = later();
    if (waiting == null) {
      changing().restore(item, position);
    } else {
      waiting.restore(item, position, readable(item, position));
    }
    count();
  }

  @Override
  public void remove(String id) {
    LaterChanges waiting = later();
    if (waiting == null) {
      changing().remove(id);
    } else {
      waiting.remove(id);
    }
    count();
  }

  @Override
  public void dropThrough(long seq) {
    LaterChanges before = later;
    if ((before == null ? oldestSeq() : before.oldestItem()) > seq) {
      return;
    }
    LaterChanges waiting = later();
    if (waiting == null) {
      changing().dropThrough(seq);
    } else {
      waiting.dropThrough(seq);
      if (waiting.leaveNothing()) {
        empty();
      }
    }
    count();
  }

  @Override
  public int size() {
    Rest there = unchanged();
    return there == null ? index().size() : there.items();
  }

  @Override
  public long bytes() {
    Rest there = unchanged();
    return there == null ? index().bytes() : there.itemBytes();
  }

  @Override
  public long oldestSeq() {
    Rest there = unchanged();
    return there == null ? index().oldestSeq() : there.oldestItem();
  }

  @Override
  public Optional<Item> get(String id) {
    return index().get(id);
  }

  @Override
  public Optional<ItemEntry> entry(String id) {
    return index().entry(id);
  }

  @Override
  public ItemEntry entry(int place) {
    return index().entry(place);
  }

  @Override
  public List<Item> range(int from, int to) {
    return index().range(from, to);
  }

  @Override
  public List<ItemEntry> entries(int from, int to) {
    return index().entries(from, to);
  }

  @Override
  public List<ItemEntry> entriesByCreation(int from, int to) {
    return index().entriesByCreation(from, to);
  }

  @Override
  public int rankByCreation(long created) {
    return index().rankByCreation(created);
  }

  @Override
  public int rank(long seq) {
    return index().rank(seq);
  }

  @Override
  public int rank(Instant arrival) {
    return index().rank(arrival);
  }

  /** Without the index, which need not be here. */
  @Override
  public void hold(Item item, long position) {
    StoredItem known = inIndex(item.seq());
    if (known == null || known.entry().position() != position) {
      known = StoredItem.of(item, position);
      if (known.entry().payloadBytes() > 0) {
        home.payloads().inMemory(known);
      }
    }
    held = known;
  }

  /** One that cannot be read from the log yet is in the index, which stays on the heap for it. */
  @Override
  public void hold(ItemEntry entry) {
    held = inIndex(entry.seq());
  }

  @Override
  public void release() {
    held = null;
  }

  @Override
  public Item read(ItemEntry entry) {
    StoredItem known = held;
    if (known == null || known.entry().seq() != entry.seq()) {
      StoredItem there = inIndex(entry.seq());
      StoredItem found = there == null ? StoredItem.of(entry) : there;
      held = known == null ? found : known;
      known = found;
    }
    return known.item(home.payloads());
  }

  private @Nullable StoredItem inIndex(long seq) {
    ItemIndex known = index;
    return known == null ? null : known.find(seq);
  }

  @Override
  public History history() {
    return new Remembered();
  }

  /** The history, which comes and goes with the index. */
  private final class Remembered implements History {

    @Override
    public void add(Item item, long position) {
      LaterChanges waiting = later();
      if (waiting == null) {
        changing().history().add(item, position);
      } else {
        waiting.remember(item, position, readable(item, position));
      }
      count();
    }

    @Override
    public void restore(Item item, long position) {
      LaterChanges waiting = later();
      if (waiting == null) {
        changing().history().restore(item, position);
      } else {
        waiting.restoreRemembered(item, position, readable(item, position));
      }
      count();
    }

    @Override
    public void remove(String id) {
      LaterChanges waiting = later();
      if (waiting == null) {
        changing().history().remove(id);
      } else {
        waiting.removeRemembered(id);
      }
      count();
    }

    @Override
    public void trim(long through, Instant from) {
      LaterChanges before = later;
      Instant oldest = before == null ? oldestArrival() : before.oldestArrival();
      if ((before == null ? oldestSeq() : before.oldestRemembered()) > through
          && (oldest == null || !oldest.isBefore(from))) {
        return;
      }
      LaterChanges waiting = later();
      if (waiting == null) {
        changing().history().trim(through, from);
      } else {
        waiting.trim(through, from);
        if (waiting.leaveNothing()) {
          empty();
        }
      }
      count();
    }

    @Override
    public void trimTo(long maxBytes) {
      LaterChanges before = later;
      if ((before == null ? bytes() : before.rememberedBytes()) <= maxBytes) {
        return;
      }
      LaterChanges waiting = later();
      if (waiting == null) {
        changing().history().trimTo(maxBytes);
      } else {
        waiting.trimTo(maxBytes);
      }
      count();
    }

    @Override
    public int size() {
      Rest there = unchanged();
      return there == null ? index().history().size() : there.remembered();
    }

    @Override
    public long bytes() {
      Rest there = unchanged();
      return there == null ? index().history().bytes() : there.rememberedBytes();
    }

    @Override
    public long oldestSeq() {
      Rest there = unchanged();
      return there == null ? index().history().oldestSeq() : there.oldestRemembered();
    }

    @Override
    public @Nullable Instant oldestArrival() {
      Rest there = unchanged();
      return there == null ? index().history().oldestArrival() : there.oldest();
    }

    @Override
    public List<Item> range(int from, int to) {
      return index().history().range(from, to);
    }

    @Override
    public List<ItemEntry> entries(int from, int to) {
      return index().history().entries(from, to);
    }

    @Override
    public ItemEntry entry(int place) {
      return index().history().entry(place);
    }

    @Override
    public int rank(long seq) {
      return index().history().rank(seq);
    }

    @Override
    public int rank(Instant arrival) {
      return index().history().rank(arrival);
    }
  }
}
