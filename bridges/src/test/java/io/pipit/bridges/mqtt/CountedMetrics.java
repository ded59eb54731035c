package io.pipit.bridges.mqtt;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a bridge counted. Any thread. */
final class CountedMetrics implements BridgeMetrics {

  private final Map<String, Long> counts = new HashMap<>();
  private final List<BridgeState> states = new ArrayList<>();
  private int mostInflight;

  private synchronized void count(String what, long more) {
    counts.merge(what, more, Long::sum);
    notifyAll();
  }

  synchronized long count(String what) {
    return counts.getOrDefault(what, 0L);
  }

  /** Waits until so many were counted. */
  synchronized void await(String what, long wanted) throws InterruptedException {
    long end = System.currentTimeMillis() + 60_000;
    while (count(what) < wanted) {
      long left = end - System.currentTimeMillis();
      if (left <= 0) {
        throw new AssertionError("not " + wanted + " " + what + " in " + counts);
      }
      wait(left);
    }
  }

  /** Waits until that state was entered so often. */
  void awaitState(BridgeState state, int times) throws InterruptedException {
    await("state " + state, times);
  }

  /** Waits until the first attempt has ended in a state. */
  synchronized void awaitEnd() throws InterruptedException {
    long end = System.currentTimeMillis() + 60_000;
    while (states.isEmpty() || states.get(states.size() - 1) == BridgeState.CONNECTING) {
      long left = end - System.currentTimeMillis();
      if (left <= 0) {
        throw new AssertionError("still " + states);
      }
      wait(left);
    }
  }

  synchronized List<BridgeState> states() {
    return List.copyOf(states);
  }

  synchronized int mostInflight() {
    return mostInflight;
  }

  @Override
  public synchronized void state(BridgeState state) {
    states.add(state);
    count("state " + state, 1);
  }

  @Override
  public void connected(String result) {
    count("connects " + result, 1);
  }

  @Override
  public void message(Direction direction, String result, long bytes) {
    count(direction.word() + " " + result, 1);
  }

  @Override
  public void buffer(int items, long bytes, double oldestSeconds) {}

  @Override
  public void dropped(String reason, long count) {
    count("dropped " + reason, count);
  }

  @Override
  public void duplicate() {
    count("duplicates", 1);
  }

  @Override
  public void loop() {
    count("loops", 1);
  }

  @Override
  public synchronized void inflight(int messages) {
    mostInflight = Math.max(mostInflight, messages);
  }

  @Override
  public void acknowledged(double seconds) {
    count("acknowledged", 1);
  }

  @Override
  public void mapError(String reason) {
    count("errors " + reason, 1);
  }
}
