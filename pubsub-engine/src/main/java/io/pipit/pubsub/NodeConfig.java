package io.pipit.pubsub;

import io.pipit.xmpp.BareJid;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The values of all {@link NodeConfigFields} of one node. Immutable; any thread. */
public final class NodeConfig extends OptionValues<NodeConfig> {

  /** What every field is when nobody said otherwise. */
  public static final NodeConfig INITIAL = new NodeConfig(initial(NodeConfigFields.FIELDS));

  /** What bounds the items that are kept and those that are remembered: the lower, the less. */
  private static final List<OptionField<Integer>> BOUNDS =
      List.of(
          NodeConfigFields.MAX_ITEMS,
          NodeConfigFields.ITEM_EXPIRE,
          NodeConfigFields.KEEP_LAST,
          NodeConfigFields.MAX_BYTES,
          NodeConfigFields.HISTORY_ITEMS,
          NodeConfigFields.HISTORY_AGE,
          NodeConfigFields.ROLLUP_ITEMS);

  private static final Shared<NodeConfig> SHARED = new Shared<>();

  /** The same values, in one object for many nodes. */
  public NodeConfig shared() {
    return SHARED.of(this);
  }

  private NodeConfig(Object[] values) {
    super(NodeConfigFields.FIELDS, values);
  }

  @Override
  NodeConfig of(Object[] changed) {
    return new NodeConfig(changed);
  }

  @Override
  NodeConfig self() {
    return this;
  }

  @Override
  public List<OptionField<?>> shown() {
    return NodeConfigFields.of(type());
  }

  public NodeType type() {
    return get(NodeConfigFields.NODE_TYPE);
  }

  public boolean isCollection() {
    return type() == NodeType.COLLECTION;
  }

  public AccessModel accessModel() {
    return get(NodeConfigFields.ACCESS_MODEL);
  }

  public PublishModel publishModel() {
    return get(NodeConfigFields.PUBLISH_MODEL);
  }

  public String title() {
    return get(NodeConfigFields.TITLE);
  }

  /** Whether items are kept; a collection has none (XEP-0248 4.1). */
  public boolean persistsItems() {
    return !isCollection() && get(NodeConfigFields.PERSIST_ITEMS);
  }

  public boolean deliversPayloads() {
    return get(NodeConfigFields.DELIVER_PAYLOADS);
  }

  public boolean deliversNotifications() {
    return get(NodeConfigFields.DELIVER_NOTIFICATIONS);
  }

  /** Whether a subscription lasts no longer than its subscriber is online (XEP-0060 12.5). */
  public boolean endsWithPresence(Subscription subscription) {
    return get(NodeConfigFields.TEMPSUB) || subscription.options().expiry().withPresence();
  }

  /** How many items such a node keeps at this service: 0 when it keeps none. */
  public int maxItems(ServiceLimits limits) {
    return persistsItems() ? Math.min(get(NodeConfigFields.MAX_ITEMS), limits.itemsPerNode()) : 0;
  }

  /** How many bytes of payloads items may have together, and publishes that are remembered. */
  public long maxBytes() {
    int bytes = get(NodeConfigFields.MAX_BYTES);
    return bytes == NodeConfigFields.MAX ? Long.MAX_VALUE : bytes;
  }

  /** The item with the stylesheet that makes a message body of a payload (XEP-0060 12.8). */
  public Optional<ItemAddress> bodyStylesheet() {
    return ItemAddress.parse(get(NodeConfigFields.BODY_XSLT));
  }

  /** Whether the stylesheets of the node, if any, are items of that service. */
  public boolean hasStylesheetsOf(BareJid service) {
    return Stream.of(NodeConfigFields.BODY_XSLT, NodeConfigFields.DATAFORM_XSLT)
        .flatMap(field -> ItemAddress.parse(get(field)).stream())
        .allMatch(address -> address.service().equals(service));
  }

  /** How many publishes such a node remembers: none when it keeps no items. */
  public int historyItems() {
    return persistsItems() ? get(NodeConfigFields.HISTORY_ITEMS) : 0;
  }

  /** Whether such a node keeps and remembers less than one of those values, and nothing longer. */
  public boolean keepsLessThan(NodeConfig other) {
    boolean isMore = persistsItems() && !other.persistsItems();
    boolean isLess = other.persistsItems() && !persistsItems();
    for (OptionField<Integer> bound : BOUNDS) {
      int difference = Integer.compare(get(bound), other.get(bound));
      isMore |= difference > 0;
      isLess |= difference < 0;
    }
    return isLess && !isMore;
  }

  /** The periods of which the node publishes what its numbers came to; none of a collection. */
  public List<RollUpPeriod> rollUps() {
    return isCollection() ? List.of() : get(NodeConfigFields.ROLLUP);
  }

  /** For how long an equal publish of an item is the same; zero for never. */
  public Duration idempotencyWindow() {
    return Duration.ofSeconds(get(NodeConfigFields.IDEMPOTENCY_WINDOW));
  }

  public int maxPayloadBytes(ServiceLimits limits) {
    return Math.min(get(NodeConfigFields.MAX_PAYLOAD_SIZE), limits.payloadBytes());
  }
}
