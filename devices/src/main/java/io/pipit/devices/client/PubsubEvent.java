package io.pipit.devices.client;

import io.pipit.pubsub.PubsubNs;
import io.pipit.xmpp.Element;
import io.pipit.xmpp.Ns;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a subscriber is told about a node (XEP-0060 7.1.2, 7.2, 8.2 to 8.5). Any thread. */
public sealed interface PubsubEvent {

  String node();

  /**
   * An item was published.
   *
   * @param stamp when, if it was sent later than that (XEP-0203), else null
   */
  record Published(String node, PubsubItem item, @Nullable Instant stamp) implements PubsubEvent {

    public Optional<Instant> delayedSince() {
      return Optional.ofNullable(stamp);
    }
  }

  /** An item was taken back. */
  record Retracted(String node, String itemId) implements PubsubEvent {}

  /** All items were removed. */
  record Purged(String node) implements PubsubEvent {}

  /** The node is gone. */
  record Deleted(String node) implements PubsubEvent {}

  /** A node was created below a collection (XEP-0248 5.3.1.2). */
  record Created(String node) implements PubsubEvent {}

  /**
   * A collection has a child more, or one less (XEP-0248 5.3.2).
   *
   * @param isAssociated whether it has come
   */
  record ChildChanged(String node, String child, boolean isAssociated) implements PubsubEvent {}

  /** The node has another configuration. */
  record Configured(String node) implements PubsubEvent {}

  /**
   * A subscription has another state.
   *
   * @param subscriber its JID
   * @param state one of the words of XEP-0060 4.2
   */
  record SubscriptionChanged(String node, String subscriber, String state) implements PubsubEvent {}

  /** The events of one message, one for each item, in their order; none for another message. */
  static List<PubsubEvent> read(Element message) {
    List<PubsubEvent> events = new ArrayList<>();
    Instant stamp =
        message
            .child("delay", Ns.DELAY)
            .flatMap(delay -> delay.attribute("stamp"))
            .flatMap(PubsubEvent::instant)
            .orElse(null);
    for (Element part :
        message.child("event", PubsubNs.EVENT).map(Element::elements).orElse(List.of())) {
      String node = part.attribute("node", "");
      if (!part.namespace().equals(PubsubNs.EVENT)) {
        continue;
      }
      switch (part.name()) {
        case "items" -> items(part, node, stamp, events);
        case "purge" -> events.add(new Purged(node));
        case "delete" -> events.add(new Deleted(node));
        case "create" -> events.add(new Created(node));
        case "collection" -> children(part, node, events);
        case "configuration" -> events.add(new Configured(node));
        case "subscription" ->
            events.add(
                new SubscriptionChanged(
                    node, part.attribute("jid", ""), part.attribute("subscription", "none")));
        default -> {}
      }
    }
    return events;
  }

  private static void items(
      Element items, String node, @Nullable Instant stamp, List<PubsubEvent> events) {
    for (Element child : items.elements()) {
      if (child.is("item", PubsubNs.EVENT)) {
        events.add(new Published(node, PubsubItem.read(child), stamp));
      } else if (child.is("retract", PubsubNs.EVENT)) {
        events.add(new Retracted(node, child.attribute("id", "")));
      }
    }
  }

  private static void children(Element collection, String node, List<PubsubEvent> events) {
    for (Element child : collection.elements()) {
      if (child.name().equals("associate") || child.name().equals("disassociate")) {
        events.add(
            new ChildChanged(node, child.attribute("node", ""), child.name().equals("associate")));
      }
    }
  }

  private static Optional<Instant> instant(String stamp) {
    try {
      return Optional.of(OffsetDateTime.parse(stamp).toInstant());
    } catch (DateTimeException notATime) {
      return Optional.empty();
    }
  }
}
