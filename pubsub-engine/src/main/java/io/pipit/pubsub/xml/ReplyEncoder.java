package io.pipit.pubsub.xml;

import io.pipit.pubsub.EntityAffiliation;
import io.pipit.pubsub.NodeAffiliation;
import io.pipit.pubsub.NodeSubscription;
import io.pipit.pubsub.Page;
import io.pipit.pubsub.PubsubError;
import io.pipit.pubsub.PubsubNs;
import io.pipit.pubsub.Response;
import io.pipit.pubsub.Subscription;
import io.pipit.pubsub.SubscriptionState;
import io.pipit.xmpp.DataForm;
import io.pipit.xmpp.Element;
import io.pipit.xmpp.Iq;
import io.pipit.xmpp.Message;
import io.pipit.xmpp.Node;
import io.pipit.xmpp.Ns;
import io.pipit.xmpp.ResultSet;
import io.pipit.xmpp.SerializedXml;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Writes what the engine answers as the answer to the request. Stateless; any thread. */
public final class ReplyEncoder {

  private ReplyEncoder() {}

  /** The result or error of a request. */
  public static Iq encode(Iq request, Response response) {
    if (response instanceof Response.Refusal refusal) {
      return refused(request, refusal);
    }
    if (response instanceof Response.SubscriptionsPartlyModified partly) {
      return partly(request, subscriptions(partly.node(), new Page<>(partly.unchanged(), null)));
    }
    if (response instanceof Response.AffiliationsPartlyModified partly) {
      return partly(request, affiliations(partly.node(), new Page<>(partly.unchanged(), null)));
    }
    if (response instanceof Response.Done) {
      return request.result();
    }
    return request.result(payload(request, response));
  }

  /** The messages that the requester gets before the result, in order; none for most answers. */
  public static List<Message> before(Iq request, Response response) {
    return response instanceof Response.ArchivePage page
        ? ArchiveEncoder.results(request, page)
        : List.of();
  }

  private static Iq refused(Iq request, Response.Refusal refusal) {
    Iq reply = request.errorReply(refusal.error().toStanzaError(refusal.detail()));
    String value = refusal.value();
    if (value == null) {
      return reply;
    }
    Element error = reply.element().firstElement().orElseThrow();
    List<Node> children = new ArrayList<>(error.children());
    if (refusal.error() == PubsubError.GONE || refusal.error() == PubsubError.REDIRECT) {
      // RFC 6120 8.3.3.5 and 8.3.3.14: the address is the text of the condition.
      String condition = error.firstElement().orElseThrow().name();
      children.set(0, Element.builder(condition, Ns.STANZA_ERRORS).text(value).build());
    } else {
      // A second condition, beside that of publish-options (XEP-0395 3.3).
      children.add(
          Element.builder("compare-and-publish-failed", PubsubNs.COMPARE_AND_PUBLISH)
              .attribute("cap-id", value)
              .build());
    }
    return withChildren(reply, List.of(error.withChildren(children)));
  }

  private static Iq withChildren(Iq error, List<? extends Node> children) {
    return new Iq(
        error.element().withChildren(List.copyOf(children)),
        Iq.Type.ERROR,
        error.sender(),
        error.recipient());
  }

  /** An error that shows the refused part of the request in its original state. */
  private static Iq partly(Iq request, Element unchanged) {
    Iq error = request.errorReply(PubsubError.NOT_ACCEPTABLE.toStanzaError());
    List<Node> children = new ArrayList<>();
    children.add(unchanged);
    children.addAll(error.element().children());
    return withChildren(error, children);
  }

