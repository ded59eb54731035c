package io.pipit.broker.module;

import java.util.ArrayDeque;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Keeps the requests of one stream to one service in arrival order wherever one may depend on
 * another. Requests about nodes go to the owners of their nodes, which keep the order per node; a
 * request about the whole service (a create, a listing) waits until those before it are answered,
 * and those behind it wait until it is. So a pipelined create and publish works. Which of the two a
 * request is may follow from those before it, as a subscription to a node does that is about to
 * become a collection: that is asked when the request may begin.
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

  /**
   * Begins a request now or when those before it let it.
   *
   * @param wholeService whether it is about more than one node, when those before it are answered
   * @param start is given what is to be called once, on the stream's loop, when it is answered
   */
  void submit(BooleanSupplier wholeService, Consumer<Runnable> start) {
    waiting.add(new Waiting(wholeService, changesBegun, start));
    if (waiting.size() == 1) {
      startWaiting();
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

  private void answered(boolean wholeService) {
    if (wholeService) {
      aboutService = false;
    } else {
      aboutNodes--;
    }
    startWaiting();
  }

  private void startWaiting() {
    Waiting next = waiting.peek();
    while (next != null && changesEnded >= next.changesBefore && !aboutService) {
      boolean wholeService = next.wholeService.getAsBoolean();
      if (wholeService && aboutNodes > 0) {
        return;
      }
      waiting.remove();
      begin(wholeService, next.start);
      next = waiting.peek();
    }
  }

  private void begin(boolean wholeService, Consumer<Runnable> start) {
    if (wholeService) {
      aboutService = true;
    } else {
      aboutNodes++;
    }
    start.accept(() -> answered(wholeService));
  }

  private record Waiting(
      BooleanSupplier wholeService, long changesBefore, Consumer<Runnable> start) {}
}
