package io.pipit.pubsub.engine;

import io.pipit.pubsub.Context;
import io.pipit.pubsub.Item;
import io.pipit.pubsub.ItemAddress;
import io.pipit.pubsub.ItemEntry;
import io.pipit.pubsub.PublicSubscriptions;
import io.pipit.pubsub.PubsubError;
import io.pipit.pubsub.PubsubFeature;
import io.pipit.pubsub.Response;
import io.pipit.pubsub.RollUpPeriod;
import io.pipit.pubsub.ServicePolicy;
import io.pipit.pubsub.TreeView;
import io.pipit.pubsub.command.Command;
import io.pipit.pubsub.command.NodeCommand;
import io.pipit.pubsub.command.ServiceCommand;
import io.pipit.xmpp.Jid;
import java.util.Optional;

/**
 * Decides what a command comes to (XEP-0060). Never changes anything: the caller logs the changes
 * of the {@link Outcome}, applies them to the state that was decided on and to the directory, and
 * lets the response and then the notifications go when they are durable.
 *
 * <p>Stateless; any thread that owns the state it passes. Each group of operations is a class of
 * its own, made for one decision.
 */
public final class PubsubEngine {

  private final ServicePolicy policy;

  public PubsubEngine(ServicePolicy policy) {
    this.policy = policy;
  }

  /**
   * Whether a command on a node is the directory's to decide, as a {@link
   * ServiceCommand.CreateByPublish}: a publish to a node that is not there yet. One that has gone
   * elsewhere is there again when an account publishes to it (XEP-0163 3).
   */
  public boolean creates(ServiceState nodes, NodeCommand command) {
    return policy.offers(PubsubFeature.AUTO_CREATE)
        && command instanceof NodeCommand.Publish
        && !Names.isVirtual(command.node())
        && !PublicSubscriptions.isNode(command.node())
        && !RollUpPeriod.isNode(command.node())
        && nodes.node(command.node()).isEmpty()
        && (nodes.departed(command.node()).isEmpty()
            || PersonalService.isOf(command.requester().bare(), policy.service()));
  }

  /**
   * Whether the directory has a part in a command on a node, behind the node's own: a configuration
   * that says what the node is in or holds. Nobody may change the node in between.
   */
  public boolean placesNode(NodeCommand command) {
    return command instanceof NodeCommand.Configure configure
        && !Names.isVirtual(configure.node())
        && Associating.speaksOfAssociations(configure.configuration());
  }

  /**
   * Decides the directory's part of a {@link #placesNode such} configuration.
   *
   * @param ofNode what the node has decided, which is not logged yet
   * @return both as one: everything changes, or nothing when either refuses
   */
  public Outcome place(
      Directory directory, NodeCommand.Configure command, Outcome ofNode, Context context) {
    Outcome ofDirectory =
        decide(
            directory,
            new ServiceCommand.ConfigureAssociations(
                command.requester(), command.node(), command.configuration()),
            context);
    return ofDirectory.response() instanceof Response.Refusal
        ? ofDirectory
        : ofNode.and(ofDirectory);
  }

  /** What a request comes to: commands that their owners decide one after the other. Any thread. */
  public Course course(Command command, TreeView tree) {
    if (command instanceof NodeCommand.DiscoverItems discover
        && tree.isCollection(discover.node())) {
      return new Course.Single(
          new ServiceCommand.DiscoverChildren(
              discover.requester(), discover.node(), discover.page(), discover.types()));
    }
    if (command instanceof NodeCommand.RetrieveItems retrieve) {
      Optional<String> listed = PublicSubscriptions.target(retrieve.node());
      if (listed.isPresent()) {
        return new Course.Single(
            new NodeCommand.RetrievePublicSubscribers(
                retrieve.requester(), listed.get(), retrieve.ids(), retrieve.page()));
      }
    }
    if (command instanceof NodeCommand.RetrieveItems retrieve
        && tree.isCollection(retrieve.node())
        && retrieve.ids().isEmpty()
        && retrieve.page() == null) {
      return new Gathering(retrieve, policy.limits());
    }
    return new Course.Single(command);
  }

  /**
   * Whether others than the owner of one node have to know of a command before its answer is given,
   * so that who asked may rely on it everywhere. Any thread.
   */
  public boolean spansNodes(Command command, TreeView tree) {
    return command instanceof ServiceCommand
        || (command instanceof NodeCommand about
            && (Names.isVirtual(about.node())
                || tree.isCollection(about.node())
                || command instanceof NodeCommand.Configure));
  }

