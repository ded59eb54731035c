package io.pipit.broker.module;

import io.pipit.broker.account.BlockLists;
import io.pipit.broker.account.Roster;
import io.pipit.broker.queue.QueueChange.QueueEnded;
import io.pipit.broker.queue.QueueChangeCodec;
import io.pipit.broker.queue.QueueState;
import io.pipit.broker.shard.DueNodes;
import io.pipit.broker.shard.EntityShard;
import io.pipit.broker.shard.Shards;
import io.pipit.pep.PepAudience;
import io.pipit.pep.PublishingResource;
import io.pipit.pubsub.Announcement;
import io.pipit.pubsub.Context;
import io.pipit.pubsub.Item;
import io.pipit.pubsub.ItemAddress;
import io.pipit.pubsub.ItemEntry;
import io.pipit.pubsub.NodeConfig;
import io.pipit.pubsub.Response;
import io.pipit.pubsub.change.Change;
import io.pipit.pubsub.command.Command;
import io.pipit.pubsub.command.NodeCommand;
import io.pipit.pubsub.command.ServiceCommand;
import io.pipit.pubsub.engine.Access;
import io.pipit.pubsub.engine.Action;
import io.pipit.pubsub.engine.Directory;
import io.pipit.pubsub.engine.NodeState;
import io.pipit.pubsub.engine.Outcome;
import io.pipit.pubsub.engine.PubsubEngine;
import io.pipit.pubsub.engine.ServiceState;
import io.pipit.pubsub.engine.StandingItem;
import io.pipit.pubsub.notify.Notification;
import io.pipit.pubsub.store.ChangeCodec;
import io.pipit.pubsub.store.LogRecord;
import io.pipit.pubsub.store.NodeView;
import io.pipit.pubsub.store.Partitions;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.FullJid;
import io.pipit.xmpp.Jid;
import io.pipit.xmpp.StanzaError;
import io.pipit.xmpp.StanzaError.Condition;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the services of this node decide in one shard: commands on the nodes and directories that
 * the shard owns are decided, logged, applied and told, in that order. Confined to its shard.
 */
final class ShardPubsub {

  /**
   * What all shards have in common.
   *
   * @param all the others, by their shard
   * @param listeners who is told what becomes of nodes of accounts, by the name of the node; may
   *     grow at any time
   * @param blocks whose events are not told to whom
   * @param events sends what is told
   * @param announcer tells other doors
   * @param refusesPublishes whether the node has no room for more; any thread
   */
  record Parts(
      ServiceEngines engines,
      Shards shards,
      Map<EntityShard, ShardPubsub> all,
      NodePresences presences,
      PublicSubscriptionHosts hosts,
      Map<String, NodeListener> listeners,
      BlockLists blocks,
      EventSender events,
      Announcer announcer,
      StylesheetWorker stylesheets,
      Clock clock,
      BooleanSupplier refusesPublishes) {}

  static final StanzaError NO_MEMORY =
      StanzaError.of(
          Condition.RESOURCE_CONSTRAINT, "the server has no memory left; try again later");

  private static final StanzaError QUEUE_FULL =
      StanzaError.of(
          Condition.RESOURCE_CONSTRAINT,
          "a queue that gets this has no room and takes nothing until it has; try again later");

  private final EntityShard shard;
  private final ShardContext context;
  private final Parts parts;
  private final NodesOnHold onHold = new NodesOnHold();
  private final DueNodes due;
  private final HistorySweep sweep;
  private final CollectionDigests digests;
  private final EventOrder order;
  private final GroupTurns turns;
  private final DecidedTogether together;
  private final LastItems lastItems;
  private final AbsentItems absentItems;
  private final RoomForChanges room;
  private final AccountPublishing ofAccounts;
  private final GatheredChanges gathered;

