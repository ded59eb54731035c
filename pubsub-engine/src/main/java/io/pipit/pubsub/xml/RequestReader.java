package io.pipit.pubsub.xml;

import static io.pipit.pubsub.xml.CommandDecoder.accepted;
import static io.pipit.pubsub.xml.CommandDecoder.refused;

import io.pipit.pubsub.ItemHeader;
import io.pipit.pubsub.ItemOrder;
import io.pipit.pubsub.PubsubError;
import io.pipit.pubsub.PubsubNs;
import io.pipit.pubsub.StanzaHeader;
import io.pipit.pubsub.command.Command;
import io.pipit.pubsub.command.NodeCommand;
import io.pipit.pubsub.command.PublishedItem;
import io.pipit.pubsub.command.ServiceCommand;
import io.pipit.pubsub.xml.CommandDecoder.Decoded;
import io.pipit.xmpp.DataForm;
import io.pipit.xmpp.Element;
import io.pipit.xmpp.Jid;
import io.pipit.xmpp.Ns;
import io.pipit.xmpp.ResultSet;
import io.pipit.xmpp.SerializedXml;
import io.pipit.xmpp.xml.XmlWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads one request in the pubsub namespace (XEP-0060 17.1). Confined to its caller. */
final class RequestReader {

  private static final int MOST_KEY_LENGTH = 255;

  private final Jid requester;
  private final Element pubsub;

  RequestReader(Jid requester, Element pubsub) {
    this.requester = requester;
    this.pubsub = pubsub;
  }

  Decoded read(boolean get) {
    List<Element> parts = parts(pubsub);
    if (parts.isEmpty() || parts.size() > 2) {
      return refused(PubsubError.BAD_REQUEST);
    }
    Element action = parts.get(0);
    if (parts.size() == 2) {
      return get ? refused(PubsubError.BAD_REQUEST) : readWith(action, parts.get(1));
    }
    return get ? readGet(action) : readSet(action);
  }

  /** The children that belong to the request; those of other namespaces are extensions. */
  static List<Element> parts(Element pubsub) {
    return pubsub.elements().stream()
        .filter(child -> child.namespace().equals(pubsub.namespace()))
        .toList();
  }

  private Decoded readGet(Element action) {
    return switch (action.name()) {
      case "items" -> onNode(action, node -> items(action, node));
      case "subscriptions" ->
          paged(
              pubsub,
              page ->
                  node(action)
                      .<Command>map(
                          node -> new NodeCommand.RetrieveOwnSubscriptions(requester, node, page))
                      .orElseGet(() -> new ServiceCommand.RetrieveSubscriptions(requester, page)));
      case "affiliations" ->
          paged(
              pubsub,
              page ->
                  node(action)
                      .<Command>map(
                          node -> new NodeCommand.RetrieveOwnAffiliation(requester, node, page))
                      .orElseGet(() -> new ServiceCommand.RetrieveAffiliations(requester, page)));
      case "options" ->
          // Who submits a form wants to change something: that is not answered as if it were done.
          submits(action)
              ? refused(PubsubError.BAD_REQUEST)
              : onNodeOrRoot(
                  action,
                  node ->
                      onJid(
                          action,
                          PubsubError.JID_REQUIRED,
                          jid ->
                              new NodeCommand.RetrieveOptions(
                                  requester, node, jid, subid(action))));
      case "default" ->
          accepted(
              node(action)
                  .<Command>map(node -> new NodeCommand.RetrieveDefaultOptions(requester, node))
                  .orElseGet(() -> new ServiceCommand.RetrieveDefaultOptions(requester)));
      default -> refused(PubsubError.BAD_REQUEST);
    };
  }

  private static boolean submits(Element action) {
    return DataForm.find(action).filter(form -> form.type() == DataForm.Type.SUBMIT).isPresent();
  }

  private Decoded readSet(Element action) {
    return switch (action.name()) {
      case "create" -> create(action, Map.of());
      case "publish" -> onNode(action, node -> publish(action, node, Map.of()));
      case "retract" -> onNode(action, node -> retract(action, node));
      case "subscribe" -> subscribe(action, null);
      case "unsubscribe" ->
          onNodeOrRoot(
              action,
              node ->
                  onJid(
                      action,
                      PubsubError.INVALID_JID,
                      jid -> new NodeCommand.Unsubscribe(requester, node, jid, subid(action))));
      case "options" -> onNodeOrRoot(action, node -> options(action, node));
      default -> refused(PubsubError.BAD_REQUEST);
    };
  }

  /** An action with what may follow it. */
  private Decoded readWith(Element action, Element second) {
    return switch (action.name() + "+" + second.name()) {
      case "create+configure" -> createConfigured(action, second);
      case "subscribe+options" -> subscribeWith(action, second);
      case "publish+publish-options" ->
          preconditions(second)
              .map(fields -> onNode(action, node -> publish(action, node, fields)))
              .orElseGet(() -> refused(PubsubError.BAD_REQUEST));
      default -> refused(PubsubError.BAD_REQUEST);
    };
  }

