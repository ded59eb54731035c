package io.pipit.broker.store;

import java.io.IOException;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which records of a log repairs gave up, so that whoever still names one finds it lost without a
 * look at the log. Each stretch is the name of an empty file beside the segments, which goes when
 * the log begins behind it. Any thread once the log is open.
 */
final class LostRecords {

  private static final Pattern NAME = Pattern.compile("([0-9]{20})-([0-9]{20})\\.lost");

  /** The last of each stretch by its first. */
  private final NavigableMap<Long, Long> lastByFirst = new TreeMap<>();

  private long last;

  /** Those of a folder. */
  static LostRecords of(LogFiles files) throws IOException {
    LostRecords lost = new LostRecords();
    for (String name : files.list()) {
      Matcher matcher = NAME.matcher(name);
      if (matcher.matches()) {
        lost.add(Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2)));
      }
    }
    return lost;
  }

  private void add(long first, long end) {
    lastByFirst.merge(first, end, Math::max);
    last = Math.max(last, end);
  }

  /** Notes a stretch of a folder; durable when the folder is synced. */
  static void note(LogFiles files, long first, long last) throws IOException {
    String name = String.format("%020d-%020d.lost", first, last);
    if (first <= last && !files.list().contains(name)) {
      files.create(name).close();
    }
  }

  /** The log of a folder begins with this position now. */
  static void removeBefore(LogFiles files, long position) throws IOException {
    for (String name : files.list()) {
      Matcher matcher = NAME.matcher(name);
      if (matcher.matches() && Long.parseLong(matcher.group(2)) < position) {
        files.delete(name);
      }
    }
  }

  boolean contains(long position) {
    Map.Entry<Long, Long> at = lastByFirst.floorEntry(position);
    return at != null && position <= at.getValue();
  }

  /** The highest position that is lost; 0 when none is. */
  long last() {
    return last;
  }
}
