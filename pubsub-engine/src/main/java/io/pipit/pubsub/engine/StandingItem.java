package io.pipit.pubsub.engine;

import io.pipit.pubsub.Item;
import io.pipit.xmpp.BareJid;
import org.jspecify.annotations.Nullable;

/**
 * What stands for a node, as the node shows it.
 *
 * @param item whole
 * @param shownPublisher whose address it carries, null when the node does not say
 * @param payload whether payload and headers are shown
 * @param chosen whether it was chosen to stand, and does not only as the newest
 */
public record StandingItem(
    Item item, @Nullable BareJid shownPublisher, boolean payload, boolean chosen) {}
