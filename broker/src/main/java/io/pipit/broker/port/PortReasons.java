package io.pipit.broker.port;

import io.pipit.pubsub.PubsubError;
import io.pipit.pubsub.port.PortResult.Reason;

/** Why a door is refused what it asks for. Stateless; any thread. */
final class PortReasons {

  private PortReasons() {}

  static Reason of(PubsubError error) {
    return switch (error) {
      case FORBIDDEN,
          CLOSED_NODE,
          PRESENCE_SUBSCRIPTION_REQUIRED,
          PENDING_SUBSCRIPTION,
          SUBSCRIPTION_REQUIRED,
          NOT_IN_ROSTER_GROUP,
          PAYMENT_REQUIRED,
          REGISTRATION_REQUIRED,
          NOT_ALLOWED,
          UNSUPPORTED_PUBLISH,
          UNSUPPORTED_DELETE_ITEMS ->
          Reason.NOT_AUTHORISED;
      case ITEM_NOT_FOUND, GONE, REDIRECT -> Reason.MISSING;
      case PAYLOAD_TOO_BIG -> Reason.TOO_LARGE;
      case INVALID_PAYLOAD, PAYLOAD_REQUIRED, ITEM_REQUIRED, ITEM_FORBIDDEN ->
          Reason.INVALID_PAYLOAD;
      case NODE_FULL,
          MAX_ITEMS_EXCEEDED,
          BATCH_TOO_BIG,
          MAX_NODES_EXCEEDED,
          TOO_MANY_SUBSCRIPTIONS,
          TOO_MANY_REGISTRATIONS ->
          Reason.QUOTA;
      case NOT_ACCEPTABLE, NODEID_REQUIRED -> Reason.BAD_NAME;
      default -> Reason.FAILED;
    };
  }
}
