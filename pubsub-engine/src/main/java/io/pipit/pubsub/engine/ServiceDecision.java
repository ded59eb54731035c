package io.pipit.pubsub.engine;

import io.pipit.pubsub.Context;
import io.pipit.pubsub.NodeConfig;
import io.pipit.pubsub.NodeSubscription;
import io.pipit.pubsub.Page;
import io.pipit.pubsub.PubsubError;
import io.pipit.pubsub.PubsubFeature;
import io.pipit.pubsub.PubsubNs;
import io.pipit.pubsub.Response;
import io.pipit.pubsub.ServicePolicy;
import io.pipit.pubsub.Submission;
import io.pipit.pubsub.SubscriptionOptions;
import io.pipit.pubsub.change.Change;
import io.pipit.pubsub.command.NodeCommand;
import io.pipit.pubsub.command.ServiceCommand;
import io.pipit.pubsub.store.InMemoryView;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.ResultSet;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Commands on the service as a whole. Confined to one decision. */
final class ServiceDecision implements ServiceCommand.Visitor<Outcome> {

  private final ServicePolicy policy;
  private final Directory directory;
  private final Context context;

  ServiceDecision(ServicePolicy policy, Directory directory, Context context) {
    this.policy = policy;
    this.directory = directory;
    this.context = context;
  }

  @Override
  public Outcome createNode(ServiceCommand.CreateNode command) {
    BareJid creator = command.requester().bare();
    String node = command.node() == null ? context.newId() : command.node();
    Optional<PubsubError> refusal = refusal(creator, node);
    if (refusal.isPresent()) {
      return Outcome.refusal(refusal.get());
    }
    Submission<NodeConfig> submission =
        policy.defaults().submit(command.configuration(), policy.limits());
    if (submission instanceof Submission.Accepted<NodeConfig> accepted) {
      Draft draft = new Draft();
      begin(created(node, creator, accepted.values()), draft);
      return draft.reply(new Response.Created(node));
    }
    if (submission instanceof Submission.Refused<NodeConfig> refused) {
      return Outcome.reply(new Response.Refusal(refused.error(), refused.detail()));
    }
    throw new AssertionError(submission);
  }

  /** The node and what is published to it come together or not at all (7.1.4, 7.1.5). */
  @Override
  public Outcome createByPublish(ServiceCommand.CreateByPublish command) {
    NodeCommand.Publish publish = command.publish();
    BareJid creator = command.requester().bare();
    if (!policy.autoCreate()
        || !policy.mayCreate().test(creator)
        || directory.contains(publish.node())) {
      return Outcome.refusal(PubsubError.ITEM_NOT_FOUND);
    }
    Preconditions preconditions = new Preconditions(publish.preconditions());
    Optional<Response.Refusal> refusal =
        refusal(creator, publish.node())
            .map(Response.Refusal::of)
            .or(preconditions::creationRefusal);
    if (refusal.isPresent()) {
      return Outcome.reply(refusal.get());
    }
    Submission<NodeConfig> submission = preconditions.applyTo(policy.defaults(), policy.limits());
    if (submission instanceof Submission.Accepted<NodeConfig> accepted) {
      return publishToNew(publish, created(publish.node(), creator, accepted.values()));
    }
    if (submission instanceof Submission.Refused<NodeConfig> refused) {
      return Outcome.reply(new Response.Refusal(refused.error(), refused.detail()));
    }
    throw new AssertionError(submission);
  }

  /** Creates a node with what comes with it; the node as it will be. */
  private NodeState begin(Change.NodeCreated created, Draft draft) {
    NodeState prospect = new NodeState(created, new InMemoryView());
    draft.change(created);
    Draft unasked = new Draft();
    new Subscribing(new NodeScope(policy, prospect, context))
        .subscribeUnasked(created.creator(), unasked);
    Outcome subscribed = unasked.done();
    subscribed.changes().forEach(prospect::apply);
    draft.add(subscribed);
    return prospect;
  }

  /** Decides the publish as the node would that it creates. */
  private Outcome publishToNew(NodeCommand.Publish publish, Change.NodeCreated created) {
    Draft draft = new Draft();
    NodeState prospect = begin(created, draft);
    Outcome published = publish.accept(new NodeDecision(policy, prospect, context));
    if (published.response() instanceof Response.Refusal) {
      return published;
    }
    draft.add(published);
    return draft.reply(published.response());
  }

  private Change.NodeCreated created(String node, BareJid creator, NodeConfig config) {
    return new Change.NodeCreated(
        policy.service(), node, creator, config, context.now().truncatedTo(ChronoUnit.MILLIS));
  }

  private Optional<PubsubError> refusal(BareJid creator, String node) {
    if (!policy.mayCreate().test(creator)) {
      return Optional.of(PubsubError.FORBIDDEN);
    }
    if (!Names.isNode(policy.service(), node)) {
      return Optional.of(PubsubError.NOT_ACCEPTABLE);
    }
    if (directory.contains(node)) {
      return Optional.of(PubsubError.CONFLICT);
    }
    boolean counts = !policy.administrator().test(creator);
    return counts && directory.createdBy(creator) >= policy.limits().nodesPerCreator()
        ? Optional.of(PubsubError.MAX_NODES_EXCEEDED)
        : Optional.empty();
  }

