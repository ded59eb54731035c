package io.pipit.pubsub.engine;

import io.pipit.pubsub.Context;
import io.pipit.pubsub.Inherited;
import io.pipit.pubsub.NodeConfig;
import io.pipit.pubsub.NodeConfigFields;
import io.pipit.pubsub.Subscription;
import io.pipit.pubsub.notify.Notification.Header;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.Jid;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * Who gets events of a node by subscriptions to collections and filters (XEP-0248 5.3): each
 * address once, with a note of all that it is told by. Access is judged at the node, so that no
 * collection leads past it (10.1).
 *
 * <p>Those of whom nothing is asked at delivery are kept in groups that share one message.
 * Immutable; made for one state of a node and of the tree.
 */
final class Inheritors {

  static final Inheritors NONE =
      new Inheritors(
          List.of(), List.of(), List.of(), Sharing.NONE, Instant.MAX, NodeConfig.INITIAL);

  /** Addresses that are told by the same collections. */
  private record Group(List<Header> headers, List<Jid> jids) {}

  /** An address about which something is asked at delivery. */
  private record Reader(Jid jid, List<Inherited> subscriptions) {}

  private final List<Group> groups;
  private final List<Reader> readers;

  /** Subscriptions that are told of items from time to time. */
  private final List<Inherited> digests;

  private final Sharing sharing;
  private final Instant validUntil;
  private final NodeConfig config;

  private Inheritors(
      List<Group> groups,
      List<Reader> readers,
      List<Inherited> digests,
      Sharing sharing,
      Instant validUntil,
      NodeConfig config) {
    this.sharing = sharing;
    this.config = config;
    this.digests = List.copyOf(digests);
    this.groups = List.copyOf(groups);
    this.readers = List.copyOf(readers);
    this.validUntil = validUntil;
  }

  /**
   * Those who may see what happens to a node.
   *
   * @param others who are told by a subscription to the node itself
   */
  static Inheritors of(
      List<Inherited> inherited, Set<Jid> others, NodeAccess node, Action action, Context context) {
    Instant now = context.now();
    Instant validUntil = Instant.MAX;
    Map<Jid, List<Inherited>> byAddress = new LinkedHashMap<>();
    Sharing.Builder sharing = new Sharing.Builder();
    for (Inherited each : inherited) {
      Subscription subscription = each.subscription();
      if (!subscription.isActive(now)) {
        continue;
      }
      boolean isShared =
          subscription.options().isGrouped()
              && Access.decide(subscription.jid().bare(), action, node, context).isEmpty();
      if (isShared) {
        sharing.add(each.collection(), subscription, List.of(Header.collection(each.collection())));
      }
      boolean isToldBeside = others.contains(subscription.jid());
      if (!isToldBeside) {
        byAddress.computeIfAbsent(subscription.jid(), first -> new ArrayList<>()).add(each);
      }
      if (isShared || !isToldBeside) {
        Instant end = subscription.options().expiry().at();
        validUntil = end != null && end.isBefore(validUntil) ? end : validUntil;
      }
    }
    // What a bare address gets by one of these may go to an address with a subscription of its own.
    Set<BareJid> picking = new HashSet<>();
    byAddress.forEach(
        (jid, all) -> {
          if (all.stream().anyMatch(each -> Audience.picksResources(each.subscription()))) {
            picking.add(jid.bare());
          }
        });
    boolean byPresence = node.config().get(NodeConfigFields.PRESENCE_BASED_DELIVERY);
    Map<List<Header>, List<Jid>> groups = new LinkedHashMap<>();
    List<Reader> readers = new ArrayList<>();
    List<Inherited> digests = new ArrayList<>();
    // Where nothing is kept there is nothing to collect.
    boolean collects = action == Action.RECEIVE && node.config().persistsItems();
    byAddress.forEach(
        (jid, all) -> {
          if (Access.decide(jid.bare(), action, node, context).isPresent()) {
            return;
          }
          List<Inherited> held = new ArrayList<>(all.size());
          for (Inherited each : all) {
            (collects && each.subscription().options().digests() ? digests : held).add(each);
          }
          if (held.isEmpty()) {
            return;
          }
          if (!byPresence
              && !picking.contains(jid.bare())
              && held.stream().allMatch(each -> isPlain(each.subscription()))) {
            groups.computeIfAbsent(headers(held), first -> new ArrayList<>()).add(jid);
          } else {
            readers.add(new Reader(jid, List.copyOf(held)));
          }
        });
    readers.sort(Comparator.comparing(reader -> reader.jid instanceof BareJid));
    List<Group> alike = new ArrayList<>();
    groups.forEach((headers, jids) -> alike.add(new Group(headers, List.copyOf(jids))));
    return new Inheritors(alike, readers, digests, sharing.build(), validUntil, node.config());
  }

