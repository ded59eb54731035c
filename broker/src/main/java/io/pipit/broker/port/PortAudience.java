package io.pipit.broker.port;

import io.pipit.broker.account.BlockLists;
import io.pipit.broker.queue.QueueSettings.Ends;
import io.pipit.broker.routing.LoopDelivery;
import io.pipit.broker.stream.LoopInbox;
import io.pipit.pubsub.DoorAudience;
import io.pipit.pubsub.DoorSubscription;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.Jid;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who listens to a node at doors: each subscriber once, whatever the number of its subscriptions
 * that match, and those of one event loop together. Immutable; any thread.
 */
final class PortAudience implements DoorAudience {

  /** The subscribers of one event loop, with what each of them asks for. */
  private static final class OnLoop {

    final LoopInbox loop;
    final LiveSubscriber[] subscribers;
    final LiveMatch[] matches;

    /** For what the subscriber has published itself; null when it wants none of that. */
    final @Nullable LiveMatch[] own;

    OnLoop(LoopInbox loop, List<Entry> entries) {
      this.loop = loop;
      int size = entries.size();
      subscribers = new LiveSubscriber[size];
      matches = new LiveMatch[size];
      own = new LiveMatch[size];
      for (int i = 0; i < size; i++) {
        Entry entry = entries.get(i);
        subscribers[i] = entry.subscriber;
        matches[i] = entry.match;
        own[i] = entry.own;
      }
    }

    List<Entry> entries() {
      List<Entry> entries = new ArrayList<>(subscribers.length);
      for (int i = 0; i < subscribers.length; i++) {
        entries.add(new Entry(subscribers[i], matches[i], own[i]));
      }
      return entries;
    }
  }

  /** One subscriber, with all its subscriptions that match. */
  private record Entry(LiveSubscriber subscriber, LiveMatch match, @Nullable LiveMatch own) {

    static Entry of(List<PortSubscription> held) {
      List<PortSubscription> others =
          held.stream().filter(each -> !each.filter().noLocal()).toList();
      LiveMatch match = match(held);
      LiveMatch own =
          others.size() == held.size() ? match : others.isEmpty() ? null : match(others);
      return new Entry(held.get(0).subscriber(), match, own);
    }

    /**
     * For what somebody has published; null when that is the subscriber itself and it wants none.
     */
    @Nullable LiveMatch matchFor(Jid requester) {
      return own != match && requester.equals(subscriber.address()) ? own : match;
    }

    private static LiveMatch match(List<PortSubscription> held) {
      return held.size() == 1
          ? held.get(0).alone()
          : LiveMatch.of(held.stream().map(PortSubscription::filter).toList());
    }
  }

  /**
   * One of the queues that an item waits in.
   *
   * @param match what its subscriptions come to
   */
  record Queued(QueueSubscriber subscriber, LiveMatch match) {}

  private final List<OnLoop> loops;

  /** Those of which items wait for their consumer. */
  private final List<Entry> queues;

  /** Of all subscribers, each once. */
  private final List<BareJid> accounts;

  private PortAudience(List<Entry> entries) {
    Map<LoopInbox, List<Entry>> byLoop = new LinkedHashMap<>();
    Set<BareJid> distinct = new LinkedHashSet<>();
    for (Entry entry : entries) {
      byLoop.computeIfAbsent(entry.subscriber.loop(), loop -> new ArrayList<>()).add(entry);
      distinct.add(entry.subscriber.address().bare());
    }
    List<OnLoop> all = new ArrayList<>();
    byLoop.forEach((loop, those) -> all.add(new OnLoop(loop, those)));
    this.loops = all;
    this.queues =
        entries.stream().filter(entry -> entry.subscriber instanceof QueueSubscriber).toList();
    this.accounts = List.copyOf(distinct);
  }

  /** Of subscriptions that {@link PortSubscriptions} has found. */
  static PortAudience of(List<DoorSubscription> allowed) {
    Map<LiveSubscriber, List<PortSubscription>> bySubscriber = new LinkedHashMap<>();
    for (DoorSubscription each : allowed) {
      PortSubscription subscription = (PortSubscription) each;
      bySubscriber
          .computeIfAbsent(subscription.subscriber(), subscriber -> new ArrayList<>(1))
          .add(subscription);
    }
    return new PortAudience(bySubscriber.values().stream().map(Entry::of).toList());
  }

  boolean isEmpty() {
    return loops.isEmpty();
  }

