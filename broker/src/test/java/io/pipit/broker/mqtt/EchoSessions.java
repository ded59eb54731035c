package io.pipit.broker.mqtt;

import io.netty.buffer.ByteBuf;
import io.pipit.broker.mqtt.codec.Packet;
import io.pipit.broker.mqtt.codec.Packet.Connect;
import io.pipit.broker.mqtt.codec.PacketType;
import io.pipit.broker.mqtt.codec.Properties;
import io.pipit.broker.mqtt.codec.ReasonCode;
import io.pipit.broker.mqtt.codec.SharedPublish;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Sessions that last as long as their connection: what is published goes to everybody who has
 * subscribed to exactly that topic, with QoS 0. Any thread.
 */
final class EchoSessions implements MqttSessions {

  final BlockingQueue<MqttClient> opened = new LinkedBlockingQueue<>();
  final BlockingQueue<MqttSession.Ending> ended = new LinkedBlockingQueue<>();
  final BlockingQueue<Packet> received = new LinkedBlockingQueue<>();
  final AtomicInteger drained = new AtomicInteger();

  /** Publishes that were begun and not ended; ended by the test. */
  final BlockingQueue<MqttClient> undecided = new LinkedBlockingQueue<>();

  volatile int refusal = ReasonCode.SUCCESS;
  volatile boolean decides = true;
  private final Map<MqttClient, Set<String>> subscriptions = new ConcurrentHashMap<>();

  @Override
  public void open(MqttClient client, Connect connect, Consumer<Opening> then) {
    if (refusal != ReasonCode.SUCCESS) {
      then.accept(new Opening.Refused(refusal));
      return;
    }
    subscriptions.put(client, ConcurrentHashMap.newKeySet());
    opened.add(client);
    then.accept(new Opening.Opened(new Session(client), false, 0));
  }

  /** Forgets what has happened, once the sessions of a test before have all ended. */
  synchronized void forget() throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!subscriptions.isEmpty()) {
      long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
      if (left <= 0) {
        throw new AssertionError("sessions that do not end: " + subscriptions.keySet());
      }
      wait(left);
    }
    opened.clear();
    ended.clear();
    received.clear();
  }

  static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
    T next = queue.poll(20, TimeUnit.SECONDS);
    if (next == null) {
      throw new AssertionError("nothing came");
    }
    return next;
  }

  private final class Session implements MqttSession {

    private final MqttClient client;

    Session(MqttClient client) {
      this.client = client;
    }

    @Override
    public void published(Packet.Publish publish) {
      received.add(publish);
      client.beginPublish();
      if (!decides) {
        undecided.add(client);
        return;
      }
      SharedPublish shared = SharedPublish.of(publish.topic(), Properties.NONE, publish.payload());
      subscriptions.forEach(
          (to, filters) -> {
            if (filters.contains(publish.topic())) {
              to.loop().execute(() -> to.write(PacketType.PUBLISH, out -> append(shared, to, out)));
            }
          });
      if (publish.qos() > 0) {
        client.answer(
            publish.qos() == 1 ? PacketType.PUBACK : PacketType.PUBREC,
            publish.id(),
            ReasonCode.SUCCESS);
      }
      client.endPublish();
    }

    private static void append(SharedPublish shared, MqttClient to, ByteBuf out) {
      shared.appendTo(
          out,
          to.version(),
          0,
          false,
          false,
          0,
          SharedPublish.NO_IDENTIFIERS,
          SharedPublish.SAME_EXPIRY,
          0);
    }

    @Override
    public void answered(PacketType type, int id, int reason) {
      if (type == PacketType.PUBREL) {
        client.answer(PacketType.PUBCOMP, id, ReasonCode.SUCCESS);
      }
    }

    @Override
    public void subscribe(Packet.Subscribe subscribe) {
      received.add(subscribe);
      subscribe
          .filters()
          .forEach(filter -> subscriptions.getOrDefault(client, Set.of()).add(filter.filter()));
      client.suback(
          subscribe.id(), subscribe.filters().stream().mapToInt(Packet.Filter::qos).toArray());
    }

    @Override
    public void unsubscribe(Packet.Unsubscribe unsubscribe) {
      received.add(unsubscribe);
      client.unsuback(unsubscribe.id(), new int[unsubscribe.filters().size()]);
    }

    @Override
    public void drained() {
      drained.incrementAndGet();
    }

    @Override
    public void ended(Ending how) {
      ended.add(how);
      synchronized (EchoSessions.this) {
        subscriptions.remove(client);
        EchoSessions.this.notifyAll();
      }
    }
  }
}
