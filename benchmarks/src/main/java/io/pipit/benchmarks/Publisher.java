package io.pipit.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * One publisher of a load, with a node and its subscribers: what of its publishes has not been
 * acknowledged and delivered everywhere.
 */
final class Publisher {

  private final Load load;
  private final SocketConnection client;
  private final Template publish;
  private final int slots;
  private final boolean closedLoop;

  /** Answers to each publish: none with QoS 0 of MQTT. */
  private int answers = 1;

  private final List<Sequence> received = new ArrayList<>();

  // By number modulo the slots: when it was sent or due, and where it has not arrived yet.
  private final long[] since;
  private final int[] missing;
  private long sent;
  private long acknowledged;
  private int outstanding;

  /**
   * @param slots as many publishes may be outstanding
   * @param closedLoop whether the next is sent as soon as one is complete
   */
  Publisher(Load load, SocketConnection client, Template publish, int slots, boolean closedLoop) {
    this.load = load;
    this.client = client;
    this.publish = publish;
    this.slots = slots;
    this.closedLoop = closedLoop;
    this.since = new long[slots];
    this.missing = new int[slots];
  }

  /**
   * The request.
   *
   * @param to empty for the publisher's own account
   * @param bytes of the payload
   */
  static Template template(String to, String node, int bytes) {
    return new Template(
        "<iq type='set' id='"
            + Template.NUMBER
            + (to.isEmpty() ? "" : "' to='" + to)
            + "'>"
            + PublishLoad.PUBSUB
            + "<publish node='"
            + node
            + "'><item id='"
            + Template.NUMBER
            + "'>"
            + Load.payload(bytes)
            + "</item></publish></pubsub></iq>");
  }

  /** Publishes are not answered. */
  void unanswered() {
    answers = 0;
  }

  /** One more subscriber, which takes what is given to the sink. */
  StanzaScanner.Sink subscriber() {
    Sequence sequence = new Sequence();
    received.add(sequence);
    return (bytes, from, to) -> {
      if (Load.is('m', bytes, from)) {
        delivered(sequence, Load.number(bytes, from, to));
      }
    };
  }

  /** One more subscriber, which is told of the numbers of what it gets. */
  LongConsumer numbers() {
    Sequence sequence = new Sequence();
    received.add(sequence);
    return number -> delivered(sequence, number);
  }

  private void delivered(Sequence sequence, long number) {
    if (sequence.arrived(number)) {
      arrived(number, true);
    }
  }

  /** Publishes as much as may be outstanding. */
  void fill() {
    while (missing[(int) (sent % slots)] == 0) {
      publish(System.nanoTime());
    }
  }

  /**
   * @param when from which its latency counts
   */
  void publish(long when) {
    long number = sent++;
    int slot = (int) (number % slots);
    if (missing[slot] > 0) {
      throw new IllegalStateException("the server is " + slots + " publishes behind");
    }
    since[slot] = when;
    missing[slot] = received.size() + answers;
    outstanding++;
    load.sent++;
    load.send(client, publish.with(number));
  }

  /** Takes what the publisher's own stream receives. */
  void acknowledged(byte[] bytes, int from, int to) {
    if (!Load.is('i', bytes, from)) {
      return;
    }
    Load.requireNoError(bytes, from, to);
    acknowledged++;
    arrived(Load.id(bytes, from, to), received.isEmpty());
  }

  /** The oldest publish that was not answered yet is, as the order of MQTT wants it (4.6). */
  void acknowledged(int packetId) {
    if (packetId != MqttClient.id(acknowledged)) {
      throw new IllegalStateException(
          "the server acknowledged packet "
              + packetId
              + " instead of "
              + MqttClient.id(acknowledged));
    }
    arrived(acknowledged++, received.isEmpty());
  }

  private void arrived(long number, boolean counts) {
    int slot = (int) (number % slots);
    if (counts) {
      load.counted++;
      load.latency.recordValue(System.nanoTime() - since[slot]);
    }
    if (--missing[slot] == 0) {
      outstanding--;
      if (closedLoop && !load.isStopped()) {
        fill();
      }
    }
  }

  int outstanding() {
    return outstanding;
  }

  /** Acknowledgements and deliveries that are missing. */
  long lost() {
    return sent * answers - acknowledged + received.stream().mapToLong(one -> one.lost(sent)).sum();
  }

  long duplicates() {
    return received.stream().mapToLong(Sequence::duplicates).sum();
  }

  long outOfOrder() {
    return received.stream().mapToLong(Sequence::outOfOrder).sum();
  }
}
