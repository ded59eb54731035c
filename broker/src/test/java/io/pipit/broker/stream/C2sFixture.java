package io.pipit.broker.stream;

import io.pipit.broker.store.Credentials;
import io.pipit.broker.stream.sasl.Authenticator;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.Element;
import io.pipit.xmpp.FullJid;
import io.pipit.xmpp.Iq;
import io.pipit.xmpp.Stanza;
import io.pipit.xmpp.StanzaError;
import io.vertx.core.Context;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;

/**
 * A server of {@code example.org} with one account, {@code user} with password {@code pencil}, on
 * ports of its own.
 */
final class C2sFixture implements AutoCloseable {

  static final TestCertificate CERTIFICATE = TestCertificate.make("RSA", "SHA256withRSA");
  private static final Credentials PENCIL =
      Credentials.derive("pencil", new SecureRandom()).orElseThrow();

  final Vertx vertx = Vertx.vertx();
  final Listener listener = new Listener();
  final Counts counts = new Counts();
  final C2sService service;
  private final Authenticator authenticator;
  private final String deployment;

  /** With TLS off, as tests of anything else than TLS want it. */
  static C2sFixture clear() throws Exception {
    return new C2sFixture(options -> options);
  }

  static C2sFixture with(StreamLimits limits) throws Exception {
    return new C2sFixture(
        options ->
            new C2sOptions(
                options.domain(),
                options.host(),
                0,
                options.tls(),
                options.directTlsHost(),
                options.directTlsPort(),
                options.certificate(),
                options.plain(),
                options.channelBinding(),
                limits,
                options.features()));
  }

  static C2sFixture tls(TlsMode mode) throws Exception {
    return tls(mode, CERTIFICATE, StreamLimits.DEFAULTS);
  }

  /** With direct TLS too. */
  static C2sFixture tls(TlsMode mode, TestCertificate certificate, StreamLimits limits)
      throws Exception {
    return new C2sFixture(
        options ->
            new C2sOptions(
                options.domain(),
                options.host(),
                0,
                mode,
                options.directTlsHost(),
                OptionalInt.of(0),
                Optional.of(certificate.options()),
                options.plain(),
                options.channelBinding(),
                limits,
                options.features()));
  }

  /** With TLS, and no mechanism that is bound to it. */
  static C2sFixture withoutChannelBinding() throws Exception {
    return new C2sFixture(
        options ->
            new C2sOptions(
                options.domain(),
                options.host(),
                0,
                TlsMode.REQUIRED,
                options.directTlsHost(),
                options.directTlsPort(),
                Optional.of(CERTIFICATE.options()),
                options.plain(),
                false,
                options.limits(),
                options.features()));
  }

  private C2sFixture(UnaryOperator<C2sOptions> change) throws Exception {
    this(change, Optional.empty());
  }

  C2sFixture(UnaryOperator<C2sOptions> change, Optional<Registration> registration)
      throws Exception {
    C2sOptions options =
        change.apply(
            new C2sOptions(
                BareJid.of("example.org"),
                "127.0.0.1",
                0,
                TlsMode.OFF,
                "127.0.0.1",
                OptionalInt.empty(),
                Optional.empty(),
                true,
                true,
                StreamLimits.DEFAULTS,
                List.of(Element.of("ver", "urn:xmpp:features:rosterver"))));
    BareJid user = BareJid.of("user@example.org");
    authenticator =
        new Authenticator(
            "example.org",
            account -> account.equals(user) ? Optional.of(PENCIL) : Optional.empty(),
            new byte[32]);
    Map<Object, LoopInbox> inboxes = new ConcurrentHashMap<>();
    service =
        new C2sService(
            vertx,
            options,
            listener,
            authenticator,
            context -> inboxes.computeIfAbsent(loop(context), loop -> new LoopInbox(context)),
            counts,
            registration);
    deployment =
        await(
            vertx.deployVerticle(
                () -> new C2sServer(service), new DeploymentOptions().setInstances(2)));
  }

  private static Object loop(Context context) {
    return ((ContextInternal) context).nettyEventLoop();
  }

  RawClient connect() throws IOException {
    return new RawClient(service.port());
  }

