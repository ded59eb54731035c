package io.pipit.pubsub;

import java.util.stream.IntStream;

/**
 * Bounds on everything that a peer can grow at a service.
 *
 * @param nodesPerCreator nodes that one bare JID may have created; administrators are exempt
 * @param subscriptionsPerEntity subscriptions of one bare JID at the service
 * @param subscriptionsPerEntityAndNode subscriptions of one bare JID at one node
 * @param subscriptionsPerNode subscriptions of all entities at one node
 * @param affiliationsPerNode affiliations other than none at one node
 * @param itemsPerNode the most that {@code pubsub#max_items} can be, and what {@code max} means
 * @param itemsPerPublish items in one publish request
 * @param payloadBytes the most that {@code pubsub#max_payload_size} can be
 * @param answerItems items or nodes in one answer
 * @param answerBytes bytes of payload in one answer; one item is always allowed
 */
public record ServiceLimits(
    int nodesPerCreator,
    int subscriptionsPerEntity,
    int subscriptionsPerEntityAndNode,
    int subscriptionsPerNode,
    int affiliationsPerNode,
    int itemsPerNode,
    int itemsPerPublish,
    int payloadBytes,
    int answerItems,
    int answerBytes) {

  public static final ServiceLimits DEFAULT =
      new ServiceLimits(
          10_000, 10_000, 20, 100_000, 10_000, 1_000_000, 100, 131_072, 1_000, 1_048_576);

  /** The same limits but for the nodes of one creator. */
  public ServiceLimits withNodesPerCreator(int nodes) {
    return new ServiceLimits(
        nodes,
        subscriptionsPerEntity,
        subscriptionsPerEntityAndNode,
        subscriptionsPerNode,
        affiliationsPerNode,
        itemsPerNode,
        itemsPerPublish,
        payloadBytes,
        answerItems,
        answerBytes);
  }

  public ServiceLimits {
    if (IntStream.of(
            nodesPerCreator,
            subscriptionsPerEntity,
            subscriptionsPerEntityAndNode,
            subscriptionsPerNode,
            affiliationsPerNode,
            itemsPerNode,
            itemsPerPublish,
            payloadBytes,
            answerItems,
            answerBytes)
        .anyMatch(limit -> limit < 1)) {
      throw new IllegalArgumentException("a limit is below 1: " + this);
    }
  }
}