  @Override
  public Outcome retrieveDefaults(ServiceCommand.RetrieveDefaults command) {
    return Outcome.reply(new Response.DefaultConfiguration(policy.defaults()));
  }

  @Override
  public Outcome retrieveDefaultOptions(ServiceCommand.RetrieveDefaultOptions command) {
    return Outcome.reply(
        new Response.DefaultOptions(
            null, Response.OfferedOptions.of(SubscriptionOptions.INITIAL, policy.defaults())));
  }

  /** For whoever owns a node: those where somebody waits. */
  @Override
  public Outcome listPending(ServiceCommand.ListPending command) {
    BareJid owner = command.requester().bare();
    if (directory.ownedNodes(owner).isEmpty()) {
      return Outcome.refusal(PubsubError.FORBIDDEN);
    }
    List<String> nodes =
        directory.ownedNodes(owner).stream()
            .filter(directory::hasPending)
            .limit(policy.limits().answerItems())
            .toList();
    return Outcome.reply(new Response.PendingNodes(session(command.session()), nodes));
  }

  private String session(@Nullable String given) {
    return given == null ? context.newId() : given;
  }

  @Override
  public Outcome cancelCommand(ServiceCommand.CancelCommand command) {
    return Outcome.reply(new Response.CommandCanceled(command.session()));
  }

  @Override
  public Outcome discoverCommands(ServiceCommand.DiscoverCommands command) {
    return Outcome.reply(
        new Response.Commands(
            command.node(),
            command.node().equals(PubsubNs.GET_PENDING)
                ? List.of()
                : List.of(PubsubNs.GET_PENDING)));
  }

  @Override
  public Outcome discoverCommand(ServiceCommand.DiscoverCommand command) {
    return Outcome.reply(new Response.CommandInfo(command.node()));
  }

  @Override
  public Outcome discoverService(ServiceCommand.DiscoverService command) {
    List<String> features = new ArrayList<>(policy.features());
    PubsubFeature.advertised().stream()
        .filter(
            feature ->
                policy.autoCreate() || !feature.equals(PubsubFeature.AUTO_CREATE.discoFeature()))
        .forEach(features::add);
    return Outcome.reply(new Response.ServiceInfo(policy.name(), features));
  }

  @Override
  public Outcome discoverNodes(ServiceCommand.DiscoverNodes command) {
    BareJid requester = command.requester().bare();
    List<String> visible = new ArrayList<>();
    directory
        .nodes()
        .forEach(
            (name, entry) -> {
              if (policy.isOperator(requester)
                  || Access.decide(requester, Action.DISCOVER, entry, context).isEmpty()) {
                visible.add(name);
              }
            });
    Optional<Paging> paging = page(visible, command.page());
    if (paging.isEmpty()) {
      return Outcome.refusal(PubsubError.ITEM_NOT_FOUND);
    }
    List<String> names = visible.subList(paging.get().from(), paging.get().to());
    boolean whole = names.size() == visible.size() && command.page() == null;
    return Outcome.reply(
        new Response.ServiceItems(
            new Page<>(
                names.stream().map(this::named).toList(),
                whole ? null : Paging.describe(names, paging.get().from(), visible.size()))));
  }

  private Response.NamedNode named(String node) {
    Directory.Entry entry = directory.nodes().get(node);
    return new Response.NamedNode(node, entry == null ? "" : entry.config().title());
  }

  /** Pages of node names in order: a name has its place also when its node has gone since. */
  private Optional<Paging> page(List<String> names, ResultSet.@Nullable Request request) {
    Paging.Places places =
        new Paging.Places() {
          @Override
          public int size() {
            return names.size();
          }

          @Override
          public Optional<Integer> before(String uid) {
            return search(uid).map(at -> at < 0 ? -at - 1 : at);
          }

          @Override
          public Optional<Integer> through(String uid) {
            return search(uid).map(at -> at < 0 ? -at - 1 : at + 1);
          }

          private Optional<Integer> search(String uid) {
            return Names.isNode(policy.service(), uid)
                ? Optional.of(Collections.binarySearch(names, uid))
                : Optional.empty();
          }
        };
    return Paging.of(request, places, policy.limits().answerItems(), false);
  }

  @Override
  public Outcome retrieveSubscriptions(ServiceCommand.RetrieveSubscriptions command) {
    Instant now = context.now();
    List<NodeSubscription> held =
        directory.subscriptions(command.requester().bare()).stream()
            .filter(each -> !each.subscription().isLapsed(now))
            .toList();
    return Outcome.reply(new Response.OwnSubscriptions(null, held));
  }

  @Override
  public Outcome retrieveAffiliations(ServiceCommand.RetrieveAffiliations command) {
    return Outcome.reply(
        new Response.OwnAffiliations(null, directory.affiliations(command.requester().bare())));
  }
}
