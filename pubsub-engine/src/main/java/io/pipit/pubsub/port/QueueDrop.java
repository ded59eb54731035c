package io.pipit.pubsub.port;

/**
 * Items that waited in a queue and will never be delivered.
 *
 * @param reason as in {@link QueueStatus#dropped}
 * @param first the one with the lowest number
 */
public record QueueDrop(String reason, int count, Name first, Name last) {

  /**
   * Which item.
   *
   * @param id empty when it said that nothing stands for the node any more
   */
  public record Name(String node, String id) {
    @Override
    public String toString() {
      return id.isEmpty() ? node : node + " " + id;
    }
  }
}
