package io.pipit.broker.module;

import io.pipit.broker.account.Roster;
import io.pipit.broker.account.RosterSnapshots;
import io.pipit.broker.shard.EntityShard;
import io.pipit.pubsub.ArchiveKey;
import io.pipit.pubsub.Context;
import io.pipit.pubsub.DoorSubscriptions;
import io.pipit.pubsub.ImplicitSubscribers;
import io.pipit.pubsub.Inherited;
import io.pipit.pubsub.PresenceView;
import io.pipit.pubsub.RosterView;
import io.pipit.pubsub.SubscriptionCounts;
import io.pipit.pubsub.TreeView;
import io.pipit.pubsub.engine.Directory;
import io.pipit.pubsub.engine.SubscriptionLedger;
import io.pipit.pubsub.engine.Tree;
import io.pipit.xmpp.BareJid;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * What the decisions of one shard see besides its state. Confined to that shard. Whatever a
 * decision reads of a roster that another shard owns makes its answer wait until that roster is
 * durable.
 */
final class ShardContext implements Context {

  private final Clock clock;
  private final Ids ids;
  private final SubscriptionLedger ledger;
  private final SubscriptionCounts counts;
  private final RosterView rosters;
  private final PresenceView presences;
  private final ImplicitSubscribers implicitSubscribers;
  private final TreeView tree;
  private final ArchiveKey archiveKey;
  private final Announcer announcer;

  /**
   * @param service whose decisions they are
   * @param directory of the service
   * @param secret of the node, from which names in archives are made
   * @param announcer knows who listens at other doors
   */
  ShardContext(
      EntityShard shard,
      BareJid service,
      RosterSnapshots snapshots,
      PresenceView presences,
      Directory directory,
      Clock clock,
      byte[] secret,
      Announcer announcer) {
    this.announcer = announcer;
    this.archiveKey = new ArchiveKey(secret);
    this.presences = presences;
    this.clock = clock;
    this.ids = new Ids(clock);
    this.ledger = shard.ledger();
    this.counts = ledger.of(service);
    this.rosters = new SeenRosters(shard, snapshots);
    this.tree = new SeenTree(shard, directory.tree());
    this.implicitSubscribers = ImplicitSubscribers.NONE;
  }

  private ShardContext(
      ShardContext other,
      BareJid service,
      Directory directory,
      Roster own,
      ImplicitSubscribers implicitSubscribers) {
    this.clock = other.clock;
    this.archiveKey = other.archiveKey;
    this.announcer = other.announcer;
    this.ids = other.ids;
    this.rosters = new OwnRoster(service, own);
    this.presences = other.presences;
    this.ledger = other.ledger;
    this.counts = ledger.of(service);
    this.tree = directory.tree();
    this.implicitSubscribers = implicitSubscribers;
  }

  /** The same for an account of this shard, where its directory and its roster are. */
  ShardContext of(
      BareJid account, Directory directory, Roster roster, ImplicitSubscribers implicit) {
    return new ShardContext(this, account, directory, roster, implicit);
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

  @Override
  public DoorSubscriptions doors() {
    return announcer.subscriptions();
  }

  @Override
  public ArchiveKey archiveKey() {
    return archiveKey;
  }

  @Override
  public TreeView tree() {
    return tree;
  }

  /** What is told after a look at the tree waits for what the tree was told of. */
  private record SeenTree(EntityShard shard, Tree tree) implements TreeView {

    @Override
    public long version() {
      long version = tree.version();
      shard.saw(tree.position());
      return version;
    }

    @Override
    public boolean isCollection(String node) {
      return seen(tree.isCollection(node));
    }

    @Override
    public List<String> parents(String node) {
      return seen(tree.parents(node));
    }

    @Override
    public Collection<String> children(String collection) {
      return seen(tree.children(collection));
    }

    @Override
    public List<Inherited> itemSubscriptions(String node, Collection<String> parents) {
      return seen(tree.itemSubscriptions(node, parents));
    }

    @Override
    public List<Inherited> nodeSubscriptions(String node, Collection<String> parents) {
      return seen(tree.nodeSubscriptions(node, parents));
    }

    @Override
    public List<Inherited> childSubscriptions(String collection, Collection<String> parents) {
      return seen(tree.childSubscriptions(collection, parents));
    }

    /** The position moves before what it stands for, so it is asked for behind what was read. */
    private <T> T seen(T read) {
      shard.saw(tree.position());
      return read;
    }
  }

  /**
   * The roster of an account, which its shard sees as it is. It alone says who is let in there
   * (XEP-0163 2.3, 4): the contacts of somebody else who owns a node too are strangers.
   */
  private record OwnRoster(BareJid account, Roster own) implements RosterView {

    @Override
    public boolean hasPresenceSubscription(BareJid owner, BareJid contact) {
      return owner.equals(account) && own.showsPresenceTo(contact);
    }

    @Override
    public Set<String> groups(BareJid owner, BareJid contact) {
      return owner.equals(account)
          ? own.item(contact).map(item -> Set.copyOf(item.groups())).orElse(Set.of())
          : Set.of();
    }
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