  /** Made while nothing runs in the shard yet. */
  ShardPubsub(EntityShard shard, ShardContext context, CollectionDigests digests, Parts parts) {
    this.shard = shard;
    this.context = context;
    this.parts = parts;
    this.digests = digests;
    this.due = new DueNodes(parts.clock, shard.alarm(), this::tick);
    this.sweep = new HistorySweep(shard, parts.clock, this::tick);
    this.order = new EventOrder(new EventBodies(shard, parts), parts.events);
    this.turns = new GroupTurns(parts.events::reached);
    this.together = new DecidedTogether(shard);
    this.lastItems = new LastItems(shard, this::tellLastItem);
    this.absentItems = new AbsentItems(shard);
    this.room = new RoomForChanges(shard);
    this.ofAccounts = new AccountPublishing(shard, this, parts);
    this.gathered = new GatheredChanges(shard, this::decideTogether);
  }

  /** Decides a command on what this shard owns; of an account with what follows from it. */
  void decide(BareJid service, Command command, Requester requester) {
    if (parts.engines.isPubsubService(service)) {
      decideAlone(service, command, requester);
    } else {
      NodeListener listener =
          command instanceof NodeCommand about ? parts.listeners.get(about.node()) : null;
      if (together.isOpen()) {
        decideHeard(service, command, listener, requester);
      } else if (listener != null && listener.gathers() && GatheredChanges.mayWait(command)) {
        gathered.add(service, (NodeCommand) command, requester);
      } else {
        gathered.decide(service);
        together.run(() -> decideHeard(service, command, listener, requester));
      }
    }
  }

  private void decideTogether(BareJid account, List<GatheredChanges.Waiting> waiting) {
    together.run(
        () -> {
          for (GatheredChanges.Waiting next : waiting) {
            decide(account, next.command(), next.requester());
          }
        });
  }

  private void decideHeard(
      BareJid service, Command command, @Nullable NodeListener listener, Requester requester) {
    if (listener != null) {
      listener.asked(service, shard);
    }
    decideAlone(service, command, requester);
  }

  /** Changes of nodes that are decided together when they come together. */
  GatheredChanges gathered() {
    return gathered;
  }

  /** What several decisions need that are told together. */
  DecidedTogether together() {
    return together;
  }

  /** The newest items of accounts for who comes to want them. */
  LastItems lastItems() {
    return lastItems;
  }

  /** Publishes of accounts that are one. */
  AccountPublishing ofAccounts() {
    return ofAccounts;
  }

  /** What has to be read before it can be told. */
  AbsentItems absentItems() {
    return absentItems;
  }

  /** Whether a node can be asked at once. */
  boolean isHere(BareJid service, String node) {
    return !onHold.holds(service, node) && absentItems.of(service, node).isEmpty();
  }

  private void tellLastItem(BareJid account, String node, FullJid resource) {
    if (shard.interests().wants(resource, node)
        && PepModule.isContact(account, resource.bare(), parts.blocks, shard)) {
      decide(account, new NodeCommand.TellLastItem(account, node, resource), Requester.NOBODY);
    }
  }

  private void decideAlone(BareJid service, Command command, Requester requester) {
    if (command instanceof NodeCommand about) {
      decideNode(service, about, requester);
    } else if (command instanceof ServiceCommand about) {
      decideService(service, about, requester);
    } else {
      throw new AssertionError(command);
    }
  }

  /** What needs a payload that the log cannot give is refused: they are read before any change. */
  private void decideNode(BareJid service, NodeCommand command, Requester requester) {
    if (command instanceof NodeCommand.TellLastItem arrival) {
      lastItems.forget(service, arrival.node(), arrival.resource());
    }
    try {
      decideHere(service, command, requester);
    } catch (UncheckedIOException e) {
      requester.refused(AbsentItems.unreadable(service, command.node(), e));
    }
  }

