package io.pipit.broker.mqtt;

import io.netty.channel.EventLoop;
import io.pipit.broker.metrics.MqttMetrics;
import io.pipit.broker.mqtt.MqttOptions.Address;
import io.pipit.broker.store.Credentials;
import io.pipit.broker.stream.ConnectionCounts;
import io.pipit.broker.stream.LoopInbox;
import io.pipit.broker.stream.StreamLimits;
import io.pipit.broker.stream.TestCertificate;
import io.pipit.broker.stream.sasl.Authenticator;
import io.pipit.xmpp.BareJid;
import io.vertx.core.Context;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/**
 * The MQTT door of {@code example.org} with one account, {@code user} with password {@code pencil},
 * on ports of its own; behind it sessions that keep nothing.
 */
final class MqttFixture implements AutoCloseable {

  static final TestCertificate CERTIFICATE = TestCertificate.make("RSA", "SHA256withRSA");
  static final BareJid USER = BareJid.of("user@example.org");
  private static final Credentials PENCIL =
      Credentials.derive("pencil", new SecureRandom()).orElseThrow();
  private static final Address ANY = new Address("127.0.0.1", 0);

  final Vertx vertx = Vertx.vertx();
  final EchoSessions sessions = new EchoSessions();
  final MqttService service;
  private final Authenticator authenticator;
  private final String deployment;

  static MqttFixture start() throws Exception {
    return new MqttFixture(options -> options);
  }

  /** Where clients of this machine need no account. */
  static MqttFixture withGuest(BareJid guest) throws Exception {
    return new MqttFixture(
        options -> change(options, Optional.of(guest), options.maxQos(), options.limits()));
  }

  static MqttFixture with(StreamLimits limits) throws Exception {
    return new MqttFixture(options -> change(options, options.guest(), options.maxQos(), limits));
  }

  static MqttFixture withMaxQos(int maxQos) throws Exception {
    return new MqttFixture(options -> change(options, options.guest(), maxQos, options.limits()));
  }

  private static MqttOptions change(
      MqttOptions options, Optional<BareJid> guest, int maxQos, StreamLimits limits) {
    return new MqttOptions(
        options.domain(),
        options.plain(),
        options.tls(),
        options.webSocket(),
        options.webSocketTls(),
        options.certificate(),
        options.clientCa(),
        guest,
        options.maxPacketBytes(),
        maxQos,
        options.receiveMaximum(),
        options.topicAliases(),
        options.maxKeepAlive(),
        limits);
  }

  /** With sessions of the test's. */
  static MqttFixture with(MqttSessions behind) throws Exception {
    return new MqttFixture(options -> options, Optional.of(behind));
  }

  private MqttFixture(UnaryOperator<MqttOptions> change) throws Exception {
    this(change, Optional.empty());
  }

  private MqttFixture(UnaryOperator<MqttOptions> change, Optional<MqttSessions> behind)
      throws Exception {
    authenticator =
        new Authenticator(
            "example.org",
            account -> account.equals(USER) ? Optional.of(PENCIL) : Optional.empty(),
            new byte[32]);
    MqttOptions options =
        change.apply(
            new MqttOptions(
                BareJid.of("example.org"),
                ANY,
                ANY,
                ANY,
                false,
                CERTIFICATE.options(),
                Optional.empty(),
                Optional.empty(),
                65_536,
                2,
                100,
                16,
                Duration.ofMinutes(20),
                StreamLimits.DEFAULTS));
    Map<EventLoop, LoopInbox> inboxes = new ConcurrentHashMap<>();
    service =
        new MqttService(
            vertx,
            options,
            new MqttService.Parts(
                behind.orElse(sessions),
                authenticator,
                USER::equals,
                new ConnectionCounts(options.limits().connections()),
                context -> inboxes.computeIfAbsent(loop(context), loop -> new LoopInbox(context)),
                MqttMetrics.NONE));
    deployment =
        await(
            vertx.deployVerticle(
                () -> new MqttServer(service), new DeploymentOptions().setInstances(2)));
  }

  private static EventLoop loop(Context context) {
    return ((ContextInternal) context).nettyEventLoop();
  }

  RawMqttClient connect() throws IOException {
    return new RawMqttClient(service.port());
  }

  /** A client with a session. */
  RawMqttClient session(int version, String id) throws IOException {
    RawMqttClient client = connect();
    client.send(RawMqttClient.connect(version, id, "user", "pencil"));
    client.expectConnack(0);
    return client;
  }

  void stopServer() throws Exception {
    await(vertx.undeploy(deployment));
  }

  @Override
  public void close() {
    vertx.close().toCompletionStage().toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
    authenticator.close();
  }

  static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
  }
}
