package io.pipit.pubsub;

import io.pipit.xmpp.Jid;
import io.pipit.xmpp.ResultSet.Request;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which publishes of a node's archive are asked for (XEP-0313 4.1, XEP-0442). All that is said has
 * to be true of each. Any thread.
 *
 * @param start none that arrived before; null for no bound
 * @param end none that arrived after; null for no bound
 * @param with none that does not show this address; null for any
 * @param beforeId only what came before the one of that id, null for no bound
 * @param afterId only what came after the one of that id, null for no bound
 * @param ids only these, empty for all
 * @param page the part of these that is wanted, null for as much as fits from the start
 * @param order the order of the whole, empty for that of publication
 */
public record ArchiveQuery(
    @Nullable Instant start,
    @Nullable Instant end,
    @Nullable Jid with,
    @Nullable String beforeId,
    @Nullable String afterId,
    List<String> ids,
    @Nullable Request page,
    List<ItemOrder> order) {

  public ArchiveQuery {
    ids = List.copyOf(ids);
    order = List.copyOf(order);
  }
}
