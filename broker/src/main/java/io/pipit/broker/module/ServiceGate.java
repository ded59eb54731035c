package io.pipit.broker.module;

import java.util.ArrayDeque;

/**
 * Keeps the requests of one stream to one service in arrival order wherever one may depend on
 * another. Requests about nodes go to the owners of their nodes, which keep the order per node; a
 * request about the whole service (a create, a listing) waits until those before it are answered,
 * and those behind it wait until it is. So a pipelined create and publish works.
 *
 * <p>Confined to the stream's event loop. Bounded by the requests that a stream may have in flight.
 */
final class ServiceGate {

  private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
  private int aboutNodes;
  private boolean aboutService;

  void submit(boolean wholeService, Runnable start) {
    if (waiting.isEmpty() && mayStart(wholeService)) {
      begin(wholeService, start);
    } else {
      waiting.add(new Waiting(wholeService, start));
    }
  }

  void answered(boolean wholeService) {
    if (wholeService) {
      aboutService = false;
    } else {
      aboutNodes--;
    }
    Waiting next = waiting.peek();
    while (next != null && mayStart(next.wholeService)) {
      waiting.remove();
      begin(next.wholeService, next.start);
      next = waiting.peek();
    }
  }

  private boolean mayStart(boolean wholeService) {
    return !aboutService && (!wholeService || aboutNodes == 0);
  }

  private void begin(boolean wholeService, Runnable start) {
    if (wholeService) {
      aboutService = true;
    } else {
      aboutNodes++;
    }
    start.run();
  }

  private record Waiting(boolean wholeService, Runnable start) {}
}
