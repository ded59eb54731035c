package io.pipit.broker.module;

import java.util.ArrayDeque;

/**
 * Keeps the requests of one stream to one service in arrival order wherever one may depend on
 * another. Requests about nodes go to the owners of their nodes, which keep the order per node; a
 * request about the whole service (a create, a listing) waits until those before it are answered,
 * and those behind it wait until it is. So a pipelined create and publish works.
 *
 * <p>What a node grants may follow from its owner's roster, which another shard owns. So requests
 * wait for the roster changes of their stream that were sent before them, and a contact that has
 * just been cut off does not get the item published next. Not the other way round: a change is
 * decided at once, and at worst takes effect for what was published shortly before.
 *
 * <p>Confined to the stream's event loop. Bounded by the requests that a stream may have in flight;
 * of roster changes only the number is kept, since they are decided in the order they were sent.
 */
final class ServiceGate {

  private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
  private int aboutNodes;
  private boolean aboutService;
  private long changesBegun;
  private long changesEnded;

  void submit(boolean wholeService, Runnable start) {
    if (waiting.isEmpty() && mayStart(wholeService, changesBegun)) {
      begin(wholeService, start);
    } else {
      waiting.add(new Waiting(wholeService, changesBegun, start));
    }
  }

  /** A change of the roster is under way: requests from now on wait for its end. */
  void changeBegun() {
    changesBegun++;
  }

  /** The oldest change under way has been decided. */
  void changeEnded() {
    changesEnded++;
    startWaiting();
  }

  void answered(boolean wholeService) {
    if (wholeService) {
      aboutService = false;
    } else {
      aboutNodes--;
    }
    startWaiting();
  }

  private void startWaiting() {
    Waiting next = waiting.peek();
    while (next != null && mayStart(next.wholeService, next.changesBefore)) {
      waiting.remove();
      begin(next.wholeService, next.start);
      next = waiting.peek();
    }
  }

  private boolean mayStart(boolean wholeService, long changesBefore) {
    return changesEnded >= changesBefore && !aboutService && (!wholeService || aboutNodes == 0);
  }

  private void begin(boolean wholeService, Runnable start) {
    if (wholeService) {
      aboutService = true;
    } else {
      aboutNodes++;
    }
    start.run();
  }

  private record Waiting(boolean wholeService, long changesBefore, Runnable start) {}
}
