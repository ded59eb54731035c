package io.pipit.bridges.mqtt;

import io.pipit.bridges.mqtt.profile.BridgeMessage;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The ids that messages got which brought none, so that a message gets the same one when it is sent
 * again: with DUP, the same packet identifier, topic and payload. Of more messages than it
 * remembers the oldest are forgotten. Confined to the loop of its bridge.
 */
public final class RedeliveredIds {

  /** What is sent again later gets an id of its own. */
  public static final Duration AGE = Duration.ofMinutes(5);

  static final int MOST = 10_000;

  private record Key(int packetId, Fingerprint message) {}

  private record Given(String id, Instant at) {}

  private final Clock clock;

  /** In the order of time. */
  private final Map<Key, Given> given = new LinkedHashMap<>();

  public RedeliveredIds(Clock clock) {
    this.clock = clock;
  }

  /** The id of a message: the one that it got before, or a new one. */
  public String of(BridgeMessage message, Supplier<String> fresh) {
    if (message.qos() == 0) {
      return fresh.get(); // never sent again
    }
    forget();
    Key key = new Key(message.packetId(), Fingerprint.of(message.topic(), message.payload()));
    Given before = given.remove(key);
    String id = before != null && message.duplicate() ? before.id() : fresh.get();
    given.put(key, new Given(id, clock.instant()));
    if (given.size() > MOST) {
      removeEldest();
    }
    return id;
  }

  int size() {
    return given.size();
  }

  private void forget() {
    Instant oldest = clock.instant().minus(AGE);
    while (!given.isEmpty() && given.values().iterator().next().at().isBefore(oldest)) {
      removeEldest();
    }
  }

  private void removeEldest() {
    Iterator<Key> eldest = given.keySet().iterator();
    eldest.next();
    eldest.remove();
  }
}
