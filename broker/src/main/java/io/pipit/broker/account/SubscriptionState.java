package io.pipit.broker.account;

import io.pipit.xmpp.Presence;

/**
 * The nine states of a subscription between the owner of a roster and a contact (RFC 6121 A.1), and
 * what each stanza that manages it does to them (A.2 and A.3).
 *
 * <p>The charts of the appendix follow from what a state is made of: who gets whose presence, and
 * which request is unanswered. A request is never pending for a subscription that exists, which
 * leaves nine states of sixteen.
 */
public enum SubscriptionState {
  NONE(Subscription.NONE, false, false),
  NONE_PENDING_OUT(Subscription.NONE, true, false),
  NONE_PENDING_IN(Subscription.NONE, false, true),
  NONE_PENDING_OUT_IN(Subscription.NONE, true, true),
  TO(Subscription.TO, false, false),
  TO_PENDING_IN(Subscription.TO, false, true),
  FROM(Subscription.FROM, false, false),
  FROM_PENDING_OUT(Subscription.FROM, true, false),
  BOTH(Subscription.BOTH, false, false);

  private final Subscription subscription;
  private final boolean pendingOut;
  private final boolean pendingIn;

  SubscriptionState(Subscription subscription, boolean pendingOut, boolean pendingIn) {
    this.subscription = subscription;
    this.pendingOut = pendingOut;
    this.pendingIn = pendingIn;
  }

  /**
   * The state that is made of these parts. What is pending counts only where there is no
   * subscription yet.
   */
  public static SubscriptionState of(
      Subscription subscription, boolean pendingOut, boolean pendingIn) {
    boolean out = pendingOut && !subscription.includesTo();
    boolean in = pendingIn && !subscription.includesFrom();
    for (SubscriptionState state : values()) {
      if (state.subscription == subscription && state.pendingOut == out && state.pendingIn == in) {
        return state;
      }
    }
    throw new AssertionError(subscription);
  }

  public Subscription subscription() {
    return subscription;
  }

  /** Whether the owner asked for the contact's presence and has no answer: {@code ask}. */
  public boolean pendingOut() {
    return pendingOut;
  }

  /** Whether the contact asked for the owner's presence and has no answer. */
  public boolean pendingIn() {
    return pendingIn;
  }

  /**
   * What becomes of a stanza and of this state.
   *
   * @param passes whether the stanza goes on: routed to the contact, or delivered to the owner
   * @param next the state afterwards, the same one when nothing changes
   */
  public record Step(boolean passes, SubscriptionState next) {}

  /**
   * The owner sends the contact a stanza (RFC 6121 A.2).
   *
   * @throws IllegalArgumentException when the type does not manage subscriptions
   */
  public Step outbound(Presence.Type type) {
    boolean to = subscription.includesTo();
    boolean from = subscription.includesFrom();
    return switch (type) {
      case SUBSCRIBE -> new Step(true, of(subscription, true, pendingIn));
      case UNSUBSCRIBE -> new Step(true, of(Subscription.of(false, from), false, pendingIn));
      case SUBSCRIBED ->
          new Step(pendingIn, of(Subscription.of(to, from || pendingIn), pendingOut, false));
      case UNSUBSCRIBED ->
          new Step(from || pendingIn, of(Subscription.of(to, false), pendingOut, false));
      default -> throw new IllegalArgumentException("manages no subscription: " + type);
    };
  }

  /**
   * The contact sends the owner a stanza (RFC 6121 A.3).
   *
   * @throws IllegalArgumentException when the type does not manage subscriptions
   */
  public Step inbound(Presence.Type type) {
    boolean to = subscription.includesTo();
    boolean from = subscription.includesFrom();
    return switch (type) {
      case SUBSCRIBE -> new Step(!from && !pendingIn, of(subscription, pendingOut, true));
      case UNSUBSCRIBE ->
          new Step(from || pendingIn, of(Subscription.of(to, false), pendingOut, false));
      case SUBSCRIBED ->
          new Step(pendingOut, of(Subscription.of(to || pendingOut, from), false, pendingIn));
      case UNSUBSCRIBED ->
          new Step(to || pendingOut, of(Subscription.of(false, from), false, pendingIn));
      default -> throw new IllegalArgumentException("manages no subscription: " + type);
    };
  }
}
