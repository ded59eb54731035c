package io.pipit.pubsub;

import io.pipit.xmpp.BareJid;
import java.time.Instant;

/**
 * What is known of an item without its payload and headers, for whoever needs no more: those may be
 * on disk.
 *
 * @param seq its place in the order of publication at the node, from 1, never used again
 * @param id unique among the items of the node
 * @param publisher set by the service
 * @param arrival when the service decided the publish, in whole milliseconds
 * @param created the sequence number of the first item of that id, in whose place this one came
 * @param payloadBytes of the serialised payload and the headers, 0 when there are none
 * @param position of the record of the log that holds the payload
 */
public record ItemEntry(
    long seq,
    String id,
    BareJid publisher,
    Instant arrival,
    long created,
    int payloadBytes,
    long position) {

  /** The entry of an item whose payload is in a record. */
  public static ItemEntry of(Item item, long position) {
    return new ItemEntry(
        item.seq(),
        item.id(),
        item.publisher(),
        item.arrival(),
        item.created(),
        item.payloadBytes(),
        position);
  }

  /** The same in another record. */
  public ItemEntry at(long other) {
    return new ItemEntry(seq, id, publisher, arrival, created, payloadBytes, other);
  }

  /** What compare-and-publish knows the item by (XEP-0395 3.1), see {@link Item#compareValue}. */
  public String compareValue() {
    return Item.compareValue(arrival, seq);
  }
}
