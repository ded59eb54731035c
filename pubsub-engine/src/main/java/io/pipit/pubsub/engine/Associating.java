package io.pipit.pubsub.engine;

import io.pipit.pubsub.Affiliation;
import io.pipit.pubsub.ChildrenAssociationPolicy;
import io.pipit.pubsub.CollectionPolicy;
import io.pipit.pubsub.Context;
import io.pipit.pubsub.NodeConfig;
import io.pipit.pubsub.NodeConfigFields;
import io.pipit.pubsub.OptionField;
import io.pipit.pubsub.PubsubError;
import io.pipit.pubsub.Response;
import io.pipit.pubsub.ServicePolicy;
import io.pipit.pubsub.Submission;
import io.pipit.pubsub.TreeView;
import io.pipit.pubsub.change.Change;
import io.pipit.pubsub.command.ServiceCommand;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.Jid;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Puts nodes into collections and takes them out (XEP-0248 7.2, 7.5, 7.6). Whoever puts a node into
 * a collection has to be an owner of the node and be let in by the collection; to take it out it is
 * enough to own either. Confined to one decision.
 */
final class Associating {

  /** Collections that one node may be in. */
  private static final int MOST_PARENTS = 100;

  private final ServicePolicy policy;
  private final Directory directory;
  private final Context context;
  private final Jid requester;

  Associating(ServicePolicy policy, Directory directory, Context context, Jid requester) {
    this.policy = policy;
    this.directory = directory;
    this.context = context;
    this.requester = requester;
  }

  /** What a node is to be in and to hold. */
  private record Wanted(String node, NodeAccess access, Set<String> parents, Set<String> children) {

    /** The parents that any node is going to have. */
    Collection<String> parentsOf(String other, Tree tree) {
      if (other.equals(node)) {
        return parents;
      }
      boolean isIn = tree.parents(other).contains(node);
      if (isIn == children.contains(other)) {
        return tree.parents(other);
      }
      Set<String> changed = new TreeSet<>(tree.parents(other));
      if (isIn) {
        changed.remove(node);
      } else {
        changed.add(node);
      }
      return changed;
    }
  }

  /** What is wrong with the associations that a new node is to begin with, if anything. */
  Optional<PubsubError> create(String node, NodeAccess access, Draft draft) {
    Wanted wanted = new Wanted(node, access, parents(access.config()), children(access.config()));
    Optional<PubsubError> refusal = refusal(wanted, Set.of());
    if (refusal.isEmpty()) {
      Telling telling = new Telling(policy, context, access);
      telling.ofCreation(node, wanted.parents, draft);
      change(wanted, draft);
    }
    return refusal;
  }

  /** What a form says of a node whose part of it the node itself has accepted. */
  Outcome configure(ServiceCommand.ConfigureAssociations command) {
    Directory.Entry entry = directory.nodes().get(command.node());
    if (entry == null) {
      return Outcome.refusal(PubsubError.ITEM_NOT_FOUND);
    }
    Submission<NodeConfig> submission =
        entry.config().submit(command.configuration(), policy.limits());
    if (submission instanceof Submission.Refused<NodeConfig> refused) {
      return Outcome.reply(new Response.Refusal(refused.error(), refused.detail()));
    }
    NodeConfig config = ((Submission.Accepted<NodeConfig>) submission).values();
    Tree tree = directory.tree();
    Set<String> named = command.configuration().keySet();
    Wanted wanted =
        new Wanted(
            command.node(),
            new ConfiguredEntry(entry, config),
            parents(command.node(), config, named, tree),
            children(command.node(), config, named, tree));
    Optional<PubsubError> refusal =
        tooManyChildren(wanted, entry.config())
            .or(() -> refusal(wanted, tree.children(command.node())));
    if (refusal.isPresent()) {
      return Outcome.refusal(refusal.get());
    }
    Draft draft = new Draft();
    change(wanted, draft);
    return draft.done();
  }