  private void decideHere(BareJid service, NodeCommand command, Requester requester) {
    if (command instanceof NodeCommand.Publish && parts.refusesPublishes.getAsBoolean()) {
      requester.refused(NO_MEMORY);
      return;
    }
    if (waits(service, command, requester)) {
      return;
    }
    PubsubEngine engine = parts.engines.of(service);
    if (command instanceof NodeCommand.Publish publish
        && engine.creates(shard.nodes(service), publish)) {
      create(service, publish, requester);
      return;
    }
    Supplier<Outcome> decision =
        () ->
            outcome(
                service, () -> engine.decide(shard.nodes(service), command, contextOf(service)));
    Outcome decided = shard.views().ifHere(decision);
    if (decided == null && waits(service, command, requester)) {
      return; // the view has turned out to be damaged
    }
    Outcome outcome = withResource(command, decided == null ? decision.get() : decided);
    if (command instanceof NodeCommand.Configure configure
        && engine.placesNode(configure)
        && !(outcome.response() instanceof Response.Refusal)) {
      place(service, configure, outcome, requester);
      return;
    }
    if (hasNoRoom(service, outcome, requester)) {
      return;
    }
    if (!outcome.changes().isEmpty()) {
      Function<String, Optional<NodeConfig>> configs =
          node -> shard.nodes(service).node(node).map(NodeState::config);
      if (room.isRefused(service, outcome, configs, requester)) {
        return;
      }
    }
    Riders riders = riders(outcome, requester);
    if (isRefused(outcome, riders, requester)) {
      return;
    }
    if (!outcome.changes().isEmpty() || riders != Riders.NONE) {
      boolean spansNodes = engine.spansNodes(command, shard.nodes(service));
      Committed committed = commit(outcome.changes(), Alongside.NOTHING, riders);
      long position = committed.position();
      committed.forEach(this::apply);
      tellDirectory(outcome.changes(), position);
      EntityShard directory = parts.shards.ofDirectory(service);
      if (directory != shard && spansNodes) {
        // Behind what the directory was just told: who has the answer gets every later event.
        directory.execute(
            () -> {
              directory.saw(position);
              at(directory).release(outcome, requester);
            });
        return;
      }
    }
    release(outcome, requester);
  }

  /** Whether a command has to wait for its node; when too many do, it is refused. */
  private boolean waits(BareJid service, NodeCommand command, Requester requester) {
    if (!onHold.holds(service, command.node()) && !isBeingRead(service, command.node())) {
      return false;
    }
    if (!onHold.add(service, command, requester)) {
      requester.refused(
          StanzaError.of(
              Condition.RESOURCE_CONSTRAINT, "too much waits for this node; try again later"));
    }
    return true;
  }

  /**
   * Whether the items of a node have to be read from the log first, because the view is missing or
   * damaged: that takes long, and what is asked of the node waits for it. When they cannot be read,
   * what waits is refused.
   */
  private boolean isBeingRead(BareJid service, String node) {
    List<NodeView> absent = absentItems.of(service, node);
    if (absent.isEmpty()) {
      return false;
    }
    onHold.hold(service, node);
    absentItems.read(
        absent,
        () -> {
          goOn(service, node);
          setDue(service, node);
        },
        () ->
            onHold
                .release(service, node)
                .forEach(next -> next.requester().refused(AbsentItems.UNREADABLE)));
    return true;
  }

  /** Decides what waited for a node. */
  private void goOn(BareJid service, String node) {
    goOn(service, onHold.release(service, node));
  }

  private void goOn(BareJid service, List<NodesOnHold.Waiting> waiting) {
    for (NodesOnHold.Waiting next : waiting) {
      if (isStillWanted(next.command())) {
        decide(service, next.command(), next.requester());
      }
    }
  }

  /** Not by who came and, while that waited, has changed its mind. */
  private boolean isStillWanted(NodeCommand command) {
    return !(command instanceof NodeCommand.TellLastItem arrival)
        || shard.interests().wants(arrival.resource(), arrival.node());
  }

  /** The view was missing and is whole: what nodes do by themselves is known of all of them. */
  void viewIsWhole() {
    sweep.startWith(this::setDue);
  }

  private void setDue(BareJid service, String node) {
    Boolean isKnown =
        shard
            .views()
            .ifHere(
                () -> {
                  due.set(service, node, nextDue(service, node));
                  return true;
                });
    if (isKnown == null && !onHold.holds(service, node)) {
      isBeingRead(service, node); // and then this is asked again
    }
  }