  /** Those that neither block who tells them nor are blocked by it. */
  PortAudience reachable(BareJid sender, BlockLists blocks) {
    List<BareJid> reachable = blocks.reachable(sender, accounts);
    if (reachable.size() == accounts.size()) {
      return this;
    }
    Set<BareJid> left = Set.copyOf(reachable);
    return new PortAudience(
        loops.stream()
            .flatMap(each -> each.entries().stream())
            .filter(entry -> left.contains(entry.subscriber.address().bare()))
            .toList());
  }

  /** Whether there is any queue among them. */
  boolean hasQueues() {
    return !queues.isEmpty();
  }

  /**
   * The queues in which an item waits.
   *
   * @param requester who has published it
   * @param assurance the most that its publisher asks to be done for it to arrive: what has to
   *     arrive at most once waits nowhere
   */
  List<Queued> queued(Jid requester, int assurance) {
    if (queues.isEmpty() || assurance == 0) {
      return List.of();
    }
    List<Queued> queued = new ArrayList<>(queues.size());
    for (Entry entry : queues) {
      LiveMatch match = entry.matchFor(requester);
      if (match != null
          && match.assurance() > 0
          && entry.subscriber instanceof QueueSubscriber queue) {
        queued.add(new Queued(queue, match));
      }
    }
    return queued;
  }

  /**
   * The queues that are told when nothing stands for the node any more, whatever their filters do
   * for items to arrive: at least once.
   *
   * @param requester who has caused it
   */
  List<Queued> toldOfEnd(Jid requester) {
    List<Queued> told = new ArrayList<>();
    for (Entry entry : queues) {
      if (entry.subscriber instanceof QueueSubscriber queue && queue.ends() == Ends.ALWAYS) {
        LiveMatch match = entry.matchFor(requester);
        if (match != null) {
          told.add(new Queued(queue, match));
        }
      }
    }
    return told;
  }

  /**
   * The queues in which it waits like an item that items of the node were taken back.
   *
   * @param requester who has caused it
   * @param assurance the most that is to be done for that to arrive
   */
  List<Queued> toldOfWithdrawn(Jid requester, int assurance) {
    return queued(requester, assurance).stream()
        .filter(each -> each.subscriber().ends() == Ends.AS_TOLD)
        .toList();
  }

  /** Sends something to the loops of the subscribers. */
  @FunctionalInterface
  interface Sender {
    void send(LoopInbox loop, LoopDelivery delivery);
  }

  /**
   * Tells all of them, of one item after the other.
   *
   * @return how many deliveries that makes
   */
  int tell(List<LiveItem> items, Sender sender) {
    int deliveries = 0;
    if (!items.isEmpty()) {
      for (OnLoop each : loops) {
        Batch batch = new Batch(each, items);
        deliveries += batch.left();
        sender.send(each.loop, batch);
      }
    }
    return deliveries;
  }

  /** Items on their way to the subscribers of one loop. Confined to it. */
  private static final class Batch implements LoopDelivery {

    private final OnLoop to;
    private final List<LiveItem> items;
    private int item;
    private int next;

    Batch(OnLoop to, List<LiveItem> items) {
      this.to = to;
      this.items = items;
    }

    @Override
    public void deliver(int most) {
      for (int sent = 0; sent < most && item < items.size(); sent++) {
        LiveItem told = items.get(item);
        int at = next++;
        if (next == to.subscribers.length) {
          next = 0;
          item++;
        }
        LiveSubscriber subscriber = to.subscribers[at];
        LiveMatch match = to.matches[at];
        if (to.own[at] != match && told.requester().equals(subscriber.address())) {
          match = to.own[at];
        }
        if (match != null && !waits(subscriber, told, match)) {
          subscriber.published(told, match);
        }
      }
    }

    /** Whether it waits in a queue, from where it is delivered. */
    private static boolean waits(LiveSubscriber subscriber, LiveItem told, LiveMatch match) {
      if (!(subscriber instanceof QueueSubscriber queue)) {
        return false;
      }
      if (told.isItem() || (told.isWithdrawn() && queue.ends() == Ends.AS_TOLD)) {
        return match.assurance() > 0 && told.assurance() > 0;
      }
      return told.ends() && queue.ends() == Ends.ALWAYS;
    }

    @Override
    public int left() {
      return (items.size() - item) * to.subscribers.length - next;
    }
  }
}
