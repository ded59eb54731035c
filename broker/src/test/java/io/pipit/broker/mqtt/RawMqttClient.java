package io.pipit.broker.mqtt;

import static io.pipit.broker.mqtt.codec.PacketBytes.packet;
import static io.pipit.broker.mqtt.codec.PacketBytes.properties;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import javax.net.ssl.SSLContext;

/** A client that says exactly what a test tells it to, over a blocking socket. */
public final class RawMqttClient implements AutoCloseable {

  private static final int TIMEOUT_MILLIS = 20_000;

  private final Socket socket;
  private final DataInputStream in;

  public RawMqttClient(int port) throws IOException {
    this(new Socket(InetAddress.getLoopbackAddress(), port));
  }

  static RawMqttClient tls(int port, SSLContext trust) throws IOException {
    return new RawMqttClient(
        trust.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port));
  }

  private RawMqttClient(Socket socket) throws IOException {
    this.socket = socket;
    socket.setSoTimeout(TIMEOUT_MILLIS);
    socket.setTcpNoDelay(true);
    this.in = new DataInputStream(socket.getInputStream());
  }

  /** What the server has sent. */
  public record Received(int first, byte[] body) {

    public int at(int index) {
      return body[index] & 0xFF;
    }
  }

  /** A CONNECT with Clean Start and a keepalive of a minute. */
  static byte[] connect(int version, String id, String user, String password) {
    return packet(
        0x10,
        "MQTT",
        version,
        0xC2,
        0,
        60,
        version == 5 ? properties() : new byte[0],
        id,
        user,
        password);
  }

  public RawMqttClient send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    socket.getOutputStream().flush();
    return this;
  }

  /** The next packet. */
  public Received next() throws IOException {
    int first = in.read();
    if (first < 0) {
      return fail("the connection has ended");
    }
    int length = 0;
    for (int shift = 0; ; shift += 7) {
      int digit = in.readUnsignedByte();
      length |= (digit & 0x7F) << shift;
      if (digit < 0x80) {
        break;
      }
    }
    byte[] body = new byte[length];
    in.readFully(body);
    return new Received(first, body);
  }

  /** The CONNACK, with a reason or return code. */
  public Received expectConnack(int code) throws IOException {
    Received connack = next();
    assertEquals(0x20, connack.first());
    assertEquals(code, connack.at(1));
    return connack;
  }

  /** A DISCONNECT with a reason, and the end. */
  void expectDisconnect(int reason) throws IOException {
    Received disconnect = next();
    assertEquals(0xE0, disconnect.first());
    assertEquals(Integer.toHexString(reason), Integer.toHexString(disconnect.at(0)));
    expectEnd();
  }

  /** The end of the connection, with no other packet before it. */
  void expectEnd() throws IOException {
    try {
      assertEquals(-1, in.read());
    } catch (SocketException reset) {
      // The server was not willing to read what it was sent: the same.
    }
  }

  /** Text up to the end of a line. */
  String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
      if (next != '\r') {
        line.append((char) next);
      }
    }
    return line.toString();
  }

  /** What else comes before the end. */
  byte[] readToEnd() throws IOException {
    try {
      return in.readAllBytes();
    } catch (SocketException reset) {
      return new byte[0];
    }
  }

  /** PINGREQ and its answer: everything before was handled. */
  public RawMqttClient ping() throws IOException {
    send(packet(0xC0));
    assertEquals(0xD0, next().first());
    return this;
  }

  /** Sends no more, and still reads. */
  void endOutput() throws IOException {
    socket.shutdownOutput();
  }

  /** Is gone without a word. */
  void hangUp() throws IOException {
    socket.close();
  }

  @Override
  public void close() throws IOException {
    hangUp();
  }
}
