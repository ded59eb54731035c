package io.pipit.pubsub;

import io.pipit.xmpp.Ns;
import java.util.List;
import java.util.stream.Stream;

/**
 * The headers (XEP-0131) that mean something here, in requests or in events: the one list of them,
 * which is also what service discovery tells.
 */
public enum StanzaHeader {
  /** In events: the collection by which it comes (XEP-0248 5.3.1). */
  COLLECTION("Collection"),
  /** In a publish: by which it is known when it is sent again. */
  IDEMPOTENCY_KEY("Idempotency-Key"),
  /** In events: when the service took what they tell of. */
  PUBLISHED("Published"),
  /** In events: the subscription that they are for (XEP-0060 16.5). */
  SUBID("SubID");

  private final String wire;

  StanzaHeader(String wire) {
    this.wire = wire;
  }

  /** The name, as in the {@code name} attribute of {@code <header/>}. */
  public String wire() {
    return wire;
  }

  /** Whether somebody who writes that name means this header: case is no difference (RFC 9110). */
  public boolean is(String name) {
    return wire.equalsIgnoreCase(name);
  }

  /** Whether a header of that name is the service's or about the request: none of an item. */
  public static boolean isReserved(String name) {
    for (StanzaHeader header : values()) {
      if (header.is(name)) {
        return true;
      }
    }
    return false;
  }

  /** All of them as service discovery spells them (XEP-0131 2.2). */
  public static List<String> discoFeatures() {
    return Stream.of(values()).map(header -> Ns.SHIM + "#" + header.wire).toList();
  }
}
