package io.pipit.pubsub.command;

import io.pipit.pubsub.ArchiveQuery;
import io.pipit.pubsub.Item;
import io.pipit.pubsub.ItemOrder;
import io.pipit.pubsub.PublishKind;
import io.pipit.pubsub.Response;
import io.pipit.pubsub.Subscription;
import io.pipit.pubsub.TypeFilter;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.FullJid;
import io.pipit.xmpp.Jid;
import io.pipit.xmpp.ResultSet.Request;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A request that concerns one node: decided where that node is. */
public sealed interface NodeCommand extends Command {

  /** The name of the node, not empty. */
  String node();

  <R> R accept(Visitor<R> visitor);

  /**
   * XEP-0060 7.1.
   *
   * @param items none for a bare trigger; their ids and payloads are not judged yet
   * @param preconditions the fields of the publish-options (7.1.5): what the node has to be like,
   *     or to become when this publish creates it
   * @param idempotencyKey by which the node knows the publish when it is sent again; null for none
   * @param kind what becomes of what stands for the node
   * @param template the name of that which the node has if it comes with this; null for the one
   *     that fits its name
   */
  record Publish(
      Jid requester,
      String node,
      List<PublishedItem> items,
      Map<String, List<String>> preconditions,
      @Nullable String idempotencyKey,
      PublishKind kind,
      @Nullable String template)
      implements NodeCommand {
    public Publish {
      items = List.copyOf(items);
      preconditions = Map.copyOf(preconditions);
    }

    /** A publish to a node that comes as its name says. */
    public Publish(
        Jid requester,
        String node,
        List<PublishedItem> items,
        Map<String, List<String>> preconditions,
        @Nullable String idempotencyKey,
        PublishKind kind) {
      this(requester, node, items, preconditions, idempotencyKey, kind, null);
    }

    /** A publish as XEP-0060 has it. */
    public Publish(
        Jid requester,
        String node,
        List<PublishedItem> items,
        Map<String, List<String>> preconditions,
        @Nullable String idempotencyKey) {
      this(requester, node, items, preconditions, idempotencyKey, PublishKind.ITEM);
    }

    /** A publish that asks nothing of its node and has no key. */
    public Publish(Jid requester, String node, List<PublishedItem> items) {
      this(requester, node, items, Map.of(), null);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.publish(this);
    }
  }

  /**
   * Nothing stands for the node any more. The item that did is retracted if the requester may do
   * that; in any case it stands no more.
   *
   * @param seq only if what was chosen to stand is the item with this number; null for whatever
   *     stands
   */
  record EndStanding(Jid requester, String node, @Nullable Long seq) implements NodeCommand {

    /** Whatever stands. */
    public EndStanding(Jid requester, String node) {
      this(requester, node, null);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.endStanding(this);
    }
  }

