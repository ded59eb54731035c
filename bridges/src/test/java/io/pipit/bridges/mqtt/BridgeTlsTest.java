package io.pipit.bridges.mqtt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.bridges.mqtt.link.MosquittoBroker;
import io.pipit.bridges.mqtt.link.TestAuthority;
import io.vertx.core.Vertx;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a bridge makes of brokers that want TLS, and a certificate of it. */
class BridgeTlsTest {

  /** For OpenSSL: the settings of Mosquitto say no more than the oldest version of TLS. */
  private static final String UP_TO_1_2 =
      """
      openssl_conf = all
      [all]
      ssl_conf = ssl
      [ssl]
      system_default = bounds
      [bounds]
      MaxProtocol = TLSv1.2
      """;

  /** Whether the alert or the failed write is seen first is chance. */
  private static final int ROUNDS = Integer.getInteger("pipit.test.rounds", 1);

  private static Vertx vertx;
  private static TestAuthority authority;
  private static TestAuthority.Identity good;
  private static TestAuthority.Identity expired;
  private static TestAuthority.Identity strange;
  private static TestAuthority stranger;
  private static TestAuthority.Identity server;
  private static MosquittoBroker older;
  private static MosquittoBroker newer;

  @BeforeAll
  static void start(@TempDir Path folder) throws Exception {
    vertx = Vertx.vertx();
    authority = new TestAuthority(folder.resolve("ca"));
    stranger = new TestAuthority(folder.resolve("other"));
    server = authority.issue("server", "DNS:localhost", 30);
    good = authority.issue("client", "DNS:client", 30);
    expired = authority.issueExpired("expired", "DNS:client");
    strange = stranger.issue("strange", "DNS:client", 30);
    Path bounds = folder.resolve("openssl.cnf");
    Files.writeString(bounds, UP_TO_1_2);
    older = broker(folder.resolve("ca"), Map.of("OPENSSL_CONF", bounds.toString()));
    newer = broker(folder.resolve("other"), Map.of());
  }

  private static MosquittoBroker broker(Path folder, Map<String, String> environment)
      throws Exception {
    return new MosquittoBroker(
        folder,
        environment,
        "cafile " + authority.certificate(),
        "certfile " + server.certificate(),
        "keyfile " + server.key(),
        "require_certificate true",
        "allow_anonymous true");
  }

  @AfterAll
  static void stop() {
    older.close();
    newer.close();
    BridgeFixture.await(vertx.close());
  }

  private static TlsOptions tls(TestAuthority trusted, TestAuthority.@Nullable Identity own) {
    return new TlsOptions(
        trusted.certificate(),
        own == null ? null : own.certificate(),
        own == null ? null : own.key(),
        true,
        "1.2",
        List.of());
  }

  private static BridgeOptions.Builder options(int port, TlsOptions tls) {
    return BridgeFixture.options("tls", port)
        .addresses(List.of("mqtts://localhost:" + port))
        .backoff(
            new BackoffOptions(Duration.ofMinutes(1), Duration.ofMinutes(1), Duration.ofMinutes(1)))
        .tls(tls);
  }

  /** How it is when the first attempt has ended, which is the only one. */
  private static BridgeStatus tried(BridgeOptions.Builder options) throws Exception {
    try (BridgeFixture bridge = new BridgeFixture(vertx, new InMemoryPort(), options.build())) {
      bridge.start();
      bridge.metrics.awaitEnd();
      BridgeStatus status = bridge.status();
      assertEquals(1, status.attempts(), status.toString());
      return status;
    }
  }

  static Stream<Arguments> refusals() {
    return Stream.of(
        Arguments.of("1.2", ProtocolVersion.V5, "none", "handshake_failure", "set tls.certfile"),
        Arguments.of("1.3", ProtocolVersion.V5, "none", "certificate_required", "set tls.certfile"),
        Arguments.of(
            "1.2", ProtocolVersion.V3_1_1, "expired", "certificate_expired", "its time is over"),
        Arguments.of(
            "1.3", ProtocolVersion.V3_1_1, "expired", "certificate_expired", "its time is over"),
        Arguments.of(
            "1.2",
            ProtocolVersion.AUTO,
            "strange",
            "unknown_ca",
            "an authority that the broker trusts"),
        Arguments.of(
            "1.3",
            ProtocolVersion.AUTO,
            "strange",
            "unknown_ca",
            "an authority that the broker trusts"));
  }

