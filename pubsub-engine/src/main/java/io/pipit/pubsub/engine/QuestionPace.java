package io.pipit.pubsub.engine;

import io.pipit.xmpp.BareJid;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * How often owners are asked about requests to subscribe, at all their nodes of one shard: {@link
 * #BURST} times at once, then once in {@link #SPACING}. Confined to that shard; not stored.
 */
final class QuestionPace {

  /** So many questions may follow each other at once. */
  static final int BURST = 100;

  /** The time in which another question becomes possible. */
  static final Duration SPACING = Duration.ofSeconds(2);

  private static final Duration AHEAD = SPACING.multipliedBy(BURST - 1);

  /** When all questions so far would have been asked one by one, {@link #SPACING} apart. */
  private final Map<BareJid, Instant> asked = new HashMap<>();

  /** When all these owners can be asked once more. */
  Instant next(Collection<BareJid> owners, Instant now) {
    Instant next = now;
    for (BareJid owner : owners) {
      Instant free = asked.getOrDefault(owner, Instant.EPOCH).minus(AHEAD);
      next = free.isAfter(next) ? free : next;
    }
    return next;
  }

  /** A question to these owners was decided, whenever it is asked. */
  void asked(Collection<BareJid> owners, Instant now) {
    asked.values().removeIf(time -> time.isBefore(now));
    owners.forEach(owner -> asked.put(owner, asked.getOrDefault(owner, now).plus(SPACING)));
  }
}