  /**
   * XEP-0060 7.2.
   *
   * @param tellSubscribers whether subscribers are to be told, whatever the node says
   */
  record Retract(Jid requester, String node, String item, boolean tellSubscribers)
      implements NodeCommand {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.retract(this);
    }
  }

  /**
   * XEP-0060 6.5.
   *
   * @param subid the subscription on whose behalf, null when the request does not say
   * @param ids the items wanted, empty for all
   * @param maxItems only so many of the newest, null for all
   * @param page the part wanted, null for as much as fits
   * @param order in which they are wanted (XEP-0413), empty for that of publication
   */
  record RetrieveItems(
      Jid requester,
      String node,
      @Nullable String subid,
      List<String> ids,
      @Nullable Integer maxItems,
      @Nullable Request page,
      List<ItemOrder> order)
      implements NodeCommand {
    public RetrieveItems {
      ids = List.copyOf(ids);
      order = List.copyOf(order);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.retrieveItems(this);
    }
  }

  /**
   * Who may be seen to subscribe to the node: XEP-0465 4.4.
   *
   * @param ids of the subscribers wanted, empty for all
   * @param page the part wanted, null for as much as fits
   */
  record RetrievePublicSubscribers(
      Jid requester, String node, List<String> ids, @Nullable Request page) implements NodeCommand {
    public RetrievePublicSubscribers {
      ids = List.copyOf(ids);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.retrievePublicSubscribers(this);
    }
  }

  /** What was published, also what is no item any more: XEP-0442 2. */
  record QueryArchive(Jid requester, String node, ArchiveQuery query) implements NodeCommand {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.queryArchive(this);
    }
  }

  /** Where the archive begins and ends: XEP-0313 5. */
  record DescribeArchive(Jid requester, String node) implements NodeCommand {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.describeArchive(this);
    }
  }

  /** What can be said in a query of the archive: XEP-0313 4.1.5. */
  record RetrieveArchiveForm(Jid requester, String node) implements NodeCommand {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.retrieveArchiveForm(this);
    }
  }

  /**
   * XEP-0060 6.1.
   *
   * @param jid the address that is to get the events
   * @param options the submitted fields (6.3.7), null when options were not spoken of
   * @param isPublic whether everybody may see the subscription (XEP-0465 4.1)
   */
  record Subscribe(
      Jid requester,
      String node,
      Jid jid,
      @Nullable Map<String, List<String>> options,
      boolean isPublic)
      implements NodeCommand {
    public Subscribe {
      options = options == null ? null : Map.copyOf(options);
    }

    public Subscribe(
        Jid requester, String node, Jid jid, @Nullable Map<String, List<String>> options) {
      this(requester, node, jid, options, false);
    }

    public Subscribe(Jid requester, String node, Jid jid) {
      this(requester, node, jid, null);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.subscribe(this);
    }
  }

  /**
   * XEP-0060 6.2.
   *
   * @param subid which subscription of the address, null when the request does not say
   */
  record Unsubscribe(Jid requester, String node, Jid jid, @Nullable String subid)
      implements NodeCommand {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.unsubscribe(this);
    }
  }

  /**
   * XEP-0060 6.3.2.
   *
   * @param subid which subscription of the address, null when the request does not say
   */
  record RetrieveOptions(Jid requester, String node, Jid jid, @Nullable String subid)
      implements NodeCommand {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.retrieveOptions(this);
    }
  }

  /**
   * XEP-0060 6.3.5.
   *
   * @param subid which subscription of the address, null when the request does not say
   * @param options the submitted fields; empty when the form was cancelled
   */
  record SetOptions(
      Jid requester,
      String node,
      Jid jid,
      @Nullable String subid,
      Map<String, List<String>> options)
      implements NodeCommand {
    public SetOptions {
      options = Map.copyOf(options);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.setOptions(this);
    }
  }

  /** The options that subscriptions to the node begin with: XEP-0060 6.4. */
  record RetrieveDefaultOptions(Jid requester, String node) implements NodeCommand {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.retrieveDefaultOptions(this);
    }
  }

  /** The requester's subscriptions to the node: XEP-0060 5.6. */
  record RetrieveOwnSubscriptions(Jid requester, String node, @Nullable Request page)
      implements NodeCommand {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.retrieveOwnSubscriptions(this);
    }
  }

  /** The requester's affiliation with the node: XEP-0060 5.7. */
  record RetrieveOwnAffiliation(Jid requester, String node, @Nullable Request page)
      implements NodeCommand {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.retrieveOwnAffiliation(this);
    }
  }

  /** XEP-0060 8.2.1. */
  record RetrieveConfiguration(Jid requester, String node) implements NodeCommand {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.retrieveConfiguration(this);
    }
  }

  /**
   * XEP-0060 8.2.4.
   *
   * @param configuration the submitted fields; empty when the form was cancelled
   */
  record Configure(Jid requester, String node, Map<String, List<String>> configuration)
      implements NodeCommand {
    public Configure {
      configuration = Map.copyOf(configuration);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.configure(this);
    }
  }

  /**
   * XEP-0060 8.4.
   *
   * @param redirectUri where subscribers find what they miss, null for nowhere
   */
  record DeleteNode(Jid requester, String node, @Nullable String redirectUri)
      implements NodeCommand {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.deleteNode(this);
    }
  }

  /** XEP-0060 8.5. */
  record Purge(Jid requester, String node) implements NodeCommand {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.purge(this);
    }
  }

  /** All subscriptions to the node, for an owner: XEP-0060 8.8.1. */
  record RetrieveSubscriptions(Jid requester, String node, @Nullable Request page)
      implements NodeCommand {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.retrieveSubscriptions(this);
    }
  }

  /**
   * XEP-0060 8.8.2.
   *
   * @param subscriptions the changed ones, none twice
   */
  record ModifySubscriptions(Jid requester, String node, List<WantedSubscription> subscriptions)
      implements NodeCommand {
    public ModifySubscriptions {
      subscriptions = List.copyOf(subscriptions);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.modifySubscriptions(this);
    }
  }

  /** All affiliations with the node, for an owner: XEP-0060 8.9.1. */
  record RetrieveAffiliations(Jid requester, String node, @Nullable Request page)
      implements NodeCommand {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.retrieveAffiliations(this);
    }
  }

  /**
   * XEP-0060 8.9.2.
   *
   * @param affiliations the changed ones, no entity twice
   */
  record ModifyAffiliations(Jid requester, String node, List<WantedAffiliation> affiliations)
      implements NodeCommand {
    public ModifyAffiliations {
      affiliations = List.copyOf(affiliations);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.modifyAffiliations(this);
    }
  }

  /** Service discovery of the node: XEP-0060 5.3, 5.4. */
  record DiscoverNode(Jid requester, String node) implements NodeCommand {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.discoverNode(this);
    }
  }

  /** The items of the node by name: XEP-0060 5.5. */
  record DiscoverItems(Jid requester, String node, @Nullable Request page, TypeFilter types)
      implements NodeCommand {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.discoverItems(this);
    }
  }

  /**
   * An owner answers a request to subscribe: XEP-0060 8.6.
   *
   * @param jid whose request
   * @param subid which one, null for whatever the address has
   * @param allow whether it is approved, or else denied
   */
  record Authorize(Jid requester, String node, Jid jid, @Nullable String subid, boolean allow)
      implements NodeCommand {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.authorize(this);
    }
  }

  /**
   * The requests that wait at a node, for an owner: XEP-0060 8.7.4.
   *
   * @param session the id of the session of the ad-hoc command, null for a new one
   */
  record GetPending(Jid requester, String node, @Nullable String session) implements NodeCommand {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.getPending(this);
    }
  }

  /**
   * An entity may have lost the right to read the node for a reason that lies outside of it, such
   * as a roster: its subscriptions end if it has (XEP-0060 12.14). Comes from the server, never
   * from a stanza, and is answered by {@link Response.Done}.
   */
  record ReviewSubscriptions(Jid requester, String node, BareJid entity) implements NodeCommand {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.reviewSubscriptions(this);
    }
  }

  /**
   * The node has something to do by itself. Comes from the server, never from a stanza, when the
   * time has come that the state of the node names as its next; answered by {@link
   * io.pipit.pubsub.Response.Done}.
   */
  record Tick(Jid requester, String node) implements NodeCommand {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.tick(this);
    }
  }

  /**
   * A resource has come online: it is sent the newest item if its address is subscribed and the
   * node does that (XEP-0060 16.4.4). Comes from the server, never from a stanza, and is answered
   * by {@link Response.Done}.
   */
  record SubscriberAvailable(Jid requester, String node, FullJid resource) implements NodeCommand {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.subscriberAvailable(this);
    }
  }

  /**
   * A resource of an owner has come online, which gets the requests that wait (XEP-0060 8.6). Comes
   * from the server as above.
   */
  record RemindOwner(Jid requester, String node, FullJid resource) implements NodeCommand {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.remindOwner(this);
    }
  }

  /**
   * A publisher went offline with its last resource: its items go if the node does that (XEP-0060
   * 16.4.4). Comes from the server as above.
   *
   * @param publisher null for all that are offline
   */
  record PublisherUnavailable(Jid requester, String node, @Nullable BareJid publisher)
      implements NodeCommand {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.publisherUnavailable(this);
    }
  }

  /**
   * A subscriber went offline: subscriptions that last as long as its presence end (XEP-0060 12.5).
   * Comes from the server, never from a stanza, and is answered by {@link
   * io.pipit.pubsub.Response.Done}.
   *
   * @param subscriber the resource that went or, when it was the last, the bare JID
   */
  record SubscriberUnavailable(Jid requester, String node, Jid subscriber) implements NodeCommand {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.subscriberUnavailable(this);
    }
  }

  /**
   * A resource became available that shares presence with the service and wants the events of the
   * node: it is told the newest item if the node does so (XEP-0060 6.1.7, XEP-0163 4.3.3). Comes
   * from the server, never from a stanza, and is answered by {@link Response.Done}.
   */
  record TellLastItem(Jid requester, String node, FullJid resource) implements NodeCommand {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.tellLastItem(this);
    }
  }

  /**
   * A record of the log is about to go, with these items in it: those that are still there are
   * written again. Comes from the server, never from a stanza, and is answered by {@link
   * io.pipit.pubsub.Response.Done}.
   *
   * @param items of the record, in the order of their sequence numbers
   * @param position of the record
   */
  record Keep(Jid requester, String node, List<Item> items, long position) implements NodeCommand {
    public Keep {
      items = List.copyOf(items);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.keep(this);
    }
  }

  /**
   * A resource became available and says how long it was away: it is told what its subscriptions
   * would have told it (XEP-0312). Comes from the server, never from a stanza, and is answered by
   * {@link Response.Done}.
   *
   * @param from when it went
   * @param to when it came back; it gets what is published later
   * @param mostItems how many of the newest it is told at most
   * @param mostBytes how many bytes of payload
   */
  record TellMissed(
      Jid requester,
      String node,
      FullJid resource,
      Instant from,
      Instant to,
      int mostItems,
      int mostBytes)
      implements NodeCommand {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.tellMissed(this);
    }
  }

  /**
   * A digest of a subscription to a collection is due: the node hands out what waits for it
   * (XEP-0060 16.4.2). Comes from the server, never from a stanza, and is answered by {@link
   * io.pipit.pubsub.Response.DigestPart}.
   *
   * @param collection that the subscription is to
   * @param subscription null when it has ended, so that nothing waits for it any more
   * @param mostItems how many of the oldest, at least 1
   * @param mostBytes how many bytes of payload; one item is always allowed
   */
  record TakeDigest(
      Jid requester,
      String node,
      String collection,
      String subid,
      @Nullable Subscription subscription,
      int mostItems,
      long mostBytes)
      implements NodeCommand {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.takeDigest(this);
    }
  }

  /**
   * What nodes handed out for a subscription to a collection is sent to it. Comes from the server,
   * never from a stanza, and is answered by {@link Response.Done}.
   *
   * @param node the collection
   */
  record SendDigest(
      Jid requester, String node, Jid jid, String subid, List<Response.DigestPart> parts)
      implements NodeCommand {
    public SendDigest {
      parts = List.copyOf(parts);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.sendDigest(this);
    }
  }

  /**
   * An event came back from a subscriber as an error: XEP-0060 12.4. Answered by {@link
   * io.pipit.pubsub.Response.Done}.
   *
   * @param requester the subscriber
   * @param ends whether the error says that it is of no use to send more; else it is counted
   */
  record Bounce(Jid requester, String node, boolean ends) implements NodeCommand {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.bounce(this);
    }
  }

  /** One method for each command. */
  interface Visitor<R> {
    R publish(Publish command);

    R endStanding(EndStanding command);

    R retract(Retract command);

    R retrieveItems(RetrieveItems command);

    R retrievePublicSubscribers(RetrievePublicSubscribers command);

    R queryArchive(QueryArchive command);

    R describeArchive(DescribeArchive command);

    R retrieveArchiveForm(RetrieveArchiveForm command);

    R subscribe(Subscribe command);

    R unsubscribe(Unsubscribe command);

    R retrieveOptions(RetrieveOptions command);

    R setOptions(SetOptions command);

    R retrieveDefaultOptions(RetrieveDefaultOptions command);

    R retrieveOwnSubscriptions(RetrieveOwnSubscriptions command);

    R retrieveOwnAffiliation(RetrieveOwnAffiliation command);

    R retrieveConfiguration(RetrieveConfiguration command);

    R configure(Configure command);

    R deleteNode(DeleteNode command);

    R purge(Purge command);

    R retrieveSubscriptions(RetrieveSubscriptions command);

    R modifySubscriptions(ModifySubscriptions command);

    R retrieveAffiliations(RetrieveAffiliations command);

    R modifyAffiliations(ModifyAffiliations command);

    R discoverNode(DiscoverNode command);

    R discoverItems(DiscoverItems command);

    R subscriberAvailable(SubscriberAvailable command);

    R remindOwner(RemindOwner command);

    R publisherUnavailable(PublisherUnavailable command);

    R authorize(Authorize command);

    R getPending(GetPending command);

    R reviewSubscriptions(ReviewSubscriptions command);

    R tick(Tick command);

    R subscriberUnavailable(SubscriberUnavailable command);

    R tellLastItem(TellLastItem command);

    R tellMissed(TellMissed command);

    R keep(Keep command);

    R takeDigest(TakeDigest command);

    R sendDigest(SendDigest command);

    R bounce(Bounce command);
  }
}