  private static Element payload(Iq request, Response response) {
    if (response instanceof Response.Published published) {
      return published(published);
    }
    if (response instanceof Response.CollectionItems items) {
      return items(items);
    }
    if (response instanceof Response.Items items) {
      return items(items, asksForCompareValues(request));
    }
    if (response instanceof Response.Registration registration) {
      return registration(registration);
    }
    if (response instanceof Response.PublicSubscribers
        || response instanceof Response.PublicSubscriptions) {
      return PublicSubscriptionEncoder.of(response);
    }
    if (response instanceof Response.Created created) {
      return pubsub(element("create").attribute("node", created.node()).build());
    }
    if (response instanceof Response.Subscribed subscribed) {
      return subscribed(subscribed);
    }
    if (response instanceof Response.Unsubscribed unsubscribed) {
      return pubsub(subscription(unsubscribed.subscription()).build());
    }
    if (response instanceof Response.Options options) {
      return pubsub(options(options));
    }
    if (response instanceof Response.DefaultOptions defaults) {
      return pubsub(
          element("default")
              .attribute("node", Optional.ofNullable(defaults.node()))
              .child(OptionForm.of(DataForm.Type.FORM, defaults.options()))
              .build());
    }
    if (response instanceof Response.OwnSubscriptions own) {
      return ownSubscriptions(own);
    }
    if (response instanceof Response.OwnAffiliations own) {
      return ownAffiliations(own);
    }
    if (response instanceof Response.NodeSubscriptions all) {
      return subscriptions(all.node(), all.subscriptions());
    }
    if (response instanceof Response.NodeAffiliations all) {
      return affiliations(all.node(), all.affiliations());
    }
    if (response instanceof Response.Configuration configuration) {
      return owner(
          Element.builder("configure", PubsubNs.OWNER)
              .attribute("node", configuration.node())
              .child(OptionForm.of(DataForm.Type.FORM, configuration.config()))
              .build());
    }
    if (response instanceof Response.DefaultConfiguration defaults) {
      return owner(
          Element.of(
              "default", PubsubNs.OWNER, OptionForm.of(DataForm.Type.FORM, defaults.config())));
    }
    return AdHocForms.of(response)
        .or(() -> ArchiveEncoder.of(request, response))
        .orElseGet(() -> DiscoEncoder.payload(request, response));
  }

  private static Element registration(Response.Registration registration) {
    Element.Builder query = Element.builder("query", Ns.REGISTER);
    if (registration.registered()) {
      query.child(Element.of("registered", Ns.REGISTER));
    }
    return query
        .textElement(
            "instructions", Ns.REGISTER, "Who creates nodes registers first, without any fields.")
        .build();
  }

  private static Element published(Response.Published published) {
    Element.Builder publish = element("publish").attribute("node", published.node());
    for (String id : published.ids()) {
      publish.child(element("item").attribute("id", id).build());
    }
    return pubsub(publish.build());
  }

  /**
   * Whether the answer is to carry the values of its items for compare-and-publish. Only on demand:
   * clients that do not know them take every child of {@code <items/>} for an item.
   */
  private static boolean asksForCompareValues(Iq request) {
    return request
        .payload()
        .flatMap(Element::firstElement)
        .flatMap(items -> items.child("cap-v-map", PubsubNs.COMPARE_AND_PUBLISH))
        .isPresent();
  }

  private static Element list(Response.Items response, boolean withCompareValues) {
    Element.Builder items = element("items").attribute("node", response.node());
    for (Response.RetrievedItem retrieved : response.items().entries()) {
      Element.Builder item = element("item").attribute("id", retrieved.item().id());
      if (retrieved.publisher() != null) {
        item.attribute("publisher", retrieved.publisher().toString());
      }
      SerializedXml payload = retrieved.item().payload();
      if (payload != null) {
        item.child(payload);
      }
      items.child(item.build());
    }
    if (withCompareValues && !response.items().entries().isEmpty()) {
      items.child(compareValues(response.items().entries()));
    }
    return items.build();
  }

  private static Element items(Response.Items response, boolean withCompareValues) {
    return Element.builder("pubsub", PubsubNs.PUBSUB)
        .child(list(response, withCompareValues))
        .child(set(response.items().set()))
        .build();
  }

  private static Element items(Response.CollectionItems response) {
    Element.Builder pubsub = Element.builder("pubsub", PubsubNs.PUBSUB);
    response.leaves().forEach(leaf -> pubsub.child(list(leaf, false)));
    return pubsub.build();
  }

  /** XEP-0395 3.1, with the element name of its text, which its example spells out. */
  private static Element compareValues(List<Response.RetrievedItem> items) {
    Element.Builder map = Element.builder("cap-v-map", PubsubNs.COMPARE_AND_PUBLISH);
    for (Response.RetrievedItem retrieved : items) {
      map.child(
          Element.builder("cap-v-map-entry", PubsubNs.COMPARE_AND_PUBLISH)
              .attribute("item-id", retrieved.item().id())
              .attribute("cap-value", retrieved.item().compareValue())
              .build());
    }
    return map.build();
  }

