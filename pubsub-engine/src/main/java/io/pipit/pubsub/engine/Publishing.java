package io.pipit.pubsub.engine;

import io.pipit.pubsub.Item;
import io.pipit.pubsub.ItemEntry;
import io.pipit.pubsub.ItemHeaders;
import io.pipit.pubsub.NodeConfig;
import io.pipit.pubsub.NodeConfigFields;
import io.pipit.pubsub.PayloadCheck;
import io.pipit.pubsub.PayloadContainer;
import io.pipit.pubsub.PublishKind;
import io.pipit.pubsub.PublishNodeFull;
import io.pipit.pubsub.PubsubError;
import io.pipit.pubsub.Response;
import io.pipit.pubsub.SendLastPublishedItem;
import io.pipit.pubsub.change.Change;
import io.pipit.pubsub.command.NodeCommand;
import io.pipit.pubsub.command.PublishedItem;
import io.pipit.pubsub.store.NodeView;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.Jid;
import io.pipit.xmpp.SerializedXml;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Publishing items (XEP-0060 7.1). A publish is one change: all its items come, or none. */
final class Publishing {

  /** The one item of a node that keeps one, when a door publishes it that knows no ids. */
  static final String CURRENT = "current";

  private final NodeScope scope;
  private final NodeConfig config;
  private final LiveItems present;

  Publishing(NodeScope scope) {
    this.scope = scope;
    this.config = scope.config();
    this.present = scope.items();
  }

  Outcome publish(NodeCommand.Publish asked) {
    NodeCommand.Publish command = named(asked);
    if (config.isCollection()) {
      return Outcome.refusal(PubsubError.UNSUPPORTED_PUBLISH);
    }
    Optional<PubsubError> forbidden = scope.refusal(command.requester(), Action.PUBLISH);
    if (forbidden.isPresent()) {
      return Outcome.refusal(forbidden.get());
    }
    Repetition repetition = new Repetition(scope, command);
    Optional<List<String>> done = repetition.done();
    if (done.isPresent()) {
      return Outcome.reply(new Response.Published(scope.name(), done.get(), true));
    }
    List<PublishedItem> fresh = repetition.fresh();
    Optional<Response.Refusal> refusal = refusal(command, fresh);
    if (refusal.isPresent()) {
      return Outcome.reply(refusal.get());
    }
    Draft draft = new Draft();
    List<Item> items = isTrigger() ? List.of() : accept(fresh, command.requester().bare());
    List<ItemEntry> dropped = store(items, command.kind(), draft);
    repetition.remember(items, draft);
    tell(items, command.requester(), command.kind(), draft);
    boolean anybody = draft.tellsAnybody();
    tellOfDropped(dropped, draft);
    return draft.reply(new Response.Published(scope.name(), repetition.ids(items), false, anybody));
  }

  /** Publishes what the service itself says, as the node keeps it. */
  void publishOwn(List<PublishedItem> published, Draft draft) {
    List<Item> items = accept(published, scope.service());
    List<ItemEntry> dropped = store(items, PublishKind.ITEM, draft);
    tell(items, scope.service(), PublishKind.ITEM, draft);
    tellOfDropped(dropped, draft);
  }

  /** A publish of a door that knows no ids: at a node that keeps one item it is that item. */
  private NodeCommand.Publish named(NodeCommand.Publish command) {
    if (command.kind() == PublishKind.ITEM
        || config.maxItems(scope.limits()) != 1
        || command.items().stream().allMatch(item -> item.id() != null)) {
      return command;
    }
    return new NodeCommand.Publish(
        command.requester(),
        command.node(),
        command.items().stream()
            .map(
                item ->
                    item.id() == null
                        ? new PublishedItem(CURRENT, item.payload(), item.headers())
                        : item)
            .toList(),
        command.preconditions(),
        command.idempotencyKey(),
        command.kind(),
        command.template());
  }

  private Optional<Response.Refusal> refusal(
      NodeCommand.Publish command, List<PublishedItem> fresh) {
    if (!command.preconditions().isEmpty()) {
      Optional<Response.Refusal> notMet =
          new Preconditions(command.preconditions())
              .refusal(
                  Associating.withAssociations(config, scope.name(), scope.context().tree()),
                  scope.limits(),
                  scope.items().newest());
      if (notMet.isPresent()) {
        return notMet;
      }
    }
    return misfit(command.items())
        .or(() -> trespass(command))
        .map(Response.Refusal::of)
        .or(() -> overflow(fresh))
        .or(() -> invalid(fresh));
  }

