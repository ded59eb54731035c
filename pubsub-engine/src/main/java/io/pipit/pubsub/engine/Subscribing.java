package io.pipit.pubsub.engine;

import io.pipit.pubsub.Affiliation;
import io.pipit.pubsub.Expiry;
import io.pipit.pubsub.NodeConfigFields;
import io.pipit.pubsub.NodeSubscription;
import io.pipit.pubsub.PubsubError;
import io.pipit.pubsub.Response;
import io.pipit.pubsub.Response.OfferedOptions;
import io.pipit.pubsub.SendLastPublishedItem;
import io.pipit.pubsub.Submission;
import io.pipit.pubsub.Subscription;
import io.pipit.pubsub.SubscriptionOptionFields;
import io.pipit.pubsub.SubscriptionOptions;
import io.pipit.pubsub.SubscriptionState;
import io.pipit.pubsub.change.Change;
import io.pipit.pubsub.command.NodeCommand;
import io.pipit.pubsub.command.WantedSubscription;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.Jid;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Subscriptions to a node: the requester's own (XEP-0060 6.1, 6.2, 5.6) and, for an owner,
 * everybody's (8.8).
 */
final class Subscribing {

  /** So many events that come back end a subscription; a restart counts anew. */
  static final int MOST_BOUNCES = 20;

  private final NodeScope scope;
  private final NodeState node;
  private final Tailoring tailoring;
  private final Authorizing authorizing;

  /** What this decision adds, by subscriber, for the quotas. */
  private final Map<BareJid, Integer> added = new HashMap<>();

  private int addedInAll;

  Subscribing(NodeScope scope) {
    this.scope = scope;
    this.node = scope.node();
    this.tailoring = new Tailoring(scope);
    this.authorizing = new Authorizing(scope);
  }

  Outcome subscribe(NodeCommand.Subscribe command) {
    Jid jid = command.jid();
    if (!jid.bare().equals(command.requester().bare())) {
      return Outcome.refusal(PubsubError.INVALID_JID);
    }
    Optional<PubsubError> refusal = scope.refusal(jid, Action.SUBSCRIBE);
    if (refusal.isPresent()) {
      return Outcome.refusal(refusal.get());
    }
    if (!scope.config().get(NodeConfigFields.SUBSCRIBE)) {
      return Outcome.refusal(PubsubError.UNSUPPORTED_SUBSCRIBE);
    }
    Optional<Subscription> existing = existing(command);
    Submission<SubscriptionOptions> submission =
        tailoring.read(
            existing.map(Subscription::options).orElse(scope.initialOptions()), command.options());
    if (submission instanceof Submission.Refused<SubscriptionOptions> refused) {
      return Tailoring.refusal(refused);
    }
    SubscriptionOptions options =
        visibly(((Submission.Accepted<SubscriptionOptions>) submission).values(), command);
    refusal = tailoring.reachRefusal(jid, existing.orElse(null), options);
    if (refusal.isPresent()) {
      return Outcome.refusal(refusal.get());
    }
    Draft draft = new Draft();
    Subscription subscription;
    if (existing.isPresent()) {
      subscription = tailoring.change(existing.get(), options, command.requester(), draft);
    } else if (isOverQuota(jid.bare(), command.requester())) {
      return Outcome.refusal(PubsubError.TOO_MANY_SUBSCRIPTIONS);
    } else if (Access.needsApproval(jid.bare(), node)) {
      Optional<PubsubError> tooMuch = authorizing.refusal(jid);
      if (tooMuch.isPresent()) {
        return Outcome.refusal(tooMuch.get());
      }
      subscription = add(jid, SubscriptionState.PENDING, options, command.requester(), draft);
      authorizing.ask(subscription, draft);
    } else if (tailoring.isIncomplete(options) && scope.policy().leases().unconfigured().isZero()) {
      return Outcome.refusal(PubsubError.CONFIGURATION_REQUIRED);
    } else {
      subscription = add(jid, initialState(options), options, command.requester(), draft);
      scope.begin(subscription, command.requester(), draft);
    }
    return draft.reply(
        new Response.Subscribed(
            new NodeSubscription(scope.name(), subscription),
            command.options() == null
                ? null
                : OfferedOptions.of(subscription.options(), scope.config())));
  }

  /**
   * The subscription that a request to subscribe is about already: any of the address if it speaks
   * of no options, else one that differs at most in its end. So a client that subscribes at every
   * start is answered as if it had just happened (6.1.6), and renews its lease by the same request.
   */
  private Optional<Subscription> existing(NodeCommand.Subscribe command) {
    List<Subscription> held =
        scope.held(command.jid()).stream()
            .filter(each -> each.state() != SubscriptionState.PENDING)
            .toList();
    Map<String, List<String>> submitted = command.options();
    if (submitted == null) {
      return held.stream().findFirst();
    }
    if (scope.initialOptions().submit(submitted, scope.limits())
        instanceof Submission.Accepted<SubscriptionOptions> wanted) {
      return held.stream()
          .filter(each -> endless(each.options()).equals(endless(wanted.values())))
          .findFirst();
    }
    return Optional.empty();
  }

