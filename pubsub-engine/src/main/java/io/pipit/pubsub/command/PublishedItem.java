package io.pipit.pubsub.command;

import io.pipit.xmpp.SerializedXml;
import org.jspecify.annotations.Nullable;

/**
 * An item as the publisher sent it.
 *
 * @param id null when the service is to make one
 * @param payload null for none
 */
public record PublishedItem(@Nullable String id, @Nullable SerializedXml payload) {}