  private static Optional<PubsubError> tooManyChildren(Wanted wanted, NodeConfig before) {
    int most = wanted.access.config().get(NodeConfigFields.CHILDREN_MAX);
    return most < before.get(NodeConfigFields.CHILDREN_MAX) && wanted.children.size() > most
        ? Optional.of(PubsubError.MAX_NODES_EXCEEDED)
        : Optional.empty();
  }

  /** The collections that a node is in when a form is accepted that names these fields. */
  private static Set<String> parents(
      String node, NodeConfig config, Set<String> named, TreeView tree) {
    return isNamed(NodeConfigFields.COLLECTION, named)
        ? parents(config)
        : Set.copyOf(tree.parents(node));
  }

  /** The nodes that a collection holds when a form is accepted that names these fields. */
  private static Set<String> children(
      String node, NodeConfig config, Set<String> named, TreeView tree) {
    return isNamed(NodeConfigFields.CHILDREN, named)
        ? children(config)
        : Set.copyOf(tree.children(node));
  }

  /** What the decision about a form sees of the node that is placed by it. */
  static Context placed(Context context, String node, NodeConfig config, Set<String> named) {
    TreeView tree = context.tree();
    return Placed.of(
        context,
        node,
        new TreeSet<>(parents(node, config, named, tree)),
        new TreeSet<>(children(node, config, named, tree)));
  }

  /** What the decision about a node that is created sees of it. */
  static Context placed(Context context, String node, NodeConfig config) {
    return Placed.of(context, node, parents(config), children(config));
  }

  private static boolean isNamed(OptionField<?> field, Set<String> names) {
    return names.contains(field.var());
  }

  /** What is wrong with a change of the type of a node, if anything (7.2.3.4, 7.1.3). */
  static Optional<PubsubError> typeMisfit(
      NodeConfig before, NodeConfig after, ServicePolicy policy) {
    return before.isCollection()
        ? Optional.of(PubsubError.INVALID_ASSOCIATION).filter(error -> !after.isCollection())
        : newCollection(after, policy);
  }

  /** Why nobody makes a collection here, if this is one. */
  static Optional<PubsubError> newCollection(NodeConfig config, ServicePolicy policy) {
    if (!config.isCollection()) {
      return Optional.empty();
    }
    return switch (policy.collections()) {
      case OPEN -> Optional.empty();
      case CLOSED -> Optional.of(PubsubError.NOT_ALLOWED);
      case UNSUPPORTED -> Optional.of(PubsubError.UNSUPPORTED_COLLECTIONS);
    };
  }

  Outcome associate(ServiceCommand.Associate command) {
    Directory.Entry child = directory.nodes().get(command.child());
    if (child == null || !maySee(child)) {
      return Outcome.refusal(missing());
    }
    if (!mayConfigure(child)) {
      return Outcome.refusal(PubsubError.ASSOCIATION_FORBIDDEN);
    }
    Tree tree = directory.tree();
    Set<String> parents = new TreeSet<>(tree.parents(command.child()));
    parents.add(command.collection());
    Wanted wanted = new Wanted(command.child(), child, parents, tree.children(command.child()));
    Optional<PubsubError> refusal = refusal(wanted, wanted.children);
    if (refusal.isPresent()) {
      return Outcome.refusal(refusal.get());
    }
    Draft draft = new Draft();
    change(wanted, draft);
    return draft.done();
  }

  Outcome disassociate(ServiceCommand.Disassociate command) {
    Directory.Entry collection = directory.nodes().get(command.collection());
    Directory.Entry child = directory.nodes().get(command.child());
    if (collection == null || !maySee(collection) || child == null || !maySee(child)) {
      return Outcome.refusal(missing());
    }
    if (!mayConfigure(collection) && !mayConfigure(child)) {
      return Outcome.refusal(PubsubError.ASSOCIATION_FORBIDDEN);
    }
    if (!directory.tree().parents(command.child()).contains(command.collection())) {
      return Outcome.refusal(PubsubError.BAD_REQUEST);
    }
    Draft draft = new Draft();
    disassociate(command.collection(), command.child(), child, draft);
    return draft.done();
  }

