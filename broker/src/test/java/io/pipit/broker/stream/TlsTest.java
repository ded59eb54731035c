package io.pipit.broker.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.broker.store.ScramHash;
import io.pipit.xmpp.BareJid;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class TlsTest {

  private static final String STARTTLS = "<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>";
  private static C2sFixture server;
  private static SSLContext trust;

  @BeforeAll
  static void start() throws Exception {
    server = C2sFixture.tls(TlsMode.REQUIRED);
    trust = C2sFixture.CERTIFICATE.trusting();
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
  }

  private static RawClient secured() throws Exception {
    RawClient client = server.connect();
    client.openFeatures();
    return client.startTls(trust);
  }

  private static RawClient direct(String... alpn) throws IOException {
    return RawClient.directTls(server.service.directTlsPort().getAsInt(), trust, alpn);
  }

  // ---- STARTTLS

  @Test
  @Tag("XC-6120-starttls")
  @Tag("XC-7590-offer")
  void nothingButStarttlsIsOfferedBeforeIt() throws Exception {
    try (RawClient client = server.connect()) {
      String features = client.openFeatures();
      assertTrue(
          features.endsWith(
              "<stream:features><starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'>"
                  + "<required/></starttls></stream:features>"),
          features);
    }
  }

  @Test
  @Tag("XC-6120-starttls")
  @Tag("XC-6120-features-order")
  @Tag("XC-7590-no-compression")
  void streamIsOpenedAgainInsideTls() throws Exception {
    try (RawClient client = secured()) {
      String features = client.openFeatures();
      assertFalse(features.contains("starttls"), features);
      assertFalse(features.contains("compress"), features);
      assertTrue(features.contains("<mechanism>SCRAM-SHA-256-PLUS</mechanism>"), features);
      assertTrue(features.contains("<mechanism>PLAIN</mechanism>"), features);
      client.send(RawClient.auth("PLAIN", "\0user\0pencil")).expect("<success");
      client.bind("tls");
      ClientStream stream = server.listener.nextBound();
      assertTrue(stream.tlsVersion().orElseThrow().startsWith("TLSv1."));
    }
  }

  @Test
  @Tag("XC-6120-starttls-injection")
  void bytesInClearBehindStarttlsCloseTheConnection() throws Exception {
    try (RawClient client = server.connect()) {
      client.openFeatures();
      client.send(STARTTLS + RawClient.HEADER + RawClient.auth("PLAIN", "\0user\0pencil"));

      assertEquals("", client.expectEnd());
    }
  }

  @Test
  void authenticationBeforeTlsIsRefused() throws Exception {
    try (RawClient client = server.connect()) {
      client.openFeatures();
      client.send(RawClient.auth("PLAIN", "\0user\0pencil"));
      assertEquals(
          "<failure xmlns='urn:ietf:params:xml:ns:xmpp-sasl'><encryption-required/></failure>",
          client.element("failure"));
    }
  }

  @Test
  @Tag("XC-6120-before-auth")
  void stanzaBeforeTlsEndsTheStream() throws Exception {
    try (RawClient client = server.connect()) {
      client.openFeatures();
      BadInputTest.assertEnd("not-authorized", client.send("<presence/>").expectEnd());
    }
  }

  @Test
  @Tag("XC-6120-tls-failure")
  void failedHandshakeClosesWithoutStreamEnd() throws Exception {
    try (RawClient client = server.connect()) {
      client.openFeatures();
      client.send(STARTTLS).expect("<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>");
      String said = client.send("this is no ClientHello at all").expectEnd();
      assertFalse(said.contains("stream"), said);
    }
  }

  @Test
  void secondStarttlsFailsAndCloses() throws Exception {
    try (RawClient client = secured()) {
      client.openFeatures();
      String said = client.send(STARTTLS).expectEnd();
      assertEquals("<failure xmlns='urn:ietf:params:xml:ns:xmpp-tls'/></stream:stream>", said);
    }
  }

  @Test
  void bytesInTheSegmentOfTheHandshakeAreThoseOfTls() throws Exception {
    // A client that pipelines its header with the end of its handshake, as TLS 1.3 clients may.
    try (RawClient client = secured()) {
      client.open();
      client.expect("</stream:features>");
    }
  }

  // ---- direct TLS

  @Test
  @Tag("XC-0368-accept")
  @Tag("XC-0368-no-starttls")
  void directTlsOffersMechanismsAndNoStarttls() throws Exception {
    try (RawClient client = direct()) {
      String features = client.openFeatures();
      assertFalse(features.contains("starttls"), features);
      assertTrue(features.contains("<mechanism>SCRAM-SHA-256-PLUS</mechanism>"), features);
      client.send(STARTTLS);
      assertTrue(client.expectEnd().startsWith("<failure xmlns='urn:ietf:params:xml:ns:xmpp-tls'"));
    }
  }

  @Test
  @Tag("XC-0368-alpn")
  void alpnIsAnswered() throws Exception {
    try (RawClient client = direct("xmpp-client")) {
      assertEquals("xmpp-client", client.tls().getApplicationProtocol());
      client.openFeatures();
    }
    assertThrows(SSLException.class, () -> direct("http/1.1").close());
  }

  // ---- versions and suites

  @ParameterizedTest(name = "XC-7590-tls12 {0}")
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void goodVersions(String version) throws Exception {
    try (SSLSocket socket = socket()) {
      socket.setEnabledProtocols(new String[] {version});
      socket.startHandshake();
      assertEquals(version, socket.getSession().getProtocol());
      String suite = socket.getSession().getCipherSuite();
      assertTrue(suite.contains("_GCM_") || suite.contains("CHACHA20"), suite);
    }
  }

  @ParameterizedTest(name = "XC-7590-tls12 {0}")
  @ValueSource(
      strings = {
        "TLS_RSA_WITH_AES_128_GCM_SHA256",
        "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256",
        "TLS_DHE_RSA_WITH_AES_128_GCM_SHA256"
      })
  void badSuites(String suite) throws Exception {
    try (SSLSocket socket = socket()) {
      if (!List.of(socket.getSupportedCipherSuites()).contains(suite)) {
        return; // this Java refuses it by itself
      }
      socket.setEnabledProtocols(new String[] {"TLSv1.2"});
      socket.setEnabledCipherSuites(new String[] {suite});
      assertThrows(IOException.class, socket::startHandshake);
    }
  }

  @Test
  void renegotiationByTheClientIsRefused() throws Exception {
    try (SSLSocket socket = socket()) {
      socket.setEnabledProtocols(new String[] {"TLSv1.2"});
      socket.setSoTimeout(15_000);
      socket.startHandshake();
      assertThrows(
          IOException.class,
          () -> {
            socket.startHandshake();
            socket.getInputStream().read();
            throw new AssertionError("the server took part in it");
          });
    }
  }

  private static SSLSocket socket() throws IOException {
    return (SSLSocket)
        trust
            .getSocketFactory()
            .createSocket("127.0.0.1", server.service.directTlsPort().getAsInt());
  }

  // ---- channel binding

  @Test
  @Tag("XC-0440-cb-types")
  void typesOfChannelBindingAreListed() throws Exception {
    try (RawClient client = secured()) {
      String features = client.openFeatures();
      assertTrue(features.contains("<sasl-channel-binding xmlns='urn:xmpp:sasl-cb:0'>"), features);
      assertTrue(features.contains("<channel-binding type='tls-server-end-point'/>"), features);
      assertEquals(
          exporterOf(client).isPresent(),
          features.contains("<channel-binding type='tls-exporter'/>"),
          features);
    }
  }

  @ParameterizedTest(name = "XC-6120-sasl-mti {0}-PLUS")
  @EnumSource(ScramHash.class)
  void boundToTheCertificate(ScramHash hash) throws Exception {
    byte[] endPoint =
        MessageDigest.getInstance("SHA-256")
            .digest(C2sFixture.CERTIFICATE.certificate().getEncoded());
    // Twice with one context, so that the second TLS session is a resumed one.
    for (int i = 0; i < 2; i++) {
      try (RawClient client = direct()) {
        client.openFeatures();
        client.scram(hash, "user", "pencil", "p=tls-server-end-point,,", endPoint).bind("plus");
      }
    }
  }

  @Test
  void boundToTheConnectionWhereJavaExportsKeys() throws Exception {
    try (RawClient client = secured();
        RawClient other = secured()) {
      client.openFeatures();
      other.openFeatures();
      Optional<byte[]> exported = exporterOf(client);
      if (exported.isEmpty()) {
        return; // before Java 25
      }
      client.scram(ScramHash.SHA_256, "user", "pencil", "p=tls-exporter,,", exported.get());

      AssertionError refused =
          assertThrows(
              AssertionError.class,
              () ->
                  other.scram(
                      ScramHash.SHA_256, "user", "pencil", "p=tls-exporter,,", exported.get()));
      assertTrue(String.valueOf(refused.getMessage()).contains("<not-authorized/>"));
    }
  }

  private static Optional<byte[]> exporterOf(RawClient client) throws Exception {
    try {
      return Optional.of(
          (byte[])
              ExtendedSSLSession.class
                  .getMethod("exportKeyingMaterialData", String.class, byte[].class, int.class)
                  .invoke(client.tls().getSession(), "EXPORTER-Channel-Binding", new byte[0], 32));
    } catch (NoSuchMethodException before25) {
      return Optional.empty();
    }
  }

  @Test
  void removedOfferOfChannelBindingIsNoticed() throws Exception {
    try (RawClient client = secured()) {
      client.openFeatures();
      client.send(RawClient.auth("SCRAM-SHA-256", "y,,n=user,r=abc"));
      client.expect("<not-authorized/>");
    }
  }

  @Test
  @Tag("XC-6120-sasl-retries")
  void clientThatBindsInAnotherWayComesToWhatWorksForIt() throws Exception {
    try (RawClient client = secured()) {
      client.openFeatures();
      for (ScramHash hash : ScramHash.values()) {
        String scram = "SCRAM-" + hash.digest();
        client.send(RawClient.auth(scram + "-PLUS", "p=tls-unique,,n=user,r=abc"));
        client.expect("<not-authorized/></failure>");
        client.send(RawClient.auth(scram, "y,,n=user,r=abc"));
        client.expect("<not-authorized/></failure>");
      }
      client.send(RawClient.auth("PLAIN", "\0user\0pencil")).expect("<success");
      client.bind("patient");
    }
  }

  @Test
  void clientThatCouldBindMaySaySoWhereNoBindingIsOffered() throws Exception {
    try (C2sFixture own = C2sFixture.withoutChannelBinding();
        RawClient client = own.connect()) {
      client.openFeatures();
      client.startTls(trust);
      String features = client.openFeatures();
      assertFalse(features.contains("-PLUS"), features);
      assertFalse(features.contains("sasl-channel-binding"), features);
      client.send(RawClient.auth("SCRAM-SHA-256-PLUS", "p=tls-server-end-point,,n=user,r=abc"));
      client.expect("<invalid-mechanism/></failure>");
      client.scram(ScramHash.SHA_256, "user", "pencil", "y,,", new byte[0]).bind("unbound");
    }
  }

  @Test
  void certificateWithAnEllipticCurveAndALongerHash() throws Exception {
    TestCertificate certificate = TestCertificate.make("EC", "SHA384withECDSA");
    try (C2sFixture own = C2sFixture.tls(TlsMode.OPTIONAL, certificate, StreamLimits.DEFAULTS);
        RawClient client =
            RawClient.directTls(own.service.directTlsPort().getAsInt(), certificate.trusting())) {
      client.openFeatures();
      client.scram(
          ScramHash.SHA_256,
          "user",
          "pencil",
          "p=tls-server-end-point,,",
          MessageDigest.getInstance("SHA-384").digest(certificate.certificate().getEncoded()));

      own.service.certificate(C2sFixture.CERTIFICATE.options());
      try (RawClient later = RawClient.directTls(own.service.directTlsPort().getAsInt(), trust)) {
        assertArrayEquals(
            C2sFixture.CERTIFICATE.certificate().getEncoded(),
            later.tls().getSession().getPeerCertificates()[0].getEncoded());
        later.openFeatures();
        client.bind("still with the old one");
      }
    }
  }

  // ---- optional and off

  @Test
  @Tag("XC-6120-sasl-mti")
  void optionalOffersBothAndMovesToTls() throws Exception {
    try (C2sFixture own = C2sFixture.tls(TlsMode.OPTIONAL);
        RawClient client = own.connect()) {
      String features = client.openFeatures();
      assertTrue(
          features.contains("<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>"), features);
      assertTrue(features.contains("<mechanism>PLAIN</mechanism>"), features);
      client.startTls(trust);
      assertFalse(client.openFeatures().contains("starttls"));
      client.send(RawClient.auth("PLAIN", "\0user\0pencil")).expect("<success");
    }
  }

  @Test
  void withoutTlsOnlyOnLoopback() {
    for (TlsMode mode : new TlsMode[] {TlsMode.OFF, TlsMode.OPTIONAL}) {
      for (String host : new String[] {"0.0.0.0", "192.0.2.1", "::", "example.org"}) {
        assertThrows(IllegalArgumentException.class, () -> options(host, mode));
      }
    }
    for (String host : new String[] {"127.0.0.1", "127.9.9.9", "::1", "localhost"}) {
      assertEquals(host, options(host, TlsMode.OFF).host());
    }
    assertThrows(IllegalArgumentException.class, () -> options("127.0.0.1", TlsMode.REQUIRED));
  }

  private static C2sOptions options(String host, TlsMode mode) {
    return new C2sOptions(
        BareJid.of("example.org"),
        host,
        0,
        mode,
        "127.0.0.1",
        OptionalInt.empty(),
        Optional.empty(),
        true,
        true,
        StreamLimits.DEFAULTS,
        List.of());
  }

  @Test
  void handshakeThatIsNotFinishedIsClosed() throws Exception {
    StreamLimits limits =
        LimitsTest.withTimes(
            StreamLimits.DEFAULTS,
            times ->
                new StreamLimits.Times(
                    times.bind(),
                    java.time.Duration.ofMillis(50),
                    times.idle(),
                    times.idleGrace(),
                    times.closing()));
    try (C2sFixture own = C2sFixture.tls(TlsMode.REQUIRED, C2sFixture.CERTIFICATE, limits);
        Socket silent =
            new Socket(InetAddress.getLoopbackAddress(), own.service.directTlsPort().getAsInt())) {
      silent.setSoTimeout(15_000);
      assertFalse(new String(silent.getInputStream().readAllBytes(), UTF_8).contains("stream"));
    }
  }
}
