package io.pipit.broker.store;

import io.pipit.pubsub.store.ChangeLog;
import io.pipit.pubsub.store.LogRecord;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Hands each record of a replay to the one that knows its type. Confined to the thread that starts
 * the node.
 */
public final class ReplayByType implements ChangeLog.Reader {

  private final ChangeLog.@Nullable Reader[] readers = new ChangeLog.Reader[Byte.MAX_VALUE + 1];

  /** Registers the reader of a range of types, both ends included. */
  public ReplayByType to(int firstType, int lastType, ChangeLog.Reader reader) {
    for (int type = firstType; type <= lastType; type++) {
      if (readers[type] != null) {
        throw new IllegalArgumentException("two readers for records of type " + type);
      }
      readers[type] = reader;
    }
    return this;
  }

  /**
   * Hands a record on.
   *
   * @throws IllegalStateException when nobody knows its type, or who should cannot read it: nothing
   *     may be left out, so the node must not start
   */
  @Override
  public void record(long position, LogRecord record) {
    hand(position, record, reader -> reader.record(position, record));
  }

  /** Hands a record of a snapshot on, as {@link #record}. */
  @Override
  public void snapshot(long at, LogRecord record) {
    hand(at, record, reader -> reader.snapshot(at, record));
  }

  private void hand(long position, LogRecord record, Consumer<ChangeLog.Reader> how) {
    ChangeLog.Reader reader = readers[record.type()];
    if (reader == null) {
      throw new IllegalStateException(
          "record "
              + position
              + " of the log has type "
              + record.type()
              + ", which this Pipit does not know: start it with the version that wrote it");
    }
    try {
      how.accept(reader);
    } catch (IllegalArgumentException e) {
      throw new IllegalStateException(
          "record " + position + " of the log, of type " + record.type() + ", cannot be read", e);
    }
  }
}