  private PubsubError missing() {
    return policy.collections() == CollectionPolicy.UNSUPPORTED
        ? PubsubError.UNSUPPORTED_COLLECTIONS
        : PubsubError.ITEM_NOT_FOUND;
  }

  /**
   * Why a node cannot be in these collections and hold these nodes, if so.
   *
   * @param before the children that it has
   */
  private Optional<PubsubError> refusal(Wanted wanted, Set<String> before) {
    NodeConfig config = wanted.access.config();
    if (!config.isCollection() && !wanted.children.isEmpty()) {
      return Optional.of(PubsubError.INVALID_ASSOCIATION);
    }
    for (String parent : wanted.parents) {
      if (!directory.tree().parents(wanted.node).contains(parent)) {
        Optional<PubsubError> refusal = refusalOfParent(wanted, parent);
        if (refusal.isPresent()) {
          return refusal;
        }
      }
    }
    for (String child : wanted.children) {
      if (!before.contains(child)) {
        Optional<PubsubError> refusal = refusalOfChild(wanted, child);
        if (refusal.isPresent()) {
          return refusal;
        }
      }
    }
    if (wanted.parents.size() > MOST_PARENTS
        || (wanted.children.size() > config.get(NodeConfigFields.CHILDREN_MAX)
            && !before.containsAll(wanted.children))) {
      return Optional.of(PubsubError.MAX_NODES_EXCEEDED);
    }
    return Tree.isCycle(wanted.node, node -> wanted.parentsOf(node, directory.tree()))
        ? Optional.of(PubsubError.INVALID_ASSOCIATION)
        : Optional.empty();
  }

  private Optional<PubsubError> refusalOfParent(Wanted wanted, String name) {
    if (name.equals(wanted.node)) {
      return Optional.of(PubsubError.INVALID_ASSOCIATION);
    }
    Directory.Entry parent = directory.nodes().get(name);
    if (parent == null || !maySee(parent)) {
      return Optional.of(missing());
    }
    if (!parent.config().isCollection()) {
      return Optional.of(PubsubError.INVALID_ASSOCIATION);
    }
    if (!letsIn(parent)) {
      return Optional.of(PubsubError.ASSOCIATION_FORBIDDEN);
    }
    int children = directory.tree().children(name).size();
    return children >= parent.config().get(NodeConfigFields.CHILDREN_MAX)
        ? Optional.of(PubsubError.MAX_NODES_EXCEEDED)
        : Optional.empty();
  }

  private Optional<PubsubError> refusalOfChild(Wanted wanted, String name) {
    if (name.equals(wanted.node)) {
      return Optional.of(PubsubError.INVALID_ASSOCIATION);
    }
    Directory.Entry child = directory.nodes().get(name);
    if (child == null || !maySee(child)) {
      return Optional.of(PubsubError.ITEM_NOT_FOUND);
    }
    if (!mayConfigure(child)) {
      return Optional.of(PubsubError.ASSOCIATION_FORBIDDEN);
    }
    return directory.tree().parents(name).size() >= MOST_PARENTS
        ? Optional.of(PubsubError.MAX_NODES_EXCEEDED)
        : Optional.empty();
  }

  private boolean letsIn(NodeAccess collection) {
    if (policy.isOperator(requester)
        || collection.affiliation(requester.bare()) == Affiliation.OWNER) {
      return true;
    }
    if (collection.affiliation(requester.bare()) == Affiliation.OUTCAST) {
      return false;
    }
    ChildrenAssociationPolicy who =
        collection.config().get(NodeConfigFields.CHILDREN_ASSOCIATION_POLICY);
    return switch (who) {
      case ALL -> true;
      case OWNERS -> false;
      case WHITELIST -> {
        List<Jid> listed = collection.config().get(NodeConfigFields.CHILDREN_ASSOCIATION_WHITELIST);
        yield listed.contains(requester) || listed.contains(requester.bare());
      }
    };
  }