  static Optional<Element> set(@Nullable ResultSet set) {
    return Optional.ofNullable(set).map(ResultSet::toElement);
  }

  /** Says that there are options, and whether they have to be chosen first (6.1.5). */
  private static Element subscribed(Response.Subscribed subscribed) {
    NodeSubscription subscription = subscribed.subscription();
    Element.Builder offer = element("subscribe-options");
    if (subscription.subscription().state() == SubscriptionState.UNCONFIGURED) {
      offer.child(element("required").build());
    }
    Element.Builder reply =
        Element.builder("pubsub", PubsubNs.PUBSUB)
            .child(subscription(subscription).child(offer.build()).build());
    if (subscribed.options() != null) {
      reply.child(
          element("options")
              .child(OptionForm.of(DataForm.Type.RESULT, subscribed.options()))
              .build());
    }
    return reply.build();
  }

  private static Element.Builder subscription(NodeSubscription subscription) {
    return element("subscription")
        .attribute("node", Optional.of(subscription.node()).filter(node -> !node.isEmpty()))
        .attribute("jid", subscription.subscription().jid().toString())
        .attribute("subid", subscription.subscription().subid())
        .attribute("subscription", subscription.subscription().state().wire());
  }

  private static Element options(Response.Options options) {
    return element("options")
        .attribute("node", options.subscription().node())
        .attribute("jid", options.subscription().subscription().jid().toString())
        .attribute("subid", options.subscription().subscription().subid())
        .child(OptionForm.of(DataForm.Type.FORM, options.options()))
        .build();
  }

  private static Element ownSubscriptions(Response.OwnSubscriptions own) {
    Element.Builder list =
        element("subscriptions").attribute("node", Optional.ofNullable(own.node()));
    for (NodeSubscription subscription : own.subscriptions().entries()) {
      list.child(subscription(subscription).build());
    }
    return pubsub(list.build(), own.subscriptions().set());
  }

  private static Element ownAffiliations(Response.OwnAffiliations own) {
    Element.Builder list =
        element("affiliations").attribute("node", Optional.ofNullable(own.node()));
    for (NodeAffiliation affiliation : own.affiliations().entries()) {
      list.child(
          element("affiliation")
              .attribute("node", affiliation.node())
              .attribute("affiliation", affiliation.affiliation().wire())
              .build());
    }
    return pubsub(list.build(), own.affiliations().set());
  }

  private static Element subscriptions(String node, Page<Subscription> subscriptions) {
    Element.Builder list = Element.builder("subscriptions", PubsubNs.OWNER).attribute("node", node);
    for (Subscription subscription : subscriptions.entries()) {
      list.child(
          Element.builder("subscription", PubsubNs.OWNER)
              .attribute("jid", subscription.jid().toString())
              .attribute(
                  "subid", Optional.of(subscription.subid()).filter(subid -> !subid.isEmpty()))
              .attribute("subscription", subscription.state().wire())
              .build());
    }
    return owner(list.build(), subscriptions.set());
  }

  private static Element affiliations(String node, Page<EntityAffiliation> affiliations) {
    Element.Builder list = Element.builder("affiliations", PubsubNs.OWNER).attribute("node", node);
    for (EntityAffiliation affiliation : affiliations.entries()) {
      list.child(
          Element.builder("affiliation", PubsubNs.OWNER)
              .attribute("jid", affiliation.entity().toString())
              .attribute("affiliation", affiliation.affiliation().wire())
              .build());
    }
    return owner(list.build(), affiliations.set());
  }

  private static Element.Builder element(String name) {
    return Element.builder(name, PubsubNs.PUBSUB);
  }

  private static Element pubsub(Element child) {
    return Element.of("pubsub", PubsubNs.PUBSUB, child);
  }

  private static Element pubsub(Element list, @Nullable ResultSet set) {
    return Element.builder("pubsub", PubsubNs.PUBSUB).child(list).child(set(set)).build();
  }

  private static Element owner(Element list, @Nullable ResultSet set) {
    return Element.builder("pubsub", PubsubNs.OWNER).child(list).child(set(set)).build();
  }

  private static Element owner(Element child) {
    return Element.of("pubsub", PubsubNs.OWNER, child);
  }
}
