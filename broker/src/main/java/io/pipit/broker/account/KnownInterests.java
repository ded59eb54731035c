package io.pipit.broker.account;

import io.pipit.pep.Interests;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.FullJid;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Of which nodes the available resources of all accounts want the events, as one shard knows it.
 * Confined to that shard.
 *
 * <p><b>Once.</b> Each shard is told of a change by the shard of the account, and tells the newest
 * items that follow from it in the turn in which it takes note of it. Whatever else leads to an
 * item, such as a publish or a contact that gains access, so finds the change made and told of, or
 * neither: nobody gets an item for two reasons that come at the same time.
 */
public final class KnownInterests implements Interests {

  private final Map<BareJid, List<Interested>> known = new HashMap<>();

  /**
   * An available resource and the nodes, at least one, whose events it wants. Any thread.
   *
   * @param nodes shared with every resource that has the same capabilities
   */
  public record Interested(FullJid resource, Set<String> nodes) {

    /** Those of an account as it is now. */
    public static List<Interested> of(AccountState account) {
      return account.available().stream()
          .map(session -> new Interested(session.resource(), session.capabilities().interests()))
          .filter(interested -> !interested.nodes.isEmpty())
          .toList();
    }
  }

  /**
   * Takes note of the resources of an entity that want events.
   *
   * @return whether that is another state than the one before
   */
  public boolean replace(BareJid entity, List<Interested> resources) {
    List<Interested> before =
        resources.isEmpty() ? known.remove(entity) : known.put(entity, resources);
    return !resources.equals(before == null ? List.of() : before);
  }

  @Override
  public void of(BareJid entity, String node, Consumer<FullJid> found) {
    for (Interested interested : known.getOrDefault(entity, List.of())) {
      if (interested.nodes.contains(node)) {
        found.accept(interested.resource);
      }
    }
  }

  /** Whether an available resource wants the events of a node. */
  public boolean wants(FullJid resource, String node) {
    return known.getOrDefault(resource.bare(), List.of()).stream()
        .anyMatch(each -> each.resource.equals(resource) && each.nodes.contains(node));
  }

  /** Names the resources of an entity that want the events of any node, with those nodes. */
  public void all(BareJid entity, BiConsumer<FullJid, Set<String>> found) {
    known
        .getOrDefault(entity, List.of())
        .forEach(interested -> found.accept(interested.resource, interested.nodes));
  }
}
