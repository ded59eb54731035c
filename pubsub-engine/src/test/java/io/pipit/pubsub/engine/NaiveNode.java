package io.pipit.pubsub.engine;

import io.pipit.pubsub.Affiliation;
import io.pipit.pubsub.SubscriptionState;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.Jid;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a reader of XEP-0060 4 holds a leaf to be: lists, and rules that look through all of them.
 * Knows nothing of changes, caches and logs.
 */
final class NaiveNode {

  /** An item as its publisher left it. */
  record Kept(String id, String payload, BareJid publisher, Instant arrival) {}

  /**
   * A subscription.
   *
   * @param end when its lease is over, null for never
   */
  record Held(
      Jid jid, String subid, SubscriptionState state, boolean delivers, @Nullable Instant end) {

    Held in(SubscriptionState changed) {
      return new Held(jid, subid, changed, delivers, end);
    }

    Held until(Instant later) {
      return new Held(jid, subid, state, delivers, later);
    }

    boolean isOver(Instant now) {
      return end != null && !now.isBefore(end);
    }

    boolean isActive(Instant now) {
      return state == SubscriptionState.SUBSCRIBED && !isOver(now);
    }
  }

  final Map<BareJid, Affiliation> affiliations = new HashMap<>();
  final List<Kept> items = new ArrayList<>();
  List<Held> subscriptions = new ArrayList<>();
  String access = "open";
  String publishers = "publishers";
  int maxItems = 5;
  int maxBytes = Integer.MAX_VALUE;
  int keepLast;
  @Nullable Duration expire;
  boolean persists = true;
  boolean delivers = true;
  boolean rejects;
  boolean subscribable = true;
  boolean tellsRetractions = true;

  Affiliation affiliation(BareJid entity) {
    return affiliations.getOrDefault(entity, Affiliation.NONE);
  }

  boolean isOwner(BareJid entity) {
    return affiliation(entity) == Affiliation.OWNER;
  }

  private boolean isSubscribed(BareJid entity, Instant now) {
    return subscriptions.stream()
        .anyMatch(held -> held.jid().bare().equals(entity) && held.isActive(now));
  }

  /** The table of 4.1 and the models of 4.5. */
  boolean mayRead(BareJid entity, Instant now) {
    return switch (affiliation(entity)) {
      case OWNER, PUBLISHER, MEMBER -> true;
      case PUBLISH_ONLY, OUTCAST -> false;
      case NONE ->
          access.equals("open") || (access.equals("authorize") && isSubscribed(entity, now));
    };
  }

  /** Whether there is such a node at all, for an entity. */
  boolean maySee(BareJid entity) {
    Affiliation affiliation = affiliation(entity);
    return affiliation != Affiliation.OUTCAST
        && (affiliation != Affiliation.NONE || !access.equals("whitelist"));
  }

  boolean mayPublish(BareJid entity, Instant now) {
    return switch (affiliation(entity)) {
      case OWNER, PUBLISHER, PUBLISH_ONLY -> true;
      case OUTCAST -> false;
      case MEMBER, NONE ->
          publishers.equals("open")
              || (publishers.equals("subscribers")
                  && isSubscribed(entity, now)
                  && mayRead(entity, now));
    };
  }

  /** Who is told of an event, each address once. */
  Set<Jid> audience(Instant now) {
    return subscriptions.stream()
        .filter(held -> held.isActive(now) && held.delivers() && mayRead(held.jid().bare(), now))
        .map(Held::jid)
        .collect(Collectors.toSet());
  }

  /** Everybody who has asked, also who still waits. */
  Set<Jid> everybody(Instant now) {
    return subscriptions.stream()
        .filter(held -> !held.isOver(now))
        .map(Held::jid)
        .collect(Collectors.toSet());
  }

  /** The items that there are: of those that are past their time the last that have to stay. */
  List<Kept> live(Instant now) {
    int past = 0;
    while (past < items.size() - keepLast && isPast(items.get(past), now)) {
      past++;
    }
    return items.subList(past, items.size());
  }

  private boolean isPast(Kept item, Instant now) {
    return expire != null && !now.isBefore(item.arrival().plus(expire));
  }

  boolean holds(String id, Instant now) {
    return live(now).stream().anyMatch(item -> item.id().equals(id));
  }

  static int bytes(Collection<Kept> items) {
    return items.stream().mapToInt(item -> item.payload().length()).sum();
  }

  void keep(List<Kept> published, Instant now) {
    for (Kept item : published) {
      items.removeIf(old -> old.id().equals(item.id()));
      items.add(item);
    }
    end(now);
    trim();
  }

  /** Forgets what is past its time. */
  void end(Instant now) {
    items.retainAll(List.copyOf(live(now)));
  }

  void trim() {
    while (items.size() > maxItems || bytes(items) > maxBytes) {
      items.remove(0);
    }
  }

  /** Ends what the rules do not allow any more, and settles what need not wait any more. */
  void settle(Instant now) {
    List<Held> settled = new ArrayList<>();
    for (Held held : subscriptions) {
      BareJid entity = held.jid().bare();
      boolean waits = held.state() == SubscriptionState.PENDING;
      boolean mayAsk = !access.equals("whitelist") || affiliation(entity) != Affiliation.NONE;
      boolean barred =
          affiliation(entity) == Affiliation.OUTCAST
              || affiliation(entity) == Affiliation.PUBLISH_ONLY;
      if (barred || !mayAsk) {
        continue;
      }
      boolean needsNobody = !access.equals("authorize") || affiliation(entity) != Affiliation.NONE;
      settled.add(waits && needsNobody ? held.in(SubscriptionState.SUBSCRIBED) : held);
    }
    subscriptions = settled;
  }

  /** As text, to compare with that of the engine's node. What has run out is not there. */
  String described(Instant now) {
    return describe(
        new TreeSet<>(affiliations.entrySet().stream().map(Object::toString).toList()),
        subscriptions.stream()
            .filter(held -> !held.isOver(now))
            .map(held -> held.jid() + " " + held.subid() + " " + held.state())
            .toList(),
        live(now).stream().map(item -> item.id() + " " + item.payload()).toList());
  }

  static String describe(Set<String> affiliations, List<String> subscriptions, List<String> items) {
    return affiliations
        + "\n"
        + subscriptions.stream().sorted(Comparator.naturalOrder()).toList()
        + "\n"
        + items;
  }
}
