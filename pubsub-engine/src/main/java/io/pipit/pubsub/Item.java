package io.pipit.pubsub;

import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.SerializedXml;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A published item as it is kept.
 *
 * @param seq its place in the order of publication at the node, from 1, never used again
 * @param id unique at the node
 * @param publisher set by the service, never taken from the request (XEP-0060 7.1.2.3)
 * @param arrival when the service decided the publish, in whole milliseconds
 * @param payload null when there is none
 * @param created the sequence number of the first item of that id, in whose place this one came
 * @param headers that its publisher gave it
 */
public record Item(
    long seq,
    String id,
    BareJid publisher,
    Instant arrival,
    @Nullable SerializedXml payload,
    long created,
    List<ItemHeader> headers) {

  public Item {
    headers = List.copyOf(headers);
  }

  /** An item without headers. */
  public Item(
      long seq,
      String id,
      BareJid publisher,
      Instant arrival,
      @Nullable SerializedXml payload,
      long created) {
    this(seq, id, publisher, arrival, payload, created, List.of());
  }

  /** An item that took the place of none, and without headers. */
  public Item(
      long seq, String id, BareJid publisher, Instant arrival, @Nullable SerializedXml payload) {
    this(seq, id, publisher, arrival, payload, seq);
  }

  /**
   * What compare-and-publish knows the item by (XEP-0395 3.1): another one for each publish, also
   * when a node of that name comes again.
   */
  public String compareValue() {
    return compareValue(arrival, seq);
  }

  static String compareValue(Instant arrival, long seq) {
    return Long.toString(arrival.toEpochMilli(), Character.MAX_RADIX) + "-" + seq;
  }

  /** Bytes of the serialised payload and of the headers: of all that is not in its entry. */
  public int payloadBytes() {
    return (payload == null ? 0 : payload.bytes().length) + ItemHeaders.bytes(headers);
  }
}
