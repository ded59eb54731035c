package io.pipit.broker.store;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the snapshot that a log is opened with: the newest that is whole and from whose begin on
 * the segments are there. A damaged one is passed over when an older one, or the log from record 1
 * on, stands for the same; otherwise it is refused or, when asked to, what is intact of it is kept.
 * Confined to the thread that opens the log.
 */
final class SnapshotRecovery {

  private static final Logger LOG = LoggerFactory.getLogger(SnapshotRecovery.class);

  private final LogFiles files;
  private final int salt;
  private final boolean repair;

  SnapshotRecovery(LogFiles files, int salt, boolean repair) {
    this.files = files;
    this.salt = salt;
    this.repair = repair;
  }

  /**
   * The snapshot to open with; null for none.
   *
   * @param first position of the oldest record
   * @throws DamagedLogException when there would be one, but for damage
   */
  @Nullable Snapshot newest(long first) throws IOException {
    DamagedLogException newestDamage = null;
    long newestDamaged = 0;
    for (long begin : Snapshots.begins(files)) {
      if (begin >= first) {
        try {
          return Snapshot.check(files, begin, salt);
        } catch (DamagedLogException damage) {
          LOG.atError()
              .addKeyValue("event", "store.damage")
              .addKeyValue("file", damage.file())
              .addKeyValue("offset", damage.offset())
              .log("a snapshot is damaged; an older one or the whole log is read if there is");
          if (newestDamage == null) {
            newestDamage = damage;
            newestDamaged = begin;
          }
        }
      }
    }
    if (newestDamage == null || first == 1) {
      return null;
    }
    if (!repair) {
      throw newestDamage;
    }
    new SnapshotRepair(files, salt).keepIntact(newestDamaged);
    return Snapshot.check(files, newestDamaged, salt);
  }
}
