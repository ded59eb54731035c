package io.pipit.pubsub.change;

import io.pipit.pubsub.Affiliation;
import io.pipit.pubsub.FieldStatistics;
import io.pipit.pubsub.Item;
import io.pipit.pubsub.ItemEntry;
import io.pipit.pubsub.NodeConfig;
import io.pipit.pubsub.PublishKind;
import io.pipit.pubsub.RollUpPeriod;
import io.pipit.pubsub.Shared;
import io.pipit.pubsub.Subscription;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.Jid;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Something that was decided about a node, or about the service as a whole. It is stored before
 * anybody is told, and applying it is the only way in which memory changes. Ids and times are in
 * it, never drawn when it is applied; it names what goes and never counts it, so that it does the
 * same to a node of which not everything is there yet.
 */
public sealed interface Change {

  /** The address of the service that the node belongs to. */
  BareJid service();

  /** The name of the node; that of the root, which is empty, for what is about no node. */
  String node();

  /** Whether the service's directory has to know: everything but what happens to items. */
  default boolean concernsDirectory() {
    return true;
  }

  /** Whether the node itself has to know, and not only the directory. */
  default boolean concernsNode() {
    return true;
  }

  /** Whether it has to survive: one that has not is applied and not logged. */
  default boolean isDurable() {
    return true;
  }

  /** Whether something goes with it that takes room: it is taken even when there is none. */
  default boolean frees() {
    return false;
  }

  /** The items whose payloads are in the record of this change. */
  default List<Item> held() {
    return List.of();
  }

  void accept(Visitor visitor);

  /**
   * XEP-0060 8.1.
   *
   * @param creator becomes the owner
   * @param created in whole milliseconds
   */
  record NodeCreated(
      BareJid service, String node, BareJid creator, NodeConfig config, Instant created)
      implements Change {
    private static final Shared<BareJid> CREATORS = new Shared<>();

    public NodeCreated {
      creator = CREATORS.of(creator);
      config = config.shared();
    }

    @Override
    public void accept(Visitor visitor) {
      visitor.nodeCreated(this);
    }
  }

  /**
   * XEP-0060 8.2.
   *
   * @param dropThrough items up to this sequence number go, 0 for none
   */
  record NodeConfigured(BareJid service, String node, NodeConfig config, long dropThrough)
      implements Change {
    public NodeConfigured {
      config = config.shared();
    }

    @Override
    public boolean frees() {
      return dropThrough > 0;
    }

    @Override
    public void accept(Visitor visitor) {
      visitor.nodeConfigured(this);
    }
  }

  /**
   * XEP-0060 8.4.
   *
   * @param redirectUri where it is now, for who asks later; null for nowhere
   */
  record NodeDeleted(BareJid service, String node, @Nullable String redirectUri) implements Change {
    public NodeDeleted(BareJid service, String node) {
      this(service, node, null);
    }

    @Override
    public boolean frees() {
      return true;
    }

    @Override
    public void accept(Visitor visitor) {
      visitor.nodeDeleted(this);
    }
  }

  /** XEP-0060 8.5. */
  record NodePurged(BareJid service, String node) implements Change {
    @Override
    public boolean concernsDirectory() {
      return false;
    }

    @Override
    public boolean frees() {
      return true;
    }

    @Override
    public void accept(Visitor visitor) {
      visitor.nodePurged(this);
    }
  }

  /**
   * XEP-0060 7.1: all items of one publish.
   *
   * @param items in the order of their sequence numbers
   * @param dropThrough items up to this sequence number go for them, 0 for none
   * @param kind what becomes of what stands for the node
   */
  record ItemsPublished(
      BareJid service, String node, List<Item> items, long dropThrough, PublishKind kind)
      implements Change {
    public ItemsPublished {
      items = List.copyOf(items);
    }

    /** A publish as XEP-0060 has it. */
    public ItemsPublished(BareJid service, String node, List<Item> items, long dropThrough) {
      this(service, node, items, dropThrough, PublishKind.ITEM);
    }

    @Override
    public List<Item> held() {
      return items;
    }

    @Override
    public boolean concernsDirectory() {
      return false;
    }

    @Override
    public void accept(Visitor visitor) {
      visitor.itemsPublished(this);
    }
  }

  /** An item stands for a node that keeps no items: it is none of the node's. */
  record ItemStands(BareJid service, String node, Item item) implements Change {
    @Override
    public List<Item> held() {
      return List.of(item);
    }

    @Override
    public boolean concernsDirectory() {
      return false;
    }

