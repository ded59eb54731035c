package io.pipit.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Publishers with so many subscribers each. A publish is outstanding until it is answered and has
 * reached every subscriber. Deliveries are counted, or answers when nobody subscribes.
 *
 * <p>With a rate it is an open loop: the publishers send in turn, each publish at its time, and
 * latency counts from the time at which it was due, so that what waits behind a slow one counts
 * too.
 */
abstract class PublisherLoad extends Load {

  /** Of a publisher in an open loop, as much as may be outstanding. */
  private static final int MOST_BEHIND = 1 << 14;

  /**
   * How much is sent.
   *
   * @param subscribers of each node
   * @param window publishes of each publisher that are outstanding, in a closed loop
   * @param bytes of a payload
   * @param perSecond of all publishers together, or 0 for a closed loop
   */
  record Shape(int publishers, int subscribers, int window, int bytes, int perSecond) {

    /** A closed loop with payloads of 200 bytes. */
    static Shape closed(int publishers, int subscribers, int window) {
      return new Shape(publishers, subscribers, window, PAYLOAD_BYTES, 0);
    }

    /** Accounts that it needs, from {@code u0}. */
    int accounts() {
      return publishers * (1 + subscribers);
    }
  }

  final Shape shape;
  private final List<Publisher> publishers = new ArrayList<>();
  private long start;

  PublisherLoad(ServerUnderTest server, Shape shape) throws IOException {
    super(server);
    this.shape = shape;
  }

  final Publisher publisher(SocketConnection client, Template publish) {
    boolean closed = shape.perSecond == 0;
    Publisher publisher =
        new Publisher(this, client, publish, closed ? shape.window : MOST_BEHIND, closed);
    publishers.add(publisher);
    return publisher;
  }

  @Override
  void begin() {
    start = System.nanoTime();
    if (shape.perSecond == 0) {
      publishers.forEach(Publisher::fill);
    }
  }

  @Override
  final long tick() throws IOException {
    if (shape.perSecond == 0 || isStopped() || start == 0) {
      return super.tick();
    }
    while (true) {
      long due = start + sent * TimeUnit.SECONDS.toNanos(1) / shape.perSecond;
      long left = due - System.nanoTime();
      if (left > 0) {
        return left;
      }
      publishers.get((int) (sent % publishers.size())).publish(due);
    }
  }

  @Override
  final long outstanding() {
    return publishers.stream().mapToLong(Publisher::outstanding).sum();
  }

  @Override
  final long lost() {
    return publishers.stream().mapToLong(Publisher::lost).sum();
  }

  @Override
  final long duplicates() {
    return publishers.stream().mapToLong(Publisher::duplicates).sum();
  }

  @Override
  final long outOfOrder() {
    return publishers.stream().mapToLong(Publisher::outOfOrder).sum();
  }
}
