package io.pipit.pubsub.engine;

import io.pipit.pubsub.AvailableResource;
import io.pipit.pubsub.Context;
import io.pipit.pubsub.NodeConfig;
import io.pipit.pubsub.NodeConfigFields;
import io.pipit.pubsub.Subscription;
import io.pipit.pubsub.SubscriptionOptions;
import io.pipit.pubsub.notify.Notification;
import io.pipit.pubsub.notify.Notification.Header;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.FullJid;
import io.pipit.xmpp.Jid;
import io.pipit.xmpp.Show;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Whom the events of a node go to: each subscribed address once, however many of its subscriptions
 * match (XEP-0060 6.1.6).
 *
 * <p>Addresses with one subscription and nothing special about it, which is nearly all of them, are
 * one list that every event shares. What has to be asked at delivery is asked of the others alone.
 * Immutable; made for one state of a node and kept until that changes or {@link #validUntil}.
 */
final class Audience {

  /**
   * An address about which something is asked at delivery.
   *
   * @param byPresence the resources that get the event by presence in the place of the address;
   *     whatever its subscriptions say of when, they say how
   */
  record Reader(Jid jid, List<Subscription> subscriptions, List<Jid> byPresence) {

    Reader(Jid jid, List<Subscription> subscriptions) {
      this(jid, List.copyOf(subscriptions), List.of());
    }

    boolean isReachedByPresence() {
      return !byPresence.isEmpty();
    }

    /** Whether an event for the address may differ from what others get. */
    boolean saysHow() {
      return subscriptions.size() > 1 || includesBody(subscriptions);
    }

    Reader at(List<Jid> resources) {
      return new Reader(jid, subscriptions, List.copyOf(resources));
    }
  }

  /** One event message for some of the recipients. */
  @FunctionalInterface
  interface Event {
    Notification to(List<Jid> recipients, List<Header> headers);

    /** Whether something of it is what a subscription with such options is about (12.20). */
    default boolean concerns(SubscriptionOptions options) {
      return true;
    }

    /** Whether of a group of subscriptions one is told, and not each. */
    default boolean isShared() {
      return false;
    }

    /** What of it these subscriptions are about: this itself when that is all. */
    default Event narrowed(List<Subscription> matching) {
      return this;
    }

    /** As {@link #to}, for who wants a message body in it (12.8). */
    default Notification withBody(List<Jid> recipients, List<Header> headers) {
      return to(recipients, headers);
    }
  }

  private final List<Jid> plain;
  private final List<Reader> others;
  private final List<Jid> byPresence;
  private final Sharing sharing;
  private final Instant validUntil;
  private final NodeConfig config;

  Audience(
      List<Jid> plain,
      List<Reader> others,
      List<Jid> byPresence,
      Sharing sharing,
      Instant validUntil,
      NodeConfig config) {
    this.config = config;
    this.sharing = sharing;
    this.plain = List.copyOf(plain);
    this.others = List.copyOf(others);
    this.byPresence = List.copyOf(byPresence);
    this.validUntil = validUntil;
  }

  /** When the first lease among the subscriptions ends. */
  Instant validUntil() {
    return validUntil;
  }

  /**
   * These and resources that get the events by presence, each address once. Who subscribed with the
   * bare JID gets an event at each resource that wants it, or, when there is none, at the bare JID
   * (XEP-0163 4.3.2). Several subscriptions are noted there too (XEP-0060 7.1.2.4).
   */
  Audience with(List<Jid> resources) {
    if (resources.isEmpty()) {
      return this;
    }
    if (plain.isEmpty() && others.isEmpty()) {
      List<Jid> all = List.copyOf(resources);
      return new Audience(all, List.of(), all, sharing, validUntil, config);
    }
    Set<Jid> reached = andBare(resources);
    Map<Jid, List<Jid>> left = byAddress(resources);
    List<Reader> readers = new ArrayList<>(others.size());
    for (Reader reader : others) {
      if (!reached.contains(reader.jid)) {
        readers.add(reader);
      } else if (reader.saysHow() && left.containsKey(reader.jid)) {
        readers.add(reader.at(left.remove(reader.jid)));
      }
    }
    List<Jid> all = new ArrayList<>(resources.size() + plain.size());
    left.values().forEach(all::addAll);
    plain.stream().filter(jid -> !reached.contains(jid)).forEach(all::add);
    return new Audience(all, readers, resources, sharing, validUntil, config);
  }

  /** By the address in whose name they are told: that of a subscription, if there is one. */
  private Map<Jid, List<Jid>> byAddress(List<Jid> resources) {
    if (others.isEmpty()) {
      return Map.of(resources.get(0).bare(), resources); // nobody asks whose they are
    }
    Set<Jid> subscribed = always();
    others.forEach(reader -> subscribed.add(reader.jid));
    Map<Jid, List<Jid>> byAddress = new LinkedHashMap<>();
    for (Jid resource : resources) {
      Jid address = subscribed.contains(resource) ? resource : resource.bare();
      byAddress.computeIfAbsent(address, first -> new ArrayList<>()).add(resource);
    }
    return byAddress;
  }

  private static Set<Jid> andBare(Collection<Jid> resources) {
    Set<Jid> all = new HashSet<>(resources);
    resources.forEach(resource -> all.add(resource.bare()));
    return all;
  }

  /** Addresses, and those that what goes to resources by presence has reached. */
  Set<Jid> andByPresence(Set<Jid> addresses) {
    if (byPresence.isEmpty()) {
      return addresses;
    }
    Set<Jid> all = andBare(byPresence);
    all.addAll(addresses);
    return all;
  }

  /** Those that every event goes to. */
  Set<Jid> always() {
    return new HashSet<>(plain);
  }

  /**
   * Tells of items: notes the subscriptions where an address has several (7.1.2.4, 7.2.2.2).
   *
   * @param now whether a subscription that takes digests is told of it at once
   * @return those that this event went to of whom something had to be asked; not who may get it as
   *     one of a group
   */
  Set<Jid> tellOfItems(Event event, Predicate<Subscription> now, Context context, Draft draft) {
    if (!plain.isEmpty()) {
      draft.tell(event.to(plain, List.of()));
    }
    if (!sharing.isEmpty() && event.isShared()) {
      sharing.tell(event, config, context, draft);
    }
    if (others.isEmpty()) {
      return Set.of();
    }
    Set<Jid> told = new HashSet<>();
    Set<Jid> subscribed = new HashSet<>();
    List<Jid> alike = new ArrayList<>();
    List<Jid> alikeWithBody = new ArrayList<>();
    for (Reader reader : others) {
      List<Subscription> concerned =
          reader.subscriptions.stream()
              .filter(
                  each ->
                      each.options().delivers()
                          && !(event.isShared() && each.options().isGrouped())
                          && event.concerns(each.options())
                          && (!each.options().digests() || now.test(each)))
              .toList();
      if (reader.isReachedByPresence()) {
        List<Subscription> matching =
            concerned.stream().filter(each -> isInPresence(each, config, context)).toList();
        List<Header> headers = headers(reader, matching);
        boolean withBody = includesBody(matching);
        if (headers.isEmpty()) {
          (withBody ? alikeWithBody : alike).addAll(reader.byPresence);
        } else {
          draft.tell(
              withBody
                  ? event.withBody(reader.byPresence, headers)
                  : event.to(reader.byPresence, headers));
        }
        told.addAll(reader.byPresence);
        subscribed.add(reader.jid);
        continue;
      }
      for (Map.Entry<Jid, List<Subscription>> delivery :
          deliveries(reader.jid, concerned, each -> each, config, context).entrySet()) {
        Jid address = delivery.getKey();
        if (!told.add(address)) {
          continue;
        }
        List<Subscription> matching = delivery.getValue();
        List<Header> headers = headers(reader, matching);
        // One message for all subscriptions of the address, so a body for all (12.8).
        boolean withBody = includesBody(matching);
        Event wanted = event.narrowed(matching);
        if (headers.isEmpty() && wanted == event) {
          (withBody ? alikeWithBody : alike).add(address);
        } else {
          List<Jid> only = List.of(address);
          draft.tell(withBody ? wanted.withBody(only, headers) : wanted.to(only, headers));
        }
        subscribed.add(reader.jid);
      }
    }
    told.addAll(subscribed);
    if (!alikeWithBody.isEmpty()) {
      draft.tell(event.withBody(alikeWithBody, List.of()));
    }
    if (!alike.isEmpty()) {
      draft.tell(event.to(alike, List.of()));
    }
    return told;
  }

  private static boolean includesBody(List<Subscription> matching) {
    return matching.stream().anyMatch(each -> each.options().includesBody());
  }

  private static List<Header> headers(Reader reader, List<Subscription> matching) {
    return reader.subscriptions.size() == 1
        ? List.of()
        : matching.stream().map(each -> Header.subid(each.subid())).toList();
  }

  /**
   * Tells of the node itself. Such an event says nothing of subscriptions (12.16).
   *
   * @return the addresses that it went to, and those they are subscribed with
   */
  Set<Jid> tellOfNode(Event event, Context context, Draft draft) {
    Set<Jid> recipients = new LinkedHashSet<>(plain);
    Set<Jid> subscribed = new HashSet<>();
    for (Reader reader : others) {
      if (reader.isReachedByPresence()) {
        recipients.addAll(reader.byPresence);
        continue;
      }
      List<Subscription> delivering =
          reader.subscriptions.stream().filter(each -> each.options().delivers()).toList();
      Set<Jid> addresses =
          deliveries(reader.jid, delivering, each -> each, config, context).keySet();
      if (!addresses.isEmpty()) {
        recipients.addAll(addresses);
        subscribed.add(reader.jid);
      }
    }
    draft.tell(event.to(List.copyOf(recipients), List.of()));
    recipients.addAll(subscribed);
    return andByPresence(recipients);
  }

  /** Everyone whose subscription is in force, also who wants no events. */
  List<Jid> all() {
    List<Jid> everyone = new ArrayList<>(plain);
    for (Reader reader : others) {
      if (reader.isReachedByPresence()) {
        everyone.addAll(reader.byPresence);
      } else {
        everyone.add(reader.jid);
      }
    }
    return everyone;
  }

  /**
   * Where an event for subscriptions of one address goes now: to the address or, when all that want
   * it say in which presence (16.4.2) and the address is a bare one, to each of its resources that
   * is in such a presence. Each with those subscriptions that it goes there for.
   *
   * @param wanting those that want the event if only the presence is right
   * @param subscription which subscription one of these is
   */
  static <T> Map<Jid, List<T>> deliveries(
      Jid jid,
      List<T> wanting,
      Function<T, Subscription> subscription,
      NodeConfig node,
      Context context) {
    List<T> matching =
        wanting.stream()
            .filter(each -> isInPresence(subscription.apply(each), node, context))
            .toList();
    if (matching.isEmpty()) {
      return Map.of();
    }
    if (!matching.stream().allMatch(each -> picksResources(subscription.apply(each)))) {
      return Map.of(jid, matching);
    }
    Map<Jid, List<T>> byResource = new LinkedHashMap<>();
    for (AvailableResource resource : context.presence().resources(jid.bare())) {
      List<T> there =
          matching.stream()
              .filter(
                  each -> subscription.apply(each).options().showValues().contains(resource.show()))
              .toList();
      if (!there.isEmpty()) {
        byResource.put(resource.jid(), there);
      }
    }
    return byResource;
  }

  /** Where an event for one subscription goes now if it wants it: see {@link #deliveries}. */
  static List<Jid> addresses(Subscription wanting, NodeConfig node, Context context) {
    return List.copyOf(
        deliveries(wanting.jid(), List.of(wanting), each -> each, node, context).keySet());
  }

  /**
   * Whether an event for a subscription goes to a resource of its entity now, by itself: one of a
   * group has no claim to any event.
   */
  static boolean reaches(
      FullJid resource, Subscription subscription, NodeConfig node, Context context) {
    List<Jid> addresses =
        subscription.options().delivers() && !subscription.options().isGrouped()
            ? addresses(subscription, node, context)
            : List.of();
    return addresses.contains(resource) || addresses.contains(resource.bare());
  }

  /** Whether events go to some of the resources of a bare address and not to others. */
  static boolean picksResources(Subscription subscription) {
    return subscription.jid() instanceof BareJid && !subscription.options().showValues().isEmpty();
  }

  /**
   * Whether the subscriber is as available as it wants to be for events (16.4.2), or as the node
   * wants it to be (12.6).
   */
  static boolean isInPresence(Subscription subscription, NodeConfig node, Context context) {
    Set<Show> wanted = subscription.options().showValues();
    if (wanted.isEmpty() && !node.get(NodeConfigFields.PRESENCE_BASED_DELIVERY)) {
      return true;
    }
    Jid jid = subscription.jid();
    for (AvailableResource resource : context.presence().resources(jid.bare())) {
      boolean meant = !(jid instanceof FullJid) || resource.jid().equals(jid);
      if (meant && (wanted.isEmpty() || wanted.contains(resource.show()))) {
        return true;
      }
    }
    return false;
  }
}
