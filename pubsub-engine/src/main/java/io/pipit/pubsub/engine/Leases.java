package io.pipit.pubsub.engine;

import io.pipit.pubsub.Subscription;
import io.pipit.pubsub.SubscriptionState;
import io.pipit.pubsub.change.Change;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The end of leases, of which the subscriber is reminded before (XEP-0060 12.19), and of
 * subscriptions that waited too long for their options (6.1.5).
 */
final class Leases implements Timed {

  @Override
  public @Nullable Instant nextDue(NodeState node) {
    return node.subscriptionsDue().first();
  }

  @Override
  public void run(NodeScope scope, Draft draft) {
    Instant now = scope.now();
    for (Subscription held : scope.node().dueSubscriptions(now, MOST)) {
      if (held.isLapsed(now) || held.state() == SubscriptionState.UNCONFIGURED) {
        scope.endSubscription(held, draft);
      } else {
        draft.change(
            new Change.LeaseReminded(scope.service(), scope.name(), held.jid(), held.subid()));
        if (held.state() == SubscriptionState.SUBSCRIBED) {
          scope.tellOfSubscription(held, null, draft);
        }
      }
    }
  }
}
