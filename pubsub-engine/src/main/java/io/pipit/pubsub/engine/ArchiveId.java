package io.pipit.pubsub.engine;

import io.pipit.pubsub.ArchiveKey;
import io.pipit.pubsub.Item;
import io.pipit.pubsub.ItemEntry;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The name of a publish in the archive of its node (XEP-0313 7.2): the same for good, never another
 * one's, also when a node of that name comes again, and nowhere else at the service. It says where
 * the publish is, to the node alone.
 *
 * @param arrivalMillis when it arrived
 * @param seq its place in the order of publication
 * @param text as it is written
 */
record ArchiveId(long arrivalMillis, long seq, String text) {

  /** 16 bytes in the one way that they are written. */
  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{21}[AQgw]");

  private static final int HALF_SEQ_BITS = 16;

  static ArchiveId of(String node, Item item, ArchiveKey key) {
    return of(node, ItemEntry.of(item, 0), key);
  }

  /** 48 bits of time, 48 of the place, 32 that differ by node and item. */
  static ArchiveId of(String node, ItemEntry item, ArchiveKey key) {
    long millis = item.arrival().toEpochMilli();
    long seq = item.seq();
    byte[] block =
        ByteBuffer.allocate(ArchiveKey.BLOCK_BYTES)
            .putLong(millis << HALF_SEQ_BITS | seq >>> Integer.SIZE)
            .putInt((int) seq)
            .putInt(31 * node.hashCode() + item.id().hashCode())
            .array();
    String text = Base64.getUrlEncoder().withoutPadding().encodeToString(key.seal(block));
    return new ArchiveId(millis, seq, text);
  }

  /** Reads what may be one; what never was one names a place where nothing is. */
  static Optional<ArchiveId> parse(String text, ArchiveKey key) {
    if (!FORM.matcher(text).matches()) {
      return Optional.empty();
    }
    ByteBuffer block = ByteBuffer.wrap(key.open(Base64.getUrlDecoder().decode(text)));
    long first = block.getLong();
    long seq = (first & 0xFFFFL) << Integer.SIZE | Integer.toUnsignedLong(block.getInt());
    return seq == 0
        ? Optional.empty()
        : Optional.of(new ArchiveId(first >>> HALF_SEQ_BITS, seq, text));
  }
}
