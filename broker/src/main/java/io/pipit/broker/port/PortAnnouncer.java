package io.pipit.broker.port;

import io.pipit.broker.account.BlockLists;
import io.pipit.broker.metrics.BrokerMetrics;
import io.pipit.broker.metrics.NotificationResult;
import io.pipit.broker.metrics.Protocol;
import io.pipit.broker.module.Announcer;
import io.pipit.broker.module.Requester;
import io.pipit.broker.module.Riders;
import io.pipit.broker.routing.Fanout;
import io.pipit.broker.shard.EntityShard;
import io.pipit.pubsub.Announcement;
import io.pipit.pubsub.DoorSubscriptions;
import io.pipit.pubsub.Item;
import io.pipit.pubsub.PublishKind;
import io.pipit.pubsub.change.Change;
import io.pipit.pubsub.port.PortItem;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Tells those who listen at doors, grouped by their event loops. Any thread. */
public final class PortAnnouncer implements Announcer {

  private final PortSubscriptions subscriptions;
  private final PortNames names;
  private final Fanout fanout;
  private final BlockLists blocks;
  private final BrokerMetrics metrics;
  private final Clock clock;
  private final boolean tellsOfRetracted;
  private volatile @Nullable PortQueues queues;

  /**
   * @param blocks who is not told by whom
   * @param tellsOfRetracted whether those who listen are told, by an item without content, that
   *     items were taken back
   */
  public PortAnnouncer(
      PortSubscriptions subscriptions,
      Fanout fanout,
      BlockLists blocks,
      BrokerMetrics metrics,
      Clock clock,
      boolean tellsOfRetracted) {
    this.subscriptions = subscriptions;
    this.names = subscriptions.names();
    this.fanout = fanout;
    this.blocks = blocks;
    this.metrics = metrics;
    this.clock = clock;
    this.tellsOfRetracted = tellsOfRetracted;
  }

  @Override
  public DoorSubscriptions subscriptions() {
    return subscriptions.current();
  }

  /** Has items wait in queues from now on; before anything is published. */
  public void queues(PortQueues all) {
    queues = all;
  }

  @Override
  public boolean refuses(List<Announcement> announcements, Requester requester) {
    PortQueues all = queues;
    return all != null && all.areFull(announcements, requester.assurance());
  }

  @Override
  public Riders riders(
      List<Announcement> announcements,
      List<Change> changes,
      Requester requester,
      EntityShard shard) {
    PortQueues all = queues;
    return all == null
        ? Riders.NONE
        : all.riders(
            announcements,
            changes,
            requester.assurance(),
            requester.together(),
            this::isTold,
            shard);
  }

  @Override
  public void tell(List<Announcement> announcements, Requester requester) {
    for (Announcement announcement : announcements) {
      if (announcement.audience() instanceof PortAudience audience) {
        List<LiveItem> items = items(announcement, requester.assurance());
        int told = audience.reachable(announcement.service(), blocks).tell(items, fanout::send);
        metrics.notified(Protocol.MQTT, NotificationResult.SENT, told);
      }
    }
  }

  private List<LiveItem> items(Announcement announcement, int assurance) {
    if (announcement instanceof Announcement.Published published) {
      return published(published, assurance);
    }
    return withdrawn((Announcement.Withdrawn) announcement, assurance);
  }

  private List<LiveItem> published(Announcement.Published event, int assurance) {
    String node = names.of(event.service(), event.node());
    boolean standing = event.kind() == PublishKind.STANDING;
    boolean stands = standing || (event.kind() == PublishKind.ITEM && event.persists());
    if (event.items().isEmpty()) {
      Instant now = now();
      Supplier<PortItem> none = () -> PortItems.none(node, now, standing);
      return List.of(LiveItem.event(node, stands, event.requester(), assurance, none));
    }
    List<LiveItem> items = new ArrayList<>(event.items().size());
    for (Item item : event.items()) {
      Supplier<PortItem> shown =
          () -> PortItems.of(node, item, event.shownPublisher(), event.payloads(), standing);
      items.add(new LiveItem(node, stands, event.requester(), assurance, shown));
    }
    return items;
  }

  /** That nothing stands any more is always told, since it was published as such. */
  private boolean isTold(Announcement announcement) {
    return tellsOfRetracted
        || !(announcement instanceof Announcement.Withdrawn event)
        || event.standing();
  }

  private List<LiveItem> withdrawn(Announcement.Withdrawn event, int assurance) {
    if (!isTold(event)) {
      return List.of();
    }
    boolean standing = event.standing();
    String node = names.of(event.service(), event.node());
    Instant now = now();
    Supplier<PortItem> none = () -> PortItems.none(node, now, standing);
    return List.of(
        LiveItem.withdrawn(node, standing, event.requester(), assurance, none, event.ends()));
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }
}