    @Override
    public void accept(Visitor visitor) {
      visitor.itemStands(this);
    }
  }

  /** Nothing stands for the node any more, not even its newest item. */
  record StandingEnded(BareJid service, String node) implements Change {
    @Override
    public boolean concernsDirectory() {
      return false;
    }

    @Override
    public boolean frees() {
      return true;
    }

    @Override
    public void accept(Visitor visitor) {
      visitor.standingEnded(this);
    }
  }

  /**
   * What stands for the node no longer follows its newest item. Said when an item is about to pass,
   * and in snapshots.
   *
   * @param entry of what stands, null when nothing does; its payload is where that says
   */
  record StandingSet(BareJid service, String node, @Nullable ItemEntry entry) implements Change {
    @Override
    public boolean concernsDirectory() {
      return false;
    }

    @Override
    public void accept(Visitor visitor) {
      visitor.standingSet(this);
    }
  }

  /**
   * A publish that is known when it is sent again. Comes with what it published, and alone when the
   * node keeps no items.
   *
   * @param key that its publisher gave it, null for none
   * @param at when, in whole milliseconds
   */
  record PublishRemembered(
      BareJid service,
      String node,
      BareJid publisher,
      @Nullable String key,
      Instant at,
      List<RememberedItem> items)
      implements Change {
    public PublishRemembered {
      items = List.copyOf(items);
    }

    /**
     * One of its items.
     *
     * @param digest of the payload; empty when the item is not known by its content
     */
    public record RememberedItem(String id, String digest) {}

    @Override
    public boolean concernsDirectory() {
      return false;
    }

    @Override
    public void accept(Visitor visitor) {
      visitor.publishRemembered(this);
    }
  }

  /**
   * The newest item of a node that keeps none, for who subscribes later (XEP-0060 12.10). Not worth
   * the log: a restart forgets it.
   */
  record LastItemCached(BareJid service, String node, Item item) implements Change {
    @Override
    public boolean isDurable() {
      return false;
    }

    @Override
    public boolean concernsDirectory() {
      return false;
    }

    @Override
    public void accept(Visitor visitor) {
      visitor.lastItemCached(this);
    }
  }

  /**
   * Items are past their time (XEP-0060 16.4.4, item_expire).
   *
   * @param through the sequence number of the last of them
   */
  record ItemsExpired(BareJid service, String node, long through) implements Change {
    @Override
    public boolean concernsDirectory() {
      return false;
    }

    @Override
    public boolean frees() {
      return true;
    }

    @Override
    public void accept(Visitor visitor) {
      visitor.itemsExpired(this);
    }
  }

  /**
   * What was published long ago is remembered no more.
   *
   * @param from what arrived before goes
   */
  record HistoryTrimmed(BareJid service, String node, Instant from) implements Change {
    @Override
    public boolean concernsDirectory() {
      return false;
    }

    @Override
    public boolean frees() {
      return true;
    }

    @Override
    public void accept(Visitor visitor) {
      visitor.historyTrimmed(this);
    }
  }

  /** An event came back from a subscriber (XEP-0060 12.4). Not worth the log. */
  record BounceCounted(BareJid service, String node, String subid) implements Change {
    @Override
    public boolean isDurable() {
      return false;
    }

    @Override
    public boolean concernsDirectory() {
      return false;
    }

    @Override
    public void accept(Visitor visitor) {
      visitor.bounceCounted(this);
    }
  }

  /**
   * The owners are asked about a request to subscribe (XEP-0060 8.6). Not worth the log: whoever
   * waits is asked about again when an owner comes online.
   *
   * @param requested when that was decided
   * @param at when they are asked, the same or later
   */
  record OwnersAsked(
      BareJid service, String node, Jid jid, String subid, Instant requested, Instant at)
      implements Change {
    @Override
    public boolean isDurable() {
      return false;
    }

    @Override
    public boolean concernsDirectory() {
      return false;
    }

    @Override
    public void accept(Visitor visitor) {
      visitor.ownersAsked(this);
    }
  }

  /**
   * The payloads of these items are in this record from now on, and in no earlier one any more: the
   * log was cleaned, or they come from elsewhere with the numbers that they have there.
   *
   * @param items in the order of their sequence numbers
   */
  record ItemsKept(BareJid service, String node, List<KeptItem> items) implements Change {
    public ItemsKept {
      items = List.copyOf(items);
    }

