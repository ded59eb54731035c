package io.pipit.broker.store.view;

import io.pipit.pubsub.store.ChangeLog;
import io.pipit.pubsub.store.ItemIndex;
import io.pipit.pubsub.store.NodeView;
import io.pipit.xmpp.BareJid;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The views of the nodes of one shard: which of their indexes are on the heap, within a number of
 * entries, and their payloads, within a number of bytes. Confined to the shard.
 *
 * <p>Indexes that have changed since the file was written cannot leave. When they are too many,
 * {@link #wantsCheckpoint} says that it is time for the next file.
 */
public final class ShardViews implements NodeView.Factory {

  /** So many indexes are looked at each time one is needed that is not here. */
  private static final int LOOKS = 4;

  private final ChangeLog log;
  private final @Nullable ViewFiles files;
  private final PayloadCache payloads;
  private final int maxEntries;
  private final Deque<StoredView> onHeap = new ArrayDeque<>();
  private long entries;

  /** Of the entries, those of indexes that cannot leave the heap. */
  private long changedEntries;

  /** Of a file of which a part cannot be read; negative when none is known. */
  private int damaged = -1;

  /** Whether who asks does without what is not here. */
  private boolean mayBeAbsent;

  private volatile boolean wantsCheckpoint;

  /**
   * @param files where indexes rest; null has everything stay on the heap
   * @param payloadBytes of payloads that stay in memory
   * @param maxEntries of indexes on the heap
   */
  public ShardViews(ChangeLog log, @Nullable ViewFiles files, long payloadBytes, int maxEntries) {
    this.log = log;
    this.files = files;
    this.payloads = new PayloadCache(log, payloadBytes);
    this.maxEntries = maxEntries;
  }

  @Override
  public NodeView open(BareJid service, String node) {
    return new StoredView(service, node, this);
  }

  @Override
  public boolean isWhole() {
    return files == null || (files.isWhole() && (damaged < 0 || !files.isThere(damaged)));
  }

  @Override
  public <T> @Nullable T ifHere(Supplier<T> asking) {
    boolean before = mayBeAbsent;
    mayBeAbsent = true;
    try {
      return asking.get();
    } catch (AbsentIndexException e) {
      return null;
    } finally {
      mayBeAbsent = before;
    }
  }

  boolean canRead(int generation) {
    return files == null || files.isThere(generation);
  }

  PayloadCache payloads() {
    return payloads;
  }

  boolean isDurable(long position) {
    return position <= log.durable();
  }

  /** Whether a repair may have given up a record that is not older than this. */
  boolean hasLostSince(long position) {
    return log.lastLost() >= position;
  }

  boolean isLost(long position) {
    return log.isLost(position);
  }

  @Override
  public void adopt(NodeView view) {
    ((StoredView) view).moveTo(this);
  }

  /** Any thread: whether so many indexes have changed that they should go to a file. */
  public boolean wantsCheckpoint() {
    return wantsCheckpoint;
  }

  /** Reads an index that rests; that takes long when it has to be read from the log. */
  ItemIndex load(StoredView view) {
    Rest rest = view.resting();
    if (rest == null || files == null) {
      return empty();
    }
    ItemIndex resting = view.isHere() ? files.read(view, rest, this::empty) : null;
    if (resting != null) {
      return resting;
    }
    damaged = view.generation();
    view.cannotBeRead();
    if (mayBeAbsent) {
      throw new AbsentIndexException();
    }
    return files.readFromLog(view, rest, this::empty);
  }

  /** The same entries; payloads are read from the log. */
  ItemIndex copy(ItemIndex index) {
    return decode(IndexCodec.encode(index));
  }

  ItemIndex decode(List<byte[]> chunks) {
    ItemIndex index = empty();
    IndexCodec.decode(chunks, index);
    return index;
  }

  /**
   * In the shard of a view that is not {@link NodeView#isHere here}: has its index read from the
   * log by another thread. It is here when the caller is told, unless that failed.
   *
   * @param shard runs what it is given in the shard
   * @param told whether it was read
   */
  public static void read(NodeView view, Executor shard, Consumer<Boolean> told) {
    StoredView absent = (StoredView) view;
    absent.home().load(absent, shard, told);
  }

  private void load(StoredView view, Executor shard, Consumer<Boolean> told) {
    Rest rest = view.resting();
    if (files == null || rest == null) {
      told.accept(true);
    } else {
      files.loads().add(new IndexLoads.Wanted(view, rest, view.restsThrough(), shard, told));
    }
  }

  private ItemIndex empty() {
    return new ItemIndex(payloads, Long.MAX_VALUE);
  }

  void loaded(StoredView view) {
    onHeap.add(view);
    look(view); // so that those of nodes that were deleted do not stay
  }

  /**
   * What an index takes has changed.
   *
   * @param more entries, or fewer
   * @param moreChanged of an index that cannot leave the heap
   */
  void count(StoredView view, int more, int moreChanged) {
    entries += more;
    changedEntries += moreChanged;
    if (more > 0 && isFull()) {
      look(view);
    }
    boolean wants = changedEntries > maxEntries;
    if (wants != wantsCheckpoint) {
      wantsCheckpoint = wants;
    }
  }

  /** Unloads some of those that are not used, but not the one that is used now. */
  private void look(StoredView used) {
    int looks = Math.min(LOOKS, onHeap.size());
    for (int i = 0; i < looks; i++) {
      StoredView oldest = onHeap.remove();
      if (oldest == used || !mayUnload(oldest)) {
        onHeap.add(oldest);
      } else {
        oldest.unload();
      }
    }
  }

  private boolean mayUnload(StoredView view) {
    return !view.wasFresh() && view.canUnload() && (view.isEmpty() || isFull());
  }

  private boolean isFull() {
    return entries > maxEntries;
  }

  /**
   * In the shard of a view: its index as it goes to the file that is being written.
   *
   * @param number of the index in that file
   * @param through the place in the log up to which the node has everything
   */
  public static TakenIndex take(NodeView view, int number, long through) {
    return ((StoredView) view).take(number, through);
  }

  /**
   * As {@link #take}, of an index that was {@link #read} in this turn: its bytes, not its place.
   */
  public static TakenIndex takeHere(NodeView view, int number, long through) {
    return ((StoredView) view).takeHere(number, through);
  }

  /**
   * In the shard of a view, when the file is whole: an index that was taken for it, and has not
   * changed since, rests in it.
   */
  public static void restsNow(NodeView view, int generation) {
    ((StoredView) view).restsNow(generation);
  }

  /**
   * While the log is replayed: an index rests in a file.
   *
   * @param through the place in the log up to which it has everything
   */
  public static void restAt(NodeView view, Rest rest, int generation, long through) {
    ((StoredView) view).restAt(rest, generation, through);
  }
}
