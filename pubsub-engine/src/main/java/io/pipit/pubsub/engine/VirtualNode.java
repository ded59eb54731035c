package io.pipit.pubsub.engine;

import io.pipit.pubsub.AccessModel;
import io.pipit.pubsub.CollectionPolicy;
import io.pipit.pubsub.Context;
import io.pipit.pubsub.NodeConfig;
import io.pipit.pubsub.NodeConfigFields;
import io.pipit.pubsub.NodeFilter;
import io.pipit.pubsub.NodeType;
import io.pipit.pubsub.PubsubError;
import io.pipit.pubsub.ServicePolicy;
import io.pipit.pubsub.Subscription;
import io.pipit.pubsub.change.Change;
import io.pipit.pubsub.command.NodeCommand;
import io.pipit.pubsub.store.InMemoryView;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The root and the filters: collections that nobody creates, configures or deletes (XEP-0248 8.1).
 * They come with their first subscription and go with the last. Everybody may subscribe, at an
 * account whoever gets its presence; what a subscriber may see is judged at each node. Confined to
 * one decision.
 */
final class VirtualNode {

  private static final NodeConfig CONFIG =
      NodeConfig.INITIAL.with(NodeConfigFields.NODE_TYPE, NodeType.COLLECTION);

  /** A stranger is not to be told the names of an account's nodes (XEP-0163 6.2). */
  private static final NodeConfig AT_ACCOUNTS =
      CONFIG.with(NodeConfigFields.ACCESS_MODEL, AccessModel.PRESENCE);

  private final ServicePolicy policy;
  private final ServiceState nodes;
  private final Context context;

  VirtualNode(ServicePolicy policy, ServiceState nodes, Context context) {
    this.policy = policy;
    this.nodes = nodes;
    this.context = context;
  }

  Outcome decide(NodeCommand command) {
    String name = command.node();
    if (policy.collections() == CollectionPolicy.UNSUPPORTED) {
      return Outcome.refusal(PubsubError.UNSUPPORTED_COLLECTIONS);
    }
    if (!name.isEmpty() && NodeFilter.parse(name).isEmpty()) {
      return Outcome.refusal(PubsubError.NOT_ACCEPTABLE);
    }
    // It is nobody's and has nothing to configure (8.2.3.4).
    if (command instanceof NodeCommand.Configure
        || command instanceof NodeCommand.RetrieveConfiguration
        || command instanceof NodeCommand.DeleteNode
        || command instanceof NodeCommand.ModifyAffiliations) {
      return Outcome.refusal(PubsubError.NOT_ALLOWED);
    }
    Optional<NodeState> there = nodes.node(name);
    Instant now = context.now().truncatedTo(ChronoUnit.MILLIS);
    NodeConfig config = PersonalService.is(policy.service()) ? AT_ACCOUNTS : CONFIG;
    Change.NodeCreated created =
        new Change.NodeCreated(policy.service(), name, policy.service(), config, now);
    NodeState node = there.orElseGet(() -> new NodeState(created, new InMemoryView()));
    Outcome outcome = command.accept(new NodeDecision(new NodeScope(policy, node, context)));
    if (outcome.changes().isEmpty()) {
      return outcome;
    }
    List<Change> changes = new ArrayList<>();
    if (there.isEmpty()) {
      changes.add(created);
    }
    changes.addAll(outcome.changes());
    if (!keepsSubscription(node, outcome.changes())) {
      changes.add(new Change.NodeDeleted(policy.service(), name));
    }
    return new Outcome(
        outcome.response(),
        changes,
        outcome.notifications(),
        outcome.claim(),
        outcome.announcements());
  }

  private static boolean keepsSubscription(NodeState node, List<Change> changes) {
    Set<String> held =
        node.subscriptions()
            .map(Subscription::subid)
            .collect(Collectors.toCollection(HashSet::new));
    for (Change change : changes) {
      if (change instanceof Change.Subscribed subscribed) {
        held.add(subscribed.subscription().subid());
      } else if (change instanceof Change.Unsubscribed ended) {
        held.remove(ended.subid());
      }
    }
    return !held.isEmpty();
  }
}
