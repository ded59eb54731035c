package io.pipit.pubsub;

import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.Message;
import io.pipit.xmpp.ResultSet;
import io.pipit.xmpp.SerializedXml;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The answer to a command: a reply or a {@link Refusal}. Written by one encoder. */
public sealed interface Response {

  /** Success with nothing to say. */
  record Done() implements Response {}

  /**
   * Nothing was done.
   *
   * @param detail what was wrong, for a person; null when the error says it all
   * @param value what the requester needs to go on, where the error has a place for it: the value
   *     of the newest item of {@link PubsubError#COMPARE_FAILED}, the new address of {@link
   *     PubsubError#GONE} and {@link PubsubError#REDIRECT}; null for nothing
   */
  record Refusal(PubsubError error, @Nullable String detail, @Nullable String value)
      implements Response {
    public Refusal(PubsubError error, @Nullable String detail) {
      this(error, detail, null);
    }

    public static Refusal of(PubsubError error) {
      return new Refusal(error, null, null);
    }
  }

  /** Whether the requester has registered with the service: XEP-0077 3.1. */
  record Registration(boolean registered) implements Response {}

  /** XEP-0060 8.1.1. */
  record Created(String node) implements Response {}

  /**
   * XEP-0060 7.1.2.
   *
   * @param ids of the items that were published, chosen or generated
   * @param repeated whether all of it was done before, and nothing now
   * @param anybody whether anybody was told of it
   */
  record Published(String node, List<String> ids, boolean repeated, boolean anybody)
      implements Response {
    public Published(String node, List<String> ids, boolean repeated) {
      this(node, ids, repeated, false);
    }

    public Published(String node, List<String> ids) {
      this(node, ids, false);
    }
  }

  /**
   * XEP-0060 6.1.2.
   *
   * @param options the effective options, null when none were asked for (6.3.7)
   */
  record Subscribed(NodeSubscription subscription, @Nullable OfferedOptions options)
      implements Response {}

  /** XEP-0060 6.2.2. */
  record Unsubscribed(NodeSubscription subscription) implements Response {}

  /** XEP-0060 6.3.3. */
  record Options(NodeSubscription subscription, OfferedOptions options) implements Response {}

  /**
   * XEP-0060 6.4.2.
   *
   * @param node null for those of the service
   */
  record DefaultOptions(@Nullable String node, OfferedOptions options) implements Response {}

  /**
   * Options of a subscription with the fields that a form of theirs shows.
   *
   * @param fields those that mean something at the node
   */
  record OfferedOptions(SubscriptionOptions values, List<OptionField<?>> fields) {
    public static OfferedOptions of(SubscriptionOptions values, NodeConfig node) {
      return new OfferedOptions(values, SubscriptionOptionFields.offered(node));
    }

    /** What a subscription begins with whose node is not known: all that some node offers. */
    public static OfferedOptions of(ServicePolicy service) {
      return new OfferedOptions(
          SubscriptionOptions.INITIAL, SubscriptionOptionFields.offered(service));
    }
  }

  /**
   * XEP-0060 5.6.
   *
   * @param node the one node that was asked for, null for all
   */
  record OwnSubscriptions(@Nullable String node, Page<NodeSubscription> subscriptions)
      implements Response {}

  /**
   * XEP-0060 5.7.
   *
   * @param node the one node that was asked for, null for all
   */
  record OwnAffiliations(@Nullable String node, Page<NodeAffiliation> affiliations)
      implements Response {}

  /**
   * XEP-0060 6.5.3.
   *
   * @param items carry a publisher only when the node shows it
   */
  record Items(String node, Page<RetrievedItem> items) implements Response {}

  /**
   * An item as a retrieval shows it.
   *
   * @param publisher whose address the item carries, null when the node does not say
   */
  record RetrievedItem(Item item, @Nullable BareJid publisher) {}

  /**
   * XEP-0465 4.4.
   *
   * @param node whose subscribers they are
   */
  record PublicSubscribers(String node, Page<BareJid> subscribers) implements Response {}

  /** XEP-0465 4.2. */
  record PublicSubscriptions(Page<ServiceNode> nodes) implements Response {}

  /** A node at the address of its service. */
  record ServiceNode(BareJid service, String node) {}

  /** XEP-0060 8.2.2. */
  record Configuration(String node, NodeConfig config) implements Response {}

  /** XEP-0060 8.3.3. */
  record DefaultConfiguration(NodeConfig config) implements Response {}

  /** XEP-0060 8.8.1.2. */
  record NodeSubscriptions(String node, Page<Subscription> subscriptions) implements Response {}

  /**
   * The nodes of an owner at which requests to subscribe wait, to choose from: XEP-0060 8.7.2.
   *
   * @param session the id of the session of the ad-hoc command
   */
  record PendingNodes(String session, List<String> nodes) implements Response {}

  /** The requests that wait at a node follow as messages: XEP-0060 8.7.4. */
  record PendingFollows(String session) implements Response {}