  /** What makes no other subscription: when it ends, and who may see it. */
  private static SubscriptionOptions endless(SubscriptionOptions options) {
    return options.expiring(Expiry.NEVER).with(SubscriptionOptionFields.PUBLIC, false);
  }

  /** Public when the request says so; one that does not makes it private (XEP-0465 4.3). */
  private static SubscriptionOptions visibly(
      SubscriptionOptions options, NodeCommand.Subscribe command) {
    Map<String, List<String>> submitted = command.options();
    boolean saysSo =
        command.isPublic()
            || (submitted != null
                && options.isPublic()
                && (submitted.containsKey(SubscriptionOptionFields.PUBLIC.var())
                    || submitted.containsKey(SubscriptionOptionFields.PUBLIC.name())));
    return options.with(SubscriptionOptionFields.PUBLIC, saysSo);
  }

  private SubscriptionState initialState(SubscriptionOptions options) {
    return tailoring.isIncomplete(options)
        ? SubscriptionState.UNCONFIGURED
        : SubscriptionState.SUBSCRIBED;
  }

  private Subscription add(
      Jid jid, SubscriptionState state, SubscriptionOptions options, Jid requester, Draft draft) {
    added.merge(jid.bare(), 1, Integer::sum);
    addedInAll++;
    draft.claim(new SubscriptionClaim(requester.bare(), 1, mostOf(requester)));
    Subscription subscription =
        new Subscription(jid, scope.context().newId(), state, options, requester.bare());
    scope.put(subscription, draft);
    return subscription;
  }

  /**
   * Subscribes who has become an owner or publisher, where the node wants that (12.12). It did not
   * ask, so it is told.
   *
   * @param requester who made it one
   */
  void subscribeUnasked(BareJid entity, Jid requester, Draft draft) {
    if (scope.config().get(NodeConfigFields.AUTO_SUBSCRIBE)
        && !tailoring.isIncomplete(scope.initialOptions())
        && scope.heldBy(entity).isEmpty()
        && !isOverQuota(entity, requester)) {
      Subscription subscription =
          add(entity, SubscriptionState.SUBSCRIBED, scope.initialOptions(), requester, draft);
      scope.tellOfSubscription(subscription, null, draft);
      scope.begin(subscription, null, draft);
    }
  }

  /** What an owner asks for others is the owner's: it leaves them room for what they want. */
  private boolean isOverQuota(BareJid entity, Jid requester) {
    return node.subscriptions(entity).size() + added.getOrDefault(entity, 0)
            >= scope.limits().subscriptionsPerEntityAndNode()
        || node.subscriptionCount() + addedInAll >= scope.limits().subscriptionsPerNode()
        || scope.context().subscriptionCounts().of(requester.bare()) + addedInAll
            >= mostOf(requester);
  }

  private int mostOf(Jid requester) {
    return scope.policy().isOperator(requester)
        ? Integer.MAX_VALUE
        : scope.limits().subscriptionsPerEntity();
  }

  /** The newest item for a resource that has become available. */
  Outcome tellLastItem(NodeCommand.TellLastItem command) {
    Draft draft = new Draft();
    Jid resource = command.resource();
    if (scope.config().get(NodeConfigFields.SEND_LAST_PUBLISHED_ITEM)
            == SendLastPublishedItem.ON_SUB_AND_PRESENCE
        && scope.config().deliversNotifications()
        && scope.refusal(resource, Action.RECEIVE).isEmpty()) {
      scope.tellLastItem(resource, List.of(), draft);
    }
    return draft.done();
  }

  Outcome unsubscribe(NodeCommand.Unsubscribe command) {
    Jid jid = command.jid();
    // Compared by bare JID even when a full one is subscribed (6.2.3.3).
    if (!jid.bare().equals(command.requester().bare())) {
      return Outcome.refusal(PubsubError.FORBIDDEN);
    }
    Named named = new Named(scope.held(jid), command.subid());
    Optional<PubsubError> refusal = named.refusal(PubsubError.NOT_SUBSCRIBED);
    if (refusal.isPresent()) {
      return Outcome.refusal(refusal.get());
    }
    Draft draft = new Draft();
    scope.endSubscription(named.subscription(), command.requester(), draft);
    return draft.reply(
        new Response.Unsubscribed(
            new NodeSubscription(scope.name(), named.subscription().with(SubscriptionState.NONE))));
  }

