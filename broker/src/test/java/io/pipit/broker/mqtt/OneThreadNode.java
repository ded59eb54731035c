package io.pipit.broker.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.ManualIoEventLoop;
import io.netty.channel.local.LocalAddress;
import io.netty.channel.local.LocalChannel;
import io.netty.channel.local.LocalIoHandler;
import io.netty.channel.local.LocalServerChannel;
import io.netty.util.concurrent.Future;
import io.pipit.broker.MovableClock;
import io.pipit.broker.account.RosterSnapshots;
import io.pipit.broker.metrics.BrokerMetrics;
import io.pipit.broker.metrics.MqttMetrics;
import io.pipit.broker.metrics.Protocol;
import io.pipit.broker.module.PubsubService;
import io.pipit.broker.module.StylesheetWorker;
import io.pipit.broker.port.AccessRules;
import io.pipit.broker.port.BrokerNumbers;
import io.pipit.broker.port.PortAnnouncer;
import io.pipit.broker.port.PortQueues;
import io.pipit.broker.port.PortService;
import io.pipit.broker.port.PortSubscriptions;
import io.pipit.broker.routing.Fanout;
import io.pipit.broker.routing.ModuleTable;
import io.pipit.broker.routing.ResourceRegistry;
import io.pipit.broker.shard.EntityShard;
import io.pipit.broker.shard.Shards;
import io.pipit.broker.store.Credentials;
import io.pipit.broker.stream.ConnectionCounts;
import io.pipit.broker.stream.LoopInbox;
import io.pipit.broker.stream.StreamLimits;
import io.pipit.broker.stream.sasl.Authenticator;
import io.pipit.broker.stream.sasl.ChannelBindings;
import io.pipit.broker.stream.sasl.Mechanism;
import io.pipit.broker.stream.sasl.SaslPeer;
import io.pipit.broker.stream.sasl.SaslStep;
import io.pipit.pubsub.PayloadCheck;
import io.pipit.pubsub.ServiceLimits;
import io.pipit.pubsub.ServicePolicy;
import io.pipit.pubsub.engine.SubscriptionLedger;
import io.pipit.pubsub.store.InMemoryLog;
import io.pipit.pubsub.store.InMemoryView;
import io.pipit.xmpp.BareJid;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The MQTT door, its sessions and the nodes behind them in one thread and in memory: connections
 * are channels within the process, and nothing runs but in {@link #settle}. So what a client sends
 * has the same consequences whenever it is sent, some tens of thousands of times a minute. Confined
 * to its thread.
 */
final class OneThreadNode implements AutoCloseable {

  /** The one account. */
  static final String NAME = "user";

  static final String PASSWORD = "pencil";

  static final int MAX_PACKET_BYTES = 2_000;

  private static final BareJid DOMAIN = BareJid.of("example.org");
  private static final BareJid SERVICE = BareJid.of("pubsub.example.org");
  private static final Instant START = Instant.parse("2026-06-30T12:00:00Z");
  private static final Duration DAY = Duration.ofDays(1);
  private static final SessionOptions SESSIONS =
      new SessionOptions(SERVICE, 5, 5, 3, 2, 10, 10_000, DAY, DAY, 10, 100, false, true);

  private static final MqttOptions.Address NOWHERE = new MqttOptions.Address("127.0.0.1", 0);

  /** What takes too long to be made for each node, and has no state that matters. */
  private static final class Shared {
    static final Vertx VERTX = Vertx.vertx();
    static final BrokerMetrics METRICS = new BrokerMetrics();
    static final StylesheetWorker STYLESHEETS =
        new StylesheetWorker(StylesheetWorker.Times.DEFAULT, () -> {});
    static final Credentials CREDENTIALS =
        Credentials.derive(PASSWORD, new SecureRandom()).orElseThrow();
    static final BareJid USER = BareJid.of(NAME + "@example.org");
    static final Authenticator AUTHENTICATOR =
        new Authenticator(
            "example.org",
            account -> account.equals(USER) ? Optional.of(CREDENTIALS) : Optional.empty(),
            new byte[32]);
    static final MqttOptions OPTIONS =
        new MqttOptions(
            DOMAIN,
            NOWHERE,
            NOWHERE,
            NOWHERE,
            false,
            MqttFixture.CERTIFICATE.options(),
            Optional.empty(),
            Optional.of(BareJid.of("guest@example.org")),
            MAX_PACKET_BYTES,
            2,
            SESSIONS.receiveMaximum(),
            SESSIONS.topicAliases(),
            Duration.ofMinutes(20),
            StreamLimits.DEFAULTS);
  }

  private static final Authenticator AUTHENTICATOR = withKnownPassword(Shared.AUTHENTICATOR);

  /** A password that was right once is known from then on, and judged without another thread. */
  private static Authenticator withKnownPassword(Authenticator authenticator) {
    CompletableFuture<SaslStep> judged = new CompletableFuture<>();
    authenticator
        .start(
            Mechanism.PLAIN,
            new SaslPeer(InetAddress.getLoopbackAddress(), "127.0.0.1:1", ChannelBindings.NONE))
        .respond(("\0" + NAME + "\0" + PASSWORD).getBytes(UTF_8), judged::complete);
    if (!(judged.orTimeout(60, TimeUnit.SECONDS).join() instanceof SaslStep.Success)) {
      throw new AssertionError("the account is none");
    }
    return authenticator;
  }

  private static final ConnectionCounts CONNECTIONS =
      new ConnectionCounts(StreamLimits.DEFAULTS.connections());

  /** One for all nodes: to read its certificate takes milliseconds. */
  private static final MqttService DOOR =
      new MqttService(
          Shared.VERTX,
          Shared.OPTIONS,
          new MqttService.Parts(
              (client, connect, then) -> current().sessions.open(client, connect, then),
              AUTHENTICATOR,
              Shared.USER::equals,
              CONNECTIONS,
              unused -> current().inbox,
              MqttMetrics.NONE));

  /** The node that was made last. */
  private static @Nullable OneThreadNode current;

  private static OneThreadNode current() {
    return Objects.requireNonNull(current);
  }

  final MovableClock clock = new MovableClock(START);
  final ClientSessions sessions;

  private @Nullable Throwable failure;

  /** Messages of QoS 1 and 2 that clients have not answered, as they are counted. */
  private int inFlight;

  private final ManualIoEventLoop loop =
      new ManualIoEventLoop(Thread.currentThread(), LocalIoHandler.newFactory());

  /** The same, where channels come to it. */
  private final EventLoopGroup channels = loop;

  private final ContextInternal context;
  private final LoopInbox inbox;
  private final Channel listener;
  private final Set<MqttConnection> open = new HashSet<>();
  private final UnpooledByteBufAllocator memory = new UnpooledByteBufAllocator(false, true);
  private InetSocketAddress nextRemote = remote(1);

  OneThreadNode() {
    context =
        ((VertxInternal) Shared.VERTX)
            .contextBuilder()
            .withThreadingModel(io.vertx.core.ThreadingModel.EVENT_LOOP)
            .withEventLoop(loop)
            .build();
    inbox = new LoopInbox(context);
    InMemoryLog log = new InMemoryLog();
    EntityShard shard =
        new EntityShard(inbox, log, (node, name) -> new InMemoryView(), new SubscriptionLedger());
    Shards shards = new Shards(List.of(shard));
    ResourceRegistry registry = new ResourceRegistry();
    RosterSnapshots rosters = new RosterSnapshots();
    Fanout fanout = new Fanout(registry, List.of(inbox));
    AccessRules rules =
        new AccessRules(List.of(), "example.org", who -> who.local().equals("guest"), who -> false);
    PortSubscriptions subscriptions = new PortSubscriptions(SERVICE, shard, rules, 100);
    PortAnnouncer announcer =
        new PortAnnouncer(
            subscriptions, fanout, rosters.blockLists(), Shared.METRICS, clock, false);
    PubsubService pubsub =
        new PubsubService(
            ServicePolicy.builder(SERVICE, "Events").autoCreate(true).build(),
            ServiceLimits.DEFAULT,
            PayloadCheck.NONE,
            new ModuleTable(List.of()),
            shards,
            fanout,
            rosters,
            registry::available,
            clock,
            new byte[32],
            Shared.METRICS,
            Shared.STYLESHEETS,
            announcer,
            () -> false);
    PortQueues queues =
        new PortQueues(shards, log, subscriptions, rosters.blockLists(), Runnable::run, 100, clock);
    announcer.queues(queues);
    PortService port =
        new PortService(
            pubsub,
            shards,
            rules,
            new BrokerNumbers(
                Map.of("$SYS/broker/uptime", () -> "1 seconds"),
                subscriptions,
                rules,
                fanout,
                clock),
            Protocol.MQTT,
            Shared.METRICS);
    MqttMetrics metrics =
        new MqttMetrics() {
          @Override
          public void inFlight(int more) {
            inFlight += more;
          }
        };
    sessions =
        new ClientSessions(
            SESSIONS,
            new ClientSessions.Parts(
                port,
                port,
                subscriptions,
                queues,
                fanout::run,
                SessionsFixture.NOBODY,
                Shared.USER::equals,
                shard.alarm(),
                clock,
                metrics));
    current = this;
    listener = listen();
    var unused = queues.start();
    settle();
  }

  private Channel listen() {
    LocalServerChannel server = new LocalServerChannel();
    server.pipeline().addLast(new Acceptor());
    require(channels.register(server));
    settle();
    require(server.bind(LocalAddress.ANY));
    settle();
    return server;
  }

  /** Serves the channels that come. */
  private final class Acceptor extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext ctx, Object accepted) {
      Channel channel = (Channel) accepted;
      channel.config().setOption(ChannelOption.ALLOCATOR, memory);
      if (CONNECTIONS.accepted(nextRemote.getAddress()).isPresent()) {
        throw new AssertionError("connections are counted that are gone");
      }
      MqttConnection connection =
          new MqttConnection(DOOR, context, inbox, channel, nextRemote, open::remove);
      open.add(connection);
      channel.pipeline().addLast(connection);
      require(channels.register(channel));
    }
  }

  private static InetSocketAddress remote(int host) {
    try {
      return new InetSocketAddress(
          InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) host}), 40_000);
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }

  /** What is done in {@link #settle} has to succeed. */
  private void require(ChannelFuture done) {
    done.addListener(
        (ChannelFutureListener)
            each -> {
              if (!each.isSuccess()) {
                failed(each.cause());
              }
            });
  }

  /**
   * A client on a connection of its own.
   *
   * @param host the last byte of its address, {@code 127.0.0.1} for 1
   */
  OneThreadClient connect(int host) {
    nextRemote = remote(host);
    OneThreadClient client = new OneThreadClient(this);
    LocalChannel channel = client.channel();
    require(channels.register(channel));
    settle();
    require(channel.connect(listener.localAddress()));
    settle();
    return client;
  }

  /** Something is wrong, which {@link #settle} throws. */
  void failed(Throwable cause) {
    if (failure == null) {
      failure = cause;
    }
  }

  /** Runs everything that is to be done now, and fails if anything has. */
  void settle() {
    for (int turn = 0; loop.runNow() > 0; turn++) {
      if (turn > 100_000) {
        throw new AssertionError("it never comes to rest");
      }
    }
    Throwable wrong = failure;
    if (wrong != null) {
      failure = null;
      throw new AssertionError(wrong.getMessage(), wrong);
    }
  }

  /** Time passes, and the door looks at its connections. */
  void pass(Duration time) {
    clock.advance(time);
    long now = System.nanoTime() + time.toNanos();
    List.copyOf(open).forEach(connection -> connection.tick(now));
    settle();
  }

  ByteBuf buffer(byte[] bytes) {
    return memory.heapBuffer(Math.max(1, bytes.length)).writeBytes(bytes);
  }

  /** That nothing is left of anybody, once all connections have ended. */
  void requireNothingLeft() {
    settle();
    if (!open.isEmpty() || sessions.size() != 0 || CONNECTIONS.unauthenticated() != 0) {
      throw new AssertionError(
          open.size() + " connections, " + sessions.size() + " sessions are left");
    }
    if (inFlight != 0) {
      throw new AssertionError(inFlight + " messages are on their way to nobody");
    }
    long used = memory.metric().usedHeapMemory() + memory.metric().usedDirectMemory();
    if (used != 0) {
      throw new AssertionError(used + " bytes of buffers are not released");
    }
  }

  @Override
  public void close() {
    require(listener.close());
    settle();
    Future<?> unused = loop.shutdownGracefully(0, 0, TimeUnit.NANOSECONDS);
    while (!loop.isTerminated()) {
      loop.runNow();
    }
  }
}
