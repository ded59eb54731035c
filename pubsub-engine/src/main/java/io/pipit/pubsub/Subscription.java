package io.pipit.pubsub;

import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.Jid;
import java.time.Instant;

/**
 * A subscription to a node. An address may have several, each with options of its own (XEP-0060
 * 6.1.6).
 *
 * @param jid the address that was subscribed, bare or full: events go exactly there (12.3)
 * @param subid tells it from all others of the node, ended ones included; empty for none at all
 * @param requester who asked for it, and whose quota it counts against: the subscriber, or an owner
 *     of the node (8.8.2)
 */
public record Subscription(
    Jid jid,
    String subid,
    SubscriptionState state,
    SubscriptionOptions options,
    BareJid requester) {

  /** A subscription that the subscriber asked for. */
  public Subscription(Jid jid, String subid, SubscriptionState state, SubscriptionOptions options) {
    this(jid, subid, state, options, jid.bare());
  }

  /** A subscription without special options. */
  public static Subscription subscribed(Jid jid, String subid) {
    return new Subscription(jid, subid, SubscriptionState.SUBSCRIBED, SubscriptionOptions.INITIAL);
  }

  /** What an address has that is not subscribed. */
  public static Subscription none(Jid jid) {
    return new Subscription(jid, "", SubscriptionState.NONE, SubscriptionOptions.INITIAL);
  }

  public Subscription with(SubscriptionState changed) {
    return new Subscription(jid, subid, changed, options, requester);
  }

  public Subscription with(SubscriptionOptions changed) {
    return new Subscription(jid, subid, state, changed, requester);
  }

  /** The same, asked for by somebody else. */
  public Subscription askedBy(BareJid another) {
    return new Subscription(jid, subid, state, options, another);
  }

  /** Whether events go to it: approved, configured where that is wanted, and not run out. */
  public boolean isActive(Instant now) {
    return state == SubscriptionState.SUBSCRIBED && !isLapsed(now);
  }

  /** Whether everybody may see it: one that is in force and that its subscriber made public. */
  public boolean isPublic(Instant now) {
    return options.isPublic() && isActive(now);
  }

  /** Whether its lease has run out: it is as good as ended (12.19). */
  public boolean isLapsed(Instant now) {
    return options.expiry().isPast(now);
  }
}
