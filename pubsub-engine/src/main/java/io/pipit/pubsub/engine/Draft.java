package io.pipit.pubsub.engine;

import io.pipit.pubsub.Response;
import io.pipit.pubsub.change.Change;
import io.pipit.pubsub.notify.Notification;
import java.util.ArrayList;
import java.util.List;

/** Collects an outcome. Confined to one decision. */
final class Draft {

  private final List<Change> changes = new ArrayList<>();
  private final List<Notification> notifications = new ArrayList<>();

  void change(Change change) {
    changes.add(change);
  }

  /** Adds a notification, unless there is nobody to tell. */
  void tell(Notification notification) {
    if (!notification.recipients().isEmpty()) {
      notifications.add(notification);
    }
  }

  /** Adds what another decision comes to, but for its response. */
  void add(Outcome other) {
    changes.addAll(other.changes());
    notifications.addAll(other.notifications());
  }

  Outcome done() {
    return reply(new Response.Done());
  }

  Outcome reply(Response response) {
    return new Outcome(response, changes, notifications);
  }
}
