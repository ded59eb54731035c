package io.pipit.pubsub.engine;

import io.pipit.pubsub.Context;
import io.pipit.pubsub.NodeConfig;
import io.pipit.pubsub.Subscription;
import io.pipit.pubsub.notify.Notification;
import io.pipit.pubsub.notify.Notification.Header;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.Jid;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The groups among the subscriptions to a node or above it (option {@code pipit#group}): what is
 * published goes to one of each. A group is of one account and of one node, collection or filter,
 * and is told beside what addresses get by subscriptions without a group. Immutable.
 */
final class Sharing {

  static final Sharing NONE = new Sharing(Map.of());

  /**
   * @param subscribed the node, collection or filter that is subscribed to
   */
  private record Group(BareJid account, String subscribed, String name) {}

  /**
   * @param headers the notes on what it is told
   */
  private record Member(Subscription subscription, List<Header> headers) {}

  private final Map<Group, List<Member>> groups;

  private Sharing(Map<Group, List<Member>> groups) {
    this.groups = groups;
  }

  boolean isEmpty() {
    return groups.isEmpty();
  }

  /** Offers to each group what was published. */
  void tell(Audience.Event event, NodeConfig config, Context context, Draft draft) {
    groups.forEach(
        (group, members) -> {
          List<Notification> offers = new ArrayList<>(members.size());
          for (Member member : members) {
            offer(event, member, config, context, offers);
          }
          if (!offers.isEmpty()) {
            draft.tell(new Notification.ItemsShared(group.subscribed, group.name, offers));
          }
        });
  }

  private static void offer(
      Audience.Event event,
      Member member,
      NodeConfig config,
      Context context,
      List<Notification> offers) {
    Subscription held = member.subscription;
    if (!held.options().delivers() || !event.concerns(held.options())) {
      return;
    }
    List<Jid> addresses = Audience.addresses(held, config, context);
    if (!addresses.isEmpty()) {
      Audience.Event wanted = event.narrowed(List.of(held));
      offers.add(
          held.options().includesBody()
              ? wanted.withBody(addresses, member.headers)
              : wanted.to(addresses, member.headers));
    }
  }

  /** Collects groups. Confined to its caller. */
  static final class Builder {

    /** Made for the first: nearly no node has any. */
    private Map<Group, List<Member>> groups = Map.of();

    /** Adds a subscription that has a group. */
    void add(String subscribed, Subscription subscription, List<Header> headers) {
      if (groups.isEmpty()) {
        groups = new LinkedHashMap<>();
      }
      Group group =
          new Group(subscription.jid().bare(), subscribed, subscription.options().group());
      groups
          .computeIfAbsent(group, first -> new ArrayList<>())
          .add(new Member(subscription, headers));
    }

    /** Nothing is added after that. */
    Sharing build() {
      return groups.isEmpty() ? NONE : new Sharing(groups);
    }
  }
}
