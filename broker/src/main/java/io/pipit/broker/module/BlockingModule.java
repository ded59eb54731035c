package io.pipit.broker.module;

import io.pipit.broker.account.AccountState;
import io.pipit.broker.account.BlockList;
import io.pipit.broker.account.BlockListChange;
import io.pipit.broker.account.BlockListChange.Blocked;
import io.pipit.broker.account.BlockListChange.Unblocked;
import io.pipit.broker.account.Session;
import io.pipit.broker.routing.Delivery;
import io.pipit.broker.routing.IqRequest;
import io.pipit.broker.routing.XmppModule;
import io.pipit.broker.shard.EntityShard;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.Element;
import io.pipit.xmpp.FullJid;
import io.pipit.xmpp.Iq;
import io.pipit.xmpp.Jid;
import io.pipit.xmpp.Stanza;
import io.pipit.xmpp.StanzaError;
import io.pipit.xmpp.StanzaError.Condition;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The block list of an account for its own clients (XEP-0191). What a block stops is stopped where
 * stanzas, events and presence take their way: {@link io.pipit.broker.routing.Router}, {@link
 * EventSender}, and {@link PresenceModule}.
 *
 * <p>Called in the account's shard. A request is done whole or not at all.
 */
public final class BlockingModule implements XmppModule {

  /** Is told when the events of an account reach a contact again. */
  @FunctionalInterface
  public interface Listener {

    /** Before the change, in the shard of either: a block between the two is going to end. */
    default void ending(BareJid account, BareJid contact) {}

    /**
     * It has ended, in the turn of the change.
     *
     * @param contact one with a resource stands for that resource alone
     */
    void ended(BareJid account, Jid contact);
  }

  private static final String NAMESPACE = "urn:xmpp:blocking";

  /** What a request names, or what is wrong with it. */
  private record Items(List<Jid> jids, @Nullable StanzaError error) {}

  private final AccountUpdates updates;
  private final Listener listener;
  private final Delivery delivery;
  private final int most;

  /**
   * @param listener told of an account and a contact, and of the two the other way round, of whom
   *     the one sees the presence and so the events of the other again. Of a single resource of a
   *     contact only the first: the contact has not missed anything, nor has the account of what
   *     comes from the contact itself
   * @param most addresses of one list
   */
  public BlockingModule(AccountUpdates updates, Listener listener, Delivery delivery, int most) {
    this.updates = updates;
    this.listener = listener;
    this.delivery = delivery;
    this.most = most;
  }

  @Override
  public Set<String> serverFeatures() {
    return Set.of(NAMESPACE);
  }

  @Override
  public List<AccountHandler> accountHandlers() {
    return List.of(
        new AccountHandler(Iq.Type.GET, "blocklist", NAMESPACE, Access.OWNER, this::get),
        new AccountHandler(Iq.Type.SET, "block", NAMESPACE, Access.OWNER, this::block),
        new AccountHandler(Iq.Type.SET, "unblock", NAMESPACE, Access.OWNER, this::unblock));
  }

  /** Whoever asks is told of changes from now on. */
  private void get(IqRequest request, AccountState account, EntityShard shard) {
    account.session((FullJid) request.requester()).wantsBlockList();
    request.succeed(listing("blocklist", account.blockList().jids()));
  }

  private void block(IqRequest request, AccountState account, EntityShard shard) {
    Items items = items(request.payload());
    Optional<StanzaError> mistake = mistake(items, account.jid());
    if (mistake.isPresent()) {
      request.refuse(mistake.get());
      return;
    }
    List<Jid> added =
        items.jids.stream().filter(jid -> !account.blockList().contains(jid)).toList();
    if (added.isEmpty()) {
      request.succeed();
    } else if (account.blockList().size() + added.size() > most) {
      request.refuse(
          StanzaError.of(
              Condition.POLICY_VIOLATION, "a block list has at most " + most + " addresses"));
    } else if (shard.refusesChanges()) {
      request.refuse(shard.refusal());
    } else {
      BlockList before = account.blockList();
      commit(new Blocked(account.jid(), added), account, shard);
      tell(new BlockPresence(account, before, account.blockList()).hidden(), shard);
      push("block", added, account, shard);
      request.succeed();
    }
  }