    /**
     * One of them.
     *
     * @param isItem whether it is an item of the node
     * @param isInHistory whether the history of the node holds it
     * @param stands whether it stands for the node, and not as its newest item
     */
    public record KeptItem(Item item, boolean isItem, boolean isInHistory, boolean stands) {

      /** One that does not stand for the node, or does as its newest item. */
      public KeptItem(Item item, boolean isItem, boolean isInHistory) {
        this(item, isItem, isInHistory, false);
      }
    }

    @Override
    public List<Item> held() {
      return items.stream().map(KeptItem::item).toList();
    }

    @Override
    public boolean concernsDirectory() {
      return false;
    }

    @Override
    public boolean frees() {
      return true;
    }

    @Override
    public void accept(Visitor visitor) {
      visitor.itemsKept(this);
    }
  }

  /**
   * What the other changes of the head of a node do not say. Never decided: the last change of a
   * head in a snapshot.
   *
   * @param lastSeq the highest sequence number that was given
   * @param newestArrival of all items that there were
   * @param itemsFrom the sequence number of the oldest item, above all when there is none
   * @param historyFrom that of the oldest that the history holds, in the same way
   * @param pending the subids of the subscriptions that wait for an owner, the oldest first
   */
  record NodeRestored(
      BareJid service,
      String node,
      long lastSeq,
      Instant newestArrival,
      long itemsFrom,
      long historyFrom,
      List<String> pending)
      implements Change {
    public NodeRestored {
      pending = List.copyOf(pending);
    }

    @Override
    public boolean concernsDirectory() {
      return false;
    }

    @Override
    public void accept(Visitor visitor) {
      visitor.nodeRestored(this);
    }
  }

  /**
   * A node went elsewhere (XEP-0060 8.4): what is left of it. Never decided: of a snapshot, where
   * the node itself is not any more.
   */
  record NodeDeparted(
      BareJid service,
      String node,
      String redirectUri,
      NodeConfig config,
      Map<BareJid, Affiliation> affiliations)
      implements Change {
    public NodeDeparted {
      affiliations = Map.copyOf(affiliations);
    }

    @Override
    public boolean concernsDirectory() {
      return false;
    }

    @Override
    public void accept(Visitor visitor) {
      visitor.nodeDeparted(this);
    }
  }

  /**
   * What numbers came to in periods that are over is published; comes with that.
   *
   * @param through all that began before, in whole milliseconds
   */
  record RolledUp(BareJid service, String node, RollUpPeriod period, Instant through)
      implements Change {
    @Override
    public boolean concernsDirectory() {
      return false;
    }

    @Override
    public void accept(Visitor visitor) {
      visitor.rolledUp(this);
    }
  }

  /**
   * What numbers have come to in a period that is not over. Never decided: of a snapshot, where the
   * items are not from which it follows.
   */
  record RollUpRestored(
      BareJid service,
      String node,
      RollUpPeriod period,
      Instant begin,
      List<FieldStatistics> fields)
      implements Change {
    public RollUpRestored {
      fields = List.copyOf(fields);
    }

    @Override
    public boolean concernsDirectory() {
      return false;
    }

    @Override
    public void accept(Visitor visitor) {
      visitor.rollUpRestored(this);
    }
  }

  /** XEP-0060 7.2. */
  record ItemsRetracted(BareJid service, String node, List<String> ids) implements Change {
    public ItemsRetracted {
      ids = List.copyOf(ids);
    }

    @Override
    public boolean concernsDirectory() {
      return false;
    }

    @Override
    public boolean frees() {
      return true;
    }

    @Override
    public void accept(Visitor visitor) {
      visitor.itemsRetracted(this);
    }
  }

  /**
   * A subscription has come (XEP-0060 6.1), or is from now on as it is here: approved, configured,
   * renewed.
   *
   * @param due when to look at it again, in whole milliseconds: to remind of the end of its lease
   *     or to end it; null for never
   */
  record Subscribed(BareJid service, String node, Subscription subscription, @Nullable Instant due)
      implements Change {
    @Override
    public void accept(Visitor visitor) {
      visitor.subscribed(this);
    }
  }

  /** The end of a subscription: XEP-0060 6.2. */
  record Unsubscribed(BareJid service, String node, Jid jid, String subid) implements Change {
    @Override
    public void accept(Visitor visitor) {
      visitor.unsubscribed(this);
    }
  }

  /** The subscriber was told that its lease is about to end: XEP-0060 12.19. */
  record LeaseReminded(BareJid service, String node, Jid jid, String subid) implements Change {
    @Override
    public boolean concernsDirectory() {
      return false;
    }

