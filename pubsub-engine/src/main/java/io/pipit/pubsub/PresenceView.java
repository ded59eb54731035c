package io.pipit.pubsub;

import io.pipit.xmpp.BareJid;
import java.util.List;

/**
 * Who is online, for options that depend on it. Reads snapshots that only their owner replaces. Any
 * thread.
 */
@FunctionalInterface
public interface PresenceView {

  /** The available resources of an entity; none when it is offline or not known here. */
  List<AvailableResource> resources(BareJid entity);
}
