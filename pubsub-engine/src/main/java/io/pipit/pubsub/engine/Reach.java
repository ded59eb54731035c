package io.pipit.pubsub.engine;

import io.pipit.pubsub.SubscriptionOptionFields;
import io.pipit.pubsub.SubscriptionOptions;

/**
 * What a subscription to a collection asks for (XEP-0248 6.1).
 *
 * @param items whether events of items
 * @param nodes whether events of nodes themselves
 * @param depth how many steps down the nodes may be, {@link #ALL} for any number
 */
record Reach(boolean items, boolean nodes, int depth) {

  static final int ALL = SubscriptionOptionFields.ALL;

  /** What nearly all filters ask for: one object for all, which is in a cache when it is read. */
  private static final Reach ALL_ITEMS = new Reach(true, false, ALL);

  /** What a subscription asks for. */
  static Reach of(SubscriptionOptions options) {
    Reach reach = new Reach(options.type().hasItems(), options.type().hasNodes(), options.depth());
    return reach.equals(ALL_ITEMS) ? ALL_ITEMS : reach;
  }
}
