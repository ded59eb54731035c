package io.pipit.broker.durability;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pipit.broker.account.AccountState;
import io.pipit.broker.account.RosterSnapshots;
import io.pipit.broker.metrics.BrokerMetrics;
import io.pipit.broker.module.PubsubService;
import io.pipit.broker.module.Replay;
import io.pipit.broker.module.Requester;
import io.pipit.broker.module.StylesheetWorker;
import io.pipit.broker.routing.Fanout;
import io.pipit.broker.routing.Loops;
import io.pipit.broker.routing.ModuleTable;
import io.pipit.broker.routing.PresenceHandler;
import io.pipit.broker.routing.ResourceRegistry;
import io.pipit.broker.routing.Router;
import io.pipit.broker.shard.EntityShard;
import io.pipit.broker.shard.Shards;
import io.pipit.broker.store.Accounts;
import io.pipit.broker.store.view.ViewFiles;
import io.pipit.broker.stream.FakeStream;
import io.pipit.broker.stream.LoopInbox;
import io.pipit.broker.stream.Turns;
import io.pipit.pubsub.Item;
import io.pipit.pubsub.ItemEntry;
import io.pipit.pubsub.ServiceLimits;
import io.pipit.pubsub.ServicePolicy;
import io.pipit.pubsub.command.Command;
import io.pipit.pubsub.engine.NodeState;
import io.pipit.pubsub.engine.SubscriptionLedger;
import io.pipit.pubsub.store.ChangeLog;
import io.pipit.pubsub.store.NodeView;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.FullJid;
import io.pipit.xmpp.Jid;
import io.pipit.xmpp.Presence;
import io.pipit.xmpp.Stanzas;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The pubsub service without sockets: the real router, shards and fan-out on event loops of which a
 * test may hold some back. Confined to its test.
 */
class RunningService implements AutoCloseable {

  static final BareJid SERVICE = BareJid.of("pubsub.pipit.test");

  /** How many subscriptions everybody has asked for. */
  final SubscriptionLedger ledger = new SubscriptionLedger();

  static final int LOOPS = 2;

  /** More than the longest chain of tasks, over all loops, that one stanza causes. */
  private static final int TURNS = 12;

  private final ChangeLog log;
  private final Vertx vertx;
  private final List<LoopInbox> loops;
  final Shards shards;
  final Accounts accounts = new Accounts();
  final PubsubService pubsub;

  /** What the start found to be of use of the log. */
  final long liveBytes;

  private final Router router;
  private final List<LoopInbox> held = new ArrayList<>();
  private int connected;

  /** Whether publishes are refused for want of memory. */
  volatile boolean heapIsFull;

