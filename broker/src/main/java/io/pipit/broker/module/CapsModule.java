package io.pipit.broker.module;

import io.pipit.broker.account.AccountState;
import io.pipit.broker.account.KnownInterests.Interested;
import io.pipit.broker.account.RosterItem;
import io.pipit.broker.account.Session;
import io.pipit.broker.account.Subscription;
import io.pipit.broker.routing.AnswerHandler;
import io.pipit.broker.routing.Delivery;
import io.pipit.broker.routing.XmppModule;
import io.pipit.broker.shard.EntityShard;
import io.pipit.broker.shard.Shards;
import io.pipit.pep.caps.CapabilitiesCache;
import io.pipit.pep.caps.CapabilityHashes;
import io.pipit.pep.caps.EntityCapabilities;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.Element;
import io.pipit.xmpp.FullJid;
import io.pipit.xmpp.Iq;
import io.pipit.xmpp.Ns;
import io.pipit.xmpp.Presence;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Finds out what the resources of the accounts are interested in, from the capabilities that they
 * announce in presence for all (XEP-0115, XEP-0390). What is not known yet is asked of the resource
 * itself, with the server as the one who asks. Each shard keeps what was verified in it.
 *
 * <p>Called in the account's shard.
 */
public final class CapsModule implements XmppModule, AnswerHandler {

  private final BareJid server;
  private final Map<EntityShard, Known> known;
  private final Shards shards;
  private final Delivery delivery;
  private final Clock clock;
  private final Listener listener;

  private record Known(CapabilitiesCache cache, Ids ids) {}

  /** Is told of new interests. */
  @FunctionalInterface
  public interface Listener {

    /**
     * An available resource wants the events of more nodes than it did. Called in every shard, in
     * the turn in which {@link EntityShard#interests} comes to show it, and of a node once while
     * the resource is available and wants its events.
     *
     * @param accounts its own and those that may share presence with that, in whatever shards
     * @param wait how long what it is told because of that has to wait, since it changes its mind
     *     all the time; nothing otherwise
     */
    void interested(
        FullJid resource,
        Set<String> nodes,
        List<BareJid> accounts,
        Duration wait,
        EntityShard shard);
  }

  /**
   * @param server who asks
   */
  public CapsModule(
      BareJid server, Shards shards, Delivery delivery, Clock clock, Listener listener) {
    this.server = server;
    this.known =
        shards.all().stream()
            .collect(
                Collectors.toUnmodifiableMap(
                    shard -> shard, shard -> new Known(new CapabilitiesCache(), new Ids(clock))));
    this.shards = shards;
    this.delivery = delivery;
    this.clock = clock;
    this.listener = listener;
  }

  @Override
  public Set<String> serverFeatures() {
    return Set.of(EntityCapabilities.NAMESPACE, CapabilityHashes.NAMESPACE);
  }

  /** A resource sent available presence for all. */
  void available(Session session, Presence presence, AccountState account, EntityShard shard) {
    Known here = knownIn(shard);
    FullJid resource = session.resource();
    String id = "caps-" + here.ids.next();
    session
        .capabilities()
        .available(presence.element(), here.cache, id, clock.instant())
        .ifPresent(
            node ->
                shard.release(() -> delivery.deliverTo(resource, question(id, resource, node))));
    changed(session, account, shard);
  }

  private Iq question(String id, FullJid resource, String node) {
    Element query = Element.builder("query", Ns.DISCO_INFO).attribute("node", node).build();
    return Iq.request(Iq.Type.GET, id, server, resource, query);
  }

  /** A resource is available no more. */
  void unavailable(FullJid resource, AccountState account, EntityShard shard) {
    show(resource, Set.of(), account, shard);
  }

  @Override
  public void answered(FullJid resource, Iq answer, AccountState account, EntityShard shard) {
    Session session = account.session(resource);
    Element element = answer.element();
    boolean asked =
        session
            .capabilities()
            .answered(
                element.attribute("id", ""),
                answer.isError() ? null : answer.payload().orElse(null),
                element.attribute(Element.XML_LANG, ""),
                knownIn(shard).cache);
    if (asked) {
      changed(session, account, shard);
    }
  }

  private void changed(Session session, AccountState account, EntityShard shard) {
    show(session.resource(), session.capabilities().takeNewInterests(), account, shard);
  }

  /** Tells all shards what the resources of an account want, unless that is as it was. */
  private void show(FullJid resource, Set<String> added, AccountState account, EntityShard shard) {
    BareJid entity = account.jid();
    List<Interested> all = Interested.of(account);
    if (!shard.interests().replace(entity, all)) {
      return;
    }
    List<BareJid> accounts = added.isEmpty() ? List.of() : audience(account);
    Duration wait =
        added.isEmpty()
            ? Duration.ZERO
            : account.session(resource).capabilities().untilTold(clock.instant());
    listener.interested(resource, added, accounts, wait, shard);
    for (EntityShard other : shards.all()) {
      if (other != shard) {
        other.execute(
            () -> {
              other.interests().replace(entity, all);
              listener.interested(resource, added, accounts, wait, other);
            });
      }
    }
  }

  /**
   * The account and whoever may share presence with it. By its own roster it may not do so yet
   * while it does by theirs, which are asked.
   */
  private static List<BareJid> audience(AccountState account) {
    List<BareJid> audience = new ArrayList<>();
    audience.add(account.jid());
    for (RosterItem item : account.roster().items()) {
      if (item.ask() || item.subscription() != Subscription.NONE) {
        audience.add(item.contact());
      }
    }
    return audience;
  }

  private Known knownIn(EntityShard shard) {
    return Objects.requireNonNull(known.get(shard));
  }
}
