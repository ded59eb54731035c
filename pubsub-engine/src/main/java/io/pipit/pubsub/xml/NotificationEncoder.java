package io.pipit.pubsub.xml;

import io.pipit.pubsub.ItemHeader;
import io.pipit.pubsub.PubsubNs;
import io.pipit.pubsub.Response;
import io.pipit.pubsub.Subscription;
import io.pipit.pubsub.notify.Notification;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.DataForm;
import io.pipit.xmpp.Element;
import io.pipit.xmpp.FullJid;
import io.pipit.xmpp.Message;
import io.pipit.xmpp.Node;
import io.pipit.xmpp.Ns;
import io.pipit.xmpp.SerializedXml;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Writes a notification as the message that all its recipients get: without {@code to} and {@code
 * id}, which are put in for each. Stateless; any thread.
 */
public final class NotificationEncoder {

  private NotificationEncoder() {}

  /** The message, from the service. */
  public static Element encode(Notification notification) {
    return notification.accept(new Encoding());
  }

  /** The event with a message body that says what it says. */
  public static Element encode(Notification.ItemsPublishedWithBody notification, String body) {
    Element message = encode(notification);
    List<Node> children = new ArrayList<>();
    children.add(Element.builder("body", Ns.CLIENT).text(body).build());
    children.addAll(message.children());
    return message.withChildren(children);
  }

  private static final class Encoding implements Notification.Visitor<Element> {

    @Override
    public Element itemsPublished(Notification.ItemsPublished notification) {
      Element.Builder items = onNode("items", notification);
      for (Notification.EventItem item : notification.items()) {
        items.child(item(item.id(), item.publisher(), item.payload()));
      }
      Element.Builder message = event(notification, items.build());
      Instant since = notification.delayedSince();
      if (since != null) {
        message.child(
            Element.builder("delay", Ns.DELAY)
                .attribute("from", notification.service().toString())
                .attribute("stamp", since.toString())
                .build());
      }
      return message
          .child(replyTo(notification.replyTo()))
          .child(archiveId(notification))
          .child(headers(withItsOwn(stamped(notification), notification.items())))
          .build();
    }

    /** Which resource published (XEP-0163 4.3.1, XEP-0033 3). */
    private static Optional<Element> replyTo(@Nullable FullJid resource) {
      return Optional.ofNullable(resource)
          .map(
              jid ->
                  Element.of(
                      "addresses",
                      Ns.ADDRESSES,
                      Element.builder("address", Ns.ADDRESSES)
                          .attribute("type", "replyto")
                          .attribute("jid", jid.toString())
                          .build()));
    }

    private static Element item(
        String id, @Nullable BareJid publisher, @Nullable SerializedXml payload) {
      return Element.builder("item", PubsubNs.EVENT)
          .attribute("id", id)
          .attribute("publisher", Optional.ofNullable(publisher).map(BareJid::toString))
          .child(Optional.ofNullable(payload))
          .build();
    }

    /** One event for each node. */
    @Override
    public Element itemsCollected(Notification.ItemsCollected notification) {
      Element.Builder message = message(notification);
      for (Response.DigestPart part : notification.parts()) {
        Element.Builder items =
            Element.builder("items", PubsubNs.EVENT).attribute("node", part.node());
        part.items()
            .forEach(each -> items.child(item(each.id(), each.publisher(), each.payload())));
        message.child(Element.of("event", PubsubNs.EVENT, items.build()));
      }
      return message.child(headers(notification.headers())).build();
    }

    /** Where the one item of an event is in the archive (XEP-0313 3.7, XEP-0359). */
    private static Optional<Element> archiveId(Notification.ItemsPublished notification) {
      Notification.Stamp stamp =
          notification.items().size() == 1 ? notification.items().get(0).stamp() : null;
      return Optional.ofNullable(stamp)
          .map(Notification.Stamp::archiveId)
          .map(
              id ->
                  Element.builder("stanza-id", Ns.STANZA_ID)
                      .attribute("by", notification.service().toString())
                      .attribute("id", id)
                      .build());
    }

    /** Items of one publish arrive together, and the event says when. */
    private static List<Notification.Header> stamped(Notification.ItemsPublished notification) {
      List<Notification.EventItem> items = notification.items();
      Notification.Stamp stamp = items.isEmpty() ? null : items.get(0).stamp();
      if (stamp == null || !items.stream().allMatch(item -> arrivedAt(stamp.arrival(), item))) {
        return notification.headers();
      }
      List<Notification.Header> headers = new ArrayList<>(notification.headers());
      headers.add(Notification.Header.published(stamp.arrival()));
      return headers;
    }

    /** Of the item of an event that has one: of more nobody could tell whose they are. */
    private static List<Notification.Header> withItsOwn(
        List<Notification.Header> before, List<Notification.EventItem> items) {
      if (items.size() != 1 || items.get(0).headers().isEmpty()) {
        return before;
      }
      List<Notification.Header> headers = new ArrayList<>(before);
      for (ItemHeader header : items.get(0).headers()) {
        headers.add(new Notification.Header(header.name(), header.value()));
      }
      return headers;
    }

