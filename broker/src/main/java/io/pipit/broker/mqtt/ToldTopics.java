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

  /**
   * @param count how much had been told
   * @param seq the place of the item in the order of the topic
   */
  private record Told(long count, long seq) {}

  private final Map<String, Told> told;

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
          protected boolean removeEldestEntry(Map.Entry<String, Told> eldest) {
            return size() > most;
          }
        };
  }

  /** A filter waits from now on. */
  void begin(String filter) {
    waiting.put(filter, count);
  }

  /** It has everything; says whether no filter waits any more. */
  boolean end(String filter) {
    waiting.remove(filter);
    if (waiting.isEmpty()) {
      told.clear();
    }
    return waiting.isEmpty();
  }

  /**
   * Something new was sent.
   *
   * @param seq its place in the order of the topic
   */
  void add(String topic, long seq) {
    if (!waiting.isEmpty()) {
      count++;
      told.remove(topic); // to be the youngest
      told.put(topic, new Told(count, seq));
    }
  }

  /** Whether something of a topic that is newer was sent since a filter began to wait. */
  boolean isTold(String filter, String topic, long seq) {
    Told last = told.get(topic);
    Long since = waiting.get(filter);
    return last != null && since != null && last.count > since && last.seq > seq;
  }
}
