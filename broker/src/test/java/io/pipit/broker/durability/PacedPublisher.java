package io.pipit.broker.durability;

import io.pipit.broker.mqtt.RawMqttClient;
import io.pipit.broker.mqtt.RawMqttClient.Received;
import io.pipit.broker.mqtt.codec.PacketBytes;
import io.pipit.devices.client.Payload;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Publishes the numbers of a stream, one after the other at a rate, and connects again whenever its
 * connection has ended. What was under way then is not sent again. A thread of its own; its methods
 * may be called by any.
 */
final class PacedPublisher implements AutoCloseable {

  private static final long RETRY_MILLIS = 100;
  private static final byte[] NONE = {};

  /** A connection that waits for each answer. */
  interface Link extends AutoCloseable {
    void publish(String topic, int number, String text) throws Exception;

    @Override
    void close() throws IOException;
  }

  /** Opens connections. */
  interface Opening {
    Link open() throws Exception;
  }

  private final NumberedStream stream;
  private final String prefix;
  private final Opening opening;
  private final long periodNanos;
  private final Thread thread;

  /** Guarded by this, with the three below. */
  private boolean isHeld;

  private boolean isBusy;
  private boolean isEnded;
  private String lastError = "none";

  PacedPublisher(NumberedStream stream, String prefix, int perSecond, Opening opening) {
    this.stream = stream;
    this.prefix = prefix;
    this.opening = opening;
    periodNanos = TimeUnit.SECONDS.toNanos(1) / perSecond;
    thread = new Thread(this::run, "publisher " + stream.name);
    thread.setDaemon(true);
    thread.start();
  }

  private void run() {
    Link link = null;
    long next = System.nanoTime();
    try {
      while (begin(next)) {
        next = Math.max(next + periodNanos, System.nanoTime() - periodNanos);
        link = publish(link);
        end();
        if (link == null) {
          TimeUnit.MILLISECONDS.sleep(RETRY_MILLIS);
        }
      }
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
    close(link);
  }

  /** Sends one; gives the connection, or null without one. */
  private @Nullable Link publish(@Nullable Link before) {
    Link link = before;
    try {
      if (link == null) {
        link = opening.open();
      }
      int number = stream.next();
      link.publish(prefix + stream.topicOf(number), number, String.valueOf(number));
      stream.acknowledged(number);
      return link;
    } catch (IllegalStateException refused) {
      stream.wrong(String.valueOf(refused.getMessage()));
    } catch (Exception | AssertionError gone) {
      failed(gone.toString()); // and connects again
    }
    close(link);
    return null;
  }

  private synchronized void failed(String error) {
    lastError = error;
  }

  @Override
  public synchronized String toString() {
    return stream.figures() + "; last error: " + lastError;
  }

  private static void close(@Nullable Link link) {
    if (link != null) {
      try {
        link.close();
      } catch (IOException gone) {
        // So it was.
      }
    }
  }

  private synchronized boolean begin(long at) throws InterruptedException {
    long left = at - System.nanoTime();
    while (!isEnded && (isHeld || left > 0)) {
      TimeUnit.NANOSECONDS.timedWait(this, isHeld ? TimeUnit.SECONDS.toNanos(1) : left);
      left = at - System.nanoTime();
    }
    isBusy = !isEnded;
    return isBusy;
  }

  private synchronized void end() {
    isBusy = false;
    notifyAll();
  }

  /** Sends no more until {@link #release}; comes back when nothing is under way. */
  synchronized void hold() throws InterruptedException {
    isHeld = true;
    while (isBusy) {
      wait();
    }
  }

  synchronized void release() {
    isHeld = false;
    notifyAll();
  }

  @Override
  public void close() {
    synchronized (this) {
      isEnded = true;
      notifyAll();
    }
    try {
      thread.join();
    } catch (InterruptedException ending) {
      Thread.currentThread().interrupt();
    }
  }

  /** By MQTT 5, with a clean start. */
  static Link mqtt(int port, String id, String user, String password, int qos, String property)
      throws IOException {
    RawMqttClient client = new RawMqttClient(port);
    boolean isNamed = !user.isEmpty();
    client.send(
        PacketBytes.packet(
            0x10,
            "MQTT",
            5,
            isNamed ? 0xC2 : 0x02,
            0,
            0,
            PacketBytes.properties(),
            id,
            isNamed ? PacketBytes.bytes(user, password) : NONE));
    client.expectConnack(0);
    return new MqttLink(client, qos, property);
  }

  /**
   * A link by MQTT 5.
   *
   * @param property the name of the user property that has the id of the item; empty for none
   */
  private record MqttLink(RawMqttClient client, int qos, String property) implements Link {

    @Override
    public void publish(String topic, int number, String text) throws Exception {
      int id = number % 65_535 + 1;
      client.send(
          PacketBytes.packet(
              0x30 | qos << 1,
              topic,
              id >> 8,
              id & 0xFF,
              property.isEmpty()
                  ? PacketBytes.properties()
                  : PacketBytes.properties(0x26, property, topic.replace('/', '-') + "-" + number),
              text.getBytes(StandardCharsets.UTF_8)));
      expect(qos == 1 ? 0x40 : 0x50, topic);
      if (qos == 2) {
        client.send(PacketBytes.packet(0x62, id >> 8, id & 0xFF));
        expect(0x70, topic);
      }
    }

    private void expect(int first, String topic) throws IOException {
      Received answer = client.next();
      if (answer.first() != first || (answer.body().length > 2 && answer.at(2) >= 0x80)) {
        throw new IllegalStateException(
            topic + " is answered " + answer.first() + " " + answer.at(2));
      }
    }

    @Override
    public void close() throws IOException {
      client.close();
    }
  }

  /** By XMPP, with ids. */
  static Link xmpp(Session.Door door, String account, String password, String resource) {
    return new XmppLink(door, door.login(account, password, resource));
  }

  private record XmppLink(Session.Door door, Session session) implements Link {

    @Override
    public void publish(String topic, int number, String text) {
      Session.await(session.pubsub().publish(topic, "i" + number, Payload.text(text)));
    }

    @Override
    public void close() {
      door.close();
    }
  }
}