    private static boolean arrivedAt(Instant arrival, Notification.EventItem item) {
      Notification.Stamp stamp = item.stamp();
      return stamp != null && stamp.arrival().equals(arrival);
    }

    @Override
    public Element itemsRetracted(Notification.ItemsRetracted notification) {
      Element.Builder items = onNode("items", notification);
      for (String id : notification.ids()) {
        items.child(Element.builder("retract", PubsubNs.EVENT).attribute("id", id).build());
      }
      return event(notification, items.build()).child(headers(notification.headers())).build();
    }

    /** The last child of a message (7.1.2.4). */
    private static Optional<Element> headers(List<Notification.Header> headers) {
      if (headers.isEmpty()) {
        return Optional.empty();
      }
      Element.Builder element = Element.builder("headers", Ns.SHIM);
      for (Notification.Header header : headers) {
        element.child(
            Element.builder("header", Ns.SHIM)
                .attribute("name", header.name())
                .text(header.value())
                .build());
      }
      return Optional.of(element.build());
    }

    @Override
    public Element nodePurged(Notification.NodePurged notification) {
      return event(notification, onNode("purge", notification).build())
          .child(headers(notification.headers()))
          .build();
    }

    @Override
    public Element nodeDeleted(Notification.NodeDeleted notification) {
      Element.Builder delete = onNode("delete", notification);
      if (notification.redirectUri() != null) {
        delete.child(
            Element.builder("redirect", PubsubNs.EVENT)
                .attribute("uri", notification.redirectUri())
                .build());
      }
      return event(notification, delete.build()).child(headers(notification.headers())).build();
    }

    @Override
    public Element nodeConfigured(Notification.NodeConfigured notification) {
      Element.Builder configuration = onNode("configuration", notification);
      if (notification.config() != null) {
        configuration.child(OptionForm.of(DataForm.Type.RESULT, notification.config()));
      }
      return event(notification, configuration.build())
          .child(headers(notification.headers()))
          .build();
    }

    @Override
    public Element subscriptionChanged(Notification.SubscriptionChanged notification) {
      Subscription subscription = notification.subscription();
      Instant end = subscription.options().expiry().at();
      return event(
              notification,
              onNode("subscription", notification)
                  // 12.19
                  .attribute("expiry", Optional.ofNullable(end).map(Instant::toString))
                  .attribute("jid", subscription.jid().toString())
                  .attribute("subid", subscription.subid())
                  .attribute("subscription", subscription.state().wire())
                  .build())
          .build();
    }

    /** A form, and a sentence for who has no use of forms. */
    @Override
    public Element approvalRequested(Notification.ApprovalRequested notification) {
      return message(notification)
          .textElement(
              "body",
              Ns.CLIENT,
              notification.subscription().jid()
                  + " asks to be subscribed to "
                  + notification.node())
          .child(AuthorizationForm.of(notification.node(), notification.subscription()))
          .build();
    }

    /**
     * Not an event: the schema of events has no affiliations. The example of 8.9.4 has them in the
     * namespace of requests, misspelled; the schemas allow an entity's address in the owner's
     * namespace only, and clients that know XEP-0357 take the other one for the end of a push
     * service.
     */
    @Override
    public Element affiliationChanged(Notification.AffiliationChanged notification) {
      return message(notification)
          .child(
              Element.of(
                  "pubsub",
                  PubsubNs.OWNER,
                  Element.builder("affiliations", PubsubNs.OWNER)
                      .attribute("node", notification.node())
                      .child(
                          Element.builder("affiliation", PubsubNs.OWNER)
                              .attribute("jid", notification.entity().toString())
                              .attribute("affiliation", notification.affiliation().wire())
                              .build())
                      .build()))
          .build();
    }

    @Override
    public Element nodeCreated(Notification.NodeCreated notification) {
      return event(notification, onNode("create", notification).build())
          .child(headers(notification.headers()))
          .build();
    }

    /** The words of the schema of XEP-0060 (17.3). */
    @Override
    public Element childChanged(Notification.ChildChanged notification) {
      return event(
              notification,
              onNode("collection", notification)
                  .child(
                      Element.builder(
                              notification.isAssociated() ? "associate" : "disassociate",
                              PubsubNs.EVENT)
                          .attribute("node", notification.child())
                          .build())
                  .build())
          .child(headers(notification.headers()))
          .build();
    }

    private static Element.Builder onNode(String name, Notification notification) {
      return Element.builder(name, PubsubNs.EVENT).attribute("node", notification.node());
    }

    private static Element.Builder event(Notification notification, Element child) {
      return message(notification).child(Element.of("event", PubsubNs.EVENT, child));
    }

    private static Element.Builder message(Notification notification) {
      Element.Builder message =
          Element.builder("message", Ns.CLIENT)
              .attribute("from", notification.service().toString());
      if (notification.messageType() != Message.Type.NORMAL) {
        message.attribute("type", notification.messageType().wire());
      }
      return message;
    }
  }
}
