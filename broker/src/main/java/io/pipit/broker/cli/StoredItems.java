package io.pipit.broker.cli;

import io.pipit.broker.config.ErrorCode;
import io.pipit.devices.client.PubsubItem;
import io.pipit.xmpp.ResultSet;
import io.pipit.xmpp.ResultSet.Page;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The items of one node, page by page (XEP-0060 6.5.4, XEP-0059), since one answer carries a part
 * of them only. Blocks; confined to its command.
 *
 * <p>Pages have UIDs of the service's own, so that an item is found by its id while reading.
 */
final class StoredItems {

  /** Items asked for at once; the service may give fewer. */
  private static final int PAGE = 500;

  private final PubsubSession session;
  private final String node;

  StoredItems(PubsubSession session, String node) {
    this.session = session;
    this.node = node;
  }

  /**
   * All items, the oldest first.
   *
   * @param reader of each page; false ends the reading
   */
  void all(Predicate<List<PubsubItem>> reader) throws CliException {
    Page<PubsubItem> page = read(ResultSet.Request.first(PAGE));
    while (reader.test(page.items())) {
      Optional<String> next = Optional.ofNullable(page.set().last());
      if (next.isEmpty() || isLast(page)) {
        return;
      }
      page = read(ResultSet.Request.after(next.get(), PAGE));
    }
  }

  /** The item with that id. */
  List<PubsubItem> named(String id) throws CliException {
    List<PubsubItem> found =
        session.await(Deed.READ, node, session.pubsub().items(node, List.of(id)));
    if (found.isEmpty()) {
      throw missing(id);
    }
    return found;
  }

  /** The newest items, the oldest of them first. */
  List<PubsubItem> newest(int max) throws CliException {
    Deque<PubsubItem> found = new ArrayDeque<>();
    backwards(
        item -> {
          found.addFirst(item);
          return found.size() < max;
        });
    return List.copyOf(found);
  }

  /** The items older than the one with that id: all, or those next to it. */
  List<PubsubItem> before(String id, Optional<Integer> max) throws CliException {
    Deque<PubsubItem> found = new ArrayDeque<>();
    boolean[] passed = {false};
    backwards(
        item -> {
          if (passed[0]) {
            found.addFirst(item);
          }
          passed[0] |= item.id().equals(id);
          return max.isEmpty() || found.size() < max.get();
        });
    if (!passed[0]) {
      throw missing(id);
    }
    return List.copyOf(found);
  }

  /** The items newer than the one with that id: all, or those next to it. */
  List<PubsubItem> after(String id, Optional<Integer> max) throws CliException {
    Deque<PubsubItem> found = new ArrayDeque<>();
    boolean[] reached = {false};
    backwards(
        item -> {
          reached[0] = item.id().equals(id);
          if (!reached[0]) {
            found.addFirst(item);
            if (max.isPresent() && found.size() > max.get()) {
              found.removeLast();
            }
          }
          return !reached[0];
        });
    if (!reached[0]) {
      throw missing(id);
    }
    return List.copyOf(found);
  }

  /** Items from the newest on, until the reader says that it has enough. */
  private void backwards(Predicate<PubsubItem> reader) throws CliException {
    Page<PubsubItem> page = read(ResultSet.Request.last(PAGE));
    while (true) {
      for (int i = page.items().size() - 1; i >= 0; i--) {
        if (!reader.test(page.items().get(i))) {
          return;
        }
      }
      Optional<String> next = Optional.ofNullable(page.set().first());
      Integer index = page.set().index();
      if (next.isEmpty() || page.items().isEmpty() || (index != null && index == 0)) {
        return;
      }
      page = read(ResultSet.Request.before(next.get(), PAGE));
    }
  }

  private Page<PubsubItem> read(ResultSet.Request request) throws CliException {
    return session.await(Deed.READ, node, session.pubsub().items(node, request));
  }

  private static boolean isLast(Page<PubsubItem> page) {
    Integer index = page.set().index();
    Integer count = page.set().count();
    return page.items().isEmpty()
        || (index != null && count != null && index + page.items().size() >= count);
  }

  private CliException missing(String id) {
    return new CliException(
        ErrorCode.NO_SUCH_NODE,
        "there is no item '"
            + id
            + "' in '"
            + node
            + "'; 'pipit get "
            + Refusals.quote(node)
            + " -v' shows the ids");
  }
}
