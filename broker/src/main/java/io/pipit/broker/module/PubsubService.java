package io.pipit.broker.module;

import io.pipit.broker.account.RosterSnapshots;
import io.pipit.broker.metrics.BrokerMetrics;
import io.pipit.broker.metrics.NotificationResult;
import io.pipit.broker.metrics.Protocol;
import io.pipit.broker.metrics.PublishResult;
import io.pipit.broker.routing.Fanout;
import io.pipit.broker.routing.LocalService;
import io.pipit.broker.shard.EntityShard;
import io.pipit.broker.shard.Shards;
import io.pipit.broker.stream.ClientStream;
import io.pipit.pubsub.Affiliation;
import io.pipit.pubsub.EntityAffiliation;
import io.pipit.pubsub.NodeAffiliation;
import io.pipit.pubsub.NodeSubscription;
import io.pipit.pubsub.Response;
import io.pipit.pubsub.ServicePolicy;
import io.pipit.pubsub.Subscription;
import io.pipit.pubsub.SubscriptionCounts;
import io.pipit.pubsub.change.Change;
import io.pipit.pubsub.command.Command;
import io.pipit.pubsub.command.NodeCommand;
import io.pipit.pubsub.command.ServiceCommand;
import io.pipit.pubsub.engine.Directory;
import io.pipit.pubsub.engine.Outcome;
import io.pipit.pubsub.engine.PubsubEngine;
import io.pipit.pubsub.notify.Notification;
import io.pipit.pubsub.store.ChangeCodec;
import io.pipit.pubsub.store.LogRecord;
import io.pipit.pubsub.store.Partitions;
import io.pipit.pubsub.xml.CommandDecoder;
import io.pipit.pubsub.xml.NotificationEncoder;
import io.pipit.pubsub.xml.ReplyEncoder;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.Iq;
import io.pipit.xmpp.Message;
import io.pipit.xmpp.Stanza;
import io.pipit.xmpp.StanzaError;
import io.pipit.xmpp.StanzaError.Condition;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * The pubsub service of this node: takes a request from a client's stream to the owner of what it
 * concerns, has it decided, logs and applies the changes, and lets answer and notifications go when
 * they are durable.
 *
 * <p>{@link #received} is called on the stream's event loop; everything about a node happens in the
 * node's shard, everything about the directory in the directory's.
 */
public final class PubsubService implements LocalService {

  private final BareJid address;
  private final String name;
  private final PubsubEngine engine;
  private final Shards shards;
  private final Fanout fanout;
  private final Map<EntityShard, ShardContext> contexts;
  private final BrokerMetrics metrics;

  /** Made while nothing runs in the shards yet. */
  public PubsubService(
      ServicePolicy policy,
      Shards shards,
      Fanout fanout,
      RosterSnapshots rosters,
      Clock clock,
      BrokerMetrics metrics) {
    this.address = policy.service();
    this.name = policy.name();
    this.engine = new PubsubEngine(policy);
    this.shards = shards;
    this.fanout = fanout;
    this.metrics = metrics;
    SubscriptionCounts counts = shards.ofDirectory(address).directory(address).subscriptionCounts();
    this.contexts =
        shards.all().stream()
            .collect(
                Collectors.toUnmodifiableMap(
                    shard -> shard, shard -> new ShardContext(shard, rosters, counts, clock)));
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
    if (stanza instanceof Message && !stanza.isError()) {
      stream.send(stanza.errorReply(StanzaError.of(Condition.SERVICE_UNAVAILABLE)));
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

  private void requested(ClientStream stream, Iq iq) {
    CommandDecoder.Decoded decoded = CommandDecoder.decode(iq);
    if (decoded instanceof CommandDecoder.Decoded.Refused refused) {
      fanout.answer(stream, iq.errorReply(refused.error().toStanzaError()));
      return;
    }
    Command command = ((CommandDecoder.Decoded.Accepted) decoded).command();
    boolean wholeService = command instanceof ServiceCommand;
    ServiceGate gate = gateOf(stream);
    Consumer<Iq> answers =
        answer ->
            fanout.run(
                stream,
                () -> {
                  stream.answer(answer);
                  gate.answered(wholeService);
                });
    gate.submit(wholeService, () -> submit(command, iq, answers));
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
  private void submit(Command command, Iq iq, Consumer<Iq> answers) {
    long since = System.nanoTime();
    submit(
        command,
        new Requester() {
          @Override
          public void decided(Response response) {
            answers.accept(ReplyEncoder.encode(iq, response));
            if (command instanceof NodeCommand.Publish) {
              published(response, System.nanoTime() - since);
            }
          }

          @Override
          public void refused(StanzaError error) {
            answers.accept(iq.errorReply(error));
            if (command instanceof NodeCommand.Publish) {
              metrics.published(Protocol.XMPP, PublishResult.FAILED, System.nanoTime() - since);
            }
          }
        });
  }

  private void published(Response response, long nanos) {
    boolean refused = response instanceof Response.Refusal;
    metrics.published(
        Protocol.XMPP, refused ? PublishResult.REFUSED : PublishResult.ACCEPTED, nanos);
  }

  /**
   * Any thread: has a command decided, logged, applied and told.
   *
   * @param requester told in the owner's shard, once, when what was decided is durable
   */
  public void submit(Command command, Requester requester) {
    if (command instanceof NodeCommand about) {
      EntityShard shard = shards.ofNode(address, about.node());
      shard.execute(() -> decide(about, shard, requester));
    } else if (command instanceof ServiceCommand about) {
      EntityShard shard = shards.ofDirectory(address);
      shard.execute(() -> decide(about, shard, requester));
    } else {
      throw new AssertionError(command);
    }
  }

  /**
   * Any thread: an entity may have lost rights that it had by somebody's roster. Every node that it
   * subscribes to judges again (XEP-0060 8.9.2.2, 12.14).
   */
  public void review(BareJid entity) {
    EntityShard owner = shards.ofDirectory(address);
    owner.execute(
        () ->
            owner
                .directory(address)
                .subscribedNodes(entity)
                .forEach(
                    node ->
                        submit(
                            new NodeCommand.ReviewSubscriptions(address, node, entity),
                            Requester.NOBODY)));
  }

  /**
   * Any thread: an account is gone. Its subscriptions and affiliations end, so that the next one of
   * that name does not inherit them; that it was outcast stays.
   */
  public void forget(BareJid entity) {
    EntityShard owner = shards.ofDirectory(address);
    owner.execute(
        () -> {
          Directory directory = owner.directory(address);
          for (NodeSubscription held : directory.subscriptions(entity)) {
            Subscription ended = Subscription.none(held.subscription().jid());
            submit(
                new NodeCommand.ModifySubscriptions(address, held.node(), List.of(ended)),
                Requester.NOBODY);
          }
          for (NodeAffiliation held : directory.affiliations(entity)) {
            if (held.affiliation() != Affiliation.OUTCAST) {
              EntityShard shard = shards.ofNode(address, held.node());
              shard.execute(() -> endAffiliation(entity, held.node(), shard));
            }
          }
        });
  }

  /** A node that would be without an owner becomes the service's, for the operator to manage. */
  private void endAffiliation(BareJid entity, String node, EntityShard shard) {
    List<EntityAffiliation> changes = new ArrayList<>();
    boolean onlyOwner =
        shard
            .nodes(address)
            .node(node)
            .filter(state -> state.owners().equals(List.of(entity)))
            .isPresent();
    if (onlyOwner) {
      changes.add(new EntityAffiliation(address, Affiliation.OWNER));
    }
    changes.add(new EntityAffiliation(entity, Affiliation.NONE));
    decide(new NodeCommand.ModifyAffiliations(address, node, changes), shard, Requester.NOBODY);
  }

  private void decide(NodeCommand command, EntityShard shard, Requester requester) {
    if (command instanceof NodeCommand.Publish && fanout.isOverloaded()) {
      requester.refused(StanzaError.of(Condition.RESOURCE_CONSTRAINT));
      return;
    }
    Outcome outcome = engine.decide(shard.nodes(address), command, contextOf(shard));
    if (!outcome.changes().isEmpty()) {
      if (shard.refusesChanges()) {
        requester.refused(StanzaError.of(Condition.RESOURCE_CONSTRAINT));
        return;
      }
      long position = commit(outcome.changes(), shard);
      outcome.changes().forEach(shard.nodes(address)::apply);
      tellDirectory(outcome.changes(), position);
    }
    release(outcome, shard, requester);
  }

  private void decide(ServiceCommand command, EntityShard shard, Requester requester) {
    Directory directory = shard.directory(address);
    Outcome outcome = engine.decide(directory, command, contextOf(shard));
    if (!outcome.changes().isEmpty()) {
      if (shard.refusesChanges()) {
        requester.refused(StanzaError.of(Condition.RESOURCE_CONSTRAINT));
        return;
      }
      long position = commit(outcome.changes(), shard);
      for (Change change : outcome.changes()) {
        directory.apply(change);
        EntityShard owner = shards.ofNode(address, change.node());
        owner.execute(() -> owner.follow(position, () -> owner.nodes(address).apply(change)));
      }
    }
    release(outcome, shard, requester);
  }

  private ShardContext contextOf(EntityShard shard) {
    return Objects.requireNonNull(contexts.get(shard));
  }

  private long commit(List<Change> changes, EntityShard shard) {
    List<LogRecord> records = new ArrayList<>(changes.size());
    for (Change change : changes) {
      records.add(ChangeCodec.encode(change, Partitions.of(address, change.node())));
    }
    return shard.commit(records);
  }

  /** Changes of one node reach the directory in their order: they all come from one shard. */
  private void tellDirectory(List<Change> changes, long position) {
    for (Change change : changes) {
      if (change.concernsDirectory()) {
        EntityShard owner = shards.ofDirectory(address);
        owner.execute(() -> owner.follow(position, () -> owner.directory(address).apply(change)));
      }
    }
  }

  private void release(Outcome outcome, EntityShard shard, Requester requester) {
    shard.release(
        () -> {
          requester.decided(outcome.response());
          outcome.notifications().forEach(this::send);
        },
        () -> requester.refused(StanzaError.of(Condition.RESOURCE_CONSTRAINT)));
  }

  private void send(Notification notification) {
    int streams = fanout.send(NotificationEncoder.encode(notification), notification.recipients());
    metrics.fannedOut(streams);
    metrics.notified(Protocol.XMPP, NotificationResult.SENT, streams);
    if (streams == 0 && !notification.recipients().isEmpty()) {
      metrics.notified(
          Protocol.XMPP, NotificationResult.UNDELIVERABLE, notification.recipients().size());
    }
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
  }
}
