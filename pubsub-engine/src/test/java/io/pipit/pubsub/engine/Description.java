package io.pipit.pubsub.engine;

import io.pipit.pubsub.Inherited;
import io.pipit.pubsub.Item;
import io.pipit.pubsub.ItemEntry;
import io.pipit.pubsub.change.Change;
import io.pipit.xmpp.BareJid;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** All that states hold, as values: equal states have equal descriptions. */
final class Description {

  private Description() {}

  static List<Object> of(ServiceState state) {
    List<Object> all = new ArrayList<>();
    state.nodes().stream()
        .sorted(Comparator.comparing(NodeState::name))
        .forEach(node -> all.addAll(of(node)));
    all.add(Set.copyOf(state.departed()));
    return all;
  }

  private static List<Object> of(NodeState node) {
    return Arrays.asList(
        "\n" + node.name(),
        node.creator(),
        node.created(),
        node.config(),
        Map.copyOf(node.affiliations()),
        List.copyOf(node.owners()),
        node.subscriptions().toList(),
        node.subscriptionCount(),
        // When owners are asked about whom is forgotten by a restart.
        Timed.ALL.stream()
            .filter(each -> !(each instanceof Questions))
            .map(each -> String.valueOf(each.nextDue(node)))
            .toList(),
        node.subscriptions().map(held -> node.toldThrough(held.subid())).toList(),
        List.copyOf(node.waitingDigests()),
        List.copyOf(node.pending()),
        node.items().range(0, node.items().size()),
        node.items().entries(0, node.items().size()),
        node.items().history().range(0, node.items().history().size()),
        node.items().history().entries(0, node.items().history().size()),
        Set.copyOf(node.waitingDigests()),
        String.valueOf(node.recentPublishes()),
        rollUps(node),
        node.lastSeq(),
        node.standing(),
        String.valueOf(standing(node)));
  }

  /** With its payload, which is read from where it is. */
  private static @Nullable Item standing(NodeState node) {
    ItemEntry chosen = node.standing().entry();
    return chosen == null ? null : node.items().read(chosen);
  }

  private static List<Change> rollUps(NodeState node) {
    RollUps rollUps = node.rollUps();
    return rollUps == null ? List.of() : rollUps.changes(node.creator(), node.name());
  }

  static List<Object> of(Directory directory, Collection<BareJid> entities) {
    List<Object> all = new ArrayList<>();
    new TreeMap<>(directory.nodes())
        .forEach(
            (name, entry) -> {
              Set<String> parents = Set.copyOf(directory.tree().parents(name));
              all.addAll(
                  List.of(
                      "\n" + name,
                      entry.config(),
                      Set.copyOf(entry.owners()),
                      parents,
                      Set.copyOf(directory.tree().children(name)),
                      sorted(directory.tree().itemSubscriptions(name)),
                      sorted(directory.tree().nodeSubscriptions(name, parents))));
            });
    for (BareJid entity : entities) {
      all.addAll(
          List.of(
              "\n" + entity,
              List.copyOf(directory.affiliations(entity)),
              List.copyOf(directory.subscriptions(entity)),
              directory.subscribedNodes(entity).toString(),
              directory.createdBy(entity),
              directory.isRegistered(entity)));
    }
    return all;
  }

  private static List<String> sorted(Collection<Inherited> inherited) {
    return inherited.stream().map(Inherited::toString).sorted().toList();
  }
}
