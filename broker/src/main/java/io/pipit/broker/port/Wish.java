package io.pipit.broker.port;

import io.pipit.broker.queue.QueueSettings;
import org.jspecify.annotations.Nullable;

/** What a queue is to be for whom opens it. Asked once, in the queue's shard. */
@FunctionalInterface
public interface Wish {

  /**
   * What it is to be; null for none.
   *
   * @param there what it is now, null when there is none
   */
  @Nullable QueueSettings of(@Nullable QueueSettings there);

  /** Whether what is there ends first, with all that waits. */
  default boolean isAnew() {
    return false;
  }

  /** The same, whatever is there, which ends first. */
  static Wish anew(QueueSettings settings) {
    return new Wish() {
      @Override
      public QueueSettings of(@Nullable QueueSettings there) {
        return settings;
      }

      @Override
      public boolean isAnew() {
        return true;
      }
    };
  }
}