  private @Nullable Instant nextDue(BareJid service, String node) {
    return shard.nodes(service).node(node).map(NodeState::nextDue).orElse(null);
  }

  private void decideService(BareJid service, ServiceCommand command, Requester requester) {
    Directory directory = shard.directory(service);
    PubsubEngine engine = parts.engines.of(service);
    Outcome outcome = outcome(service, () -> engine.decide(directory, command, contextOf(service)));
    if (!outcome.changes().isEmpty()) {
      if (room.isRefused(service, outcome, directory::config, requester)) {
        return;
      }
      commit(outcome.changes(), Alongside.NOTHING, riders(outcome, requester))
          .forEach(
              (change, position) -> {
                directory.apply(change, position);
                if (change.concernsNode()) {
                  EntityShard owner = parts.shards.ofNode(service, change.node());
                  follow(position, owner, () -> at(owner).apply(change, position));
                }
              });
    }
    release(outcome, requester);
  }

  /**
   * What a decision comes to, with the places taken that it needs for subscriptions. When another
   * shard took one of them meanwhile it is decided again, on what is left.
   */
  private Outcome outcome(BareJid service, Supplier<Outcome> decision) {
    Outcome outcome = decision.get();
    while (!shard.ledger().take(service, outcome.claim())) {
      outcome = decision.get();
    }
    return outcome;
  }

  /**
   * A publish to a missing node goes to the directory, which decides both together (XEP-0060
   * 7.1.4), and comes back: the node's own shard tells of it, in the order of the node. When
   * somebody else created the node meanwhile, the publish is one like any other.
   */
  private void create(BareJid service, NodeCommand.Publish publish, Requester requester) {
    EntityShard owner = parts.shards.ofDirectory(service);
    if (owner == shard) {
      createFor(this, service, publish, requester);
      return;
    }
    onHold.hold(service, publish.node());
    owner.execute(
        () -> {
          boolean isThere = owner.directory(service).contains(publish.node());
          if (!isThere) {
            at(owner).createFor(this, service, publish, requester);
          }
          shard.execute(
              () -> {
                List<NodesOnHold.Waiting> waiting = onHold.release(service, publish.node());
                if (isThere) {
                  decide(service, publish, requester);
                }
                goOn(service, waiting);
              });
        });
  }

  /** In the directory's shard: decides a publish and the node that it creates, for that node. */
  private void createFor(
      ShardPubsub node, BareJid service, NodeCommand.Publish publish, Requester requester) {
    PubsubEngine engine = parts.engines.of(service);
    ServiceCommand create = new ServiceCommand.CreateByPublish(publish);
    Outcome outcome =
        withResource(
            publish,
            outcome(
                service,
                () -> engine.decide(shard.directory(service), create, contextOf(service))));
    finishFor(node, service, outcome, requester);
  }

  /**
   * A configuration that also says where its node is in the tree goes on to the directory, with
   * what the node has decided; both are logged as one, or nothing is. Until then the node waits.
   * All its changes so far reach the directory first, which so decides on the same node.
   */
  private void place(
      BareJid service, NodeCommand.Configure command, Outcome ofNode, Requester requester) {
    EntityShard owner = parts.shards.ofDirectory(service);
    if (owner == shard) {
      placeFor(this, service, command, ofNode, requester);
      return;
    }
    onHold.hold(service, command.node());
    owner.execute(
        () -> {
          at(owner).placeFor(this, service, command, ofNode, requester);
          shard.execute(() -> goOn(service, command.node()));
        });
  }

  /** In the directory's shard: decides its part of a configuration, for the node. */
  private void placeFor(
      ShardPubsub node,
      BareJid service,
      NodeCommand.Configure command,
      Outcome ofNode,
      Requester requester) {
    Outcome outcome =
        parts
            .engines
            .of(service)
            .place(shard.directory(service), command, ofNode, contextOf(service));
    if (outcome.response() instanceof Response.Refusal) {
      shard.ledger().giveBack(service, ofNode.claim());
    }
    finishFor(node, service, outcome, requester);
  }

