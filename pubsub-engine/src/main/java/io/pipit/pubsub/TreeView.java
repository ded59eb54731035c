package io.pipit.pubsub;

import java.util.Collection;
import java.util.List;

/**
 * How the nodes of a service hang together, and who subscribes to collections (XEP-0248) and
 * filters. Any thread; only its owner changes it.
 *
 * <p>Who keeps what is read here asks for the {@link #version} first: what is read after that is at
 * least as new, so it can be kept until the version is another.
 */
public interface TreeView {

  /** A tree with nothing in it. */
  TreeView EMPTY =
      new TreeView() {
        @Override
        public long version() {
          return 0;
        }

        @Override
        public boolean isCollection(String node) {
          return false;
        }

        @Override
        public List<String> parents(String node) {
          return List.of();
        }

        @Override
        public Collection<String> children(String collection) {
          return List.of();
        }

        @Override
        public List<Inherited> itemSubscriptions(String node, Collection<String> parents) {
          return List.of();
        }

        @Override
        public List<Inherited> nodeSubscriptions(String node, Collection<String> parents) {
          return List.of();
        }

        @Override
        public List<Inherited> childSubscriptions(String collection, Collection<String> parents) {
          return List.of();
        }
      };

  /** Grows with every change. */
  long version();

  /** Whether there is a collection of that name that somebody created. */
  boolean isCollection(String node);

  /** The collections that a node is in, in order of their names; none for a child of the root. */
  List<String> parents(String node);

  /** The nodes in a collection, in order of their names. */
  Collection<String> children(String collection);

  /** The subscriptions to collections and filters that ask for events of the items of a node. */
  default List<Inherited> itemSubscriptions(String node) {
    return itemSubscriptions(node, parents(node));
  }

  /** As {@link #itemSubscriptions(String)}, when the node is in these collections. */
  List<Inherited> itemSubscriptions(String node, Collection<String> parents);

  /**
   * The subscriptions to collections and filters that ask for events of a node itself, when it is
   * in these collections.
   */
  List<Inherited> nodeSubscriptions(String node, Collection<String> parents);

  /**
   * The subscriptions that ask to be told what comes into a collection and leaves it, when it is in
   * these collections.
   */
  List<Inherited> childSubscriptions(String collection, Collection<String> parents);
}
