package io.pipit.broker.interop;

import io.pipit.broker.TestNode;
import java.io.IOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.paho.client.mqttv3.IMqttDeliveryToken;
import org.eclipse.paho.client.mqttv3.MqttCallback;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.MqttMessage;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;

/** The protocols' matrix by MQTT 3.1.1, with Paho. */
final class Mqtt311Door implements DoorClient, MqttCallback {

  private final MqttClient client;
  private final BlockingQueue<Seen> received = new LinkedBlockingQueue<>();

  /**
   * Connects.
   *
   * @param durable whether there is a session that outlives the connection, which goes on with what
   *     was missed when there is one already
   */
  Mqtt311Door(TestNode node, String user, String id, boolean durable) throws MqttException {
    client = new MqttClient("tcp://127.0.0.1:" + node.mqttPort(), id, new MemoryPersistence());
    MqttConnectOptions options = new MqttConnectOptions();
    options.setCleanSession(!durable);
    options.setMqttVersion(MqttConnectOptions.MQTT_VERSION_3_1_1);
    options.setUserName(user);
    options.setPassword("secret".toCharArray());
    client.setTimeToWait(TimeUnit.SECONDS.toMillis(30));
    client.setCallback(this);
    client.connect(options);
  }

  @Override
  public boolean publish(String node, Sent item) throws MqttException {
    client.publish(node, item.payload(), 1, false);
    return true; // nobody says otherwise
  }

  @Override
  public boolean retain(String node, Sent item) throws MqttException {
    client.publish(node, item.payload(), 1, true);
    return true;
  }

  @Override
  public boolean subscribe(String filter) throws MqttException {
    client.subscribe(filter, 2);
    return true;
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
    received.add(Seen.ofMqtt311(topic, message.getPayload(), message.isRetained()));
  }

  @Override
  public void connectionLost(Throwable cause) {
    // The next that is awaited does not come.
  }

  @Override
  public void deliveryComplete(IMqttDeliveryToken token) {
    // Each publish waits for its own.
  }

  @Override
  public void close() throws IOException {
    try {
      client.disconnect();
      client.close();
    } catch (MqttException e) {
      throw new IOException(e);
    }
  }
}
