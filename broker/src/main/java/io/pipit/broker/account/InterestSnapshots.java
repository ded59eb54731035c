package io.pipit.broker.account;

import io.pipit.pep.Interests;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.FullJid;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Of which nodes the available resources of all accounts want the events, for whoever is not their
 * owner. Any thread may read; only the shard of an account replaces its snapshot.
 */
public final class InterestSnapshots implements Interests {

  private final ConcurrentHashMap<BareJid, List<Entry>> snapshots = new ConcurrentHashMap<>();

  private record Entry(FullJid resource, Set<String> nodes) {}

  /** Shows what the resources of an account want as it is now. */
  public void replace(AccountState account) {
    List<Entry> entries =
        account.available().stream()
            .map(session -> new Entry(session.resource(), session.capabilities().interests()))
            .filter(entry -> !entry.nodes.isEmpty())
            .toList();
    if (entries.isEmpty()) {
      snapshots.remove(account.jid());
    } else {
      snapshots.put(account.jid(), entries);
    }
  }

  @Override
  public void of(BareJid entity, String node, Consumer<FullJid> found) {
    for (Entry entry : snapshots.getOrDefault(entity, List.of())) {
      if (entry.nodes.contains(node)) {
        found.accept(entry.resource);
      }
    }
  }

  /** Names the resources of an entity that want the events of any node, with those nodes. */
  public void all(BareJid entity, BiConsumer<FullJid, Set<String>> found) {
    snapshots
        .getOrDefault(entity, List.of())
        .forEach(entry -> found.accept(entry.resource, entry.nodes));
  }
}
