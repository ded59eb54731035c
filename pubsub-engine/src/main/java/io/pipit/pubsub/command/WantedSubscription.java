package io.pipit.pubsub.command;

import io.pipit.pubsub.SubscriptionState;
import io.pipit.xmpp.Jid;
import org.jspecify.annotations.Nullable;

/**
 * A subscription as an owner wants it to be (XEP-0060 8.8.2).
 *
 * @param subid null for whatever the address has
 * @param state null for one that there is not: the entry fails and the others do not
 */
public record WantedSubscription(
    Jid jid, @Nullable String subid, @Nullable SubscriptionState state) {}
