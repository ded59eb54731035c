package io.pipit.pubsub.engine;

import io.pipit.pubsub.Affiliation;
import io.pipit.pubsub.Subscription;
import io.pipit.pubsub.SubscriptionState;
import io.pipit.xmpp.BareJid;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What becomes of subscriptions when rights change: those that are not allowed any more end, and
 * requests that need no approval any more are approved (XEP-0060 8.7.4, 8.9.2.2, 12.14).
 */
final class Reviewing {

  private final NodeScope scope;
  private final NodeAccess access;

  /**
   * @param scope the node as it will be configured
   * @param access the rights that there will be
   */
  Reviewing(NodeScope scope, NodeAccess access) {
    this.scope = scope;
    this.access = access;
  }

  /** Those that have run out are left to their time (12.19). */
  void review(Stream<Subscription> subscriptions, Draft draft) {
    subscriptions.filter(each -> !each.isLapsed(scope.now())).forEach(each -> review(each, draft));
  }

  /**
   * When owners go: those whom their rosters let in.
   *
   * @param changed whose affiliations change, and who are judged apart
   */
  void reviewContacts(Set<BareJid> changed, Draft draft) {
    NodeState node = scope.node();
    if (scope.config().accessModel().asksRoster()
        && changed.stream().anyMatch(each -> node.affiliation(each) == Affiliation.OWNER)) {
      review(node.subscriptions().filter(each -> !changed.contains(each.jid().bare())), draft);
    }
  }

  private void review(Subscription subscription, Draft draft) {
    BareJid entity = subscription.jid().bare();
    // Who gets nothing yet needs no more than the right to ask.
    Action right =
        subscription.state() == SubscriptionState.SUBSCRIBED ? Action.RECEIVE : Action.SUBSCRIBE;
    if (Access.decide(entity, right, access, scope.context()).isPresent()) {
      scope.endSubscription(subscription, draft);
    } else if (subscription.state() == SubscriptionState.PENDING
        && !Access.needsApproval(entity, access)) {
      scope.approve(subscription, null, draft);
    }
  }
}
