package io.pipit.pubsub.notify;

import io.pipit.pubsub.Affiliation;
import io.pipit.pubsub.ItemAddress;
import io.pipit.pubsub.ItemHeader;
import io.pipit.pubsub.NodeConfig;
import io.pipit.pubsub.Response;
import io.pipit.pubsub.StanzaHeader;
import io.pipit.pubsub.Subscription;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.FullJid;
import io.pipit.xmpp.Jid;
import io.pipit.xmpp.Message;
import io.pipit.xmpp.SerializedXml;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One event message, the same for all its recipients but for {@code to} and {@code id}. Each
 * recipient is in it once. Immutable; the list of recipients is shared and may be the same object
 * for many notifications of a node.
 */
public sealed interface Notification {

  /** The service that tells. */
  BareJid service();

  String node();

  /** The exact addresses to send to, bare or full. */
  List<Jid> recipients();

  Message.Type messageType();

  /**
   * The resource that asked for what this tells of. It has the answer to its request and is left
   * out; empty when everybody is told.
   */
  default Optional<FullJid> answered() {
    return Optional.empty();
  }

  <R> R accept(Visitor<R> visitor);

  /**
   * An item as an event shows it.
   *
   * @param publisher whose address the item carries, null when the node does not say
   * @param payload null for none or when payloads are not delivered
   * @param stamp null when the node does not say
   * @param headers that its publisher gave it
   */
  record EventItem(
      String id,
      @Nullable BareJid publisher,
      @Nullable SerializedXml payload,
      @Nullable Stamp stamp,
      List<ItemHeader> headers) {

    public EventItem {
      headers = List.copyOf(headers);
    }

    /** An item without headers. */
    public EventItem(
        String id,
        @Nullable BareJid publisher,
        @Nullable SerializedXml payload,
        @Nullable Stamp stamp) {
      this(id, publisher, payload, stamp, List.of());
    }

    /** An item that does not say when it came. */
    public EventItem(String id, @Nullable BareJid publisher, @Nullable SerializedXml payload) {
      this(id, publisher, payload, null);
    }
  }

  /**
   * What the service knows of an item.
   *
   * @param archiveId its name in the archive of the node, null when it is in none
   */
  record Stamp(Instant arrival, @Nullable String archiveId) {}

  /** A note on an event: a header of XEP-0131. */
  record Header(String name, String value) {

    /** Which subscription of the recipient the event is for (XEP-0060 7.1.2.4, 16.5). */
    public static Header subid(String subid) {
      return new Header(StanzaHeader.SUBID.wire(), subid);
    }

    /** When the service took what the event tells of. */
    public static Header published(Instant arrival) {
      return new Header(StanzaHeader.PUBLISHED.wire(), arrival.toString());
    }

    /** By which subscribed collection an event comes (XEP-0248 5.3.1); empty for the root. */
    public static Header collection(String name) {
      return new Header(StanzaHeader.COLLECTION.wire(), name);
    }
  }

  /**
   * Items were published, or the newest is sent to a new subscriber: XEP-0060 7.1.2.
   *
   * @param items empty for a node that is told of without items
   * @param delayedSince when the items arrived, for one that is not new; else null
   * @param headers empty, but for recipients with something to note
   * @param replyTo the resource that published, for recipients who see the presence of the service
   *     (XEP-0163 4.3.1); null for all others
   */
  record ItemsPublished(
      BareJid service,
      String node,
      List<Jid> recipients,
      Message.Type messageType,
      List<EventItem> items,
      @Nullable Instant delayedSince,
      List<Header> headers,
      @Nullable FullJid replyTo)
      implements Notification {
    public ItemsPublished {
      recipients = List.copyOf(recipients);
      items = List.copyOf(items);
      headers = List.copyOf(headers);
    }

    /** An event that does not say by which resource it came. */
    public ItemsPublished(
        BareJid service,
        String node,
        List<Jid> recipients,
        Message.Type messageType,
        List<EventItem> items,
        @Nullable Instant delayedSince,
        List<Header> headers) {
      this(service, node, recipients, messageType, items, delayedSince, headers, null);
    }

    /** The same for others. */
    public ItemsPublished to(List<Jid> others, @Nullable FullJid replyAddress) {
      return new ItemsPublished(
          service, node, others, messageType, items, delayedSince, headers, replyAddress);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.itemsPublished(this);
    }
  }

