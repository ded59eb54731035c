package io.pipit.pubsub.engine;

/**
 * What a subscription to a collection asks for (XEP-0248 6.1).
 *
 * @param items whether events of items
 * @param nodes whether events of nodes themselves
 * @param depth how many steps down the nodes may be, {@link #ALL} for any number
 */
record Reach(boolean items, boolean nodes, int depth) {

  static final int ALL = Integer.MAX_VALUE;
}
