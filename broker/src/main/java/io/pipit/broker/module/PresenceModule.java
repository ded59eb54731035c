package io.pipit.broker.module;

import io.pipit.broker.account.AccountState;
import io.pipit.broker.account.AccountStateCodec;
import io.pipit.broker.account.RosterChange;
import io.pipit.broker.account.RosterChange.ItemSet;
import io.pipit.broker.account.RosterChange.RequestStored;
import io.pipit.broker.account.RosterItem;
import io.pipit.broker.account.RosterLimits;
import io.pipit.broker.account.Session;
import io.pipit.broker.account.SubscriptionDecision;
import io.pipit.broker.account.SubscriptionState;
import io.pipit.broker.routing.Delivery;
import io.pipit.broker.routing.PresenceHandler;
import io.pipit.broker.routing.Resource;
import io.pipit.broker.routing.Router;
import io.pipit.broker.shard.EntityShard;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.Element;
import io.pipit.xmpp.FullJid;
import io.pipit.xmpp.Jid;
import io.pipit.xmpp.Presence;
import io.pipit.xmpp.Stanza;
import io.pipit.xmpp.StanzaError;
import io.pipit.xmpp.StanzaError.Condition;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Presence of an account and the subscriptions to it (RFC 6121 3 and 4). Contacts of this node and
 * of others are told in the same way, through {@link Delivery}.
 *
 * <p>What follows from a change of the roster leaves when the change is durable; a stanza is routed
 * to the contact only then, so that a crash cannot leave the contact with an answer to a request
 * that the owner never made.
 */
public final class PresenceModule implements PresenceHandler {

  /** Says in the stream features that requests can be approved in advance (RFC 6121 3.4.1). */
  public static final Element PRE_APPROVAL_FEATURE =
      Element.of("sub", "urn:xmpp:features:pre-approval");

  /** To how many entities one resource may direct presence at a time. */
  static final int DIRECTED_TARGETS = Resource.DIRECTED_TARGETS;

  private final RosterUpdates updates;
  private final CapsModule caps;
  private final Delivery delivery;
  private final Function<BareJid, RosterLimits> limits;
  private final Clock clock;
  private final PresenceStamp stamp;

  /** Presence goes as it was sent. */
  public PresenceModule(
      RosterUpdates updates,
      CapsModule caps,
      Delivery delivery,
      Function<BareJid, RosterLimits> limits,
      Clock clock) {
    this(updates, caps, delivery, limits, clock, PresenceStamp.NONE);
  }

  /**
   * @param limits how large the roster of an account may become; asked in the account's shard
   * @param stamp what available presence gets added
   */
  public PresenceModule(
      RosterUpdates updates,
      CapsModule caps,
      Delivery delivery,
      Function<BareJid, RosterLimits> limits,
      Clock clock,
      PresenceStamp stamp) {
    this.updates = updates;
    this.caps = caps;
    this.delivery = delivery;
    this.limits = limits;
    this.clock = clock;
    this.stamp = stamp;
  }

  @Override
  public void sent(FullJid resource, Presence presence, AccountState account, EntityShard shard) {
    Optional<Jid> to = presence.to();
    if (to.isPresent() && account.blockList().blocks(to.get())) {
      // Sent right behind the block.
      if (!presence.isError()) {
        refuse(resource, presence, Router.BLOCKED, shard);
      }
    } else if (to.isPresent()) {
      if (presence.type().managesSubscription()) {
        subscriptionSent(resource, presence, to.get().bare(), account, shard);
      } else {
        directed(resource, presence, to.get(), account, shard);
      }
    } else if (presence.type() == Presence.Type.AVAILABLE) {
      available(account.session(resource), presence.withFrom(resource), account, shard);
    } else if (presence.type() == Presence.Type.UNAVAILABLE) {
      Presence last = presence.withFrom(resource);
      boolean wasAvailable = unavailable(account.session(resource), last, account, shard);
      if (wasAvailable) {
        tell(shard, List.of(last.withTo(resource)));
      }
    }
  }

