package io.pipit.broker.cli;

import io.pipit.broker.config.ErrorCode;
import io.pipit.devices.client.ArchiveClient;
import io.pipit.devices.client.PubsubClient.NodeEntry;
import io.pipit.devices.client.PubsubEvent.Published;
import io.pipit.pubsub.NodeFilter;
import io.pipit.xmpp.ResultSet;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Reads what was published to nodes that somebody has just subscribed to, from the archives of
 * these nodes, so that nothing is missing in front of the live events and nothing comes twice.
 *
 * <p>The subscription begins first. A node answers and tells in order: an event that comes before
 * the end of its archive is in the archive already, unless the node keeps none or has taken the
 * item back; one that comes behind it is not. So the former are compared with what was read, the
 * latter are new.
 *
 * <p>{@link #isEarly} is called on the event loop, everything else on the thread of the command.
 * What is kept is one mark for each event that came early; the command bounds these.
 */
final class Replay {

  /** Publishes or nodes asked for at once; the service may give fewer. */
  private static final int PAGE = 500;

  /** What tells one publish from another. */
  private record Mark(String node, String id, String payload, String publisher) {
    static Mark of(Published published) {
      return new Mark(
          published.node(),
          published.item().id(),
          ItemText.payload(published.item()),
          published.item().publisher().orElse(""));
    }
  }

  private final PubsubSession session;
  private final ArchiveClient archive;
  private final Set<String> read = ConcurrentHashMap.newKeySet();
  private final Set<Mark> unread = ConcurrentHashMap.newKeySet();
  private volatile boolean over;

  Replay(PubsubSession session) {
    this.session = session;
    this.archive = session.archive();
  }

  /** Whether an event may also be in the archive: {@link #wasRead} says so when it is read. */
  boolean isEarly(Published published) {
    if (over || read.contains(published.node())) {
      return false;
    }
    unread.add(Mark.of(published));
    return true;
  }

  /** Whether an event that came early was in the archive. */
  boolean wasRead(Published published) {
    return !unread.contains(Mark.of(published));
  }

  /** All archives have been read: nothing is early any more. */
  void end() {
    over = true;
  }

  /**
   * Where an item is in the archive of its node.
   *
   * @throws CliException when it is not there
   */
  String placeOf(String node, String itemId) throws CliException {
    String before = null;
    ArchiveClient.Page page;
    do {
      page = session.await(Deed.READ, node, archive.before(node, before, PAGE));
      for (int i = page.published().size() - 1; i >= 0; i--) {
        if (page.published().get(i).item().id().equals(itemId)) {
          return page.ids().get(i);
        }
      }
      before = page.ids().isEmpty() ? null : page.ids().get(0);
    } while (before != null && !page.complete());
    throw new CliException(
        ErrorCode.NO_SUCH_NODE,
        "there is no item '" + itemId + "' in the history of '" + node + "'");
  }

  /**
   * Reads the archive of a node.
   *
   * @param since what was published before is left out
   * @param after a place in the archive, null for its start
   * @param reader takes each, the oldest first, and says whether it wants more
   */
  void read(String node, Instant since, @Nullable String after, Predicate<Published> reader)
      throws CliException {
    String last = after;
    ArchiveClient.Page page;
    do {
      page = session.await(Deed.READ, node, page(node, since, last));
      last = page.last();
      for (Published published : page.published()) {
        unread.remove(Mark.of(published));
        if (!reader.test(published)) {
          return;
        }
      }
    } while (!page.complete());
  }

  /** On the event loop, in the order of events, a node is noted as read. */
  private Future<ArchiveClient.Page> page(String node, Instant since, @Nullable String after) {
    return archive
        .since(node, since, after, PAGE)
        .map(
            page -> {
              if (page.complete()) {
                read.add(node);
              }
              return page;
            });
  }

  /**
   * The leaves that a filter or a collection stands for, as far as the account may see them.
   *
   * @param depth how many levels of collections
   */
  Set<String> leaves(String node, int depth) throws CliException {
    Set<String> leaves = new LinkedHashSet<>();
    Optional<NodeFilter> filter = NodeFilter.parse(node);
    if (filter.isEmpty()) {
      below(node, depth, leaves, new LinkedHashSet<>());
    } else {
      matching(openedAtWildcard(filter.get()), leaves);
      leaves.removeIf(leaf -> !filter.get().matches(leaf));
    }
    return leaves;
  }

  /** Service discovery lists what is below a name, and nothing for a wildcard in the middle. */
  private static String openedAtWildcard(NodeFilter filter) {
    int wildcard = filter.levels().indexOf(NodeFilter.ANY);
    List<String> plain =
        new ArrayList<>(wildcard < 0 ? filter.levels() : filter.levels().subList(0, wildcard));
    plain.add(NodeFilter.EVERYTHING);
    return String.join("/", plain);
  }

  private void matching(String filter, Set<String> found) throws CliException {
    for (String node : listed(filter)) {
      if (!NodeFilter.isFilter(node)) {
        found.add(node);
      } else if (!node.equals(filter)) {
        matching(node, found);
      }
    }
  }

  private void below(String collection, int depth, Set<String> leaves, Set<String> seen)
      throws CliException {
    for (String node : listed(collection)) {
      if (!session.isCollection(node)) {
        leaves.add(node);
      } else if (depth > 1 && seen.add(node)) {
        below(node, depth - 1, leaves, seen);
      }
    }
  }

  private Set<String> listed(String parent) throws CliException {
    Set<String> nodes = new LinkedHashSet<>();
    ResultSet.Request request = ResultSet.Request.first(PAGE);
    while (true) {
      ResultSet.Page<NodeEntry> page =
          session.await(Deed.READ, parent, session.pubsub().nodes(parent, request));
      page.items().forEach(entry -> nodes.add(entry.node()));
      String last = page.set().last();
      if (last == null || page.items().isEmpty()) {
        return nodes;
      }
      request = ResultSet.Request.after(last, PAGE);
    }
  }
}
