package io.pipit.pubsub;

import io.pipit.xmpp.SerializedXml;
import io.pipit.xmpp.Show;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The values of all {@link SubscriptionOptionFields} of one subscription. Immutable; any thread.
 */
public final class SubscriptionOptions extends OptionValues<SubscriptionOptions> {

  /** What a subscription has whose subscriber said nothing. */
  public static final SubscriptionOptions INITIAL =
      new SubscriptionOptions(initial(SubscriptionOptionFields.FIELDS));

  private final boolean plain;

  private SubscriptionOptions(Object[] values) {
    super(SubscriptionOptionFields.FIELDS, values);
    this.plain =
        delivers()
            && !digests()
            && showValues().isEmpty()
            && !includesBody()
            && payloadTypes().isEmpty()
            && !isGrouped();
  }

  @Override
  SubscriptionOptions of(Object[] changed) {
    return new SubscriptionOptions(changed);
  }

  @Override
  SubscriptionOptions self() {
    return this;
  }

  /** As {@link OptionValues#submit}; what each of a group is to get together is shared by none. */
  @Override
  public Submission<SubscriptionOptions> submit(
      Map<String, List<String>> submitted, ServiceLimits limits) {
    Submission<SubscriptionOptions> submission = super.submit(submitted, limits);
    return submission instanceof Submission.Accepted<SubscriptionOptions> accepted
            && accepted.values().isGrouped()
            && accepted.values().digests()
        ? new Submission.Refused<>(
            fields().refusal(),
            SubscriptionOptionFields.GROUP + " and " + SubscriptionOptionFields.DIGEST)
        : submission;
  }

  /** Whether every event goes out at once as it is, so that nothing is asked at delivery. */
  public boolean isPlain() {
    return plain;
  }

  /** What a subscription to such a node has whose subscriber said nothing. */
  public static SubscriptionOptions initial(String name, NodeConfig node) {
    if (NodeFilter.isFilter(name)) {
      return INITIAL.with(
          SubscriptionOptionFields.SUBSCRIPTION_DEPTH, SubscriptionOptionFields.ALL);
    }
    // XEP-0248 6.1
    return node.isCollection()
        ? INITIAL.with(SubscriptionOptionFields.SUBSCRIPTION_TYPE, SubscriptionType.NODES)
        : INITIAL;
  }

  public SubscriptionType type() {
    return get(SubscriptionOptionFields.SUBSCRIPTION_TYPE);
  }

  public int depth() {
    return get(SubscriptionOptionFields.SUBSCRIPTION_DEPTH);
  }

  public boolean delivers() {
    return get(SubscriptionOptionFields.DELIVER);
  }

  public boolean digests() {
    return get(SubscriptionOptionFields.DIGEST);
  }

  /** Whether events say in a message body what the payload says, where the node can. */
  public boolean includesBody() {
    return get(SubscriptionOptionFields.INCLUDE_BODY);
  }

  /** How long an item may wait for its digest. */
  public Duration digestFrequency() {
    return get(SubscriptionOptionFields.DIGEST_FREQUENCY);
  }

  /** The namespaces of the payloads that it is about; empty for any payload, and none. */
  public Set<String> payloadTypes() {
    return get(SubscriptionOptionFields.PAYLOAD_TYPES);
  }

  /** Which subscriptions of the account share what is published; empty for none. */
  public String group() {
    return get(SubscriptionOptionFields.GROUP);
  }

  /** Whether of what is published each event goes to one of a group only. */
  public boolean isGrouped() {
    return !group().isEmpty();
  }

  /** Whether an item is what the subscription is about. */
  public boolean wants(Item item) {
    Set<String> types = payloadTypes();
    SerializedXml payload = item.payload();
    return types.isEmpty() || (payload != null && types.contains(payload.namespace()));
  }

  public Expiry expiry() {
    return get(SubscriptionOptionFields.EXPIRE);
  }

  /** The presence in which events are wanted; empty for any. */
  public Set<Show> showValues() {
    return get(SubscriptionOptionFields.SHOW_VALUES);
  }

  /** Whether everybody may see the subscription (XEP-0465). */
  public boolean isPublic() {
    return get(SubscriptionOptionFields.PUBLIC);
  }

  public SubscriptionOptions expiring(Expiry expiry) {
    return with(SubscriptionOptionFields.EXPIRE, expiry);
  }
}