  Outcome own(NodeCommand.RetrieveOwnSubscriptions command) {
    BareJid entity = command.requester().bare();
    if (!isKnown(entity)) {
      Optional<PubsubError> refusal = scope.refusal(entity, Action.DISCOVER);
      if (refusal.isPresent()) {
        return Outcome.refusal(refusal.get());
      }
    }
    List<NodeSubscription> found =
        scope.heldBy(entity).stream()
            .map(subscription -> new NodeSubscription(scope.name(), subscription))
            .toList();
    return scope
        .page(found, each -> each.subscription().subid(), Paging::bytes, command.page())
        .map(page -> Outcome.reply(new Response.OwnSubscriptions(scope.name(), page)))
        .orElseGet(() -> Outcome.refusal(PubsubError.ITEM_NOT_FOUND));
  }

  private boolean isKnown(BareJid entity) {
    return !node.subscriptions(entity).isEmpty() || node.affiliation(entity) != Affiliation.NONE;
  }

  /** Judges the subscriptions of an entity again. */
  Outcome review(NodeCommand.ReviewSubscriptions command) {
    Draft draft = new Draft();
    new Reviewing(scope, node).review(node.subscriptions(command.entity()).stream(), draft);
    return draft.done();
  }

  /**
   * Ends the subscriptions of the address that an event came back from, and of its bare JID, or
   * counts: of the last of too many nothing more is sent either (12.4).
   */
  Outcome bounce(NodeCommand.Bounce command) {
    Jid from = command.requester();
    Draft draft = new Draft();
    for (Subscription held : node.subscriptions(from.bare())) {
      if (held.jid().equals(from) || held.jid() instanceof BareJid) {
        if (command.ends() || node.bounces(held.subid()) + 1 >= MOST_BOUNCES) {
          scope.endSubscription(held, from, draft);
        } else {
          draft.change(new Change.BounceCounted(scope.service(), scope.name(), held.subid()));
        }
      }
    }
    return draft.done();
  }

  Outcome all(NodeCommand.RetrieveSubscriptions command) {
    Optional<PubsubError> refusal = scope.refusal(command.requester(), Action.MANAGE);
    if (refusal.isPresent()) {
      return Outcome.refusal(refusal.get());
    }
    List<Subscription> listed =
        node.subscriptions()
            .filter(
                subscription ->
                    subscription.state() != SubscriptionState.PENDING
                        && !subscription.isLapsed(scope.now()))
            .toList();
    return scope
        .page(
            listed,
            Subscription::subid,
            each -> Paging.bytes(each.jid().toString(), each.subid()),
            command.page())
        .map(page -> Outcome.reply(new Response.NodeSubscriptions(scope.name(), page)))
        .orElseGet(() -> Outcome.refusal(PubsubError.ITEM_NOT_FOUND));
  }

  /** What can be done is done; the rest comes back as it is (8.8.2.4). */
  Outcome modify(NodeCommand.ModifySubscriptions command) {
    Optional<PubsubError> refusal = scope.refusal(command.requester(), Action.MANAGE);
    if (refusal.isPresent()) {
      return Outcome.refusal(refusal.get());
    }
    Draft draft = new Draft();
    List<Subscription> unchanged = new ArrayList<>();
    for (WantedSubscription wanted : command.subscriptions()) {
      modify(wanted, command.requester(), unchanged, draft);
    }
    return unchanged.isEmpty()
        ? draft.done()
        : draft.reply(new Response.SubscriptionsPartlyModified(scope.name(), unchanged));
  }

  /** Without a subid it is about all that the address has. */
  private void modify(
      WantedSubscription wanted, Jid requester, List<Subscription> unchanged, Draft draft) {
    Jid jid = wanted.jid();
    List<Subscription> meant =
        scope.held(jid).stream()
            .filter(each -> wanted.subid() == null || each.subid().equals(wanted.subid()))
            .toList();
    if (wanted.state() == SubscriptionState.NONE) {
      meant.forEach(each -> scope.endSubscription(each, requester, draft));
    } else if (!meant.isEmpty()) {
      meant.forEach(each -> become(wanted.state(), each, requester, unchanged, draft));
    } else if (wanted.subid() == null
        && wanted.state() == SubscriptionState.SUBSCRIBED
        && scope.refusal(jid, Action.SUBSCRIBE).isEmpty()
        && !isOverQuota(jid.bare(), requester)) {
      SubscriptionOptions options = scope.initialOptions();
      Subscription subscription = add(jid, initialState(options), options, requester, draft);
      scope.tellOfSubscription(subscription, requester, draft);
      scope.begin(subscription, requester, draft);
    } else {
      unchanged.add(Subscription.none(jid));
    }
  }

  /** Of the states that there are, an owner can only lead from pending to subscribed. */
  private void become(
      @Nullable SubscriptionState wanted,
      Subscription current,
      Jid requester,
      List<Subscription> unchanged,
      Draft draft) {
    if (current.state() == SubscriptionState.PENDING && wanted == SubscriptionState.SUBSCRIBED) {
      scope.approve(current, requester, draft);
    } else if (current.state() != wanted) {
      unchanged.add(current);
    }
  }
}