  /** An ad-hoc command was given up: XEP-0050 2.4. */
  record CommandCanceled(String session) implements Response {}

  /** XEP-0060 8.9.1.2. */
  record NodeAffiliations(String node, Page<EntityAffiliation> affiliations) implements Response {}

  /**
   * Some changes of subscriptions were refused, the others done: XEP-0060 8.8.2.4.
   *
   * @param unchanged the refused ones as they are
   */
  record SubscriptionsPartlyModified(String node, List<Subscription> unchanged)
      implements Response {}

  /**
   * Some changes of affiliations were refused, the others done: XEP-0060 8.9.2.4.
   *
   * @param unchanged the refused ones as they are
   */
  record AffiliationsPartlyModified(String node, List<EntityAffiliation> unchanged)
      implements Response {}

  /** XEP-0060 5.1. */
  record ServiceInfo(String name, List<String> features) implements Response {}

  /**
   * XEP-0050 2.2: the ad-hoc commands under a node.
   *
   * @param node as it was asked for
   */
  record Commands(String node, List<String> commands) implements Response {}

  /**
   * XEP-0050 2.3.
   *
   * @param node the list of the ad-hoc commands, or one of them
   */
  record CommandInfo(String node) implements Response {}

  /** The headers that mean something at the service: XEP-0131 2.2. */
  record HeaderInfo() implements Response {}

  /** Nothing is under the node of the headers. */
  record HeaderItems() implements Response {}

  /** XEP-0060 5.2. */
  record ServiceItems(Page<NamedNode> nodes) implements Response {}

  /**
   * A node as service discovery lists it.
   *
   * @param title for people, empty for none
   */
  record NamedNode(String node, String title) {}

  /** XEP-0060 5.3 and 5.4: what is known of a node. */
  record NodeInfo(
      String node,
      NodeConfig config,
      BareJid creator,
      Instant created,
      List<BareJid> owners,
      List<BareJid> publishers,
      int subscribers)
      implements Response {}

  /** XEP-0060 5.5. */
  record NodeItems(String node, Page<String> ids) implements Response {}

  /** A filter, which is a collection that nobody created. */
  record FilterInfo(String filter) implements Response {}

  /** The nodes in a collection or below a filter: XEP-0248 5.2. */
  record Children(String collection, Page<NamedNode> nodes) implements Response {}

  /**
   * Part of an archive: XEP-0313 4.2, 4.3. The items leave as messages of their own, before the
   * answer.
   *
   * @param messageType of the events of the node
   * @param items in the order that was asked for
   * @param set where they are in what matches the query
   * @param complete whether nothing that matches lies beyond them
   */
  record ArchivePage(
      String node,
      Message.Type messageType,
      List<ArchivedItem> items,
      ResultSet set,
      boolean complete)
      implements Response {
    public ArchivePage {
      items = List.copyOf(items);
    }
  }

  /**
   * A publish as an archive shows it.
   *
   * @param archiveId its name in the archive
   * @param publisher whose address the item carries, null when the node does not say
   * @param payload null for none or when payloads are not delivered
   * @param stamped whether events of the node say when the item arrived
   * @param headers that its publisher gave it
   */
  record ArchivedItem(
      String archiveId,
      Instant arrival,
      String id,
      @Nullable BareJid publisher,
      @Nullable SerializedXml payload,
      boolean stamped,
      List<ItemHeader> headers) {}

  /**
   * The ends of an archive: XEP-0313 5.
   *
   * @param oldest null when it is empty
   * @param newest null when it is empty
   */
  record ArchiveMetadata(@Nullable ArchiveEnd oldest, @Nullable ArchiveEnd newest)
      implements Response {}

  /** The first or last publish of an archive. */
  record ArchiveEnd(String archiveId, Instant arrival) {}

  /** What can be said in a query of an archive: XEP-0313 4.1.5. */
  record ArchiveForm() implements Response {}

  /** The leaves in a collection, for the service itself: never an answer to a stanza. */
  record Leaves(List<String> names) implements Response {
    public Leaves {
      names = List.copyOf(names);
    }
  }

  /**
   * Items of the leaves in a collection: XEP-0248 6.2.2.
   *
   * @param leaves those that have items, each with its items
   */
  record CollectionItems(List<Items> leaves) implements Response {
    public CollectionItems {
      leaves = List.copyOf(leaves);
    }
  }

  /**
   * What a node hands out for a digest, for the service itself: never an answer to a stanza.
   *
   * @param items the oldest first, none when nothing is to be told
   */
  record DigestPart(String node, List<DigestItem> items) implements Response {
    public DigestPart {
      items = List.copyOf(items);
    }
  }

  /**
   * An item as a digest shows it.
   *
   * @param publisher whose address the item carries, null when the node does not say
   * @param payload null for none or when payloads are not delivered
   */
  record DigestItem(String id, @Nullable BareJid publisher, @Nullable SerializedXml payload) {}
}