  private boolean maySee(NodeAccess node) {
    return policy.isOperator(requester)
        || Access.decide(requester.bare(), Action.DISCOVER, node, context).isEmpty();
  }

  private boolean mayConfigure(NodeAccess node) {
    return policy.isOperator(requester)
        || Access.decide(requester.bare(), Action.CONFIGURE, node, context).isEmpty();
  }

  /** The root is in it only when nothing else is. */
  private static Set<String> parents(NodeConfig config) {
    Set<String> parents = new TreeSet<>(config.get(NodeConfigFields.COLLECTION));
    parents.remove("");
    return parents;
  }

  private static Set<String> children(NodeConfig config) {
    Set<String> children = new TreeSet<>(config.get(NodeConfigFields.CHILDREN));
    children.remove("");
    return children;
  }

  /** Those that leave go first, so that nobody sees more in a collection than it may hold. */
  private void change(Wanted wanted, Draft draft) {
    Tree tree = directory.tree();
    String node = wanted.node;
    for (String parent : new ArrayList<>(tree.parents(node))) {
      if (!wanted.parents.contains(parent)) {
        disassociate(parent, node, wanted.access, draft);
      }
    }
    for (String child : new ArrayList<>(tree.children(node))) {
      if (!wanted.children.contains(child)) {
        disassociate(node, child, access(child), draft);
      }
    }
    for (String parent : wanted.parents) {
      if (!tree.parents(node).contains(parent)) {
        draft.change(new Change.ChildAssociated(policy.service(), parent, node));
        if (directory.contains(node)) {
          tell(parent, tree.parents(parent), node, wanted.access, true, draft);
        }
      }
    }
    for (String child : wanted.children) {
      if (!tree.children(node).contains(child)) {
        draft.change(new Change.ChildAssociated(policy.service(), node, child));
        tell(node, wanted.parents, child, access(child), true, draft);
      }
    }
  }

  private NodeAccess access(String node) {
    return Optional.ofNullable(directory.nodes().get(node)).orElseThrow();
  }

  private void disassociate(String collection, String child, NodeAccess access, Draft draft) {
    draft.change(new Change.ChildDisassociated(policy.service(), collection, child));
    tell(collection, directory.tree().parents(collection), child, access, false, draft);
  }

  private void tell(
      String collection,
      Collection<String> parents,
      String child,
      NodeAccess access,
      boolean isAssociated,
      Draft draft) {
    new Telling(policy, context, access).ofChild(collection, parents, child, isAssociated, draft);
  }

  /** A node of the directory with the configuration that it is about to get. */
  private record ConfiguredEntry(Directory.Entry entry, NodeConfig config) implements NodeAccess {

    @Override
    public Affiliation affiliation(BareJid entity) {
      return entry.affiliation(entity);
    }

    @Override
    public List<BareJid> owners() {
      return entry.owners();
    }

    @Override
    public boolean isSubscribed(BareJid entity, Instant now) {
      return entry.isSubscribed(entity, now);
    }
  }

  /** Whether a submitted form says anything of collections and children. */
  static boolean speaksOfAssociations(Map<String, List<String>> configuration) {
    Set<String> named = configuration.keySet();
    return isNamed(NodeConfigFields.COLLECTION, named)
        || isNamed(NodeConfigFields.CHILDREN, named)
        || isNamed(NodeConfigFields.CHILDREN_MAX, named);
  }

  /** A configuration as it is stored. */
  static NodeConfig withoutAssociations(NodeConfig config) {
    return config
        .with(NodeConfigFields.COLLECTION, List.of())
        .with(NodeConfigFields.CHILDREN, List.of());
  }

  /** A configuration as it is shown: the root for a node that is in nothing else (8.1). */
  static NodeConfig withAssociations(NodeConfig config, String node, TreeView tree) {
    List<String> parents = tree.parents(node);
    return config
        .with(NodeConfigFields.COLLECTION, parents.isEmpty() ? List.of("") : parents)
        .with(NodeConfigFields.CHILDREN, List.copyOf(tree.children(node)));
  }
}
