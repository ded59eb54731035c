package io.pipit.pubsub.engine;

import io.pipit.pubsub.Item;
import io.pipit.pubsub.ItemAddress;
import io.pipit.pubsub.Subscription;
import io.pipit.pubsub.SubscriptionOptions;
import io.pipit.pubsub.notify.Notification;
import io.pipit.pubsub.notify.Notification.EventItem;
import io.pipit.pubsub.notify.Notification.Header;
import io.pipit.xmpp.Jid;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The event of items that were published. Confined to one decision. */
final class PublishedEvent implements Audience.Event {

  private final NodeScope scope;
  private final List<Item> items;

  /** Made for the first who is told, shared by all. */
  private @Nullable List<EventItem> shown;

  PublishedEvent(NodeScope scope, List<Item> items) {
    this.scope = scope;
    this.items = items;
  }

  @Override
  public boolean concerns(SubscriptionOptions options) {
    return options.payloadTypes().isEmpty() || items.stream().anyMatch(options::wants);
  }

  @Override
  public boolean isShared() {
    return true;
  }

  @Override
  public Audience.Event narrowed(List<Subscription> matching) {
    List<Item> wanted =
        items.stream()
            .filter(item -> matching.stream().anyMatch(each -> each.options().wants(item)))
            .toList();
    return wanted.size() == items.size() ? this : new PublishedEvent(scope, wanted);
  }

  @Override
  public Notification.ItemsPublished to(List<Jid> recipients, List<Header> headers) {
    if (shown == null) {
      shown = items.stream().map(scope::shown).toList();
    }
    return new Notification.ItemsPublished(
        scope.service(), scope.name(), recipients, scope.eventType(), shown, null, headers);
  }

  /** Without a body where the node has no stylesheet, or delivers no payloads to make one of. */
  @Override
  public Notification withBody(List<Jid> recipients, List<Header> headers) {
    Notification.ItemsPublished event = to(recipients, headers);
    Optional<ItemAddress> stylesheet = scope.config().bodyStylesheet();
    return stylesheet.isPresent() && event.items().stream().anyMatch(item -> item.payload() != null)
        ? new Notification.ItemsPublishedWithBody(event, stylesheet.get())
        : event;
  }
}
