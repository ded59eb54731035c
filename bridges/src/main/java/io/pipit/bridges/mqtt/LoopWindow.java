package io.pipit.bridges.mqtt;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/**
 * What a bridge published a short while ago, so that its echo by MQTT 3.1.1 is known: one is
 * dropped for each. Of more messages than it remembers the oldest are forgotten. Confined to the
 * loop of its bridge.
 */
public final class LoopWindow {

  /** An echo that takes longer is a message. */
  public static final Duration AGE = Duration.ofSeconds(10);

  static final int MOST = 10_000;

  private static final class Sent {
    private final Fingerprint message;
    private final Instant at;
    private boolean isBack;

    Sent(Fingerprint message, Instant at) {
      this.message = message;
      this.at = at;
    }
  }

  private final Clock clock;

  /** In the order of time, also those that are back. */
  private final Deque<Sent> sent = new ArrayDeque<>();

  /** Those that are not back. */
  private final Map<Fingerprint, Deque<Sent>> waiting = new HashMap<>();

  public LoopWindow(Clock clock) {
    this.clock = clock;
  }

  /** A message goes to the broker. */
  public void published(String topic, byte[] payload) {
    forget();
    if (sent.size() == MOST) {
      drop(sent.removeFirst());
    }
    Sent now = new Sent(Fingerprint.of(topic, payload), clock.instant());
    sent.addLast(now);
    waiting.computeIfAbsent(now.message, first -> new ArrayDeque<>()).addLast(now);
  }

  /** Whether a message from the broker is the echo of one, which is used up by that. */
  public boolean isEcho(String topic, byte[] payload) {
    forget();
    Fingerprint message = Fingerprint.of(topic, payload);
    Deque<Sent> same = waiting.get(message);
    if (same == null) {
      return false;
    }
    same.getFirst().isBack = true;
    removeFirst(message, same);
    return true;
  }

  private void forget() {
    Instant oldest = clock.instant().minus(AGE);
    while (!sent.isEmpty() && sent.getFirst().at.isBefore(oldest)) {
      drop(sent.removeFirst());
    }
  }

  private void drop(Sent old) {
    Deque<Sent> same = old.isBack ? null : waiting.get(old.message);
    if (same != null) {
      removeFirst(old.message, same);
    }
  }

  private void removeFirst(Fingerprint message, Deque<Sent> same) {
    same.removeFirst();
    if (same.isEmpty()) {
      waiting.remove(message);
    }
  }
}
