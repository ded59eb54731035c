package io.pipit.pubsub.port;

import io.pipit.xmpp.BareJid;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a queue is to be.
 *
 * <p>Its name is {@code KIND/RESOURCE}, such as {@code bridge/plant-a}. What the full JID of the
 * owner with that resource publishes is what its consumer itself publishes: {@link
 * QueueFilter#noLocal} leaves that out.
 *
 * @param name of all queues of its owner
 * @param owner by whose rights it gets items
 * @param filters of the nodes whose items it gets
 * @param expiry how long it is kept while nobody has its items; null for ever
 * @param tellsOfEnds whether an item without an id waits when what stood for a node stands no more
 *     and nothing does in its place: since it was taken back, with all others, or with the node
 */
public record QueueSpec(
    String name,
    BareJid owner,
    List<QueueFilter> filters,
    QueueBounds bounds,
    @Nullable Duration expiry,
    boolean tellsOfEnds) {
  public QueueSpec {
    filters = List.copyOf(filters);
  }
}
