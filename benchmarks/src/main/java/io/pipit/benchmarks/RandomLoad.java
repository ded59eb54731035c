package io.pipit.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.HdrHistogram.Histogram;

/**
 * Publishes to random nodes, so many a second whatever is outstanding, and reads the newest item of
 * one for every tenth publish. A latency counts from the moment at which a request should have been
 * sent, so that what waits behind a slow one counts too.
 */
final class RandomLoad extends Load {

  private static final int READ_EVERY = 10;
  private static final int SLOTS = 1 << 20;
  private static final long TICK_NANOS = 1_000_000;
  private static final String PUBSUB = "<pubsub xmlns='http://jabber.org/protocol/pubsub'>";

  private final StoreOptions options;
  private final Timeline timeline;
  private final SplittableRandom random = new SplittableRandom(4);
  private final List<WireClient> clients = new ArrayList<>();
  private final long[] dueAt = new long[SLOTS];
  private final Histogram readLatency = new Histogram(60_000_000_000L, 3);
  private long start;
  private long number;
  private long answered;
  private long published;

  RandomLoad(NodeUnderTest node, StoreOptions options) throws IOException {
    this(node, options, new Timeline(options.seconds()));
  }

  /**
   * @param timeline is told of each acknowledgement
   */
  RandomLoad(NodeUnderTest node, StoreOptions options, Timeline timeline) throws IOException {
    super(node);
    this.options = options;
    this.timeline = timeline;
    for (int i = 0; i < options.publishers(); i++) {
      WireClient client = client("u" + i, "publisher");
      client.join(selector, this::answered);
      clients.add(client);
    }
  }

  /** From reading, in nanoseconds. */
  Histogram readLatency() {
    return readLatency;
  }

  /** Publishes that were acknowledged. */
  long published() {
    return published;
  }

  @Override
  void begin() {
    start = System.nanoTime();
    number = 0;
    answered = 0;
  }

  @Override
  long tick() {
    if (!isStopped()) {
      long perSecond = (long) options.rate() + options.rate() / READ_EVERY;
      long due = (System.nanoTime() - start) * perSecond / 1_000_000_000;
      while (number < due) {
        request(start + number * 1_000_000_000 / perSecond);
      }
    }
    return TICK_NANOS;
  }

  private void request(long due) {
    if (number - answered >= SLOTS) {
      throw new IllegalStateException("the node answers no more");
    }
    dueAt[(int) (number % SLOTS)] = due;
    String node = StoreFill.node(random.nextInt(options.busyNodes()));
    boolean reads = reads(number);
    String request =
        reads
            ? "<items node='" + node + "' max_items='1'/>"
            : "<publish node='"
                + node
                + "'><item id='p"
                + number
                + "'>"
                + payload("reading", number, options.bytes())
                + "</item></publish>";
    send(
        clients.get((int) (number % clients.size())),
        bytes(
            (reads ? "<iq type='get' id='" : "<iq type='set' id='")
                + number
                + "' to='"
                + ServerUnderTest.SERVICE
                + "'>"
                + PUBSUB
                + request
                + "</pubsub></iq>"));
    number++;
    sent++;
  }

  private static boolean reads(long number) {
    return number % (READ_EVERY + 1) == READ_EVERY;
  }

  private void answered(byte[] bytes, int from, int to) {
    if (!is('i', bytes, from)) {
      return;
    }
    requireNoError(bytes, from, to);
    long id = id(bytes, from, to);
    long nanos = System.nanoTime() - dueAt[(int) (id % SLOTS)];
    answered++;
    counted++;
    if (reads(id)) {
      readLatency.recordValue(nanos);
    } else {
      published++;
      latency.recordValue(nanos);
      timeline.ended(nanos);
    }
  }

  @Override
  long outstanding() {
    return number - answered;
  }

  @Override
  long lost() {
    return outstanding();
  }

  @Override
  long duplicates() {
    return 0;
  }

  @Override
  long outOfOrder() {
    return 0;
  }
}
