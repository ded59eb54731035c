package io.pipit.broker.durability;

import static io.pipit.broker.mqtt.codec.PacketBytes.bytes;
import static io.pipit.broker.mqtt.codec.PacketBytes.packet;
import static io.pipit.broker.mqtt.codec.PacketBytes.properties;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pipit.broker.mqtt.DurableClient;
import io.pipit.broker.mqtt.RawMqttClient;
import io.pipit.broker.mqtt.RawMqttClient.Received;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A client of a MQTT broker whose session outlives its connections: it hears of everything once, as
 * far as the broker can say it. A thread of its own; its methods may be called by any.
 */
final class DurableWatcher implements AutoCloseable {

  private static final long RETRY_MILLIS = 50;
  private static final String ID_PROPERTY = "pipit-id";

  /** Who is told. On the thread of the watcher. */
  interface Listener {
    /**
     * A message came, and of QoS 2 for the first time under its packet identifier.
     *
     * @param id what the user property of ids says, empty without it
     */
    void message(String topic, String id, String text);
  }

  private final int port;
  private final String filter;
  private final Listener listener;
  private final Set<Integer> unreleased = new HashSet<>();
  private final Thread thread;
  private boolean hasSession;

  /** Guarded by this, with the two below. */
  private boolean isEnded;

  private String lastError = "none";

  private @Nullable RawMqttClient client;

  DurableWatcher(int port, String filter, Listener listener) throws InterruptedException {
    this.port = port;
    this.filter = filter;
    this.listener = listener;
    thread = new Thread(this::run, "watcher " + filter);
    thread.setDaemon(true);
    thread.start();
    awaitConnected();
  }

  /** Waits until it has its session. */
  synchronized void awaitConnected() throws InterruptedException {
    while (client == null) {
      wait();
    }
  }

  private void run() {
    while (!isEnded()) {
      try (RawMqttClient connection = new RawMqttClient(port)) {
        open(connection);
        set(connection);
        while (true) {
          read(connection, connection.next());
        }
      } catch (IOException | AssertionError gone) {
        lost(gone.toString());
      }
      try {
        TimeUnit.MILLISECONDS.sleep(RETRY_MILLIS);
      } catch (InterruptedException ended) {
        return;
      }
    }
  }

  private synchronized boolean isEnded() {
    return isEnded;
  }

  private synchronized void set(RawMqttClient connection) {
    client = connection;
    notifyAll();
  }

  private synchronized void lost(String error) {
    client = null;
    lastError = error;
  }

  @Override
  public synchronized String toString() {
    return "watcher " + (client == null ? "away" : "there") + "; last error: " + lastError;
  }

  private void open(RawMqttClient connection) throws IOException {
    connection.send(
        packet(
            0x10,
            "MQTT",
            5,
            0, // without a clean start: else Mosquitto 2.0.11 does not keep the session on its disk
            0,
            0,
            properties(0x11, bytes(0, 1, 0, 0), 0x21, bytes(0xFF, 0xFF)),
            "watcher"));
    assertEquals(hasSession ? 1 : 0, connection.expectConnack(0).at(0), "session present");
    if (!hasSession) {
      connection.send(packet(0x82, bytes(0, 1), properties(), filter, 2));
      assertEquals(0x90, connection.next().first());
      hasSession = true;
    }
  }

  private void read(RawMqttClient connection, Received packet) throws IOException {
    if (packet.first() == 0x62) {
      int id = packet.at(0) << 8 | packet.at(1);
      unreleased.remove(id);
      connection.send(DurableClient.answer(0x70, id));
    } else if ((packet.first() & 0xF0) == 0x30) {
      int qos = packet.first() >> 1 & 3;
      int id = qos == 0 ? 0 : DurableClient.id(packet);
      if (qos != 2 || unreleased.add(id)) {
        tell(packet, qos);
      }
      if (qos > 0) {
        connection.send(DurableClient.answer(qos == 1 ? 0x40 : 0x50, id));
      }
    }
  }

  private void tell(Received publish, int qos) {
    int topicEnd = 2 + (publish.at(0) << 8 | publish.at(1));
    String topic = new String(publish.body(), 2, topicEnd - 2, UTF_8);
    int at = topicEnd + (qos == 0 ? 0 : 2);
    int length = 0;
    for (int shift = 0; ; shift += 7) {
      int digit = publish.at(at++);
      length |= (digit & 0x7F) << shift;
      if (digit < 0x80) {
        break;
      }
    }
    String properties = new String(publish.body(), at, length, ISO_8859_1);
    int text = at + length;
    listener.message(
        topic,
        idIn(properties),
        new String(publish.body(), text, publish.body().length - text, UTF_8));
  }

  /** The value of one user property: a name, two bytes of a length, and a value. */
  private static String idIn(String properties) {
    int found = properties.indexOf(ID_PROPERTY);
    if (found < 0) {
      return "";
    }
    int value = found + ID_PROPERTY.length() + 2;
    int length = properties.charAt(value - 2) << 8 | properties.charAt(value - 1);
    return properties.substring(value, value + length);
  }

  @Override
  public void close() throws IOException {
    RawMqttClient connection;
    synchronized (this) {
      isEnded = true;
      connection = client;
    }
    if (connection != null) {
      connection.close();
    }
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException ending) {
      Thread.currentThread().interrupt();
    }
  }
}
