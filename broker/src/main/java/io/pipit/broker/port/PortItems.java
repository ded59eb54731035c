package io.pipit.broker.port;

import io.pipit.pubsub.Item;
import io.pipit.pubsub.ItemHeader;
import io.pipit.pubsub.PayloadContainer;
import io.pipit.pubsub.PayloadContainer.Content;
import io.pipit.pubsub.port.PortHeader;
import io.pipit.pubsub.port.PortItem;
import io.pipit.pubsub.port.PortPayload;
import io.pipit.xmpp.BareJid;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Items as doors see them. Stateless; any thread. */
final class PortItems {

  private static final PortPayload NOTHING =
      new PortPayload(name(PayloadContainer.Kind.TEXT), null, new byte[0]);

  private PortItems() {}

  /**
   * An item of a node.
   *
   * @param publisher null when the node does not show it
   * @param payloads whether payload and headers are told
   */
  static PortItem of(
      String node, Item item, @Nullable BareJid publisher, boolean payloads, boolean standing) {
    return new PortItem(
        node,
        item.id(),
        item.seq(),
        item.arrival(),
        publisher,
        payloads ? payload(item) : NOTHING,
        payloads ? headers(item.headers()) : List.of(),
        standing);
  }

  /** That something happened at a node, of which it shows no item. */
  static PortItem none(String node, Instant when, boolean standing) {
    return new PortItem(node, "", 0, when, null, NOTHING, List.of(), standing);
  }

  /**
   * The item that was shown so; its publisher is not known when that was not shown.
   *
   * @param unknown stands for that
   */
  static Item back(PortItem shown, BareJid unknown) {
    PortPayload payload = shown.payload();
    BareJid publisher = shown.publisher();
    return new Item(
        shown.seq(),
        shown.id(),
        publisher == null ? unknown : publisher,
        shown.arrival(),
        PortPublishing.payload(payload),
        shown.seq(),
        shown.headers().stream().map(each -> new ItemHeader(each.name(), each.value())).toList());
  }

  private static PortPayload payload(Item item) {
    Content content = PayloadContainer.content(item.payload());
    return new PortPayload(name(content.kind()), content.contentType(), content.bytes());
  }

  private static String name(PayloadContainer.Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  private static List<PortHeader> headers(List<ItemHeader> headers) {
    return headers.isEmpty()
        ? List.of()
        : headers.stream().map(each -> new PortHeader(each.name(), each.value())).toList();
  }
}
