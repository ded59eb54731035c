package io.pipit.bridges.mqtt;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Messages of QoS 1 that came lately, so that one which the broker sends again since its
 * acknowledgement was lost is not published again. It is known by its packet identifier, topic and
 * payload together, for so long and so many. Confined to the context of its bridge.
 */
final class RedeliveryWindow {

  static final Duration AGE = Duration.ofMinutes(5);
  static final int MOST = 10_000;

  private record Key(int id, Fingerprint content) {}

  /** A message that is being published, or was. */
  static final class Entry {
    private final Instant came;
    private boolean isDone;
    private final List<Runnable> waiting = new ArrayList<>();

    private Entry(Instant came) {
      this.came = came;
    }

    /** Runs something when the message is stored, or now if it is. */
    void whenDone(Runnable acknowledge) {
      if (isDone) {
        acknowledge.run();
      } else {
        waiting.add(acknowledge);
      }
    }

    /** It is stored. */
    void done() {
      isDone = true;
      waiting.forEach(Runnable::run);
      waiting.clear();
    }
  }

  private final Clock clock;

  /** In the order in which they came. */
  private final Map<Key, Entry> entries = new LinkedHashMap<>();

  RedeliveryWindow(Clock clock) {
    this.clock = clock;
  }

  /** The one that came before; null for none. */
  @Nullable Entry find(int id, String topic, byte[] payload) {
    trim();
    return entries.get(new Key(id, Fingerprint.of(topic, payload)));
  }

  /** One that came for the first time. */
  Entry add(int id, String topic, byte[] payload) {
    Key key = new Key(id, Fingerprint.of(topic, payload));
    Entry entry = new Entry(clock.instant());
    entries.remove(key);
    entries.put(key, entry);
    trim();
    return entry;
  }

  private void trim() {
    Instant oldest = clock.instant().minus(AGE);
    Iterator<Entry> each = entries.values().iterator();
    while (each.hasNext()) {
      if (!each.next().came.isBefore(oldest) && entries.size() <= MOST) {
        return;
      }
      each.remove();
    }
  }

  int size() {
    return entries.size();
  }
}
