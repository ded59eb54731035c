package io.pipit.pubsub.xml;

import io.pipit.pubsub.PubsubNs;
import io.pipit.pubsub.Response;
import io.pipit.xmpp.DataForm;
import io.pipit.xmpp.DataForm.Field;
import io.pipit.xmpp.DataForm.FieldType;
import io.pipit.xmpp.DataForm.Option;
import io.pipit.xmpp.Element;
import io.pipit.xmpp.Ns;
import java.util.List;
import java.util.Optional;

/** Writes the answers to the ad-hoc command (XEP-0050, XEP-0060 8.7). Stateless; any thread. */
final class AdHocForms {

  private AdHocForms() {}

  /** What a command is called, for people. */
  static String name(String command) {
    return command.equals(PubsubNs.GET_PENDING) ? "Requests to subscribe" : command;
  }

  /** The answer to a step of the command; empty for what is no such answer. */
  static Optional<Element> of(Response response) {
    if (response instanceof Response.PendingNodes pending) {
      return Optional.of(
          command(pending.session(), "executing")
              .child(
                  Element.builder("actions", Ns.COMMANDS)
                      .attribute("execute", "complete")
                      .child(Element.of("complete", Ns.COMMANDS))
                      .build())
              .child(choice(pending.nodes()))
              .build());
    }
    if (response instanceof Response.PendingFollows follows) {
      return Optional.of(command(follows.session(), "completed").build());
    }
    if (response instanceof Response.CommandCanceled canceled) {
      return Optional.of(command(canceled.session(), "canceled").build());
    }
    return Optional.empty();
  }

  /** The example of 8.7.4 has an action where XEP-0050 has a status; readers know the latter. */
  private static Element.Builder command(String session, String status) {
    return Element.builder("command", Ns.COMMANDS)
        .attribute("node", PubsubNs.GET_PENDING)
        .attribute("sessionid", session)
        .attribute("status", status);
  }

  private static Element choice(List<String> nodes) {
    return DataForm.builder(DataForm.Type.FORM)
        .formType(PubsubNs.SUBSCRIBE_AUTHORIZATION)
        .title(name(PubsubNs.GET_PENDING))
        .instructions("Choose the node whose requests you want to see.")
        .field(
            Field.of(FieldType.LIST_SINGLE, "pubsub#node", "Node")
                .withOptions(nodes.stream().map(node -> new Option(null, node)).toList()))
        .build()
        .toElement();
  }
}
