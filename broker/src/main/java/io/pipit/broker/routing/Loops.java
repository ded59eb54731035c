package io.pipit.broker.routing;

import io.pipit.broker.stream.LoopInbox;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The event loops of this process, each with its one inbox. Any thread. */
public final class Loops {

  private final Map<Object, LoopInbox> byEventLoop = new LinkedHashMap<>();

  /**
   * @param count the size of the event loop pool of this Vert.x
   */
  public Loops(Vertx vertx, int count) {
    // Contexts are given out in turn, one event loop after the other.
    for (int i = 0; byEventLoop.size() < count && i < 2 * count; i++) {
      ContextInternal context = ((VertxInternal) vertx).createEventLoopContext();
      byEventLoop.computeIfAbsent(context.nettyEventLoop(), loop -> new LoopInbox(context));
    }
  }

  public List<LoopInbox> all() {
    return new ArrayList<>(byEventLoop.values());
  }

  /**
   * The inbox of the event loop that a context belongs to.
   *
   * @throws IllegalArgumentException for a context of another kind, or of another Vert.x
   */
  public LoopInbox of(Context context) {
    LoopInbox inbox = byEventLoop.get(((ContextInternal) context).nettyEventLoop());
    if (inbox == null) {
      throw new IllegalArgumentException("not on an event loop of this node");
    }
    return inbox;
  }
}
