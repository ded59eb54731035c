package io.pipit.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Publishers with a node each, and so many subscribers of each node, all of them accounts of their
 * own. A publish is outstanding until it is acknowledged and has reached every subscriber.
 * Deliveries are counted, or acknowledgements when nobody subscribes.
 *
 * <p>With a rate it is an open loop: the publishers send in turn, each publish at its time, and
 * latency counts from the time at which it was due, so that what waits behind a slow one counts
 * too.
 */
final class PublishLoad extends Load {

  static final String PUBSUB = "<pubsub xmlns='http://jabber.org/protocol/pubsub'>";

  /** The nodes are the same at every server, whatever its defaults. */
  private static final String FORM =
      "<configure><x xmlns='jabber:x:data' type='submit'>"
          + "<field var='FORM_TYPE'><value>http://jabber.org/protocol/pubsub#node_config</value></field>"
          + "<field var='pubsub#max_items'><value>10</value></field>"
          + "<field var='pubsub#persist_items'><value>1</value></field>"
          + "<field var='pubsub#deliver_payloads'><value>1</value></field>"
          + "<field var='pubsub#access_model'><value>open</value></field>"
          + "<field var='pubsub#send_last_published_item'><value>never</value></field>"
          + "<field var='pubsub#notify_retract'><value>0</value></field></x></configure>";

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

  private final Shape shape;
  private final int slots;
  private final List<Publisher> publishers = new ArrayList<>();
  private long start;

  /**
   * @param name begins the names of the nodes
   */
  PublishLoad(ServerUnderTest server, String name, Shape shape) throws IOException {
    super(server);
    this.shape = shape;
    this.slots = shape.perSecond == 0 ? shape.window : MOST_BEHIND;
    for (int i = 0; i < shape.publishers; i++) {
      publishers.add(publisher(name + "-" + i, i));
    }
  }

  private Publisher publisher(String name, int index) throws IOException {
    Publisher publisher = new Publisher(client("u" + index, "publisher"), name);
    createNode(publisher.client, name);
    for (int i = 0; i < shape.subscribers; i++) {
      String account = "u" + (shape.publishers + index * shape.subscribers + i);
      WireClient subscriber = client(account, "subscriber");
      subscribe(subscriber, name, account);
      Sequence sequence = new Sequence();
      publisher.received.add(sequence);
      subscriber.join(
          selector, (bytes, from, to) -> publisher.delivered(sequence, bytes, from, to));
    }
    publisher.client.join(selector, publisher::acknowledged);
    return publisher;
  }

  /** A node that keeps ten items and does not tell of those that it drops. */
  static void createNode(WireClient owner, String name) throws IOException {
    owner.ask(
        "set",
        ServerUnderTest.SERVICE,
        PUBSUB + "<create node='" + name + "'/>" + FORM + "</pubsub>");
  }

  private static void subscribe(WireClient subscriber, String node, String account)
      throws IOException {
    subscriber.ask(
        "set",
        ServerUnderTest.SERVICE,
        PUBSUB
            + "<subscribe node='"
            + node
            + "' jid='"
            + account
            + "@"
            + ServerUnderTest.DOMAIN
            + "'/></pubsub>");
  }

  @Override
  void begin() {
    start = System.nanoTime();
    if (shape.perSecond > 0) {
      return;
    }
    for (Publisher publisher : publishers) {
      for (int i = 0; i < shape.window; i++) {
        publisher.publish(System.nanoTime());
      }
    }
  }

  @Override
  long tick() throws IOException {
    if (shape.perSecond == 0 || isStopped()) {
      return super.tick();
    }
    while (true) {
      long due = start + sent * TimeUnit.SECONDS.toNanos(1) / shape.perSecond;
      long left = due - System.nanoTime();
      if (left > 0) {
        return left;
      }
      publishers.get((int) (sent % shape.publishers)).publish(due);
    }
  }

  @Override
  long outstanding() {
    return publishers.stream().mapToLong(publisher -> publisher.outstanding).sum();
  }

  @Override
  long lost() {
    return publishers.stream()
        .mapToLong(
            publisher ->
                publisher.sentHere
                    - publisher.acknowledged
                    + publisher.received.stream().mapToLong(r -> r.lost(publisher.sentHere)).sum())
        .sum();
  }

  @Override
  long duplicates() {
    return sequences().stream().mapToLong(Sequence::duplicates).sum();
  }

  @Override
  long outOfOrder() {
    return sequences().stream().mapToLong(Sequence::outOfOrder).sum();
  }

  private List<Sequence> sequences() {
    return publishers.stream().flatMap(publisher -> publisher.received.stream()).toList();
  }

  private final class Publisher {

    private final WireClient client;
    private final Template publish;
    private final List<Sequence> received = new ArrayList<>();

    // By number modulo the slots: when it was sent or due, and where it has not arrived yet.
    private final long[] since = new long[slots];
    private final int[] missing = new int[slots];
    private long sentHere;
    private long acknowledged;
    private int outstanding;

    Publisher(WireClient client, String name) {
      this.client = client;
      this.publish =
          new Template(
              "<iq type='set' id='"
                  + Template.NUMBER
                  + "' to='"
                  + ServerUnderTest.SERVICE
                  + "'>"
                  + PUBSUB
                  + "<publish node='"
                  + name
                  + "'><item id='"
                  + Template.NUMBER
                  + "'>"
                  + payload(shape.bytes)
                  + "</item></publish></pubsub></iq>");
    }

    private void publish(long when) {
      long number = sentHere++;
      int slot = (int) (number % slots);
      if (missing[slot] > 0) {
        throw new IllegalStateException("the server is " + slots + " publishes behind");
      }
      since[slot] = when;
      missing[slot] = shape.subscribers + 1;
      outstanding++;
      sent++;
      send(client, publish.with(number));
    }

    private void acknowledged(byte[] bytes, int from, int to) {
      if (!is('i', bytes, from)) {
        return;
      }
      requireNoError(bytes, from, to);
      acknowledged++;
      arrived(id(bytes, from, to), shape.subscribers == 0);
    }

    private void delivered(Sequence sequence, byte[] bytes, int from, int to) {
      if (is('m', bytes, from)) {
        long number = number(bytes, from, to);
        if (sequence.arrived(number)) {
          arrived(number, true);
        }
      }
    }

    private void arrived(long number, boolean counts) {
      int slot = (int) (number % slots);
      if (counts) {
        counted++;
        latency.recordValue(System.nanoTime() - since[slot]);
      }
      if (--missing[slot] == 0) {
        outstanding--;
        while (shape.perSecond == 0 && !isStopped() && missing[(int) (sentHere % slots)] == 0) {
          publish(System.nanoTime());
        }
      }
    }
  }
}