  /**
   * Items were published, and the recipients want a message body that says what their payloads say:
   * XEP-0060 12.8. Told without one as its event.
   *
   * @param stylesheet makes the body
   */
  record ItemsPublishedWithBody(ItemsPublished event, ItemAddress stylesheet)
      implements Notification {
    /** The same for others. */
    public ItemsPublishedWithBody to(List<Jid> others, @Nullable FullJid replyAddress) {
      return new ItemsPublishedWithBody(event.to(others, replyAddress), stylesheet);
    }

    @Override
    public BareJid service() {
      return event.service();
    }

    @Override
    public String node() {
      return event.node();
    }

    @Override
    public List<Jid> recipients() {
      return event.recipients();
    }

    @Override
    public Message.Type messageType() {
      return event.messageType();
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return event.accept(visitor);
    }
  }

  /**
   * Items were published, and one resource is told: one of those that subscriptions of an account
   * with the same group are for. Which one is for the teller to say, who knows which are connected.
   *
   * @param subscribed the node, collection or filter that they are subscriptions to
   * @param group its name
   * @param offers what the subscriptions would be told, {@link ItemsPublished} or with body: at
   *     least one, all to addresses of one account
   */
  record ItemsShared(String subscribed, String group, List<Notification> offers)
      implements Notification {
    public ItemsShared {
      offers = List.copyOf(offers);
      if (offers.isEmpty()) {
        throw new IllegalArgumentException("offers to nobody");
      }
    }

    /** The account whose subscriptions these are. */
    public BareJid account() {
      return offers.get(0).recipients().get(0).bare();
    }

    @Override
    public BareJid service() {
      return offers.get(0).service();
    }

    @Override
    public String node() {
      return offers.get(0).node();
    }

    @Override
    public List<Jid> recipients() {
      return offers.stream().flatMap(offer -> offer.recipients().stream()).toList();
    }

    @Override
    public Message.Type messageType() {
      return offers.get(0).messageType();
    }

    /** Visits what the first is offered. */
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return offers.get(0).accept(visitor);
    }
  }

  /**
   * XEP-0060 7.2.2.1.
   *
   * @param headers empty, but for recipients with something to note
   */
  record ItemsRetracted(
      BareJid service,
      String node,
      List<Jid> recipients,
      Message.Type messageType,
      List<String> ids,
      List<Header> headers)
      implements Notification {
    public ItemsRetracted {
      recipients = List.copyOf(recipients);
      ids = List.copyOf(ids);
      headers = List.copyOf(headers);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.itemsRetracted(this);
    }
  }

  /** XEP-0060 8.5.2. */
  record NodePurged(
      BareJid service,
      String node,
      List<Jid> recipients,
      Message.Type messageType,
      List<Header> headers)
      implements Notification {
    public NodePurged {
      recipients = List.copyOf(recipients);
      headers = List.copyOf(headers);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.nodePurged(this);
    }
  }

  /** XEP-0060 8.4.2. */
  record NodeDeleted(
      BareJid service,
      String node,
      List<Jid> recipients,
      Message.Type messageType,
      @Nullable String redirectUri,
      List<Header> headers)
      implements Notification {
    public NodeDeleted {
      headers = List.copyOf(headers);
      recipients = List.copyOf(recipients);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.nodeDeleted(this);
    }
  }

  /**
   * XEP-0060 8.2.5.3.
   *
   * @param config null when the node tells of events without their content
   */
  record NodeConfigured(
      BareJid service,
      String node,
      List<Jid> recipients,
      Message.Type messageType,
      @Nullable NodeConfig config,
      List<Header> headers)
      implements Notification {
    public NodeConfigured {
      headers = List.copyOf(headers);
      recipients = List.copyOf(recipients);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.nodeConfigured(this);
    }
  }

  /**
   * XEP-0060 12.14.
   *
   * @param requester who asked for the change; null when it came of something else
   */
  record SubscriptionChanged(
      BareJid service,
      String node,
      List<Jid> recipients,
      Message.Type messageType,
      Subscription subscription,
      @Nullable Jid requester)
      implements Notification {
    public SubscriptionChanged {
      recipients = List.copyOf(recipients);
    }

    @Override
    public Optional<FullJid> answered() {
      return resource(requester);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.subscriptionChanged(this);
    }
  }

  /** Asks owners to approve a subscription: XEP-0060 8.6. */
  record ApprovalRequested(
      BareJid service, String node, List<Jid> recipients, Subscription subscription)
      implements Notification {
    public ApprovalRequested {
      recipients = List.copyOf(recipients);
    }

    @Override
    public Message.Type messageType() {
      return Message.Type.NORMAL;
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.approvalRequested(this);
    }
  }

  /**
   * XEP-0060 8.9.4.
   *
   * @param requester who asked for the change
   */
  record AffiliationChanged(
      BareJid service,
      String node,
      List<Jid> recipients,
      Message.Type messageType,
      BareJid entity,
      Affiliation affiliation,
      Jid requester)
      implements Notification {
    public AffiliationChanged {
      recipients = List.copyOf(recipients);
    }

    @Override
    public Optional<FullJid> answered() {
      return resource(requester);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.affiliationChanged(this);
    }
  }

  /**
   * A node was created: XEP-0248 5.3.1.
   *
   * @param headers by which collections the recipients are told
   */
  record NodeCreated(
      BareJid service,
      String node,
      List<Jid> recipients,
      Message.Type messageType,
      List<Header> headers)
      implements Notification {
    public NodeCreated {
      recipients = List.copyOf(recipients);
      headers = List.copyOf(headers);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.nodeCreated(this);
    }
  }

  /**
   * A node came into a collection or left it: XEP-0248 5.3.2.
   *
   * @param node the collection
   * @param isAssociated whether the child came
   * @param headers by which collections the recipients are told
   */
  record ChildChanged(
      BareJid service,
      String node,
      List<Jid> recipients,
      Message.Type messageType,
      String child,
      boolean isAssociated,
      List<Header> headers)
      implements Notification {
    public ChildChanged {
      recipients = List.copyOf(recipients);
      headers = List.copyOf(headers);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.childChanged(this);
    }
  }

  /**
   * What was published at the nodes of a collection since the digest before: XEP-0060 16.4.2.
   *
   * @param node the collection
   * @param parts one for each node, with one item at least
   */
  record ItemsCollected(
      BareJid service,
      String node,
      List<Jid> recipients,
      Message.Type messageType,
      List<Response.DigestPart> parts,
      List<Header> headers)
      implements Notification {
    public ItemsCollected {
      recipients = List.copyOf(recipients);
      parts = List.copyOf(parts);
      headers = List.copyOf(headers);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.itemsCollected(this);
    }
  }

  private static Optional<FullJid> resource(@Nullable Jid requester) {
    return requester instanceof FullJid resource ? Optional.of(resource) : Optional.empty();
  }

  /** One method for each notification. */
  interface Visitor<R> {
    R itemsPublished(ItemsPublished notification);

    R itemsRetracted(ItemsRetracted notification);

    R nodePurged(NodePurged notification);

    R nodeDeleted(NodeDeleted notification);

    R nodeConfigured(NodeConfigured notification);

    R subscriptionChanged(SubscriptionChanged notification);

    R approvalRequested(ApprovalRequested notification);

    R affiliationChanged(AffiliationChanged notification);

    R nodeCreated(NodeCreated notification);

    R itemsCollected(ItemsCollected notification);

    R childChanged(ChildChanged notification);
  }
}
