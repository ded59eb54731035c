package io.pipit.pubsub.engine;

import io.pipit.pubsub.Inherited;
import io.pipit.pubsub.Item;
import io.pipit.pubsub.Subscription;
import io.pipit.pubsub.SubscriptionOptions;
import io.pipit.pubsub.notify.Notification;
import io.pipit.pubsub.notify.Notification.Header;
import io.pipit.xmpp.Jid;
import java.util.List;
import java.util.function.Predicate;

/** The event of items that are about to go. Confined to one decision. */
record RetractedEvent(NodeScope scope, List<String> ids) implements Audience.Event {

  @Override
  public boolean concerns(SubscriptionOptions options) {
    return options.payloadTypes().isEmpty() || ids.stream().anyMatch(id -> is(id, options::wants));
  }

  @Override
  public Audience.Event narrowed(List<Subscription> matching) {
    List<String> wanted =
        ids.stream()
            .filter(id -> matching.stream().anyMatch(each -> isWanted(id, each.options())))
            .toList();
    return wanted.size() == ids.size() ? this : new RetractedEvent(scope, wanted);
  }

  private boolean isWanted(String id, SubscriptionOptions options) {
    return options.payloadTypes().isEmpty() || is(id, options::wants);
  }

  /** Whether a subscription with digests was told of one of them. */
  boolean isTold(Subscription subscription) {
    long through = scope.node().toldThrough(subscription.subid());
    return ids.stream().anyMatch(id -> wasTold(id, through));
  }

  private boolean wasTold(String id, long through) {
    return scope.node().items().entry(id).filter(item -> item.seq() <= through).isPresent();
  }

  /** The same of one by a collection. */
  boolean isTold(Inherited inherited) {
    long through = scope.node().inheritedDigests().toldThrough(inherited);
    return ids.stream().anyMatch(id -> is(id, item -> item.seq() <= through));
  }

  private boolean is(String id, Predicate<Item> what) {
    return scope.node().items().get(id).filter(what).isPresent();
  }

  @Override
  public Notification to(List<Jid> recipients, List<Header> headers) {
    return new Notification.ItemsRetracted(
        scope.service(), scope.name(), recipients, scope.eventType(), ids, headers);
  }
}
