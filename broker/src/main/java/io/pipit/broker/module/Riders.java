package io.pipit.broker.module;

import io.pipit.pubsub.store.LogRecord;
import java.util.List;

/**
 * What is logged in one batch behind the changes of a decision: after a crash both are there, or
 * neither. In the shard that has decided.
 */
public interface Riders {

  /** Nothing. */
  Riders NONE =
      new Riders() {
        @Override
        public List<LogRecord> records() {
          return List.of();
        }

        @Override
        public void committed(long first) {}
      };

  /** What is logged; never changes. */
  List<LogRecord> records();

  /**
   * In the turn in which it was, so that whatever is asked of the owners later finds it.
   *
   * @param first position of the first record
   */
  void committed(long first);
}
