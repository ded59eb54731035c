package io.pipit.broker.store.view;

import io.pipit.pubsub.ItemEntry;
import io.pipit.pubsub.Shared;
import io.pipit.pubsub.store.ItemIndex;
import io.pipit.pubsub.store.RecordReader;
import io.pipit.pubsub.store.RecordWriter;
import io.pipit.xmpp.BareJid;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Writes what is known of a node's items as chunks of bytes, and reads them back. */
final class IndexCodec {

  /** Few enough for a chunk to be read for one node with few items. */
  static final int ENTRIES_IN_CHUNK = 64;

  private static final int IS_ITEM = 1;
  private static final int IS_REMEMBERED = 2;

  /** The same publisher as that of the entry before. */
  private static final int SAME_PUBLISHER = 4;

  private IndexCodec() {}

  static List<byte[]> encode(ItemIndex index) {
    Encoding encoding = new Encoding();
    index.visit(encoding);
    return encoding.end();
  }

  /**
   * Fills an index that is empty.
   *
   * @throws IllegalArgumentException when the chunks are not what {@link #encode} wrote
   */
  static void decode(List<byte[]> chunks, ItemIndex into) {
    for (byte[] chunk : chunks) {
      RecordReader in = new RecordReader(chunk);
      long seq = 0;
      long arrival = 0;
      long position = 0;
      BareJid publisher = null;
      while (!in.isAtEnd()) {
        int flags = in.raw();
        seq += in.number();
        arrival += in.number();
        position += unfold(in.number());
        if ((flags & SAME_PUBLISHER) == 0) {
          publisher = Shared.PUBLISHERS.of(BareJid.of(in.text()));
        }
        if (publisher == null) {
          throw new IllegalArgumentException("the first entry has no publisher");
        }
        long created = seq - in.number();
        int payloadBytes = in.count();
        into.load(
            new ItemEntry(
                seq,
                in.text(),
                publisher,
                Instant.ofEpochMilli(arrival),
                created,
                payloadBytes,
                position),
            (flags & IS_ITEM) != 0,
            (flags & IS_REMEMBERED) != 0);
      }
    }
  }

  /** Positions may go back: what was written again is where the log ends. */
  private static long fold(long difference) {
    return (difference << 1) ^ (difference >> (Long.SIZE - 1));
  }

  private static long unfold(long folded) {
    return (folded >>> 1) ^ -(folded & 1);
  }

  /** Each chunk stands for itself: what is written as a difference begins anew. */
  private static final class Encoding implements ItemIndex.Visitor {

    private final List<byte[]> chunks = new ArrayList<>();
    private RecordWriter out = new RecordWriter();
    private int inChunk;
    private long seq;
    private long arrival;
    private long position;
    private String publisher = "";

    @Override
    public void publish(ItemEntry entry, boolean isItem, boolean isRemembered) {
      if (inChunk == ENTRIES_IN_CHUNK) {
        begin();
      }
      inChunk++;
      String by = entry.publisher().toString();
      boolean same = by.equals(publisher);
      out.raw(
          (isItem ? IS_ITEM : 0)
              | (isRemembered ? IS_REMEMBERED : 0)
              | (same ? SAME_PUBLISHER : 0));
      out.number(entry.seq() - seq);
      out.number(entry.arrival().toEpochMilli() - arrival);
      out.number(fold(entry.position() - position));
      if (!same) {
        out.text(by);
      }
      out.number(entry.seq() - entry.created()).number(entry.payloadBytes()).text(entry.id());
      seq = entry.seq();
      arrival = entry.arrival().toEpochMilli();
      position = entry.position();
      publisher = by;
    }

    private void begin() {
      chunks.add(out.toByteArray());
      out = new RecordWriter();
      inChunk = 0;
      seq = 0;
      arrival = 0;
      position = 0;
      publisher = "";
    }

    List<byte[]> end() {
      if (inChunk > 0) {
        begin();
      }
      return chunks;
    }
  }
}
