package io.pipit.broker.store.view;

import io.pipit.pubsub.ItemEntry;
import io.pipit.pubsub.store.History;
import io.pipit.pubsub.store.ItemIndex;
import io.pipit.pubsub.store.RecordReader;
import io.pipit.pubsub.store.RecordWriter;
import io.pipit.xmpp.BareJid;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where the index of a node is while it is not on the heap, and what is asked for too often to read
 * it.
 *
 * @param number of its chunks in the file
 * @param chunks how many there are
 * @param items how many items the node has
 * @param itemBytes of their payloads
 * @param oldestItem their lowest sequence number
 * @param remembered how many publishes its history holds
 * @param rememberedBytes of their payloads
 * @param oldestRemembered their lowest sequence number
 * @param oldestMillis when the oldest of those arrived, {@link #NEVER} when there is none
 * @param logBytes that all of it takes in the log, roughly
 * @param oldestPosition of all records that hold one of them, the highest there can be for none
 */
public record Rest(
    int number,
    int chunks,
    int items,
    long itemBytes,
    long oldestItem,
    int remembered,
    long rememberedBytes,
    long oldestRemembered,
    long oldestMillis,
    long logBytes,
    long oldestPosition) {

  /** Of the records of a snapshot that say where an index rests. */
  public static final byte RECORD_TYPE = 63;

  /** When nothing arrived. */
  private static final long NEVER = Long.MIN_VALUE;

  /**
   * What a publish takes in the log besides payload and names: what is as long for all, roughly.
   */
  private static final int RECORD_BYTES = 64;

  /**
   * What there is to say of an index on the heap.
   *
   * @param service of its node, whose names stand in each record
   */
  static Rest of(BareJid service, String node, ItemIndex index, int number, int chunks) {
    History history = index.history();
    Extent extent = new Extent(RECORD_BYTES + length(service) + node.length());
    index.visit(extent);
    return new Rest(
        number,
        chunks,
        index.size(),
        index.bytes(),
        index.oldestSeq(),
        history.size(),
        history.bytes(),
        history.oldestSeq(),
        millis(history.oldestArrival()),
        extent.bytes,
        extent.oldestPosition);
  }

  private static int length(BareJid jid) {
    return jid.toString().length();
  }

  private static long millis(@Nullable Instant time) {
    return time == null ? NEVER : time.toEpochMilli();
  }

  /** Whether an index has as much as is said here. */
  boolean counts(ItemIndex index) {
    return index.size() == items && index.history().size() == remembered;
  }

  /** What the index takes on the heap, in entries. */
  int weight() {
    return StoredView.EMPTY_WEIGHT + items + remembered;
  }

  /** When the oldest of those that are remembered arrived, null when there is none. */
  @Nullable Instant oldest() {
    return oldestMillis == NEVER ? null : Instant.ofEpochMilli(oldestMillis);
  }

  /** Where the payloads of an index are in the log. */
  private static final class Extent implements ItemIndex.Visitor {

    private final int headBytes;
    private long bytes;
    private long oldestPosition = Long.MAX_VALUE;

    Extent(int headBytes) {
      this.headBytes = headBytes;
    }

    @Override
    public void publish(ItemEntry entry, boolean isItem, boolean isRemembered) {
      bytes += headBytes + entry.id().length() + length(entry.publisher()) + entry.payloadBytes();
      oldestPosition = Math.min(oldestPosition, entry.position());
    }
  }

  /** The same in another file. */
  Rest as(int otherNumber) {
    if (otherNumber == number) {
      return this;
    }
    return new Rest(
        otherNumber,
        chunks,
        items,
        itemBytes,
        oldestItem,
        remembered,
        rememberedBytes,
        oldestRemembered,
        oldestMillis,
        logBytes,
        oldestPosition);
  }

  /** As it stands in a snapshot. */
  public byte[] encode(BareJid service, String node) {
    RecordWriter out = new RecordWriter();
    out.text(service.toString()).text(node);
    out.number(number).number(chunks);
    out.number(items).number(itemBytes).number(oldestItem);
    out.number(remembered).number(rememberedBytes).number(oldestRemembered);
    out.number(logBytes).number(oldestPosition);
    if (oldestMillis != NEVER) {
      out.number(oldestMillis);
    }
    return out.toByteArray();
  }

  /** Whose index it is. */
  public record Named(BareJid service, String node, Rest rest) {}

  /**
   * Reads what {@link #encode} wrote.
   *
   * @throws IllegalArgumentException when it is something else
   */
  public static Named decode(byte[] record) {
    RecordReader in = new RecordReader(record);
    BareJid service = BareJid.of(in.text());
    String node = in.text();
    int number = in.count();
    int chunks = in.count();
    int items = in.count();
    long itemBytes = in.number();
    long oldestItem = in.number();
    int remembered = in.count();
    long rememberedBytes = in.number();
    long oldestRemembered = in.number();
    long logBytes = in.number();
    long oldestPosition = in.number();
    long oldestMillis = in.isAtEnd() ? NEVER : in.number();
    return new Named(
        service,
        node,
        new Rest(
            number,
            chunks,
            items,
            itemBytes,
            oldestItem,
            remembered,
            rememberedBytes,
            oldestRemembered,
            oldestMillis,
            logBytes,
            oldestPosition));
  }
}
