package io.pipit.pubsub.engine;

import io.pipit.pubsub.Inherited;
import io.pipit.xmpp.BareJid;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/** All that states hold, as text: equal states read equal. */
final class Description {

  private Description() {}

  static String of(ServiceState state) {
    StringBuilder text = new StringBuilder();
    state.nodes().stream()
        .sorted(Comparator.comparing(NodeState::name))
        .forEach(
            node ->
                text.append(node.name())
                    .append("\n  by ")
                    .append(node.creator())
                    .append(" at ")
                    .append(node.created())
                    .append("\n  ")
                    .append(node.config())
                    .append("\n  ")
                    .append(node.affiliations())
                    .append(" owners ")
                    .append(node.owners())
                    .append("\n  ")
                    .append(node.subscriptions().toList())
                    .append(" of ")
                    .append(node.subscriptionCount())
                    .append(" due ")
                    .append(node.nextDue())
                    .append(" told ")
                    .append(
                        node.subscriptions().map(held -> node.toldThrough(held.subid())).toList())
                    .append(" pending ")
                    .append(node.pending())
                    .append("\n  ")
                    .append(node.items().range(0, node.items().size()))
                    .append(" after ")
                    .append(node.items().history().range(0, node.items().history().size()))
                    .append(" and ")
                    .append(node.recentPublishes())
                    .append(" last ")
                    .append(node.lastSeq())
                    .append('\n'));
    return text.toString();
  }

  static String of(Directory directory, Collection<BareJid> entities) {
    StringBuilder text = new StringBuilder();
    new TreeMap<>(directory.nodes())
        .forEach(
            (name, entry) ->
                text.append(name)
                    .append(' ')
                    .append(entry.config())
                    .append(entry.owners())
                    .append(directory.tree().parents(name))
                    .append(directory.tree().children(name))
                    .append(sorted(directory.tree().itemSubscriptions(name)))
                    .append(
                        sorted(
                            directory
                                .tree()
                                .nodeSubscriptions(name, directory.tree().parents(name)))));
    for (BareJid entity : entities) {
      text.append('\n')
          .append(entity)
          .append(directory.affiliations(entity))
          .append(directory.subscriptions(entity))
          .append(directory.subscribedNodes(entity))
          .append(directory.createdBy(entity))
          .append(' ')
          .append(directory.subscriptionCounts().of(entity));
    }
    return text.toString();
  }

  private static List<String> sorted(List<Inherited> inherited) {
    return inherited.stream().map(Inherited::toString).sorted().toList();
  }
}
