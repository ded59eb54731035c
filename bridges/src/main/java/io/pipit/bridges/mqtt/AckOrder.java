package io.pipit.bridges.mqtt;

import io.pipit.bridges.mqtt.link.IncomingMessage;
import io.pipit.bridges.mqtt.link.MqttLink;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Acknowledges messages of one link in the order in which they came (MQTT 5 4.6), whatever order
 * they are stored in. Confined to the context of its bridge.
 */
final class AckOrder {

  /** A message that is not acknowledged. */
  static final class Pending {
    private final IncomingMessage message;
    private boolean isDone;

    private Pending(IncomingMessage message) {
      this.message = message;
    }

    IncomingMessage message() {
      return message;
    }
  }

  private final MqttLink link;
  private final Deque<Pending> waiting = new ArrayDeque<>();

  AckOrder(MqttLink link) {
    this.link = link;
  }

  Pending add(IncomingMessage message) {
    Pending pending = new Pending(message);
    waiting.add(pending);
    return pending;
  }

  /** A message is safe, or is to be forgotten. */
  void done(Pending pending) {
    pending.isDone = true;
    while (!waiting.isEmpty() && waiting.getFirst().isDone) {
      link.acknowledge(waiting.removeFirst().message);
    }
  }

  int size() {
    return waiting.size();
  }
}
