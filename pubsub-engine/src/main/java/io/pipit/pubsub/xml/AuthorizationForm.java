package io.pipit.pubsub.xml;

import io.pipit.pubsub.PubsubError;
import io.pipit.pubsub.PubsubNs;
import io.pipit.pubsub.Subscription;
import io.pipit.pubsub.command.NodeCommand;
import io.pipit.pubsub.xml.CommandDecoder.Decoded;
import io.pipit.xmpp.DataForm;
import io.pipit.xmpp.DataForm.Field;
import io.pipit.xmpp.DataForm.FieldType;
import io.pipit.xmpp.Element;
import io.pipit.xmpp.Jid;
import io.pipit.xmpp.Message;
import java.util.List;
import java.util.Optional;

/** The form by which owners approve subscriptions (XEP-0060 8.6, 16.4.1). Stateless; any thread. */
final class AuthorizationForm {

  private static final String SUBID = "pubsub#subid";
  private static final String NODE = "pubsub#node";
  private static final String SUBSCRIBER = "pubsub#subscriber_jid";
  private static final String ALLOW = "pubsub#allow";

  private AuthorizationForm() {}

  /** To be filled in. */
  static Element of(String node, Subscription subscription) {
    return DataForm.builder(DataForm.Type.FORM)
        .formType(PubsubNs.SUBSCRIBE_AUTHORIZATION)
        .title("Request to subscribe")
        .instructions("Allow the entity to subscribe to the node, or not.")
        .field(
            new Field(
                SUBID,
                FieldType.HIDDEN,
                null,
                null,
                false,
                List.of(subscription.subid()),
                List.of()))
        .field(Field.of(FieldType.TEXT_SINGLE, NODE, "Node", node))
        .field(
            Field.of(FieldType.JID_SINGLE, SUBSCRIBER, "Subscriber", subscription.jid().toString()))
        .field(Field.of(FieldType.BOOLEAN, ALLOW, "Allow", "false"))
        .build()
        .toElement();
  }

  /**
   * Reads an answer.
   *
   * @return empty for one that decides nothing: a cancelled form
   */
  static Optional<Decoded> read(Jid requester, Message message) {
    DataForm form = DataForm.find(message.element()).orElse(null);
    if (form == null) {
      return Optional.of(CommandDecoder.refused(PubsubError.SERVICE_UNAVAILABLE));
    }
    if (!form.formType().equals(Optional.of(PubsubNs.SUBSCRIBE_AUTHORIZATION))) {
      return Optional.of(CommandDecoder.refused(PubsubError.SERVICE_UNAVAILABLE));
    }
    return switch (form.type()) {
      case SUBMIT -> Optional.of(submitted(requester, form));
      case CANCEL -> Optional.empty();
      case FORM, RESULT -> Optional.of(CommandDecoder.refused(PubsubError.BAD_REQUEST));
    };
  }

  private static Decoded submitted(Jid requester, DataForm form) {
    Optional<Boolean> allow = form.field(ALLOW).flatMap(Field::asBoolean);
    Optional<String> node = form.value(NODE).filter(name -> !name.isEmpty());
    Optional<Jid> jid = form.value(SUBSCRIBER).flatMap(Jid::parse);
    if (allow.isEmpty() || node.isEmpty() || jid.isEmpty()) {
      return CommandDecoder.refused(PubsubError.BAD_REQUEST);
    }
    String subid = form.value(SUBID).filter(id -> !id.isEmpty()).orElse(null);
    return CommandDecoder.accepted(
        new NodeCommand.Authorize(requester, node.get(), jid.get(), subid, allow.get()));
  }
}
