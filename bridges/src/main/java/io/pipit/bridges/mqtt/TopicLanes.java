package io.pipit.bridges.mqtt;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;

/**
 * Keeps the order of messages of one topic. What is tried once only goes to the node one behind the
 * other, without waiting; what is alone waits for those before it and holds up those behind it.
 * Confined to the context of its bridge; bounded by the intake of its link.
 */
final class TopicLanes {

  /** What is to be done for one message. */
  interface Work {
    /** Whether nothing of its topic may be under way beside it. */
    boolean isAlone();

    /** Begins, and runs {@code ended} at its end. */
    void run(Runnable ended);
  }

  /** The messages of one topic. */
  private final class Lane {
    private final String topic;
    private final Queue<Work> waiting = new ArrayDeque<>();
    private int running;
    private boolean isAlone;

    private Lane(String topic) {
      this.topic = topic;
    }

    private void pump() {
      while (!isAlone && !waiting.isEmpty()) {
        Work next = waiting.element();
        if (next.isAlone() && running > 0) {
          return;
        }
        waiting.remove();
        running++;
        isAlone = next.isAlone();
        next.run(() -> ended(next));
      }
      if (running == 0 && waiting.isEmpty()) {
        lanes.remove(topic);
      }
    }

    private void ended(Work work) {
      running--;
      if (work.isAlone()) {
        isAlone = false;
      }
      pump();
    }
  }

  private final Map<String, Lane> lanes = new HashMap<>();

  void submit(String topic, Work work) {
    Lane lane = lanes.computeIfAbsent(topic, Lane::new);
    lane.waiting.add(work);
    lane.pump();
  }
}
