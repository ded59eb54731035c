package io.pipit.pubsub.engine;

import io.pipit.pubsub.Subscription;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How far the subscriptions of one node that take digests were told, and when each is due again.
 * Confined to its {@link NodeState}. A publish costs something for those alone that have nothing
 * waiting yet.
 */
final class DigestTimes {

  /** By subid: the sequence number through which it was told. */
  private final Map<String, Long> told = new HashMap<>();

  /** The frequencies of those for which nothing waits. */
  private final Map<String, Duration> idle = new LinkedHashMap<>();

  private final DueTimes<String> due = new DueTimes<>();

  DueTimes<String> due() {
    return due;
  }

  /** The sequence number through which a subscription was told. */
  long toldThrough(String subid) {
    return told.getOrDefault(subid, Long.MAX_VALUE);
  }

  /** A subscription is from now on so; what was published before is none of its digests. */
  void changed(Subscription subscription, long lastSeq) {
    String subid = subscription.subid();
    if (!subscription.options().digests()) {
      ended(subid);
    } else if (told.putIfAbsent(subid, lastSeq) == null || idle.containsKey(subid)) {
      idle.put(subid, subscription.options().digestFrequency());
    }
  }

  void ended(String subid) {
    told.remove(subid);
    idle.remove(subid);
    due.set(subid, null);
  }

  void published(Instant arrival) {
    if (!idle.isEmpty()) {
      idle.forEach((subid, frequency) -> due.set(subid, arrival.plus(frequency)));
      idle.clear();
    }
  }

  /**
   * A digest was sent.
   *
   * @param next when the next is due, null when nothing waits
   */
  void sent(Subscription subscription, long through, @Nullable Instant next) {
    String subid = subscription.subid();
    told.put(subid, through);
    due.set(subid, next);
    if (next == null) {
      idle.put(subid, subscription.options().digestFrequency());
    } else {
      idle.remove(subid);
    }
  }
}
