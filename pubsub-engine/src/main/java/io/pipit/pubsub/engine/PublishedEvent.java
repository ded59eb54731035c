package io.pipit.pubsub.engine;

import io.pipit.pubsub.ItemAddress;
import io.pipit.pubsub.notify.Notification;
import io.pipit.pubsub.notify.Notification.EventItem;
import io.pipit.pubsub.notify.Notification.Header;
import io.pipit.xmpp.Jid;
import java.util.List;
import java.util.Optional;

/** The event of items that were published just now. Confined to one decision. */
record PublishedEvent(NodeScope scope, List<EventItem> items) implements Audience.Event {

  @Override
  public Notification.ItemsPublished to(List<Jid> recipients, List<Header> headers) {
    return new Notification.ItemsPublished(
        scope.service(), scope.name(), recipients, scope.eventType(), items, null, headers);
  }

  /** Without a body where the node has no stylesheet, or delivers no payloads to make one of. */
  @Override
  public Notification withBody(List<Jid> recipients, List<Header> headers) {
    Notification.ItemsPublished event = to(recipients, headers);
    Optional<ItemAddress> stylesheet = scope.config().bodyStylesheet();
    return stylesheet.isPresent() && items.stream().anyMatch(item -> item.payload() != null)
        ? new Notification.ItemsPublishedWithBody(event, stylesheet.get())
        : event;
  }
}