  private static boolean isPlain(Subscription subscription) {
    return subscription.options().delivers()
        && subscription.options().showValues().isEmpty()
        && !subscription.options().isGrouped();
  }

  private static List<Header> headers(List<Inherited> held) {
    Set<String> collections = new TreeSet<>();
    held.forEach(each -> collections.add(each.collection()));
    return collections.stream().map(Header::collection).toList();
  }

  boolean isEmpty() {
    return groups.isEmpty() && readers.isEmpty() && digests.isEmpty() && sharing.isEmpty();
  }

  /** The subscriptions that wait for what is published, to be told of it later. */
  List<Inherited> digests() {
    return digests;
  }

  /** Whether no lease among the subscriptions has ended since. */
  boolean isValid(Context context) {
    return validUntil.equals(Instant.MAX) || context.now().isBefore(validUntil);
  }

  /**
   * Tells of an event.
   *
   * @param told who was told of it already
   */
  void tell(Audience.Event event, Set<Jid> told, Context context, Draft draft) {
    tellOfItems(event, each -> true, told, context, draft);
  }

  /**
   * Tells of items.
   *
   * @param now whether a subscription that takes digests is told of it at once
   * @param told who was told of it already
   */
  void tellOfItems(
      Audience.Event event, Predicate<Inherited> now, Set<Jid> told, Context context, Draft draft) {
    if (isEmpty()) {
      return;
    }
    if (!sharing.isEmpty() && event.isShared()) {
      sharing.tell(event, config, context, draft);
    }
    for (Group group : groups) {
      draft.tell(event.to(without(told, group.jids), group.headers));
    }
    if (readers.isEmpty() && digests.isEmpty()) {
      return;
    }
    Set<Jid> reached = new HashSet<>(told);
    for (Reader reader : readers) {
      if (!told.contains(reader.jid)) {
        tell(event, reader.jid, reader.subscriptions, reached, context, draft);
      }
    }
    if (!digests.isEmpty()) {
      tellDigesting(event, now, reached, context, draft);
    }
  }

  private void tell(
      Audience.Event event,
      Jid jid,
      List<Inherited> subscriptions,
      Set<Jid> reached,
      Context context,
      Draft draft) {
    List<Inherited> delivering =
        subscriptions.stream()
            .filter(
                each ->
                    each.subscription().options().delivers()
                        && !(event.isShared() && each.subscription().options().isGrouped()))
            .toList();
    Audience.deliveries(jid, delivering, Inherited::subscription, config, context)
        .forEach(
            (address, matching) -> {
              if (reached.add(address)) {
                draft.tell(event.to(List.of(address), headers(matching)));
              }
            });
  }

  private void tellDigesting(
      Audience.Event event,
      Predicate<Inherited> now,
      Set<Jid> reached,
      Context context,
      Draft draft) {
    Set<Jid> others = new HashSet<>(reached);
    groups.forEach(group -> others.addAll(group.jids));
    readers.forEach(reader -> others.add(reader.jid));
    Map<Jid, List<Inherited>> byAddress = new LinkedHashMap<>();
    for (Inherited each : digests) {
      Subscription subscription = each.subscription();
      if (now.test(each) && !others.contains(subscription.jid())) {
        byAddress.computeIfAbsent(subscription.jid(), first -> new ArrayList<>()).add(each);
      }
    }
    byAddress.forEach((jid, held) -> tell(event, jid, held, others, context, draft));
  }

  private static List<Jid> without(Set<Jid> told, List<Jid> jids) {
    return told.isEmpty() ? jids : jids.stream().filter(jid -> !told.contains(jid)).toList();
  }
}
