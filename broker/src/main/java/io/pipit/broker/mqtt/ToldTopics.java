package io.pipit.broker.mqtt;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The topics of which something new was sent while filters wait for what is retained: what those
 * filters have of them is sent already. Confined to the loop of its connection.
 *
 * <p>Bounded: of more topics the one that was told of longest ago is forgotten, so that its message
 * may come twice. Nothing is kept while no filter waits.
 */
final class ToldTopics {

  private final Map<String, Long> told;

  /** By filter, how much had been told when it began to wait. */
  private final Map<String, Long> waiting = new HashMap<>();

  private long count;

  /**
   * @param most so many topics
   */
  ToldTopics(int most) {
    this.told =
        new LinkedHashMap<>() {
          @Override
          protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > most;
          }
        };
  }

  /** A filter waits from now on. */
  void begin(String filter) {
    waiting.put(filter, count);
  }

  /** It has everything. */
  void end(String filter) {
    waiting.remove(filter);
    if (waiting.isEmpty()) {
      told.clear();
    }
  }

  /** Something new was sent. */
  void add(String topic) {
    if (!waiting.isEmpty()) {
      count++;
      told.remove(topic); // to be the youngest
      told.put(topic, count);
    }
  }

  /** Whether something new of a topic was sent since a filter began to wait. */
  boolean isTold(String filter, String topic) {
    Long at = told.get(topic);
    Long since = waiting.get(filter);
    return at != null && since != null && at > since;
  }
}
