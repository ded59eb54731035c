package io.pipit.broker.stream;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Waits for what event loops do. */
public final class Turns {

  private Turns() {}

  /**
   * Until the tasks that a loop has now are done, and what is done behind them: a task alone may be
   * run before that, however often one is handed over.
   */
  public static void pass(LoopInbox loop) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    loop.execute(() -> loop.afterTasks(() -> done.complete(null)));
    done.orTimeout(30, TimeUnit.SECONDS).join();
  }
}
