package io.pipit.broker.durability;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Numbered messages of one publisher, to its topics in turn, and what of them has come to the other
 * side. What was acknowledged has to come; what was on its way when its connection ended may come.
 * Any thread.
 */
final class NumberedStream {

  private static final int TOPICS = 2;
  private static final int SHOWN = 20;

  /** Of its topics, the levels that both sides have. */
  final String name;

  final int qos;
  private final BitSet acknowledged = new BitSet();
  private final BitSet arrived = new BitSet();
  private final Map<Integer, String> ids = new HashMap<>();
  private final int[] newest = new int[TOPICS];
  private final List<String> wrong = new ArrayList<>();
  private int last;
  private int again;

  NumberedStream(String name, int qos) {
    this.name = name;
    this.qos = qos;
  }

  /** The next number, which is about to be sent. */
  synchronized int next() {
    return ++last;
  }

  static int topic(int number) {
    return number % TOPICS;
  }

  String topicOf(int number) {
    return name + "/" + topic(number);
  }

  List<String> topics() {
    List<String> topics = new ArrayList<>();
    for (int topic = 0; topic < TOPICS; topic++) {
      topics.add(name + "/" + topic);
    }
    return topics;
  }

  synchronized void acknowledged(int number) {
    acknowledged.set(number);
  }

  synchronized void wrong(String what) {
    if (wrong.size() < SHOWN) {
      wrong.add(name + ": " + what);
    }
  }

  /**
   * A message came.
   *
   * @param id of the item that it is
   */
  synchronized void arrived(int number, String id) {
    int topic = topic(number);
    if (number < 1 || number > last) {
      wrong(number + " was never sent");
    } else if (arrived.get(number)) {
      again++;
      if (qos == 2) {
        wrong(number + " came twice");
      } else if (!id.equals(ids.get(number))) {
        wrong(number + " came as " + ids.get(number) + " and as " + id);
      }
    } else {
      arrived.set(number);
      ids.put(number, id);
      if (number < newest[topic]) {
        wrong(number + " came behind " + newest[topic]);
      }
      newest[topic] = number;
    }
  }

  /** Of each topic the last number that was acknowledged. */
  synchronized int[] lastAcknowledged() {
    int[] all = new int[TOPICS];
    int found = 0;
    for (int number = last; number > 0 && found < TOPICS; number--) {
      if (acknowledged.get(number) && all[topic(number)] == 0) {
        all[topic(number)] = number;
        found++;
      }
    }
    return all;
  }

  /** Of each topic the last number that came. */
  synchronized int[] newest() {
    return newest.clone();
  }

  synchronized int sent() {
    return last;
  }

  synchronized int count() {
    return acknowledged.cardinality();
  }

  /** How many came that nobody was told would come. */
  synchronized int unacknowledged() {
    BitSet more = (BitSet) arrived.clone();
    more.andNot(acknowledged);
    return more.cardinality();
  }

  synchronized int again() {
    return again;
  }

  synchronized List<String> wrong() {
    return List.copyOf(wrong);
  }

  synchronized List<Integer> missing() {
    BitSet missing = (BitSet) acknowledged.clone();
    missing.andNot(arrived);
    return missing.stream().limit(SHOWN).boxed().toList();
  }

  /** What its line in a report says. */
  synchronized String figures() {
    return String.format(
        "%s: %d acknowledged, %d missing, %d again, %d more that were under way",
        name, count(), missing().size(), again, unacknowledged());
  }
}
