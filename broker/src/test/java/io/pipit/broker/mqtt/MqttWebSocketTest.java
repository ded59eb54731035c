package io.pipit.broker.mqtt;

import static io.pipit.broker.mqtt.codec.PacketBytes.packet;
import static io.pipit.broker.mqtt.codec.PacketBytes.properties;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pipit.broker.mqtt.codec.ReasonCode;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.http.WebSocketFrame;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** MQTT inside of WebSocket (MQTT 5, 6). */
@Timeout(90)
class MqttWebSocketTest {

  private MqttFixture server;

  /** Held here: Vert.x closes the connections of a client that was collected as garbage. */
  private WebSocketClient sockets;

  @BeforeEach
  void start() throws Exception {
    server = MqttFixture.start();
    sockets = server.vertx.createWebSocketClient();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  /** Bytes of the frames that came, and how it ended. */
  private final class Client {

    final WebSocket socket;
    private final Buffer received = Buffer.buffer();
    private final BlockingQueue<Buffer> frames = new LinkedBlockingQueue<>();
    private final BlockingQueue<Integer> closed = new LinkedBlockingQueue<>();

    Client() throws Exception {
      // The handlers are there before the client's loop can read anything for them.
      socket =
          MqttFixture.await(
              connect(options().addSubProtocol("mqtt"))
                  .map(
                      opened -> {
                        opened.binaryMessageHandler(frames::add);
                        opened.closeHandler(
                            ended -> {
                              Short status = opened.closeStatusCode();
                              closed.add(status == null ? 0 : status.intValue());
                            });
                        return opened;
                      }));
      assertEquals("mqtt", socket.subProtocol());
    }

    void send(byte[] bytes) throws Exception {
      MqttFixture.await(socket.writeFinalBinaryFrame(Buffer.buffer(bytes)));
    }

    byte[] bytes(int count) throws InterruptedException {
      while (received.length() < count) {
        received.appendBuffer(EchoSessions.next(frames));
      }
      byte[] all = received.getBytes();
      return Arrays.copyOf(all, count);
    }

    int closed() throws InterruptedException {
      return EchoSessions.next(closed);
    }
  }

  private WebSocketConnectOptions options() {
    return new WebSocketConnectOptions()
        .setHost("127.0.0.1")
        .setPort(server.service.webSocketPort())
        .setURI("/mqtt")
        .setAllowOriginHeader(false);
  }

  private Future<WebSocket> connect(WebSocketConnectOptions options) {
    return sockets.connect(options);
  }

  private static byte[] connect(int version) {
    return RawMqttClient.connect(version, "page", "user", "pencil");
  }

  @ParameterizedTest(name = "level {0}")
  @ValueSource(ints = {4, 5})
  void sessionInsideOfWebSocket(int version) throws Exception {
    Client client = new Client();
    client.send(connect(version));
    assertEquals(0x20, client.bytes(4)[0]);
    EchoSessions.next(server.sessions.opened);
    client.send(packet(0xE0));
    assertEquals(1_000, client.closed());
    assertEquals(0, EchoSessions.next(server.sessions.ended).reason());
  }

  /** [MQTT-6.0.0-2]. */
  @Test
  void packetsNeedNotBeFrames() throws Exception {
    Client client = new Client();
    byte[] connect = connect(4);
    for (byte each : connect) {
      client.send(new byte[] {each});
    }
    assertArrayEquals(new byte[] {0x20, 2, 0, 0}, client.bytes(4));
    byte[] two = {(byte) 0xC0, 0, (byte) 0xC0, 0};
    client.send(two);
    byte[] answered = client.bytes(8);
    assertArrayEquals(
        new byte[] {(byte) 0xD0, 0, (byte) 0xD0, 0}, Arrays.copyOfRange(answered, 4, 8));
  }

  @Test
  void packetMaySpanFragments() throws Exception {
    Client client = new Client();
    byte[] connect = connect(4);
    MqttFixture.await(
        client.socket.writeFrame(
            WebSocketFrame.binaryFrame(Buffer.buffer(Arrays.copyOf(connect, 7)), false)));
    MqttFixture.await(
        client.socket.writeFrame(
            WebSocketFrame.continuationFrame(
                Buffer.buffer(Arrays.copyOfRange(connect, 7, connect.length)), true)));
    assertEquals(0x20, client.bytes(4)[0]);
  }

  /** [MQTT-6.0.0-1]. */
  @Test
  void textEndsTheConnection() throws Exception {
    Client client = new Client();
    MqttFixture.await(client.socket.writeTextMessage("CONNECT"));
    assertEquals(1_003, client.closed());
  }

  @Test
  void malformedPacketEndsWithItsReason() throws Exception {
    Client client = new Client();
    client.send(connect(5));
    int connack = 2 + client.bytes(2)[1];
    client.send(packet(0x36, "a", 0, 1, properties()));
    byte[] all = client.bytes(connack + 4);
    assertEquals((byte) 0xE0, all[connack]);
    assertEquals((byte) ReasonCode.MALFORMED_PACKET, all[connack + 2]);
    assertEquals(1_000, client.closed());
  }

  @Test
  void strangerGetsNoRoomForALargeFrame() throws Exception {
    Client client = new Client();
    Future<Void> unused = client.socket.writeFinalBinaryFrame(Buffer.buffer(new byte[90_000]));
    client.closed();
    assertEquals(0, server.sessions.opened.size());
  }

  @ParameterizedTest(name = "{0} of {1}, sub-protocol {2}: {3}")
  @CsvSource({
    "/, '', mqtt, 404",
    "/mqtts, '', mqtt, 404",
    "/mqtt/a, '', mqtt, 404",
    "/?/mqtt, '', mqtt, 404",
    "/mqtt, http://example.com, mqtt, 403",
    "/mqtt, null, mqtt, 403",
    "/mqtt, '', xmpp, 400",
    "/mqtt, '', '', 400",
  })
  void requestThatIsNotForMqttIsRefused(String uri, String origin, String protocol, int status)
      throws Exception {
    assertEquals("HTTP/1.1 " + status, statusLine(uri, origin, protocol).substring(0, 12));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/mqtt", "/mqtt?x=1", "/mqtt?", "/mqtt/", "/mqtt/?a=/b"})
  void queryIsOfNoImportance(String uri) throws Exception {
    assertEquals("HTTP/1.1 101 Switching Protocols", statusLine(uri, "", "mqtt"));
  }

  @Test
  void pageOfThisHostMayConnect() throws Exception {
    assertEquals(
        "HTTP/1.1 101 Switching Protocols",
        statusLine("/mqtt", "http://127.0.0.1:5280", "mqttv5, mqtt"));
  }

  @Test
  void plainRequestIsToldWhatIsHere() throws Exception {
    String request = "GET /mqtt HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n";
    try (RawMqttClient client = new RawMqttClient(server.service.webSocketPort())) {
      client.send(request.getBytes(US_ASCII));
      String answer = new String(client.readToEnd(), US_ASCII);
      assertEquals("HTTP/1.1 426 Upgrade Required", answer.lines().findFirst().orElseThrow());
    }
  }

  private String statusLine(String uri, String origin, String protocol) throws Exception {
    String request =
        "GET "
            + uri
            + " HTTP/1.1\r\nHost: 127.0.0.1:8083\r\nUpgrade: websocket\r\n"
            + "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
            + (origin.isEmpty() ? "" : "Origin: " + origin + "\r\n")
            + (protocol.isEmpty() ? "" : "Sec-WebSocket-Protocol: " + protocol + "\r\n")
            + "\r\n";
    try (RawMqttClient client = new RawMqttClient(server.service.webSocketPort())) {
      client.send(request.getBytes(US_ASCII));
      return client.line();
    }
  }
}
