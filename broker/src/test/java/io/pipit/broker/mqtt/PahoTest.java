package io.pipit.broker.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.broker.TestNode;
import io.pipit.broker.mqtt.codec.ReasonCode;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.IntStream;
import javax.net.SocketFactory;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.eclipse.paho.mqttv5.common.packet.UserProperty;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Both clients of Paho, unchanged, against a whole node, with and without TLS. */
@Timeout(180)
class PahoTest {

  private static final int MESSAGES = 100;
  private static Path folder;
  private static TestNode node;
  private static ClientKeys keys;

  @BeforeAll
  static void start(@TempDir Path shared) throws Exception {
    folder = shared;
    node = TestNode.start(folder).account("juliet", "secret").account("romeo", "secret");
    keys = new ClientKeys(folder);
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  /** A client of either version, as far as both do the same. */
  private interface Client extends AutoCloseable {

    void subscribe(String filter, int qos) throws Exception;

    void unsubscribe(String filter) throws Exception;

    void publish(String topic, String payload, int qos, boolean retained) throws Exception;

    /** QoS, RETAIN, topic and payload of what comes. */
    BlockingQueue<String> received();

    @Override
    void close();
  }

  private static Client connect(int version, String user, String id, boolean tls) throws Exception {
    return version == 5
        ? new Five(user, id, tls, sockets(tls))
        : new Three(user, id, tls, sockets(tls));
  }

  private static String address(boolean tls) {
    return tls ? "ssl://localhost:" + node.mqttTlsPort() : "tcp://127.0.0.1:" + node.mqttPort();
  }

  private static SocketFactory sockets(boolean tls) throws Exception {
    return tls
        ? keys.context(node.certificateFile(), "").getSocketFactory()
        : SocketFactory.getDefault();
  }

  private static String shown(int qos, boolean retained, String topic, byte[] payload) {
    return qos + " " + (retained ? "retained " : "") + topic + " " + new String(payload, UTF_8);
  }

  /** By MQTT 3.1.1. */
  private static final class Three implements Client {

    private final org.eclipse.paho.client.mqttv3.MqttClient client;
    private final BlockingQueue<String> received = new LinkedBlockingQueue<>();

    Three(String user, String id, boolean tls, SocketFactory factory) throws Exception {
      client =
          new org.eclipse.paho.client.mqttv3.MqttClient(
              address(tls), id, new org.eclipse.paho.client.mqttv3.persist.MemoryPersistence());
      var options = new org.eclipse.paho.client.mqttv3.MqttConnectOptions();
      options.setMqttVersion(4);
      options.setUserName(user);
      options.setPassword("secret".toCharArray());
      options.setSocketFactory(factory);
      options.setWill("will/" + id, "gone".getBytes(UTF_8), 1, false);
      client.connect(options);
    }

    @Override
    public void subscribe(String filter, int qos) throws Exception {
      client.subscribe(
          filter,
          qos,
          (topic, message) ->
              received.add(
                  shown(message.getQos(), message.isRetained(), topic, message.getPayload())));
    }

    @Override
    public void unsubscribe(String filter) throws Exception {
      client.unsubscribe(filter);
    }

    @Override
    public void publish(String topic, String payload, int qos, boolean retained) throws Exception {
      client.publish(topic, payload.getBytes(UTF_8), qos, retained);
    }

    @Override
    public BlockingQueue<String> received() {
      return received;
    }

    @Override
    public void close() {
      try {
        if (client.isConnected()) {
          client.disconnect();
        }
        client.close();
      } catch (org.eclipse.paho.client.mqttv3.MqttException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** By MQTT 5. */
  private static final class Five implements Client, Quiet {

    private final MqttAsyncClient client;
    private final BlockingQueue<String> received = new LinkedBlockingQueue<>();
    private final BlockingQueue<MqttMessage> messages = new LinkedBlockingQueue<>();

    Five(String user, String id, boolean tls, SocketFactory factory) throws Exception {
      this(id, tls, options(user, id, factory));
    }

    Five(String id, boolean tls, MqttConnectionOptions options) throws Exception {
      client =
          new MqttAsyncClient(
              address(tls), id, new org.eclipse.paho.mqttv5.client.persist.MemoryPersistence());
      client.setCallback(this);
      client.connect(options).waitForCompletion(TIMEOUT_MILLIS);
    }

    static MqttConnectionOptions options(String user, String id, SocketFactory factory) {
      MqttConnectionOptions options = new MqttConnectionOptions();
      options.setUserName(user);
      options.setPassword("secret".getBytes(UTF_8));
      options.setSocketFactory(factory);
      options.setWill("will/" + id, new MqttMessage("gone".getBytes(UTF_8), 1, false, null));
      return options;
    }

    @Override
    public void messageArrived(String topic, MqttMessage message) {
      messages.add(message);
      received.add(shown(message.getQos(), message.isRetained(), topic, message.getPayload()));
    }

    @Override
    public void subscribe(String filter, int qos) throws Exception {
      client.subscribe(filter, qos).waitForCompletion(TIMEOUT_MILLIS);
    }

    @Override
    public void unsubscribe(String filter) throws Exception {
      client.unsubscribe(filter).waitForCompletion(TIMEOUT_MILLIS);
    }

    @Override
    public void publish(String topic, String payload, int qos, boolean retained) throws Exception {
      publish(topic, payload, qos, retained, new MqttProperties());
    }

    IMqttToken publish(
        String topic, String payload, int qos, boolean retained, MqttProperties properties)
        throws Exception {
      IMqttToken token =
          client.publish(
              topic, new MqttMessage(payload.getBytes(UTF_8), qos, retained, properties));
      token.waitForCompletion(TIMEOUT_MILLIS);
      return token;
    }

    @Override
    public BlockingQueue<String> received() {
      return received;
    }

    @Override
    public void close() {
      try {
        if (client.isConnected()) {
          client.disconnect().waitForCompletion(TIMEOUT_MILLIS);
        }
        client.close();
      } catch (MqttException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private static final long TIMEOUT_MILLIS = 30_000;

  /** The callbacks of which nothing is wanted. */
  private interface Quiet extends org.eclipse.paho.mqttv5.client.MqttCallback {

    @Override
    default void disconnected(org.eclipse.paho.mqttv5.client.MqttDisconnectResponse response) {}

    @Override
    default void mqttErrorOccurred(MqttException exception) {}

    @Override
    default void deliveryComplete(IMqttToken token) {}

    @Override
    default void connectComplete(boolean reconnect, String serverUri) {}

    @Override
    default void authPacketArrived(int reasonCode, MqttProperties properties) {}
  }

  private static List<String> take(Client client, int count) throws Exception {
    List<String> seen = new ArrayList<>();
    while (seen.size() < count) {
      seen.add(EchoSessions.next(client.received()));
    }
    return seen;
  }

  // ---- what both do

  @ParameterizedTest(name = "{0} to {1}, QoS {2}, TLS {3}")
  @CsvSource({
    "3, 3, 0, true", "3, 5, 1, false", "3, 5, 2, true",
    "5, 5, 0, false", "5, 3, 1, true", "5, 5, 2, false"
  })
  void numberedMessagesArriveOnceAndInOrder(int from, int to, int qos, boolean tls)
      throws Exception {
    String topic = "paho/" + from + "/" + to + "/" + qos;
    try (Client subscriber = connect(to, "romeo", "sub" + qos + to, tls);
        Client publisher = connect(from, "juliet", "pub" + qos + from, tls)) {
      subscriber.subscribe(topic, 2);
      for (int i = 1; i <= MESSAGES; i++) {
        publisher.publish(topic, String.valueOf(i), qos, false);
      }
      publisher.publish(topic, "end", qos, false);
      List<String> expected =
          new ArrayList<>(
              IntStream.rangeClosed(1, MESSAGES)
                  .mapToObj(i -> qos + " " + topic + " " + i)
                  .toList());
      expected.add(qos + " " + topic + " end");
      assertEquals(expected, take(subscriber, MESSAGES + 1));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 5})
  void filtersRetainedMessagesAndUnsubscribe(int version) throws Exception {
    String at = "filters/paho" + version;
    try (Client publisher = connect(version, "juliet", "filters-p", false);
        Client subscriber = connect(version, "romeo", "filters-s", false)) {
      publisher.publish(at + "/a/x", "old", 1, true);
      publisher.publish(at + "/a/x", "stands", 2, true);
      publisher.publish(at + "/b", "passes", 1, false);
      subscriber.subscribe(at + "/+/x", 1);
      assertEquals(List.of("1 retained " + at + "/a/x stands"), take(subscriber, 1));
      publisher.publish(at + "/c/x", "live", 1, true);
      publisher.publish(at + "/c/y", "other", 1, false);
      publisher.publish(at + "/d/x", "live", 0, false);
      assertEquals(List.of("1 " + at + "/c/x live", "0 " + at + "/d/x live"), take(subscriber, 2));
      subscriber.subscribe(at + "/end", 1);
      subscriber.unsubscribe(at + "/+/x");
      publisher.publish(at + "/a/x", "nobody hears", 1, false);
      publisher.publish(at + "/a/x", "", 1, true);
      publisher.publish(at + "/end", "end", 1, false);
      assertEquals(List.of("1 " + at + "/end end"), take(subscriber, 1));
      subscriber.subscribe(at + "/a/#", 1); // nothing stands there any more
      publisher.publish(at + "/end", "end", 1, false);
      assertEquals(List.of("1 " + at + "/end end"), take(subscriber, 1));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 5})
  void willOfAKilledSocketIsPublished(int version) throws Exception {
    String id = "dies" + version;
    Kept sockets = new Kept();
    try (Client watching = connect(version, "romeo", "watches" + version, false);
        Client dying =
            version == 5
                ? new Five("juliet", id, false, sockets)
                : new Three("juliet", id, false, sockets)) {
      watching.subscribe("will/+", 1);
      sockets.kept.forEach(PahoTest::kill);
      assertEquals(List.of("1 will/" + id + " gone"), take(watching, 1));
      assertTrue(dying.received().isEmpty());
    }
  }

  /** Closes it without a word of MQTT. */
  private static void kill(Socket socket) {
    try {
      socket.setSoLinger(true, 0);
      socket.close();
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** Keeps the sockets that it makes. */
  private static final class Kept extends SocketFactory {

    private final List<Socket> kept = new ArrayList<>();

    @Override
    public Socket createSocket() {
      Socket socket = new Socket();
      kept.add(socket);
      return socket;
    }

    @Override
    public Socket createSocket(String host, int port) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress local, int localPort) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Socket createSocket(InetAddress host, int port) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) {
      throw new UnsupportedOperationException();
    }
  }

  // ---- what MQTT 5 has

  @Test
  void propertiesOfMqtt5ComeOutAgain() throws Exception {
    try (Five subscriber = new Five("romeo", "properties-s", false, sockets(false));
        Five publisher = new Five("juliet", "properties-p", false, sockets(false))) {
      subscriber.subscribe("properties/paho", 1);
      MqttProperties said = new MqttProperties();
      said.setContentType("application/senml+json");
      said.setCorrelationData(new byte[] {0, -1, 7});
      said.setResponseTopic("answers/paho");
      said.setMessageExpiryInterval(600L);
      said.setPayloadFormat(true);
      said.getUserProperties().add(new UserProperty("unit", "C"));
      said.getUserProperties().add(new UserProperty("unit", "F"));
      publisher.publish("properties/paho", "[]", 1, false, said);
      take(subscriber, 1);
      MqttProperties told = subscriber.messages.remove().getProperties();
      assertEquals("application/senml+json", told.getContentType());
      assertArrayEquals(new byte[] {0, -1, 7}, told.getCorrelationData());
      assertEquals("answers/paho", told.getResponseTopic());
      assertTrue(told.getPayloadFormat());
      long left = told.getMessageExpiryInterval();
      assertTrue(left > 0 && left <= 600, "" + left);
      assertEquals(
          List.of("C", "F"),
          told.getUserProperties().stream()
              .filter(property -> property.getKey().equals("unit"))
              .map(UserProperty::getValue)
              .toList());
    }
  }

  /**
   * 3.3.2.3.4, towards a client. Paho 1.2.5 checks aliases and leaves it to its user what they
   * stand for, though it means to do that (its issue 866).
   */
  @Test
  void topicAliasesStandForTheirTopics() throws Exception {
    MqttConnectionOptions options = Five.options("romeo", "aliases-s", sockets(false));
    options.setTopicAliasMaximum(10);
    try (Five subscriber = new Five("aliases-s", false, options);
        Five publisher = new Five("juliet", "aliases-p", false, sockets(false))) {
      subscriber.subscribe("aliases/+", 1);
      for (int i = 0; i < 3; i++) {
        publisher.publish("aliases/one", "" + i, 1, false);
      }
      assertEquals(List.of("1 aliases/one 0", "1  1", "1  2"), take(subscriber, 3));
      assertEquals(
          List.of(1, 1, 1),
          subscriber.messages.stream().map(each -> each.getProperties().getTopicAlias()).toList());
    }
  }

  @Test
  void refusalsHaveReasons() throws Exception {
    try (Five romeo = new Five("romeo", "reasons-r", false, sockets(false));
        Five juliet = new Five("juliet", "reasons-j", false, sockets(false))) {
      juliet.publish("reasons/paho", "mine", 1, false);
      IMqttToken refused =
          romeo.publish("reasons/paho", "not mine", 1, false, new MqttProperties());
      assertEquals(ReasonCode.NOT_AUTHORIZED, refused.getReasonCodes()[0]);
      IMqttToken unheard =
          juliet.publish("reasons/paho", "unheard", 1, false, new MqttProperties());
      assertEquals(ReasonCode.NO_MATCHING_SUBSCRIBERS, unheard.getReasonCodes()[0]);
      assertNull(unheard.getException());
    }
    MqttConnectionOptions wrong = Five.options("romeo", "reasons-w", SocketFactory.getDefault());
    wrong.setPassword("guess".getBytes(UTF_8));
    MqttException refused =
        assertThrows(MqttException.class, () -> new Five("reasons-w", false, wrong).close());
    assertEquals(ReasonCode.BAD_USER_NAME_OR_PASSWORD, refused.getReasonCode());
  }

  /** With a Receive Maximum of 1 one message is under way at a time, and all come. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void clientThatTakesOneAtATimeGetsAll(int qos) throws Exception {
    MqttConnectionOptions options = Five.options("romeo", "one" + qos, SocketFactory.getDefault());
    options.setReceiveMaximum(1);
    String topic = "one/paho/" + qos;
    try (Five subscriber = new Five("one" + qos, false, options);
        Five publisher = new Five("juliet", "one-p" + qos, false, sockets(false))) {
      subscriber.subscribe(topic, qos);
      for (int i = 1; i <= 40; i++) {
        publisher.publish(topic, String.valueOf(i), qos, false);
      }
      assertEquals(
          IntStream.rangeClosed(1, 40).mapToObj(i -> qos + " " + topic + " " + i).toList(),
          take(subscriber, 40));
    }
  }
}
