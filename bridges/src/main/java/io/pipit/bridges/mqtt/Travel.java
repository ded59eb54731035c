package io.pipit.bridges.mqtt;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where an item was published at first, and how many bridges it came over: what ends a ring of
 * bridges on MQTT 5. Immutable; any thread.
 *
 * @param origin the node of the network; null when the sender did not say
 * @param hops bridges so far
 */
public record Travel(@Nullable String origin, int hops) {

  /** What came over more bridges than this goes in a ring. */
  public static final int MOST_HOPS = 4;

  /** Of an item by its headers, or of a message by its properties; nonsense counts as too far. */
  public static Travel of(Optional<String> origin, Optional<String> hops) {
    return new Travel(origin.orElse(null), hops.map(Travel::number).orElse(0));
  }

  private static int number(String hops) {
    try {
      int number = Integer.parseInt(hops.strip());
      return number < 0 ? Integer.MAX_VALUE : number;
    } catch (NumberFormatException nonsense) {
      return Integer.MAX_VALUE;
    }
  }

  /** Whether it ends here, at the node of that name: it was here, or has gone too far. */
  public boolean isLoop(String node) {
    return node.equals(origin) || hops > MOST_HOPS;
  }

  /** Over one more bridge, from the node of that name if from no other one. */
  public Travel next(String node) {
    return new Travel(origin == null ? node : origin, hops == Integer.MAX_VALUE ? hops : hops + 1);
  }
}