    @Override
    public void accept(Visitor visitor) {
      visitor.leaseReminded(this);
    }
  }

  /**
   * A subscriber was told of what was published since its last digest: XEP-0060 16.4.2.
   *
   * @param seq of the last item that it was told of or need not be told of
   * @param next when the next is due, null when nothing waits for it
   */
  record DigestSent(
      BareJid service, String node, Jid jid, String subid, long seq, @Nullable Instant next)
      implements Change {
    @Override
    public boolean concernsDirectory() {
      return false;
    }

    @Override
    public void accept(Visitor visitor) {
      visitor.digestSent(this);
    }
  }

  /**
   * What a subscription to a collection is still to be told of a node, together with what it is to
   * be told of others: XEP-0060 16.4.2.
   *
   * @param collection what is subscribed to: a collection, a filter, or empty for the root
   * @param after the sequence number through which it was told
   * @param due when it is to be told, null when nothing waits any more
   */
  record DigestWaits(
      BareJid service,
      String node,
      String collection,
      Jid jid,
      String subid,
      long after,
      @Nullable Instant due)
      implements Change {
    @Override
    public boolean concernsDirectory() {
      return false;
    }

    @Override
    public void accept(Visitor visitor) {
      visitor.digestWaits(this);
    }
  }

  /** XEP-0060 8.9. */
  record AffiliationChanged(BareJid service, String node, BareJid entity, Affiliation affiliation)
      implements Change {
    @Override
    public void accept(Visitor visitor) {
      visitor.affiliationChanged(this);
    }
  }

  /**
   * A node came into a collection (XEP-0248 7.5). Known to the directory alone.
   *
   * @param node the collection
   */
  record ChildAssociated(BareJid service, String node, String child) implements Change {
    @Override
    public boolean concernsNode() {
      return false;
    }

    @Override
    public void accept(Visitor visitor) {
      visitor.childAssociated(this);
    }
  }

  /**
   * A node left a collection (XEP-0248 7.6). Known to the directory alone.
   *
   * @param node the collection
   */
  record ChildDisassociated(BareJid service, String node, String child) implements Change {
    @Override
    public boolean concernsNode() {
      return false;
    }

    @Override
    public void accept(Visitor visitor) {
      visitor.childDisassociated(this);
    }
  }

  /**
   * An entity has registered with the service (XEP-0077 3.1). Known to the directory alone, and
   * about no node.
   */
  record EntityRegistered(BareJid service, BareJid entity) implements Change {
    @Override
    public String node() {
      return "";
    }

    @Override
    public boolean concernsNode() {
      return false;
    }

    @Override
    public void accept(Visitor visitor) {
      visitor.entityRegistered(this);
    }
  }

  /** The registration of an entity has ended (XEP-0077 3.2). Like {@link EntityRegistered}. */
  record RegistrationEnded(BareJid service, BareJid entity) implements Change {
    @Override
    public String node() {
      return "";
    }

    @Override
    public boolean concernsNode() {
      return false;
    }

    @Override
    public void accept(Visitor visitor) {
      visitor.registrationEnded(this);
    }
  }

  /** One method for each change. */
  interface Visitor {
    void nodeCreated(NodeCreated change);

    void nodeConfigured(NodeConfigured change);

    void nodeDeleted(NodeDeleted change);

    void nodePurged(NodePurged change);

    void itemsPublished(ItemsPublished change);

    void itemStands(ItemStands change);

    void standingEnded(StandingEnded change);

    void standingSet(StandingSet change);

    void publishRemembered(PublishRemembered change);

    void lastItemCached(LastItemCached change);

    void bounceCounted(BounceCounted change);

    void ownersAsked(OwnersAsked change);

    void itemsExpired(ItemsExpired change);

    void historyTrimmed(HistoryTrimmed change);

    void itemsKept(ItemsKept change);

    void nodeRestored(NodeRestored change);

    void nodeDeparted(NodeDeparted change);

    void rolledUp(RolledUp change);

    void rollUpRestored(RollUpRestored change);

    void itemsRetracted(ItemsRetracted change);

    void subscribed(Subscribed change);

    void unsubscribed(Unsubscribed change);

    void leaseReminded(LeaseReminded change);

    void digestSent(DigestSent change);

    void digestWaits(DigestWaits change);

    void affiliationChanged(AffiliationChanged change);

    void childAssociated(ChildAssociated change);

    void childDisassociated(ChildDisassociated change);

    void entityRegistered(EntityRegistered change);

    void registrationEnded(RegistrationEnded change);
  }
}
