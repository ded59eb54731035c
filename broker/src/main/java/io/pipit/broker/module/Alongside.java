package io.pipit.broker.module;

import io.pipit.pubsub.store.LogRecord;
import java.util.List;

/**
 * What is logged in one batch with changes of nodes: after a crash both are there, or neither. In
 * the shard.
 */
interface Alongside {

  /** Nothing. */
  Alongside NOTHING =
      new Alongside() {
        @Override
        public List<LogRecord> records() {
          return List.of();
        }

        @Override
        public void committed(long position) {}
      };

  /** What is still to be logged. */
  List<LogRecord> records();

  /**
   * It is.
   *
   * @param position of the last record
   */
  void committed(long position);
}
