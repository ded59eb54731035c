package io.pipit.pubsub.engine;

import io.pipit.pubsub.AccessModel;
import io.pipit.pubsub.Affiliation;
import io.pipit.pubsub.Context;
import io.pipit.pubsub.NodeConfigFields;
import io.pipit.pubsub.PubsubError;
import io.pipit.xmpp.BareJid;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The one access decision: who may do what with a node (XEP-0060 4.1, 4.5). Asked for every request
 * and again for everyone who is to get an event. What no rule allows is refused.
 */
public final class Access {

  private Access() {}

  /** Empty when the action is allowed, else the refusal. */
  public static Optional<PubsubError> decide(
      BareJid actor, Action action, NodeAccess node, Context context) {
    Affiliation affiliation = node.affiliation(actor);
    if (affiliation == Affiliation.OWNER) {
      return Optional.empty();
    }
    if (affiliation == Affiliation.OUTCAST) {
      return refuse(action == Action.DISCOVER ? PubsubError.ITEM_NOT_FOUND : PubsubError.FORBIDDEN);
    }
    return switch (action) {
      case DISCOVER ->
          mayRead(actor, affiliation, action, node, context).isEmpty()
                  || affiliation == Affiliation.PUBLISH_ONLY
              ? Optional.empty()
              // A restricted node answers a stranger as a missing one does.
              : refuse(PubsubError.ITEM_NOT_FOUND);
      case SUBSCRIBE, RETRIEVE, RECEIVE -> mayUse(actor, affiliation, action, node, context);
      case PUBLISH ->
          mayPublish(actor, affiliation, node, context)
              ? Optional.empty()
              : refuse(PubsubError.FORBIDDEN);
      case OVERWRITE_ANY ->
          // Who deletes only its own items (4.1) does not do it by publishing either.
          affiliation != Affiliation.PUBLISH_ONLY && mayPublish(actor, affiliation, node, context)
              ? Optional.empty()
              : refuse(PubsubError.FORBIDDEN);
      case RETRACT_ANY, PURGE, CONFIGURE, DELETE, MANAGE -> refuse(PubsubError.FORBIDDEN);
    };
  }

  /** Whether the access model lets somebody in, and the node takes no pay or has got it. */
  private static Optional<PubsubError> mayUse(
      BareJid actor, Affiliation affiliation, Action action, NodeAccess node, Context context) {
    Optional<PubsubError> refusal = mayRead(actor, affiliation, action, node, context);
    return refusal.isEmpty()
            && affiliation == Affiliation.NONE
            && node.config().get(NodeConfigFields.PAID)
        ? refuse(PubsubError.PAYMENT_REQUIRED)
        : refusal;
  }

  private static Optional<PubsubError> mayRead(
      BareJid actor, Affiliation affiliation, Action action, NodeAccess node, Context context) {
    return switch (affiliation) {
      case OWNER, PUBLISHER, MEMBER -> Optional.empty();
      case PUBLISH_ONLY, OUTCAST -> refuse(PubsubError.FORBIDDEN);
      case NONE ->
          switch (node.config().accessModel()) {
            case OPEN -> Optional.empty();
            case PRESENCE ->
                isPresenceSubscriber(actor, node, context)
                    ? Optional.empty()
                    : refuse(PubsubError.PRESENCE_SUBSCRIPTION_REQUIRED);
            case ROSTER ->
                isInAllowedGroup(actor, node, context)
                    ? Optional.empty()
                    : refuse(PubsubError.NOT_IN_ROSTER_GROUP);
            case AUTHORIZE ->
                // Anyone may ask, and so may know that there is something to ask for.
                action == Action.SUBSCRIBE
                        || action == Action.DISCOVER
                        || node.isSubscribed(actor, context.now())
                    ? Optional.empty()
                    : refuse(PubsubError.SUBSCRIPTION_REQUIRED);
            case WHITELIST -> refuse(PubsubError.CLOSED_NODE);
          };
    };
  }

  private static boolean mayPublish(
      BareJid actor, Affiliation affiliation, NodeAccess node, Context context) {
    return switch (affiliation) {
      case OWNER, PUBLISHER, PUBLISH_ONLY -> true;
      case OUTCAST -> false;
      case MEMBER, NONE ->
          switch (node.config().publishModel()) {
            case OPEN -> true;
            case PUBLISHERS -> false;
            // A subscriber that no longer gets events does not publish either.
            case SUBSCRIBERS ->
                node.isSubscribed(actor, context.now())
                    && mayUse(actor, affiliation, Action.RECEIVE, node, context).isEmpty();
          };
    };
  }

  /** Whether a subscription of that entity waits for an owner before it is one (6.1.4). */
  static boolean needsApproval(BareJid actor, NodeAccess node) {
    return node.config().accessModel() == AccessModel.AUTHORIZE
        && node.affiliation(actor) == Affiliation.NONE;
  }

  private static boolean isPresenceSubscriber(BareJid actor, NodeAccess node, Context context) {
    for (BareJid owner : node.owners()) {
      if (context.roster().hasPresenceSubscription(owner, actor)) {
        return true;
      }
    }
    return false;
  }

  /** In a group of an owner whose presence the actor also gets (XEP-0060 4.5 and glossary). */
  private static boolean isInAllowedGroup(BareJid actor, NodeAccess node, Context context) {
    List<String> allowed = node.config().get(NodeConfigFields.ROSTER_GROUPS_ALLOWED);
    for (BareJid owner : node.owners()) {
      if (context.roster().hasPresenceSubscription(owner, actor)) {
        Set<String> groups = context.roster().groups(owner, actor);
        if (allowed.stream().anyMatch(groups::contains)) {
          return true;
        }
      }
    }
    return false;
  }

  private static Optional<PubsubError> refuse(PubsubError error) {
    return Optional.of(error);
  }
}
