package io.pipit.broker.metrics;

/**
 * What waits in all queues of a kind.
 *
 * @param bytes of payloads and headers
 * @param oldestSeconds the age of what has waited longest, 0 for none
 */
public record QueueTotals(long items, long bytes, double oldestSeconds) {

  public static final QueueTotals NOTHING = new QueueTotals(0, 0, 0);
}
