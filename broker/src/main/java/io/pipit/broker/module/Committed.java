package io.pipit.broker.module;

import io.pipit.pubsub.change.Change;
import java.util.List;
import java.util.function.ObjLongConsumer;

/**
 * The changes of one decision, which the log has taken one behind the other.
 *
 * @param position of the last that is for the log, 0 when none is
 */
record Committed(List<Change> changes, long position) {

  /**
   * Hands over each with its own place in the log; what is not for the log has none that counts.
   */
  void forEach(ObjLongConsumer<Change> owner) {
    long at = position;
    for (Change change : changes) {
      if (change.isDurable()) {
        at--;
      }
    }
    for (Change change : changes) {
      if (change.isDurable()) {
        at++;
      }
      owner.accept(change, at);
    }
  }
}
