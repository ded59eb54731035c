package io.pipit.broker.durability;

import io.pipit.devices.client.XmppException;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.function.Supplier;

/**
 * Keeps a number of requests under way, until one fails because the node is gone. Confined to the
 * context that it is started on, on which the answers come.
 */
final class Pressure {

  /**
   * A request that was sent.
   *
   * @param what is asked for, for people
   * @param acknowledged called when the node says that it is done
   */
  record Attempt(String what, Future<?> answer, Runnable acknowledged) {}

  private final int window;
  private final Supplier<Attempt> asking;
  private final Tally tally;
  private final Promise<Void> ended = Promise.promise();
  private int underWay;
  private boolean gone;

  private Pressure(int window, Supplier<Attempt> asking, Tally tally) {
    this.window = window;
    this.asking = asking;
    this.tally = tally;
  }

  /** Starts; the result is there when every request has its answer or is known to have none. */
  static Future<Void> start(Context context, int window, Supplier<Attempt> asking, Tally tally) {
    Pressure pressure = new Pressure(window, asking, tally);
    context.runOnContext(there -> pressure.fill());
    return pressure.ended.future();
  }

  private void fill() {
    while (!gone && underWay < window) {
      underWay++;
      Attempt attempt = asking.get();
      attempt
          .answer()
          .onComplete(
              answer -> {
                underWay--;
                if (answer.succeeded()) {
                  attempt.acknowledged().run();
                  tally.acknowledged();
                } else {
                  failed(attempt.what(), answer.cause());
                }
                fill();
              });
    }
    if (gone && underWay == 0) {
      ended.tryComplete();
    }
  }

  private void failed(String what, Throwable cause) {
    gone = true;
    boolean disconnected =
        cause instanceof XmppException e && e.reason() instanceof XmppException.Disconnected;
    if (!disconnected && !(cause instanceof Http.Gone)) {
      tally.unexpected(what + ": " + cause);
    }
  }
}