  /**
   * In the directory's shard: logs and applies what was decided here for a node that waits, and has
   * the node's shard tell of it.
   */
  private void finishFor(ShardPubsub node, BareJid service, Outcome outcome, Requester requester) {
    if (hasNoRoom(service, outcome, requester)) {
      return;
    }
    if (!outcome.changes().isEmpty()) {
      Directory directory = shard.directory(service);
      if (room.isRefused(service, outcome, directory::config, requester)) {
        return;
      }
      Committed committed =
          commit(outcome.changes(), Alongside.NOTHING, riders(outcome, requester));
      committed.forEach(
          (change, position) -> {
            directory.apply(change, position);
            parts.presences.applied(change, directory);
          });
      follow(committed.position(), node.shard, () -> committed.forEach(node::apply));
      if (node != this) {
        // In front of what is decided behind this one, and waiting for the same position.
        node.shard.execute(() -> node.release(outcome, requester));
        return;
      }
    }
    if (node == this) {
      release(outcome, requester);
      return;
    }
    // What was seen here has to be durable, and what the node has seen too.
    shard.release(
        () -> node.shard.execute(() -> node.release(outcome, requester)),
        () -> requester.refused(shard.refusal()));
  }

  /** To the events of a publish of an account to a node of its own, by which resource it came. */
  private Outcome withResource(NodeCommand command, Outcome outcome) {
    if (outcome.notifications().isEmpty()
        || !(command instanceof NodeCommand.Publish)
        || !(command.requester() instanceof FullJid resource)) {
      return outcome;
    }
    BareJid account = outcome.notifications().get(0).service();
    boolean isKnown =
        account.equals(resource.bare())
            && context.presence().resources(account).stream()
                .anyMatch(available -> available.jid().equals(resource));
    Roster roster = shard.account(account).roster();
    return isKnown
        ? outcome.telling(
            new PublishingResource(
                    resource, entity -> entity.equals(account) || roster.showsPresenceTo(entity))
                .named(outcome.notifications()))
        : outcome;
  }

  private ShardPubsub at(EntityShard owner) {
    return Objects.requireNonNull(parts.all.get(owner));
  }

  Context contextOf(BareJid service) {
    if (parts.engines.isPubsubService(service)) {
      return context;
    }
    Roster roster = shard.account(service).roster();
    return context.of(
        service,
        shard.directory(service),
        roster,
        (node, found) -> audience(service, roster).of(node, found));
  }

  /**
   * Without the blocked: an event that is decided on while a block lasts may be sent when it has
   * ended, which brings the newest item by itself.
   */
  private PepAudience audience(BareJid account, Roster roster) {
    return new PepAudience(
        account, parts.blocks.audience(account, roster.sharingPresence()), shard.interests());
  }

  /** Whether somebody at a door has no room for what was published, who wants it refused then. */
  private boolean hasNoRoom(BareJid service, Outcome outcome, Requester requester) {
    boolean isFull =
        !outcome.announcements().isEmpty()
            && parts.announcer.refuses(outcome.announcements(), requester);
    if (isFull) {
      shard.ledger().giveBack(service, outcome.claim());
      requester.refused(QUEUE_FULL);
    }
    return isFull;
  }

  private Riders riders(Outcome outcome, Requester requester) {
    return outcome.response() instanceof Response.Refusal
        ? Riders.NONE
        : parts.announcer.riders(outcome.announcements(), outcome.changes(), requester, shard);
  }

  /** Whether what nobody keeps was to be stored for somebody at a door, and cannot be. */
  private boolean isRefused(Outcome outcome, Riders riders, Requester requester) {
    boolean refuses =
        !riders.records().isEmpty()
            && outcome.changes().stream().noneMatch(Change::isDurable)
            && shard.refusesChanges();
    if (refuses) {
      requester.refused(shard.refusal());
    }
    return refuses;
  }

