package io.pipit.pubsub.xml;

import io.pipit.pubsub.Page;
import io.pipit.pubsub.PublicSubscriptions;
import io.pipit.pubsub.PubsubNs;
import io.pipit.pubsub.Response;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.Element;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.function.Function;

/** Writes the items of the nodes that list public subscriptions (XEP-0465 4). Any thread. */
public final class PublicSubscriptionEncoder {

  private PublicSubscriptionEncoder() {}

  static Element of(Response response) {
    if (response instanceof Response.PublicSubscribers found) {
      return items(
          PublicSubscriptions.subscribersOf(found.node()),
          found.subscribers(),
          BareJid::toString,
          subscriber -> payload("subscriber").attribute("jid", subscriber.toString()).build());
    }
    if (response instanceof Response.PublicSubscriptions found) {
      return items(
          PublicSubscriptions.NODE,
          found.nodes(),
          PublicSubscriptionEncoder::id,
          node ->
              payload("subscription")
                  .attribute("node", node.node())
                  .attribute("jid", node.service().toString())
                  .build());
    }
    throw new AssertionError(response);
  }

  /** The id of the item that tells of a subscription: the same whenever it is asked for. */
  public static String id(Response.ServiceNode node) {
    String name = node.service() + "/" + node.node();
    return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
  }

  private static Element.Builder payload(String name) {
    return Element.builder(name, PubsubNs.PUBLIC_SUBSCRIPTIONS);
  }

  private static <T> Element items(
      String node, Page<T> page, Function<T, String> id, Function<T, Element> payload) {
    Element.Builder items = Element.builder("items", PubsubNs.PUBSUB).attribute("node", node);
    for (T each : page.entries()) {
      items.child(
          Element.builder("item", PubsubNs.PUBSUB)
              .attribute("id", id.apply(each))
              .child(payload.apply(each))
              .build());
    }
    return Element.builder("pubsub", PubsubNs.PUBSUB)
        .child(items.build())
        .child(ReplyEncoder.set(page.set()))
        .build();
  }
}
