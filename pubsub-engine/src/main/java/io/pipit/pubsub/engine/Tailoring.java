package io.pipit.pubsub.engine;

import io.pipit.pubsub.Expiry;
import io.pipit.pubsub.NodeConfigFields;
import io.pipit.pubsub.NodeFilter;
import io.pipit.pubsub.NodeSubscription;
import io.pipit.pubsub.PubsubError;
import io.pipit.pubsub.Response;
import io.pipit.pubsub.Response.OfferedOptions;
import io.pipit.pubsub.Submission;
import io.pipit.pubsub.Subscription;
import io.pipit.pubsub.SubscriptionOptionFields;
import io.pipit.pubsub.SubscriptionOptions;
import io.pipit.pubsub.SubscriptionState;
import io.pipit.pubsub.SubscriptionType;
import io.pipit.pubsub.command.NodeCommand;
import io.pipit.xmpp.Jid;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The options of subscriptions (XEP-0060 6.3), and what they begin with (6.4). */
final class Tailoring {

  private final NodeScope scope;

  Tailoring(NodeScope scope) {
    this.scope = scope;
  }

  Outcome retrieve(NodeCommand.RetrieveOptions command) {
    Named named = new Named(scope.held(command.jid()), command.subid());
    Optional<PubsubError> refusal = refusal(command.requester(), command.jid(), named);
    if (refusal.isPresent()) {
      return Outcome.refusal(refusal.get());
    }
    Subscription subscription = named.subscription();
    return Outcome.reply(
        new Response.Options(
            new NodeSubscription(scope.name(), subscription), offered(subscription.options())));
  }

  Outcome defaults(NodeCommand.RetrieveDefaultOptions command) {
    Optional<PubsubError> refusal = scope.refusal(command.requester(), Action.DISCOVER);
    if (refusal.isPresent()) {
      return Outcome.refusal(refusal.get());
    }
    return scope.config().get(NodeConfigFields.SUBSCRIBE)
        ? Outcome.reply(new Response.DefaultOptions(scope.name(), offered(scope.initialOptions())))
        // A node without subscriptions has no options of theirs either (6.4.3.1).
        : Outcome.refusal(PubsubError.UNSUPPORTED_SUBSCRIPTION_OPTIONS);
  }

  private OfferedOptions offered(SubscriptionOptions options) {
    return OfferedOptions.of(options, scope.config());
  }

  Outcome set(NodeCommand.SetOptions command) {
    Named named = new Named(scope.held(command.jid()), command.subid());
    Optional<PubsubError> refusal = refusal(command.requester(), command.jid(), named);
    if (refusal.isPresent()) {
      return Outcome.refusal(refusal.get());
    }
    Subscription before = named.subscription();
    Draft draft = new Draft();
    if (command.options().isEmpty()) {
      return draft.done();
    }
    Submission<SubscriptionOptions> submission = read(before.options(), command.options());
    if (submission instanceof Submission.Refused<SubscriptionOptions> refused) {
      return refusal(refused);
    }
    SubscriptionOptions options = ((Submission.Accepted<SubscriptionOptions>) submission).values();
    if (isIncomplete(options)) {
      return refusal(incomplete());
    }
    Optional<PubsubError> tooFar = reachRefusal(command.jid(), before, options);
    if (tooFar.isPresent()) {
      return Outcome.refusal(tooFar.get());
    }
    change(before, options, command.requester(), draft);
    return draft.done();
  }

  /**
   * Why a subscription to a collection cannot ask for so much, if so (XEP-0248 6.1.3).
   *
   * @param before the subscription that is changed, null for a new one
   */
  Optional<PubsubError> reachRefusal(
      Jid jid, @Nullable Subscription before, SubscriptionOptions options) {
    if (!scope.config().isCollection()) {
      return Optional.empty();
    }
    if (NodeFilter.isFilter(scope.name()) && options.depth() != SubscriptionOptionFields.ALL) {
      return Optional.of(PubsubError.NOT_ACCEPTABLE);
    }
    boolean everything =
        (scope.name().isEmpty() || scope.name().equals(NodeFilter.EVERYTHING))
            && options.type().hasItems()
            && options.depth() == SubscriptionOptionFields.ALL;
    if (everything && !scope.policy().maySubscribeToAll().test(jid.bare())) {
      return Optional.of(PubsubError.NOT_ALLOWED);
    }
    boolean overlaps =
        scope.held(jid).stream()
            .filter(each -> before == null || !each.subid().equals(before.subid()))
            .map(each -> each.options().type())
            .anyMatch(type -> overlap(type, options.type()));
    return overlaps ? Optional.of(PubsubError.CONFLICT) : Optional.empty();
  }

  private static boolean overlap(SubscriptionType one, SubscriptionType other) {
    return (one.hasItems() && other.hasItems()) || (one.hasNodes() && other.hasNodes());
  }

  /** Compared by bare JID even when a full one is subscribed (6.3.4.1). */
  private Optional<PubsubError> refusal(Jid requester, Jid jid, Named named) {
    if (!scope.speaksFor(requester, jid)) {
      return Optional.of(PubsubError.FORBIDDEN);
    }
    return scope.config().get(NodeConfigFields.SUBSCRIBE)
        ? named.refusal(PubsubError.NO_SUCH_OPTIONS)
        : named.refusal(PubsubError.UNSUPPORTED_SUBSCRIPTION_OPTIONS);
  }

  /** A subscription as it is with other options: configured, if it waited for that. */
  Subscription change(
      Subscription before, SubscriptionOptions options, Jid requester, Draft draft) {
    boolean configured = before.state() == SubscriptionState.UNCONFIGURED && !isIncomplete(options);
    Subscription after =
        before.with(options).with(configured ? SubscriptionState.SUBSCRIBED : before.state());
    if (after.equals(before)) {
      return before;
    }
    scope.put(after, draft);
    if (configured) {
      scope.tellOfSubscription(after, requester, draft);
      scope.begin(after, requester, draft);
    }
    return after;
  }

  /**
   * Reads submitted options. A lease is cut to the longest there is (12.19); one that is over
   * already is refused.
   *
   * @param submitted null when nothing was submitted
   */
  Submission<SubscriptionOptions> read(
      SubscriptionOptions before, @Nullable Map<String, List<String>> submitted) {
    if (submitted == null) {
      return new Submission.Accepted<>(before);
    }
    Submission<SubscriptionOptions> submission = before.submit(submitted, scope.limits());
    if (!(submission instanceof Submission.Accepted<SubscriptionOptions> accepted)) {
      return submission;
    }
    Instant now = scope.now();
    Expiry expiry = accepted.values().expiry();
    if (expiry.isPast(now)) {
      return new Submission.Refused<>(
          PubsubError.INVALID_OPTIONS, SubscriptionOptionFields.EXPIRE + " is over");
    }
    return new Submission.Accepted<>(
        accepted.values().expiring(scope.policy().leases().granted(expiry, now)));
  }

  /** Whether the node wants a lease and there is none (12.19). */
  boolean isIncomplete(SubscriptionOptions options) {
    return scope.config().get(NodeConfigFields.LEASE_REQUIRED) && options.expiry().isNever();
  }

  private static Submission.Refused<SubscriptionOptions> incomplete() {
    return new Submission.Refused<>(
        PubsubError.INVALID_OPTIONS, SubscriptionOptionFields.EXPIRE + " is required");
  }

  static Outcome refusal(Submission.Refused<SubscriptionOptions> refused) {
    return Outcome.reply(new Response.Refusal(refused.error(), refused.detail()));
  }
}
