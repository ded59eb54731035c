package io.pipit.broker.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.fail;

import io.pipit.broker.store.ScramHash;
import io.pipit.broker.stream.sasl.ScramClient;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/** A client that says exactly what a test tells it to, over a blocking socket. */
final class RawClient implements AutoCloseable {

  static final String HEADER =
      "<?xml version='1.0'?><stream:stream xmlns='jabber:client'"
          + " xmlns:stream='http://etherx.jabber.org/streams' to='example.org' version='1.0'>";
  private static final int TIMEOUT_MILLIS = 15_000;

  private Socket socket;
  private final StringBuilder received = new StringBuilder();
  private boolean ended;

  RawClient(int port) throws IOException {
    this(new Socket(InetAddress.getLoopbackAddress(), port));
  }

  private RawClient(Socket socket) throws IOException {
    this.socket = socket;
    socket.setSoTimeout(TIMEOUT_MILLIS);
    socket.setTcpNoDelay(true);
  }

  static RawClient directTls(int port, SSLContext trust, String... alpn) throws IOException {
    SSLSocket socket =
        (SSLSocket) trust.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setApplicationProtocols(alpn);
    socket.setSSLParameters(parameters);
    socket.setSoTimeout(TIMEOUT_MILLIS);
    socket.startHandshake();
    return new RawClient(socket);
  }

  RawClient send(String xml) throws IOException {
    socket.getOutputStream().write(xml.getBytes(UTF_8));
    socket.getOutputStream().flush();
    return this;
  }

  RawClient send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    socket.getOutputStream().flush();
    return this;
  }

  /** Reads until this text is there, and returns everything up to its end. */
  String expect(String text) throws IOException {
    while (true) {
      int at = received.indexOf(text);
      if (at >= 0) {
        String upTo = received.substring(0, at + text.length());
        received.delete(0, upTo.length());
        return upTo;
      }
      if (!read()) {
        return fail("expected " + text + " but the stream ended with " + received);
      }
    }
  }

  /** Reads until the server has closed its side, and returns what it said. */
  String expectEnd() throws IOException {
    while (read()) {}
    String rest = received.toString();
    received.setLength(0);
    return rest;
  }

  /** Reads until the next element of that name is whole. */
  String element(String name) throws IOException {
    expect("<" + name);
    String rest = expect(">");
    return "<" + name + (rest.endsWith("/>") ? rest : rest + expect("</" + name + ">"));
  }

  /** Reads until the end of an authentication, good or bad. */
  private String outcome() throws IOException {
    while (received.indexOf("</failure>") < 0) {
      if (received.indexOf("</success>") >= 0) {
        return element("success");
      }
      if (!read()) {
        break;
      }
    }
    return fail("no success but " + received);
  }

  private boolean read() throws IOException {
    if (ended) {
      return false;
    }
    byte[] buffer = new byte[8_192];
    InputStream in = socket.getInputStream();
    int length = in.read(buffer);
    if (length < 0) {
      ended = true;
      return false;
    }
    received.append(new String(buffer, 0, length, UTF_8));
    return true;
  }

  RawClient open() throws IOException {
    send(HEADER);
    return this;
  }

  /** Opens the stream and reads the features. */
  String openFeatures() throws IOException {
    return open().expect("</stream:features>");
  }

  RawClient startTls(SSLContext trust) throws IOException {
    send("<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>");
    expect("<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>");
    return handshake(trust);
  }

  RawClient handshake(SSLContext trust) throws IOException {
    SSLSocket secure =
        (SSLSocket) trust.getSocketFactory().createSocket(socket, "example.org", 5222, true);
    secure.setSoTimeout(TIMEOUT_MILLIS);
    secure.startHandshake();
    socket = secure;
    return this;
  }

  SSLSocket tls() {
    return (SSLSocket) socket;
  }

  Socket socket() {
    return socket;
  }

  static String auth(String mechanism, String message) {
    return "<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='"
        + mechanism
        + "'>"
        + Base64.getEncoder().encodeToString(message.getBytes(UTF_8))
        + "</auth>";
  }

  RawClient plain(String user, String password) throws IOException {
    openFeatures();
    send(auth("PLAIN", "\0" + user + "\0" + password));
    expect("<success xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/>");
    return this;
  }

  /** Runs SCRAM and checks the server's proof. */
  RawClient scram(ScramHash hash, String user, String password, String header, byte[] binding)
      throws IOException, GeneralSecurityException {
    ScramClient scram = new ScramClient(hash, user, password, "clientnonce", header, binding);
    String mechanism = "SCRAM-" + hash.digest() + (header.startsWith("p=") ? "-PLUS" : "");
    send(auth(mechanism, scram.first()));
    String challenge = text(element("challenge"));
    send(
        "<response xmlns='urn:ietf:params:xml:ns:xmpp-sasl'>"
            + Base64.getEncoder().encodeToString(scram.last(challenge).getBytes(UTF_8))
            + "</response>");
    String said = text(outcome());
    if (!said.equals(scram.expectedFromServer())) {
      fail("the server does not know the password: " + said);
    }
    return this;
  }

  private static String text(String element) {
    Matcher text = Pattern.compile(">([^<]*)<").matcher(element);
    return text.find() ? new String(Base64.getDecoder().decode(text.group(1)), UTF_8) : "";
  }

  /** Opens the stream again after authentication and binds a resource. */
  RawClient bind(String resource) throws IOException {
    openFeatures();
    send(
        "<iq type='set' id='b'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><resource>"
            + resource
            + "</resource></bind></iq>");
    expect("</iq>");
    return this;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
