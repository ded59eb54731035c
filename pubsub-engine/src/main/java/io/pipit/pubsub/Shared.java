package io.pipit.pubsub;

import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Has equal values be one object where many hold them for long, such as the configurations of
 * nodes. Knows the last value of each of a few hashes, so that its own size is bounded and what is
 * rare stays apart. Any thread.
 */
public final class Shared<T> {

  private static final int SLOTS = 1_024;

  private final AtomicReferenceArray<T> known = new AtomicReferenceArray<>(SLOTS);

  /** The value, or one that is equal to it. */
  public T of(T value) {
    int slot = Math.floorMod(value.hashCode(), SLOTS);
    T held = known.get(slot);
    if (value.equals(held)) {
      return held;
    }
    known.set(slot, value);
    return value;
  }
}
