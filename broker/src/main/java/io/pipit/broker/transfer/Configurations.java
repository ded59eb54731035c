package io.pipit.broker.transfer;

import io.pipit.pep.PepPolicy;
import io.pipit.pubsub.NodeConfig;
import io.pipit.pubsub.NodeConfigFields;
import io.pipit.pubsub.OptionField;
import io.pipit.pubsub.OptionValues;
import io.pipit.xmpp.BareJid;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Configurations and options as the fields of their forms. Any thread. */
final class Configurations {

  /** What the tree says of a node, and an entry of its own here. */
  static final Set<OptionField<?>> OF_THE_TREE =
      Set.of(NodeConfigFields.COLLECTION, NodeConfigFields.CHILDREN);

  private Configurations() {}

  /** What a node of a service is when nothing is said. */
  static NodeConfig defaults(BareJid service) {
    return service.local().isEmpty() ? NodeConfig.INITIAL : PepPolicy.DEFAULTS;
  }

  /** The fields that mean something, and those that differ from what is so anyway. */
  static Map<String, List<String>> fields(OptionValues<?> values, OptionValues<?> defaults) {
    Map<String, List<String>> fields = new LinkedHashMap<>();
    for (OptionField<?> field : values.fields().all()) {
      List<String> value = values.print(field);
      boolean counts = values.shown().contains(field) || !value.equals(defaults.print(field));
      if (counts && !OF_THE_TREE.contains(field)) {
        fields.put(field.var(), value);
      }
    }
    return fields;
  }

  /** The fields that differ from what is so anyway. */
  static Map<String, List<String>> changed(OptionValues<?> values, OptionValues<?> defaults) {
    Map<String, List<String>> fields = new LinkedHashMap<>();
    for (OptionField<?> field : values.fields().all()) {
      List<String> value = values.print(field);
      if (!value.equals(defaults.print(field))) {
        fields.put(field.var(), value);
      }
    }
    return fields;
  }
}
