package io.pipit.pubsub.engine;

import io.pipit.pubsub.CollectionPolicy;
import io.pipit.pubsub.Context;
import io.pipit.pubsub.NodeAffiliation;
import io.pipit.pubsub.NodeConfig;
import io.pipit.pubsub.NodeConfigFields;
import io.pipit.pubsub.NodeSubscription;
import io.pipit.pubsub.Page;
import io.pipit.pubsub.PublicSubscriptions;
import io.pipit.pubsub.PubsubError;
import io.pipit.pubsub.PubsubFeature;
import io.pipit.pubsub.PubsubNs;
import io.pipit.pubsub.Response;
import io.pipit.pubsub.RollUpPeriod;
import io.pipit.pubsub.ServicePolicy;
import io.pipit.pubsub.Submission;
import io.pipit.pubsub.change.Change;
import io.pipit.pubsub.command.NodeCommand;
import io.pipit.pubsub.command.ServiceCommand;
import io.pipit.pubsub.store.InMemoryView;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.Jid;
import io.pipit.xmpp.Ns;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
        policy
            .defaults()
            .submit(
                // Where the two do not go together, the node is created all the same (8.1.3).
                policy.offers(PubsubFeature.CREATE_AND_CONFIGURE)
                    ? command.configuration()
                    : Map.of(),
                policy.limits());
    if (submission instanceof Submission.Accepted<NodeConfig> accepted) {
      Optional<PubsubError> misfit = misfit(node, accepted.values());
      if (misfit.isPresent()) {
        return Outcome.refusal(misfit.get());
      }
      Draft draft = new Draft();
      begin(created(node, creator, accepted.values()), draft);
      return place(command.requester(), node, accepted.values(), draft)
          .map(Outcome::refusal)
          .orElseGet(() -> draft.reply(new Response.Created(node)));
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
    if (!policy.autoCreate() || !policy.mayCreate(creator) || directory.contains(publish.node())) {
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
    Optional<NodeConfig> template = template(publish);
    if (template.isEmpty()) {
      return Outcome.reply(noTemplate(publish.template()));
    }
    Submission<NodeConfig> submission = preconditions.applyTo(template.get(), policy.limits());
    if (submission instanceof Submission.Accepted<NodeConfig> accepted) {
      return misfit(publish.node(), accepted.values())
          .map(Outcome::refusal)
          .orElseGet(() -> publishToNew(publish, accepted.values()));
    }
    if (submission instanceof Submission.Refused<NodeConfig> refused) {
      return Outcome.reply(new Response.Refusal(refused.error(), refused.detail()));
    }
    throw new AssertionError(submission);
  }

  private Optional<NodeConfig> template(NodeCommand.Publish publish) {
    String name = publish.template();
    return name == null
        ? policy.templates().of(publish.node(), policy.defaults())
        : policy.templates().named(name, policy.defaults());
  }

  private static Response.Refusal noTemplate(@Nullable String name) {
    return name == null
        ? new Response.Refusal(PubsubError.FORBIDDEN, "no template fits a node of this name")
        : new Response.Refusal(PubsubError.ITEM_NOT_FOUND, "there is no template " + name);
  }

  private Optional<PubsubError> misfit(String node, NodeConfig config) {
    if (!policy.allows(config)) {
      return Optional.of(PubsubError.NOT_ACCEPTABLE);
    }
    boolean areThere =
        config.rollUps().stream().anyMatch(period -> directory.contains(period.nodeOf(node)));
    return areThere
        ? Optional.of(PubsubError.CONFLICT)
        : RollUpNodes.misfit(policy.service(), node, config);
  }

  @Override
  public Outcome retrieveRegistration(ServiceCommand.RetrieveRegistration command) {
    return new Registering(policy, directory).retrieve(command);
  }

  @Override
  public Outcome register(ServiceCommand.Register command) {
    return new Registering(policy, directory).register(command);
  }

  @Override
  public Outcome endRegistration(ServiceCommand.EndRegistration command) {
    return new Registering(policy, directory).end(command);
  }

  /** Creates a node with what comes with it; the node as it will be. */
  private NodeState begin(Change.NodeCreated created, Draft draft) {
    NodeState prospect = new NodeState(created, new InMemoryView());
    draft.change(created);
    RollUpNodes.create(created, draft);
    Draft unasked = new Draft();
    new Subscribing(new NodeScope(policy, prospect, context))
        .subscribeUnasked(created.creator(), created.creator(), unasked);
    Outcome subscribed = unasked.done();
    subscribed.changes().forEach(change -> prospect.apply(change, 0));
    draft.add(subscribed);
    return prospect;
  }

  /** Gives a new node its place in the tree; what is wrong with that, if anything. */
  private Optional<PubsubError> place(Jid requester, String node, NodeConfig config, Draft draft) {
    Directory.Entry entry = new Directory.Entry(requester.bare(), config);
    return Associating.newCollection(config, policy)
        .or(() -> associating(requester).create(node, entry, draft));
  }

  /** Decides the publish as the node would that it creates. */
  private Outcome publishToNew(NodeCommand.Publish publish, NodeConfig config) {
    Draft draft = new Draft();
    NodeState prospect = begin(created(publish.node(), publish.requester().bare(), config), draft);
    Optional<PubsubError> refusal = place(publish.requester(), publish.node(), config, draft);
    if (refusal.isPresent()) {
      return Outcome.refusal(refusal.get());
    }
    Context placed = Associating.placed(context, publish.node(), config);
    Outcome published = publish.accept(new NodeDecision(new NodeScope(policy, prospect, placed)));
    if (published.response() instanceof Response.Refusal) {
      return published;
    }
    draft.add(published);
    return draft.reply(published.response());
  }

  private Change.NodeCreated created(String node, BareJid creator, NodeConfig config) {
    return new Change.NodeCreated(
        policy.service(),
        node,
        creator,
        Associating.withoutAssociations(config),
        context.now().truncatedTo(ChronoUnit.MILLIS));
  }

  private Optional<PubsubError> refusal(BareJid creator, String node) {
    if (!policy.mayCreate(creator)
        || PublicSubscriptions.isNode(node)
        || RollUpPeriod.isNode(node)) {
      return Optional.of(PubsubError.FORBIDDEN);
    }
    if (policy.hasToRegister(creator) && !directory.isRegistered(creator)) {
      return Optional.of(PubsubError.REGISTRATION_REQUIRED);
    }
    if (!Names.isNode(policy.service(), node)) {
      return Optional.of(PubsubError.NOT_ACCEPTABLE);
    }
    if (directory.contains(node)) {
      return Optional.of(PubsubError.CONFLICT);
    }
    return policy.mayCreateMore(creator, directory.createdBy(creator))
        ? Optional.empty()
        : Optional.of(PubsubError.MAX_NODES_EXCEEDED);
  }

  @Override
  public Outcome retrieveDefaults(ServiceCommand.RetrieveDefaults command) {
    NodeConfig defaults = policy.defaults().with(NodeConfigFields.NODE_TYPE, command.type());
    return Associating.newCollection(defaults, policy)
        .map(Outcome::refusal)
        .orElseGet(() -> Outcome.reply(new Response.DefaultConfiguration(defaults)));
  }

  @Override
  public Outcome retrieveDefaultOptions(ServiceCommand.RetrieveDefaultOptions command) {
    return Outcome.reply(new Response.DefaultOptions(null, Response.OfferedOptions.of(policy)));
  }

  /** For whoever owns a node: those where somebody waits. */
  @Override
  public Outcome listPending(ServiceCommand.ListPending command) {
    BareJid owner = command.requester().bare();
    if (directory.ownedNodes(owner).isEmpty()) {
      return Outcome.refusal(PubsubError.FORBIDDEN);
    }
    List<String> nodes =
        directory.presences().asking(owner).stream().limit(policy.limits().answerItems()).toList();
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
  public Outcome discoverHeaders(ServiceCommand.DiscoverHeaders command) {
    return Outcome.reply(new Response.HeaderInfo());
  }

  @Override
  public Outcome discoverHeaderItems(ServiceCommand.DiscoverHeaderItems command) {
    return Outcome.reply(new Response.HeaderItems());
  }

  @Override
  public Outcome discoverService(ServiceCommand.DiscoverService command) {
    List<String> features = new ArrayList<>(policy.features());
    features.addAll(PubsubFeature.advertised(policy));
    if (policy.registration()) {
      features.add(Ns.REGISTER);
    }
    if (policy.collections() == CollectionPolicy.UNSUPPORTED) {
      features.remove(PubsubFeature.COLLECTIONS.discoFeature());
      features.remove(PubsubFeature.MULTI_COLLECTION.discoFeature());
    }
    return Outcome.reply(new Response.ServiceInfo(policy.name(), features));
  }

  @Override
  public Outcome discoverNodes(ServiceCommand.DiscoverNodes command) {
    return new Discovering(policy, directory, context).nodes(command);
  }

  @Override
  public Outcome discoverFilter(ServiceCommand.DiscoverFilter command) {
    return new Discovering(policy, directory, context).filter(command);
  }

  @Override
  public Outcome listLeaves(ServiceCommand.ListLeaves command) {
    return new Discovering(policy, directory, context).leaves(command);
  }

  @Override
  public Outcome discoverChildren(ServiceCommand.DiscoverChildren command) {
    return new Discovering(policy, directory, context).children(command);
  }

  @Override
  public Outcome configureAssociations(ServiceCommand.ConfigureAssociations command) {
    return associating(command.requester()).configure(command);
  }

  @Override
  public Outcome associate(ServiceCommand.Associate command) {
    return associating(command.requester()).associate(command);
  }

  @Override
  public Outcome disassociate(ServiceCommand.Disassociate command) {
    return associating(command.requester()).disassociate(command);
  }

  private Associating associating(Jid requester) {
    return new Associating(policy, directory, context, requester);
  }

  @Override
  public Outcome retrieveArchiveForm(ServiceCommand.RetrieveArchiveForm command) {
    return Outcome.reply(new Response.ArchiveForm());
  }

  @Override
  public Outcome retrieveSubscriptions(ServiceCommand.RetrieveSubscriptions command) {
    Instant now = context.now();
    List<NodeSubscription> held =
        directory.subscriptions(command.requester().bare()).stream()
            .filter(each -> !each.subscription().isLapsed(now))
            .toList();
    return Paging.page(
            held,
            each -> each.subscription().subid(),
            Paging::bytes,
            command.page(),
            policy.limits())
        .map(page -> Outcome.reply(new Response.OwnSubscriptions(null, page)))
        .orElseGet(() -> Outcome.refusal(PubsubError.ITEM_NOT_FOUND));
  }

  @Override
  public Outcome retrievePublicSubscriptions(ServiceCommand.RetrievePublicSubscriptions command) {
    Instant now = context.now();
    List<Response.ServiceNode> nodes =
        directory.subscriptions(command.requester().bare()).stream()
            .filter(each -> each.subscription().isPublic(now))
            .map(each -> new Response.ServiceNode(policy.service(), each.node()))
            .distinct()
            .toList();
    return Outcome.reply(new Response.PublicSubscriptions(new Page<>(nodes, null)));
  }

  @Override
  public Outcome retrieveAffiliations(ServiceCommand.RetrieveAffiliations command) {
    List<NodeAffiliation> held = directory.affiliations(command.requester().bare());
    return Paging.page(
            held,
            NodeAffiliation::node,
            each -> Paging.bytes(each.node()),
            command.page(),
            policy.limits())
        .map(page -> Outcome.reply(new Response.OwnAffiliations(null, page)))
        .orElseGet(() -> Outcome.refusal(PubsubError.ITEM_NOT_FOUND));
  }
}
