package io.pipit.broker.routing;

import io.pipit.broker.stream.ClientStream;
import io.pipit.xmpp.FullJid;

/**
 * A connected resource (RFC 6121 1.3), and whether it is available. Any thread may read; only its
 * stream's event loop changes it.
 */
public final class Resource {

  private static final int UNAVAILABLE = Integer.MIN_VALUE;

  private final FullJid jid;
  private final ClientStream stream;
  private volatile int priority = UNAVAILABLE;

  Resource(FullJid jid, ClientStream stream) {
    this.jid = jid;
    this.stream = stream;
  }

  public FullJid jid() {
    return jid;
  }

  public ClientStream stream() {
    return stream;
  }

  /** Whether its last undirected presence was an available one. */
  public boolean isAvailable() {
    return priority != UNAVAILABLE;
  }

  /** Whether messages to the bare JID reach it: available with a priority of 0 or more. */
  public boolean takesMessages() {
    return priority >= 0;
  }

  /** The priority of an available resource, -128 to 127. */
  public int priority() {
    return priority;
  }

  void available(int newPriority) {
    priority = newPriority;
  }

  void unavailable() {
    priority = UNAVAILABLE;
  }
}
