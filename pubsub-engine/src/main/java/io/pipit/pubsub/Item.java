package io.pipit.pubsub;

import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.SerializedXml;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A published item as it is kept.
 *
 * @param seq its place in the order of publication at the node, from 1, never used again
 * @param id unique at the node
 * @param publisher set by the service, never taken from the request (XEP-0060 7.1.2.3)
 * @param arrival when the service decided the publish, in whole milliseconds
 * @param payload null when there is none
 */
public record Item(
    long seq, String id, BareJid publisher, Instant arrival, @Nullable SerializedXml payload) {

  /** Bytes of the serialised payload. */
  public int payloadBytes() {
    return payload == null ? 0 : payload.bytes().length;
  }
}
