package io.pipit.broker.interop;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.pipit.broker.TestNode;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.eclipse.paho.mqttv5.common.packet.UserProperty;

/** The protocols' matrix by MQTT 5, with Paho. */
final class Mqtt5Door implements DoorClient, MqttCallback {

  private static final long TIMEOUT_MILLIS = 30_000;
  private static final long EXPIRY_SECONDS = 3_600;

  private final MqttAsyncClient client;
  private final BlockingQueue<Seen> received = new LinkedBlockingQueue<>();

  /**
   * Connects.
   *
   * @param durable whether there is a session that outlives the connection, which goes on with what
   *     was missed when there is one already
   */
  Mqtt5Door(TestNode node, String user, String id, boolean durable) throws MqttException {
    client = new MqttAsyncClient("tcp://127.0.0.1:" + node.mqttPort(), id, new MemoryPersistence());
    MqttConnectionOptions options = new MqttConnectionOptions();
    options.setCleanStart(!durable);
    options.setSessionExpiryInterval(durable ? EXPIRY_SECONDS : 0);
    options.setUserName(user);
    options.setPassword("secret".getBytes(UTF_8));
    client.setCallback(this);
    client.connect(options).waitForCompletion(TIMEOUT_MILLIS);
  }

  @Override
  public boolean publish(String node, Sent item) throws MqttException {
    return send(node, item, false);
  }

  @Override
  public boolean retain(String node, Sent item) throws MqttException {
    return send(node, item, true);
  }

  private boolean send(String node, Sent item, boolean retained) throws MqttException {
    MqttProperties properties = new MqttProperties();
    properties.setContentType(item.kind().contentType);
    properties.getUserProperties().add(new UserProperty("unit", item.unit()));
    IMqttToken token =
        client.publish(node, new MqttMessage(item.payload(), 1, retained, properties));
    token.waitForCompletion(TIMEOUT_MILLIS);
    return token.getReasonCodes()[0] < 0x80;
  }

  @Override
  public boolean subscribe(String filter) throws MqttException {
    IMqttToken token = client.subscribe(filter, 2);
    token.waitForCompletion(TIMEOUT_MILLIS);
    return token.getReasonCodes()[0] < 0x80;
  }

  @Override
  public Seen next() throws InterruptedException {
    Seen next = received.poll(30, TimeUnit.SECONDS);
    if (next == null) {
      throw new AssertionError("no message comes");
    }
    return next;
  }

  @Override
  public void messageArrived(String topic, MqttMessage message) {
    MqttProperties properties = message.getProperties();
    received.add(
        new Seen(
            topic,
            message.getPayload(),
            null,
            user(properties, "pipit-id").orElse(""),
            user(properties, "pipit-published").map(Instant::parse).orElse(Instant.EPOCH),
            user(properties, "pipit-publisher").orElse(""),
            user(properties, "unit").orElse(""),
            Optional.ofNullable(properties.getContentType()).orElse(""),
            message.isRetained()));
  }

  private static Optional<String> user(MqttProperties properties, String name) {
    return properties.getUserProperties().stream()
        .filter(property -> property.getKey().equals(name))
        .findFirst()
        .map(UserProperty::getValue);
  }

  @Override
  public void disconnected(MqttDisconnectResponse response) {
    // The next that is awaited does not come.
  }

  @Override
  public void mqttErrorOccurred(MqttException exception) {
    // The next that is awaited does not come.
  }

  @Override
  public void deliveryComplete(IMqttToken token) {
    // Each publish waits for its own.
  }

  @Override
  public void connectComplete(boolean reconnect, String serverUri) {
    // The constructor waits for it.
  }

  @Override
  public void authPacketArrived(int reasonCode, MqttProperties properties) {
    // None is asked for.
  }

  @Override
  public void close() throws IOException {
    try {
      client.disconnect().waitForCompletion(TIMEOUT_MILLIS);
      client.close();
    } catch (MqttException e) {
      throw new IOException(e);
    }
  }
}
