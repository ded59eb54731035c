package io.pipit.pubsub;

import java.time.Duration;
import java.time.Instant;

/**
 * How long subscriptions last that end by themselves (XEP-0060 12.19).
 *
 * @param longest what a lease is cut to
 * @param warning how long before its end a subscriber is reminded; a lease of less than twice that
 *     has its reminder half-way
 * @param unconfigured how long a subscription waits for its options; zero refuses one that comes
 *     without those that the node wants (6.1.5)
 */
public record LeasePolicy(Duration longest, Duration warning, Duration unconfigured) {

  public static final LeasePolicy DEFAULT =
      new LeasePolicy(Duration.ofDays(365), Duration.ofHours(1), Duration.ofHours(1));

  /** An expiry as it is granted. */
  public Expiry granted(Expiry wanted, Instant now) {
    Instant end = wanted.at();
    Instant latest = now.plus(longest);
    return end != null && end.isAfter(latest) ? Expiry.at(latest) : wanted;
  }

  /** When the subscriber of a lease is reminded of its end, in whole milliseconds. */
  public Instant reminder(Instant granted, Instant end) {
    Duration half = Duration.ofMillis(Duration.between(granted, end).toMillis() / 2);
    return end.minus(half.compareTo(warning) < 0 ? half : warning);
  }
}
