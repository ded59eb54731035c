package io.pipit.broker.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The snapshots of a log that is open: the newest, and the one before it as long as the segments
 * reach back to its begin, in case the newest is found damaged at a start. Any thread.
 */
final class Snapshots {

  private final LogFiles files;
  private volatile @Nullable Snapshot newest;

  Snapshots(LogFiles files, @Nullable Snapshot newest) {
    this.files = files;
    this.newest = newest;
  }

  @Nullable Snapshot newest() {
    return newest;
  }

  /** Bytes of the newest; 0 for none. */
  long bytes() {
    Snapshot there = newest;
    return there == null ? 0 : there.bytes();
  }

  /** Begin positions of the snapshots of a folder, whole or not, the newest first. */
  static List<Long> begins(LogFiles files) throws IOException {
    return files.list().stream()
        .flatMap(name -> FileKind.SNAPSHOT.positionOf(name).stream())
        .sorted(Comparator.reverseOrder())
        .toList();
  }

  /**
   * Makes a snapshot the newest.
   *
   * @param unfinished its name until now
   */
  synchronized void publish(Snapshot whole, String unfinished) throws IOException {
    Snapshot before = newest;
    if (before != null && before.begin() > whole.begin()) {
      throw new IllegalStateException(
          "a snapshot from " + whole.begin() + " on, behind one from " + before.begin() + " on");
    }
    files.rename(unfinished, Snapshot.nameOf(whole.begin()));
    files.syncDirectory();
    newest = whole;
    for (long begin : begins(files)) {
      if (begin != whole.begin() && (before == null || begin != before.begin())) {
        files.delete(Snapshot.nameOf(begin));
      }
    }
  }

  /** Links the newest, when there is one, into a folder; notes its name and size. */
  synchronized void link(Path folder, Map<String, Long> sizes) throws IOException {
    Snapshot linked = newest;
    if (linked != null) {
      String name = Snapshot.nameOf(linked.begin());
      files.link(name, folder);
      sizes.put(name, linked.bytes());
    }
  }

  /** The log begins with this position now; what would need more is of no use. */
  synchronized void removeBefore(long first) throws IOException {
    for (long begin : begins(files)) {
      if (begin < first) {
        files.delete(Snapshot.nameOf(begin));
      }
    }
  }
}
