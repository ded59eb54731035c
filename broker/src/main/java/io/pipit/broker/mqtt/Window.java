package io.pipit.broker.mqtt;

import io.pipit.broker.metrics.MqttMetrics;

/**
 * How many messages of QoS 1 and 2 a client has without having answered, of whichever kind (MQTT 5,
 * 4.9). Confined to the loop of its connection.
 */
final class Window {

  private final int most;
  private final MqttMetrics metrics;
  private int size;
  private boolean isClosed;

  Window(int most, MqttMetrics metrics) {
    this.most = most;
    this.metrics = metrics;
  }

  int most() {
    return most;
  }

  /** So many more may be sent. */
  int left() {
    return Math.max(0, most - size);
  }

  boolean isOpen() {
    return size < most;
  }

  void sent() {
    size++;
    count(1);
  }

  void ended() {
    size--;
    count(-1);
  }

  /** The connection has ended: nothing is on its way any more. */
  void close() {
    count(-size);
    isClosed = true;
  }

  private void count(int more) {
    if (!isClosed) {
      metrics.inFlight(more);
    }
  }
}
