package io.pipit.broker.routing;

import io.pipit.broker.stream.ClientStream;
import io.pipit.xmpp.FullJid;
import io.pipit.xmpp.Jid;
import io.pipit.xmpp.Presence;
import io.pipit.xmpp.Show;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A connected resource (RFC 6121 1.3), and whether it is available. Any thread may read; only its
 * stream's event loop changes it.
 */
public final class Resource {

  /** To how many entities one resource may direct presence at a time. */
  public static final int DIRECTED_TARGETS = 1_000;

  private static final int UNAVAILABLE = Integer.MIN_VALUE;

  private final FullJid jid;
  private final ClientStream stream;
  private final Set<Jid> directed = ConcurrentHashMap.newKeySet(1);
  private volatile int priority = UNAVAILABLE;
  private volatile Show show = Show.ONLINE;

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

  /** Whether somebody was sent presence by this resource itself, with a {@code to}. */
  boolean showsItselfTo(Jid entity) {
    return directed.contains(entity) || directed.contains(entity.bare());
  }

  /** Presence for one entity (RFC 6121 4.6); of more than the bound, the oldest stay. */
  void directed(Jid to, Presence.Type type) {
    if (type == Presence.Type.AVAILABLE && directed.size() < DIRECTED_TARGETS) {
      directed.add(to);
    } else if (type == Presence.Type.UNAVAILABLE) {
      directed.remove(to);
    }
  }

  /** How available an available resource says it is. */
  public Show show() {
    return show;
  }

  void available(int newPriority, Show newShow) {
    show = newShow;
    priority = newPriority;
  }

  void unavailable() {
    priority = UNAVAILABLE;
    directed.clear();
  }
}
