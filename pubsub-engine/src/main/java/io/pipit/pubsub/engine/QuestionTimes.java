package io.pipit.pubsub.engine;

import io.pipit.pubsub.change.Change;
import io.pipit.xmpp.BareJid;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * When the owners of a node are asked about requests to subscribe, so that nobody can flood them by
 * asking again and again: about one entity once in {@link #INTERVAL}, and about all as {@link
 * QuestionPace} allows. A request that comes too soon waits like any other, and the owners are
 * asked later. Confined to the owner of the node; nothing of it is stored.
 */
final class QuestionTimes {

  /** The shortest time between two questions about the same entity. */
  static final Duration INTERVAL = Duration.ofMinutes(1);

  private final QuestionPace pace;

  /** When the owners were asked, or will be, about whom; forgotten after {@link #INTERVAL}. */
  private final Map<BareJid, Instant> asked = new HashMap<>();

  private final DueTimes<String> due = new DueTimes<>();

  QuestionTimes(QuestionPace pace) {
    this.pace = pace;
  }

  /** When to ask about which request that came too soon, by its subid. */
  DueTimes<String> due() {
    return due;
  }

  /** When the owners can be asked about an entity that requests something now. */
  Instant next(BareJid entity, Collection<BareJid> owners, Instant now) {
    Instant before = asked.get(entity);
    if (before != null && before.isAfter(now)) {
      return before;
    }
    Instant next = pace.next(owners, now);
    return before != null && before.plus(INTERVAL).isAfter(next) ? before.plus(INTERVAL) : next;
  }

  void asked(Change.OwnersAsked change, Collection<BareJid> owners) {
    BareJid entity = change.jid().bare();
    boolean isPlanned = change.at().equals(asked.get(entity)) || due.get(change.subid()) != null;
    if (!isPlanned) {
      pace.asked(owners, change.requested());
    }
    asked.values().removeIf(at -> !at.plus(INTERVAL).isAfter(change.requested()));
    asked.put(entity, change.at());
    due.set(change.subid(), change.at().isAfter(change.requested()) ? change.at() : null);
  }

  /** A request waits no more. */
  void answered(String subid) {
    due.set(subid, null);
  }
}
