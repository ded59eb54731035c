package io.pipit.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Publishers with a node each, and subscribers of all these nodes. A publish is outstanding until
 * it is acknowledged and has reached every subscriber. Deliveries are counted, or acknowledgements
 * when nobody subscribes.
 */
final class PublishLoad extends Load {

  private static final String FORM =
      "<configure><x xmlns='jabber:x:data' type='submit'>"
          + "<field var='FORM_TYPE'><value>http://jabber.org/protocol/pubsub#node_config</value></field>"
          + "<field var='pubsub#max_items'><value>10</value></field>"
          + "<field var='pubsub#notify_retract'><value>0</value></field></x></configure>";
  private static final String PUBSUB = "<pubsub xmlns='http://jabber.org/protocol/pubsub'>";

  private final int subscribers;
  private final int window;
  private final List<Publisher> publishers = new ArrayList<>();

  /**
   * @param name begins the names of the nodes
   */
  PublishLoad(NodeUnderTest node, String name, int publishers, int subscribers, int window)
      throws IOException {
    super(node);
    this.subscribers = subscribers;
    this.window = window;
    for (int i = 0; i < publishers; i++) {
      publishers(name + "-" + i, "u" + i, publishers);
    }
  }

  private void publishers(String name, String account, int firstSubscriber) throws IOException {
    Publisher publisher = new Publisher(client(account, "publisher"), name);
    publisher.client.ask(
        "set",
        NodeUnderTest.SERVICE,
        PUBSUB + "<create node='" + name + "'/>" + FORM + "</pubsub>");
    for (int i = 0; i < subscribers; i++) {
      String who = "u" + (firstSubscriber + i);
      WireClient subscriber = client(who, "subscriber");
      subscriber.ask(
          "set",
          NodeUnderTest.SERVICE,
          PUBSUB
              + "<subscribe node='"
              + name
              + "' jid='"
              + who
              + "@"
              + NodeUnderTest.DOMAIN
              + "'/></pubsub>");
      Sequence sequence = new Sequence();
      publisher.received.add(sequence);
      subscriber.join(
          selector, (bytes, from, to) -> publisher.delivered(sequence, bytes, from, to));
    }
    publisher.client.join(selector, publisher::acknowledged);
    publishers.add(publisher);
  }

  @Override
  void begin() {
    for (Publisher publisher : publishers) {
      for (int i = 0; i < window; i++) {
        publisher.publish();
      }
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
    private final String start;
    private final List<Sequence> received = new ArrayList<>();

    // By number modulo the window: when it was sent, and where it has not arrived yet.
    private final long[] sentAt = new long[window];
    private final int[] missing = new int[window];
    private long sentHere;
    private long acknowledged;
    private int outstanding;

    Publisher(WireClient client, String name) {
      this.client = client;
      this.start =
          "' to='"
              + NodeUnderTest.SERVICE
              + "'>"
              + PUBSUB
              + "<publish node='"
              + name
              + "'><item id='";
    }

    /** The slot of the next number is free: a number is sent when the one before it is complete. */
    private void publish() {
      long number = sentHere++;
      int slot = (int) (number % window);
      sentAt[slot] = System.nanoTime();
      missing[slot] = subscribers + 1;
      outstanding++;
      sent++;
      send(
          client,
          bytes(
              "<iq type='set' id='"
                  + number
                  + start
                  + number
                  + "'>"
                  + payload("reading", number)
                  + "</item></publish></pubsub></iq>"));
    }

    /** Answers of one node come in the order of the requests. */
    private void acknowledged(byte[] bytes, int from, int to) {
      if (!is('i', bytes, from)) {
        return;
      }
      requireNoError(bytes, from, to);
      arrived(acknowledged++, subscribers == 0);
    }

    private void delivered(Sequence sequence, byte[] bytes, int from, int to) {
      if (is('m', bytes, from)) {
        long number = number(bytes, from, to);
        sequence.arrived(number);
        arrived(number, true);
      }
    }

    private void arrived(long number, boolean counts) {
      int slot = (int) (number % window);
      if (counts) {
        counted++;
        latency.recordValue(System.nanoTime() - sentAt[slot]);
      }
      if (--missing[slot] == 0) {
        outstanding--;
        if (!isStopped()) {
          publish();
        }
      }
    }
  }
}
