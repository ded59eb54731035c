package io.pipit.pubsub.engine;

import io.pipit.pubsub.SubscriptionCounts;
import io.pipit.xmpp.BareJid;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * How many subscriptions everybody has asked for, at every service of this process: what the quota
 * of subscriptions is about. Any thread.
 *
 * <p>The nodes of a service have several owners, which decide at the same time. So an outcome that
 * adds subscriptions says so ({@link Outcome#claim}), and who makes it true first {@link #take
 * takes} the places for them, or decides again when others were faster. A place that was taken
 * becomes that of the subscription when the {@link ServiceState} of its node gets it, and is free
 * when that loses it, in whatever way. Nothing is stored: after a restart it follows from the
 * nodes.
 */
public final class SubscriptionLedger {

  private record Entry(BareJid service, BareJid requester) {}

  /**
   * @param held by subscriptions
   * @param taken for subscriptions on their way to their node
   */
  private record Places(int held, int taken) {

    static final Places NONE = new Places(0, 0);

    int all() {
      return held + taken;
    }
  }

  private final Map<Entry, Places> places = new ConcurrentHashMap<>();

  /** The counts of one service. */
  public SubscriptionCounts of(BareJid service) {
    return requester -> places.getOrDefault(new Entry(service, requester), Places.NONE).all();
  }

  /**
   * Takes the places for what a decision adds, all of them or none.
   *
   * @param claim null when it adds nothing
   * @return whether there were enough
   */
  public boolean take(BareJid service, @Nullable SubscriptionClaim claim) {
    if (claim == null) {
      return true;
    }
    boolean[] enough = new boolean[1];
    change(
        service,
        claim.requester(),
        before -> {
          enough[0] = before.all() + claim.subscriptions() <= claim.most();
          return enough[0] ? new Places(before.held, before.taken + claim.subscriptions()) : before;
        });
    return enough[0];
  }

  /** Gives back what was taken for a decision that is not made true. */
  public void giveBack(BareJid service, @Nullable SubscriptionClaim claim) {
    if (claim != null) {
      change(
          service,
          claim.requester(),
          before -> new Places(before.held, before.taken - claim.subscriptions()));
    }
  }

  /** A subscription is at its node: it has the place that was taken for it, if one was. */
  void came(BareJid service, BareJid requester) {
    change(
        service, requester, before -> new Places(before.held + 1, Math.max(0, before.taken - 1)));
  }

  /** Subscriptions are there or gone without any decision about them here. */
  void add(BareJid service, BareJid requester, int subscriptions) {
    change(service, requester, before -> new Places(before.held + subscriptions, before.taken));
  }

  private void change(BareJid service, BareJid requester, UnaryOperator<Places> change) {
    places.compute(
        new Entry(service, requester),
        (entry, before) -> {
          Places after = change.apply(before == null ? Places.NONE : before);
          return after.equals(Places.NONE) ? null : after;
        });
  }
}