  /**
   * @param views those of a shard
   * @param files where indexes rest; null when they do not
   */
  RunningService(
      ChangeLog log,
      Supplier<? extends NodeView.Factory> views,
      @Nullable ViewFiles files,
      ServicePolicy policy,
      int loopCount) {
    this.log = log;
    vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(loopCount));
    loops = new Loops(vertx, loopCount).all();
    shards =
        new Shards(
            loops.stream().map(loop -> new EntityShard(loop, log, views.get(), ledger)).toList());
    RosterSnapshots rosters = new RosterSnapshots();
    Replay replay = new Replay(log, shards, accounts, rosters, files, views.get());
    liveBytes = replay.everything();
    replay.watch(Runnable::run);
    ResourceRegistry registry = new ResourceRegistry();
    pubsub =
        new PubsubService(
            policy,
            ServiceLimits.DEFAULT,
            new ModuleTable(List.of()),
            shards,
            new Fanout(registry, loops),
            rosters,
            registry::available,
            Clock.systemUTC(),
            new byte[32],
            new BrokerMetrics(),
            new StylesheetWorker(StylesheetWorker.Times.DEFAULT, () -> {}),
            () -> heapIsFull);
    router =
        new Router(
            BareJid.of("pipit.test"),
            shards,
            registry,
            accounts,
            List.of(pubsub),
            10,
            (account, requester) -> false,
            delivery -> new Router.Handlers(new ModuleTable(List.of()), new NoPresence()));
  }

  /** The place in the log of what is committed next, when nothing else happens. */
  final long nextPosition() {
    return log.appended() + 1;
  }

  /** Binds a client; the clients take turns on the loops. */
  FakeStream connect(String jid) {
    return connect(jid, loops.get(connected++ % loops.size()));
  }

  FakeStream connect(String jid, LoopInbox loop) {
    FullJid address = (FullJid) Jid.parse(jid).orElseThrow();
    FakeStream stream = new FakeStream(address, loop);
    onLoop(loop, () -> router.bind(stream, address.bare(), Optional.of(address.resource())));
    return stream;
  }

  List<LoopInbox> loops() {
    return loops;
  }

  LoopInbox loopOfDirectory() {
    return shards.ofDirectory(SERVICE).loop();
  }

  LoopInbox loopOfNode(String node) {
    return shards.ofNode(SERVICE, node).loop();
  }

  /** A shard that does nothing until it is let go. */
  interface Hold extends AutoCloseable {
    @Override
    void close();
  }

  /** Holds a shard back; what is sent to it waits in its inbox, and nothing waits for it here. */
  Hold hold(LoopInbox loop) {
    CountDownLatch end = new CountDownLatch(1);
    loop.execute(
        () -> {
          try {
            if (!end.await(30, TimeUnit.SECONDS)) {
              throw new AssertionError("held back for too long");
            }
          } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
          }
        });
    held.add(loop);
    return () -> {
      end.countDown();
      held.remove(loop);
      settle();
    };
  }

  /** Has a client send stanzas in one go, and lets them take all the effects that they can now. */
  void send(FakeStream client, String... xmls) {
    sendOnly(client, xmls);
    settle();
  }

  /** Has a client send stanzas in one go; their effects come while the caller goes on. */
  void sendOnly(FakeStream client, String... xmls) {
    onLoop(client.loop(), () -> received(client, xmls));
  }

  /** Asks as a door does that knows no stanzas; its effects come while the caller goes on. */
  void askOnly(Command command) {
    pubsub.submit(command, Requester.NOBODY);
  }

  /** What stands for each node where that is not its newest item, with all that it has. */
  List<String> standing() {
    List<String> standing = new ArrayList<>();
    for (EntityShard shard : shards.all()) {
      onLoop(
          shard.loop(),
          () ->
              shard
                  .nodes()
                  .forEach(service -> service.nodes().forEach(node -> add(node, standing))));
    }
    standing.sort(null);
    return standing;
  }

  private static void add(NodeState node, List<String> standing) {
    ItemEntry chosen = node.standing().entry();
    if (chosen != null) {
      Item item = node.items().read(chosen);
      String payload =
          item.payload() == null ? "" : new String(item.payload().bytes(), StandardCharsets.UTF_8);
      standing.add(
          node.name() + " " + item.seq() + " " + item.id() + " " + payload + item.headers());
    } else if (!node.standing().followsNewest()) {
      standing.add(node.name() + " nothing");
    }
  }

  /** Has two clients send a stanza each, neither after the other. */
  void sendAtOnce(FakeStream one, String first, FakeStream other, String second) {
    one.loop().execute(() -> received(one, first));
    other.loop().execute(() -> received(other, second));
    settle();
  }

  private void received(FakeStream client, String... xmls) {
    for (String xml : xmls) {
      Stanzas.Reading reading =
          Stanzas.read(FakeStream.parse(xml).with("from", client.jid().toString()));
      router.received(client, ((Stanzas.Valid) reading).stanza());
    }
  }

  /** Lets everything take all the effects that it can now. */
  final void settle() {
    for (int turn = 0; turn < TURNS; turn++) {
      loops.stream().filter(loop -> !held.contains(loop)).forEach(Turns::pass);
    }
  }

  static void onLoop(LoopInbox loop, Runnable action) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    loop.execute(
        () -> {
          try {
            action.run();
            done.complete(null);
          } catch (RuntimeException | AssertionError failure) {
            done.completeExceptionally(failure);
          }
        });
    done.orTimeout(30, TimeUnit.SECONDS).join();
  }

  @Override
  public void close() {
    for (LoopInbox loop : loops) {
      assertEquals(0, loop.failures(), "tasks that failed");
    }
    Session.await(vertx.close());
  }

  /** Whose presence is known is all that counts here. */
  private static final class NoPresence implements PresenceHandler {
    @Override
    public void sent(
        FullJid resource, Presence presence, AccountState account, EntityShard shard) {}

    @Override
    public void received(Presence presence, AccountState account, EntityShard shard) {}

    @Override
    public void disconnected(FullJid resource, AccountState account, EntityShard shard) {}
  }
}
