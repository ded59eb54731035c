package io.pipit.pubsub.engine;

import io.pipit.pubsub.Affiliation;
import io.pipit.pubsub.AvailableResource;
import io.pipit.pubsub.Item;
import io.pipit.pubsub.ItemEntry;
import io.pipit.pubsub.NodeConfigFields;
import io.pipit.pubsub.SendLastPublishedItem;
import io.pipit.pubsub.Subscription;
import io.pipit.pubsub.change.Change;
import io.pipit.pubsub.command.NodeCommand;
import io.pipit.pubsub.notify.Notification.Header;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.FullJid;
import io.pipit.xmpp.Jid;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What happens at a node because somebody came online or went offline. Who is online is looked at
 * again when it is decided: a command may have been on its way while the entity came back.
 */
final class Presences {

  /** How many requests an owner is reminded of unasked; all come by get-pending (8.7). */
  private static final int REMINDED = 20;

  /** How many items one change and one event name. */
  static final int GROUP = 1_000;

  private final NodeScope scope;

  Presences(NodeScope scope) {
    this.scope = scope;
  }

  /** The newest item for a resource that its bare or its full JID is subscribed with (4.3). */
  Outcome came(NodeCommand.SubscriberAvailable command) {
    Draft draft = new Draft();
    FullJid resource = command.resource();
    List<Subscription> meant =
        scope.heldBy(resource.bare()).stream()
            .filter(
                each ->
                    each.isActive(scope.now())
                        && Audience.reaches(resource, each, scope.config(), scope.context()))
            .toList();
    if (!meant.isEmpty()
        && scope.config().deliversNotifications()
        && scope.config().get(NodeConfigFields.SEND_LAST_PUBLISHED_ITEM)
            == SendLastPublishedItem.ON_SUB_AND_PRESENCE
        && scope.refusal(resource, Action.RECEIVE).isEmpty()) {
      List<Header> headers = new ArrayList<>();
      meant.forEach(each -> headers.addAll(scope.headers(each)));
      scope.tellLastItem(resource, headers, draft);
    }
    return draft.done();
  }

  Outcome remind(NodeCommand.RemindOwner command) {
    Draft draft = new Draft();
    FullJid resource = command.resource();
    if (scope.node().affiliation(resource.bare()) == Affiliation.OWNER) {
      new Authorizing(scope).remind(resource, REMINDED, draft);
    }
    return draft.done();
  }

  /** Ends what lasts as long as the subscriber is online (12.5). */
  Outcome left(NodeCommand.SubscriberUnavailable command) {
    Jid gone = command.subscriber();
    Draft draft = new Draft();
    for (Subscription held : scope.node().subscriptions(gone.bare())) {
      boolean meant = gone instanceof BareJid || held.jid().equals(gone);
      if (meant && scope.config().endsWithPresence(held) && !isOnline(held.jid())) {
        scope.endSubscription(held, draft);
      }
    }
    return draft.done();
  }

  private boolean isOnline(Jid jid) {
    List<AvailableResource> resources = scope.context().presence().resources(jid.bare());
    return jid instanceof FullJid
        ? resources.stream().anyMatch(each -> each.jid().equals(jid))
        : !resources.isEmpty();
  }

  /** Takes back what was published by who is offline, like a retract or a purge of it (8.5). */
  Outcome left(NodeCommand.PublisherUnavailable command) {
    Draft draft = new Draft();
    if (!scope.config().get(NodeConfigFields.PURGE_OFFLINE)) {
      return draft.done();
    }
    Gone gone = new Gone(command.publisher());
    List<String> ids = new ArrayList<>();
    int size = scope.node().items().size();
    for (int from = 0; from < size; from += GROUP) {
      for (ItemEntry item : scope.node().items().entries(from, Math.min(size, from + GROUP))) {
        if (gone.has(item.publisher())) {
          ids.add(item.id());
        }
      }
    }
    Item cached = scope.node().cachedItem();
    if (ids.size() == size && (size > 0 || (cached != null && gone.has(cached.publisher())))) {
      purge(size, draft);
    } else {
      retract(ids, draft);
      ItemEntry standing = scope.node().standing().entry();
      if (standing != null && gone.has(standing.publisher()) && !ids.contains(standing.id())) {
        draft.change(new Change.StandingEnded(scope.service(), scope.name()));
      }
    }
    return draft.done();
  }

  private void purge(int size, Draft draft) {
    draft.change(new Change.NodePurged(scope.service(), scope.name()));
    if (size > 0 && scope.config().get(NodeConfigFields.NOTIFY_RETRACT)) {
      scope.tellOfPurge(draft);
    }
    scope.withdraw(scope.service(), List.of(), false, draft);
  }

  private void retract(List<String> ids, Draft draft) {
    for (int from = 0; from < ids.size(); from += GROUP) {
      List<String> group = ids.subList(from, Math.min(ids.size(), from + GROUP));
      draft.change(new Change.ItemsRetracted(scope.service(), scope.name(), group));
      if (scope.config().get(NodeConfigFields.NOTIFY_RETRACT)) {
        scope.tellOfRetracted(List.copyOf(group), draft);
      }
      scope.withdraw(scope.service(), group, false, draft);
    }
  }

  /** The publishers that are offline, each asked about once. */
  private final class Gone {

    private final @Nullable BareJid only;
    private final Map<BareJid, Boolean> known = new HashMap<>();

    Gone(@Nullable BareJid only) {
      this.only = only;
    }

    boolean has(BareJid publisher) {
      return (only == null || only.equals(publisher))
          && known.computeIfAbsent(publisher, entity -> !isOnline(entity));
    }
  }
}
