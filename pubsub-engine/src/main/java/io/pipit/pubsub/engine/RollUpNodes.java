package io.pipit.pubsub.engine;

import io.pipit.pubsub.Affiliation;
import io.pipit.pubsub.NodeConfig;
import io.pipit.pubsub.NodeConfigFields;
import io.pipit.pubsub.OptionField;
import io.pipit.pubsub.PublishNodeFull;
import io.pipit.pubsub.PubsubError;
import io.pipit.pubsub.RollUpPeriod;
import io.pipit.pubsub.change.Change;
import io.pipit.pubsub.command.NodeCommand;
import io.pipit.xmpp.BareJid;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The nodes of the roll-ups of a node come, change and go with it, in the same decision: they have
 * its affiliations and its access. Confined to one decision.
 */
final class RollUpNodes {

  private final NodeScope scope;
  private final Draft draft = new Draft();

  private RollUpNodes(NodeScope scope) {
    this.scope = scope;
  }

  /**
   * What is not for others to do with such a node: it follows from its source. One that was brought
   * here without its source may be deleted.
   */
  static boolean withholds(NodeCommand command, ServiceState nodes) {
    if (!RollUpPeriod.isNode(command.node())) {
      return false;
    }
    if (command instanceof NodeCommand.DeleteNode) {
      return nodes.node(command.node()).isEmpty()
          || nodes.node(RollUpPeriod.ownerOf(command.node())).isPresent();
    }
    return command instanceof NodeCommand.Publish
        || command instanceof NodeCommand.Configure
        || command instanceof NodeCommand.ModifyAffiliations;
  }

  /** What is wrong with the roll-ups of a node that is configured so. */
  static Optional<PubsubError> misfit(BareJid service, String node, NodeConfig config) {
    boolean fit =
        config.rollUps().isEmpty()
            || (config.persistsItems()
                && config.rollUps().stream()
                    .allMatch(period -> Names.isNode(service, period.nodeOf(node))));
    return fit ? Optional.empty() : Optional.of(PubsubError.NOT_ACCEPTABLE);
  }

  /** Creates those of a node that is created. */
  static void create(Change.NodeCreated source, Draft draft) {
    for (RollUpPeriod period : source.config().rollUps()) {
      draft.change(
          new Change.NodeCreated(
              source.service(),
              period.nodeOf(source.node()),
              source.creator(),
              config(source.config(), period),
              source.created()));
    }
  }

  /** What a decision about a node comes to, with what becomes of its roll-ups. */
  static Outcome follow(NodeScope scope, Outcome outcome) {
    RollUpNodes nodes = new RollUpNodes(scope);
    Map<BareJid, Affiliation> affiliations = new LinkedHashMap<>();
    boolean follows = false;
    for (Change change : outcome.changes()) {
      if (change instanceof Change.NodeConfigured configured) {
        follows |= nodes.configured(configured.config());
      } else if (!scope.config().rollUps().isEmpty()) {
        if (change instanceof Change.NodeDeleted) {
          scope.config().rollUps().forEach(nodes::delete);
          follows = true;
        } else if (change instanceof Change.AffiliationChanged changed) {
          affiliations.put(changed.entity(), changed.affiliation());
        }
      }
    }
    if (!affiliations.isEmpty()) {
      nodes.affiliated(affiliations);
      follows = true;
    }
    return follows ? outcome.and(nodes.draft.done()) : outcome;
  }

  private boolean configured(NodeConfig config) {
    List<RollUpPeriod> before = scope.config().rollUps();
    List<RollUpPeriod> after = config.rollUps();
    before.stream().filter(period -> !after.contains(period)).forEach(this::delete);
    for (RollUpPeriod period : after) {
      NodeConfig own = config(config, period);
      Optional<NodeScope> node = scope.sibling(period.nodeOf(scope.name()));
      if (node.isPresent()) {
        draft.add(new Configuring(node.get()).reconfigure(own, scope.context()));
      } else {
        create(scope, period, config, draft);
      }
    }
    return !before.isEmpty() || !after.isEmpty();
  }

  /**
   * Creates one of a node that is there already.
   *
   * @param source how that is configured
   */
  static void create(NodeScope scope, RollUpPeriod period, NodeConfig source, Draft draft) {
    String name = period.nodeOf(scope.name());
    BareJid creator = scope.node().creator();
    draft.change(
        new Change.NodeCreated(
            scope.service(), name, creator, config(source, period), scope.now()));
    Map<BareJid, Affiliation> affiliations = new LinkedHashMap<>(Map.of(creator, Affiliation.NONE));
    affiliations.putAll(scope.node().affiliations());
    affiliations.remove(creator, Affiliation.OWNER);
    affiliations.forEach(
        (entity, affiliation) ->
            draft.change(
                new Change.AffiliationChanged(scope.service(), name, entity, affiliation)));
  }

  private void delete(RollUpPeriod period) {
    scope
        .sibling(period.nodeOf(scope.name()))
        .ifPresent(
            node ->
                draft.add(
                    new Configuring(node)
                        .delete(new NodeCommand.DeleteNode(scope.service(), node.name(), null))));
  }

  private void affiliated(Map<BareJid, Affiliation> changed) {
    for (RollUpPeriod period : scope.config().rollUps()) {
      NodeScope node = scope.sibling(period.nodeOf(scope.name())).orElse(null);
      if (node == null) {
        continue;
      }
      Prospect prospect = new Prospect(node.node(), node.config());
      changed.forEach(prospect::affiliate);
      Reviewing reviewing = new Reviewing(node, prospect);
      changed.forEach(
          (entity, affiliation) -> {
            draft.change(
                new Change.AffiliationChanged(node.service(), node.name(), entity, affiliation));
            reviewing.review(node.node().subscriptions(entity).stream(), draft);
          });
      reviewing.reviewContacts(changed.keySet(), draft);
    }
  }

  /** As its source, in what says who may read it. */
  private static NodeConfig config(NodeConfig source, RollUpPeriod period) {
    return copied(
            source,
            NodeConfigFields.ACCESS_MODEL,
            NodeConfigFields.ROSTER_GROUPS_ALLOWED,
            NodeConfigFields.PAID,
            NodeConfigFields.SUBSCRIBE,
            NodeConfigFields.LEASE_REQUIRED,
            NodeConfigFields.TEMPSUB)
        .with(
            NodeConfigFields.TITLE,
            source.title().isEmpty() ? "" : source.title() + " (" + period.wire() + ")")
        .with(NodeConfigFields.TYPE, JsonNumbers.NAMESPACE)
        .with(NodeConfigFields.MAX_ITEMS, source.get(NodeConfigFields.ROLLUP_ITEMS))
        .with(NodeConfigFields.PUBLISH_NODE_FULL, PublishNodeFull.DISCARD_OLDEST)
        .with(NodeConfigFields.HISTORY_ITEMS, 0);
  }

  private static NodeConfig copied(NodeConfig source, OptionField<?>... fields) {
    NodeConfig config = NodeConfig.INITIAL;
    for (OptionField<?> field : fields) {
      config = copied(source, field, config);
    }
    return config;
  }

  private static <T> NodeConfig copied(NodeConfig from, OptionField<T> field, NodeConfig to) {
    return to.with(field, from.get(field));
  }
}
