package io.pipit.pubsub.port;

import io.pipit.xmpp.BareJid;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a queue is to be.
 *
 * @param name of all queues of its owner
 * @param owner by whose rights it gets items
 * @param filters of the nodes whose items it gets
 * @param expiry how long it is kept while nobody has its items; null for ever
 */
public record QueueSpec(
    String name,
    BareJid owner,
    List<QueueFilter> filters,
    QueueBounds bounds,
    @Nullable Duration expiry) {
  public QueueSpec {
    filters = List.copyOf(filters);
  }
}
