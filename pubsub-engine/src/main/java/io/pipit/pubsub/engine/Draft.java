package io.pipit.pubsub.engine;

import io.pipit.pubsub.Announcement;
import io.pipit.pubsub.Response;
import io.pipit.pubsub.change.Change;
import io.pipit.pubsub.notify.Notification;
import io.pipit.xmpp.Jid;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Collects an outcome. Confined to one decision. */
final class Draft {

  private final List<Change> changes = new ArrayList<>();
  private final List<Notification> notifications = new ArrayList<>();
  private @Nullable SubscriptionClaim claim;

  /** Nearly always empty: can be changed when it is not. */
  private List<Announcement> announcements = List.of();

  void change(Change change) {
    changes.add(change);
  }

  /** All claims of one decision are the same requester's. */
  void claim(SubscriptionClaim more) {
    claim = claim == null ? more : claim.and(more);
  }

  /** Adds a notification, unless there is nobody to tell. */
  void tell(Notification notification) {
    if (!notification.recipients().isEmpty()) {
      notifications.add(notification);
    }
  }

  void announce(Announcement announcement) {
    if (announcements.isEmpty()) {
      announcements = new ArrayList<>();
    }
    announcements.add(announcement);
  }

  /** Whether anybody is told of anything so far. */
  boolean tellsAnybody() {
    return !notifications.isEmpty() || !announcements.isEmpty();
  }

  /** The addresses that are told of items so far. */
  Set<Jid> toldOfItems() {
    return notifications.stream()
        .filter(Notification.ItemsPublished.class::isInstance)
        .flatMap(each -> each.recipients().stream())
        .collect(Collectors.toSet());
  }

  /** Adds what another decision comes to, but for its response. */
  void add(Outcome other) {
    changes.addAll(other.changes());
    notifications.addAll(other.notifications());
    other.announcements().forEach(this::announce);
    if (other.claim() != null) {
      claim(other.claim());
    }
  }

  Outcome done() {
    return reply(new Response.Done());
  }

  Outcome reply(Response response) {
    return new Outcome(response, changes, notifications, claim, announcements);
  }
}
