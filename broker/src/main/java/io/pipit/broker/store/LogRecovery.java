package io.pipit.broker.store;

import io.pipit.broker.store.LogFiles.LogFile;
import io.pipit.broker.store.SegmentRecovery.Last;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens a log folder: finds the newest snapshot that is whole, checks every record from its begin
 * on, cuts a torn tail, refuses damage or, when asked to, gives it up.
 *
 * <p>The log is whole when it begins with record 1, or when a snapshot stands for what is missing
 * at its beginning. Segments before the snapshot's begin are not read here, so that a start does
 * not take longer the longer the log is: {@link Recovered#unchecked} names them.
 *
 * <p>Confined to the thread that opens the log. Blocks.
 */
final class LogRecovery {

  private static final Logger LOG = LoggerFactory.getLogger(LogRecovery.class);

  static final String MISSING_OLDEST =
      "the segments before it are missing, from this record on: the snapshot needs them";

  private final LogFiles files;
  private final int segmentBytes;
  private final boolean repair;

  LogRecovery(LogFiles files, LogOptions options) {
    this.files = files;
    this.segmentBytes = options.segmentBytes();
    this.repair = options.repair();
  }

  /**
   * Where the log goes on.
   *
   * @param unchecked the first positions of segments that have not been read
   */
  record Recovered(
      Segments segments,
      @Nullable Snapshot snapshot,
      List<Long> unchecked,
      SegmentTail tail,
      long lastPosition) {}

  /**
   * Opens the log.
   *
   * @throws DamagedLogException when it is damaged, and that was not given up or cannot be
   * @throws IOException when a file cannot be read or written; a repair goes on the next time
   */
  Recovered recover() throws IOException {
    try {
      return found();
    } catch (DamagedLogException | FileKind.OtherVersionException e) {
      throw e;
    } catch (IOException e) {
      if (!repair) {
        throw e;
      }
      throw new IOException(
          "the repair of "
              + files.pathOf("")
              + " is not finished: "
              + e.getMessage()
              + "; when the disk takes what is written, start it with --repair again: it goes on",
          e);
    }
  }

  private Recovered found() throws IOException {
    removeUnfinished();
    LogIdentity identity = LogIdentity.of(files);
    if (!repair) {
      identity.requireNoForeignSegment(files);
    }
    List<Long> found = segments(files);
    List<Long> begun = begun(files);
    List<Long> firsts = identity.own(begun);
    if (repair && !identity.foreign().isEmpty()) {
      return withoutForeign(identity, firsts);
    }
    if (firsts.isEmpty()) {
      dropUnbegun(found, firsts);
      List<Long> begins = Snapshots.begins(files);
      return begins.isEmpty() ? begin() : withoutSegments(begins.get(0));
    }
    List<Long> bad = badHeaders(firsts, identity.salt());
    int salt = identity.salt().orElseThrow();
    OptionalLong missing = OffsetTable.successor(files, firsts.get(firsts.size() - 1), salt);
    requireMendable(firsts, salt, missing);
    dropUnbegun(found, firsts);
    giveUpSuccessor(firsts.get(firsts.size() - 1), missing);
    rewrite(bad, salt);
    if (repair && replaceMissingBetween(firsts, salt)) {
      return found();
    }
    Snapshot snapshot = new SnapshotRecovery(files, salt, repair).newest(firsts.get(0));
    if (snapshot == null && firsts.get(0) != 1) {
      replaceBegin(firsts.get(0), salt);
      return found();
    }
    if (snapshot != null && isMissingOldest(snapshot, firsts.get(0))) {
      if (!repair) {
        throw damage(FileKind.SEGMENT.nameOf(firsts.get(0)), snapshot.from(), MISSING_OLDEST);
      }
      new LogRepair(files).replaceMissing(snapshot.from(), firsts.get(0) - 1, salt);
      return found();
    }
    long checkedFrom = repair || snapshot == null ? 1 : snapshot.begin();
    long synced = Math.max(snapshot == null ? 0 : snapshot.last(), named(firsts, salt));

    SegmentRecovery recovery = new SegmentRecovery(files, salt, segmentBytes, repair);
    Segments segments = new Segments(files, salt);
    List<Long> unchecked = new ArrayList<>();
    for (int i = 0; i < firsts.size() - 1; i++) {
      long first = firsts.get(i);
      long next = firsts.get(i + 1);
      if (next <= checkedFrom) {
        unchecked.add(first);
        segments.add(first, null);
      } else {
        segments.add(first, recovery.checkSealed(first, next));
      }
    }
    Last last = recovery.openLast(firsts.get(firsts.size() - 1), synced);
    if (last.lastPosition() < synced) { // only a repair comes here
      last.file().close();
      new LogRepair(files).replaceMissing(last.lastPosition() + 1, synced, salt);
      return found();
    }
    segments.add(firsts.get(firsts.size() - 1), last.table());
    return new Recovered(
        segments,
        snapshot,
        unchecked,
        new SegmentTail(files, segmentBytes, segments, last),
        last.lastPosition());
  }

  /** The first start, or one without anything of what was there: no note of that counts here. */
  private Recovered begin() throws IOException {
    if (LostRecords.last(files) > 0) {
      LostRecords.removeBefore(files, Long.MAX_VALUE);
      files.syncDirectory();
    }
    int salt = new SecureRandom().nextInt();
    Segments segments = new Segments(files, salt);
    SegmentTail tail = SegmentTail.first(files, segmentBytes, segments);
    return new Recovered(segments, null, List.of(), tail, 0);
  }

  /**
   * The highest position that anything beside the segments names: the log has it, or it was lost,
   * and it is never used again.
   */
  private long named(List<Long> firsts, int salt) throws IOException {
    long last = firsts.get(firsts.size() - 1);
    long named = LostRecords.last(files);
    for (String name : files.list()) {
      Optional<Long> table = FileKind.TABLE.positionOf(name);
      if (table.isPresent() && table.get() > last) {
        named = Math.max(named, OffsetTable.successor(files, table.get(), salt).orElse(1) - 1);
      }
    }
    for (long begin : Snapshots.begins(files)) {
      try (LogFile file = files.open(Snapshot.nameOf(begin))) {
        ByteBuffer header = FileKind.read(file);
        if (FileKind.SNAPSHOT.check(header, begin) == FileKind.Header.VALID
            && FileKind.saltOf(header) == salt) {
          named = Math.max(named, begin - 1);
        }
      }
    }
    return named;
  }

  private Recovered withoutSegments(long begin) throws IOException {
    String name = Snapshot.nameOf(begin);
    ByteBuffer header;
    try (LogFile file = files.open(name)) {
      header = FileKind.read(file);
    }
    if (!repair || FileKind.SNAPSHOT.check(header, begin) != FileKind.Header.VALID) {
      throw damage(name, begin, "the segments that go on from it are missing");
    }
    new LogRepair(files).replaceMissing(begin, begin - 1, FileKind.saltOf(header));
    return found();
  }

  /** What was being written when a process ended counts for nothing. */
  private void removeUnfinished() throws IOException {
    for (String name : files.list()) {
      if (FileKind.SNAPSHOT.isUnfinished(name) || FileKind.TABLE.isUnfinished(name)) {
        files.delete(name);
      }
    }
  }

  /** Positions by which the segments of a folder are named, in order. */
  static List<Long> segments(LogFiles files) throws IOException {
    return files.list().stream()
        .flatMap(name -> FileKind.SEGMENT.positionOf(name).stream())
        .sorted()
        .toList();
  }

  /**
   * The same without one that was never begun: a segment is forced before its first record, so one
   * without a header never had any.
   */
  static List<Long> begun(LogFiles files) throws IOException {
    List<Long> segments = segments(files);
    if (segments.isEmpty()) {
      return segments;
    }
    String name = FileKind.SEGMENT.nameOf(segments.get(segments.size() - 1));
    try (LogFile file = files.open(name)) {
      ByteBuffer header = FileKind.read(file);
      if (header.remaining() == FileKind.HEADER_BYTES && header.getLong(0) != 0) {
        return segments;
      }
      SegmentReader reader = new SegmentReader(file, 0, SegmentReader.newWindow(file.size()));
      if (reader.size() >= LogFormat.SEGMENT_HEADER_BYTES && !reader.isZeroFrom(0)) {
        return segments;
      }
    }
    return segments.subList(0, segments.size() - 1);
  }

  private void dropUnbegun(List<Long> segments, List<Long> begun) throws IOException {
    if (begun.size() < segments.size()) {
      String name = FileKind.SEGMENT.nameOf(segments.get(segments.size() - 1));
      files.delete(name);
      files.syncDirectory();
      LOG.atInfo()
          .addKeyValue("event", "store.recover")
          .addKeyValue("file", files.pathOf(name))
          .log("removed a segment that was never begun");
    }
  }

  /** Whether the log should reach further back, as the newest of its snapshots says. */
  private boolean isMissingOldest(Snapshot snapshot, long first) throws IOException {
    return snapshot.from() < first && snapshot.begin() == Snapshots.begins(files).get(0);
  }

  /** Those with headers that are not what was written; throws when one cannot be made again. */
  private List<Long> badHeaders(List<Long> segments, OptionalInt salt) throws IOException {
    List<Long> bad = new ArrayList<>();
    for (long first : segments) {
      String name = FileKind.SEGMENT.nameOf(first);
      try (LogFile file = files.open(name)) {
        ByteBuffer header = FileKind.read(file);
        switch (FileKind.SEGMENT.check(header, first)) {
          case VALID -> {}
          case OTHER_VERSION -> throw FileKind.otherVersion(files.pathOf(name), header);
          case BAD -> {
            requireNotRenamed(name, first, header);
            bad.add(first);
          }
        }
      }
    }
    if (!bad.isEmpty() && (!repair || salt.isEmpty())) {
      String name = FileKind.SEGMENT.nameOf(bad.get(0));
      throw damage(name, bad.get(0), "its header is not what was written");
    }
    return bad;
  }

  private void requireNotRenamed(String name, long first, ByteBuffer header) throws IOException {
    OptionalLong position = FileKind.SEGMENT.positionIn(header);
    if (position.isPresent()) {
      throw new DamagedLogException(
          files.pathOf(name), 0, first, renamed(files, position.getAsLong()), true);
    }
  }

  /** What is wrong with a segment whose header names this position. */
  static String renamed(LogFiles files, long position) throws IOException {
    String own = FileKind.SEGMENT.nameOf(position);
    return isThere(files, position)
        ? "this is a copy of the segment "
            + own
            + ", which is there too; nothing was changed, take the copy away"
        : "this is the segment "
            + own
            + " under another name; nothing was changed, give it its own name";
  }

  private static boolean isThere(LogFiles files, long position) throws IOException {
    String own = FileKind.SEGMENT.nameOf(position);
    if (!files.list().contains(own)) {
      return false;
    }
    try (LogFile file = files.open(own)) {
      return FileKind.SEGMENT.check(FileKind.read(file), position) == FileKind.Header.VALID;
    }
  }

  /** What is wrong with the last segment when this one followed it. */
  static String missingSuccessor(long next) {
    return "the segment " + FileKind.SEGMENT.nameOf(next) + " that follows it is missing";
  }

  /** Throws when a repair was not asked for, or cannot mend the log, before it changes anything. */
  private void requireMendable(List<Long> firsts, int salt, OptionalLong missing)
      throws IOException {
    if (repair) {
      SegmentRecovery recovery = new SegmentRecovery(files, salt, segmentBytes, true);
      for (int i = 0; i < firsts.size(); i++) {
        boolean isLast = i == firsts.size() - 1;
        recovery.requireMendable(firsts.get(i), isLast ? Long.MAX_VALUE : firsts.get(i + 1));
      }
    } else if (missing.isPresent()) {
      long last = firsts.get(firsts.size() - 1);
      throw damage(
          FileKind.SEGMENT.nameOf(last),
          missing.getAsLong(),
          missingSuccessor(missing.getAsLong()));
    }
  }

  /** The last segment goes on where a missing one began: what that held, nobody knows. */
  private void giveUpSuccessor(long last, OptionalLong missing) throws IOException {
    if (missing.isPresent()) {
      files.delete(FileKind.TABLE.nameOf(last));
      files.syncDirectory();
      LOG.atWarn()
          .addKeyValue("event", "store.repair")
          .addKeyValue("file", files.pathOf(FileKind.SEGMENT.nameOf(missing.getAsLong())))
          .addKeyValue("first", missing.getAsLong())
          .log("gave up the missing end of the log, whatever stood there");
    }
  }

  private void rewrite(List<Long> bad, int salt) throws IOException {
    for (long first : bad) {
      try (LogFile file = files.open(FileKind.SEGMENT.nameOf(first))) {
        file.write(FileKind.SEGMENT.header(first, salt), 0);
        file.force(true);
      }
    }
  }

  /** Files of other logs get names that no log knows, when what is left can be mended. */
  private Recovered withoutForeign(LogIdentity identity, List<Long> firsts) throws IOException {
    if (identity.salt().isPresent() && !firsts.isEmpty()) {
      requireMendable(firsts, identity.salt().getAsInt(), OptionalLong.empty());
    }
    for (LogIdentity.File foreign : identity.foreign()) {
      new LogRepair(files).setAside(foreign.name());
    }
    return found();
  }

  /** Puts others in the place of segments that are missing between two; false when none is. */
  private boolean replaceMissingBetween(List<Long> firsts, int salt) throws IOException {
    boolean isReplaced = false;
    for (int i = 0; i < firsts.size() - 1; i++) {
      OptionalLong wanted = OffsetTable.successor(files, firsts.get(i), salt);
      long next = firsts.get(i + 1);
      if (wanted.isPresent() && wanted.getAsLong() < next) {
        new LogRepair(files).replaceMissing(wanted.getAsLong(), next - 1, salt);
        isReplaced = true;
      }
    }
    return isReplaced;
  }

  private void replaceBegin(long first, int salt) throws IOException {
    if (!repair) {
      throw damage(
          FileKind.SEGMENT.nameOf(first),
          1,
          "the segment before it, with record 1, is missing, and no snapshot stands for it");
    }
    new LogRepair(files).replaceMissing(1, first - 1, salt);
  }

  private DamagedLogException damage(String name, long position, String reason) {
    return new DamagedLogException(files.pathOf(name), 0, position, reason, repair);
  }
}
