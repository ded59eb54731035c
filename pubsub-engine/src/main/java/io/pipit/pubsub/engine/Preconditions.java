package io.pipit.pubsub.engine;

import io.pipit.pubsub.ItemEntry;
import io.pipit.pubsub.NodeConfig;
import io.pipit.pubsub.NodeConfigFields;
import io.pipit.pubsub.OptionField;
import io.pipit.pubsub.PubsubError;
import io.pipit.pubsub.Response;
import io.pipit.pubsub.ServiceLimits;
import io.pipit.pubsub.Submission;
import io.pipit.xmpp.DataForm;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a publisher asks of a node before anything is published: that its configuration is so
 * (XEP-0060 7.1.5), and that its newest item is the one that the publisher knows (XEP-0395).
 * Confined to one decision.
 */
final class Preconditions {

  /** The value of the newest item, empty for none: XEP-0395 3.2. */
  private static final String PREVIOUS_ITEM = "pubsub#prev_item_cap_value";

  private final Map<String, List<String>> fields = new HashMap<>();
  private final @Nullable List<String> previousItem;

  Preconditions(Map<String, List<String>> submitted) {
    fields.putAll(submitted);
    fields.remove(DataForm.FORM_TYPE);
    previousItem = fields.remove(PREVIOUS_ITEM);
  }

  /**
   * Why a node is not as asked for, if so.
   *
   * @param config as it is shown, with what the node is in and holds
   * @param newestItem null when it has none
   */
  Optional<Response.Refusal> refusal(
      NodeConfig config, ServiceLimits limits, @Nullable ItemEntry newestItem) {
    for (Map.Entry<String, List<String>> field : fields.entrySet()) {
      OptionField<?> known = NodeConfigFields.named(field.getKey()).orElse(null);
      if (known == null || !isMet(known, field.getValue(), config, limits)) {
        return notMet(field.getKey());
      }
    }
    return previousItemRefusal(newestItem == null ? "" : newestItem.compareValue());
  }

  private static <T> boolean isMet(
      OptionField<T> field, List<String> asked, NodeConfig config, ServiceLimits limits) {
    return field
        .parse(asked, limits)
        .filter(value -> said(field.print(value)).equals(said(config.print(field))))
        .isPresent();
  }

  /**
   * As a form prints it, whatever the spelling and in whatever order. No value says as much as an
   * empty one: no text, or no collection but the root.
   */
  private static Set<String> said(List<String> values) {
    Set<String> said = new HashSet<>(values);
    said.remove("");
    return said;
  }

  /**
   * The configuration of a node that a publish creates: the defaults with what was asked for. A
   * field that is not known is refused as for a node that is there, not ignored.
   */
  Submission<NodeConfig> applyTo(NodeConfig defaults, ServiceLimits limits) {
    return defaults.submit(fields, limits);
  }

  /** Why no node can be created so, if so. */
  Optional<Response.Refusal> creationRefusal() {
    for (String name : fields.keySet()) {
      if (NodeConfigFields.named(name).isEmpty()) {
        return notMet(name);
      }
    }
    return previousItemRefusal("");
  }

  private Optional<Response.Refusal> previousItemRefusal(String newest) {
    return previousItem == null || previousItem.equals(List.of(newest))
        ? Optional.empty()
        : Optional.of(new Response.Refusal(PubsubError.COMPARE_FAILED, null, newest));
  }

  private static Optional<Response.Refusal> notMet(String field) {
    return Optional.of(new Response.Refusal(PubsubError.PRECONDITION_NOT_MET, field));
  }
}
