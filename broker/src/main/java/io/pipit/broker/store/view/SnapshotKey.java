package io.pipit.broker.store.view;

import io.pipit.pubsub.store.ChangeLog;

/**
 * Names the snapshot of the log to which a file of the view belongs. Two may begin at the same
 * position and number their nodes differently: when nothing was appended between them, and a
 * restart was.
 *
 * @param begin the position from which the log goes on
 * @param id its own
 */
public record SnapshotKey(long begin, long id) {

  /** The newest of a log. */
  public static SnapshotKey newest(ChangeLog log) {
    return new SnapshotKey(log.replayedFrom(), log.snapshotId());
  }
}
