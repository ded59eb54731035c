package io.pipit.broker;

import io.pipit.broker.account.RosterSnapshots;
import io.pipit.broker.backup.HttpCopyAdministration;
import io.pipit.broker.backup.LogCopies;
import io.pipit.broker.bridge.BridgeNodes;
import io.pipit.broker.bridge.BridgeParts;
import io.pipit.broker.bridge.Bridges;
import io.pipit.broker.config.Configuration;
import io.pipit.broker.config.ConfigurationException;
import io.pipit.broker.config.FileFault;
import io.pipit.broker.config.RemoteAccess;
import io.pipit.broker.config.ServerCertificate;
import io.pipit.broker.http.Administrations;
import io.pipit.broker.http.HttpDoor;
import io.pipit.broker.http.HttpOptions;
import io.pipit.broker.http.QueueAdministration;
import io.pipit.broker.http.Reload;
import io.pipit.broker.http.Shutdown;
import io.pipit.broker.metrics.BrokerMetrics;
import io.pipit.broker.metrics.EventLoopWatch;
import io.pipit.broker.module.AccountService;
import io.pipit.broker.module.Checkpoints;
import io.pipit.broker.module.HttpUserAdministration;
import io.pipit.broker.module.ProfileCheck;
import io.pipit.broker.module.PubsubAdministration;
import io.pipit.broker.module.PubsubService;
import io.pipit.broker.module.Replay;
import io.pipit.broker.module.StoreRefusal;
import io.pipit.broker.module.StylesheetWorker;
import io.pipit.broker.mqtt.ClientSessions;
import io.pipit.broker.mqtt.MqttServer;
import io.pipit.broker.mqtt.MqttService;
import io.pipit.broker.port.AccessRules;
import io.pipit.broker.port.PortQueueAdministration;
import io.pipit.broker.port.PortService;
import io.pipit.broker.port.WaitingRights;
import io.pipit.broker.routing.Fanout;
import io.pipit.broker.routing.Loops;
import io.pipit.broker.routing.ModuleTable;
import io.pipit.broker.routing.ResourceRegistry;
import io.pipit.broker.routing.Router;
import io.pipit.broker.routing.XmppModule;
import io.pipit.broker.shard.EntityShard;
import io.pipit.broker.shard.Shards;
import io.pipit.broker.store.Account;
import io.pipit.broker.store.AccountRole;
import io.pipit.broker.store.Accounts;
import io.pipit.broker.store.DataFolder;
import io.pipit.broker.store.SegmentLog;
import io.pipit.broker.stream.C2sOptions;
import io.pipit.broker.stream.C2sServer;
import io.pipit.broker.stream.C2sService;
import io.pipit.broker.stream.HeapPressure;
import io.pipit.broker.stream.LoopInbox;
import io.pipit.broker.stream.sasl.Authenticator;
import io.pipit.pubsub.LeasePolicy;
import io.pipit.pubsub.ServiceLimits;
import io.pipit.pubsub.ServicePolicy;
import io.pipit.pubsub.Templates;
import io.pipit.pubsub.engine.SubscriptionLedger;
import io.pipit.pubsub.store.ChangeLog;
import io.pipit.pubsub.store.NodeView;
import io.pipit.xmpp.BareJid;
import io.vertx.core.Deployable;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running node. {@link #start} constructs every part, in the order in which they need each other,
 * replays the log, opens the listeners and returns when all of them are bound; {@link #close} takes
 * it apart in the reverse order.
 *
 * <p>Both block and are called on a thread of the caller's, never on an event loop.
 */
public final class Broker implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Broker.class);
  private static final long STEP_SECONDS = 30;
  private static final int KEY_WORKERS = 2;
  private static final int KEYS_WAITING = 256;
  private static final long LOOK_MILLIS = 1_000;

  private final Setup setup;
  private final BareJid server;
  private final Configuration configuration;
  private final BrokerTime time;
  private final Clock clock;
  private final Instant startedAt;
  private final BrokerMetrics metrics = new BrokerMetrics();
  private final Map<String, InetSocketAddress> addresses = new LinkedHashMap<>();

  /** What has to be ended, the last begun first. */
  private final Deque<Closing> closings = new ArrayDeque<>();

  private final HeapPressure heap;
  private final BrokerHealth health;
  private @Nullable AccountService accountService;
  private @Nullable AccessRules accessRules;
  private @Nullable Bridges bridges;

  private Broker(Setup setup, BrokerTime time) {
    this.setup = setup;
    this.time = time;
    this.clock = time.clock();
    this.startedAt = clock.instant();
    this.configuration = setup.configuration();
    this.server = BareJid.of(configuration.domain());
    this.heap = HeapPressure.ofProcess(configuration.limits().heapPercent());
    Path folder = setup.folder().root();
    this.health =
        new BrokerHealth(
            clock,
            () -> Files.getFileStore(folder).getUsableSpace(),
            setup.certificate().notAfter(),
            heap);
  }

  /**
   * What a node is started with.
   *
   * @param folder its data, held by the caller until the node is closed
   * @param certificate for its domain
   * @param adminToken the secret with which the administration over HTTP is asked for
   * @param version of this software, as peers are told
   * @param repair whether damaged records of the log are given up
   * @param shutdown called, on any thread, when somebody who may asks the node to stop; returns at
   *     once and has {@link Broker#close} called by another thread
   * @param reload reads the configuration again when somebody who may asks for it, and calls {@link
   *     Broker#apply} with it
   */
  public record Setup(
      Configuration configuration,
      DataFolder folder,
      ServerCertificate certificate,
      String adminToken,
      String version,
      boolean repair,
      Shutdown shutdown,
      Reload reload) {

    /** Without the secrets. */
    @Override
    public String toString() {
      return "Setup[" + configuration.domain() + "]";
    }
  }

  /**
   * Starts a node.
   *
   * @throws ConfigurationException when other machines could reach a node without accounts
   * @throws IOException when the log is damaged or a port is taken; nothing is left open
   */
  public static Broker start(Setup setup) throws ConfigurationException, IOException {
    return start(setup, BrokerTime.SYSTEM);
  }

  /** As {@link #start(Setup)}, in a time of the caller's. */
  static Broker start(Setup setup, BrokerTime time) throws ConfigurationException, IOException {
    Broker broker = new Broker(setup, time);
    try {
      broker.open();
      return broker;
    } catch (ConfigurationException | IOException | RuntimeException e) {
      broker.close();
      throw e;
    }
  }

  private void open() throws ConfigurationException, IOException {
    // 60 to 90 ms of the main thread, which opens the store meanwhile.
    daemon("tls", C2sService::prepare).start();
    LogCopies copies = new LogCopies(setup.folder());
    copies.clear();
    NodeStore nodeStore =
        NodeStore.open(setup.folder(), configuration.store(), setup.repair(), metrics.store());
    closings.push(nodeStore::close);
    SegmentLog changeLog = nodeStore.log();

    ExecutorService queueReader = queueReader(); // ends behind the loops, which give it work
    int loopCount = Runtime.getRuntime().availableProcessors();
    Vertx vertx =
        Vertx.vertx(
            new VertxOptions()
                .setEventLoopPoolSize(loopCount)
                .setPreferNativeTransport(true)
                // Nothing is read from the class path: no copies in a temporary folder, and no hook
                // of their own for the end of the process, which a start that is stopped cannot
                // set.
                .setFileSystemOptions(new FileSystemOptions().setClassPathResolvingEnabled(false)));
    closings.push(() -> await(vertx.close(), "end of the event loops"));
    Loops loops = new Loops(vertx, loopCount);
    SubscriptionLedger ledger = new SubscriptionLedger();
    Shards shards =
        new Shards(
            loops.all().stream()
                .map(loop -> shard(loop, changeLog, nodeStore.views(loopCount), ledger))
                .toList());
    Accounts accounts = new Accounts();
    RosterSnapshots rosters = new RosterSnapshots();
    Replay replay =
        new Replay(
            changeLog,
            shards,
            accounts,
            rosters,
            nodeStore.viewFiles(),
            nodeStore.views(loopCount));
    long liveBytes = replay.everything();
    replay.watch(reading -> daemon("replay", reading).start());
    RemoteAccess.check(configuration, true, accounts.size() > 0);

    ResourceRegistry registry = new ResourceRegistry();
    List<XmppModule> everywhere = Modules.everywhere(setup.version(), clock);
    BridgeNodes bridgeNodes =
        new BridgeNodes(configuration.domain(), configuration.quotas().nodes());
    ServicePolicy policy = policy(accounts, everywhere, bridgeNodes);
    Fanout fanout = new Fanout(registry, loops.all());
    AccessRules rules =
        new AccessRules(
            configuration.acl(),
            configuration.domain(),
            who -> who.equals(guest()) && accounts.account(who).isEmpty(),
            who -> isAdministrator(who, accounts));
    accessRules = rules;
    Doors doors =
        new Doors(
            setup.version(),
            policy,
            rules,
            shards,
            fanout,
            rosters.blockLists(),
            metrics,
            clock,
            configuration.mqtt().onRetract() == Configuration.OnRetract.EMPTY,
            configuration.quotas().queues(),
            changeLog,
            queueReader);
    PubsubService pubsub =
        new PubsubService(
            policy,
            policy.limits().withNodesPerCreator(configuration.quotas().pepNodes()),
            ProfileCheck.of(configuration.pep().validate(), clock, metrics::invalidPayload),
            new ModuleTable(everywhere),
            shards,
            fanout,
            rosters,
            registry::available,
            clock,
            setup.folder().secret(),
            metrics,
            new StylesheetWorker(time.stylesheets(), metrics::stylesheetGivenUp),
            doors.announcer(),
            heap::refusesPublishes);
    pubsub.start();
    doors.queues().judgedBy(new WaitingRights(pubsub, shards, rules, rosters.blockLists()));
    await(Future.fromCompletionStage(doors.queues().start()), "queues");
    Checkpoints checkpoints =
        new Checkpoints(
            changeLog,
            nodeStore.viewFiles(),
            nodeStore.rebuild(),
            shards,
            accounts,
            pubsub::keep,
            nodeStore::wantsCheckpoint,
            configuration.store().checkpointBytes(),
            metrics.store());
    closings.push(checkpoints::close);
    checkpoints.onWhole(pubsub::viewIsWhole);
    metrics.store().opened(nodeStore.viewBytes(), liveBytes);
    health.upkeep(checkpoints::failing);
    checkpoints.start();
    health.bodies(pubsub::makesNoBodies);
    ExecutorService keyWorkers = keyWorkers();
    AtomicReference<Modules> made = new AtomicReference<>();
    Router router =
        new Router(
            server,
            shards,
            registry,
            accounts,
            List.of(pubsub),
            configuration.limits().sessionsPerAccount(),
            configuration.service().requestsOfStrangers() == Configuration.Strangers.DELIVER
                ? (account, requester) -> true
                : rosters::hasPresenceSubscription,
            delivery ->
                made.updateAndGet(
                        none ->
                            new Modules(
                                configuration,
                                everywhere,
                                clock,
                                delivery,
                                shards,
                                registry,
                                accounts,
                                rosters,
                                pubsub,
                                keyWorkers))
                    .handlers());
    Modules modules = made.getPlain();

    listen(vertx, loops, router, accounts, modules, pubsub, doors);
    Duration interval = configuration.mqtt().numbersInterval();
    if (!interval.isZero()) {
      vertx.setPeriodic(interval.toMillis(), timer -> doors.numbers().tell());
    }
    StoreRefusal store = new StoreRefusal(changeLog, setup.folder().root());
    QueueAdministration queues = new PortQueueAdministration(vertx, doors.queues(), store);
    Bridges toOthers =
        new Bridges(
            vertx,
            vertx.getOrCreateContext(),
            new BridgeParts(
                doors.bridgePorts(pubsub, router, account -> accounts.account(account).isPresent()),
                clock,
                configuration.domain(),
                metrics.bridges(),
                bridgeNodes),
            queues);
    bridges = toOthers;
    health.bridges(toOthers::health);
    accountService = modules.accountService();
    serveHttp(
        vertx,
        loopCount,
        new Administrations(
            new HttpUserAdministration(accounts, modules.accountService(), store),
            new PubsubAdministration(pubsub, shards, () -> ownerOfNewNodes(accounts), store),
            queues,
            new HttpCopyAdministration(vertx, setup.folder().root(), copies, changeLog),
            toOthers,
            setup.reload(),
            setup.shutdown()));
    closings.push(() -> await(toOthers.stop(), "end of the bridges"));
    await(toOthers.apply(configuration.bridges()), "start of the bridges");
    metrics.certificate(server.toString(), () -> health.certificateLeft().toSeconds());
    await(look(vertx), "first look at disk and heap");
    health.ready(changeLog, changeLog::damage, nodeStore::rebuilding);
  }

  /** Looks at what costs time to look at, now and again a while after each look. */
  private Future<?> look(Vertx vertx) {
    if (health.isStopping()) {
      return Future.succeededFuture(); // what would look has ended, or is about to
    }
    return vertx
        .executeBlocking(
            () -> {
              heap.measure(System.nanoTime());
              health.look();
              return heap.refused();
            })
        .onFailure(
            defect ->
                log.atError()
                    .addKeyValue("event", "health.fail")
                    .setCause(defect)
                    .log("the look at disk and heap failed"))
        .onComplete(
            looked -> {
              if (!health.isStopping()) {
                vertx.setTimer(LOOK_MILLIS, timer -> look(vertx));
              }
            });
  }

  /** The first administrator, so that somebody can manage what the operator's tools create. */
  private BareJid ownerOfNewNodes(Accounts accounts) {
    return accounts.all().stream()
        .filter(account -> account.role() == AccountRole.ADMINISTRATOR)
        .map(Account::jid)
        .findFirst()
        .orElse(BareJid.of("pubsub." + server));
  }

  /** Reads what waits in queues: a page for each at a time. */
  private ExecutorService queueReader() {
    ThreadPoolExecutor reader =
        new ThreadPoolExecutor(
            1,
            1,
            1,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            work -> daemon("queue-reader", work));
    reader.allowCoreThreadTimeOut(true);
    closings.push(reader::shutdown);
    return reader;
  }

  /** Derives keys from passwords: a few at a time, and no more than so many waiting. */
  private ExecutorService keyWorkers() {
    ThreadPoolExecutor workers =
        new ThreadPoolExecutor(
            KEY_WORKERS,
            KEY_WORKERS,
            1,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(KEYS_WAITING),
            work -> new Thread(work, "keys"));
    workers.allowCoreThreadTimeOut(true);
    closings.push(workers::shutdown);
    return workers;
  }

  private EntityShard shard(
      LoopInbox loop, ChangeLog changeLog, NodeView.Factory views, SubscriptionLedger ledger) {
    return new EntityShard(loop, changeLog, views, ledger, time.alarms().apply(loop));
  }

  /** A thread that does not keep the process. */
  private static Thread daemon(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    return thread;
  }

  private ServicePolicy policy(
      Accounts accounts, List<XmppModule> modules, BridgeNodes bridgeNodes) {
    Configuration.Quotas quotas = configuration.quotas();
    ServiceLimits defaults = ServiceLimits.DEFAULT;
    Configuration.Pubsub pubsub = configuration.pubsub();
    Predicate<BareJid> administrator = who -> isAdministrator(who, accounts);
    return ServicePolicy.builder(BareJid.of("pubsub." + server), "Publish-Subscribe")
        .features(modules.stream().flatMap(module -> module.serverFeatures().stream()).toList())
        .limits(
            new ServiceLimits(
                quotas.nodes(),
                quotas.subscriptions(),
                quotas.subscriptionsPerNode(),
                quotas.nodeSubscriptions(),
                quotas.nodeAffiliations(),
                quotas.nodeItems(),
                defaults.itemsPerPublish(),
                quotas.payloadBytes(),
                defaults.answerItems(),
                defaults.answerBytes()))
        .leases(
            new LeasePolicy(
                pubsub.longestLease(), pubsub.leaseReminder(), pubsub.unconfiguredTime()))
        .administrator(administrator)
        .mostNodes(bridgeNodes)
        .mayCreate(
            pubsub.creators() == Configuration.Creators.ADMINISTRATORS
                ? administrator
                : who -> true)
        .registration(pubsub.creators() == Configuration.Creators.REGISTERED)
        .autoCreate(pubsub.autoCreate())
        .templates(Templates.of(pubsub.templates()))
        .collections(pubsub.collections())
        .maySubscribeToAll(
            switch (pubsub.subscribersToAll()) {
              case EVERYBODY -> who -> true;
              case ADMINISTRATORS -> administrator;
              case NOBODY -> who -> false;
            })
        .withheld(pubsub.withheldFeatures())
        .build();
  }

  /** What clients without credentials are. */
  private BareJid guest() {
    return BareJid.of("guest@" + server);
  }

  private boolean isAdministrator(BareJid who, Accounts accounts) {
    return who.equals(server)
        || accounts
            .account(who)
            .filter(account -> account.role() == AccountRole.ADMINISTRATOR)
            .isPresent();
  }

  private void listen(
      Vertx vertx,
      Loops loops,
      Router router,
      Accounts accounts,
      Modules modules,
      PubsubService pubsub,
      Doors doors)
      throws ConfigurationException, IOException {
    Authenticator authenticator =
        new Authenticator(configuration.domain(), accounts, setup.folder().secret());
    closings.push(authenticator::close);
    Configuration.Listeners listeners = configuration.listeners();
    C2sOptions options =
        StreamSettings.of(configuration, setup.certificate(), modules.streamFeatures(), heap);
    C2sService streams =
        new C2sService(
            vertx,
            options,
            router,
            authenticator,
            loops::of,
            metrics.streams(),
            modules.registration());
    deploy(vertx, () -> new C2sServer(streams), loops.all().size(), "streams");
    bound("c2s", listeners.c2s().host(), streams.port());
    streams.directTlsPort().ifPresent(port -> bound("c2s_tls", listeners.c2sTls().host(), port));
    PortService port = doors.port(pubsub);
    Predicate<BareJid> isAccount = account -> accounts.account(account).isPresent();
    ClientSessions sessions =
        new ClientSessions(
            MqttSettings.sessions(configuration, pubsub.address()),
            new ClientSessions.Parts(
                port,
                port,
                doors.subscriptions(),
                doors.queues(),
                doors::behind,
                router,
                isAccount,
                time.alarms().apply(loops.all().get(0)),
                clock,
                metrics.mqtt()));
    await(Future.fromCompletionStage(sessions.start()), "sessions");
    metrics.mqttSessions(sessions::size, sessions::away);
    MqttService mqtt =
        new MqttService(
            vertx,
            MqttSettings.of(configuration, setup.certificate(), options.limits()),
            new MqttService.Parts(
                sessions,
                authenticator,
                isAccount,
                streams.connections(),
                loops::of,
                metrics.mqtt()));
    deploy(vertx, () -> new MqttServer(mqtt), loops.all().size(), "MQTT");
    bound("mqtt", listeners.mqtt().host(), mqtt.port());
    bound("mqtts", listeners.mqtts().host(), mqtt.tlsPort());
    bound("mqtt_ws", listeners.mqttWebSocket().host(), mqtt.webSocketPort());
  }

  private void serveHttp(Vertx vertx, int loopCount, Administrations administrations)
      throws IOException {
    EventLoopWatch watch =
        await(EventLoopWatch.start(vertx, loopCount, metrics), "watch of the event loops");
    Configuration.Address address = configuration.listeners().http();
    HttpDoor door =
        new HttpDoor(
            HttpOptions.of(address.host(), address.port(), setup.adminToken()),
            metrics,
            watch,
            health,
            this::status,
            administrations);
    deploy(vertx, () -> door, 1, "HTTP at " + text(address.host(), address.port()));
    bound("http", address.host(), door.port());
  }

  private void deploy(Vertx vertx, Supplier<Deployable> verticle, int instances, String what)
      throws IOException {
    String id =
        await(
            vertx.deployVerticle(verticle, new DeploymentOptions().setInstances(instances)),
            "listener for " + what);
    closings.push(() -> await(vertx.undeploy(id), "end of the listener for " + what));
  }

  private static String text(String host, int port) {
    return host + ":" + port;
  }

  private void bound(String listener, String host, int port) {
    addresses.put(listener, InetSocketAddress.createUnresolved(host, port));
  }

  /** The address of each listener by its name in the configuration. */
  public Map<String, InetSocketAddress> addresses() {
    return new LinkedHashMap<>(addresses);
  }

  /** Makes and changes accounts; for the first start and for tests. */
  public AccountService accounts() {
    return Objects.requireNonNull(accountService);
  }

  /**
   * Takes over what can be of another configuration: the rules of the doors and the bridges. What
   * else differs takes effect with the next start. Blocks until bridges that changed or are gone
   * have let go of their connections.
   */
  public void apply(Configuration changed) throws IOException {
    Objects.requireNonNull(accessRules).replace(changed.acl());
    await(Objects.requireNonNull(bridges).apply(changed.bridges()), "change of the bridges");
  }

  private JsonObject status() {
    JsonObject bound = new JsonObject();
    addresses.forEach(
        (listener, address) ->
            bound.put(listener, address.getHostString() + ":" + address.getPort()));
    return new JsonObject()
        .put("version", setup.version())
        .put("domain", server.toString())
        .put("pid", ProcessHandle.current().pid())
        .put("started", startedAt.toString())
        .put("addresses", bound);
  }

  /**
   * Stops: streams are told {@code system-shutdown}, what is on its way to the disk gets there, the
   * log and the data folder are closed. A second call does nothing.
   */
  @Override
  public void close() {
    health.stopping();
    while (!closings.isEmpty()) {
      try {
        closings.pop().close();
      } catch (IOException | RuntimeException e) {
        log.atError()
            .addKeyValue("event", "node.stop")
            .setCause(e)
            .log("a part of the node did not end as it should");
      }
    }
  }

  private static <T> T await(Future<T> future, String what) throws IOException {
    try {
      return future.toCompletionStage().toCompletableFuture().get(STEP_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      Throwable cause = Objects.requireNonNull(e.getCause());
      if (cause instanceof BindException) {
        throw new BindException(what + ": " + cause.getMessage());
      }
      throw new IOException(what + ": " + FileFault.describe(cause), cause);
    } catch (TimeoutException e) {
      throw new IOException(what + ": nothing within " + STEP_SECONDS + " s", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(what + ": interrupted", e);
    }
  }

  /** Ends one part. */
  private interface Closing {
    void close() throws IOException;
  }
}
