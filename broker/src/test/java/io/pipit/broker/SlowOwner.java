package io.pipit.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pipit.broker.account.RosterLimits;
import io.pipit.broker.account.RosterListener;
import io.pipit.broker.account.RosterSnapshots;
import io.pipit.broker.metrics.BrokerMetrics;
import io.pipit.broker.module.AccountUpdates;
import io.pipit.broker.module.BlockingModule;
import io.pipit.broker.module.CapsModule;
import io.pipit.broker.module.DiscoModule;
import io.pipit.broker.module.PepModule;
import io.pipit.broker.module.PingModule;
import io.pipit.broker.module.PresenceModule;
import io.pipit.broker.module.PubsubService;
import io.pipit.broker.module.RosterModule;
import io.pipit.broker.module.RosterUpdates;
import io.pipit.broker.module.StylesheetWorker;
import io.pipit.broker.routing.Delivery;
import io.pipit.broker.routing.Fanout;
import io.pipit.broker.routing.Loops;
import io.pipit.broker.routing.ModuleTable;
import io.pipit.broker.routing.ResourceRegistry;
import io.pipit.broker.routing.Router;
import io.pipit.broker.shard.EntityShard;
import io.pipit.broker.shard.Shards;
import io.pipit.broker.store.AccountChange.AccountCreated;
import io.pipit.broker.store.AccountRole;
import io.pipit.broker.store.Accounts;
import io.pipit.broker.store.Credentials;
import io.pipit.broker.stream.C2sOptions;
import io.pipit.broker.stream.C2sServer;
import io.pipit.broker.stream.C2sService;
import io.pipit.broker.stream.LoopInbox;
import io.pipit.broker.stream.StreamLimits;
import io.pipit.broker.stream.TlsMode;
import io.pipit.broker.stream.Turns;
import io.pipit.broker.stream.sasl.Authenticator;
import io.pipit.pubsub.ServiceLimits;
import io.pipit.pubsub.ServicePolicy;
import io.pipit.pubsub.engine.SubscriptionLedger;
import io.pipit.pubsub.store.InMemoryLog;
import io.pipit.pubsub.store.InMemoryView;
import io.pipit.xmpp.BareJid;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * A server over real sockets whose accounts and nodes have two owners: one on the event loop of the
 * streams, and a slow one, which has a loop of its own and can be made to stand still. What is told
 * to each other arrives in an order that the test chooses.
 */
final class SlowOwner implements AutoCloseable {

  private static final BareJid SERVER = BareJid.of(TestNode.DOMAIN);
  private static final BareJid SERVICE = BareJid.of(TestNode.SERVICE);

  private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
  private final Vertx slowVertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
  private final Loops streamLoops = new Loops(vertx, 1);
  private final InMemoryLog log = new InMemoryLog();
  private final Accounts accounts = new Accounts();
  private final RosterSnapshots rosters = new RosterSnapshots();
  private final SubscriptionLedger ledger = new SubscriptionLedger();
  private final CountDownLatch standstill = new CountDownLatch(1);
  private final EntityShard fast = shard(streamLoops.all().get(0));
  private final EntityShard slow = shard(new Loops(slowVertx, 1).all().get(0));
  private final Shards shards = new Shards(List.of(fast, slow));
  private final Authenticator authenticator =
      new Authenticator(TestNode.DOMAIN, accounts, new byte[32]);
  private final C2sService streams = streams();

  private EntityShard shard(LoopInbox loop) {
    return new EntityShard(loop, log, (service, name) -> new InMemoryView(), ledger);
  }

  /** A server that listens. */
  static SlowOwner start() throws Exception {
    SlowOwner server = new SlowOwner();
    server
        .vertx
        .deployVerticle(() -> new C2sServer(server.streams), new DeploymentOptions())
        .toCompletionStage()
        .toCompletableFuture()
        .get(30, TimeUnit.SECONDS);
    return server;
  }

  /** The name, which is the password too, of a new account that the slow one owns. */
  String slowAccount() {
    return account(slow);
  }

  /** As {@link #slowAccount}, of the other owner. */
  String fastAccount() {
    return account(fast);
  }

