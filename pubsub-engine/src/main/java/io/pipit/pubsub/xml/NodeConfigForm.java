package io.pipit.pubsub.xml;

import io.pipit.pubsub.NodeConfig;
import io.pipit.pubsub.NodeConfigFields;
import io.pipit.pubsub.OptionField;
import io.pipit.pubsub.PubsubNs;
import io.pipit.xmpp.DataForm;
import io.pipit.xmpp.DataForm.FieldType;
import java.util.List;

/** The node configuration form (XEP-0060 16.4.4). Stateless; any thread. */
final class NodeConfigForm {

  private NodeConfigForm() {}

  /** All fields with their values, to be filled in or to be told. */
  static DataForm of(DataForm.Type type, NodeConfig config) {
    DataForm.Builder form = DataForm.builder(type).formType(PubsubNs.NODE_CONFIG);
    for (OptionField<?> field : NodeConfigFields.ALL) {
      form.field(of(field, config));
    }
    return form.build();
  }

  private static DataForm.Field of(OptionField<?> field, NodeConfig config) {
    List<String> values = config.print(field);
    List<DataForm.Option> options = field.options();
    if (field.type() == FieldType.LIST_MULTI && options.isEmpty()) {
      options = values.stream().map(value -> new DataForm.Option(null, value)).toList();
    }
    return new DataForm.Field(
        field.var(), field.type(), field.label(), null, false, values, options);
  }
}
