package io.pipit.pubsub.engine;

/**
 * When there is something to do about the subscriptions of a node, or to collections that it is in.
 * Most nodes need none. Confined to its {@link NodeState}.
 */
final class SubscriptionTimes {

  /** Of nodes that have none; never changed. */
  static final SubscriptionTimes NONE = new SubscriptionTimes();

  /** When to look at which subscription again, by its subid. */
  final DueTimes<String> due = new DueTimes<>();

  final DigestTimes digests = new DigestTimes();

  final InheritedDigests inheritedDigests = new InheritedDigests();
}
