package io.pipit.pubsub.xml;

import io.pipit.xmpp.DataForm;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Submitted forms as commands carry them. */
final class Forms {

  private Forms() {}

  /** The values by the name of their field; fields for people only have no name and say nothing. */
  static Map<String, List<String>> values(DataForm form) {
    Map<String, List<String>> values = new LinkedHashMap<>();
    for (DataForm.Field field : form.fields()) {
      if (!field.var().isEmpty()) {
        values.put(field.var(), field.values());
      }
    }
    return values;
  }
}