  @Override
  public void received(Presence presence, AccountState account, EntityShard shard) {
    Jid from = presence.from().orElseThrow();
    if (presence.type() == Presence.Type.PROBE) {
      probed(from, presence.to().orElseThrow(), account, shard);
    } else if (!presence.type().managesSubscription()) {
      // The end of a presence is what whoever was just blocked is told.
      boolean shown = presence.type() == Presence.Type.AVAILABLE;
      for (Session session : account.available()) {
        if (!(shown && updates.isBlocked(from.bare(), session.resource()))) {
          hand(shard, session, presence);
        }
      }
    } else if (!from.bare().equals(account.jid()) && !shard.hasFailed()) {
      subscriptionReceived(presence, from.bare(), account, shard);
    }
  }

  @Override
  public void disconnected(FullJid resource, AccountState account, EntityShard shard) {
    account
        .end(resource)
        .ifPresent(
            session ->
                unavailable(
                    session,
                    Presence.of(Presence.Type.UNAVAILABLE, resource, account.jid()),
                    account,
                    shard));
  }

  // ---- presence for all: RFC 6121 4.2, 4.4, 4.5

  private void available(Session session, Presence sent, AccountState account, EntityShard shard) {
    Presence presence = stamp.stamped(sent, account, shard);
    boolean initial = !session.isAvailable();
    session.available(sent, presence);
    List<Stanza> out = new ArrayList<>();
    subscribers(account).forEach(contact -> out.add(presence.withTo(contact)));
    // Everybody is subscribed to himself: 4.2.2.
    account.available().forEach(own -> out.add(presence.withTo(own.resource())));
    if (initial) {
      for (Session other : account.available()) {
        if (other != session) {
          other.presence().ifPresent(theirs -> out.add(theirs.withTo(session.resource())));
        }
      }
      for (RosterItem item : account.roster().items()) {
        if (item.subscription().includesTo() && !account.blockList().blocks(item.contact())) {
          out.add(Presence.of(Presence.Type.PROBE, session.resource(), item.contact()));
        }
      }
    }
    tell(shard, out);
    if (initial) {
      // 3.1.3: with each new available resource, until they are answered.
      account.roster().requests().stream()
          .filter(request -> !account.blockList().blocks(request.contact()))
          .forEach(request -> hand(shard, session, request.toPresence(account.jid())));
    }
    caps.available(session, presence, account, shard);
  }

  /**
   * In the account's shard: what its presence is stamped with is another. Who gets the presence of
   * its available resources gets it again, where that makes it another; presence that was directed
   * to somebody is for the client to renew (XEP-0398 6.1).
   */
  public void again(AccountState account, EntityShard shard) {
    List<Stanza> out = new ArrayList<>();
    for (Session session : account.available()) {
      Presence sent = session.sent().orElseThrow();
      Presence presence = stamp.stamped(sent, account, shard);
      if (!session
          .presence()
          .filter(told -> told.element().equals(presence.element()))
          .isPresent()) {
        session.available(sent, presence);
        subscribers(account).forEach(contact -> out.add(presence.withTo(contact)));
        account.available().forEach(own -> out.add(presence.withTo(own.resource())));
      }
    }
    tell(shard, out);
  }

  /** Tells everybody who believes the resource to be available; whether it was. */
  private boolean unavailable(
      Session session, Presence last, AccountState account, EntityShard shard) {
    boolean wasAvailable = session.isAvailable();
    session.unavailable();
    caps.unavailable(session.resource(), account, shard);
    Set<Jid> recipients = new LinkedHashSet<>();
    if (wasAvailable) {
      recipients.addAll(subscribers(account));
      account.available().forEach(own -> recipients.add(own.resource()));
    }
    for (Jid target : session.directed()) {
      if (!recipients.contains(target.bare())) {
        recipients.add(target);
      }
    }
    session.directed().clear();
    tell(shard, recipients.stream().map(last::withTo).toList());
    return wasAvailable;
  }

