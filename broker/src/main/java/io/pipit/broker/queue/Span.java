package io.pipit.broker.queue;

import java.util.ArrayList;
import java.util.List;

/**
 * Some numbers that follow each other.
 *
 * @param from the first
 * @param to the last
 */
public record Span(long from, long to) {

  public Span {
    if (from < 0 || to < from) {
      throw new IllegalArgumentException("no span: " + from + " to " + to);
    }
  }

  /**
   * The fewest spans that these numbers make.
   *
   * @param numbers in rising order
   */
  public static List<Span> of(Iterable<Long> numbers) {
    List<Span> spans = new ArrayList<>();
    for (long number : numbers) {
      Span before = spans.isEmpty() ? null : spans.get(spans.size() - 1);
      if (before != null && number == before.to + 1) {
        spans.set(spans.size() - 1, new Span(before.from, number));
      } else {
        spans.add(new Span(number, number));
      }
    }
    return spans;
  }
}
