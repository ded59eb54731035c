package io.pipit.pubsub.xml;

import io.pipit.pubsub.OptionField;
import io.pipit.pubsub.OptionValues;
import io.pipit.pubsub.Response.OfferedOptions;
import io.pipit.xmpp.DataForm;
import io.pipit.xmpp.DataForm.FieldType;
import io.pipit.xmpp.Element;
import java.util.List;

/** The forms of node configuration and subscription options (XEP-0060 16.4). Any thread. */
final class OptionForm {

  private OptionForm() {}

  /** The fields that mean something with their values, to be filled in or to be told. */
  static Element of(DataForm.Type type, OptionValues<?> values) {
    return of(type, values, values.shown());
  }

  static Element of(DataForm.Type type, OfferedOptions options) {
    return of(type, options.values(), options.fields());
  }

  private static Element of(
      DataForm.Type type, OptionValues<?> values, List<OptionField<?>> fields) {
    DataForm.Builder form = DataForm.builder(type).formType(values.fields().formType());
    for (OptionField<?> field : fields) {
      form.field(of(field, values));
    }
    return form.build().toElement();
  }

  private static DataForm.Field of(OptionField<?> field, OptionValues<?> all) {
    List<String> values = all.print(field);
    List<DataForm.Option> options = field.options();
    if (field.type() == FieldType.LIST_MULTI && options.isEmpty()) {
      options = values.stream().map(value -> new DataForm.Option(null, value)).toList();
    }
    return new DataForm.Field(
        field.var(), field.type(), field.label(), null, false, values, options);
  }
}
