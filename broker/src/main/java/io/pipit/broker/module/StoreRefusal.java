package io.pipit.broker.module;

import io.pipit.pubsub.store.ChangeLog;
import java.nio.file.Path;

/**
 * Why the store takes no changes, in words for the operator of the node, who may know its folders:
 * what happened, where, and what to do. Any thread.
 *
 * @param data the data folder
 */
public record StoreRefusal(ChangeLog log, Path data) {

  /** Of now; when the store takes changes again already, as of a moment ago. */
  public String reason() {
    if (log.hasFailed()) {
      return "the disk of "
          + data
          + " failed and nothing can be stored; the log of the node says how: mend it, then"
          + " restart the node";
    }
    if (log.isWithoutRoom()) {
      return "the disk of "
          + data
          + " is full and nothing was stored; make room on it, or purge and delete nodes or have"
          + " them keep less, and try again: the node goes on by itself";
    }
    return "more waits for the disk of " + data + " than it can take; try again in a moment";
  }
}
