package io.pipit.broker.module;

import io.pipit.broker.shard.Shards;
import io.pipit.broker.store.Accounts;
import io.pipit.broker.store.SegmentLog;
import io.pipit.broker.store.view.ViewFiles;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Checkpoints and cleaning when a test wants them. */
public final class StoreSteps {

  private StoreSteps() {}

  /** A checkpoint, and the end of what nothing needs any more; gives how many segments went. */
  public static int checkpoint(
      SegmentLog log, @Nullable ViewFiles files, Shards shards, Accounts accounts)
      throws IOException, InterruptedException {
    return checkpoint(log, files, shards, accounts, !log.isWithoutRoom());
  }

  /** The same, without the view when there is no room for it. */
  public static int checkpoint(
      SegmentLog log, @Nullable ViewFiles files, Shards shards, Accounts accounts, boolean hasRoom)
      throws IOException, InterruptedException {
    Checkpoint checkpoint = new Checkpoint(log, files, shards, accounts, false, hasRoom);
    checkpoint.make();
    return log.removeBefore(checkpoint.oldestPosition());
  }

  /** Has what is needed of the oldest segments written again. */
  public static void clean(SegmentLog log, Shards shards, Cleaner.Keeper keeper, int segments)
      throws InterruptedException {
    List<Long> firsts = log.segmentFirsts();
    long before = firsts.get(Math.min(segments, firsts.size() - 1));
    new Cleaner(log, shards, keeper, () -> false, false).clean(before);
  }
}
