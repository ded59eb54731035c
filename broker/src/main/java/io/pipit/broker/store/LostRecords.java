package io.pipit.broker.store;

import io.pipit.pubsub.store.RecordGoneException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which records of a log repairs gave up, so that whoever still names one finds it lost without a
 * look at the log. Each stretch is the name of an empty file beside the segments: {@code .lost}
 * until a snapshot was made that names none of its records, {@code .forgotten} from then on. It
 * goes when the log begins behind it.
 *
 * <p>What is noted is believed only where the log says so too, when it is opened: a repair may have
 * ended between the two, and a segment may have been put back. Any thread once the log is open.
 */
final class LostRecords {

  private static final Logger LOG = LoggerFactory.getLogger(LostRecords.class);
  private static final String LOST = ".lost";
  private static final String FORGOTTEN = ".forgotten";
  private static final Pattern NAME =
      Pattern.compile("([0-9]{20})-([0-9]{20})(\\" + LOST + "|\\" + FORGOTTEN + ")");

  private final LogFiles files;

  /** The last of each stretch by its first; none touches another. */
  private volatile NavigableMap<Long, Long> lastByFirst = new TreeMap<>();

  private LostRecords(LogFiles files) {
    this.files = files;
  }

  /** A stretch, and what its file's name ends with. */
  private record Stretch(long first, long last, String suffix) {

    String name() {
      return String.format("%020d-%020d%s", first, last, suffix);
    }
  }

  /** Those of a log whose segments were found; what these have is noted no more. */
  static LostRecords open(LogFiles files, Segments segments) throws IOException {
    LostRecords lost = new LostRecords(files);
    for (Stretch noted : noted(files)) {
      List<Stretch> believed = believed(noted, segments);
      if (!believed.equals(List.of(noted))) {
        replace(files, noted, believed);
      }
      believed.stream().filter(each -> each.suffix.equals(LOST)).forEach(lost::add);
    }
    return lost;
  }

  private static List<Stretch> noted(LogFiles files) throws IOException {
    List<Stretch> noted = new ArrayList<>();
    for (String name : files.list()) {
      Matcher matcher = NAME.matcher(name);
      if (matcher.matches() && isPosition(matcher.group(1)) && isPosition(matcher.group(2))) {
        noted.add(
            new Stretch(
                Long.parseLong(matcher.group(1)),
                Long.parseLong(matcher.group(2)),
                matcher.group(3)));
      }
    }
    return noted;
  }

  private static boolean isPosition(String digits) {
    return FileKind.SEGMENT.positionOf(FileKind.SEGMENT.named(digits)).isPresent();
  }

  /** What of a stretch the log does not have. */
  private static List<Stretch> believed(Stretch noted, Segments segments) throws IOException {
    List<Stretch> believed = new ArrayList<>();
    long begin = segments.first();
    if (noted.first < begin) {
      believed.add(new Stretch(noted.first, Math.min(noted.last, begin - 1), noted.suffix));
    }
    try {
      segments.lost(
          Math.max(noted.first, begin),
          noted.last,
          (first, last) -> append(believed, new Stretch(first, last, noted.suffix)));
    } catch (RecordGoneException e) {
      throw new IOException("a segment went while the log was opened", e);
    }
    return believed;
  }

  private static void append(List<Stretch> to, Stretch next) {
    Stretch before = to.isEmpty() ? next : to.get(to.size() - 1);
    if (before.last == next.first - 1) {
      to.set(to.size() - 1, new Stretch(before.first, next.last, next.suffix));
    } else {
      to.add(next);
    }
  }

  private static void replace(LogFiles files, Stretch noted, List<Stretch> believed)
      throws IOException {
    for (Stretch each : believed) {
      files.create(each.name()).close();
    }
    files.syncDirectory();
    files.delete(noted.name());
    files.syncDirectory();
    LOG.atWarn()
        .addKeyValue("event", "store.repair")
        .addKeyValue("file", files.pathOf(noted.name()))
        .addKeyValue("first", noted.first)
        .addKeyValue("last", noted.last)
        .log(
            noted.suffix.equals(LOST)
                ? "records that a repair gave up are in the log, and so are their items"
                : "records that a repair gave up are in the log again, but the items that went with"
                    + " them do not come back: to have them, restore the whole data folder as it was"
                    + " before the repair");
  }

  private void add(Stretch stretch) {
    long first = stretch.first;
    long last = stretch.last;
    Map.Entry<Long, Long> before = lastByFirst.floorEntry(first);
    if (before != null && before.getValue() >= first - 1) {
      first = before.getKey();
      last = Math.max(last, before.getValue());
    }
    NavigableMap<Long, Long> within = lastByFirst.subMap(first, true, last + 1, true);
    for (long each : within.values()) {
      last = Math.max(last, each);
    }
    within.clear();
    lastByFirst.put(first, last);
  }

  /** Notes a stretch of a folder; durable when the folder is synced. */
  static void note(LogFiles files, long first, long last) throws IOException {
    String name = new Stretch(first, last, LOST).name();
    if (first <= last && !files.list().contains(name)) {
      files.create(name).close();
    }
  }

  /** The highest position that is noted in a folder; 0 for none. */
  static long last(LogFiles files) throws IOException {
    return noted(files).stream().mapToLong(Stretch::last).max().orElse(0);
  }

  /** The log of a folder begins with this position now. */
  static void removeBefore(LogFiles files, long position) throws IOException {
    for (Stretch noted : noted(files)) {
      if (noted.last < position) {
        files.delete(noted.name());
      }
    }
  }

  /** A snapshot was published by who knows what is lost: nothing names any of it now. */
  void forget() {
    if (lastByFirst.isEmpty()) {
      return;
    }
    try {
      for (Stretch noted : noted(files)) {
        if (noted.suffix.equals(LOST)) {
          files.rename(noted.name(), new Stretch(noted.first, noted.last, FORGOTTEN).name());
        }
      }
      lastByFirst = new TreeMap<>();
    } catch (IOException e) {
      LOG.atWarn()
          .addKeyValue("event", "store.repair")
          .setCause(e)
          .log("nothing names the records that a repair gave up any more, which is not noted yet");
    }
  }

  boolean contains(long position) {
    Map.Entry<Long, Long> at = lastByFirst.floorEntry(position);
    return at != null && position <= at.getValue();
  }

  /** The highest position that is lost; 0 when none is. */
  long last() {
    Map.Entry<Long, Long> highest = lastByFirst.lastEntry();
    return highest == null ? 0 : highest.getValue();
  }
}