  private Decoded create(Element create, Map<String, List<String>> configuration) {
    return accepted(
        new ServiceCommand.CreateNode(requester, node(create).orElse(null), configuration));
  }

  /** The configure element has no node of its own (8.1.3) and may be empty (8.1.2). */
  private Decoded createConfigured(Element create, Element configure) {
    if (configure.attribute("node").isPresent()) {
      return refused(PubsubError.BAD_REQUEST);
    }
    if (configure.firstElement().isEmpty()) {
      return create(create, Map.of());
    }
    Optional<DataForm> form =
        DataForm.find(configure).filter(found -> found.type() == DataForm.Type.SUBMIT);
    return form.isPresent()
        ? create(create, Forms.values(form.get()))
        : refused(PubsubError.BAD_REQUEST);
  }

  private Decoded subscribe(Element subscribe, @Nullable Map<String, List<String>> options) {
    return onNodeOrRoot(
        subscribe,
        node ->
            onJid(
                subscribe,
                PubsubError.INVALID_JID,
                jid ->
                    new NodeCommand.Subscribe(
                        requester,
                        node,
                        jid,
                        options,
                        subscribe.child("public", PubsubNs.PUBLIC_SUBSCRIPTIONS).isPresent())));
  }

  /** The options are of the subscription that is made: they name neither node nor jid (6.3.7). */
  private Decoded subscribeWith(Element subscribe, Element options) {
    if (options.attribute("node").isPresent() || options.attribute("jid").isPresent()) {
      return refused(PubsubError.BAD_REQUEST);
    }
    if (options.firstElement().isEmpty()) {
      return subscribe(subscribe, null);
    }
    DataForm form = DataForm.find(options).orElse(null);
    return form == null || form.type() != DataForm.Type.SUBMIT
        ? refused(PubsubError.BAD_REQUEST)
        : subscribe(subscribe, Forms.values(form));
  }

  private Decoded options(Element options, String node) {
    DataForm form = DataForm.find(options).orElse(null);
    boolean cancelled = form != null && form.type() == DataForm.Type.CANCEL;
    if (form == null || !(cancelled || form.type() == DataForm.Type.SUBMIT)) {
      return refused(PubsubError.BAD_REQUEST);
    }
    Map<String, List<String>> submitted = cancelled ? Map.of() : Forms.values(form);
    return onJid(
        options,
        PubsubError.JID_REQUIRED,
        jid -> new NodeCommand.SetOptions(requester, node, jid, subid(options), submitted));
  }

  private Decoded items(Element items, String node) {
    Integer maxItems = items.attribute("max_items").map(RequestReader::positive).orElse(null);
    if (maxItems != null && maxItems == 0) {
      return refused(PubsubError.BAD_REQUEST);
    }
    List<String> ids = new ArrayList<>();
    for (Element item : parts(items)) {
      String id = item.attribute("id", "");
      if (!item.name().equals("item") || id.isEmpty()) {
        return refused(PubsubError.BAD_REQUEST);
      }
      ids.add(id);
    }
    ResultSet.Reading page = ResultSet.find(pubsub).map(ResultSet::readRequest).orElse(null);
    if (page instanceof ResultSet.Refused) {
      return refused(PubsubError.BAD_REQUEST);
    }
    return order(pubsub)
        .map(
            order ->
                accepted(
                    new NodeCommand.RetrieveItems(
                        requester,
                        node,
                        subid(items),
                        ids,
                        maxItems,
                        (ResultSet.Request) page,
                        order)))
        .orElseGet(() -> refused(PubsubError.UNKNOWN_ORDER));
  }

  /** A number from 1, the largest int for anything larger; 0 for what is none. */
  private static int positive(String text) {
    String digits = text.strip();
    if (!digits.matches("[0-9]+")) {
      return 0;
    }
    return digits.length() > 9 ? Integer.MAX_VALUE : Integer.parseInt(digits);
  }

  /** The fields of the publish-options (7.1.5); empty when they are no form of that type. */
  private static Optional<Map<String, List<String>>> preconditions(Element options) {
    if (options.firstElement().isEmpty()) {
      return Optional.of(Map.of());
    }
    return DataForm.find(options)
        .filter(form -> form.type() == DataForm.Type.SUBMIT)
        .filter(form -> form.formType().filter(PubsubNs.PUBLISH_OPTIONS::equals).isPresent())
        .map(Forms::values);
  }

