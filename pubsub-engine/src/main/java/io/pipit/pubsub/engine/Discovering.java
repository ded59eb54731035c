package io.pipit.pubsub.engine;

import io.pipit.pubsub.Context;
import io.pipit.pubsub.NodeConfigFields;
import io.pipit.pubsub.NodeFilter;
import io.pipit.pubsub.Page;
import io.pipit.pubsub.PubsubError;
import io.pipit.pubsub.Response;
import io.pipit.pubsub.ServicePolicy;
import io.pipit.pubsub.TypeFilter;
import io.pipit.pubsub.command.ServiceCommand;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.Jid;
import io.pipit.xmpp.ResultSet;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Which nodes there are (XEP-0060 5.2), level by level (XEP-0248 5.2). Nobody is shown a node that
 * he may not see. Confined to one decision.
 */
final class Discovering {

  private final ServicePolicy policy;
  private final Directory directory;
  private final Context context;

  Discovering(ServicePolicy policy, Directory directory, Context context) {
    this.policy = policy;
    this.directory = directory;
    this.context = context;
  }

  /** The children of the root; the node's own tools see all nodes. */
  Outcome nodes(ServiceCommand.DiscoverNodes command) {
    Tree tree = directory.tree();
    List<String> visible = new ArrayList<>();
    directory
        .nodes()
        .forEach(
            (name, entry) -> {
              if ((policy.isOperator(command.requester())
                      || (tree.parents(name).isEmpty() && maySee(command.requester(), entry)))
                  && isWanted(entry, command.types())) {
                visible.add(name);
              }
            });
    return page(visible, command.requester(), command.page(), Response.ServiceItems::new);
  }

  private static boolean isWanted(Directory.Entry node, TypeFilter types) {
    return types.admits(node.config().get(NodeConfigFields.TYPE));
  }

  /** Every filter is there to be subscribed to, whether anything matches it or not. */
  Outcome filter(ServiceCommand.DiscoverFilter command) {
    return NodeFilter.parse(command.filter()).isEmpty()
        ? Outcome.refusal(PubsubError.ITEM_NOT_FOUND)
        : Outcome.reply(new Response.FilterInfo(command.filter()));
  }

  Outcome children(ServiceCommand.DiscoverChildren command) {
    String name = command.collection();
    List<String> visible;
    if (NodeFilter.isFilter(name)) {
      Optional<NodeFilter> filter = NodeFilter.parse(name);
      if (filter.isEmpty()) {
        return Outcome.refusal(PubsubError.ITEM_NOT_FOUND);
      }
      visible = below(filter.get(), command.requester());
    } else {
      Directory.Entry entry = directory.nodes().get(name);
      if (entry == null || !maySee(command.requester(), entry)) {
        return Outcome.refusal(PubsubError.ITEM_NOT_FOUND);
      }
      visible = visible(directory.tree().children(name), command.requester());
    }
    visible.removeIf(
        child -> {
          Directory.Entry node = directory.nodes().get(child);
          return node != null && !isWanted(node, command.types());
        });
    return page(
        visible, command.requester(), command.page(), nodes -> new Response.Children(name, nodes));
  }

  /** As many leaves as an answer could hold items. */
  Outcome leaves(ServiceCommand.ListLeaves command) {
    Directory.Entry entry = directory.nodes().get(command.collection());
    if (entry == null) {
      return Outcome.refusal(PubsubError.ITEM_NOT_FOUND);
    }
    if (!policy.isOperator(command.requester())) {
      Optional<PubsubError> refusal =
          Access.decide(command.requester().bare(), Action.RETRIEVE, entry, context);
      if (refusal.isPresent()) {
        return Outcome.refusal(refusal.get());
      }
      if (Redirecting.isMoved(entry.config())) {
        return Outcome.reply(Redirecting.to(entry.config()));
      }
    }
    List<String> leaves =
        visible(directory.tree().children(command.collection()), command.requester()).stream()
            .filter(name -> !directory.tree().isCollection(name))
            .limit(policy.limits().answerItems())
            .toList();
    return Outcome.reply(new Response.Leaves(leaves));
  }

  private List<String> visible(Collection<String> names, Jid requester) {
    List<String> visible = new ArrayList<>();
    for (String name : names) {
      Directory.Entry entry = directory.nodes().get(name);
      if (entry != null && maySee(requester, entry)) {
        visible.add(name);
      }
    }
    return visible;
  }

