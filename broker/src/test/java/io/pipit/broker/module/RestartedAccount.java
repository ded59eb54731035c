package io.pipit.broker.module;

import io.pipit.broker.account.AccountState;
import io.pipit.broker.account.RosterSnapshots;
import io.pipit.broker.metrics.BrokerMetrics;
import io.pipit.broker.routing.Delivery;
import io.pipit.broker.routing.Fanout;
import io.pipit.broker.routing.IqRequest;
import io.pipit.broker.routing.ModuleTable;
import io.pipit.broker.routing.ResourceRegistry;
import io.pipit.broker.routing.XmppModule;
import io.pipit.broker.shard.EntityShard;
import io.pipit.broker.shard.Shards;
import io.pipit.broker.store.Accounts;
import io.pipit.broker.stream.LoopInbox;
import io.pipit.pubsub.ServiceLimits;
import io.pipit.pubsub.ServicePolicy;
import io.pipit.pubsub.engine.SubscriptionLedger;
import io.pipit.pubsub.store.InMemoryLog;
import io.pipit.pubsub.store.InMemoryView;
import io.pipit.pubsub.store.NodeView;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.Element;
import io.pipit.xmpp.FullJid;
import io.pipit.xmpp.Iq;
import io.pipit.xmpp.Jid;
import io.pipit.xmpp.Stanza;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

/**
 * What keeps things for an account, on a log that was cut off anywhere: as after a crash. Confined
 * to its test.
 */
final class RestartedAccount implements AutoCloseable {

  static final BareJid JULIET = BareJid.of("juliet@pipit.test");
  private static final BareJid SERVICE = BareJid.of("pubsub.pipit.test");
  private static final FullJid CLIENT = (FullJid) Jid.of(JULIET + "/balcony");
  private static final int BYTES = 10_000;

  private static final Delivery NOBODY_THERE =
      new Delivery() {
        @Override
        public void deliver(Stanza stanza) {}

        @Override
        public void deliverTo(FullJid resource, Stanza stanza) {}
      };

  final InMemoryLog log;
  private final LoopInbox loop;
  private final EntityShard shard;
  private final List<XmppModule> modules;

  private final List<Long> ends = new CopyOnWriteArrayList<>(List.of(0L));

  /** How much the log had when the last request was answered. */
  private volatile long answered;

  RestartedAccount(Vertx vertx, InMemoryLog log) {
    this(vertx, log, ServiceLimits.DEFAULT);
  }

  RestartedAccount(Vertx vertx, InMemoryLog log, ServiceLimits limits) {
    this.log = log;
    log.onDurable(ends::add);
    loop = new LoopInbox(((VertxInternal) vertx).createEventLoopContext());
    NodeView.Factory views = (service, node) -> new InMemoryView();
    shard = new EntityShard(loop, log, views, new SubscriptionLedger());
    Shards shards = new Shards(List.of(shard));
    RosterSnapshots rosters = new RosterSnapshots();
    new Replay(log, shards, new Accounts(), rosters, null, views).everything();
    ResourceRegistry registry = new ResourceRegistry();
    PubsubService pubsub =
        new PubsubService(
            ServicePolicy.builder(SERVICE, "Events").autoCreate(true).build(),
            limits,
            new ModuleTable(List.of()),
            shards,
            new Fanout(registry, List.of(loop)),
            rosters,
            registry::available,
            Clock.systemUTC(),
            new byte[32],
            new BrokerMetrics(),
            new StylesheetWorker(StylesheetWorker.Times.DEFAULT, () -> {}),
            () -> false);
    pubsub.start();
    AccountUpdates updates = new AccountUpdates(rosters);
    BookmarkConversion bookmarks = new BookmarkConversion(pubsub, updates, BYTES);
    modules =
        List.of(
            new PepModule(pubsub, shards, rosters.blockLists(), NOBODY_THERE),
            new PrivateStorageModule(updates, bookmarks, BYTES),
            new VCardModule(pubsub, updates, BYTES, BYTES));
  }

  /** The same account with so many records of the log. */
  RestartedAccount after(Vertx vertx, long records) {
    InMemoryLog cut = new InMemoryLog();
    cut.append(LongStream.rangeClosed(1, records).mapToObj(log::read).toList());
    return new RestartedAccount(vertx, cut);
  }

  /** The answer to a request of the account's client. */
  Iq request(Iq.Type type, Element payload) {
    return requests(List.of(Map.entry(type, payload))).get(0);
  }

  /** The answers to requests of the account's client that are at hand together. */
  List<Iq> requests(List<Map.Entry<Iq.Type, Element>> requests) {
    List<CompletableFuture<Iq>> answers = new ArrayList<>();
    requests.forEach(each -> answers.add(new CompletableFuture<>()));
    loop.execute(
        () -> {
          for (int i = 0; i < answers.size(); i++) {
            CompletableFuture<Iq> answer = answers.get(i);
            Map.Entry<Iq.Type, Element> request = requests.get(i);
            loop.execute(() -> request(request.getKey(), request.getValue(), answer));
          }
        });
    return answers.stream().map(each -> each.orTimeout(30, TimeUnit.SECONDS).join()).toList();
  }

  private void request(Iq.Type type, Element payload, CompletableFuture<Iq> answer) {
    IqRequest request =
        IqRequest.toAccount(
            Iq.request(type, "q", CLIENT, JULIET, payload),
            CLIENT,
            shard,
            iq -> {
              answered = log.appended();
              answer.complete(iq);
            });
    handle(request, type, payload, shard.account(JULIET));
  }

  private void handle(IqRequest request, Iq.Type type, Element payload, AccountState account) {
    modules.stream()
        .flatMap(module -> module.accountHandlers().stream())
        .filter(
            handler -> handler.type() == type && payload.is(handler.name(), handler.namespace()))
        .findFirst()
        .orElseThrow()
        .handler()
        .handle(request, account, shard);
  }

  /** How much the log had when the last request was answered. */
  long answered() {
    return answered;
  }

  /** Where a crash may cut off the log: each batch is there whole or not at all. */
  List<Long> ends() {
    return ends;
  }

  /** Whether no task of the account has failed. */
  boolean isSound() {
    return loop.failures() == 0;
  }

  @Override
  public void close() {
    log.close();
  }
}
