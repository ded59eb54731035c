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

  /** What a subscription asks for. */
  static Reach of(SubscriptionOptions options) {
    return new Reach(options.type().hasItems(), options.type().hasNodes(), options.depth());
  }
}