  private Committed commit(List<Change> changes, Alongside alongside, Riders riders) {
    for (Change change : changes) {
      lastItems.tellBefore(change.service(), change.node());
    }
    List<LogRecord> records = new ArrayList<>(alongside.records());
    int others = records.size();
    for (Change change : changes) {
      if (change.isDurable()) {
        records.add(record(change));
      }
    }
    int ofChanges = records.size();
    records.addAll(riders.records());
    long position = records.isEmpty() ? 0 : shard.commit(records) - (records.size() - ofChanges);
    if (others > 0) {
      alongside.committed(position - (ofChanges - others));
    }
    riders.committed(position + 1);
    return new Committed(changes, position);
  }

  /** Changes of an account, made true here: its nodes and its directory are in one shard. */
  void commitHere(
      BareJid account,
      List<Change> changes,
      List<Announcement> announcements,
      Alongside alongside) {
    Directory directory = shard.directory(account);
    Riders riders = parts.announcer.riders(announcements, changes, Requester.NOBODY, shard);
    commit(changes, alongside, riders)
        .forEach(
            (change, position) -> {
              if (change.concernsDirectory()) {
                directory.apply(change, position);
                parts.presences.applied(change, directory);
              }
              apply(change, position);
            });
  }

  /** Whether somebody may retrieve items of a node of an account. */
  boolean mayRetrieve(BareJid account, String node, BareJid entity) {
    return may(Action.RETRIEVE, account, node, entity);
  }

  /** Whether somebody may get what is published at a node now. */
  boolean mayReceive(BareJid service, String node, Jid entity) {
    return mayAsk(service, entity) && may(Action.RECEIVE, service, node, entity.bare());
  }

  private boolean may(Action action, BareJid service, String node, BareJid entity) {
    return shard
        .nodes(service)
        .node(node)
        .filter(state -> Access.decide(entity, action, state, contextOf(service)).isEmpty())
        .isPresent();
  }

  /** What stands for a node; empty when nothing does, or somebody may not read it. */
  Optional<StandingItem> standing(BareJid service, String node, Jid requester) {
    return mayAsk(service, requester)
        ? parts
            .engines
            .of(service)
            .standing(shard.nodes(service), node, requester, contextOf(service))
        : Optional.empty();
  }

  /** As {@link #standing}, without payload. */
  Optional<ItemEntry> standingEntry(BareJid service, String node, Jid requester) {
    return mayAsk(service, requester)
        ? parts
            .engines
            .of(service)
            .standingEntry(shard.nodes(service), node, requester, contextOf(service))
        : Optional.empty();
  }

  private boolean mayAsk(BareJid service, Jid requester) {
    return shard.hasNodes(service) && !parts.blocks.isBlocked(service, requester);
  }

  private static LogRecord record(Change change) {
    return ChangeCodec.encode(change, Partitions.of(change.service(), change.node()));
  }

  /** Makes a change of a node true, and what it does to the node's times. */
  private void apply(Change change, long position) {
    if (!parts.engines.isPubsubService(change.service())) {
      if (change instanceof Change.Subscribed subscribed) {
        parts.hosts.found(change.service(), subscribed.subscription());
      }
      NodeListener listener = parts.listeners.get(change.node());
      if (listener != null) {
        listener.changing(change, shard);
      }
    }
    shard.nodes(change.service()).apply(change, position);
    setDue(change.service(), change.node());
    if (change instanceof Change.DigestWaits waits) {
      collect(waits);
    }
  }

  /** What waits at a node for a digest is collected where the subscription is. */
  private void collect(Change.DigestWaits waits) {
    EntityShard owner = parts.shards.ofNode(waits.service(), waits.collection());
    owner.execute(() -> at(owner).digests.waits(waits));
  }