  private static TestAuthority.@Nullable Identity own(String name) {
    return switch (name) {
      case "none" -> null;
      case "expired" -> expired;
      default -> strange;
    };
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void brokerThatRefusesTheClientCertificateIsUnderstood(
      String version, ProtocolVersion mqtt, String own, String alert, String remedy)
      throws Exception {
    MosquittoBroker broker = version.equals("1.2") ? older : newer;
    for (int i = 0; i < ROUNDS; i++) {
      BridgeStatus status = tried(options(broker.port(), tls(authority, own(own))).version(mqtt));
      assertEquals(BridgeState.TLS_FAILED, status.state(), status.toString());
      assertTrue(String.valueOf(status.lastError()).contains(alert), status.toString());
    }
    List<BridgeProbe.Step> steps =
        BridgeProbe.run(
                vertx,
                vertx.getOrCreateContext(),
                options(broker.port(), tls(authority, own(own))).build(),
                "node")
            .await(60, TimeUnit.SECONDS);
    assertFalse(BridgeProbe.isPassed(steps), steps.toString());
    BridgeProbe.Step last = steps.get(steps.size() - 1);
    assertEquals("tls", last.name(), steps.toString());
    assertTrue(last.detail().contains(alert), steps.toString());
    assertTrue(last.remedy().contains(remedy), steps.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.2", "1.3"})
  void certificateNameAndAuthorityHaveToFit(String version) throws Exception {
    MosquittoBroker broker = version.equals("1.2") ? older : newer;
    assertEquals(BridgeState.UP, tried(options(broker.port(), tls(authority, good))).state());
    BridgeOptions.Builder wrongName =
        options(broker.port(), tls(authority, good))
            .addresses(List.of("mqtts://127.0.0.1:" + broker.port()));
    assertEquals(BridgeState.TLS_FAILED, tried(wrongName).state());
    TlsOptions careless =
        new TlsOptions(
            authority.certificate(), good.certificate(), good.key(), false, "1.2", List.of());
    assertEquals(BridgeState.UP, tried(wrongName.tls(careless)).state());
    assertEquals(
        BridgeState.TLS_FAILED, tried(options(broker.port(), tls(stranger, good))).state());
    TlsOptions absent = new TlsOptions(Path.of("none.pem"), null, null, true, "1.2", List.of());
    BridgeStatus unread = tried(options(broker.port(), absent));
    assertEquals(BridgeState.TLS_FAILED, unread.state());
    assertTrue(String.valueOf(unread.lastError()).contains("none.pem"), unread.toString());
  }

  /** Nor is one that goes without a word, where its alert was lost, as one that is not there. */
  @Test
  void brokerThatAskedForACertificateAndGoesIsUnderstood() throws Exception {
    BridgeStatus status = triedAtOneThatGoes(ClientAuth.REQUEST);
    assertEquals(BridgeState.TLS_FAILED, status.state(), status.toString());
    assertTrue(
        String.valueOf(status.lastError()).contains("asked for a client certificate"),
        status.toString());
  }

  /** That may be a word about MQTT as well. */
  @Test
  void brokerThatAskedForNoCertificateAndGoesIsDown() throws Exception {
    BridgeStatus status = triedAtOneThatGoes(ClientAuth.NONE);
    assertEquals(BridgeState.DOWN, status.state(), status.toString());
  }

  /** It takes the handshake as it is, and closes when it has seen CONNECT. */
  private static BridgeStatus triedAtOneThatGoes(ClientAuth asks) throws Exception {
    NetServer broker =
        vertx
            .createNetServer(
                new NetServerOptions()
                    .setSsl(true)
                    .setClientAuth(asks)
                    .setTrustOptions(
                        new PemTrustOptions().addCertPath(authority.certificate().toString()))
                    .setKeyCertOptions(
                        new PemKeyCertOptions()
                            .addCertPath(server.certificate().toString())
                            .addKeyPath(server.key().toString())))
            .connectHandler(socket -> socket.handler(connect -> socket.close()));
    BridgeFixture.await(broker.listen(0, "127.0.0.1"));
    try {
      return tried(options(broker.actualPort(), tls(authority, null)));
    } finally {
      BridgeFixture.await(broker.close());
    }
  }
}
