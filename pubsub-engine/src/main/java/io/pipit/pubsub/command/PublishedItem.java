package io.pipit.pubsub.command;

import io.pipit.pubsub.ItemHeader;
import io.pipit.xmpp.SerializedXml;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An item as the publisher sent it.
 *
 * @param id null when the service is to make one
 * @param payload null for none
 * @param headers to be stored with it
 */
public record PublishedItem(
    @Nullable String id, @Nullable SerializedXml payload, List<ItemHeader> headers) {

  public PublishedItem {
    headers = List.copyOf(headers);
  }

  /** An item without headers. */
  public PublishedItem(@Nullable String id, @Nullable SerializedXml payload) {
    this(id, payload, List.of());
  }
}
