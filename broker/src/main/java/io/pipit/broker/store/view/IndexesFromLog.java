package io.pipit.broker.store.view;

import io.pipit.pubsub.store.ChangeCodec;
import io.pipit.pubsub.store.ChangeLog;
import io.pipit.pubsub.store.ItemIndex;
import io.pipit.pubsub.store.LogRecord;
import io.pipit.pubsub.store.Partitions;
import io.pipit.pubsub.store.RecordGoneException;
import io.pipit.xmpp.BareJid;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Makes the indexes of some nodes again by reading the log once, from the oldest record that any of
 * them needs: for those that rest in a file which is missing or cannot be read. Confined to one
 * thread; blocks.
 */
final class IndexesFromLog {

  private final ChangeLog log;
  private final BooleanSupplier isGivenUp;
  private final Map<ChangeCodec.Subject, IndexFromLog> nodes = new HashMap<>();
  private final BitSet partitions = new BitSet(LogRecord.PARTITIONS);
  private long from = Long.MAX_VALUE;
  private long through;

  /**
   * @param isGivenUp whether nobody waits for it any more
   */
  IndexesFromLog(ChangeLog log, BooleanSupplier isGivenUp) {
    this.log = log;
    this.isGivenUp = isGivenUp;
  }

  /**
   * Adds a node, before the log is read.
   *
   * @param last the place in the log up to which what rests has everything
   * @param empty makes an index that is empty
   */
  IndexFromLog add(BareJid service, String node, Rest rest, long last, Supplier<ItemIndex> empty) {
    partitions.set(Partitions.of(service, node));
    from = Math.min(from, rest.oldestPosition());
    through = Math.max(through, last);
    return nodes.computeIfAbsent(
        new ChangeCodec.Subject(service.toString(), node),
        key -> new IndexFromLog(service + " " + node, rest, last, empty));
  }

  /**
   * Reads the log.
   *
   * @return false when it was given up
   * @throws java.io.UncheckedIOException when it cannot be read
   */
  boolean read() {
    while (from <= through) {
      try {
        log.scan(Math.max(from, log.first()), this::record);
        return true;
      } catch (EndOfPart end) {
        return !isGivenUp.getAsBoolean();
      } catch (RecordGoneException cleaned) {
        // The oldest segment went meanwhile: nothing in it was needed.
        nodes.values().forEach(IndexFromLog::clear);
      }
    }
    return true;
  }

  private void record(long position, LogRecord record) {
    if (position > through || isGivenUp.getAsBoolean()) {
      throw new EndOfPart();
    }
    if (partitions.get(record.partition()) && ChangeCodec.isChange(record)) {
      IndexFromLog node = nodes.get(ChangeCodec.subject(record));
      if (node != null) {
        node.apply(ChangeCodec.decode(record), position);
      }
    }
  }

  /** Stops reading the log early. */
  private static final class EndOfPart extends RuntimeException {

    private static final long serialVersionUID = 1L;

    EndOfPart() {
      super("the part ends", null, false, false);
    }
  }
}
