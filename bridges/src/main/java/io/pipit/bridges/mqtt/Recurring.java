package io.pipit.bridges.mqtt;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Tells of what happens again and again: of each kind the first time at once, and what follows once
 * a minute, with its count, the first and the last of it, also when it has stopped meanwhile. A
 * kind of which nothing came for a minute is forgotten. Confined to its owner.
 */
final class Recurring<T> {

  static final Duration PAUSE = Duration.ofMinutes(1);

  /** How it is told. */
  @FunctionalInterface
  interface Teller<T> {
    void tell(String kind, long count, T first, T last);
  }

  private static final class Untold<T> {
    private Instant told;
    private long count;
    private T first;
    private T last;

    Untold(Instant told, T one) {
      this.told = told;
      first = one;
      last = one;
    }
  }

  private final Clock clock;
  private final Teller<T> teller;
  private final Map<String, Untold<T>> kinds = new LinkedHashMap<>();

  Recurring(Clock clock, Teller<T> teller) {
    this.clock = clock;
    this.teller = teller;
  }

  /** It happened so often, from the first to the last. */
  void happened(String kind, long count, T first, T last) {
    Untold<T> known = kinds.get(kind);
    if (known == null) {
      kinds.put(kind, new Untold<>(clock.instant(), first));
      teller.tell(kind, count, first, last);
      return;
    }
    if (known.count == 0) {
      known.first = first;
    }
    known.count += count;
    known.last = last;
    look();
  }

  /** Called every second or so: tells what is due. */
  void look() {
    Instant now = clock.instant();
    Iterator<Map.Entry<String, Untold<T>>> all = kinds.entrySet().iterator();
    while (all.hasNext()) {
      Map.Entry<String, Untold<T>> next = all.next();
      if (now.isBefore(next.getValue().told.plus(PAUSE))) {
        continue;
      }
      if (next.getValue().count == 0) {
        all.remove();
      } else {
        tell(next.getKey(), next.getValue());
        next.getValue().told = now;
      }
    }
  }

  /** Tells all that was not told, and forgets what there was. */
  void end() {
    kinds.forEach(
        (kind, untold) -> {
          if (untold.count > 0) {
            tell(kind, untold);
          }
        });
    kinds.clear();
  }

  private void tell(String kind, Untold<T> untold) {
    teller.tell(kind, untold.count, untold.first, untold.last);
    untold.count = 0;
  }
}
