package io.pipit.broker.stream;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is refused while the heap stays full after a collection: from the limit on new connections,
 * from a third of the rest on new streams, from two thirds on publishes. So new load goes first,
 * and streams that are open stay. Any thread.
 *
 * <p><b>Measure.</b> What a collection left, in percent of the largest heap; garbage that waits for
 * its collection does not count. Such a number ages, so that a collection is asked for twice a
 * minute while something is refused: without it, who refuses load might never learn that memory
 * became free.
 */
public final class HeapPressure {

  /** Refuses nothing. */
  public static final HeapPressure NONE = new HeapPressure(100, () -> 0, () -> {});

  private static final Logger log = LoggerFactory.getLogger(HeapPressure.class);
  private static final long NANOS_BETWEEN_COLLECTIONS = TimeUnit.SECONDS.toNanos(30);

  private final int connectionsPercent;
  private final int streamsPercent;
  private final int publishesPercent;
  private final IntSupplier usedPercent;
  private final Runnable collection;
  private volatile int percent;

  // Of the one who measures.
  private boolean refusing;
  private long lastCollection;

  /**
   * @param limitPercent of the heap, from which on something is refused
   * @param usedPercent of the heap, after the last collection
   * @param collection collects garbage, now
   */
  HeapPressure(int limitPercent, IntSupplier usedPercent, Runnable collection) {
    this.connectionsPercent = limitPercent;
    this.streamsPercent = limitPercent + (100 - limitPercent) / 3;
    this.publishesPercent = limitPercent + 2 * (100 - limitPercent) / 3;
    this.usedPercent = usedPercent;
    this.collection = collection;
  }

  /** The pressure on the heap of this process. */
  public static HeapPressure ofProcess(int limitPercent) {
    return new HeapPressure(limitPercent, HeapPressure::usedAfterCollection, System::gc);
  }

  /** Whether connections that are not authenticated are turned away. */
  public boolean refusesConnections() {
    return percent > connectionsPercent;
  }

  /** Whether new streams are refused with {@code resource-constraint}. */
  public boolean refusesStreams() {
    return percent > streamsPercent;
  }

  /** Whether publishes are refused with {@code resource-constraint}, type wait. */
  public boolean refusesPublishes() {
    return percent > publishesPercent;
  }

  /** What is refused at present, for a person; empty for nothing. */
  public String refused() {
    if (refusesPublishes()) {
      return "new connections, new streams and publishes";
    }
    if (refusesStreams()) {
      return "new connections and new streams";
    }
    return refusesConnections() ? "new connections" : "";
  }

  /**
   * Looks at the heap. Called each second or so, by one at a time; may take the time of a
   * collection, so not on an event loop.
   *
   * @param now as {@link System#nanoTime}
   */
  public void measure(long now) {
    percent = usedPercent.getAsInt();
    if (refusesConnections() && (!refusing || now - lastCollection > NANOS_BETWEEN_COLLECTIONS)) {
      lastCollection = now;
      collection.run();
      percent = usedPercent.getAsInt();
    }
    if (refusesConnections() != refusing) {
      refusing = !refusing;
      if (refusing) {
        log.atWarn()
            .addKeyValue("event", "heap.full")
            .addKeyValue("percent", percent)
            .addKeyValue("refused", refused())
            .log("the heap is full after a collection");
      } else {
        log.atInfo()
            .addKeyValue("event", "heap.room")
            .addKeyValue("percent", percent)
            .log("the heap has room again");
      }
    }
  }

  private static int usedAfterCollection() {
    long used = 0;
    for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
      MemoryUsage left = pool.getCollectionUsage();
      if (pool.getType() == MemoryType.HEAP && left != null) {
        used += left.getUsed();
      }
    }
    return (int) (100 * used / Runtime.getRuntime().maxMemory());
  }
}
