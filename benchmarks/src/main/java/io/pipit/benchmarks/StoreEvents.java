package io.pipit.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a node's log says of one kind of work on its store: when it went on. */
final class StoreEvents {

  private static final Pattern LINE =
      Pattern.compile("\\{\"ts\":\"([^\"]+)\".*\"event\":\"([^\"]+)\".*\"ms\":([0-9]+).*");

  private final List<Span> spans = new ArrayList<>();

  private record Span(long fromMillis, long toMillis) {}

  /**
   * @param log lines of JSON
   * @param event such as {@code store.checkpoint}
   */
  StoreEvents(Path log, String event) throws IOException {
    for (String line : Files.readAllLines(log, UTF_8)) {
      Matcher matcher = LINE.matcher(line);
      if (matcher.matches() && event.equals(matcher.group(2))) {
        long end = Instant.parse(matcher.group(1)).toEpochMilli();
        spans.add(new Span(end - Long.parseLong(matcher.group(3)), end));
      }
    }
  }

  /** Whether it went on at some moment between two times. */
  boolean within(long fromMillis, long toMillis) {
    return spans.stream()
        .anyMatch(span -> span.fromMillis <= toMillis && span.toMillis >= fromMillis);
  }

  /** How often it ended between two times. */
  long ended(long fromMillis, long toMillis) {
    return spans.stream()
        .filter(span -> span.toMillis >= fromMillis && span.toMillis <= toMillis)
        .count();
  }
}
