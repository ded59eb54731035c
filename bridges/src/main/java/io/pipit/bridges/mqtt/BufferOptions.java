package io.pipit.bridges.mqtt;

import java.time.Duration;
import java.util.Optional;

/**
 * What waits for the other broker at most, and what is done with more of either direction.
 *
 * @param maxBytes of payloads and headers
 * @param maxAge what is older is dropped
 * @param overflow what is done when there is no room
 * @param sync how long what has arrived may be forgotten by a crash, and then is sent again
 * @param drainRate messages each second behind an outage; 0 for as fast as they are taken
 */
public record BufferOptions(
    int maxItems, long maxBytes, Duration maxAge, Overflow overflow, Duration sync, int drainRate) {

  /** What is done with more than there is room for. */
  public enum Overflow implements Word {
    DROP_OLDEST("drop_oldest"),
    DROP_NEWEST("drop_newest"),
    /**
     * Of messages from the other broker: no more of them are read, whatever their QoS, so that it
     * keeps them. Items on their way to it are dropped as by {@link #DROP_NEWEST}, for a publisher
     * here is never stopped by a bridge.
     */
    BLOCK("block");

    private final String word;

    Overflow(String word) {
      this.word = word;
    }

    @Override
    public String word() {
      return word;
    }

    /** The value that is written so; empty when there is none. */
    public static Optional<Overflow> of(String word) {
      return Word.find(values(), word);
    }
  }
}
