package io.pipit.broker.module;

import io.pipit.broker.shard.EntityShard;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Decisions of which one follows from the other: made in one turn of the shard, and told in their
 * order when all of them are durable. Whoever has an answer so has what follows from it too,
 * whatever happens then.
 *
 * <p>Confined to its shard.
 */
final class DecidedTogether {

  private final EntityShard shard;
  private final Map<Object, Runnable> following = new LinkedHashMap<>();
  private final List<Output> outputs = new ArrayList<>();
  private boolean isOpen;

  private record Output(Runnable told, Runnable lost) {}

  DecidedTogether(EntityShard shard) {
    this.shard = shard;
  }

  /** Whether decisions are being made. */
  boolean isOpen() {
    return isOpen;
  }

  /** Makes decisions, and those that follow from them; within others, together with them. */
  void run(Runnable decisions) {
    if (isOpen) {
      decisions.run();
      return;
    }
    isOpen = true;
    try {
      decisions.run();
      while (!following.isEmpty()) {
        Object next = following.keySet().iterator().next();
        Objects.requireNonNull(following.remove(next)).run();
      }
    } finally {
      isOpen = false;
      List<Output> all = List.copyOf(outputs);
      outputs.clear();
      all.forEach(output -> shard.release(output.told, output.lost));
    }
  }

  /**
   * Has something decided behind what is being decided, once for any number of reasons.
   *
   * @param key says what it is
   */
  void follow(Object key, Runnable decision) {
    following.putIfAbsent(key, decision);
    if (!isOpen) {
      run(() -> {});
    }
  }

  /** As {@link EntityShard#release(Runnable, Runnable)}, behind all that is decided together. */
  void release(Runnable told, Runnable lost) {
    if (isOpen) {
      outputs.add(new Output(told, lost));
    } else {
      shard.release(told, lost);
    }
  }
}
