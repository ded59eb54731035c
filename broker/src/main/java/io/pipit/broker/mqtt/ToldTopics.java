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
   * Something of a topic that was told.
   *
   * @param count how much had been told
   * @param seq its place in the order of the topic
   */
  private record Told(long count, long seq) {

    static final Told NOTHING = new Told(0, 0);
  }

  /**
   * @param standing the last one that stands: what is older is told
   * @param itself the last one that came as it was published
   */
  private record Last(Told standing, Told itself) {

    static final Last NOTHING = new Last(Told.NOTHING, Told.NOTHING);
  }

  private final Map<String, Last> told;

  /** By filter, how much had been told when it began to wait. */
  private final Map<String, Long> waiting = new HashMap<>();

  private long count;

  /** Whether the client has asked for subscriptions, which do not stand yet. */
  private boolean isExpecting;

  /**
   * @param most so many topics
   */
  ToldTopics(int most) {
    this.told =
        new LinkedHashMap<>() {
          @Override
          protected boolean removeEldestEntry(Map.Entry<String, Last> eldest) {
            return size() > most;
          }
        };
  }

  /** The client asks for subscriptions; gives how much has been told by then. */
  long expect() {
    isExpecting = true;
    return count;
  }

  /** They stand, and all that wait have {@link #begin begun}; says whether none waits. */
  boolean expected() {
    isExpecting = false;
    return isOver();
  }

  /**
   * A filter waits from now on.
   *
   * @param since how much had been told when it was asked for
   */
  void begin(String filter, long since) {
    waiting.put(filter, since);
  }

  /** It has everything; says whether no filter waits any more. */
  boolean end(String filter) {
    waiting.remove(filter);
    return isOver();
  }

  private boolean isOver() {
    if (isListening()) {
      return false;
    }
    told.clear();
    return true;
  }

  /**
   * Something new was sent.
   *
   * @param seq its place in the order of the topic
   */
  void add(String topic, long seq) {
    if (isListening()) {
      put(topic, new Last(new Told(++count, seq), last(topic).itself));
    }
  }

  /**
   * Something was sent as it was published, be it retained or not.
   *
   * @param seq its place in the order of the topic
   */
  void addItself(String topic, long seq) {
    if (isListening()) {
      put(topic, new Last(last(topic).standing, new Told(++count, seq)));
    }
  }

  private boolean isListening() {
    return isExpecting || !waiting.isEmpty();
  }

  private Last last(String topic) {
    return told.getOrDefault(topic, Last.NOTHING);
  }

  private void put(String topic, Last last) {
    told.remove(topic); // to be the youngest
    told.put(topic, last);
  }

  /** Whether an item of a topic, or a newer one, was sent since a filter was asked for. */
  boolean isTold(String filter, String topic, long seq) {
    Long since = waiting.get(filter);
    Last last = last(topic);
    return since != null
        && ((last.standing.count > since && last.standing.seq > seq)
            || (last.itself.count > since && last.itself.seq == seq));
  }
}
