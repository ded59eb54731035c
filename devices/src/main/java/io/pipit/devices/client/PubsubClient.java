package io.pipit.devices.client;

import io.pipit.devices.client.XmppException.Violation;
import io.pipit.pubsub.PubsubNs;
import io.pipit.xmpp.DataForm;
import io.pipit.xmpp.Element;
import io.pipit.xmpp.Iq;
import io.pipit.xmpp.Jid;
import io.pipit.xmpp.Ns;
import io.pipit.xmpp.ResultSet;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Publish-subscribe at one service (XEP-0060) through one session. Threads, bounds and failures are
 * those of {@link XmppClient}.
 *
 * <p>Node options are named without the prefix {@code pubsub#}: {@code max_items}. Options of
 * Pipit's own are written {@code pipit#name}.
 */
public final class PubsubClient {

  /** Where {@code pipit#} options live on the wire (XEP-0068 3.4). */
  private static final String PIPIT_OPTION = "{urn:pipit:pubsub:0}";

  private static final String PUBSUB_OPTION = "pubsub#";
  private static final String SHORT_PIPIT_OPTION = "pipit#";

  private final XmppClient client;
  private final Jid service;

  public PubsubClient(XmppClient client, Jid service) {
    this.client = client;
    this.service = service;
  }

  /**
   * A subscription as the service answers (XEP-0060 6.1).
   *
   * @param state one of the words of XEP-0060 4.2, such as {@code pending}
   * @param id the subscription id, null for none
   */
  public record Subscription(String node, String subscriber, String state, @Nullable String id) {}

  /**
   * A node as service discovery lists it.
   *
   * @param name for a person, null for none
   */
  public record NodeEntry(String node, @Nullable String name) {}

  /** Publishes an item under an id of the service's choice, which is given back. */
  public Future<String> publish(String node, Payload payload) {
    return publish(node, Element.builder("item", PubsubNs.PUBSUB), payload);
  }

  /** Publishes an item under an id; one with that id before is replaced (7.1). */
  public Future<String> publish(String node, String id, Payload payload) {
    return publish(node, Element.builder("item", PubsubNs.PUBSUB).attribute("id", id), payload);
  }

  private Future<String> publish(String node, Element.Builder item, Payload payload) {
    Element sent = item.child(payload.toElement()).build();
    return set(PubsubNs.PUBSUB, of("publish", node).child(sent).build())
        .map(
            iq ->
                pubsub(iq, PubsubNs.PUBSUB)
                    .flatMap(pubsub -> pubsub.child("publish", PubsubNs.PUBSUB))
                    .flatMap(publish -> publish.child("item", PubsubNs.PUBSUB))
                    .or(() -> Optional.of(sent))
                    .map(stored -> stored.attribute("id", ""))
                    .orElse(""));
  }

  /** Takes an item back (7.2). */
  public Future<Void> retract(String node, String id) {
    Element item = Element.builder("item", PubsubNs.PUBSUB).attribute("id", id).build();
    return set(PubsubNs.PUBSUB, of("retract", node).child(item).build()).mapEmpty();
  }

  /** Subscribes this session alone: its full JID. */
  public Future<Subscription> subscribe(String node) {
    return subscribe(node, client.jid());
  }

  /** Subscribes this session alone, with options (6.3.7); others are as the service has them. */
  public Future<Subscription> subscribe(String node, Map<String, ?> options) {
    return subscribe(node, client.jid(), options);
  }

  /** Subscribes an address of this account (6.1). */
  public Future<Subscription> subscribe(String node, Jid subscriber) {
    return subscribe(node, subscriber, Map.of());
  }

  private Future<Subscription> subscribe(String node, Jid subscriber, Map<String, ?> options) {
    Element.Builder request =
        Element.builder("pubsub", PubsubNs.PUBSUB)
            .child(of("subscribe", node).attribute("jid", subscriber.toString()).build());
    if (!options.isEmpty()) {
      request.child(
          Element.of("options", PubsubNs.PUBSUB, form(PubsubNs.SUBSCRIBE_OPTIONS, options)));
    }
    return client
        .request(Iq.Type.SET, service, request.build())
        .compose(
            iq ->
                pubsub(iq, PubsubNs.PUBSUB)
                    .flatMap(pubsub -> pubsub.child("subscription", PubsubNs.PUBSUB))
                    .map(
                        subscription ->
                            Future.succeededFuture(
                                new Subscription(
                                    subscription.attribute("node", node),
                                    subscription.attribute("jid", subscriber.toString()),
                                    subscription.attribute("subscription", "subscribed"),
                                    subscription.attribute("subid").orElse(null))))
                    .orElseGet(() -> violation("subscribed without a subscription")));
  }

  /** Ends the subscription of this session's full JID. */
  public Future<Void> unsubscribe(String node) {
    return unsubscribe(node, client.jid(), null);
  }

  /**
   * Ends a subscription (6.2).
   *
   * @param subscriptionId needed when there are several of that address, else null
   */
  public Future<Void> unsubscribe(String node, Jid subscriber, @Nullable String subscriptionId) {
    return set(
            PubsubNs.PUBSUB,
            of("unsubscribe", node)
                .attribute("jid", subscriber.toString())
                .attribute("subid", Optional.ofNullable(subscriptionId))
                .build())
        .mapEmpty();
  }

  /** Creates a node (8.1); options that are not given have the service's defaults. */
  public Future<Void> create(String node, Map<String, ?> options) {
    Element.Builder pubsub =
        Element.builder("pubsub", PubsubNs.PUBSUB).child(of("create", node).build());
    if (!options.isEmpty()) {
      pubsub.child(Element.of("configure", PubsubNs.PUBSUB, form(options)));
    }
    return client.request(Iq.Type.SET, service, pubsub.build()).mapEmpty();
  }

  /** Creates a node whose name the service chooses and gives back (8.1.2). */
  public Future<String> createInstant() {
    return set(PubsubNs.PUBSUB, Element.of("create", PubsubNs.PUBSUB))
        .compose(
            iq ->
                pubsub(iq, PubsubNs.PUBSUB)
                    .flatMap(pubsub -> pubsub.child("create", PubsubNs.PUBSUB))
                    .flatMap(create -> create.attribute("node"))
                    .map(Future::succeededFuture)
                    .orElseGet(() -> violation("a node was created without a name")));
  }

  /** Removes a node with all its items and subscriptions (8.4). */
  public Future<Void> delete(String node) {
    return set(PubsubNs.OWNER, owner("delete", node).build()).mapEmpty();
  }

  /** Removes all items of a node (8.5). */
  public Future<Void> purge(String node) {
    return set(PubsubNs.OWNER, owner("purge", node).build()).mapEmpty();
  }

  /** Sets options of a node; others stay as they are (8.2). */
  public Future<Void> configure(String node, Map<String, ?> options) {
    return set(PubsubNs.OWNER, owner("configure", node).child(form(options)).build()).mapEmpty();
  }

  /** The options of a node by name, as {@link #configure} takes them, in the form's order (8.2). */
  public Future<Map<String, List<String>>> configuration(String node) {
    return get(PubsubNs.OWNER, owner("configure", node).build())
        .compose(
            iq ->
                pubsub(iq, PubsubNs.OWNER)
                    .flatMap(pubsub -> pubsub.child("configure", PubsubNs.OWNER))
                    .flatMap(DataForm::find)
                    .map(form -> Future.succeededFuture(options(form)))
                    .orElseGet(() -> violation("a configuration without a form")));
  }

  /** The newest items of a node, at most so many (6.5.7). */
  public Future<List<PubsubItem>> newest(String node, int max) {
    Element request = of("items", node).attribute("max_items", Integer.toString(max)).build();
    return get(PubsubNs.PUBSUB, request).map(iq -> page(iq).items());
  }

  /** The items with those ids, as far as there are such (6.5.8). */
  public Future<List<PubsubItem>> items(String node, Collection<String> ids) {
    Element.Builder request = of("items", node);
    for (String id : ids) {
      request.child(Element.builder("item", PubsubNs.PUBSUB).attribute("id", id).build());
    }
    return get(PubsubNs.PUBSUB, request.build()).map(iq -> page(iq).items());
  }

  /** A page of the items of a node (6.5.4, XEP-0059). */
  public Future<ResultSet.Page<PubsubItem>> items(String node, ResultSet.Request page) {
    Element pubsub =
        Element.of("pubsub", PubsubNs.PUBSUB, of("items", node).build(), page.toElement());
    return client.request(Iq.Type.GET, service, pubsub).map(PubsubClient::page);
  }

  /**
   * A page of the nodes of the service (5.2), or of those inside a collection.
   *
   * @param parent null for the root
   */
  public Future<ResultSet.Page<NodeEntry>> nodes(@Nullable String parent, ResultSet.Request page) {
    Element query =
        Element.builder("query", Ns.DISCO_ITEMS)
            .attribute("node", Optional.ofNullable(parent))
            .child(page.toElement())
            .build();
    return client
        .request(Iq.Type.GET, service, query)
        .map(
            iq -> {
              Element answer =
                  iq.child("query", Ns.DISCO_ITEMS).orElse(query.withChildren(List.of()));
              return new ResultSet.Page<>(
                  answer.elements().stream()
                      .filter(item -> item.is("item", Ns.DISCO_ITEMS))
                      .filter(item -> item.attribute("node").isPresent())
                      .map(
                          item ->
                              new NodeEntry(
                                  item.attribute("node", ""), item.attribute("name").orElse(null)))
                      .toList(),
                  set(answer));
            });
  }

  /**
   * What service discovery says about a node (5.3) or, for null, about the service: the {@code
   * <query/>}.
   */
  public Future<Element> info(@Nullable String node) {
    Element query =
        Element.builder("query", Ns.DISCO_INFO)
            .attribute("node", Optional.ofNullable(node))
            .build();
    return client
        .request(Iq.Type.GET, service, query)
        .compose(
            iq ->
                iq.child("query", Ns.DISCO_INFO)
                    .map(Future::succeededFuture)
                    .orElseGet(() -> violation("no answer to disco#info")));
  }

  /** Calls the handler with each event that this service sends, in order. Handlers add up. */
  public Future<Void> onEvent(Consumer<PubsubEvent> handler) {
    return client.onMessage(
        message -> {
          boolean fromService =
              message.attribute("from").flatMap(Jid::parse).filter(service::equals).isPresent();
          if (fromService && !message.attribute("type", "").equals("error")) {
            PubsubEvent.read(message).forEach(handler);
          }
        });
  }

  private Future<Element> set(String namespace, Element operation) {
    return client.request(Iq.Type.SET, service, Element.of("pubsub", namespace, operation));
  }

  private Future<Element> get(String namespace, Element operation) {
    return client.request(Iq.Type.GET, service, Element.of("pubsub", namespace, operation));
  }

  private static Element.Builder of(String operation, String node) {
    return Element.builder(operation, PubsubNs.PUBSUB).attribute("node", node);
  }

  private static Element.Builder owner(String operation, String node) {
    return Element.builder(operation, PubsubNs.OWNER).attribute("node", node);
  }

  private static Optional<Element> pubsub(Element iq, String namespace) {
    return iq.child("pubsub", namespace);
  }

  private static ResultSet.Page<PubsubItem> page(Element iq) {
    Element pubsub = pubsub(iq, PubsubNs.PUBSUB).orElse(Element.of("pubsub", PubsubNs.PUBSUB));
    List<PubsubItem> items =
        pubsub.child("items", PubsubNs.PUBSUB).map(Element::elements).orElse(List.of()).stream()
            .filter(item -> item.is("item", PubsubNs.PUBSUB))
            .map(PubsubItem::read)
            .toList();
    return new ResultSet.Page<>(items, set(pubsub));
  }

  private static ResultSet set(Element parent) {
    return ResultSet.find(parent)
        .map(ResultSet::read)
        .orElse(new ResultSet(null, null, null, null));
  }

  private static Element form(Map<String, ?> options) {
    return form(PubsubNs.NODE_CONFIG, options);
  }

  private static Element form(String type, Map<String, ?> options) {
    DataForm.Builder form = DataForm.builder(DataForm.Type.SUBMIT).formType(type);
    options.forEach(
        (name, value) ->
            form.field(
                wireName(name),
                value instanceof Collection<?> several
                    ? several.stream().map(String::valueOf).toArray(String[]::new)
                    : new String[] {String.valueOf(value)}));
    return form.build().toElement();
  }

  private static Map<String, List<String>> options(DataForm form) {
    Map<String, List<String>> options = new LinkedHashMap<>();
    for (DataForm.Field field : form.fields()) {
      if (!field.var().isEmpty() && !field.var().equals(DataForm.FORM_TYPE)) {
        options.put(shortName(field.var()), field.values());
      }
    }
    return options;
  }

  private static String wireName(String name) {
    if (name.startsWith(SHORT_PIPIT_OPTION)) {
      return PIPIT_OPTION + name.substring(SHORT_PIPIT_OPTION.length());
    }
    return name.startsWith(PUBSUB_OPTION) || name.startsWith("{") ? name : PUBSUB_OPTION + name;
  }

  private static String shortName(String name) {
    if (name.startsWith(PIPIT_OPTION)) {
      return SHORT_PIPIT_OPTION + name.substring(PIPIT_OPTION.length());
    }
    return name.startsWith(PUBSUB_OPTION) ? name.substring(PUBSUB_OPTION.length()) : name;
  }

  private static <T> Future<T> violation(String detail) {
    return Future.failedFuture(new XmppException(new Violation(detail)));
  }
}
