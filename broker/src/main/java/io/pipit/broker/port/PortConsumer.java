package io.pipit.broker.port;

import io.pipit.broker.port.PortSubscriptions.Subscribed;
import io.pipit.pubsub.port.PortItem;
import io.pipit.pubsub.port.PortOpening;
import io.pipit.pubsub.port.PortResult;
import io.pipit.pubsub.port.PortResult.Reason;
import io.pipit.pubsub.port.QueueConsumer;
import io.pipit.pubsub.port.QueueDrop;
import io.pipit.pubsub.port.QueueFilter;
import io.pipit.pubsub.port.QueueSpec;
import io.pipit.pubsub.port.QueuedItem;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Who has the items of a queue by a port: hears nothing before it hears that it has them. Confined
 * to the executor of the port.
 */
final class PortConsumer implements ItemConsumer {

  private static final LiveItem.Form<PortItem> PLAIN = item -> item;

  private final QueueSpec spec;
  private final QueueConsumer consumer;
  private boolean isTold;
  private boolean isLost;

  PortConsumer(QueueSpec spec, QueueConsumer consumer) {
    this.spec = spec;
    this.consumer = consumer;
  }

  /** What became of the opening. */
  void told(QueueOpening opening, Consumer<PortOpening> told) {
    isTold = true;
    if (opening instanceof QueueOpening.Refused refused) {
      told.accept(new PortOpening.Refused(refused.reason(), refused.text()));
      return;
    }
    QueueOpening.Opened opened = (QueueOpening.Opened) opening;
    told.accept(
        new PortOpening.Opened(
            opened.queue(),
            opened.present(),
            refused(opened.filters()),
            opened.settings().attachment()));
    if (isLost) {
      consumer.lost();
    }
  }

  private Map<String, PortResult.Refused> refused(List<Subscribed> filters) {
    Map<String, PortResult.Refused> refused = new HashMap<>();
    for (int i = 0; i < filters.size(); i++) {
      QueueFilter filter = spec.filters().get(i);
      refusal(filters.get(i)).ifPresent(why -> refused.put(filter.filter(), why));
    }
    return refused;
  }

  private static Optional<PortResult.Refused> refusal(Subscribed subscribed) {
    return switch (subscribed) {
      case NEW, CHANGED -> Optional.empty();
      case NO_FILTER -> refusal(Reason.BAD_NAME, "that is no filter");
      case NOT_AUTHORISED -> refusal(Reason.NOT_AUTHORISED, "you may read none of these nodes");
      case QUOTA -> refusal(Reason.QUOTA, "the account has as many subscriptions as it may");
    };
  }

  private static Optional<PortResult.Refused> refusal(Reason reason, String text) {
    return Optional.of(new PortResult.Refused(reason, text));
  }

  @Override
  public void deliver(List<QueuedItem> items) {
    consumer.deliver(items);
  }

  @Override
  public void passing(LiveItem item, LiveMatch match) {
    if (isTold && !isLost) {
      consumer.passing(shown(item.in(PLAIN), match), match.identifierList());
    }
  }

  /** Whether it was published to stand is for who asks for that. */
  private static PortItem shown(PortItem item, LiveMatch match) {
    return match.asPublished() || !item.standing()
        ? item
        : new PortItem(
            item.node(),
            item.id(),
            item.seq(),
            item.arrival(),
            item.publisher(),
            item.payload(),
            item.headers(),
            false);
  }

  @Override
  public void dropped(QueueDrop drop) {
    if (isTold && !isLost) {
      consumer.dropped(drop);
    }
  }

  @Override
  public void lost() {
    isLost = true;
    if (isTold) {
      consumer.lost();
    }
  }
}
