package io.pipit.broker.routing;

/** Something to send to clients of one event loop, in steps. Confined to that loop. */
public interface LoopDelivery {

  /** Sends up to so many, at least one unless none is left. When it throws it has moved on too. */
  void deliver(int most);

  /** How many are still to be sent or dropped. */
  int left();
}
