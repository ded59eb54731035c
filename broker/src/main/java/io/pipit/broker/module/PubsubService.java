package io.pipit.broker.module;

import io.pipit.broker.account.InterestSnapshots;
import io.pipit.broker.account.RosterSnapshots;
import io.pipit.broker.metrics.BrokerMetrics;
import io.pipit.broker.metrics.NotificationResult;
import io.pipit.broker.metrics.Protocol;
import io.pipit.broker.metrics.PublishResult;
import io.pipit.broker.routing.Fanout;
import io.pipit.broker.routing.IqRequest;
import io.pipit.broker.routing.LocalService;
import io.pipit.broker.routing.ModuleTable;
import io.pipit.broker.shard.DueNodes;
import io.pipit.broker.shard.EntityShard;
import io.pipit.broker.shard.Shards;
import io.pipit.broker.stream.ClientStream;
import io.pipit.pep.PepAudience;
import io.pipit.pep.PepPolicy;
import io.pipit.pubsub.Affiliation;
import io.pipit.pubsub.Context;
import io.pipit.pubsub.EntityAffiliation;
import io.pipit.pubsub.ItemAddress;
import io.pipit.pubsub.LeasePolicy;
import io.pipit.pubsub.NodeAffiliation;
import io.pipit.pubsub.NodeSubscription;
import io.pipit.pubsub.PresenceView;
import io.pipit.pubsub.Response;
import io.pipit.pubsub.ServiceLimits;
import io.pipit.pubsub.ServicePolicy;
import io.pipit.pubsub.Subscription;
import io.pipit.pubsub.SubscriptionState;
import io.pipit.pubsub.TreeView;
import io.pipit.pubsub.change.Change;
import io.pipit.pubsub.command.Command;
import io.pipit.pubsub.command.NodeCommand;
import io.pipit.pubsub.command.ServiceCommand;
import io.pipit.pubsub.command.WantedSubscription;
import io.pipit.pubsub.engine.Course;
import io.pipit.pubsub.engine.Directory;
import io.pipit.pubsub.engine.NodeState;
import io.pipit.pubsub.engine.Outcome;
import io.pipit.pubsub.engine.PubsubEngine;
import io.pipit.pubsub.engine.ServiceState;
import io.pipit.pubsub.engine.Tree;
import io.pipit.pubsub.notify.Notification;
import io.pipit.pubsub.store.ChangeCodec;
import io.pipit.pubsub.store.LogRecord;
import io.pipit.pubsub.store.Partitions;
import io.pipit.pubsub.xml.BounceDecoder;
import io.pipit.pubsub.xml.CommandDecoder;
import io.pipit.pubsub.xml.NotificationEncoder;
import io.pipit.pubsub.xml.ReplyEncoder;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.Element;
import io.pipit.xmpp.FullJid;
import io.pipit.xmpp.Iq;
import io.pipit.xmpp.Message;
import io.pipit.xmpp.Presence;
import io.pipit.xmpp.SerializedXml;
import io.pipit.xmpp.Stanza;
import io.pipit.xmpp.StanzaError;
import io.pipit.xmpp.StanzaError.Condition;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * The pubsub service of this node: takes a request from a client's stream to the owner of what it
 * concerns, has it decided, logs and applies the changes, and lets answer and notifications go when
 * they are durable. It does the same for every account, whose bare JID is a service of its own with
 * the rules of {@link PepPolicy}.
 *
 * <p>{@link #received} is called on the stream's event loop; everything about a node happens in the
 * node's shard, everything about the directory in the directory's. For an account both are the
 * account's shard.
 */
public final class PubsubService implements LocalService {

  private final BareJid address;
  private final String name;
  private final PubsubEngine engine;
  private final Tree tree;
  private final ServiceLimits limits;
  private final LeasePolicy leases;
  private final Shards shards;
  private final Fanout fanout;
  private final ModuleTable modules;
  private final Map<EntityShard, ShardContext> contexts;
  private final Map<EntityShard, NodesOnHold> onHold;
  private final NodePresences presences;
  private final Map<EntityShard, DueNodes> due;
  private final Map<EntityShard, EventOrder> orders;
  private final StylesheetWorker stylesheets = new StylesheetWorker();
  private final Clock clock;
  private final InterestSnapshots interests;
  private final BrokerMetrics metrics;
  private final BooleanSupplier refusesPublishes;

  /**
   * Made while nothing runs in the shards yet.
   *
   * @param modules what the service answers besides pubsub, as the server does; the policy
   *     advertises their features
   * @param refusesPublishes whether the node has no memory for more; any thread
   */
  public PubsubService(
      ServicePolicy policy,
      ModuleTable modules,
      Shards shards,
      Fanout fanout,
      RosterSnapshots rosters,
      PresenceView presences,
      InterestSnapshots interests,
      Clock clock,
      BrokerMetrics metrics,
      BooleanSupplier refusesPublishes) {
    this.refusesPublishes = refusesPublishes;
    this.address = policy.service();
    this.name = policy.name();
    this.engine = new PubsubEngine(policy);
    this.limits = policy.limits();
    this.leases = policy.leases();
    this.modules = modules;
    this.shards = shards;
    this.fanout = fanout;
    this.interests = interests;
    this.metrics = metrics;
    Directory directory = shards.ofDirectory(address).directory(address);
    this.tree = directory.tree();
    this.contexts =
        shards.all().stream()
            .collect(
                Collectors.toUnmodifiableMap(
                    shard -> shard,
                    shard -> new ShardContext(shard, rosters, presences, directory, clock)));
    this.clock = clock;
    this.orders =
        shards.all().stream()
            .collect(
                Collectors.toUnmodifiableMap(
                    shard -> shard,
                    shard ->
                        new EventOrder((event, told) -> makeBody(event, shard, told), this::send)));
    this.due =
        shards.all().stream()
            .collect(
                Collectors.toUnmodifiableMap(
                    shard -> shard,
                    shard ->
                        new DueNodes(
                            clock, shard.alarm(), (service, node) -> tick(service, node, shard))));
    this.presences = new NodePresences(this, shards, fanout, presences);
    this.onHold =
        shards.all().stream()
            .collect(Collectors.toUnmodifiableMap(shard -> shard, created -> new NodesOnHold()));
  }

  @Override
  public BareJid address() {
    return address;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void received(ClientStream stream, Stanza stanza) {
    if (stanza instanceof Message bounced && stanza.isError()) {
      BounceDecoder.decode(bounced).ifPresent(bounce -> submit(bounce, Requester.NOBODY));
    } else if (stanza instanceof Message message) {
      messageReceived(stream, message);
    } else if (stanza instanceof Iq iq && iq.isRequest()) {
      stream.beginRequest();
      if (iq.to().filter(address::equals).isPresent()) {
        requested(stream, iq);
      } else {
        // No node is addressed by a resource (XEP-0060 4.6.1), so nobody has that address.
        fanout.answer(stream, iq.errorReply(StanzaError.of(Condition.SERVICE_UNAVAILABLE)));
      }
    }
  }

  /** The answer of an owner to a question of the service, or nothing that it knows. */
  private void messageReceived(ClientStream stream, Message message) {
    if (!message.to().filter(address::equals).isPresent()) {
      stream.send(message.errorReply(StanzaError.of(Condition.SERVICE_UNAVAILABLE)));
      return;
    }
    CommandDecoder.Decoded decoded = CommandDecoder.decode(message).orElse(null);
    if (decoded instanceof CommandDecoder.Decoded.Refused refused) {
      stream.send(message.errorReply(refused.error().toStanzaError()));
    } else if (decoded instanceof CommandDecoder.Decoded.Accepted accepted) {
      submit(accepted.command(), new Unanswered(stream, message));
    }
  }

  /** Who has sent a message: hears of it only when it was refused. */
  private final class Unanswered implements Requester {

    private final ClientStream stream;
    private final Message message;

    Unanswered(ClientStream stream, Message message) {
      this.stream = stream;
      this.message = message;
    }

    @Override
    public void decided(Response response) {
      if (response instanceof Response.Refusal refusal) {
        refused(refusal.error().toStanzaError(refusal.detail()));
      }
    }

    @Override
    public void refused(StanzaError error) {
      fanout.run(stream, () -> stream.send(message.errorReply(error)));
    }
  }

  private void requested(ClientStream stream, Iq iq) {
    IqRequest request = new IqRequest(iq, stream.jid(), answer -> fanout.answer(stream, answer));
    if (modules.answersToServer(request)) {
      modules.toServer(request);
      return;
    }
    CommandDecoder.Decoded decoded = CommandDecoder.decode(iq);
    if (decoded instanceof CommandDecoder.Decoded.Refused refused) {
      fanout.answer(stream, iq.errorReply(refused.error().toStanzaError()));
      return;
    }
    Command command = ((CommandDecoder.Decoded.Accepted) decoded).command();
    boolean wholeService = engine.spansNodes(command, tree);
    ServiceGate gate = gateOf(stream);
    Answers answers =
        (before, answer) ->
            fanout.run(
                stream,
                () -> {
                  before.forEach(stream::send);
                  stream.answer(answer);
                  gate.answered(wholeService);
                });
    gate.submit(wholeService, () -> submit(command, iq, answers));
  }

  ServiceLimits limits() {
    return limits;
  }

  @Override
  public void came(FullJid resource, Presence presence) {
    Instant now = clock.instant();
    Ago.of(presence.element()).ifPresent(away -> presences.missed(resource, now.minus(away), now));
    presences.came(resource);
  }

  @Override
  public void left(FullJid resource) {
    presences.left(resource);
  }

  @Override
  public void rosterChanging(ClientStream stream) {
    gateOf(stream).changeBegun();
  }

  @Override
  public void rosterChanged(ClientStream stream) {
    gateOf(stream).changeEnded();
  }

  /** The gate of this service on a stream, made with its first request. */
  private static ServiceGate gateOf(ClientStream stream) {
    return stream
        .attachment(ServiceGate.class)
        .orElseGet(
            () -> {
              ServiceGate gate = new ServiceGate();
              stream.attach(gate);
              return gate;
            });
  }

  /** Any thread: has a command decided by its owner. The answer is given in the owner's shard. */
  private void submit(Command command, Iq iq, Answers answers) {
    submit(command, answering(command, iq, answers));
  }

  /** Any thread: a requester that is answered as XEP-0060 says, of a command for no archive. */
  Requester answering(Command command, Iq iq, Consumer<Iq> answers) {
    return answering(command, iq, (before, answer) -> answers.accept(answer));
  }

  private Requester answering(Command command, Iq iq, Answers answers) {
    long since = System.nanoTime();
    AtomicBoolean isFirst = new AtomicBoolean(true);
    return new Requester() {
      @Override
      public void decided(Response response) {
        answers.answer(ReplyEncoder.before(iq, response), ReplyEncoder.encode(iq, response));
        if (command instanceof NodeCommand.Publish) {
          published(response, System.nanoTime() - since);
        }
      }

      @Override
      public void refused(StanzaError error) {
        answers.answer(List.of(), iq.errorReply(error));
        if (command instanceof NodeCommand.Publish) {
          metrics.published(Protocol.XMPP, PublishResult.FAILED, System.nanoTime() - since);
        }
      }

      @Override
      public void written() {
        if (command instanceof NodeCommand.Publish && isFirst.compareAndSet(true, false)) {
          metrics.firstWritten(System.nanoTime() - since);
        }
      }
    };
  }

  private void published(Response response, long nanos) {
    PublishResult result =
        response instanceof Response.Refusal
            ? PublishResult.REFUSED
            : response instanceof Response.Published published && published.repeated()
                ? PublishResult.REPEATED
                : PublishResult.ACCEPTED;
    metrics.published(Protocol.XMPP, result, nanos);
  }

  /**
   * Any thread: has a command decided, logged, applied and told.
   *
   * @param requester told in the owner's shard, once, when what was decided is durable
   */
  public void submit(Command command, Requester requester) {
    submit(address, command, requester);
  }

  /**
   * As {@link #submit(Command, Requester)}, to the service at an address: this one or an account.
   */
  void submit(BareJid service, Command command, Requester requester) {
    if (service.equals(address)) {
      submit(service, engine.course(command, tree), requester);
    } else {
      EntityShard shard = shards.ofAccount(service);
      shard.execute(() -> decide(service, command, shard, requester));
    }
  }

  /** Has the commands of a request decided one after the other. */
  private void submit(BareJid service, Course course, Requester requester) {
    Command command = course.command();
    EntityShard shard = ownerOf(service, command);
    shard.execute(() -> decideStep(service, command, shard, following(service, course, requester)));
  }

  /** Is told what came of one command, and has the next decided or tells who asked. */
  private Requester following(BareJid service, Course course, Requester requester) {
    return course instanceof Course.Single
        ? requester
        : new Requester() {
          @Override
          public void decided(Response response) {
            course
                .take(response)
                .ifPresentOrElse(requester::decided, () -> submit(service, course, requester));
          }

          @Override
          public void refused(StanzaError error) {
            requester.refused(error);
          }
        };
  }

  private EntityShard ownerOf(BareJid service, Command command) {
    return command instanceof NodeCommand about
        ? shards.ofNode(service, about.node())
        : shards.ofDirectory(service);
  }

  /**
   * As {@link #submit(BareJid, Command, Requester)}, in the shard that owns what is asked about.
   */
  void decide(BareJid service, Command command, EntityShard shard, Requester requester) {
    TreeView view = service.equals(address) ? tree : shard.directory(service).tree();
    Course course = engineOf(service).course(command, view);
    if (course instanceof Course.Single) {
      decideStep(service, course.command(), shard, requester);
    } else {
      submit(service, course, requester);
    }
  }

  private void decideStep(
      BareJid service, Command command, EntityShard shard, Requester requester) {
    if (command instanceof NodeCommand about) {
      decide(service, about, shard, requester);
    } else if (command instanceof ServiceCommand about) {
      decide(service, about, shard, requester);
    } else {
      throw new AssertionError(command);
    }
  }

  /**
   * Any thread: an entity may have lost rights that it had by the roster of an account. Every node
   * that it subscribes to, here or at that account, judges again (XEP-0060 8.9.2.2, 12.14).
   */
  public void review(BareJid account, BareJid entity) {
    for (BareJid service : List.of(address, account)) {
      EntityShard owner = shards.ofDirectory(service);
      owner.execute(
          () ->
              directoryOf(service, owner).map(all -> all.subscribedNodes(entity)).stream()
                  .flatMap(Set::stream)
                  .forEach(
                      node ->
                          submit(
                              service,
                              new NodeCommand.ReviewSubscriptions(service, node, entity),
                              Requester.NOBODY)));
    }
  }

  /** The directory of this service or of an account that has nodes. */
  Optional<Directory> directoryOf(BareJid service, EntityShard owner) {
    return service.equals(address) || owner.hasNodes(service)
        ? Optional.of(owner.directory(service))
        : Optional.empty();
  }

  /**
   * In the shard of an account that is to be removed: the end of all its nodes, to be logged with
   * the end of the account. The shard forgets them with it.
   */
  public List<LogRecord> endOfNodes(BareJid account, EntityShard shard) {
    if (!shard.hasNodes(account)) {
      return List.of();
    }
    List<LogRecord> ends = new ArrayList<>();
    for (NodeState node : shard.nodes(account).nodes()) {
      dueOf(shard).set(account, node.name(), null);
      ends.add(record(new Change.NodeDeleted(account, node.name())));
    }
    return ends;
  }

  /**
   * Any thread: an account is gone. Its subscriptions and affiliations end, here and at all
   * accounts, so that the next one of that name does not inherit them; that it was outcast stays.
   */
  public void forget(BareJid entity) {
    for (EntityShard owner : shards.all()) {
      owner.execute(
          () ->
              owner
                  .services()
                  .forEach(
                      service ->
                          directoryOf(service, owner)
                              .ifPresent(directory -> forget(entity, service, directory))));
    }
  }

  private void forget(BareJid entity, BareJid service, Directory directory) {
    for (NodeSubscription held : directory.subscriptions(entity)) {
      Subscription subscription = held.subscription();
      WantedSubscription ended =
          new WantedSubscription(subscription.jid(), subscription.subid(), SubscriptionState.NONE);
      submit(
          service,
          new NodeCommand.ModifySubscriptions(service, held.node(), List.of(ended)),
          Requester.NOBODY);
    }
    for (NodeAffiliation held : directory.affiliations(entity)) {
      if (held.affiliation() != Affiliation.OUTCAST) {
        EntityShard shard = shards.ofNode(service, held.node());
        shard.execute(() -> endAffiliation(entity, service, held.node(), shard));
      }
    }
  }

  /** A node that would be without an owner becomes the service's, for the operator to manage. */
  private void endAffiliation(BareJid entity, BareJid service, String node, EntityShard shard) {
    List<EntityAffiliation> changes = new ArrayList<>();
    boolean onlyOwner =
        shard
            .nodes(service)
            .node(node)
            .filter(state -> state.owners().equals(List.of(entity)))
            .isPresent();
    if (onlyOwner) {
      changes.add(new EntityAffiliation(service, Affiliation.OWNER));
    }
    changes.add(new EntityAffiliation(entity, Affiliation.NONE));
    decide(
        service,
        new NodeCommand.ModifyAffiliations(service, node, changes),
        shard,
        Requester.NOBODY);
  }

  private void decide(
      BareJid service, NodeCommand command, EntityShard shard, Requester requester) {
    if (command instanceof NodeCommand.Publish
        && (fanout.isOverloaded() || refusesPublishes.getAsBoolean())) {
      requester.refused(StanzaError.of(Condition.RESOURCE_CONSTRAINT));
      return;
    }
    NodesOnHold onHold = onHoldOf(shard);
    if (onHold.holds(service, command.node())) {
      if (!onHold.add(service, command, requester)) {
        requester.refused(StanzaError.of(Condition.RESOURCE_CONSTRAINT));
      }
      return;
    }
    PubsubEngine deciding = engineOf(service);
    if (command instanceof NodeCommand.Publish publish
        && deciding.creates(shard.nodes(service), publish)) {
      create(service, publish, shard, requester);
      return;
    }
    Outcome outcome = deciding.decide(shard.nodes(service), command, contextOf(service, shard));
    if (!outcome.changes().isEmpty()) {
      if (shard.refusesChanges() && outcome.changes().stream().anyMatch(Change::isDurable)) {
        requester.refused(StanzaError.of(Condition.RESOURCE_CONSTRAINT));
        return;
      }
      long position = commit(outcome.changes(), shard);
      outcome.changes().forEach(change -> apply(change, shard));
      tellDirectory(outcome.changes(), position, shard);
      EntityShard directory = shards.ofDirectory(service);
      if (directory != shard && engine.spansNodes(command, tree)) {
        // Behind what the directory was just told: who has the answer gets every later event.
        directory.execute(
            () -> {
              directory.saw(position);
              release(outcome, directory, requester);
            });
        return;
      }
    }
    release(outcome, shard, requester);
  }

  /**
   * A publish to a missing node goes to the directory, which decides both together (XEP-0060
   * 7.1.4), and comes back: the node's own shard tells of it, in the order of the node. When
   * somebody else created the node meanwhile, the publish is one like any other.
   */
  private void create(
      BareJid service, NodeCommand.Publish publish, EntityShard shard, Requester requester) {
    EntityShard owner = shards.ofDirectory(service);
    if (owner == shard) {
      createAt(owner, service, publish, shard, requester);
      return;
    }
    onHoldOf(shard).hold(service, publish.node());
    owner.execute(
        () -> {
          boolean isThere = owner.directory(service).contains(publish.node());
          if (!isThere) {
            createAt(owner, service, publish, shard, requester);
          }
          shard.execute(
              () -> {
                List<NodesOnHold.Waiting> waiting =
                    onHoldOf(shard).release(service, publish.node());
                if (isThere) {
                  decide(service, publish, shard, requester);
                }
                waiting.forEach(next -> decide(service, next.command(), shard, next.requester()));
              });
        });
  }

  /** In the directory's shard: decides a publish and the node that it creates. */
  private void createAt(
      EntityShard owner,
      BareJid service,
      NodeCommand.Publish publish,
      EntityShard shard,
      Requester requester) {
    Directory directory = owner.directory(service);
    Outcome outcome =
        engineOf(service)
            .decide(
                directory, new ServiceCommand.CreateByPublish(publish), contextOf(service, owner));
    if (outcome.changes().isEmpty()) {
      release(outcome, owner, requester);
      return;
    }
    if (owner.refusesChanges()) {
      requester.refused(StanzaError.of(Condition.RESOURCE_CONSTRAINT));
      return;
    }
    long position = commit(outcome.changes(), owner);
    outcome.changes().forEach(directory::apply);
    follow(position, owner, shard, () -> outcome.changes().forEach(change -> apply(change, shard)));
    if (owner == shard) {
      release(outcome, shard, requester);
    } else {
      shard.execute(() -> release(outcome, shard, requester));
    }
  }

  private NodesOnHold onHoldOf(EntityShard shard) {
    return Objects.requireNonNull(onHold.get(shard));
  }

  private void decide(
      BareJid service, ServiceCommand command, EntityShard shard, Requester requester) {
    Directory directory = shard.directory(service);
    Outcome outcome = engineOf(service).decide(directory, command, contextOf(service, shard));
    if (!outcome.changes().isEmpty()) {
      if (shard.refusesChanges()) {
        requester.refused(StanzaError.of(Condition.RESOURCE_CONSTRAINT));
        return;
      }
      long position = commit(outcome.changes(), shard);
      for (Change change : outcome.changes()) {
        directory.apply(change, position);
        if (change.concernsNode()) {
          EntityShard owner = shards.ofNode(service, change.node());
          follow(position, shard, owner, () -> apply(change, owner));
        }
      }
    }
    release(outcome, shard, requester);
  }

  private PubsubEngine engineOf(BareJid service) {
    return service.equals(address)
        ? engine
        : new PubsubEngine(PepPolicy.of(service, limits, leases));
  }

  private Context contextOf(BareJid service, EntityShard shard) {
    ShardContext context = Objects.requireNonNull(contexts.get(shard));
    return service.equals(address)
        ? context
        : context.of(
            shard.directory(service),
            new PepAudience(service, shard.account(service).roster().sharingPresence(), interests));
  }

  /** The position of the last change in the log; 0 when none of them is for the log. */
  private static long commit(List<Change> changes, EntityShard shard) {
    List<LogRecord> records = new ArrayList<>(changes.size());
    for (Change change : changes) {
      if (change.isDurable()) {
        records.add(record(change));
      }
    }
    return records.isEmpty() ? 0 : shard.commit(records);
  }

  private static LogRecord record(Change change) {
    return ChangeCodec.encode(change, Partitions.of(change.service(), change.node()));
  }

  /** In the node's shard: makes a change of a node true, and what it does to the node's times. */
  private void apply(Change change, EntityShard shard) {
    ServiceState nodes = shard.nodes(change.service());
    nodes.apply(change);
    Instant next = nodes.node(change.node()).map(NodeState::nextDue).orElse(null);
    dueOf(shard).set(change.service(), change.node(), next);
  }

  private DueNodes dueOf(EntityShard shard) {
    return Objects.requireNonNull(due.get(shard));
  }

  /**
   * After the log was replayed: nodes do what they do by themselves, from now on and what was due
   * while the process was down. Nobody is online yet, so what lasts as long as a presence is over.
   */
  public void start() {
    for (EntityShard shard : shards.all()) {
      shard.execute(
          () -> {
            for (ServiceState service : shard.nodes()) {
              for (NodeState node : service.nodes()) {
                dueOf(shard).set(service.service(), node.name(), node.nextDue());
                presences.startedWith(service.service(), node);
              }
            }
          });
    }
  }

  /** In the node's shard: has it do what is due. */
  private void tick(BareJid service, String node, EntityShard shard) {
    decide(service, new NodeCommand.Tick(service, node), shard, Requester.NOBODY);
    Instant next = shard.nodes(service).node(node).map(NodeState::nextDue).orElse(null);
    if (next == null || next.isAfter(clock.instant())) {
      dueOf(shard).set(service, node, next);
    }
  }

  /** Changes of one node reach the directory in their order: they all come from one shard. */
  private void tellDirectory(List<Change> changes, long position, EntityShard shard) {
    for (Change change : changes) {
      if (change.concernsDirectory()) {
        EntityShard owner = shards.ofDirectory(change.service());
        follow(
            position,
            shard,
            owner,
            () -> {
              Directory directory = owner.directory(change.service());
              directory.apply(change, position);
              presences.applied(change, directory);
            });
      }
    }
  }

  /** Applies what one shard has committed to what another or the same one owns. */
  private static void follow(
      long position, EntityShard committed, EntityShard owner, Runnable change) {
    if (owner == committed) {
      change.run();
    } else {
      owner.execute(() -> owner.follow(position, change));
    }
  }

  private void release(Outcome outcome, EntityShard shard, Requester requester) {
    shard.release(
        () -> {
          requester.decided(outcome.response());
          EventOrder order = orderOf(shard);
          outcome
              .notifications()
              .forEach(notification -> order.tell(notification, requester::written));
        },
        () -> requester.refused(StanzaError.of(Condition.RESOURCE_CONSTRAINT)));
  }

  /** In the shard of an event: has its body made where the stylesheet is, and on a worker. */
  private void makeBody(
      Notification.ItemsPublishedWithBody event,
      EntityShard shard,
      Consumer<Optional<String>> told) {
    ItemAddress address = event.stylesheet();
    BareJid service = address.service();
    EntityShard owner = shards.ofNode(service, address.node());
    List<SerializedXml> payloads =
        event.event().items().stream()
            .flatMap(item -> Optional.ofNullable(item.payload()).stream())
            .toList();
    owner.execute(
        () ->
            engineOf(service)
                .stylesheet(owner.nodes(service), address, contextOf(service, owner))
                .ifPresentOrElse(
                    stylesheet ->
                        stylesheets.apply(
                            stylesheet, payloads, body -> shard.execute(() -> told.accept(body))),
                    () -> shard.execute(() -> told.accept(Optional.empty()))));
  }

  private EventOrder orderOf(EntityShard shard) {
    return Objects.requireNonNull(orders.get(shard));
  }

  private void send(Notification notification, Optional<String> body, Runnable written) {
    Optional<FullJid> answered = notification.answered();
    Element message =
        notification instanceof Notification.ItemsPublishedWithBody event && body.isPresent()
            ? NotificationEncoder.encode(event, body.get())
            : NotificationEncoder.encode(notification);
    int streams = fanout.send(message, notification.recipients(), answered.orElse(null), written);
    metrics.fannedOut(streams);
    metrics.notified(Protocol.XMPP, NotificationResult.SENT, streams);
    if (streams == 0 && !notification.recipients().isEmpty() && answered.isEmpty()) {
      metrics.notified(
          Protocol.XMPP, NotificationResult.UNDELIVERABLE, notification.recipients().size());
    }
  }

  /** The way back to a stream: the messages that belong to the answer, and the answer. */
  @FunctionalInterface
  private interface Answers {
    void answer(List<Message> before, Iq answer);
  }

  /** Who asked, and is told in the shard of what was asked about. */
  public interface Requester {

    /** Does not want to know. */
    Requester NOBODY =
        new Requester() {
          @Override
          public void decided(Response response) {}

          @Override
          public void refused(StanzaError error) {}
        };

    /** What was decided, and is durable. */
    void decided(Response response);

    /** It could not be decided, or not made durable. */
    void refused(StanzaError error);

    /** Any thread, more than once: a stream has a notification of what was decided. */
    default void written() {}
  }
}
