package io.pipit.broker.module;

import io.pipit.broker.account.RosterSnapshots;
import io.pipit.broker.shard.EntityShard;
import io.pipit.pubsub.Context;
import io.pipit.pubsub.ImplicitSubscribers;
import io.pipit.pubsub.PresenceView;
import io.pipit.pubsub.RosterView;
import io.pipit.pubsub.SubscriptionCounts;
import io.pipit.xmpp.BareJid;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Set;

/**
 * What the decisions of one shard see besides its state. Confined to that shard. Whatever a
 * decision reads of a roster that another shard owns makes its answer wait until that roster is
 * durable.
 */
final class ShardContext implements Context {

  private final Clock clock;
  private final Ids ids;
  private final SubscriptionCounts counts;
  private final RosterView rosters;
  private final PresenceView presences;
  private final ImplicitSubscribers implicitSubscribers;

  ShardContext(
      EntityShard shard,
      RosterSnapshots snapshots,
      PresenceView presences,
      SubscriptionCounts counts,
      Clock clock) {
    this.presences = presences;
    this.clock = clock;
    this.ids = new Ids(clock);
    this.counts = counts;
    this.rosters = new SeenRosters(shard, snapshots);
    this.implicitSubscribers = ImplicitSubscribers.NONE;
  }

  private ShardContext(
      ShardContext other, SubscriptionCounts counts, ImplicitSubscribers implicitSubscribers) {
    this.clock = other.clock;
    this.ids = other.ids;
    this.rosters = other.rosters;
    this.presences = other.presences;
    this.counts = counts;
    this.implicitSubscribers = implicitSubscribers;
  }

  /** The same for another service of this shard. */
  ShardContext of(SubscriptionCounts others, ImplicitSubscribers implicit) {
    return new ShardContext(this, others, implicit);
  }

  @Override
  public Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  @Override
  public String newId() {
    return ids.next();
  }

  @Override
  public RosterView roster() {
    return rosters;
  }

  @Override
  public PresenceView presence() {
    return presences;
  }

  @Override
  public SubscriptionCounts subscriptionCounts() {
    return counts;
  }

  @Override
  public ImplicitSubscribers implicitSubscribers() {
    return implicitSubscribers;
  }

  private record SeenRosters(EntityShard shard, RosterSnapshots snapshots) implements RosterView {

    @Override
    public boolean hasPresenceSubscription(BareJid owner, BareJid contact) {
      boolean has = snapshots.hasPresenceSubscription(owner, contact);
      shard.saw(snapshots.position(owner));
      return has;
    }

    @Override
    public Set<String> groups(BareJid owner, BareJid contact) {
      Set<String> groups = snapshots.groups(owner, contact);
      shard.saw(snapshots.position(owner));
      return groups;
    }
  }
}
