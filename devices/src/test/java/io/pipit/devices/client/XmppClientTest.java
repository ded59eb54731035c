package io.pipit.devices.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.devices.client.XmppException.Disconnected;
import io.pipit.devices.client.XmppException.NotAuthenticated;
import io.pipit.devices.client.XmppException.Overloaded;
import io.pipit.devices.client.XmppException.Refused;
import io.pipit.devices.client.XmppException.StreamFailed;
import io.pipit.devices.client.XmppException.TimedOut;
import io.pipit.devices.client.XmppException.TlsFailed;
import io.pipit.devices.client.XmppException.Unreachable;
import io.pipit.devices.client.XmppException.Violation;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.Element;
import io.pipit.xmpp.Iq;
import io.pipit.xmpp.Jid;
import io.pipit.xmpp.Ns;
import io.pipit.xmpp.StanzaError;
import io.pipit.xmpp.StreamError;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetServer;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class XmppClientTest {

  private static final Jid SERVICE = Jid.of("pubsub.localhost");
  private static final Element QUERY = Element.of("query", "urn:test");
  private static final ClientOptions IMPATIENT =
      ClientOptions.DEFAULT.withTimeouts(Duration.ofMillis(200), Duration.ofMillis(200));

  private static Vertx vertx;
  private static TestCertificate certificate;

  @BeforeAll
  static void start(@TempDir Path folder) throws Exception {
    vertx = Vertx.vertx();
    certificate = TestCertificate.create(folder, "localhost");
  }

  @AfterAll
  static void stop() {
    Await.success(vertx.close());
  }

  private static Future<XmppClient> connect(FakeServer server) {
    return connect(server, ClientOptions.DEFAULT);
  }

  private static Future<XmppClient> connect(FakeServer server, ClientOptions options) {
    return server
        .start(vertx)
        .compose(
            at -> XmppConnector.create(vertx, at, options).connect(FakeServer.CREDENTIALS, "r1"));
  }

  private static Future<XmppClient> connect(FakeServer server, Trust trust) {
    return server
        .start(vertx)
        .map(at -> server.address(at.port(), trust))
        .compose(at -> XmppConnector.create(vertx, at).connect(FakeServer.CREDENTIALS, "r1"));
  }

  /** A server that sends one answer to every stanza of a bound client. */
  private static FakeServer answering(String xml) {
    return new FakeServer() {
      @Override
      void stanza(Connection connection, Element stanza) {
        connection.send(xml);
      }
    };
  }

  private static FakeServer silent() {
    return answering("");
  }

  /** Vert.x closes what is left of a client of its own that was collected as garbage. */
  @Test
  void connectorLivesAsLongAsItsClients() {
    List<WeakReference<XmppConnector>> made = new CopyOnWriteArrayList<>();
    XmppClient client =
        Await.success(
            new FakeServer()
                .start(vertx)
                .compose(
                    at -> {
                      XmppConnector connector = XmppConnector.create(vertx, at);
                      made.add(new WeakReference<>(connector));
                      return connector.connect(FakeServer.CREDENTIALS, "r1");
                    }));
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    assertNotNull(made.get(0).get());
    assertEquals("localhost", client.server().domain());
    Await.success(client.close());
  }

  @Test
  void bindsTheResourceAndAnswersRequests() {
    XmppClient client = Await.success(connect(new FakeServer()));
    assertEquals("user@localhost/r1", client.jid().toString());
    Element result = Await.success(client.request(Iq.Type.GET, SERVICE, QUERY));
    assertEquals("result", result.attribute("type", ""));
    Await.success(client.close());
    assertInstanceOf(Disconnected.class, Await.success(client.ended()));
  }

  @Test
  void serverMayChooseTheResource() {
    XmppClient client =
        Await.success(
            new FakeServer()
                .start(vertx)
                .compose(at -> XmppConnector.create(vertx, at).connect(FakeServer.CREDENTIALS)));
    assertEquals("generated", client.jid().resource());
    Await.success(client.close());
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void tlsWithAPinnedCertificate(boolean direct) {
    FakeServer server = new FakeServer().withTls(certificate, direct);
    XmppClient client = Await.success(connect(server, Trust.pinned(certificate.sha256())));
    Await.success(client.ping(BareJid.of("localhost")));
    Await.success(client.close());
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void tlsWithACaFileChecksTheDomainAndNotTheAddress(boolean direct) {
    FakeServer server = new FakeServer().withTls(certificate, direct);
    XmppClient client = Await.success(connect(server, Trust.caFile(certificate.pem())));
    Await.success(client.close());
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void certificateOfAnotherDomainIsNotTrusted(boolean direct, @TempDir Path folder)
      throws Exception {
    TestCertificate other = TestCertificate.create(folder, "other" + direct + ".example");
    FakeServer server = new FakeServer().withTls(other, direct);
    assertInstanceOf(TlsFailed.class, Await.reason(connect(server, Trust.caFile(other.pem()))));
    assertTrue(server.received.stream().noneMatch(e -> e.namespace().equals(Ns.SASL)));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void unknownCertificateIsNotTrusted(boolean direct) {
    FakeServer server = new FakeServer().withTls(certificate, direct);
    assertInstanceOf(TlsFailed.class, Await.reason(connect(server, Trust.system())));
    FakeServer again = new FakeServer().withTls(certificate, direct);
    TlsFailed failed =
        assertInstanceOf(
            TlsFailed.class, Await.reason(connect(again, Trust.pinned("00".repeat(32)))));
    assertTrue(failed.detail().contains(certificate.sha256()), failed::detail);
  }

  @Test
  void anyCertificateOnlyWhenAsked() {
    FakeServer server = new FakeServer().withTls(certificate, false);
    Await.success(Await.success(connect(server, Trust.anyCertificate())).close());
  }

  @Test
  void serverWithoutStartTlsGetsNoCredentials() {
    FakeServer server =
        new FakeServer() {
          @Override
          String features(Connection connection, int stream) {
            return super.features(connection, stream + 1);
          }
        }.withTls(certificate, false);
    assertInstanceOf(TlsFailed.class, Await.reason(connect(server, Trust.system())));
    assertEquals(List.of(), server.received);
  }

  @Test
  void bytesBetweenProceedAndTlsEndTheStream() {
    FakeServer server =
        new FakeServer() {
          @Override
          void proceed(Connection connection) {
            connection.send("<proceed xmlns='" + Ns.TLS + "'/><stream:features/>");
          }
        }.withTls(certificate, false);
    Future<XmppClient> connected = connect(server, Trust.anyCertificate());
    assertTrue(
        Await.reason(connected) instanceof Violation
            || Await.reason(connected) instanceof TlsFailed);
    assertTrue(server.received.stream().noneMatch(e -> e.namespace().equals(Ns.SASL)));
  }

  @Test
  void wrongPasswordIsNotAuthenticated() {
    Credentials wrong = Credentials.of(BareJid.of("user@localhost"), "pen");
    FakeServer server = new FakeServer();
    Future<XmppClient> connected =
        server.start(vertx).compose(at -> XmppConnector.create(vertx, at).connect(wrong));
    assertEquals(new NotAuthenticated("not-authorized", "wrong password"), Await.reason(connected));
  }

  @Test
  void serverThatCannotProveItselfIsNotTrusted() {
    FakeServer server =
        new FakeServer() {
          @Override
          String success(String signature) {
            return super.success("AAAA" + signature.substring(4));
          }
        };
    assertInstanceOf(NotAuthenticated.class, Await.reason(connect(server)));
    FakeServer silent =
        new FakeServer() {
          @Override
          String success(String signature) {
            return "<success xmlns='" + Ns.SASL + "'/>";
          }
        };
    assertInstanceOf(NotAuthenticated.class, Await.reason(connect(silent)));
  }

  @Test
  void weakChallengeIsNotAnswered() {
    FakeServer server =
        new FakeServer() {
          @Override
          String challenge(String clientNonce) {
            return "r=" + clientNonce + "server,s=" + SALT + ",i=1";
          }
        };
    assertInstanceOf(Violation.class, Await.reason(connect(server)));
    assertTrue(server.received.stream().noneMatch(e -> e.is("response", Ns.SASL)));
  }

  private static FakeServer offeringOnlyPlain() {
    return new FakeServer() {
      @Override
      String features(Connection connection, int stream) {
        return super.features(connection, stream)
            .replaceAll("<mechanism>SCRAM[^/]*</mechanism>", "");
      }
    };
  }

  @Test
  void plainIsNeverSentWithoutTls() {
    FakeServer server = offeringOnlyPlain();
    NotAuthenticated refused =
        assertInstanceOf(NotAuthenticated.class, Await.reason(connect(server)));
    assertEquals("invalid-mechanism", refused.condition());
    assertEquals(List.of(), server.received);
  }

  @Test
  void plainInsideTls() {
    FakeServer server = offeringOnlyPlain().withTls(certificate, true);
    Await.success(Await.success(connect(server, Trust.pinned(certificate.sha256()))).close());
  }

  @Test
  void bindingThatIsRefusedFails() {
    FakeServer server =
        new FakeServer() {
          @Override
          String bound(Element iq) {
            return "<iq type='error' id='bind'><error type='wait'><resource-constraint xmlns='"
                + Ns.STANZA_ERRORS
                + "'/></error></iq>";
          }
        };
    assertEquals(
        new Refused(
            StanzaError.of(StanzaError.Type.WAIT, StanzaError.Condition.RESOURCE_CONSTRAINT)),
        Await.reason(connect(server)));
  }

  @Test
  void nobodyListens() {
    NetServer gone = vertx.createNetServer().connectHandler(socket -> {});
    int port = Await.success(gone.listen(0, "127.0.0.1")).actualPort();
    Await.success(gone.close());
    XmppServer at = new FakeServer().address(port, Trust.system());
    assertInstanceOf(
        Unreachable.class,
        Await.reason(XmppConnector.create(vertx, at).connect(FakeServer.CREDENTIALS)));
  }

  /** As when the server is killed: at once, while TLS begins, and before it answers. */
  @ParameterizedTest
  @CsvSource({"DIRECT_TLS, 1", "STARTTLS, 1", "STARTTLS, 2", "STARTTLS, 3", "NONE, 1", "NONE, 2"})
  void connectionThatEndsBeforeThereIsASessionIsTold(XmppServer.Security security, int closedAt) {
    String open =
        "<stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'"
            + " from='localhost' id='s' version='1.0'><stream:features>";
    String features =
        security == XmppServer.Security.STARTTLS
            ? "<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/></stream:features>"
            : "<mechanisms xmlns='urn:ietf:params:xml:ns:xmpp-sasl'><mechanism>SCRAM-SHA-1"
                + "</mechanism></mechanisms></stream:features>";
    List<String> answers =
        List.of(open + features, "<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>");
    NetServer killed =
        vertx
            .createNetServer()
            .connectHandler(
                socket -> {
                  AtomicInteger read = new AtomicInteger();
                  socket.handler(
                      bytes -> {
                        int count = read.incrementAndGet();
                        Future<Void> unused =
                            count == closedAt
                                ? socket.close()
                                : socket.write(answers.get(count - 1));
                      });
                });
    int port = Await.success(killed.listen(0, "127.0.0.1")).actualPort();
    XmppServer at = new XmppServer("localhost", "127.0.0.1", port, security, Trust.system());
    assertEquals(
        new Unreachable("127.0.0.1:" + port, "the connection was closed"),
        Await.reason(XmppConnector.create(vertx, at).connect(FakeServer.CREDENTIALS)));
    Await.success(killed.close());
  }

  @Test
  void serverThatSaysNothingTimesOut() {
    NetServer mute = vertx.createNetServer().connectHandler(socket -> {});
    int port = Await.success(mute.listen(0, "127.0.0.1")).actualPort();
    XmppServer at = new FakeServer().address(port, Trust.system());
    assertEquals(
        new TimedOut(Duration.ofMillis(200)),
        Await.reason(XmppConnector.create(vertx, at, IMPATIENT).connect(FakeServer.CREDENTIALS)));
  }

  @Test
  void serverThatIsNotXmppIsAViolation() {
    NetServer http =
        vertx
            .createNetServer()
            .connectHandler(socket -> socket.write("HTTP/1.1 400 Bad Request\r\n\r\n"));
    int port = Await.success(http.listen(0, "127.0.0.1")).actualPort();
    XmppServer at = new FakeServer().address(port, Trust.system());
    assertInstanceOf(
        Violation.class,
        Await.reason(XmppConnector.create(vertx, at).connect(FakeServer.CREDENTIALS)));
  }

  @Test
  void errorAnswerIsTyped() {
    FakeServer server =
        new FakeServer() {
          @Override
          void stanza(Connection connection, Element stanza) {
            connection.error(stanza, "item-not-found");
          }
        };
    XmppClient client = Await.success(connect(server));
    assertEquals(
        new Refused(StanzaError.of(StanzaError.Condition.ITEM_NOT_FOUND)),
        Await.reason(client.request(Iq.Type.GET, SERVICE, QUERY)));
    Await.success(client.close());
  }

  @Test
  void streamErrorFailsWhatIsPending() {
    XmppClient client =
        Await.success(
            connect(
                answering(
                    "<stream:error><conflict xmlns='"
                        + Ns.STREAM_ERRORS
                        + "'/></stream:error></stream:stream>")));
    StreamFailed conflict = new StreamFailed(StreamError.of(StreamError.Condition.CONFLICT));
    assertEquals(conflict, Await.reason(client.request(Iq.Type.GET, SERVICE, QUERY)));
    assertEquals(conflict, Await.success(client.ended()));
    assertEquals(conflict, Await.reason(client.request(Iq.Type.GET, SERVICE, QUERY)));
    assertEquals(conflict, Await.reason(client.available()));
  }

  @Test
  void lostConnectionFailsWhatIsPendingInOrder() {
    FakeServer server =
        new FakeServer() {
          @Override
          void stanza(Connection connection, Element stanza) {
            if (stanza.attribute("id", "").equals("3")) {
              connection.socket.close();
            }
          }
        };
    XmppClient client = Await.success(connect(server, ClientOptions.DEFAULT.withRequests(3, 10)));
    List<Integer> failed = new ArrayList<>();
    List<Future<Element>> requests =
        IntStream.range(0, 5)
            .mapToObj(
                i ->
                    client.request(Iq.Type.GET, SERVICE, QUERY).onFailure(failure -> failed.add(i)))
            .toList();
    requests.forEach(request -> assertInstanceOf(Disconnected.class, Await.reason(request)));
    assertEquals(List.of(0, 1, 2, 3, 4), failed);
  }

  @Test
  void malformedXmlEndsTheStream() {
    XmppClient client = Await.success(connect(answering("<iq><oops></iq>  ")));
    assertInstanceOf(Violation.class, Await.reason(client.request(Iq.Type.GET, SERVICE, QUERY)));
  }

  @Test
  void requestWithoutAnswerTimesOut() {
    XmppClient client =
        Await.success(
            connect(
                silent(),
                ClientOptions.DEFAULT.withTimeouts(Duration.ofSeconds(15), Duration.ofMillis(50))));
    assertEquals(
        new TimedOut(Duration.ofMillis(50)),
        Await.reason(client.request(Iq.Type.GET, SERVICE, QUERY)));
    Await.success(client.close());
  }

  @Test
  void silentServerIsPingedAndGivenUp() {
    FakeServer server = silent();
    XmppClient client =
        Await.success(
            connect(
                server,
                ClientOptions.DEFAULT
                    .withTimeouts(Duration.ofSeconds(15), Duration.ofMillis(50))
                    .withKeepAlive(Duration.ofMillis(20))));
    assertEquals(new Disconnected("the server is silent"), Await.success(client.ended()));
    assertTrue(
        server.received.stream().anyMatch(e -> e.child("ping", "urn:xmpp:ping").isPresent()));
  }

  @Test
  void answerOfSomebodyElseIsIgnored() {
    FakeServer server =
        new FakeServer() {
          @Override
          void stanza(Connection connection, Element stanza) {
            String id = stanza.attribute("id", "");
            connection.send("<iq type='result' id='" + id + "' from='mallory@localhost/x'/>");
            connection.send("<iq type='result' id='" + id + "'/>");
            connection.send("<iq type='result' id='other' from='pubsub.localhost'/>");
            connection.result(stanza, "<real xmlns='urn:test'/>");
          }
        };
    XmppClient client = Await.success(connect(server));
    Element answer = Await.success(client.request(Iq.Type.GET, SERVICE, QUERY));
    assertTrue(answer.child("real", "urn:test").isPresent());
    Await.success(client.close());
  }

  @Test
  void requestsBeyondTheBoundsWaitAndThenFail() {
    FakeServer server = silent();
    XmppClient client = Await.success(connect(server, ClientOptions.DEFAULT.withRequests(2, 3)));
    List<Future<Element>> requests =
        IntStream.range(0, 6).mapToObj(i -> client.request(Iq.Type.GET, SERVICE, QUERY)).toList();
    assertEquals(new Overloaded(3), Await.reason(requests.get(5)));
    Await.success(client.close());
    requests.subList(0, 5).forEach(r -> assertInstanceOf(Disconnected.class, Await.reason(r)));
    assertEquals(
        2, server.received.stream().filter(e -> e.child("query", "urn:test").isPresent()).count());
  }

  @Test
  void answersLetWaitingRequestsGoInOrder() {
    FakeServer server = new FakeServer();
    XmppClient client = Await.success(connect(server, ClientOptions.DEFAULT.withRequests(1, 100)));
    Await.success(
        Future.all(
            IntStream.range(0, 100)
                .mapToObj(
                    i -> client.request(Iq.Type.SET, SERVICE, Element.of("n" + i, "urn:test")))
                .toList()));
    assertEquals(
        IntStream.range(0, 100).mapToObj(i -> "n" + i).toList(),
        server.received.stream()
            .flatMap(e -> e.firstElement().stream())
            .filter(e -> e.namespace().equals("urn:test"))
            .map(Element::name)
            .toList());
    Await.success(client.close());
  }

  @Test
  void answersPingsAndRefusesOtherRequests() {
    List<Element> answers = new ArrayList<>();
    Promise<Void> answered = Promise.promise();
    FakeServer server =
        new FakeServer() {
          @Override
          void stanza(Connection connection, Element stanza) {
            if (stanza.is("presence", Ns.CLIENT)) {
              connection.send(
                  "<iq type='get' id='p1' from='localhost'><ping xmlns='urn:xmpp:ping'/></iq>"
                      + "<iq type='set' id='p2' from='a@b'><query xmlns='jabber:iq:roster'/></iq>");
              return;
            }
            answers.add(stanza);
            if (answers.size() == 2) {
              answered.complete();
            }
          }
        };
    XmppClient client = Await.success(connect(server));
    Await.success(client.available());
    Await.success(answered.future());
    assertEquals(
        Element.builder("iq", Ns.CLIENT)
            .attribute("type", "result")
            .attribute("id", "p1")
            .attribute("to", "localhost")
            .build(),
        answers.get(0));
    assertEquals(
        Element.builder("iq", Ns.CLIENT)
            .attribute("type", "error")
            .attribute("id", "p2")
            .attribute("to", "a@b")
            .child(StanzaError.of(StanzaError.Condition.SERVICE_UNAVAILABLE).toElement())
            .build(),
        answers.get(1));
    Await.success(client.close());
  }

  @Test
  void handlerThatThrowsDoesNotStopTheReader() {
    FakeServer server = answering("<message id='1'/><message id='2'/><presence/>");
    XmppClient client = Await.success(connect(server));
    List<String> seen = new ArrayList<>();
    Promise<Void> present = Promise.promise();
    Await.success(
        client.onMessage(
            message -> {
              seen.add(message.attribute("id", ""));
              throw new IllegalStateException("a defect of the test's own");
            }));
    Await.success(client.onPresence(presence -> present.complete()));
    Await.success(client.available());
    Await.success(present.future());
    assertEquals(List.of("1", "2"), seen);
    Await.success(client.close());
  }

  @Test
  void closingTwiceIsClosingOnce() {
    XmppClient client = Await.success(connect(new FakeServer()));
    Await.success(client.close());
    Await.success(client.close());
    assertInstanceOf(Disconnected.class, Await.reason(client.request(Iq.Type.GET, SERVICE, QUERY)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.0.0.1", "example.org", "127.0.0.1.example.org", "::2", ""})
  void withoutTlsOnlyToThisMachine(String host) {
    assertThrows(
        IllegalArgumentException.class,
        () -> new XmppServer("localhost", host, 5222, XmppServer.Security.NONE, Trust.system()));
  }

  @Test
  void fingerprintHas64Digits() {
    assertEquals(Trust.pinned("ab".repeat(32)), Trust.pinned("AB:" + "ab".repeat(31)));
    assertThrows(IllegalArgumentException.class, () -> Trust.pinned("ab"));
  }
}
