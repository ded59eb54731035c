package io.pipit.broker.module;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pipit.broker.MovableClock;
import io.pipit.broker.account.RosterLimits;
import io.pipit.broker.account.RosterSnapshots;
import io.pipit.broker.routing.AccountMessages;
import io.pipit.broker.routing.Delivery;
import io.pipit.broker.routing.LocalService;
import io.pipit.broker.routing.ModuleTable;
import io.pipit.broker.routing.ResourceRegistry;
import io.pipit.broker.routing.Router;
import io.pipit.broker.routing.XmppModule;
import io.pipit.broker.shard.EntityShard;
import io.pipit.broker.shard.Shards;
import io.pipit.broker.store.AccountChange.AccountCreated;
import io.pipit.broker.store.AccountRole;
import io.pipit.broker.store.Accounts;
import io.pipit.broker.store.Credentials;
import io.pipit.broker.stream.ClientStream;
import io.pipit.broker.stream.LoopInbox;
import io.pipit.broker.stream.Turns;
import io.pipit.pubsub.engine.SubscriptionLedger;
import io.pipit.pubsub.store.InMemoryLog;
import io.pipit.pubsub.store.InMemoryView;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.Element;
import io.pipit.xmpp.Ns;
import io.pipit.xmpp.Stanza;
import io.pipit.xmpp.StanzaError.Condition;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.internal.VertxInternal;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The server of {@code pipit.test} without sockets: the real router, shard and modules on one event
 * loop, a log in memory and a clock that stands still.
 */
final class TestServer implements AutoCloseable {

  static final Instant NOW = Instant.parse("2026-03-04T05:06:07.890Z");
  static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
  static final BareJid DOMAIN = BareJid.of("pipit.test");
  static final BareJid SERVICE = BareJid.of("pubsub.pipit.test");

  /** Addresses of one block list. */
  static final int MOST_BLOCKED = 5;

  /** More than the longest chain of tasks that one stanza causes. */
  private static final int TURNS = 24;

  private static final Credentials ANY =
      Credentials.derive("secret", new SecureRandom()).orElseThrow();

  final Accounts accounts = new Accounts();
  final MovableClock clock = new MovableClock(NOW);
  final List<BareJid> removed = new ArrayList<>();
  final RosterSnapshots snapshots = new RosterSnapshots();
  final List<String> rightsLost = new ArrayList<>();
  final List<String> sharingAgain = new ArrayList<>();
  final InMemoryLog log;
  final EntityShard shard;
  private final ResourceRegistry registry = new ResourceRegistry();
  private final Vertx vertx;
  private final LoopInbox loop;
  private final Router router;

  // Made while the router is.
  @Nullable AccountService service;
  @Nullable CapsModule caps;
  @Nullable RegistrationModule registration;
  @Nullable BlockingModule blocking;

  /** Derives keys; on the loop, so that all is in order. */
  Executor workers = Runnable::run;

  private final boolean registrationIsOpen;

  static TestServer start() {
    return new TestServer(new InMemoryLog(), RosterLimits.DEFAULT);
  }

  TestServer(InMemoryLog log, RosterLimits limits) {
    this(log, limits, false);
  }

  TestServer(InMemoryLog log, RosterLimits limits, boolean registrationIsOpen) {
    this.log = log;
    this.registrationIsOpen = registrationIsOpen;
    vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    loop = new LoopInbox(((VertxInternal) vertx).createEventLoopContext());
    shard =
        new EntityShard(loop, log, (service, node) -> new InMemoryView(), new SubscriptionLedger());
    new Replay(
            log,
            new Shards(List.of(shard)),
            accounts,
            snapshots,
            null,
            (service, node) -> new InMemoryView())
        .watch(Runnable::run);
    router =
        new Router(
            DOMAIN,
            new Shards(List.of(shard)),
            registry,
            accounts,
            List.of(new EmptyService()),
            50,
            snapshots::hasPresenceSubscription,
            delivery -> handlers(delivery, limits));
  }

