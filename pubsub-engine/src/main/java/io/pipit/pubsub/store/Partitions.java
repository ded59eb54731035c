package io.pipit.pubsub.store;

import io.pipit.pubsub.RollUpPeriod;
import io.pipit.xmpp.BareJid;

/** Which of the virtual partitions owns what. The same on every machine and for all time. */
public final class Partitions {

  private Partitions() {}

  /**
   * The partition of a node, 0 to 1,023. Those of an account share the account's, so that what an
   * account owns is in one place.
   */
  public static int of(BareJid service, String node) {
    if (!service.local().isEmpty()) {
      return of(service);
    }
    // A node of roll-ups is where its source is, which decides about both at once.
    return spread(31 * service.toString().hashCode() + RollUpPeriod.ownerOf(node).hashCode());
  }

  /** The partition of what an entity owns, and of a service's directory. */
  public static int of(BareJid entity) {
    return spread(entity.toString().hashCode());
  }

  /** Names often differ in their last letters only: mixes the bits before taking the lowest. */
  private static int spread(int hash) {
    int mixed = hash * 0x9E3779B9;
    mixed ^= mixed >>> 15;
    mixed *= 0x85EBCA6B;
    mixed ^= mixed >>> 13;
    return Math.floorMod(mixed, LogRecord.PARTITIONS);
  }
}
