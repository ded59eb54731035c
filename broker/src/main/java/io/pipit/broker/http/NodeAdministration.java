package io.pipit.broker.http;

import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The nodes of the pubsub service, as an administrator handles them, who stands above affiliations.
 * Called on the event loop of the door, so that it never blocks; a future may complete on any
 * thread, and only when what it says is durable.
 *
 * <p>A configuration maps the name of a field of the node configuration form, such as {@code
 * pubsub#access_model}, to its values as they stand in the form (XEP-0060 8.2).
 */
public interface NodeAdministration {

  /**
   * Names of nodes in octet order, at most so many.
   *
   * @param after the name before the first one, empty to begin
   */
  Future<List<String>> list(String after, int limit);

  /** Refused: no such node ({@code NO_SUCH_NODE}). */
  Future<Answer<NodeInfo>> info(String node);

  /**
   * Creates a node.
   *
   * @param node null for an instant node (XEP-0060 8.1.2)
   * @param configuration what differs from the default; nothing is created when a field is refused
   * @return the name; refused when it is taken ({@code CONFLICT}), when the name or a field cannot
   *     be ({@code REFUSED})
   */
  Future<Answer<String>> create(@Nullable String node, Map<String, List<String>> configuration);

  /** Changes the given fields and leaves the others; all of them or, when one is refused, none. */
  Future<Answer<NodeInfo>> configure(String node, Map<String, List<String>> configuration);

  /** Deletes the node with its items and tells its subscribers (XEP-0060 8.4). */
  Future<Answer<String>> delete(String node);

  /**
   * What there is to say about a node.
   *
   * @param type {@code leaf} or {@code collection}
   * @param owners bare JIDs
   */
  record NodeInfo(
      String node,
      String type,
      List<String> owners,
      long items,
      long subscriptions,
      Map<String, List<String>> configuration) {

    public NodeInfo {
      owners = List.copyOf(owners);
      configuration = Map.copyOf(configuration);
    }
  }
}
