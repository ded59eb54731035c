package io.pipit.pubsub;

import io.pipit.xmpp.BareJid;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Has equal values be one object where many hold them for long, such as the configurations of
 * nodes. Knows the last value of each of a few hashes, so that its own size is bounded and what is
 * rare stays apart. Any thread.
 */
public final class Shared<T> {

  /** Who publishes: of many items it is the same. */
  public static final Shared<BareJid> PUBLISHERS = new Shared<>();

  /** Names of elements and of their namespaces. */
  public static final Shared<String> NAMES = new Shared<>();

  private static final int SLOTS = 16_384;

  private final AtomicReferenceArray<T> known = new AtomicReferenceArray<>(SLOTS);

  /** The value, or one that is equal to it. */
  public T of(T value) {
    int hash = value.hashCode();
    int slot = (hash ^ (hash >>> 16)) & (SLOTS - 1);
    T held = known.get(slot);
    if (value.equals(held)) {
      return held;
    }
    known.set(slot, value);
    return value;
  }
}
