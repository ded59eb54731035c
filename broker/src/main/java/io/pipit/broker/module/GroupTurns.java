package io.pipit.broker.module;

import io.pipit.pubsub.notify.Notification;
import io.pipit.pubsub.notify.Notification.ItemsPublished;
import io.pipit.pubsub.notify.Notification.ItemsPublishedWithBody;
import io.pipit.pubsub.notify.Notification.ItemsShared;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.FullJid;
import io.pipit.xmpp.Jid;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Which resource of a group is told (option {@code pipit#group}): of those that are connected now
 * the next in turn, by their names. Confined to its shard: a group of a collection has a turn in
 * each shard that has nodes of it.
 *
 * <p><b>Bound.</b> The turns of the {@value #MOST_GROUPS} groups that were told last are known; any
 * other begins anew.
 */
final class GroupTurns {

  static final int MOST_GROUPS = 10_000;

  /** Says who gets an event. */
  @FunctionalInterface
  interface Reached {
    List<FullJid> by(BareJid service, List<Jid> recipients);
  }

  private record Group(BareJid service, String subscribed, BareJid account, String name) {}

  /**
   * @param offer what it would be told
   */
  private record Candidate(FullJid resource, Notification offer) {}

  private final Reached reached;

  /** The resource of each group that was told last; the group that was told last is last. */
  private final LinkedHashMap<Group, String> turns = new LinkedHashMap<>();

  GroupTurns(Reached reached) {
    this.reached = reached;
  }

  /** The event for the resource whose turn it is; empty when nobody of the group is connected. */
  Optional<Notification> next(ItemsShared shared) {
    TreeMap<String, Candidate> candidates = new TreeMap<>();
    for (Notification offer : shared.offers()) {
      for (FullJid resource : reached.by(shared.service(), offer.recipients())) {
        candidates.putIfAbsent(resource.resource(), new Candidate(resource, offer));
      }
    }
    if (candidates.isEmpty()) {
      return Optional.empty();
    }
    Group group =
        new Group(shared.service(), shared.subscribed(), shared.account(), shared.group());
    String before = turns.remove(group);
    Map.Entry<String, Candidate> next = before == null ? null : candidates.higherEntry(before);
    if (next == null) {
      next = candidates.firstEntry();
    }
    turns.put(group, next.getKey());
    if (turns.size() > MOST_GROUPS) {
      turns.remove(turns.keySet().iterator().next());
    }
    Candidate chosen = next.getValue();
    return Optional.of(only(chosen.resource, chosen.offer));
  }

  private static Notification only(FullJid resource, Notification offer) {
    if (offer instanceof ItemsPublished event) {
      return event.to(List.of(resource), event.replyTo());
    }
    if (offer instanceof ItemsPublishedWithBody body) {
      return body.to(List.of(resource), body.event().replyTo());
    }
    throw new AssertionError(offer);
  }
}