  /**
   * As {@link #spansNodes(Command, TreeView)}, in the shard that owns the node and knows before the
   * tree does what became of it.
   */
  public boolean spansNodes(NodeCommand command, ServiceState nodes) {
    return Names.isVirtual(command.node())
        || command instanceof NodeCommand.Configure
        || nodes.node(command.node()).filter(node -> node.config().isCollection()).isPresent();
  }

  /** Decides a command on one node; a node that is not there is refused as item-not-found. */
  public Outcome decide(ServiceState nodes, NodeCommand command, Context context) {
    Optional<PubsubError> withheld = Withheld.refusal(command, policy);
    if (withheld.isPresent()) {
      return Outcome.refusal(withheld.get());
    }
    if (PublicSubscriptions.isNode(command.node())) {
      return Outcome.refusal(ofList(command));
    }
    if (RollUpNodes.withholds(command, nodes)) {
      return Outcome.refusal(PubsubError.FORBIDDEN);
    }
    if (Names.isVirtual(command.node())) {
      return new VirtualNode(policy, nodes, context).decide(command);
    }
    Optional<NodeState> node = nodes.node(command.node());
    if (node.isEmpty()) {
      return Outcome.reply(absence(nodes, command, context));
    }
    NodeScope scope = new NodeScope(policy, node.get(), nodes, context);
    return Redirecting.refusal(command, scope)
        .map(Outcome::reply)
        .orElseGet(() -> RollUpNodes.follow(scope, command.accept(new NodeDecision(scope))));
  }

  /** What cannot be done with a node that lists public subscriptions (XEP-0465 5). */
  private static PubsubError ofList(NodeCommand command) {
    if (command instanceof NodeCommand.Publish
        || command instanceof NodeCommand.Retract
        || command instanceof NodeCommand.EndStanding
        || command instanceof NodeCommand.Purge
        || command instanceof NodeCommand.DeleteNode
        || command instanceof NodeCommand.Configure) {
      return PubsubError.FORBIDDEN;
    }
    return command instanceof NodeCommand.Subscribe
        ? PubsubError.UNSUPPORTED_SUBSCRIBE
        : PubsubError.ITEM_NOT_FOUND;
  }

  /** Decides a command on the service as a whole. */
  public Outcome decide(Directory directory, ServiceCommand command, Context context) {
    Optional<PubsubError> withheld = Withheld.refusal(command, policy);
    return withheld.isPresent()
        ? Outcome.refusal(withheld.get())
        : command.accept(new ServiceDecision(policy, directory, context));
  }

  /**
   * What stands for a node, for a door that shows it to somebody who has come (unlike the last item
   * of XEP-0060 6.1.7 whatever the node says of that).
   *
   * @return empty when nothing does, there is no such node, or the requester may not read it
   */
  public Optional<StandingItem> standing(
      ServiceState nodes, String name, Jid requester, Context context) {
    return readable(nodes, name, requester, context).flatMap(NodeScope::standing);
  }

  /** What is known of what stands for a node, for whom {@link #standing} may show it. */
  public Optional<ItemEntry> standingEntry(
      ServiceState nodes, String name, Jid requester, Context context) {
    return readable(nodes, name, requester, context)
        .flatMap(scope -> Optional.ofNullable(scope.standingEntry()));
  }

  private Optional<NodeScope> readable(
      ServiceState nodes, String name, Jid requester, Context context) {
    return nodes
        .node(name)
        .map(node -> new NodeScope(policy, node, context))
        .filter(scope -> scope.refusal(requester, Action.RETRIEVE).isEmpty());
  }

  /** What is said of a node that is not there: where it went, if so (6.1.3.11). */
  private static Response absence(ServiceState nodes, NodeCommand command, Context context) {
    return nodes
        .departed(command.node())
        .filter(
            node ->
                Access.decide(command.requester().bare(), Action.SUBSCRIBE, node, context)
                    .isEmpty())
        .map(node -> new Response.Refusal(PubsubError.GONE, null, node.uri()))
        .orElseGet(() -> Response.Refusal.of(PubsubError.ITEM_NOT_FOUND));
  }

  /**
   * The stylesheet at an address of this service, in the state that owns its node. Only an
   * administrator's is run: one may take more time and memory than can be bounded from outside.
   */
  public Optional<Item> stylesheet(ServiceState nodes, ItemAddress address, Context context) {
    return nodes
        .node(address.node())
        .flatMap(node -> new NodeScope(policy, node, context).items().get(address.item()))
        .filter(item -> policy.administrator().test(item.publisher()));
  }
}
