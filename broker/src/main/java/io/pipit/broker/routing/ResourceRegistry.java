package io.pipit.broker.routing;

import io.pipit.broker.stream.ClientStream;
import io.pipit.pubsub.AvailableResource;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.FullJid;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Who is connected under which address. Any thread: lookups never block, and the lists handed out
 * are immutable pictures.
 */
public final class ResourceRegistry {

  private final ConcurrentHashMap<FullJid, Resource> byFullJid = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<BareJid, List<Resource>> byAccount = new ConcurrentHashMap<>();

  public Optional<Resource> resource(FullJid jid) {
    return Optional.ofNullable(byFullJid.get(jid));
  }

  /** The stream of a full JID; null when it is not connected. For the path of every event. */
  @Nullable ClientStream streamOf(FullJid jid) {
    Resource resource = byFullJid.get(jid);
    return resource == null ? null : resource.stream();
  }

  /** The connected resources of an account, oldest first. */
  public List<Resource> resources(BareJid account) {
    return byAccount.getOrDefault(account, List.of());
  }

  /** The resources of an account that are available. */
  public List<AvailableResource> available(BareJid account) {
    return resources(account).stream()
        .filter(Resource::isAvailable)
        .map(resource -> new AvailableResource(resource.jid(), resource.show()))
        .toList();
  }

  /** Number of bound streams. */
  public int size() {
    return byFullJid.size();
  }

  /** Every bound resource; a weakly consistent picture. */
  public List<Resource> all() {
    return List.copyOf(byFullJid.values());
  }

  /**
   * Binds a stream, unless the account has as many as it may.
   *
   * @param most the number of sessions that an account may have
   * @return whether it is bound
   */
  boolean bind(FullJid jid, ClientStream stream, int most) {
    Resource added = new Resource(jid, stream);
    List<Resource> now =
        byAccount.compute(
            jid.bare(),
            (account, before) -> {
              List<Resource> others = before == null ? List.of() : without(before, jid);
              if (others.size() >= most) {
                return before;
              }
              List<Resource> with = new ArrayList<>(others);
              with.add(added);
              // Inside the computation, so that both maps change in the same order.
              byFullJid.put(jid, added);
              return List.copyOf(with);
            });
    return now.contains(added);
  }

  /** Forgets a stream, unless another one took its address over. */
  Optional<Resource> unbind(FullJid jid, ClientStream stream) {
    Resource[] removed = new Resource[1];
    byAccount.computeIfPresent(
        jid.bare(),
        (account, before) -> {
          Resource bound = byFullJid.get(jid);
          if (bound == null || bound.stream() != stream) {
            return before;
          }
          removed[0] = bound;
          byFullJid.remove(jid);
          List<Resource> rest = without(before, jid);
          return rest.isEmpty() ? null : rest;
        });
    return Optional.ofNullable(removed[0]);
  }

  private static List<Resource> without(List<Resource> resources, FullJid jid) {
    return resources.stream().filter(resource -> !resource.jid().equals(jid)).toList();
  }
}