  private static List<BareJid> subscribers(AccountState account) {
    return account.roster().items().stream()
        .filter(item -> item.subscription().includesFrom())
        .map(RosterItem::contact)
        .filter(contact -> !account.blockList().blocks(contact))
        .toList();
  }

  // ---- presence for one: RFC 6121 4.6, 4.3

  private void directed(
      FullJid resource, Presence presence, Jid to, AccountState account, EntityShard shard) {
    Set<Jid> targets = account.session(resource).directed();
    switch (presence.type()) {
      case AVAILABLE -> {
        if (targets.size() >= DIRECTED_TARGETS && !targets.contains(to)) {
          refuse(
              resource,
              presence,
              StanzaError.of(
                  Condition.POLICY_VIOLATION, "presence is directed to too many already"),
              shard);
          return;
        }
        targets.add(to);
        tell(shard, List.of(stamp.directed(presence, to, account, shard)));
      }
      case UNAVAILABLE -> {
        targets.remove(to);
        tell(shard, List.of(presence));
      }
      // An account answers for its resources.
      case PROBE -> tell(shard, List.of(presence.withTo(to.bare())));
      default -> tell(shard, List.of(presence));
    }
  }

  /**
   * 4.3.2; silence for strangers, as for an account that does not exist.
   *
   * @param of whose presence is asked for: the account's, or one resource's
   */
  private void probed(Jid prober, Jid of, AccountState account, EntityShard shard) {
    BareJid contact = prober.bare();
    boolean authorized =
        contact.equals(account.jid())
            || (account.roster().showsPresenceTo(contact) && !account.blockList().blocks(prober));
    if (!authorized) {
      return;
    }
    List<Session> available =
        account.available().stream()
            .filter(session -> of instanceof BareJid || of.equals(session.resource()))
            .toList();
    tell(
        shard,
        available.isEmpty()
            ? List.of(Presence.of(Presence.Type.UNAVAILABLE, of, prober))
            : presences(available, prober));
  }

  private static List<Stanza> presences(List<Session> available, Jid to) {
    List<Stanza> presences = new ArrayList<>();
    available.forEach(session -> session.presence().ifPresent(p -> presences.add(p.withTo(to))));
    return presences;
  }

  // ---- subscriptions: RFC 6121 3

  private void subscriptionSent(
      FullJid resource,
      Presence presence,
      BareJid contact,
      AccountState account,
      EntityShard shard) {
    if (contact.equals(account.jid())) {
      return; // Everybody is subscribed to himself.
    }
    if (shard.refusesChanges()) {
      refuse(resource, presence, shard.refusal(), shard);
      return;
    }
    SubscriptionDecision decision =
        SubscriptionDecision.outbound(account, contact, presence.type(), clock.millis());
    if (addsItem(decision, contact, account)
        && account.roster().size() >= limits.apply(account.jid()).items()) {
      refuse(resource, presence, RosterModule.rosterFull(limits.apply(account.jid())), shard);
      return;
    }
    updates.commit(account, shard, decision.changes());
    if (losesPresence(decision)) {
      // 3.2.2: while the contact still is subscribed.
      tellUnavailable(account, shard, contact);
    }
    if (decision.passes()) {
      tell(shard, List.of(presence.withFrom(account.jid()).withTo(contact)));
    }
    updates.push(account, shard, decision.changes());
    if (gainsPresence(decision)) {
      tell(shard, presences(account.available(), contact)); // 3.1.5
    }
  }

