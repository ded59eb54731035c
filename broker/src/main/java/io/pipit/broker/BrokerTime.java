package io.pipit.broker;

import io.pipit.broker.module.StylesheetWorker;
import io.pipit.broker.shard.DueNodes;
import io.pipit.broker.stream.LoopInbox;
import java.time.Clock;
import java.util.function.Function;

/**
 * The time of a node: what every part of it reads, and how its shards wait. One for all, so that a
 * test can have a time of its own that passes when it says so.
 *
 * @param alarms the timers of the shard on an event loop
 * @param stylesheets how long bodies may take; this is what the machine takes for them
 */
record BrokerTime(
    Clock clock, Function<LoopInbox, DueNodes.Alarm> alarms, StylesheetWorker.Times stylesheets) {

  /** That of the machine. */
  static final BrokerTime SYSTEM =
      new BrokerTime(Clock.systemUTC(), loop -> loop::after, StylesheetWorker.Times.DEFAULT);
}
