package io.pipit.pubsub;

/** What becomes of what stands for a node when an item is published there. */
public enum PublishKind {

  /** As XEP-0060 has it: the item stands for the node from then on, if the node keeps items. */
  ITEM,

  /** The item passes: what stood for the node still does. */
  PASSING,

  /** The item stands for the node, also at a node that keeps no items. */
  STANDING
}