  private Router.Handlers handlers(Delivery delivery, RosterLimits limits) {
    RosterUpdates updates =
        new RosterUpdates(
            snapshots, delivery, (owner, contact) -> rightsLost.add(owner + " " + contact));
    CapsModule made =
        new CapsModule(
            DOMAIN,
            new Shards(List.of(shard)),
            delivery,
            CLOCK,
            (resource, nodes, accounts, wait, owner) -> {});
    caps = made;
    PresenceModule presence = new PresenceModule(updates, made, delivery, any -> limits, CLOCK);
    BlockingModule blocks =
        new BlockingModule(
            new AccountUpdates(snapshots),
            (account, contact) -> sharingAgain.add(account + " " + contact),
            delivery,
            MOST_BLOCKED);
    blocking = blocks;
    List<XmppModule> modules =
        new ArrayList<>(
            List.of(
                new PingModule(),
                new TimeModule(CLOCK),
                new VersionModule("1.2.3"),
                new RosterModule(updates, presence, any -> limits, CLOCK),
                blocks,
                made));
    service =
        new AccountService(
            DOMAIN,
            accounts,
            new Shards(List.of(shard)),
            registry,
            updates,
            presence,
            delivery,
            work -> workers.execute(work),
            (account, owner) -> List.of(),
            removed::add);
    registration =
        new RegistrationModule(DOMAIN, service, 2, address -> address.isLoopbackAddress(), clock);
    if (registrationIsOpen) {
      modules.add(registration);
    }
    modules.add(disco(modules));
    return new Router.Handlers(
        new ModuleTable(modules), presence, made, AccountMessages.NONE, snapshots.blockLists());
  }

  /** Service discovery over other modules, as the server has it. */
  static DiscoModule disco(List<XmppModule> others) {
    return new DiscoModule(
        others,
        List.of(new EmptyService()),
        Map.of("admin-addresses", List.of("mailto:admin@pipit.test")),
        (request, account, shard) -> {
          if (request.payload().attribute("node").isPresent()) {
            request.refuse(Condition.ITEM_NOT_FOUND);
          } else {
            request.succeed(Element.of("query", Ns.DISCO_ITEMS));
          }
        });
  }

  /** A client of an account, which is made when it is missing, with a resource of that name. */
  TestClient connect(String local, String resource) {
    return new TestClient(this, account(local)).bind(resource);
  }

  /** A client that is interested in its roster and available, and has read what came of that. */
  TestClient login(String local, String resource) {
    TestClient client = connect(local, resource);
    client.send("<iq type='get' id='r'><query xmlns='jabber:iq:roster'/></iq>");
    client.send("<presence/>");
    client.ignore();
    return client;
  }

  BareJid account(String local) {
    BareJid jid = BareJid.of(local + "@" + DOMAIN);
    if (accounts.account(jid).isEmpty()) {
      accounts.apply(new AccountCreated(jid, ANY, AccountRole.USER));
    }
    return jid;
  }

  /** Leads two accounts to a subscription: the first gets the presence of the second. */
  void subscribe(TestClient subscriber, TestClient contact) {
    subscriber.send("<presence type='subscribe' to='" + contact.account() + "'/>");
    contact.send("<presence type='subscribed' to='" + subscriber.account() + "'/>");
    subscriber.ignore();
    contact.ignore();
  }

  AccountService service() {
    return Objects.requireNonNull(service);
  }

  CapsModule caps() {
    return Objects.requireNonNull(caps);
  }

  BlockingModule blocking() {
    return Objects.requireNonNull(blocking);
  }

  RegistrationModule registration() {
    return Objects.requireNonNull(registration);
  }

  Router router() {
    return router;
  }

  LoopInbox loop() {
    return loop;
  }

  /** Runs something on the loop and waits for it. */
  <T> T onLoop(Callable<T> action) {
    CompletableFuture<T> result = new CompletableFuture<>();
    loop.execute(
        () -> {
          try {
            result.complete(action.call());
          } catch (Throwable failure) {
            result.completeExceptionally(failure);
          }
        });
    return result.orTimeout(30, TimeUnit.SECONDS).join();
  }

  /** Waits until everything that was caused so far has happened. */
  void settle() {
    for (int i = 0; i < TURNS; i++) {
      Turns.pass(loop);
    }
  }

  /** Makes everything durable that waits for it. */
  void sync() {
    log.sync();
    settle();
  }

  @Override
  public void close() {
    assertEquals(0, loop.failures(), "tasks that failed");
    vertx.close().toCompletionStage().toCompletableFuture().orTimeout(30, TimeUnit.SECONDS).join();
  }

  private static final class EmptyService implements LocalService {
    @Override
    public BareJid address() {
      return SERVICE;
    }

    @Override
    public String name() {
      return "Publish-Subscribe";
    }

    @Override
    public void received(ClientStream stream, Stanza stanza) {}
  }
}
