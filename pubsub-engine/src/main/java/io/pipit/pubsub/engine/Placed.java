package io.pipit.pubsub.engine;

import io.pipit.pubsub.ArchiveKey;
import io.pipit.pubsub.Context;
import io.pipit.pubsub.DoorSubscriptions;
import io.pipit.pubsub.ImplicitSubscribers;
import io.pipit.pubsub.Inherited;
import io.pipit.pubsub.PresenceView;
import io.pipit.pubsub.RosterView;
import io.pipit.pubsub.SubscriptionCounts;
import io.pipit.pubsub.TreeView;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/**
 * What a decision sees of a node that is about to have another place in the tree, or its first one.
 * Confined to one decision.
 */
record Placed(Context context, TreeView tree) implements Context {

  /** A context in which a node is in these collections and holds these nodes. */
  static Context of(
      Context context, String node, Collection<String> parents, Collection<String> children) {
    return new Placed(
        context, new PlacedTree(context.tree(), node, List.copyOf(parents), List.copyOf(children)));
  }

  @Override
  public Instant now() {
    return context.now();
  }

  @Override
  public String newId() {
    return context.newId();
  }

  @Override
  public RosterView roster() {
    return context.roster();
  }

  @Override
  public PresenceView presence() {
    return context.presence();
  }

  @Override
  public SubscriptionCounts subscriptionCounts() {
    return context.subscriptionCounts();
  }

  @Override
  public ImplicitSubscribers implicitSubscribers() {
    return context.implicitSubscribers();
  }

  @Override
  public DoorSubscriptions doors() {
    return context.doors();
  }

  @Override
  public ArchiveKey archiveKey() {
    return context.archiveKey();
  }

  private record PlacedTree(
      TreeView tree, String node, List<String> itsParents, List<String> itsChildren)
      implements TreeView {

    @Override
    public long version() {
      return tree.version();
    }

    @Override
    public boolean isCollection(String name) {
      return tree.isCollection(name);
    }

    @Override
    public List<String> parents(String name) {
      return name.equals(node) ? itsParents : tree.parents(name);
    }

    @Override
    public Collection<String> children(String name) {
      return name.equals(node) ? itsChildren : tree.children(name);
    }

    @Override
    public List<Inherited> itemSubscriptions(String name, Collection<String> parents) {
      return tree.itemSubscriptions(name, parents);
    }

    @Override
    public List<Inherited> nodeSubscriptions(String name, Collection<String> parents) {
      return tree.nodeSubscriptions(name, parents);
    }

    @Override
    public List<Inherited> childSubscriptions(String collection, Collection<String> parents) {
      return tree.childSubscriptions(collection, parents);
    }
  }
}