  private String account(EntityShard owner) {
    for (int i = 0; ; i++) {
      BareJid jid = BareJid.of("u" + i + "@" + SERVER);
      if (shards.ofAccount(jid) == owner && accounts.account(jid).isEmpty()) {
        Credentials credentials = Credentials.derive(jid.local(), new SecureRandom()).orElseThrow();
        accounts.apply(new AccountCreated(jid, credentials, AccountRole.USER));
        return jid.local();
      }
    }
  }

  /** The name for a node of the pubsub service that the slow one does not own. */
  String fastNode() {
    return IntStream.range(0, 1_000)
        .mapToObj(i -> "n" + i)
        .filter(name -> shards.ofNode(SERVICE, name) == fast)
        .findFirst()
        .orElseThrow();
  }

  private C2sService streams() {
    ResourceRegistry registry = new ResourceRegistry();
    PubsubService pubsub =
        new PubsubService(
            ServicePolicy.open(SERVICE, "Publish-Subscribe"),
            ServiceLimits.DEFAULT,
            new ModuleTable(List.of()),
            shards,
            new Fanout(registry, streamLoops.all()),
            rosters,
            registry::available,
            Clock.systemUTC(),
            new byte[32],
            new BrokerMetrics(),
            new StylesheetWorker(StylesheetWorker.Times.DEFAULT, () -> {}),
            () -> false);
    Router router =
        new Router(
            SERVER,
            shards,
            registry,
            accounts,
            List.of(pubsub),
            10,
            rosters::hasPresenceSubscription,
            delivery -> handlers(delivery, pubsub));
    return new C2sService(
        vertx,
        new C2sOptions(
            SERVER,
            TestNode.HOST,
            0,
            TlsMode.OFF,
            TestNode.HOST,
            OptionalInt.empty(),
            Optional.empty(),
            true,
            true,
            StreamLimits.DEFAULTS,
            List.of()),
        router,
        authenticator,
        streamLoops::of,
        new BrokerMetrics().streams(),
        Optional.empty());
  }

  private Router.Handlers handlers(Delivery delivery, PubsubService pubsub) {
    PepModule pep = new PepModule(pubsub, shards, rosters.blockLists(), delivery);
    RosterUpdates updates =
        new RosterUpdates(
            rosters,
            delivery,
            new RosterListener() {
              @Override
              public void rightsLost(BareJid owner, BareJid contact) {
                pubsub.review(owner, contact);
              }

              @Override
              public void presenceShared(BareJid owner, BareJid contact) {
                pep.presenceShared(owner, contact);
              }

              @Override
              public void groupsGained(BareJid owner, BareJid contact, Set<String> before) {
                pep.groupsGained(owner, contact, before);
              }
            });
    Clock clock = Clock.systemUTC();
    CapsModule caps = new CapsModule(SERVER, shards, delivery, clock, pep);
    PresenceModule presence =
        new PresenceModule(updates, caps, delivery, any -> RosterLimits.DEFAULT, clock);
    RosterModule roster = new RosterModule(updates, presence, any -> RosterLimits.DEFAULT, clock);
    BlockingModule blocking = new BlockingModule(new AccountUpdates(rosters), pep, delivery, 10);
    DiscoModule disco = new DiscoModule(List.of(pep), List.of(pubsub), Map.of(), pep::requested);
    return new Router.Handlers(
        new ModuleTable(List.of(new PingModule(), roster, caps, pep, blocking, disco)),
        presence,
        caps,
        pep,
        rosters.blockLists());
  }

  int port() {
    return streams.port();
  }

  /** The slow one stands still when this returns, until {@link #goOn}. */
  void stop() throws Exception {
    CompletableFuture<Void> stopped = new CompletableFuture<>();
    slow.execute(
        () -> {
          stopped.complete(null);
          try {
            standstill.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    stopped.get(30, TimeUnit.SECONDS);
  }

  void goOn() {
    standstill.countDown();
  }

  /** What was read had what effects it can have now at the owner that is not slow. */
  void settle() {
    for (int turn = 0; turn < 8; turn++) {
      Turns.pass(fast.loop());
    }
  }

  @Override
  public void close() {
    goOn();
    assertEquals(0, fast.loop().failures() + slow.loop().failures(), "tasks that failed");
    for (Vertx each : List.of(vertx, slowVertx)) {
      each.close().toCompletionStage().toCompletableFuture().orTimeout(30, TimeUnit.SECONDS).join();
    }
    authenticator.close();
  }
}
