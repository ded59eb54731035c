package io.pipit.broker.port;

import io.pipit.pubsub.DoorSubscription;
import io.pipit.pubsub.port.QueueFilter;
import io.pipit.xmpp.BareJid;
import java.util.List;

/** That a subscriber gets what is published at the nodes of a filter. Immutable; any thread. */
final class PortSubscription implements DoorSubscription {

  private final LiveSubscriber subscriber;
  private final QueueFilter filter;

  /** When an item comes by this subscription alone. */
  private final LiveMatch alone;

  PortSubscription(LiveSubscriber subscriber, QueueFilter filter) {
    this.subscriber = subscriber;
    this.filter = filter;
    this.alone = LiveMatch.of(List.of(filter));
  }

  @Override
  public BareJid account() {
    return subscriber.address().bare();
  }

  LiveSubscriber subscriber() {
    return subscriber;
  }

  QueueFilter filter() {
    return filter;
  }

  LiveMatch alone() {
    return alone;
  }
}