  private Decoded publish(Element publish, String node, Map<String, List<String>> preconditions) {
    List<Element> parts = parts(publish);
    Element headers = pubsub.child("headers", Ns.SHIM).orElse(null);
    List<ItemHeader> own = headers != null && parts.size() == 1 ? own(headers) : List.of();
    List<PublishedItem> items = new ArrayList<>();
    for (Element item : parts) {
      List<Element> payload = item.elements();
      if (!item.name().equals("item")) {
        return refused(PubsubError.BAD_REQUEST);
      }
      // Text is no payload, and dropping it unsaid would publish something else (7.1.3.6).
      if (payload.size() > 1 || !item.text().isBlank()) {
        return refused(PubsubError.INVALID_PAYLOAD);
      }
      SerializedXml serialized = payload.isEmpty() ? null : XmlWriter.serialize(payload.get(0));
      items.add(new PublishedItem(item.attribute("id").orElse(null), serialized, own));
    }
    if (headers == null) {
      return accepted(new NodeCommand.Publish(requester, node, items, preconditions, null));
    }
    List<String> keys =
        headers.elements().stream()
            .filter(header -> header.is("header", Ns.SHIM))
            .filter(header -> StanzaHeader.IDEMPOTENCY_KEY.is(header.attribute("name", "")))
            .map(Element::text)
            .toList();
    boolean fits = keys.isEmpty() || (keys.size() == 1 && isKey(keys.get(0)));
    return fits
        ? accepted(
            new NodeCommand.Publish(
                requester, node, items, preconditions, keys.isEmpty() ? null : keys.get(0)))
        : refused(PubsubError.BAD_REQUEST);
  }

  /** The headers that are the item's, of a publish that has one. */
  private static List<ItemHeader> own(Element headers) {
    List<ItemHeader> own = new ArrayList<>();
    for (Element header : headers.elements()) {
      String name = header.attribute("name", "");
      if (header.is("header", Ns.SHIM) && !name.isEmpty() && !StanzaHeader.isReserved(name)) {
        own.add(new ItemHeader(name, header.text()));
      }
    }
    return own;
  }

  private static boolean isKey(String text) {
    return !text.isBlank() && text.length() <= MOST_KEY_LENGTH;
  }

  /** Exactly one item, named by its id (7.2.1). */
  private Decoded retract(Element retract, String node) {
    Optional<Boolean> tells = DataForm.readBoolean(retract.attribute("notify", "false"));
    List<Element> items = parts(retract);
    if (tells.isEmpty() || items.size() > 1) {
      return refused(PubsubError.BAD_REQUEST);
    }
    String id = items.isEmpty() ? "" : items.get(0).attribute("id", "");
    return id.isEmpty() || !items.get(0).name().equals("item")
        ? refused(PubsubError.ITEM_REQUIRED)
        : accepted(new NodeCommand.Retract(requester, node, id, tells.get()));
  }

  /**
   * @param ifMissing the error for a request without an address
   */
  private static Decoded onJid(
      Element action, PubsubError ifMissing, Function<Jid, NodeCommand> command) {
    Optional<String> text = action.attribute("jid");
    if (text.isEmpty()) {
      return refused(ifMissing);
    }
    return text.flatMap(Jid::parse)
        .map(jid -> accepted(command.apply(jid)))
        .orElseGet(() -> refused(PubsubError.INVALID_JID));
  }

  /**
   * The orders that are asked for (XEP-0413), none for the usual one.
   *
   * @return empty when one of them is unknown, or they are too many
   */
  static Optional<List<ItemOrder>> order(Element request) {
    List<ItemOrder> orders = new ArrayList<>();
    for (Element child : request.elements()) {
      if (child.is("order", PubsubNs.ORDER_BY)) {
        ItemOrder.Field by =
            switch (child.attribute("by", "")) {
              case "creation" -> ItemOrder.Field.CREATION;
              case "modification" -> ItemOrder.Field.MODIFICATION;
              default -> null;
            };
        Optional<Boolean> descending = DataForm.readBoolean(child.attribute("desc", "false"));
        if (by == null || descending.isEmpty() || orders.size() == ItemOrder.MOST) {
          return Optional.empty();
        }
        orders.add(new ItemOrder(by, descending.get()));
      }
    }
    return Optional.of(orders);
  }

  /** A request for a list, of which a page may be wanted (XEP-0059). */
  static Decoded paged(Element pubsub, Function<ResultSet.@Nullable Request, Command> command) {
    ResultSet.Reading page = ResultSet.find(pubsub).map(ResultSet::readRequest).orElse(null);
    return page instanceof ResultSet.Refused
        ? refused(PubsubError.BAD_REQUEST)
        : accepted(command.apply((ResultSet.Request) page));
  }

  /** The subscription that is meant; an empty id names none. */
  static @Nullable String subid(Element action) {
    return action.attribute("subid").filter(subid -> !subid.isEmpty()).orElse(null);
  }

  static Decoded onNode(Element action, Function<String, Decoded> reader) {
    return node(action).map(reader).orElseGet(() -> refused(PubsubError.NODEID_REQUIRED));
  }

  /** Subscriptions without a node are to the root (6.1.1, 6.3.4.1, XEP-0248 8.1). */
  private static Decoded onNodeOrRoot(Element action, Function<String, Decoded> reader) {
    return reader.apply(action.attribute("node", ""));
  }

  private static Optional<String> node(Element action) {
    return action.attribute("node").filter(node -> !node.isEmpty());
  }
}