  private void subscriptionReceived(
      Presence presence, BareJid contact, AccountState account, EntityShard shard) {
    SubscriptionDecision decision =
        SubscriptionDecision.inbound(account, contact, presence, clock.millis());
    Optional<StanzaError> tooMuch = tooMuch(decision, account);
    if (tooMuch.isPresent()) {
      tell(
          shard,
          List.of(presence.withFrom(contact).withTo(account.jid()).errorReply(tooMuch.get())));
      return;
    }
    updates.commit(account, shard, decision.changes());
    if (decision.granted()) {
      tell(shard, List.of(Presence.of(Presence.Type.SUBSCRIBED, account.jid(), contact)));
    }
    if (decision.passes()) {
      Presence delivered = presence.withFrom(contact).withTo(account.jid());
      boolean request = presence.type() == Presence.Type.SUBSCRIBE;
      for (Session session : account.sessions()) {
        if (request ? session.isAvailable() : session.isInterested()) {
          hand(shard, session, delivered);
        }
      }
    }
    // Behind the stanza that is the reason: 3.1.6.
    updates.push(account, shard, decision.changes());
    if (losesPresence(decision)) {
      tellUnavailable(account, shard, contact); // 3.3.3
    } else if (gainsPresence(decision)) {
      tell(shard, presences(account.available(), contact));
    }
  }

  private static boolean addsItem(
      SubscriptionDecision decision, BareJid contact, AccountState account) {
    return account.roster().item(contact).isEmpty()
        && decision.changes().stream().anyMatch(ItemSet.class::isInstance);
  }

  private Optional<StanzaError> tooMuch(SubscriptionDecision decision, AccountState account) {
    for (RosterChange change : decision.changes()) {
      if (change instanceof RequestStored) {
        if (AccountStateCodec.encode(change).payload().length
            > limits.apply(account.jid()).requestBytes()) {
          return Optional.of(
              StanzaError.of(Condition.POLICY_VIOLATION, "a request of this size is not kept"));
        }
        if (account.roster().requests().size() >= limits.apply(account.jid()).requests()) {
          return Optional.of(StanzaError.of(Condition.RESOURCE_CONSTRAINT));
        }
      }
    }
    return Optional.empty();
  }

  private static boolean losesPresence(SubscriptionDecision decision) {
    return decision.before().subscription().includesFrom()
        && !decision.after().subscription().includesFrom();
  }

  private static boolean gainsPresence(SubscriptionDecision decision) {
    return !decision.before().subscription().includesFrom()
        && decision.after().subscription().includesFrom();
  }

  /**
   * Tells a contact that is no more in the roster that all subscriptions between them have ended
   * (2.5.2).
   */
  void endSubscriptions(
      AccountState account, EntityShard shard, BareJid contact, SubscriptionState before) {
    if (before.subscription().includesFrom()) {
      tellUnavailable(account, shard, contact);
      tell(shard, List.of(Presence.of(Presence.Type.UNSUBSCRIBED, account.jid(), contact)));
    }
    if (before.subscription().includesTo() || before.pendingOut()) {
      tell(shard, List.of(Presence.of(Presence.Type.UNSUBSCRIBE, account.jid(), contact)));
    }
  }

  private void tellUnavailable(AccountState account, EntityShard shard, BareJid contact) {
    List<Stanza> out = new ArrayList<>();
    for (Session session : account.available()) {
      out.add(Presence.of(Presence.Type.UNAVAILABLE, session.resource(), contact));
    }
    tell(shard, out);
  }

  // ---- ways out, each behind what the shard has committed

  private void tell(EntityShard shard, List<? extends Stanza> stanzas) {
    if (!stanzas.isEmpty()) {
      shard.release(() -> stanzas.forEach(delivery::deliver));
    }
  }

  private void hand(EntityShard shard, Session session, Stanza stanza) {
    shard.release(() -> delivery.deliverTo(session.resource(), stanza));
  }

  private void refuse(FullJid resource, Presence presence, StanzaError error, EntityShard shard) {
    Presence reply = presence.withFrom(resource).errorReply(error);
    shard.release(() -> delivery.deliverTo(resource, reply));
  }
}