  /** What the service itself finds wrong with a payload. */
  private Optional<Response.Refusal> invalid(List<PublishedItem> items) {
    PayloadCheck check = scope.policy().payloadCheck();
    for (PublishedItem item : items) {
      SerializedXml payload = item.payload();
      Optional<String> problem =
          payload == null
              ? Optional.empty()
              : check.problem(scope.service(), scope.name(), payload);
      if (problem.isPresent()) {
        return Optional.of(new Response.Refusal(PubsubError.INVALID_PAYLOAD, problem.get()));
      }
    }
    return Optional.empty();
  }

  /** Keeps the items as the node does; those that go for them. */
  private List<ItemEntry> store(List<Item> items, PublishKind kind, Draft draft) {
    if (items.isEmpty()) {
      return List.of();
    }
    if (config.persistsItems()) {
      List<ItemEntry> dropped = surplus(items);
      long through = dropped.isEmpty() ? 0 : dropped.get(dropped.size() - 1).seq();
      if (kind == PublishKind.PASSING && scope.node().standing().followsNewest()) {
        // Decided here, since who applies it may not have the items.
        draft.change(new Change.StandingSet(scope.service(), scope.name(), present.newest()));
      }
      draft.change(new Change.ItemsPublished(scope.service(), scope.name(), items, through, kind));
      return dropped;
    }
    if (kind == PublishKind.STANDING) {
      Item last = items.get(items.size() - 1);
      draft.change(new Change.ItemStands(scope.service(), scope.name(), last));
    }
    if (config.get(NodeConfigFields.SEND_LAST_PUBLISHED_ITEM) != SendLastPublishedItem.NEVER) {
      Item last = items.get(items.size() - 1);
      draft.change(new Change.LastItemCached(scope.service(), scope.name(), last));
    }
    return List.of();
  }

  /** A node that neither keeps items nor delivers payloads tells that something happened (4.3). */
  private boolean isTrigger() {
    return !config.persistsItems() && !config.deliversPayloads();
  }

  /** What about the items does not fit the node, if anything. */
  private Optional<PubsubError> misfit(List<PublishedItem> items) {
    if (items.size() > scope.limits().itemsPerPublish()) {
      return Optional.of(PubsubError.BATCH_TOO_BIG);
    }
    if (items.isEmpty() && !isTrigger()) {
      return Optional.of(PubsubError.ITEM_REQUIRED);
    }
    Set<String> ids = new HashSet<>();
    for (PublishedItem item : items) {
      String id = item.id();
      if (id != null && !Names.isItem(id)) {
        return Optional.of(PubsubError.NOT_ACCEPTABLE);
      }
      if (id != null && !ids.add(id)) {
        return Optional.of(PubsubError.BAD_REQUEST);
      }
      if (!ItemHeaders.areWithinBounds(item.headers())) {
        return Optional.of(PubsubError.NOT_ACCEPTABLE);
      }
      Optional<PubsubError> misfit = misfit(item.payload());
      if (misfit.isPresent()) {
        return misfit;
      }
    }
    return Optional.empty();
  }

  private Optional<PubsubError> misfit(@Nullable SerializedXml payload) {
    if (payload == null) {
      return isTrigger() ? Optional.empty() : Optional.of(PubsubError.PAYLOAD_REQUIRED);
    }
    if (isTrigger()) {
      return Optional.of(PubsubError.ITEM_FORBIDDEN);
    }
    String type = config.get(NodeConfigFields.TYPE);
    if (!type.isEmpty() && !type.equals(payload.namespace())) {
      return Optional.of(PubsubError.INVALID_PAYLOAD);
    }
    int most = config.maxPayloadBytes(scope.limits());
    return payload.bytes().length > most && PayloadContainer.contentBytes(payload) > most
        ? Optional.of(PubsubError.PAYLOAD_TOO_BIG)
        : Optional.empty();
  }

  private static long bytes(PublishedItem item) {
    long payload = item.payload() == null ? 0 : item.payload().bytes().length;
    return payload + ItemHeaders.bytes(item.headers());
  }

  /** Whether an item would take the place of one that the requester must leave alone. */
  private Optional<PubsubError> trespass(NodeCommand.Publish command) {
    Optional<PubsubError> refusal = scope.refusal(command.requester(), Action.OVERWRITE_ANY);
    if (refusal.isEmpty()) {
      return refusal;
    }
    BareJid publisher = command.requester().bare();
    for (PublishedItem item : command.items()) {
      String id = item.id();
      if (id != null
          && present.entry(id).filter(old -> !old.publisher().equals(publisher)).isPresent()) {
        return refusal;
      }
    }
    return Optional.empty();
  }

