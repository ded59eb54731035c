package io.pipit.broker.module;

import io.pipit.broker.account.RosterSnapshots;
import io.pipit.broker.metrics.BrokerMetrics;
import io.pipit.broker.metrics.Protocol;
import io.pipit.broker.metrics.PublishResult;
import io.pipit.broker.routing.Fanout;
import io.pipit.broker.routing.IqRequest;
import io.pipit.broker.routing.LocalService;
import io.pipit.broker.routing.ModuleTable;
import io.pipit.broker.shard.EntityShard;
import io.pipit.broker.shard.Shards;
import io.pipit.broker.stream.ClientStream;
import io.pipit.pep.PepPolicy;
import io.pipit.pubsub.Item;
import io.pipit.pubsub.ItemEntry;
import io.pipit.pubsub.PayloadCheck;
import io.pipit.pubsub.PresenceView;
import io.pipit.pubsub.Response;
import io.pipit.pubsub.ServiceLimits;
import io.pipit.pubsub.ServicePolicy;
import io.pipit.pubsub.TreeView;
import io.pipit.pubsub.command.Command;
import io.pipit.pubsub.command.NodeCommand;
import io.pipit.pubsub.engine.Course;
import io.pipit.pubsub.engine.Directory;
import io.pipit.pubsub.engine.StandingItem;
import io.pipit.pubsub.store.LogRecord;
import io.pipit.pubsub.xml.BounceDecoder;
import io.pipit.pubsub.xml.CommandDecoder;
import io.pipit.pubsub.xml.ReplyEncoder;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.FullJid;
import io.pipit.xmpp.Iq;
import io.pipit.xmpp.Jid;
import io.pipit.xmpp.Message;
import io.pipit.xmpp.Presence;
import io.pipit.xmpp.Stanza;
import io.pipit.xmpp.StanzaError;
import io.pipit.xmpp.StanzaError.Condition;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;

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
  private final ServiceEngines engines;
  private final ModuleTable modules;
  private final Shards shards;
  private final Map<EntityShard, ShardPubsub> inShards = new HashMap<>();
  private final Fanout fanout;
  private final NodePresences presences;
  private final PublicSubscriptionHosts hosts = new PublicSubscriptionHosts();
  private final Map<String, NodeListener> listeners = new ConcurrentHashMap<>();
  private final LostRights lostRights;
  private final StylesheetWorker stylesheets;
  private final Clock clock;
  private final BrokerMetrics metrics;

  /**
   * A service without other doors, where accounts take every payload; as the constructor that says
   * which they take.
   *
   * @param refusesPublishes whether the node has no memory for more; any thread
   */
  public PubsubService(
      ServicePolicy policy,
      ServiceLimits limitsOfAccounts,
      ModuleTable modules,
      Shards shards,
      Fanout fanout,
      RosterSnapshots rosters,
      PresenceView presences,
      Clock clock,
      byte[] secret,
      BrokerMetrics metrics,
      StylesheetWorker stylesheets,
      BooleanSupplier refusesPublishes) {
    this(
        policy,
        limitsOfAccounts,
        PayloadCheck.NONE,
        modules,
        shards,
        fanout,
        rosters,
        presences,
        clock,
        secret,
        metrics,
        stylesheets,
        Announcer.NONE,
        refusesPublishes);
  }

  /**
   * Made while nothing runs in the shards yet.
   *
   * @param limitsOfAccounts of each account as a service
   * @param checkOfAccounts of what is published at accounts
   * @param modules what the service answers besides pubsub, as the server does; the policy
   *     advertises their features
   * @param secret of the node, 16 bytes or more that stay the same: names in archives are made of
   *     it
   * @param stylesheets what makes bodies of payloads; one for the service
   * @param announcer those who listen at other doors
   * @param refusesPublishes whether the node has no memory for more; any thread
   */
  public PubsubService(
      ServicePolicy policy,
      ServiceLimits limitsOfAccounts,
      PayloadCheck checkOfAccounts,
      ModuleTable modules,
      Shards shards,
      Fanout fanout,
      RosterSnapshots rosters,
      PresenceView presences,
      Clock clock,
      byte[] secret,
      BrokerMetrics metrics,
      StylesheetWorker stylesheets,
      Announcer announcer,
      BooleanSupplier refusesPublishes) {
    this.address = policy.service();
    this.name = policy.name();
    this.modules = modules;
    this.shards = shards;
    this.fanout = fanout;
    this.clock = clock;
    this.metrics = metrics;
    Directory directory = shards.ofDirectory(address).directory(address);
    this.engines = new ServiceEngines(policy, limitsOfAccounts, checkOfAccounts, directory.tree());
    this.presences = new NodePresences(this, shards, fanout, presences);
    this.lostRights = new LostRights(this, shards);
    this.stylesheets = stylesheets;
    ShardPubsub.Parts parts =
        new ShardPubsub.Parts(
            engines,
            shards,
            inShards,
            this.presences,
            hosts,
            listeners,
            rosters.blockLists(),
            new EventSender(fanout, metrics, rosters.blockLists()),
            announcer,
            stylesheets,
            clock,
            () -> fanout.isOverloaded() || refusesPublishes.getAsBoolean());
    for (EntityShard shard : shards.all()) {
      ShardContext context =
          new ShardContext(shard, address, rosters, presences, directory, clock, secret, announcer);
      CollectionDigests digests = new CollectionDigests(this, shard, policy.limits(), clock);
      inShards.put(shard, new ShardPubsub(shard, context, digests, parts));
    }
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
    gateOf(stream)
        .submit(
            () -> engines.spansNodes(command),
            answered -> submit(command, iq, answers(stream, answered)));
  }

  private Answers answers(ClientStream stream, Runnable answered) {
    return (before, answer) ->
        fanout.run(
            stream,
            () -> {
              before.forEach(stream::send);
              stream.answer(answer);
              answered.run();
            });
  }

  ServiceLimits limits() {
    return engines.limits();
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

  /**
   * A requester of an account, told in the account's shard. What was decided is durable when it is
   * told; a refusal may come before, and waits for what was answered earlier.
   */
  Requester answering(Command command, IqRequest request) {
    return answering(
        command,
        request.iq(),
        new Answers() {
          @Override
          public void answer(List<Message> before, Iq answer) {
            request.answerReleased(answer);
          }

          @Override
          public void refuse(Iq answer) {
            request.answer(answer);
          }
        });
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
        answers.refuse(iq.errorReply(error));
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
    if (engines.isPubsubService(service)) {
      submit(service, engines.of(service).course(command, engines.tree()), requester);
    } else {
      EntityShard shard = shards.ofAccount(service);
      shard.execute(() -> decide(service, command, shard, requester));
    }
  }

  /** Has the commands of a request decided one after the other. */
  private void submit(BareJid service, Course course, Requester requester) {
    Command command = course.command();
    EntityShard shard = ownerOf(service, command);
    Requester following = following(service, course, requester);
    shard.execute(() -> in(shard).decide(service, command, following));
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
    TreeView tree =
        engines.isPubsubService(service) ? engines.tree() : shard.directory(service).tree();
    Course course = engines.of(service).course(command, tree);
    if (course instanceof Course.Single) {
      in(shard).decide(service, course.command(), requester);
    } else {
      submit(service, course, requester);
    }
  }

  /** In an account's shard: decides what has come before, and waits for what comes with it. */
  void decideGathered(BareJid account, EntityShard shard) {
    in(shard).gathered().decide(account);
  }

  /** In an account's shard: makes decisions about it of which nobody is told before all are. */
  void together(EntityShard shard, Runnable decisions) {
    in(shard).together().run(decisions);
  }

  /**
   * In an account's shard, when a node of it has changed: has something decided behind that, which
   * is told with it.
   *
   * @param key says what it is: it is decided once
   */
  void afterwards(EntityShard shard, Object key, Runnable decision) {
    in(shard).together().follow(key, decision);
  }

  /** In an account's shard: see {@link ShardPubsub#refusal}. */
  Optional<StanzaError> refusal(
      BareJid account, List<NodeCommand.Publish> publishes, EntityShard shard) {
    return in(shard).ofAccounts().refusal(account, publishes);
  }

  /** In an account's shard: see {@link ShardPubsub#publish}. */
  void publish(
      BareJid account,
      List<NodeCommand.Publish> publishes,
      Alongside alongside,
      EntityShard shard,
      Requester requester) {
    in(shard).ofAccounts().publish(account, publishes, alongside, requester);
  }

  /** In an account's shard: whether somebody may retrieve items of a node of it. */
  boolean mayRetrieve(BareJid account, String node, BareJid entity, EntityShard shard) {
    return in(shard).mayRetrieve(account, node, entity);
  }

  /** In the shard of a node: whether somebody may get what is published there now. */
  public boolean mayReceive(BareJid service, String node, Jid entity, EntityShard shard) {
    return in(shard).mayReceive(service, node, entity);
  }

  /** The newest items of the accounts of a shard for who comes to want them. */
  LastItems lastItems(EntityShard shard) {
    return in(shard).lastItems();
  }

  private ShardPubsub in(EntityShard shard) {
    return Objects.requireNonNull(inShards.get(shard));
  }

  /**
   * Any thread: has a listener told of every change of the nodes of this name at accounts.
   *
   * @throws IllegalStateException when somebody is told of them already
   */
  void watch(String node, NodeListener listener) {
    if (listeners.putIfAbsent(node, listener) != null) {
      throw new IllegalStateException("two listeners at " + node);
    }
  }

  /** In the shard of a node: see {@link ShardPubsub#keep}. */
  public void keep(BareJid service, String node, List<Item> items, long position, Runnable done) {
    in(shards.ofNode(service, node)).keep(service, node, items, position, done);
  }

  /** After the log was replayed: nodes do what they do by themselves, from now on. */
  public void start() {
    shards.all().forEach(shard -> shard.execute(in(shard)::start));
  }

  /** Any thread: the view was missing, and all items can be told at once again. */
  public void viewIsWhole() {
    shards.all().forEach(shard -> shard.execute(in(shard)::viewIsWhole));
  }

  /**
   * In the shard of a node: asks for something once its items are here.
   *
   * @param asking changes nothing
   * @param told what was asked for
   * @param otherwise why they cannot be read
   */
  <T> void whenHere(
      BareJid service,
      String node,
      EntityShard shard,
      Supplier<T> asking,
      Consumer<T> told,
      Consumer<StanzaError> otherwise) {
    in(shard).absentItems().whenHere(service, node, asking, told, otherwise);
  }

  /**
   * In the shard of a node: asks what stands for it, once its items are here.
   *
   * @param told empty when nothing does, there is no such node, or the requester may not read it
   * @param otherwise why it cannot be read
   */
  public void standing(
      BareJid service,
      String node,
      Jid requester,
      EntityShard shard,
      Consumer<Optional<StandingItem>> told,
      Consumer<StanzaError> otherwise) {
    whenHere(
        service, node, shard, () -> in(shard).standing(service, node, requester), told, otherwise);
  }

  /** As {@link #standing}, without payload. */
  public void standingEntry(
      BareJid service,
      String node,
      Jid requester,
      EntityShard shard,
      Consumer<Optional<ItemEntry>> told,
      Consumer<StanzaError> otherwise) {
    whenHere(
        service,
        node,
        shard,
        () -> in(shard).standingEntry(service, node, requester),
        told,
        otherwise);
  }

  /** Any thread: whether events go without bodies, because stylesheets do not come to an end. */
  public boolean makesNoBodies() {
    return stylesheets.isOff();
  }

  /** Any thread: see {@link LostRights#review}. */
  public void review(BareJid account, BareJid entity) {
    lostRights.review(account, entity);
  }

  /** Any thread: see {@link LostRights#forget}. */
  public void forget(BareJid entity) {
    lostRights.forget(entity);
  }

  /** In the shard of an account that is to be removed: see {@link ShardPubsub#endOfNodes}. */
  public List<LogRecord> endOfNodes(BareJid account, EntityShard shard) {
    return in(shard).endOfNodes(account);
  }

  /** Any thread: asks what an entity is publicly subscribed to, here and at accounts. */
  void publicSubscriptions(BareJid subscriber, PublicSubscriptionQuery.Told told) {
    List<BareJid> services = new ArrayList<>(hosts.of(subscriber));
    services.add(address);
    new PublicSubscriptionQuery(this, shards, subscriber, services, told).next();
  }

  /** The directory of this service or of an account that has nodes, in the shard that owns it. */
  public Optional<Directory> directoryOf(BareJid service, EntityShard owner) {
    return engines.isPubsubService(service) || owner.hasNodes(service)
        ? Optional.of(owner.directory(service))
        : Optional.empty();
  }

  /** The way back to a stream: the messages that belong to the answer, and the answer. */
  @FunctionalInterface
  private interface Answers {
    void answer(List<Message> before, Iq answer);

    default void refuse(Iq answer) {
      answer(List.of(), answer);
    }
  }
}
