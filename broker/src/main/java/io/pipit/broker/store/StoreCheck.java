package io.pipit.broker.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** Looks at every byte of a log that nobody uses, and changes nothing. Blocks. */
public final class StoreCheck {

  private final LogFiles files;
  private final LogIdentity identity;
  private final List<String> damage = new ArrayList<>();
  private long records;
  private long first;
  private long next;
  private int segments;
  private int snapshots;

  private StoreCheck(LogFiles files, LogIdentity identity) {
    this.files = files;
    this.identity = identity;
  }

  /**
   * What was found.
   *
   * @param first position of the oldest record
   * @param last position of the newest
   * @param records that can be read
   * @param damage what is wrong, each with file and offset; empty when all is well
   */
  public record Result(
      int segments, int snapshots, long first, long last, long records, List<String> damage) {

    public Result {
      damage = List.copyOf(damage);
    }

    private Result with(String missing) {
      return new Result(segments, snapshots, first, last, records, List.of(missing));
    }
  }

  /**
   * Checks the log of a folder that the caller holds.
   *
   * @throws IOException when it cannot be read, or another version wrote it
   */
  public static Result of(DataFolder folder) throws IOException {
    Result found = of(new DiskFiles(folder.log()));
    return folder
        .traceOfLog()
        .map(trace -> found.with(SegmentLog.missing(folder, trace)))
        .orElse(found);
  }

  static Result of(LogFiles files) throws IOException {
    LogIdentity identity;
    try {
      identity = LogIdentity.of(files);
    } catch (DamagedLogException e) {
      return new Result(0, 0, 1, 0, 0, List.of(e.where()));
    }
    StoreCheck check = new StoreCheck(files, identity);
    check.segments();
    check.snapshots();
    return new Result(
        check.segments, check.snapshots, check.first, check.next - 1, check.records, check.damage);
  }

  private void segments() throws IOException {
    List<Long> firsts = LogRecovery.begun(files);
    SegmentCheck check = new SegmentCheck(files, salt(), bytes -> true);
    first = firsts.isEmpty() ? 1 : firsts.get(0);
    next = first;
    for (int i = 0; i < firsts.size(); i++) {
      segments++;
      try {
        long successor = i + 1 < firsts.size() ? firsts.get(i + 1) : 0;
        SegmentCheck.Checked checked = check.check(firsts.get(i), successor);
        records += checked.records();
        next = checked.next();
      } catch (DamagedLogException e) {
        damage.add(e.where());
      }
    }
    if (!firsts.isEmpty()) {
      successor(firsts.get(firsts.size() - 1));
    }
  }

  /** Of the log; any when no file names one, for then there is nothing that it fits. */
  private int salt() {
    return identity.salt().orElse(0);
  }

  private void successor(long last) throws IOException {
    OptionalLong missing = OffsetTable.successor(files, last, salt());
    if (missing.isPresent()) {
      damage.add(
          files.pathOf(FileKind.SEGMENT.nameOf(last))
              + ": "
              + LogRecovery.missingSuccessor(missing.getAsLong()));
    }
  }

  private void snapshots() throws IOException {
    List<Long> begins = Snapshots.begins(files);
    boolean covers = first == 1;
    for (long begin : begins) {
      snapshots++;
      try {
        Snapshot whole = Snapshot.check(files, begin, salt());
        covers |= begin >= first;
        if (begin == begins.get(0) && begin >= first && whole.from() < first) {
          damage.add(
              files.pathOf(FileKind.SEGMENT.nameOf(first))
                  + " (record "
                  + whole.from()
                  + "): "
                  + LogRecovery.MISSING_OLDEST);
        }
        if (damage.isEmpty() && whole.last() >= next) {
          damage.add(files.pathOf(Snapshot.nameOf(begin)) + ": the log ends before it");
        }
      } catch (DamagedLogException e) {
        damage.add(e.where());
      }
    }
    if (!covers) {
      damage.add(
          files.pathOf(FileKind.SEGMENT.nameOf(first))
              + ": what is before it is missing, and no snapshot stands for it");
    }
  }
}