  /** Whether the items are more than the node takes, at once or beside those that it has. */
  private Optional<Response.Refusal> overflow(List<PublishedItem> items) {
    if (!config.persistsItems()) {
      return Optional.empty();
    }
    int most = config.maxItems(scope.limits());
    if (items.size() > most) {
      return Optional.of(Response.Refusal.of(PubsubError.MAX_ITEMS_EXCEEDED));
    }
    long bytes = 0;
    for (PublishedItem item : items) {
      bytes += bytes(item);
    }
    if (bytes > config.maxBytes()) {
      return Optional.of(
          new Response.Refusal(
              PubsubError.PAYLOAD_TOO_BIG,
              "more than "
                  + NodeConfigFields.MAX_BYTES.name()
                  + " of the node, "
                  + config.maxBytes()
                  + " bytes"));
    }
    if (config.get(NodeConfigFields.PUBLISH_NODE_FULL) != PublishNodeFull.REJECT) {
      return Optional.empty();
    }
    int overwritten = 0;
    for (PublishedItem item : items) {
      ItemEntry old = item.id() == null ? null : present.entry(item.id()).orElse(null);
      if (old != null) {
        overwritten++;
        bytes -= old.payloadBytes();
      }
    }
    // An item that takes the place of another never fails (7.1.3).
    return overwritten < items.size()
            && (present.size() - overwritten + items.size() > most
                || (config.maxBytes() != Long.MAX_VALUE
                    && present.bytes() + bytes > config.maxBytes()))
        ? Optional.of(Response.Refusal.of(PubsubError.NODE_FULL))
        : Optional.empty();
  }

  /**
   * The oldest, which have to go so that these find room, and all that is past its time and not to
   * stay all the same; without those that these take the place of.
   */
  private List<ItemEntry> surplus(List<Item> items) {
    NodeView stored = scope.node().items();
    int past = scope.pastTime();
    Set<String> replaced = Set.of();
    int inTime = stored.size() - past + items.size();
    long bytes = stored.bytes();
    for (Item item : items) {
      bytes += item.payloadBytes();
      ItemEntry old = stored.entry(item.id()).orElse(null);
      if (old != null) {
        replaced = replaced.isEmpty() ? new HashSet<>() : replaced;
        replaced.add(item.id());
        inTime -= past == 0 || stored.rank(old.seq()) >= past ? 1 : 0;
        bytes -= old.payloadBytes();
      }
    }
    int all = stored.size() - replaced.size() + items.size();
    int live = Math.max(inTime, Math.min(all, config.get(NodeConfigFields.KEEP_LAST)));
    int surplus = all - Math.min(live, config.maxItems(scope.limits()));
    List<ItemEntry> oldest = new ArrayList<>(surplus);
    for (int place = 0; oldest.size() < surplus || bytes > config.maxBytes(); place++) {
      ItemEntry item = stored.entry(place);
      if (!replaced.contains(item.id())) {
        oldest.add(item);
        bytes -= item.payloadBytes();
      }
    }
    return oldest;
  }

  private List<Item> accept(List<PublishedItem> published, BareJid publisher) {
    Instant arrival = scope.arrival();
    long seq = scope.node().lastSeq();
    List<Item> items = new ArrayList<>(published.size());
    for (PublishedItem item : published) {
      String id = item.id() == null ? scope.context().newId() : item.id();
      seq++;
      long created = present.entry(id).map(ItemEntry::created).orElse(seq);
      items.add(new Item(seq, id, publisher, arrival, item.payload(), created, item.headers()));
    }
    return items;
  }

  private void tell(List<Item> items, Jid requester, PublishKind kind, Draft draft) {
    scope.tellOfPublished(new PublishedEvent(scope, items), items, requester, kind, draft);
  }

  /**
   * An item that had to go is told of like one that was retracted (7.1.2.5), in its own message.
   */
  private void tellOfDropped(List<ItemEntry> dropped, Draft draft) {
    if (!dropped.isEmpty()
        && config.get(NodeConfigFields.PUBLISH_NODE_FULL) == PublishNodeFull.RETRACT_OLDEST
        && config.get(NodeConfigFields.NOTIFY_RETRACT)) {
      scope.tellOfRetracted(dropped.stream().map(ItemEntry::id).toList(), draft);
    }
  }
}