  /** A client that is bound to {@code user@example.org/RESOURCE}. */
  RawClient session(String resource) throws IOException {
    return connect().plain("user", "pencil").bind(resource);
  }

  Future<Void> undeploy() {
    return vertx.undeploy(deployment);
  }

  @Override
  public void close() {
    vertx.close().toCompletionStage().toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
    authenticator.close();
  }

  static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  /** Answers what is in {@code urn:test:echo}, and keeps everything else for the test. */
  static final class Listener implements StreamListener {

    final BlockingQueue<Stanza> received = new LinkedBlockingQueue<>();
    final BlockingQueue<ClientStream> bound = new LinkedBlockingQueue<>();
    final BlockingQueue<ClientStream> closed = new LinkedBlockingQueue<>();
    private final AtomicInteger resources = new AtomicInteger();

    @Override
    public BindResult bind(ClientStream stream, BareJid account, Optional<String> resource) {
      if (resource.equals(Optional.of("taken"))) {
        return new BindResult.Refused(StanzaError.of(StanzaError.Condition.CONFLICT));
      }
      Optional<FullJid> jid =
          account.withResource(resource.orElseGet(() -> "r" + resources.incrementAndGet()));
      return jid.isPresent()
          ? new BindResult.Bound(jid.get())
          : new BindResult.Refused(StanzaError.of(StanzaError.Condition.BAD_REQUEST));
    }

    @Override
    public void bound(ClientStream stream) {
      bound.add(stream);
    }

    @Override
    public void received(ClientStream stream, Stanza stanza) {
      if (stanza instanceof Iq iq && iq.isRequest()) {
        String namespace = iq.payload().orElseThrow().namespace();
        if (namespace.equals("urn:test:echo")) {
          stream.beginRequest();
          stream.answer(iq.result());
          return;
        }
        if (namespace.equals("urn:test:defect")) {
          throw new IllegalStateException("thrown by the test");
        }
        if (namespace.equals("urn:test:later")) {
          stream.beginRequest();
        }
      }
      received.add(stanza);
    }

    @Override
    public void closed(ClientStream stream) {
      closed.add(stream);
    }

    Stanza nextStanza() throws InterruptedException {
      return next(received);
    }

    ClientStream nextBound() throws InterruptedException {
      return next(bound);
    }

    ClientStream nextClosed() throws InterruptedException {
      return next(closed);
    }

    private static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
      T next = queue.poll(15, TimeUnit.SECONDS);
      if (next == null) {
        throw new AssertionError("nothing came");
      }
      return next;
    }
  }

  /** What was reported for counting. */
  static final class Counts implements StreamMetrics {
    final AtomicInteger connections = new AtomicInteger();
    final AtomicInteger streams = new AtomicInteger();
    final BlockingQueue<Refusal> refusals = new LinkedBlockingQueue<>();
    final BlockingQueue<Authentication> authentications = new LinkedBlockingQueue<>();
    final BlockingQueue<Integer> slowConsumers = new LinkedBlockingQueue<>();
    final AtomicLong stanzasIn = new AtomicLong();
    final AtomicLong stanzasOut = new AtomicLong();
    final AtomicLong dropped = new AtomicLong();

    @Override
    public void connectionOpened() {
      connections.incrementAndGet();
    }

    @Override
    public void connectionClosed() {
      connections.decrementAndGet();
    }

    @Override
    public void connectionRefused(Refusal reason) {
      refusals.add(reason);
    }

    @Override
    public void authenticated(Authentication result) {
      authentications.add(result);
    }

    @Override
    public void streamOpened() {
      streams.incrementAndGet();
    }

    @Override
    public void streamClosed() {
      streams.decrementAndGet();
    }

    @Override
    public void received(int stanzas, long bytes) {
      stanzasIn.addAndGet(stanzas);
    }

    @Override
    public void sent(int stanzas, long bytes) {
      stanzasOut.addAndGet(stanzas);
    }

    @Override
    public void dropped(int stanzas) {
      dropped.addAndGet(stanzas);
    }

    @Override
    public void slowConsumerClosed(int stanzas) {
      slowConsumers.add(stanzas);
    }
  }
}
