package io.pipit.devices.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.Element;
import io.pipit.xmpp.Ns;
import io.pipit.xmpp.StreamError;
import io.pipit.xmpp.xml.StreamHeader;
import io.pipit.xmpp.xml.StreamReader;
import io.pipit.xmpp.xml.XmlLimits;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.ServerSSLOptions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * A server over a real socket that keeps to the protocol for the account {@code user@localhost}
 * with the password {@code pencil}; a test overrides the step that shall go wrong.
 */
public class FakeServer {

  static final String SALT = "QSXCR+Q6sek8bf92";
  public static final Credentials CREDENTIALS =
      Credentials.of(BareJid.of("user@localhost"), "pencil");

  private static final ScramKeys KEYS =
      ScramKeys.derive(ScramMechanism.SHA_256, "pencil", Base64.getDecoder().decode(SALT), 4096);

  /** Everything that clients sent, as names and as elements, over all connections. */
  final List<Element> received = new CopyOnWriteArrayList<>();

  final List<Connection> connections = new CopyOnWriteArrayList<>();
  private @Nullable TestCertificate certificate;
  private boolean directTls;
  private @Nullable NetServer server;

  FakeServer withTls(TestCertificate with, boolean direct) {
    certificate = with;
    directTls = direct;
    return this;
  }

  public Future<XmppServer> start(Vertx vertx) {
    return start(vertx, 0);
  }

  Future<XmppServer> start(Vertx vertx, int port) {
    NetServerOptions options = new NetServerOptions().setHost("127.0.0.1").setPort(port);
    if (directTls && certificate != null) {
      options.setSsl(true).setKeyCertOptions(certificate.keyStore());
    }
    NetServer created = vertx.createNetServer(options);
    server = created;
    return created
        .connectHandler(socket -> connections.add(new Connection(socket)))
        .listen()
        .map(listening -> address(listening.actualPort(), Trust.system()));
  }

  XmppServer address(int port, Trust trust) {
    XmppServer.Security security =
        certificate == null
            ? XmppServer.Security.NONE
            : directTls ? XmppServer.Security.DIRECT_TLS : XmppServer.Security.STARTTLS;
    return new XmppServer("localhost", "127.0.0.1", port, security, trust);
  }

  Future<Void> stop() {
    NetServer running = server;
    return running == null ? Future.succeededFuture() : running.close();
  }

  /** The features of the stream after so many streams on this connection, from 1. */
  String features(Connection connection, int stream) {
    boolean plainTcp = certificate != null && !directTls && stream == 1;
    if (plainTcp) {
      return "<starttls xmlns='" + Ns.TLS + "'><required/></starttls>";
    }
    return connection.authenticated
        ? "<bind xmlns='" + Ns.BIND + "'/>"
        : "<mechanisms xmlns='"
            + Ns.SASL
            + "'><mechanism>SCRAM-SHA-256-PLUS</mechanism><mechanism>SCRAM-SHA-256</mechanism>"
            + "<mechanism>PLAIN</mechanism></mechanisms>";
  }

  void proceed(Connection connection) {
    TestCertificate own = certificate;
    if (own != null) {
      // Sent by the socket when it is ready for TLS: the client's hello follows at once.
      connection.socket.upgradeToSsl(
          new ServerSSLOptions().setKeyCertOptions(own.keyStore()),
          Buffer.buffer("<proceed xmlns='" + Ns.TLS + "'/>"));
    }
  }

  String challenge(String clientNonce) {
    return "r=" + clientNonce + "server,s=" + SALT + ",i=4096";
  }

  /** The answer to {@code client-final-message}. */
  String success(String serverSignature) {
    return "<success xmlns='" + Ns.SASL + "'>" + base64("v=" + serverSignature) + "</success>";
  }

  String bound(Element iq) {
    String resource =
        iq.child("bind", Ns.BIND)
            .flatMap(bind -> bind.child("resource", Ns.BIND))
            .map(Element::text)
            .orElse("generated");
    return "<iq type='result' id='"
        + iq.attribute("id", "")
        + "'><bind xmlns='"
        + Ns.BIND
        + "'><jid>user@localhost/"
        + resource
        + "</jid></bind></iq>";
  }

