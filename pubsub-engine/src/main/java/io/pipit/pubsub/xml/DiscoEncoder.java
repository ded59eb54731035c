package io.pipit.pubsub.xml;

import io.pipit.pubsub.NodeType;
import io.pipit.pubsub.Page;
import io.pipit.pubsub.PubsubNs;
import io.pipit.pubsub.Response;
import io.pipit.pubsub.StanzaHeader;
import io.pipit.xmpp.Element;
import io.pipit.xmpp.Iq;
import io.pipit.xmpp.Ns;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Writes what service discovery says of the service and its nodes (XEP-0030, XEP-0060 5). */
final class DiscoEncoder {

  private DiscoEncoder() {}

  static Element payload(Iq request, Response response) {
    if (response instanceof Response.ServiceInfo info) {
      List<String> features =
          new ArrayList<>(
              List.of(
                  Ns.DISCO_INFO,
                  Ns.DISCO_ITEMS,
                  Ns.RSM,
                  Ns.COMMANDS,
                  Ns.SHIM,
                  PubsubNs.COMPARE_AND_PUBLISH,
                  PubsubNs.ARCHIVE,
                  PubsubNs.ARCHIVE_EXTENDED,
                  PubsubNs.ORDER_BY,
                  PubsubNs.ORDER_BY + "@" + PubsubNs.PUBSUB,
                  PubsubNs.ORDER_BY + "@" + PubsubNs.ARCHIVE,
                  PubsubNs.TYPE_FILTER,
                  PubsubNs.SINCE,
                  PubsubNs.PUBLIC_SUBSCRIPTIONS));
      features.addAll(info.features());
      return info(Optional.empty(), "pubsub", "service", info.name(), features).build();
    }
    if (response instanceof Response.NodeInfo info) {
      return info(
              Optional.of(info.node()),
              "pubsub",
              info.config().type().wire(),
              info.config().title(),
              List.of(Ns.DISCO_INFO, Ns.DISCO_ITEMS, PubsubNs.PUBSUB))
          .child(MetaDataForm.of(info).toElement())
          .build();
    }
    if (response instanceof Response.CommandInfo command) {
      boolean list = command.node().equals(Ns.COMMANDS);
      return info(
              Optional.of(command.node()),
              "automation",
              list ? "command-list" : "command-node",
              list ? "" : AdHocForms.name(command.node()),
              List.of(Ns.DISCO_INFO, Ns.DISCO_ITEMS, Ns.COMMANDS, Ns.DATA_FORMS))
          .build();
    }
    if (response instanceof Response.FilterInfo info) {
      return info(
              Optional.of(info.filter()),
              "pubsub",
              NodeType.COLLECTION.wire(),
              "",
              List.of(Ns.DISCO_INFO, Ns.DISCO_ITEMS, PubsubNs.PUBSUB))
          .build();
    }
    if (response instanceof Response.HeaderInfo) {
      List<String> features = new ArrayList<>(List.of(Ns.DISCO_INFO, Ns.DISCO_ITEMS));
      features.addAll(StanzaHeader.discoFeatures());
      return info(Optional.of(Ns.SHIM), "hierarchy", "leaf", "", features).build();
    }
    if (response instanceof Response.HeaderItems) {
      return Element.builder("query", Ns.DISCO_ITEMS).attribute("node", Ns.SHIM).build();
    }
    String service = request.to().map(Object::toString).orElse("");
    if (response instanceof Response.ServiceItems items) {
      return nodes(Optional.empty(), items.nodes(), service);
    }
    if (response instanceof Response.Children children) {
      return nodes(Optional.of(children.collection()), children.nodes(), service);
    }
    if (response instanceof Response.Commands commands) {
      Element.Builder query =
          Element.builder("query", Ns.DISCO_ITEMS).attribute("node", commands.node());
      for (String command : commands.commands()) {
        query.child(
            Element.builder("item", Ns.DISCO_ITEMS)
                .attribute("jid", service)
                .attribute("node", command)
                .attribute("name", AdHocForms.name(command))
                .build());
      }
      return query.build();
    }
    if (response instanceof Response.NodeItems items) {
      Element.Builder query =
          Element.builder("query", Ns.DISCO_ITEMS).attribute("node", items.node());
      for (String id : items.ids().entries()) {
        // An item is no node: it has a name and no node attribute (5.5).
        query.child(
            Element.builder("item", Ns.DISCO_ITEMS)
                .attribute("jid", service)
                .attribute("name", id)
                .build());
      }
      return query.child(ReplyEncoder.set(items.ids().set())).build();
    }
    throw new AssertionError(response);
  }

  private static Element nodes(
      Optional<String> above, Page<Response.NamedNode> nodes, String service) {
    Element.Builder query = Element.builder("query", Ns.DISCO_ITEMS).attribute("node", above);
    for (Response.NamedNode node : nodes.entries()) {
      query.child(
          Element.builder("item", Ns.DISCO_ITEMS)
              .attribute("jid", service)
              .attribute("node", node.node())
              .attribute("name", Optional.of(node.title()).filter(title -> !title.isEmpty()))
              .build());
    }
    return query.child(ReplyEncoder.set(nodes.set())).build();
  }

  private static Element.Builder info(
      Optional<String> node, String category, String type, String name, List<String> features) {
    Element.Builder query =
        Element.builder("query", Ns.DISCO_INFO)
            .attribute("node", node)
            .child(
                Element.builder("identity", Ns.DISCO_INFO)
                    .attribute("category", category)
                    .attribute("type", type)
                    .attribute("name", Optional.of(name).filter(text -> !text.isEmpty()))
                    .build());
    for (String feature : features) {
      query.child(Element.builder("feature", Ns.DISCO_INFO).attribute("var", feature).build());
    }
    return query;
  }
}
