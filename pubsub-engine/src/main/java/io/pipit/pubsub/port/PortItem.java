package io.pipit.pubsub.port;

import io.pipit.xmpp.BareJid;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An item as a node shows it.
 *
 * @param id empty when the node tells that something happened, and shows no item
 * @param seq its place in the order of publication at the node
 * @param arrival when the node took it, in whole milliseconds
 * @param publisher null when the node does not say
 * @param standing whether it was published to stand for the node, or waits because it does
 */
public record PortItem(
    String node,
    String id,
    long seq,
    Instant arrival,
    @Nullable BareJid publisher,
    PortPayload payload,
    List<PortHeader> headers,
    boolean standing) {
  public PortItem {
    headers = List.copyOf(headers);
  }
}
