package io.pipit.broker.queue;

import io.pipit.pubsub.Item;
import io.pipit.pubsub.ItemHeaders;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.DateTime;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is known of an item that waits without its payload. One object for all queues in which it
 * does. An item without an id says that nothing stands for the node any more, or that items of it
 * were taken back.
 *
 * @param seq its place in the order of publication at the node
 * @param bytes of payload and headers
 * @param arrival when the node took it, in whole milliseconds
 * @param expires when it is of no use any more, in whole milliseconds; null for never
 * @param stands whether it was published to stand for the node
 * @param showsPublisher whether receivers are told who published it
 * @param showsContent whether receivers get payload and headers
 */
public record WaitingItem(
    BareJid service,
    String node,
    long seq,
    String id,
    int bytes,
    Instant arrival,
    @Nullable Instant expires,
    boolean stands,
    boolean showsPublisher,
    boolean showsContent) {

  /** What a record takes beside payload and headers, roughly. */
  static final int LOG_BYTES = 100;

  /** Bytes of the record that holds the item, roughly. */
  int logBytes() {
    return bytes + LOG_BYTES;
  }

  /** What waits of an item that was just published. */
  public static WaitingItem of(
      BareJid service,
      String node,
      Item item,
      boolean stands,
      boolean showsPublisher,
      boolean showsContent) {
    return new WaitingItem(
        service,
        node,
        item.seq(),
        item.id(),
        item.payloadBytes(),
        item.arrival(),
        item.headers().isEmpty()
            ? null
            : ItemHeaders.value(item.headers(), ItemHeaders.EXPIRES)
                .flatMap(DateTime::parse)
                .map(expires -> Instant.ofEpochMilli(expires.toEpochMilli()))
                .orElse(null),
        stands,
        showsPublisher,
        showsContent);
  }

  /**
   * That nothing stands for a node any more.
   *
   * @param stands whether that was published
   */
  public static WaitingItem end(BareJid service, String node, Item end, boolean stands) {
    return of(service, node, end, stands, false, false);
  }

  /**
   * What waits to say that nothing stands for a node any more.
   *
   * @param seq its place in the order of the node, where it has one: behind the items before it
   */
  public static Item endItem(BareJid service, long seq, Instant when) {
    return new Item(seq, "", service, when, null);
  }

  /** Whether it says that nothing stands for the node any more, and is no item. */
  public boolean isEnd() {
    return id.isEmpty();
  }

  /** Whether it is of no use any more. */
  public boolean isExpired(Instant now) {
    return expires != null && !expires.isAfter(now);
  }
}
