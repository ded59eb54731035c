package io.pipit.broker.module;

import io.pipit.broker.account.AccountState;
import io.pipit.broker.account.Roster;
import io.pipit.broker.account.RosterChange;
import io.pipit.broker.account.RosterChange.ItemRemoved;
import io.pipit.broker.account.RosterChange.ItemSet;
import io.pipit.broker.account.RosterItem;
import io.pipit.broker.account.RosterLimits;
import io.pipit.broker.account.Session;
import io.pipit.broker.account.SubscriptionState;
import io.pipit.broker.routing.IqRequest;
import io.pipit.broker.routing.XmppModule;
import io.pipit.broker.shard.EntityShard;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.Element;
import io.pipit.xmpp.FullJid;
import io.pipit.xmpp.Iq;
import io.pipit.xmpp.Jid;
import io.pipit.xmpp.Ns;
import io.pipit.xmpp.StanzaError;
import io.pipit.xmpp.StanzaError.Condition;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/** The roster of an account for its own clients (RFC 6121 2), with versions (2.6). */
public final class RosterModule implements XmppModule {

  /** Says in the stream features that rosters have versions (RFC 6121 2.6.1). */
  public static final Element VERSIONING_FEATURE = Element.of("ver", "urn:xmpp:features:rosterver");

  private final RosterUpdates updates;
  private final PresenceModule presence;
  private final Function<BareJid, RosterLimits> limits;
  private final Clock clock;

  /**
   * @param limits how large the roster of an account may become; asked in the account's shard
   */
  public RosterModule(
      RosterUpdates updates,
      PresenceModule presence,
      Function<BareJid, RosterLimits> limits,
      Clock clock) {
    this.updates = updates;
    this.presence = presence;
    this.limits = limits;
    this.clock = clock;
  }

  @Override
  public List<AccountHandler> accountHandlers() {
    return List.of(
        new AccountHandler(Iq.Type.GET, "query", Ns.ROSTER, Access.OWNER_ELSE_FORBIDDEN, this::get),
        new AccountHandler(
            Iq.Type.SET, "query", Ns.ROSTER, Access.OWNER_ELSE_FORBIDDEN, this::set));
  }

  /** RFC 6121 2.2: whoever asks is interested from now on. */
  private void get(IqRequest request, AccountState account, EntityShard shard) {
    Session session = account.session((FullJid) request.requester());
    session.interested();
    Roster roster = account.roster();
    Optional<String> ver = request.payload().attribute("ver");
    Optional<List<RosterChange>> missed =
        ver.flatMap(known -> roster.changesSince(version(known), account.jid()));
    if (missed.isPresent()) {
      // RFC 6121 2.6.3: an empty result, then what the client missed.
      request.succeed();
      missed.get().forEach(change -> updates.push(session, shard, change));
    } else {
      request.succeed(
          RosterUpdates.query(
              ver.isPresent() ? roster.version() : null,
              roster.items().stream().map(RosterItem::toElement).toList()));
    }
  }

  private static OptionalLong version(String ver) {
    try {
      return OptionalLong.of(Long.parseLong(ver));
    } catch (NumberFormatException notOneOfOurs) {
      return OptionalLong.empty();
    }
  }

  /** RFC 6121 2.3 to 2.5. */
  private void set(IqRequest request, AccountState account, EntityShard shard) {
    List<Element> items = request.payload().elements();
    if (items.size() != 1 || !items.get(0).is("item", Ns.ROSTER)) {
      request.refuse(StanzaError.of(Condition.BAD_REQUEST, "a roster set has one item"));
      return;
    }
    Element item = items.get(0);
    Optional<String> address = item.attribute("jid");
    if (address.isEmpty()) {
      request.refuse(StanzaError.of(Condition.BAD_REQUEST, "the item has no jid"));
      return;
    }
    Optional<Jid> jid = Jid.parse(address.get());
    if (jid.isEmpty()) {
      request.refuse(Condition.JID_MALFORMED);
    } else if (!(jid.get() instanceof BareJid contact)) {
      request.refuse(StanzaError.of(Condition.NOT_ACCEPTABLE, "contacts have no resource here"));
    } else if (shard.refusesChanges()) {
      request.refuse(shard.refusal());
    } else if (item.attribute("subscription", "").equals("remove")) {
      remove(request, contact, account, shard);
    } else {
      describe(request, contact, item, account, shard);
    }
  }

  /** Name and groups become exactly what the item says; the rest is the server's own business. */
  private void describe(
      IqRequest request, BareJid contact, Element item, AccountState account, EntityShard shard) {
    String name = item.attribute("name", "");
    List<String> groups =
        item.elements().stream()
            .filter(child -> child.is("group", Ns.ROSTER))
            .map(Element::text)
            .toList();
    Optional<StanzaError> error = check(name, groups, limits.apply(account.jid()));
    if (error.isPresent()) {
      request.refuse(error.get());
      return;
    }
    Optional<RosterItem> before = account.roster().item(contact);
    if (before.isEmpty() && account.roster().size() >= limits.apply(account.jid()).items()) {
      request.refuse(rosterFull(limits.apply(account.jid())));
      return;
    }
    long version = account.roster().nextVersion(clock.millis());
    RosterItem after =
        before.orElseGet(() -> RosterItem.of(contact)).described(name, groups, version);
    List<RosterChange> changes = List.of(new ItemSet(account.jid(), after));
    updates.commit(account, shard, changes);
    updates.push(account, shard, changes);
    request.succeed();
  }

  static StanzaError rosterFull(RosterLimits limits) {
    return StanzaError.of(
        Condition.POLICY_VIOLATION, "a roster has at most " + limits.items() + " contacts");
  }

  /** RFC 6121 2.3.3. */
  private static Optional<StanzaError> check(
      String name, List<String> groups, RosterLimits limits) {
    if (new HashSet<>(groups).size() != groups.size()) {
      return Optional.of(StanzaError.of(Condition.BAD_REQUEST, "a group is named twice"));
    }
    if (groups.stream().anyMatch(String::isEmpty)) {
      return Optional.of(StanzaError.of(Condition.NOT_ACCEPTABLE, "a group has no name"));
    }
    if (groups.size() > limits.groups()) {
      return Optional.of(StanzaError.of(Condition.NOT_ACCEPTABLE, "too many groups"));
    }
    List<String> texts = new ArrayList<>(groups);
    texts.add(name);
    return texts.stream()
            .anyMatch(text -> text.getBytes(StandardCharsets.UTF_8).length > limits.textBytes())
        ? Optional.of(StanzaError.of(Condition.NOT_ACCEPTABLE, "a name is too long"))
        : Optional.empty();
  }

  /** RFC 6121 2.5: the subscriptions end in both directions. */
  private void remove(IqRequest request, BareJid contact, AccountState account, EntityShard shard) {
    if (account.roster().item(contact).isEmpty()) {
      request.refuse(Condition.ITEM_NOT_FOUND);
      return;
    }
    SubscriptionState before = account.roster().state(contact);
    List<RosterChange> changes =
        List.of(
            new ItemRemoved(account.jid(), contact, account.roster().nextVersion(clock.millis())));
    updates.commit(account, shard, changes);
    updates.push(account, shard, changes);
    request.succeed();
    presence.endSubscriptions(account, shard, contact, before);
  }
}
