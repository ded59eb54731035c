package io.pipit.bridges.mqtt;

import io.vertx.core.Vertx;
import java.util.function.IntConsumer;

/**
 * Asks for items: at most so many each second while those that an outage left are sent, then as
 * many as are wanted. Confined to the context of its bridge.
 */
final class DrainRate {

  private static final int TURNS = 20;
  private static final int SECOND_MILLIS = 1_000;

  private final Vertx vertx;
  private final IntConsumer demand;
  private int perSecond;
  private int backlog;
  private int wanted;
  private int spare;
  private long timer = -1;

  DrainRate(Vertx vertx, int perSecond, IntConsumer demand) {
    this.vertx = vertx;
    this.perSecond = perSecond;
    this.demand = demand;
  }

  void change(int rate) {
    perSecond = rate;
  }

  /** A connection begins with so many items. */
  void begin(int items) {
    end();
    backlog = perSecond == 0 ? 0 : items;
    spare = turn();
    if (backlog > 0) {
      timer = vertx.setPeriodic(SECOND_MILLIS / TURNS, id -> next());
    }
  }

  /** Nothing is asked for any more. */
  void end() {
    if (timer >= 0) {
      vertx.cancelTimer(timer);
      timer = -1;
    }
    wanted = 0;
    backlog = 0;
  }

  void want(int more) {
    if (timer < 0) {
      demand.accept(more);
      return;
    }
    wanted += more;
    give();
  }

  private int turn() {
    return Math.max(1, perSecond / TURNS);
  }

  private void next() {
    spare = turn();
    give();
  }

  private void give() {
    int more = Math.min(wanted, spare);
    if (more == 0) {
      return;
    }
    wanted -= more;
    spare -= more;
    backlog -= more;
    if (backlog <= 0) {
      int rest = wanted;
      end();
      more += rest;
    }
    demand.accept(more);
  }
}
