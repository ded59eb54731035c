package io.pipit.bridges.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.pipit.bridges.mqtt.link.SilentPahoLog;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttActionListener;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.client.logging.LoggerFactory;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.MqttSubscription;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.eclipse.paho.mqttv5.common.packet.UserProperty;
import org.jspecify.annotations.Nullable;

/** Somebody else at the broker, who waits for each answer. Confined to its test. */
final class TestClient implements AutoCloseable {

  private static final long MILLIS = 60_000;
  private static final int MOST_SENT = 8;

  static {
    LoggerFactory.setLogger(SilentPahoLog.class.getName());
  }

  /** A message that came. */
  record Message(String topic, MqttMessage message) {
    String text() {
      return new String(message.getPayload(), UTF_8);
    }

    /** The value of a user property, empty without it. */
    String user(String name) {
      for (UserProperty property : message.getProperties().getUserProperties()) {
        if (property.getKey().equals(name)) {
          return property.getValue();
        }
      }
      return "";
    }
  }

  private final BlockingQueue<Message> messages = new LinkedBlockingQueue<>();
  private final Semaphore room = new Semaphore(MOST_SENT);
  private final MqttAsyncClient client;

  TestClient(int port, String id) throws MqttException {
    this(port, id, null);
  }

  TestClient(int port, String id, @Nullable String user) throws MqttException {
    client = new MqttAsyncClient("tcp://127.0.0.1:" + port, id, new MemoryPersistence());
    client.setCallback(new Keeping());
    MqttConnectionOptions options = new MqttConnectionOptions();
    options.setCleanStart(true);
    options.setAutomaticReconnect(false);
    options.setKeepAliveInterval(600);
    options.setUserName(user);
    options.setSocketFactory(new NoDelaySockets());
    client.connect(options).waitForCompletion(MILLIS);
  }

  private final class Keeping implements MqttCallback {
    @Override
    public void disconnected(MqttDisconnectResponse response) {}

    @Override
    public void mqttErrorOccurred(MqttException exception) {}

    @Override
    public void messageArrived(String topic, MqttMessage message) {
      messages.add(new Message(topic, message));
    }

    @Override
    public void deliveryComplete(IMqttToken token) {}

    @Override
    public void connectComplete(boolean reconnect, String serverUri) {}

    @Override
    public void authPacketArrived(int reasonCode, MqttProperties properties) {}
  }

  TestClient subscribe(String filter, int qos) throws MqttException {
    MqttSubscription one = new MqttSubscription(filter, qos);
    one.setRetainAsPublished(true);
    client
        .subscribe(new MqttSubscription[] {one}, null, null, new MqttProperties())
        .waitForCompletion(MILLIS);
    return this;
  }

  void publish(String topic, String text, int qos, boolean retain, UserProperty... user)
      throws MqttException {
    MqttProperties properties = new MqttProperties();
    properties.setUserProperties(List.of(user));
    MqttMessage message = new MqttMessage(text.getBytes(UTF_8), qos, retain, properties);
    // Paho counts a message as under way until its listener has been told.
    CompletableFuture<Void> told = new CompletableFuture<>();
    client.publish(
        topic,
        message,
        null,
        new MqttActionListener() {
          @Override
          public void onSuccess(IMqttToken token) {
            told.complete(null);
          }

          @Override
          public void onFailure(IMqttToken token, Throwable cause) {
            told.completeExceptionally(cause);
          }
        });
    told.orTimeout(MILLIS, TimeUnit.MILLISECONDS).join();
  }

  /** Publishes without waiting but for room on the way. */
  void send(String topic, String text, int qos) throws Exception {
    // See publish.
    if (!room.tryAcquire(MILLIS, TimeUnit.MILLISECONDS)) {
      throw new AssertionError("no room on the way");
    }
    client.publish(
        topic,
        new MqttMessage(text.getBytes(UTF_8), qos, false, null),
        null,
        new MqttActionListener() {
          @Override
          public void onSuccess(IMqttToken token) {
            room.release();
          }

          @Override
          public void onFailure(IMqttToken token, Throwable cause) {
            // Whoever waits for room will say so.
          }
        });
  }

  void awaitSent() throws InterruptedException {
    if (!room.tryAcquire(MOST_SENT, MILLIS, TimeUnit.MILLISECONDS)) {
      throw new AssertionError("not all has arrived");
    }
    room.release(MOST_SENT);
  }

  Message next() throws InterruptedException {
    Message next = messages.poll(MILLIS, TimeUnit.MILLISECONDS);
    if (next == null) {
      throw new AssertionError("no message came");
    }
    return next;
  }

  List<String> texts(int count) throws InterruptedException {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      texts.add(next().text());
    }
    return texts;
  }

  /** What has come and was not asked for. */
  List<Message> rest() {
    List<Message> rest = new ArrayList<>();
    messages.drainTo(rest);
    return rest;
  }

  @Override
  public void close() throws MqttException {
    if (client.isConnected()) {
      // Its receiver ends by this, and nothing comes for a client that is no more.
      client.disconnect().waitForCompletion(MILLIS);
    }
    client.close(true);
  }
}