  /**
   * What a filter {@code p/#} holds: the node {@code p}, and of the next level the nodes and, for
   * what lies deeper, the filters {@code p/x/#}. Other filters hold nothing that could be listed.
   */
  private List<String> below(NodeFilter filter, Jid requester) {
    if (!filter.open() || filter.levels().contains("+")) {
      return new ArrayList<>();
    }
    NavigableMap<String, Directory.Entry> nodes = directory.nodes();
    List<String> found = new ArrayList<>();
    String prefix = "";
    if (!filter.levels().isEmpty()) {
      String upper = String.join("/", filter.levels());
      found.addAll(visible(List.of(upper), requester));
      prefix = upper + "/";
    }
    Map.Entry<String, Directory.Entry> next = nodes.ceilingEntry(prefix);
    while (next != null && next.getKey().startsWith(prefix)) {
      String name = next.getKey();
      int slash = name.indexOf('/', prefix.length());
      if (!maySee(requester, next.getValue())) {
        next = nodes.higherEntry(name);
      } else if (slash < 0) {
        found.add(name);
        next = nodes.higherEntry(name);
      } else {
        String deeper = name.substring(0, slash + 1);
        found.add(deeper + NodeFilter.EVERYTHING);
        next = nodes.ceilingEntry(behind(deeper));
      }
    }
    return found;
  }

  /** The least name that comes behind all that begin like this one, which ends with a slash. */
  private static String behind(String prefix) {
    return prefix.substring(0, prefix.length() - 1) + (char) ('/' + 1);
  }

  private boolean maySee(Jid requester, NodeAccess node) {
    BareJid entity = requester.bare();
    return policy.isOperator(requester)
        || Access.decide(entity, Action.DISCOVER, node, context).isEmpty();
  }

  private Outcome page(
      List<String> visible,
      Jid requester,
      ResultSet.@Nullable Request request,
      Function<Page<Response.NamedNode>, Response> response) {
    Optional<Paging> paging = page(visible, requester, request);
    if (paging.isEmpty()) {
      return Outcome.refusal(PubsubError.ITEM_NOT_FOUND);
    }
    List<String> names = visible.subList(paging.get().from(), paging.get().to());
    boolean whole = names.size() == visible.size() && request == null;
    return Outcome.reply(
        response.apply(
            new Page<>(
                names.stream().map(this::named).toList(),
                whole ? null : Paging.describe(names, paging.get().from(), visible.size()))));
  }

  private Response.NamedNode named(String node) {
    Directory.Entry entry = directory.nodes().get(node);
    return new Response.NamedNode(node, entry == null ? "" : entry.config().title());
  }

  /**
   * Pages of node names in order. A name that was listed keeps its place for a while when its node
   * goes, so that whoever stands on it can go on (XEP-0059 2.4); any other is not found.
   */
  private Optional<Paging> page(
      List<String> names, Jid requester, ResultSet.@Nullable Request request) {
    Paging.Places places =
        new Paging.Places() {
          @Override
          public int size() {
            return names.size();
          }

          @Override
          public Optional<Integer> before(String uid) {
            return search(uid).map(at -> at < 0 ? -at - 1 : at);
          }

          @Override
          public Optional<Integer> through(String uid) {
            return search(uid).map(at -> at < 0 ? -at - 1 : at + 1);
          }

          private Optional<Integer> search(String uid) {
            int at = Collections.binarySearch(names, uid);
            return at >= 0 || wasListed(uid, requester) ? Optional.of(at) : Optional.empty();
          }
        };
    return Paging.of(request, places, policy.limits().answerItems(), false);
  }

  /** Whether a name, or one below a filter, is that of a node which has gone or moved. */
  private boolean wasListed(String uid, Jid requester) {
    if (uid.endsWith("/" + NodeFilter.EVERYTHING)) {
      String upper = uid.substring(0, uid.length() - NodeFilter.EVERYTHING.length());
      return directory.departed().entrySet().stream()
          .anyMatch(
              entry -> entry.getKey().startsWith(upper) && maySee(requester, entry.getValue()));
    }
    NodeAccess node = directory.nodes().get(uid);
    if (node == null) {
      node = directory.departed().get(uid);
    }
    return node != null && maySee(requester, node);
  }
}