  private static Optional<StanzaError> mistake(Items items, BareJid account) {
    if (items.error != null) {
      return Optional.of(items.error);
    }
    if (items.jids.isEmpty()) {
      return Optional.of(StanzaError.of(Condition.BAD_REQUEST, "nobody is named to be blocked"));
    }
    return items.jids.stream().anyMatch(jid -> jid.bare().equals(account))
        ? Optional.of(StanzaError.of(Condition.NOT_ACCEPTABLE, "nobody blocks himself"))
        : Optional.empty();
  }

  /** Without items: everybody. */
  private void unblock(IqRequest request, AccountState account, EntityShard shard) {
    Items items = items(request.payload());
    if (items.error != null) {
      request.refuse(items.error);
      return;
    }
    BlockList before = account.blockList();
    boolean all = items.jids.isEmpty();
    List<Jid> removed = all ? before.jids() : items.jids.stream().filter(before::contains).toList();
    if (removed.isEmpty()) {
      request.succeed();
    } else if (shard.refusesToFree()) {
      request.refuse(shard.refusal());
    } else {
      Unblocked change = new Unblocked(account.jid(), removed);
      BlockPresence presence = new BlockPresence(account, before, before.with(change));
      Set<Jid> contacts = presence.sharingAgain();
      toEachOther(account.jid(), contacts, (one, other) -> listener.ending(one, other.bare()));
      commit(change, account, shard);
      tell(presence.shown(), shard);
      toEachOther(account.jid(), contacts, listener::ended);
      push("unblock", all ? List.of() : removed, account, shard);
      request.succeed();
    }
  }

  private void commit(BlockListChange change, AccountState account, EntityShard shard) {
    updates.commit(account, shard, List.of(change));
  }

  private void tell(List<Stanza> stanzas, EntityShard shard) {
    if (!stanzas.isEmpty()) {
      shard.release(() -> stanzas.forEach(delivery::deliver));
    }
  }

  /** As when they began to share presence: they have missed what came since. */
  private static void toEachOther(
      BareJid account, Set<Jid> contacts, BiConsumer<BareJid, Jid> telling) {
    for (Jid contact : contacts) {
      telling.accept(account, contact);
      if (contact instanceof BareJid other) {
        telling.accept(other, account);
      }
    }
  }

  /** To each resource that asked for the list, also the one whose request it was. */
  private void push(String name, List<Jid> jids, AccountState account, EntityShard shard) {
    Element change = listing(name, jids);
    for (Session session : account.sessions()) {
      if (session.isToldOfBlockList()) {
        // Without from, as pushes of the roster: it is from the account's own server.
        Iq push =
            Iq.request(
                Iq.Type.SET, "block-" + account.position(), null, session.resource(), change);
        shard.release(() -> delivery.deliverTo(session.resource(), push));
      }
    }
  }

  private static Element listing(String name, List<Jid> jids) {
    return Element.builder(name, NAMESPACE)
        .children(
            jids.stream()
                .map(
                    jid ->
                        Element.builder("item", NAMESPACE).attribute("jid", jid.toString()).build())
                .toList())
        .build();
  }

  /**
   * The addresses that a request names, each once; what an item says besides, such as a report
   * (XEP-0377), is nothing that this server acts on.
   */
  private static Items items(Element payload) {
    Set<Jid> jids = new LinkedHashSet<>();
    for (Element item : payload.elements()) {
      Optional<String> address =
          item.is("item", NAMESPACE) ? item.attribute("jid") : Optional.empty();
      if (address.isEmpty()) {
        return new Items(
            List.of(), StanzaError.of(Condition.BAD_REQUEST, "each item has a jid, and is one"));
      }
      Optional<Jid> jid = Jid.parse(address.get());
      if (jid.isEmpty()) {
        return new Items(List.of(), StanzaError.of(Condition.JID_MALFORMED));
      }
      jids.add(jid.get());
    }
    return new Items(new ArrayList<>(jids), null);
  }
}
