package io.pipit.pubsub.xml;

import io.pipit.pubsub.NodeConfig;
import io.pipit.pubsub.NodeConfigFields;
import io.pipit.pubsub.OptionField;
import io.pipit.pubsub.PubsubNs;
import io.pipit.pubsub.Response;
import io.pipit.xmpp.DataForm;
import io.pipit.xmpp.DataForm.FieldType;
import io.pipit.xmpp.Jid;
import java.util.List;

/** What service discovery says of a node (XEP-0060 5.4, 16.4.3). Stateless; any thread. */
final class MetaDataForm {

  /** The options of a node that are told to everyone who may see it. */
  private static final List<OptionField<?>> TOLD =
      List.of(
          NodeConfigFields.TITLE,
          NodeConfigFields.DESCRIPTION,
          NodeConfigFields.TYPE,
          NodeConfigFields.CONTACT,
          NodeConfigFields.ACCESS_MODEL,
          NodeConfigFields.PUBLISH_MODEL,
          NodeConfigFields.MAX_ITEMS);

  private MetaDataForm() {}

  static DataForm of(Response.NodeInfo info) {
    NodeConfig config = info.config();
    DataForm.Builder form = DataForm.builder(DataForm.Type.RESULT).formType(PubsubNs.META_DATA);
    List<OptionField<?>> ofType = NodeConfigFields.of(config.type());
    for (OptionField<?> field : TOLD) {
      if (ofType.contains(field)) {
        form.field(told(field.var(), field.type(), field.label(), config.print(field)));
      }
    }
    return form
        // In this form, unlike that of the configuration, it is a list (5.4).
        .field(
            told(
                NodeConfigFields.LANGUAGE_TAG.var(),
                FieldType.LIST_SINGLE,
                NodeConfigFields.LANGUAGE_TAG.label(),
                config.print(NodeConfigFields.LANGUAGE_TAG)))
        .field(
            told("pubsub#creator", FieldType.JID_SINGLE, "Creator", texts(List.of(info.creator()))))
        .field(
            told(
                "pubsub#creation_date",
                FieldType.TEXT_SINGLE,
                "Created at",
                List.of(info.created().toString())))
        .field(told("pubsub#owner", FieldType.JID_MULTI, "Owners", texts(info.owners())))
        .field(
            told("pubsub#publisher", FieldType.JID_MULTI, "Publishers", texts(info.publishers())))
        .field(
            told(
                "pubsub#num_subscribers",
                FieldType.TEXT_SINGLE,
                "Number of subscribers",
                List.of(Integer.toString(info.subscribers()))))
        .build();
  }

  private static DataForm.Field told(
      String var, FieldType type, String label, List<String> values) {
    return new DataForm.Field(var, type, label, null, false, values, List.of());
  }

  private static List<String> texts(List<? extends Jid> jids) {
    return jids.stream().map(Jid::toString).toList();
  }
}
