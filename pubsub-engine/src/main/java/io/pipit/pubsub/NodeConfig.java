package io.pipit.pubsub;

import io.pipit.xmpp.DataForm;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The values of all {@link NodeConfigFields} of one node. Immutable; any thread. */
public final class NodeConfig {

  /** What every field is when nobody said otherwise. */
  public static final NodeConfig INITIAL =
      new NodeConfig(NodeConfigFields.ALL.stream().map(NodeConfigField::initial).toArray());

  private final Object[] values;

  private NodeConfig(Object[] values) {
    this.values = values;
  }

  /** The outcome of reading a submitted form. */
  public sealed interface Submission {

    /** All fields fit; those that were left out keep their value (XEP-0060 8.2.4). */
    record Accepted(NodeConfig config) implements Submission {}

    /**
     * One field did not fit, so nothing changes.
     *
     * @param detail for a person
     */
    record Refused(PubsubError error, String detail) implements Submission {}
  }

  @SuppressWarnings("unchecked") // with(), the only way in, takes what belongs to the field
  public <T> T get(NodeConfigField<T> field) {
    return (T) values[field.index()];
  }

  public <T> NodeConfig with(NodeConfigField<T> field, T value) {
    Object[] changed = values.clone();
    changed[field.index()] = value;
    return new NodeConfig(changed);
  }

  /** The values of a field as a form carries them. */
  public <T> List<String> print(NodeConfigField<T> field) {
    return field.print(get(field));
  }

  /**
   * This configuration with the fields of a submitted form.
   *
   * @param fields values by field name; {@code FORM_TYPE} may be among them
   */
  public Submission submit(Map<String, List<String>> fields, ServiceLimits limits) {
    NodeConfig config = this;
    for (Map.Entry<String, List<String>> submitted : fields.entrySet()) {
      String var = submitted.getKey();
      if (var.equals(DataForm.FORM_TYPE)) {
        if (!submitted.getValue().equals(List.of(PubsubNs.NODE_CONFIG))) {
          return new Submission.Refused(PubsubError.NOT_ACCEPTABLE, "not a form of this kind");
        }
        continue;
      }
      NodeConfigField<?> field = NodeConfigFields.named(var).orElse(null);
      if (field == null) {
        continue; // XEP-0004 3.2: fields that are not understood are ignored
      }
      NodeConfig changed = config.parsed(field, submitted.getValue(), limits);
      if (changed == null) {
        return new Submission.Refused(field.refusal(), "value of " + var);
      }
      config = changed;
    }
    return new Submission.Accepted(config);
  }

  private <T> @Nullable NodeConfig parsed(
      NodeConfigField<T> field, List<String> submitted, ServiceLimits limits) {
    return field.parse(submitted, limits).map(value -> with(field, value)).orElse(null);
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

  public boolean persistsItems() {
    return get(NodeConfigFields.PERSIST_ITEMS);
  }

  public boolean deliversPayloads() {
    return get(NodeConfigFields.DELIVER_PAYLOADS);
  }

  public boolean deliversNotifications() {
    return get(NodeConfigFields.DELIVER_NOTIFICATIONS);
  }

  /** How many items such a node keeps at this service: 0 when it keeps none. */
  public int maxItems(ServiceLimits limits) {
    return persistsItems() ? Math.min(get(NodeConfigFields.MAX_ITEMS), limits.itemsPerNode()) : 0;
  }

  public int maxPayloadBytes(ServiceLimits limits) {
    return Math.min(get(NodeConfigFields.MAX_PAYLOAD_SIZE), limits.payloadBytes());
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof NodeConfig that && Arrays.equals(values, that.values);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("{");
    for (NodeConfigField<?> field : NodeConfigFields.ALL) {
      text.append(field.var()).append('=').append(print(field)).append(' ');
    }
    return text.append('}').toString();
  }
}
