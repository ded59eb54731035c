package io.pipit.pubsub.port;

import java.util.Map;

/** What became of the wish to have the items of a queue. */
public sealed interface PortOpening {

  /**
   * It is as it was to be, and durable.
   *
   * @param present whether there was one of that name before
   * @param refused the filters by which nothing comes, each with why
   * @param kept what {@link PubsubPort#keep} has it keep, empty without that; not to be changed
   */
  record Opened(
      DurableQueue queue, boolean present, Map<String, PortResult.Refused> refused, byte[] kept)
      implements PortOpening {
    public Opened {
      refused = Map.copyOf(refused);
    }
  }

  /**
   * Nothing has changed, and nothing will be delivered.
   *
   * @param text for a person
   */
  record Refused(PortResult.Reason reason, String text) implements PortOpening {}
}