  /** A stanza of a bound client; by default requests to the service are done. */
  void stanza(Connection connection, Element stanza) {
    if (stanza.is("iq", Ns.CLIENT) && stanza.attribute("type", "").matches("get|set")) {
      connection.result(stanza, "");
    }
  }

  static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
  }

  static String text(Element element) {
    return new String(Base64.getDecoder().decode(element.text()), UTF_8);
  }

  /** One connection. Confined to its event loop. */
  final class Connection implements StreamReader.Handler {
    final NetSocket socket;
    private final StreamReader reader = new StreamReader(XmlLimits.AFTER_AUTHENTICATION, this);
    private final List<String> sasl = new ArrayList<>();
    private int streams;
    boolean authenticated;
    private boolean bound;

    Connection(NetSocket socket) {
      this.socket = socket;
      socket.handler(
          buffer -> {
            byte[] bytes = buffer.getBytes();
            reader.feed(bytes, 0, bytes.length);
          });
    }

    void send(String xml) {
      socket.write(xml);
    }

    /** Answers an iq, from whom it was sent to. */
    void result(Element iq, String payload) {
      answer(iq, "result", payload);
    }

    void error(Element iq, String condition) {
      answer(
          iq,
          "error",
          "<error type='cancel'><" + condition + " xmlns='" + Ns.STANZA_ERRORS + "'/></error>");
    }

    private void answer(Element iq, String type, String payload) {
      String from = iq.attribute("to").map(to -> " from='" + to + "'").orElse("");
      String head = "<iq type='" + type + "' id='" + iq.attribute("id", "") + "'" + from + ">";
      send(head + payload + "</iq>");
    }

    @Override
    public void streamOpened(StreamHeader header) {
      streams++;
      send(
          "<?xml version='1.0'?><stream:stream xmlns='jabber:client' xmlns:stream='"
              + Ns.STREAMS
              + "' id='s"
              + streams
              + "' from='localhost' version='1.0'><stream:features>"
              + features(this, streams)
              + "</stream:features>");
    }

    @Override
    public void element(Element element) {
      received.add(element);
      if (element.is("starttls", Ns.TLS)) {
        reader.restart();
        proceed(this);
      } else if (element.is("auth", Ns.SASL)) {
        auth(element);
      } else if (element.is("response", Ns.SASL)) {
        response(text(element));
      } else if (!bound) {
        bound = true;
        send(bound(element));
      } else {
        stanza(this, element);
      }
    }

    private void auth(Element auth) {
      if (auth.attribute("mechanism", "").equals("PLAIN")) {
        authenticated = text(auth).equals("\0user\0pencil");
        send(
            authenticated
                ? "<success xmlns='" + Ns.SASL + "'/>"
                : "<failure xmlns='" + Ns.SASL + "'><not-authorized/></failure>");
        reader.restart();
        return;
      }
      String clientFirstBare = text(auth).substring("n,,".length());
      sasl.add(clientFirstBare);
      sasl.add(challenge(clientFirstBare.substring(clientFirstBare.indexOf(",r=") + 3)));
      send("<challenge xmlns='" + Ns.SASL + "'>" + base64(sasl.get(1)) + "</challenge>");
    }

    private void response(String clientFinal) {
      int proof = clientFinal.lastIndexOf(",p=");
      sasl.add(clientFinal.substring(0, proof));
      byte[] message = String.join(",", sasl).getBytes(UTF_8);
      ScramMechanism sha = ScramMechanism.SHA_256;
      byte[] clientKey = sha.hmac(sha.hash(KEYS.clientKey()), message);
      byte[] sent = Base64.getDecoder().decode(clientFinal.substring(proof + 3));
      for (int i = 0; i < clientKey.length; i++) {
        clientKey[i] ^= sent[i];
      }
      if (!Arrays.equals(clientKey, KEYS.clientKey())) {
        send(
            "<failure xmlns='"
                + Ns.SASL
                + "'><not-authorized/><text>wrong password</text></failure>");
        return;
      }
      authenticated = true;
      reader.restart();
      send(success(Base64.getEncoder().encodeToString(sha.hmac(KEYS.serverKey(), message))));
    }

    @Override
    public void streamClosed() {
      send("</stream:stream>");
      socket.close();
    }

    @Override
    public void failed(StreamError error) {
      socket.close();
    }
  }
}