  /** Changes of one node reach the directory in their order: they all come from one shard. */
  private void tellDirectory(List<Change> changes, long position) {
    for (Change change : changes) {
      if (change.concernsDirectory()) {
        EntityShard owner = parts.shards.ofDirectory(change.service());
        follow(
            position,
            owner,
            () -> {
              Directory directory = owner.directory(change.service());
              directory.apply(change, position);
              parts.presences.applied(change, directory);
            });
      }
    }
  }

  /** Applies what was committed here to what another shard or this one owns. */
  private void follow(long position, EntityShard owner, Runnable change) {
    if (owner == shard) {
      change.run();
    } else {
      owner.execute(() -> owner.follow(position, change));
    }
  }

  void release(Outcome outcome, Requester requester) {
    together.release(
        () -> {
          requester.decided(outcome.response());
          outcome.notifications().forEach(notification -> tell(notification, requester));
          if (!outcome.announcements().isEmpty()) {
            parts.announcer.tell(outcome.announcements(), requester);
          }
        },
        () -> requester.refused(shard.refusal()));
  }

  private void tell(Notification notification, Requester requester) {
    if (notification instanceof Notification.ItemsShared shared) {
      turns
          .next(shared)
          .ifPresentOrElse(
              chosen -> order.tell(chosen, requester::written), parts.events::reachesNobody);
    } else {
      order.tell(notification, requester::written);
    }
  }

  /** The stylesheet of an event, of a node whose items are here. */
  Optional<Item> stylesheet(ItemAddress address) {
    BareJid service = address.service();
    return parts.engines.of(service).stylesheet(shard.nodes(service), address, contextOf(service));
  }

  /**
   * After the log was replayed: nodes do what they do by themselves, from now on and what was due
   * while the process was down. Nobody is online yet, so what lasts as long as a presence is over.
   */
  void start() {
    for (ServiceState service : shard.nodes()) {
      boolean isAccount = !parts.engines.isPubsubService(service.service());
      for (NodeState node : service.nodes()) {
        if (isAccount) {
          node.subscriptions().forEach(held -> parts.hosts.found(service.service(), held));
        }
        setDue(service.service(), node.name());
        node.waitingDigests().forEach(this::collect);
        parts.presences.startedWith(service.service(), node);
      }
    }
    shard.execute(sweep::start);
  }

  /** Has a node do what is due. */
  private void tick(BareJid service, String node) {
    if (onHold.holds(service, node) || isBeingRead(service, node)) {
      return; // it is asked again in a while
    }
    decide(service, new NodeCommand.Tick(service, node), Requester.NOBODY);
    if (onHold.holds(service, node)) {
      return; // this is asked again when it goes on
    }
    Instant next = nextDue(service, node);
    if (next == null || next.isAfter(parts.clock.instant())) {
      due.set(service, node, next);
    }
  }

  /**
   * A record of the log is about to go: what of its items is still there is written again.
   *
   * @param done called when that is durable, or nothing has to be done, or cannot be
   */
  void keep(BareJid service, String node, List<Item> items, long position, Runnable done) {
    if (shard.hasNodes(service)) {
      decide(service, new NodeCommand.Keep(service, node, items, position), new Kept(done));
    } else {
      done.run();
    }
  }

  /** Waits for items that are written again. */
  private record Kept(Runnable done) implements Requester {

    @Override
    public void decided(Response response) {
      done.run();
    }

    @Override
    public void refused(StanzaError error) {
      done.run();
    }
  }

  /**
   * An account of this shard is to be removed: the end of all its nodes and queues, to be logged
   * with the end of the account. The shard forgets them with it.
   */
  List<LogRecord> endOfNodes(BareJid account) {
    gathered.decide(account);
    List<LogRecord> ends = new ArrayList<>();
    for (QueueState queue : shard.queues().of(account)) {
      ends.add(QueueChangeCodec.encode(new QueueEnded(queue.made()), queue.id().partition()));
    }
    if (!shard.hasNodes(account)) {
      return ends;
    }
    for (NodeState node : shard.nodes(account).nodes()) {
      due.set(account, node.name(), null);
      ends.add(record(new Change.NodeDeleted(account, node.name())));
    }
    return ends;
  }
}
